"""Whether what a worked example says of its scores is what they come to: the weighted total, and what the hire scale makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...model.content.interviews import FullAnswer, InterviewType, Rubric, WeakToStrong
from ...model.content.question import Question
from ...model.content.scoring import HireScale
from ...model.library import Library
from .finding import Finding

_TOTAL = re.compile(r"(?<![\d.,$])[1-4]\.\d{1,2}(?![\d%]|\.\d)")
_ROUNDING = 0.005


def totals(example: FullAnswer | WeakToStrong, library: Library) -> Iterator[Finding]:
    """Decimal numbers from 1 to 4 in the rationale that are no total of its scores and no threshold; and the wrong verdict."""
    question = library.find(Question, example.question)
    type = library.find(InterviewType, question.interview_type) if question else None
    rubric = library.find(Rubric, type.rubric) if type else None
    scale = library.find(HireScale, rubric.hire_scale) if rubric and rubric.hire_scale else None
    if question is None or rubric is None or scale is None:
        return
    scored = [example.scores] if isinstance(example, FullAnswer) else [example.scores_before, example.scores_after]
    sums = [total for scores in scored if (total := weighted(scores, rubric)) is not None]
    allowed = [*sums, *(verdict.least for verdict in scale.verdicts if verdict.least)]
    for match in _TOTAL.finditer(example.rationale):
        if sums and not any(abs(float(match[0]) - value) <= _ROUNDING for value in allowed):
            come = " and ".join(f"{total:.2f}" for total in sums)
            yield Finding("PG331", ("rationale", range(*match.span())), f"{match[0]} is said, and the scores come to {come}", "")
    if isinstance(example, FullAnswer) and sums:
        gate = example.scores.get(question.gate) if question.gate else None
        yield from _verdict(example.rationale, scale, scale.verdict(sums[0], gate, min(example.scores.values())).name)


def weighted(scores: Mapping[str, int], rubric: Rubric) -> float | None:
    """The scores by the weights of their rows; None without any."""
    weights = {row.id: row.weight for row in rubric.criteria if row.id in scores}
    return sum(scores[id] * weight for id, weight in weights.items()) / sum(weights.values()) if sum(weights.values()) else None


def _verdict(text: str, scale: HireScale, right: str) -> Iterator[Finding]:
    """The first verdict that the text names beside a total, if it is another one than the scores come to."""
    names = "|".join(sorted((re.escape(verdict.name) for verdict in scale.verdicts), key=len, reverse=True))
    beside = rf"{_TOTAL.pattern}[^.\n]{{0,30}}?\b(?P<behind>{names})\b|\b(?P<before>{names})\b[^.\n]{{0,12}}?{_TOTAL.pattern}"
    match = re.search(beside, text, re.IGNORECASE)
    which = match.lastgroup if match else None
    if match and which and match[which].lower() != right.lower():
        yield Finding("PG331", ("rationale", range(*match.span(which))), f"“{match[which]}” is said, and the scale makes it “{right}”", "")
