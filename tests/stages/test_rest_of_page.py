"""Room for notes where a section would leave a third of its last page empty."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from weasyprint.layout import layout_document

from bench import PAGED, WORDS, page_of, ready, sound
from kit import MiniProject
from prepguides.stages.typeset import TypesetResult, typeset, unit_layout
from prepguides.stages.typeset.page_again import PageAgain


def fields(path: Path) -> dict[str, int]:
    """Names of the form's fields that take notes, with the page (from 1) that each stands on."""
    with pikepdf.open(path) as pdf:
        named = [
            (str(annotation.T), number)
            for number, page in enumerate(pdf.pages, 1)
            for annotation in page.get("/Annots", [])
            if annotation.get("/Subtype") == "/Widget" and "/T" in annotation
        ]
    return {name: page for name, page in named if name.endswith("-rest-notes")}


@pytest.fixture
def printed(mini: MiniProject) -> MiniProject:
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [one]\nbars: {half_full_pages: true}")
    return mini


def test_a_section_that_ends_on_a_thin_page_is_followed_by_room_for_notes(printed: MiniProject) -> None:
    run = printed.build("--paper", "a4")
    path = printed.output / "standard" / "one-candidate-a4.pdf"
    places = fields(path)
    assert len(places) >= 3
    thin = {int(page) for page in re.findall(r"PG706 page (\d+) of", run.err)}
    assert thin.isdisjoint(places.values())
    assert len({*places.values()}) == len(places), "one a page"
    with pikepdf.open(path) as pdf:
        for name, page in places.items():
            widget = next(each for each in pdf.pages[page - 1].Annots if str(each.get("/T", "")) == name)
            low, high = sorted((float(widget.Rect[1]), float(widget.Rect[3])))
            assert high - low > 150, "points: more than a fifth of a page"
            assert str(widget.TU) == "Notes"


def test_as_many_pages_as_without_and_the_same_places(printed: MiniProject) -> None:
    """A theme that does not want the room hides it, and nothing else moves."""
    printed.build("--paper", "a4")
    path = printed.output / "standard" / "one-candidate-a4.pdf"
    with pikepdf.open(path) as pdf:
        count = len(pdf.pages)
    printed.run("theme", "new", "bare", "--extends", "base")
    styles = next((printed.root / "templates" / "bare").glob("*.css"))
    styles.write_text(styles.read_text(encoding="utf-8") + "\n.rest { display: none !important; }\n", encoding="utf-8")
    run = printed.build("--paper", "a4", "--set", "theme=bare")
    assert "PG706" in run.err
    assert fields(path) == {}
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == count


REST = '<div class="rest" id="{id}-rest"><p>Notes</p><textarea name="{id}-notes"></textarea></div>'
HIDDEN = PAGED + ".rest { display: none; border: 1pt solid; break-inside: avoid } .rest textarea { height: 80%; width: 90% }"


def ending(id: str, lines: int, last: str = "<p>Aside</p>") -> str:
    """A section that begins a page, with room for notes at its end."""
    return f'<section class="new" id="{id}"><h2>About {id}</h2>{WORDS * lines}{last}{REST.format(id=id)}</section>'


FLOATING = f'<div style="float: left; width: 40%">{WORDS * 12}</div><p>Aside</p>'
SECTIONS = {
    "one page": ending("one", 2),
    "several pages": ending("one", 14),
    "pages in the midst of a unit": f"<section>{ending('one', 9)}</section><section>{ending('two', 9)}{ending('three', 1)}</section>",
    "columns": f'<div style="columns: 2">{ending("one", 4)}</div>',
    "a float that goes on": ending("one", 1, FLOATING),
    "words of its own": ending("one", 2, "Words without a paragraph."),
    "a table before it": ending("one", 2, "<table><tr><td>One</td><td>Two</td></tr></table>"),
    "a bookmark from the page before": ending("one", 1, f'<div style="bookmark-level: 3">{WORDS * 12}</div>'),
}


def laid(body: str, css: str) -> tuple[TypesetResult, list[int]]:
    """The document, and how many pages were laid out each time."""
    typesetter = ready(css)
    counted: list[int] = []

    def layout(*arguments: object) -> list[object]:
        pages = list(layout_document(*arguments))
        counted.append(len(pages))
        return pages

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(unit_layout, "layout_document", layout)
        return sound(typeset(page_of(body), typesetter)), counted


@pytest.mark.parametrize("body", SECTIONS.values(), ids=SECTIONS)
def test_a_page_with_notes_is_that_of_a_whole_layout(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made, pages = laid(body, HIDDEN)
    monkeypatch.setattr(PageAgain, "can_be_made", False)
    whole, more = laid(body, HIDDEN)
    assert made.pdf == whole.pdf
    assert ("Notes" in made.words) == (len(more) > 1)
    assert len(pages) <= len(more)


def test_a_unit_is_laid_out_once_for_its_notes() -> None:
    made, pages = laid(ending("one", 14), HIDDEN)
    assert "Notes" in made.words
    assert len(pages) == 1


def test_a_theme_that_insists_to_hide_notes_has_none() -> None:
    insists = HIDDEN + ".rest { display: none !important }"
    assert "Notes" not in laid(ending("one", 2), insists)[0].words
