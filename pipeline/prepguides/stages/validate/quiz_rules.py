"""Whether a quiz can be scored: each result can be somebody's, all totals have one, and none is nearly everybody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ...model.content.comparison import Quiz, QuizBand
from ...model.library import Library
from ...model.source import Loc
from .finding import Finding


def scoring(quiz: Quiz, library: Library) -> Iterator[Finding]:
    """The bands one by one; and, where each of them can be read, how often each is somebody's result."""
    if quiz.least_answers > len(quiz.questions):
        yield Finding("PG317", ("least_answers",), f"{quiz.least_answers} answers to {len(quiz.questions)} questions", "ask for fewer")
    found = [finding for index, band in enumerate(quiz.bands) for finding in _band(quiz, index, band)]
    yield from found
    if not found:
        yield from _lopsided(quiz, library)


def _band(quiz: Quiz, index: int, band: QuizBand) -> Iterator[Finding]:
    loc: Loc = ("bands", index)
    last = index == len(quiz.bands) - 1
    if last and (band.ahead or band.least):
        yield Finding(
            "PG317", loc, "the last result leaves totals without one", "drop its `ahead` and `least`, or add one that takes the rest"
        )
    elif not (last or band.ahead or band.least):
        yield Finding("PG317", loc, "takes all totals, and results follow it", "give it `ahead` or `least`, or put it last")
    elif band.ahead and band.ahead not in quiz.roles:
        yield Finding("PG317", (*loc, "ahead"), f"{band.ahead} is no role of this quiz", f"one of {', '.join(quiz.roles)}")
    else:
        yield from _out_of_reach(quiz, band, loc)


def _out_of_reach(quiz: Quiz, band: QuizBand, loc: Loc) -> Iterator[Finding]:
    """More points than the options give, whatever is ticked."""
    totals, leads = [], []
    for given in _points(quiz):
        own = quiz.roles.index(band.ahead) if band.ahead else None
        totals.append(max(sum(points) if own is None else points[own] for points in given))
        if own is not None:
            leads.append(max(points[own] - max(points[:own] + points[own + 1 :]) for points in given))
    if band.least > sum(totals):
        yield Finding("PG317", (*loc, "least"), f"{band.least} points, where the options give {sum(totals)} at most", "ask for fewer")
    if band.ahead and band.by > sum(leads):
        yield Finding("PG317", (*loc, "by"), f"a lead of {band.by}, where the options give {sum(leads)} at most", "ask for less")


def _lopsided(quiz: Quiz, library: Library) -> Iterator[Finding]:
    """Results that no pattern of answers has, or fewer or more of all patterns than the project's quotas allow."""
    quotas = library.settings.bars.quiz
    for index, share in enumerate(shares(quiz)):
        loc: Loc = ("bands", index)
        if share == 0:
            yield Finding("PG317", loc, "no pattern of answers has this result", "the results before it take all that it would")
        elif not quotas.least_percent <= 100 * share <= quotas.most_percent:
            message = (
                f"{100 * share:.1f}% of all patterns of answers have this result, where {quotas.least_percent} to {quotas.most_percent} may"
            )
            yield Finding("PG317", loc, message, "move its `by` or `least`, or the options' points; the bars are in project.yaml")


def shares(quiz: Quiz) -> tuple[float, ...]:
    """For each band, its part of all patterns in which every question has one answer. Exact, and counted by totals, not one by one."""
    totals: Counter[tuple[int, ...]] = Counter({(0,) * len(quiz.roles): 1})
    for given in _points(quiz):
        after: Counter[tuple[int, ...]] = Counter()
        for total, patterns in totals.items():
            for points in given:
                after[tuple(map(sum, zip(total, points, strict=True)))] += patterns
        totals = after
    counted: Counter[int] = Counter()
    for total, patterns in totals.items():
        counted[_band_of(quiz, total)] += patterns
    return tuple(counted[index] / totals.total() for index in range(len(quiz.bands)))


def percentages(quiz: Quiz) -> list[float]:
    """The same in percent, to a tenth; empty for a quiz that cannot be scored."""
    faulty = any(finding for index, band in enumerate(quiz.bands) for finding in _band(quiz, index, band))
    return [] if faulty else [round(100 * share, 1) for share in shares(quiz)]


def _points(quiz: Quiz) -> list[list[tuple[int, ...]]]:
    """Of each question, of each option: the points of each role."""
    return [[tuple(option.points.get(role, 0) for role in quiz.roles) for option in question.options] for question in quiz.questions]


def _band_of(quiz: Quiz, total: Sequence[int]) -> int:
    """The first band that fits; the last one fits always."""
    return next((index for index, band in enumerate(quiz.bands) if _fits(quiz, band, total)), len(quiz.bands) - 1)


def _fits(quiz: Quiz, band: QuizBand, total: Sequence[int]) -> bool:
    if band.ahead is None:
        return sum(total) >= band.least
    own = quiz.roles.index(band.ahead)
    rival = max(points for index, points in enumerate(total) if index != own)
    return total[own] - rival >= band.by and total[own] >= band.least
