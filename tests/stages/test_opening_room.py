"""Lines to write on below the question that opens a part: as many as its page has left, or those of the next."""

from __future__ import annotations

import pytest

from kit import MiniProject
from prepguides.build import prepare
from prepguides.model.content.interviews import InterviewType
from prepguides.model.request import Selection
from prepguides.stages.resolve.opening_room import FEWEST, OVERLEAF, cold_lines


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
