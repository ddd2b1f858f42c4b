"""How often each result of a quiz is somebody's, over all patterns of answers."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import ROOT
from prepguides.build.prepare import prepare
from prepguides.model.content.comparison import Quiz, QuizBand, QuizOption, QuizQuestion
from prepguides.model.request import Project, Selection
from prepguides.stages.validate.quiz_rules import shares

ROLES = ("baker", "miller", "fisher")
POINTS = st.dictionaries(st.sampled_from(ROLES), st.integers(0, 3), max_size=3)
QUESTIONS = st.lists(st.lists(POINTS, min_size=2, max_size=3), min_size=6, max_size=6)
BANDS = st.lists(st.tuples(st.sampled_from((*ROLES, None)), st.integers(1, 6), st.integers(0, 12)), min_size=2, max_size=4)


def quiz(questions: list[list[dict[str, int]]], bands: list[tuple[str | None, int, int]]) -> Quiz:
    return Quiz(
        id="work",
        title="Work",
        intro="Tick one.",
        roles=ROLES,
        questions=tuple(
            QuizQuestion(prompt="?", options=tuple(QuizOption(text="-", points=points) for points in row)) for row in questions
        ),
        least_answers=6,
        bands=(
            *(QuizBand(ahead=ahead, by=by, least=least, means="-", do_next="-") for ahead, by, least in bands),
            QuizBand(means="-", do_next="-"),
        ),
    )


def result(made: Quiz, pattern: tuple[dict[str, int], ...]) -> int:
    """As a reader of the guide finds it: totals first, then the table from the top."""
    totals = {role: sum(points.get(role, 0) for points in pattern) for role in ROLES}
    for index, band in enumerate(made.bands):
        if band.ahead is None:
            fits = sum(totals.values()) >= band.least
        else:
            own = totals.pop(band.ahead)
            fits = all(own - other >= band.by for other in totals.values()) and own >= band.least
            totals[band.ahead] = own
        if fits:
            return index
    raise AssertionError("the last band takes the rest")


@given(QUESTIONS, BANDS)
@settings(max_examples=40, deadline=None)
def test_shares_are_those_of_every_pattern_counted_one_by_one(
    questions: list[list[dict[str, int]]], bands: list[tuple[str | None, int, int]]
) -> None:
    made = quiz(questions, bands)
    patterns = Counter(result(made, pattern) for pattern in product(*questions))
    assert shares(made) == pytest.approx([patterns[index] / patterns.total() for index in range(len(made.bands))])


def test_each_result_of_the_shipped_quizzes_is_had_by_a_tenth_to_nearly_half_of_all_patterns() -> None:
    library = prepare(Project(ROOT), Selection()).library
    assert library is not None
    found = {made.id: [round(100 * share, 1) for share in shares(made)] for made in library.all(Quiz)}
    assert found == {"which-role": [11.7, 11.7, 41.5, 35.1]}
    assert all(10 <= percent <= 45 for row in found.values() for percent in row)
