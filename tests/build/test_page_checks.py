"""As many pages as the guide may have, and none that is nearly empty."""

from __future__ import annotations

import pytest

from kit import MiniProject
from prepguides.build.page_checks import problems_of_pages
from prepguides.build.prepare import Prepared, prepare
from prepguides.model.edition import Edition
from prepguides.model.library import Library
from prepguides.model.manifest import Artifact
from prepguides.model.request import Selection


def prepared(mini: MiniProject) -> tuple[Prepared, Library]:
    made = prepare(mini.project, Selection(("two",), editions=("candidate", "coach")))
    assert made.library is not None
    return made, made.library


def found(edition: Edition, library: Library, pages: int, coach_pages: int = 0, thin: tuple[tuple[int, int], ...] = ()) -> list[str]:
    printed = Artifact(edition.name, pages, 0.1, {}, "h", {}, thin=thin, coach_pages=coach_pages)
    return [f"{problem.place} {problem.rule.code} {problem.message}" for problem in problems_of_pages(edition, printed, library)]


@pytest.mark.parametrize(("pages", "sound"), [(1, False), (2, True), (60, True), (61, False)])
def test_a_candidate_s_pages_are_counted_against_the_budget(mini: MiniProject, pages: int, sound: bool) -> None:
    made, library = prepared(mini)
    message = f"content/guides/two.yaml:7:5 PG704 {pages} pages, where 2 to 60 are allowed"
    assert found(made.editions[0], library, pages) == ([] if sound else [message])


def test_of_a_coach_s_edition_what_it_adds_is_counted(mini: MiniProject) -> None:
    mini.edit("content/guides/two.yaml", "{least: 2, most: 60}\n", "{least: 2, most: 60}\n    coach_pages: {least: 1, most: 3}\n")
    made, library = prepared(mini)
    coach = made.editions[1]
    assert found(coach, library, 99, 3) == []
    assert found(coach, library, 99, 4) == ["content/guides/two.yaml:8:5 PG704 4 pages for the coach, where 1 to 3 are allowed"]


def test_pages_that_are_nearly_empty_are_named_where_the_project_asks_for_it(mini: MiniProject) -> None:
    made, library = prepared(mini)
    assert found(made.editions[0], library, 9, thin=((2, 20), (7, 41))) == []
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [two]\nbars: {half_full_pages: true}")
    made, library = prepared(mini)
    assert found(made.editions[0], library, 9, thin=((2, 20), (7, 41))) == [
        "two (candidate) PG706 page 2 is 20% full",
        "two (candidate) PG706 page 7 is 41% full",
    ]
