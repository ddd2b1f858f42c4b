"""Room for notes where a section would leave more than half of its last page empty."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest

from kit import MiniProject


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
            assert high - low > 200, "points: more than a fourth of a page"
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
