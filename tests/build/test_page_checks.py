"""As many pages as the guide may have, and none that is nearly empty."""

from __future__ import annotations

import pytest

from kit import MiniProject
from prepguides.build.page_checks import PageChecks
from prepguides.build.prepare import Prepared, prepare
from prepguides.model.content.base import Ref
from prepguides.model.edition import Edition
from prepguides.model.library import Library
from prepguides.model.manifest import Artifact
from prepguides.model.page_finding import PageFinding, Trail
from prepguides.model.request import Selection
from prepguides.model.source_map import SourceMap, Written
from prepguides.stages.checks.locate import Locator


def prepared(mini: MiniProject) -> tuple[Prepared, Library]:
    made = prepare(mini.project, Selection(("two",), editions=("candidate", "coach")))
    assert made.library is not None
    return made, made.library


def found(edition: Edition, library: Library, pages: int, coach_pages: int = 0, thin: tuple[PageFinding, ...] = ()) -> list[str]:
    printed = Artifact(edition.name, pages, 0.1, {}, "h", {}, findings=thin, coach_pages=coach_pages)
    problems = PageChecks(Locator(library), {edition.name: SOURCES}, {}).problems(edition, printed)
    return [f"{problem.place} {problem.rule.code} {problem.message}" for problem in problems]


SOURCES = SourceMap({"job-1-role": (Written(Ref("guides", "two"), ("parts", 1, "sections", 0)),)}, Written(Ref("guides", "two")))
THIN = (
    PageFinding("PG706", 2, "it is 20% full", trail=Trail(("job-1-role",), ("Grind", "Grind before dawn."))),
    PageFinding("PG706", 7, "it is 41% full"),
)


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
    assert found(made.editions[0], library, 9, thin=THIN) == []
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [two]\nbars: {half_full_pages: true}")
    made, library = prepared(mini)
    assert found(made.editions[0], library, 9, thin=THIN) == [
        "content/guides/two.yaml:20:13 PG706 page 2 of two (candidate): it is 20% full",
        "content/guides/two.yaml:2:5 PG706 page 7 of two (candidate): it is 41% full",
    ]
