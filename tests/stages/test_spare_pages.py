"""Pages for notes at the end of a guide, which make its pages a multiple of what the guide says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest

from kit import MiniProject
from prepguides.stages.typeset.laid_out_unit import LaidOut
from prepguides.stages.typeset.spare_pages import spare_ids, without_spare_pages
from prepguides.stages.typeset.units import Carried


@dataclass
class Page:
    """As much of a laid-out page as is asked for: the ids on it."""

    anchors: dict[str, int] = field(default_factory=dict)


def unit(*pages: Page) -> LaidOut:
    empty = LaidOut(pages, 1, Carried(), (), cast(Any, None), cast(Any, None), frozenset(), 0)
    return replace(empty, pages=pages)


THREE = "".join(f'<section class="spare" id="spare-{number}"></section>' for number in (1, 2, 3))


def spare(number: int) -> Page:
    return Page({f"spare-{number}": 0})


@pytest.mark.parametrize(("pages", "kept"), [(1, 3), (2, 2), (3, 1), (4, 0), (5, 3), (8, 0)])
def test_as_many_are_kept_as_make_a_multiple(pages: int, kept: int) -> None:
    units = (unit(*(Page() for _ in range(pages))), unit(spare(1)), unit(spare(2)), unit(spare(3)))
    left = without_spare_pages(spare_ids(THREE), units)
    assert [len(each.pages) for each in left] == [pages, *([1] * kept), *([0] * (3 - kept))]


def test_a_document_that_is_one_unit_loses_its_last_pages() -> None:
    (left,) = without_spare_pages(spare_ids(THREE), [unit(Page(), Page(), Page(), spare(1), spare(2), spare(3))])
    assert [*left.pages] == [Page(), Page(), Page(), spare(1)]


def test_nothing_is_left_off_where_there_are_none_or_they_are_not_laid_out_yet() -> None:
    whole = (unit(Page(), Page()),)
    assert without_spare_pages(spare_ids(""), whole) == whole
    assert without_spare_pages(spare_ids(THREE), whole) == whole


def labels(path: Path) -> tuple[int, list[str]]:
    """How many pages there are, and the names of the fields on the spare ones."""
    with pikepdf.open(path) as pdf:
        named = [str(note.get("/T", "")) for page in pdf.pages for note in page.get("/Annots", [])]
        return len(pdf.pages), [name for name in named if name.startswith("spare-")]


def test_a_guide_says_so_and_every_cohort_and_edition_of_it_has_them(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", "    page_budget:", "    page_multiple: 5\n    page_budget:")
    (mini.root / "content" / "cohort.yaml").write_text("cohorts:\n  - {id: night, programme: At night, guides: [one]}\n", encoding="utf-8")
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [one]")
    for words in ((), ("--cohort", "night")):
        run = mini.build("--paper", "a4", *words)
        assert "PG7" not in run.err
    files = [*mini.output.rglob("*.pdf")]
    assert {path.parent.name for path in files} == {"standard", "night"}
    for path in files:
        pages, spares = labels(path)
        assert pages % 5 == 0
        assert spares == [f"spare-notes-{number}" for number in range(1, len(spares) + 1)]
    assert any(labels(path)[1] for path in files), "or nothing was tried"
