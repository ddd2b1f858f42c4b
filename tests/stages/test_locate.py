"""From what stands on a page to the line that says it, without a mark in any template."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import CSS, typeset_body
from kit import MiniProject
from prepguides.build.prepare import Prepared, prepare
from prepguides.model.content.base import Ref
from prepguides.model.diagnostic import Place
from prepguides.model.page_finding import Trail
from prepguides.model.request import Selection
from prepguides.model.source_map import SourceMap, Written
from prepguides.stages.checks.locate import Locator


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    mini = MiniProject.at(tmp_path_factory.mktemp("located") / "project")
    return prepare(mini.project, Selection(("one",), editions=("candidate",)))


def place(prepared: Prepared, ids: str, *words: str) -> Place:
    assert prepared.library is not None
    (edition,) = prepared.editions
    sources, theme = prepared.sources[edition.name], prepared.themes[edition.theme_key]
    return Locator(prepared.library).place(Trail(tuple(ids.split()), words), sources, theme)


WELCOME = "pages--welcome front-2-page part-front"
WHOLE = "Read it once. Then bake. Flour Water See the oven book."


@pytest.mark.parametrize(
    ("ids", "words", "expected"),
    [
        (WELCOME, ("Then", "Read it once. Then bake."), "content/pages/welcome.md:7:15"),
        (WELCOME, ("oven book", "See the oven book."), "content/pages/welcome.md:12:10"),
        (WELCOME, ("Water", "Water"), "content/pages/welcome.md:10:3"),
        (WELCOME, ("guides.", "This page stands in both guides."), "content/pages/welcome.md:4:34"),
        (WELCOME, ("p. 4", "p. 4", "Flour p. 4"), "content/pages/welcome.md:2:1"),
        (WELCOME, ("p. 4", "p. 4", f"{WHOLE} p. 4"), "content/pages/welcome.md:7:1"),
        ("front-2-page part-front", (), "content/guides/one.yaml:14:13"),
        ("part-front", (), "content/guides/one.yaml:9:9"),
        ("", ("Tasting",), "content/interview/type.yaml:3:11"),
        ("", ("Nobody wrote this.",), "content/guides/one.yaml:2:5"),
        ("", (), "content/guides/one.yaml:2:5"),
    ],
)
def test_words_on_a_page_are_found_in_the_file(prepared: Prepared, ids: str, words: tuple[str, ...], expected: str) -> None:
    assert str(place(prepared, ids, *words)) == expected


def test_a_template_s_own_words_are_found_in_the_template(prepared: Prepared) -> None:
    found = place(prepared, "", "Done, date, score")
    assert str(found).startswith("templates/base/sections/question-bank.html:")
    assert "Done, date, score" in found.excerpt


def test_the_same_words_in_two_texts_are_told_apart_by_those_around(prepared: Prepared) -> None:
    """A word by itself may stand in every prompt."""
    assert prepared.library is not None
    locator, sources = Locator(prepared.library), SourceMap({"x": (Written(Ref("questions", "oldest-loaf")),)})
    first, last = "Which was baked first?", "And which was baked last?"
    assert str(locator.place(Trail(("x",), ("baked", first)), sources)) == "content/interview/questions.yaml:9:45"
    assert str(locator.place(Trail(("x",), ("baked", last)), sources)) == "content/interview/questions.yaml:14:32"


def test_every_section_part_and_entity_of_an_edition_leads_to_a_line(prepared: Prepared) -> None:
    assert prepared.library is not None
    (edition,) = prepared.editions
    sources = prepared.sources[edition.name]
    anchors = {part.anchor for part in edition.parts} | {section.anchor for section in edition.sections}
    anchors |= {anchor for section in edition.sections for anchor in section.view.anchors()}
    assert anchors <= set(sources.elements)
    assert all(prepared.library.place(written[0].ref, written[0].loc).line for written in sources.elements.values())


def test_the_way_back_holds_no_line(tmp_path: Path) -> None:
    """A comment moves every line of a file; the pages, and what is known of them, stay as they are."""
    made = []
    for name, comment in (("one", ""), ("other", "# A comment.\n\n")):
        mini = MiniProject.at(tmp_path / name)
        path = mini.root / "content" / "guides" / "one.yaml"
        path.write_text(comment + path.read_text(encoding="utf-8"), encoding="utf-8")
        made.append(prepare(mini.project, Selection(("one",))).sources)
    assert made[0] == made[1]


def test_a_box_knows_the_ids_and_the_paragraphs_around_it() -> None:
    body = (
        '<section id="part"><div id="one"><p>First <b>bold</b> words.</p>'
        '<p style="margin-top: -15pt"><em>Other</em> words.</p></div><p>Elsewhere.</p></section>'
    )
    found = next(finding for finding in typeset_body(body, CSS + "p { margin: 0 }").value.findings if finding.code == "PG707")
    assert found.trail.ids == ("one", "part")
    assert found.trail.words[1:] in (
        ("First bold words.", "First bold words. Other words."),
        ("Other words.", "First bold words. Other words."),
    )
    assert found.area is not None
    assert found.area.width > 0
