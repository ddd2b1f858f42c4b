"""What types cannot say of questions: their wording, the sums of their keys, the rows that they are scored in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...model.content.question import Format, Question, Step
from ...model.library import Library
from ...model.source import Loc
from ...text.arithmetic import evaluate
from .criteria import criteria_named, criteria_of, stranger
from .finding import Finding

_PAST = re.compile(r"\btell me about a time\b|\bdescribe a time\b|\bgive me an example of a time\b", re.IGNORECASE)
_IMAGINE = re.compile(r"\bimagine\b|\bsuppose\b", re.IGNORECASE)
_TOLERANCE = 0.005
"""Steps are written rounded; half a percent separates rounding from a mistake."""


def wording(question: Question, library: Library) -> Iterator[Finding]:
    format = library.find(Format, question.format)
    if format is None:
        return
    if format.asks_about == "future" and (match := _PAST.search(question.prompt)):
        yield Finding(
            "PG309",
            ("prompt", range(*match.span())),
            f"“{match[0]}” in a {format.name.lower()} question",
            'put the reader in a scene: "You are…"',
        )
    if format.asks_about == "past" and (match := _IMAGINE.search(question.prompt)):
        yield Finding("PG309", ("prompt", range(*match.span())), f"“{match[0]}” in a {format.name.lower()} question", "ask what they did")


def gate_problems(question: Question, library: Library) -> Iterator[Finding]:
    """Rows that the rubric does not have, and a gate that the question gives no room for."""
    criteria = criteria_of(question.id, library)
    if criteria is None:
        return
    for loc, criterion in criteria_named(question):
        if criterion not in criteria:
            yield stranger(loc, criterion, criteria)
    if question.gate in criteria and question.rows and question.gate not in question.rows:
        message = f'the gate row "{question.gate}" is none of the rows that the question opens'
        yield Finding("PG308", ("gate",), message, "add it to `rows`, or choose another gate")


def key_problems(question: Question, library: Library) -> Iterator[Finding]:
    """A key outside its own range, and steps that do not come to it, the follow-up's among them."""
    key = question.numeric_key
    if key is None:
        return
    base: Loc = ("numeric_key",)
    if not key.low <= key.value <= key.high:
        yield Finding(
            "PG305",
            (*base, "value"),
            f"{key.value:,g} lies outside {key.low:,g} to {key.high:,g}",
            "low and high are what a good answer may come to",
        )
    names: dict[str, float] = {}
    yield from _sum_problems(key.steps, key.value, base, names)
    if key.follow_up is not None:
        yield from _sum_problems(key.follow_up.steps, key.follow_up.value, (*base, "follow_up"), names)


def _sum_problems(steps: Sequence[Step], value: float, base: Loc, names: dict[str, float]) -> Iterator[Finding]:
    """Steps that do not come to what they say, or do not end at the value. `names` gains theirs, for the steps that follow."""
    for index, step in enumerate(steps):
        try:
            result = evaluate(step.calc, names)
        except ValueError as error:
            yield Finding("PG305", (*base, "steps", index, "calc"), str(error), "")
            return
        if not _close(result, step.value):
            yield Finding(
                "PG305",
                (*base, "steps", index, "value"),
                f"{step.calc} is {result:,.6g}, not {step.value:,g}",
                "correct the value, or what it is worked from",
            )
        names[step.id] = step.value
    if not _close(steps[-1].value, value):
        yield Finding(
            "PG305",
            (*base, "value"),
            f"the steps end at {steps[-1].value:,g}, not {value:,g}",
            "the last step is the key: correct one of the two",
        )


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))
