"""Lines to write on below the question that opens a part: as many as its page has left, or those of the next."""

from __future__ import annotations

import math

import pytest

from kit import MiniProject
from prepguides.build import prepare
from prepguides.model.content.interviews import InterviewType
from prepguides.model.request import Selection
from prepguides.stages.resolve.opening_room import FEWEST, OVERLEAF, cold_lines, cold_lines_large


@pytest.fixture(scope="module")
def type(tmp_path_factory: pytest.TempPathFactory) -> InterviewType:
    library = prepare.prepare(MiniProject.at(tmp_path_factory.mktemp("opening") / "project").project, Selection()).library
    assert library is not None
    return library.all(InterviewType)[0]


def test_the_more_is_said_above_it_the_fewer_until_the_question_is_overleaf(type: InterviewType) -> None:
    told = "You bring one project, and are asked for the decision that nobody else would have made. "
    lines = [cold_lines(type.model_copy(update={"purpose": told * times})) for times in range(1, 30)]
    assert lines[-1] == OVERLEAF
    turn = lines.index(min(lines)) + 1
    assert lines[:turn] == sorted(lines[:turn], reverse=True)
    assert min(lines) >= FEWEST
    assert set(lines[turn:]) <= {min(lines), OVERLEAF}


def test_in_large_print_question_and_lines_fill_a_page_of_their_own_and_no_more(type: InterviewType) -> None:
    purpose = "You bring one project, and are asked for the decision that nobody else would have made. " * 12
    told = type.model_copy(update={"purpose": purpose})
    asked = "Which of your decisions would nobody else have made, and how do you know that it was yours alone? "
    lines = [cold_lines_large(told.model_copy(update={"cold_open": asked * times})) for times in range(1, 8)]
    assert lines == sorted(lines, reverse=True)
    assert FEWEST <= lines[-1] < lines[0] <= OVERLEAF
    height, gap, question_line, around = 222.2, 9, 8.38, 24.3
    for times, count in enumerate(lines, 1):
        assert count * gap + math.ceil(len(asked * times) / 55) * question_line + around <= height


def test_in_large_print_the_lines_stand_below_what_is_short(type: InterviewType) -> None:
    short = type.model_copy(update={"purpose": "You bring one project.", "stages": type.stages[:3], "cold_open": "Which one?"})
    assert FEWEST <= cold_lines_large(short) < OVERLEAF
