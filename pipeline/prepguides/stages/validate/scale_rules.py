"""Whether a hire scale can be read: each verdict can be somebody's, and all scores have one."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.content.scoring import HireScale, Verdict
from ...model.library import Library
from ...model.source import Loc
from .finding import Finding


def scale_problems(scale: HireScale, library: Library) -> Iterator[Finding]:
    """From the top: a verdict that asks for nothing takes all that follows, one that asks for no less than another is never reached."""
    for index, verdict in enumerate(scale.verdicts):
        loc: Loc = ("verdicts", index)
        last = index == len(scale.verdicts) - 1
        if last and any(_asked(verdict)):
            yield Finding(
                "PG319", loc, "the last verdict leaves scores without one", "drop what it asks for, or add one that takes the rest"
            )
        elif not (last or any(_asked(verdict))):
            yield Finding("PG319", loc, "takes all scores, and verdicts follow it", "give it `least`, `gate` or `lowest`, or put it last")
        elif before := next((other for other in scale.verdicts[:index] if any(_asked(other)) and _no_less(verdict, other)), None):
            yield Finding("PG319", loc, f"whoever comes to it has “{before.name}” already", "ask for less than the verdicts before it")


def _asked(verdict: Verdict) -> tuple[float, float, float]:
    return verdict.least or 0, verdict.gate or 0, verdict.lowest or 0


def _no_less(verdict: Verdict, other: Verdict) -> bool:
    return all(own >= asked for own, asked in zip(_asked(verdict), _asked(other), strict=True))
