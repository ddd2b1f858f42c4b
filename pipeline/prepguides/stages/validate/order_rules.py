"""Whether a guide asks its questions before it answers them."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.content.guide import Guide
from ...model.library import Library
from .finding import Finding

_BANK = "question-bank"
_ANSWERS = ("answer-key", "numeric-keys", "opening-answer", "worked-example", "weak-to-strong")
"""Kinds of sections that give away what a question is after."""


def spoiled(guide: Guide, library: Library) -> Iterator[Finding]:
    """Sections for candidates that answer a type's questions on pages before those that ask them."""
    for number, part in enumerate(guide.parts):
        kinds = ["" if section.audience == "coach" else section.kind for section in part.sections]
        if part.audience == "coach" or _BANK not in kinds:
            continue
        for index, kind in enumerate(kinds[: kinds.index(_BANK)]):
            if kind in _ANSWERS:
                message = f"{kind} gives answers away before question-bank asks"
                yield Finding(
                    "PG418", ("parts", number, "sections", index, "kind"), message, "move it behind the question-bank of the part"
                )
