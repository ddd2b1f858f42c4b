"""A page that was drawn for another file gives the bytes of one that is drawn for this one."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import weasyprint.document
from PIL import Image
from pydyf import Dictionary
from weasyprint.document import Page

from bench import PAGED, RICH, assets_of, page_of, tiny_theme
from prepguides.stages.repair_tags import repair_tags
from prepguides.stages.typeset import Typesetter, drawn_page, typeset
from prepguides.stages.typeset.drawn_page import Drawing, DrawnPage

SMALL = '<p style="font-size: 7.3pt">Words in another size: <b>Ägypten</b>, ﬁnd, 0123456789.</p>'
SHADED = '<p style="background: linear-gradient(red, blue)">x</p><p style="color: rgba(9, 9, 9, .5)">y</p><p style="opacity: .4">z</p>'
PICTURE = '<p><img src="dot.png" alt="A dot"> <img src="dot.png" alt="A dot" style="width: 3mm"></p>'
FIELD = '<p style="opacity: .7">thin</p><input style="appearance: auto" name="a" title="A"><textarea name="b" title="B">x</textarea>'
SECTIONS = [f'<section class="leaf">{body}</section>' for body in (RICH.replace(' id="there"', ""), SMALL, SHADED, PICTURE, FIELD)]
DOCUMENTS = [
    "".join(order) + '<p id="there">there</p>'
    for order in (SECTIONS, SECTIONS[::-1], SECTIONS[2:4], SECTIONS[1:2] + SECTIONS[4:] + SECTIONS[:1])
]


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    folder: Path = tmp_path_factory.mktemp("assets")
    Image.new("RGB", (8, 8), "red").save(folder / "dot.png")
    theme = tiny_theme(PAGED)
    return Typesetter(theme, assets_of(page_of(PICTURE), theme, folder))


def written(body: str, typesetter: Typesetter) -> bytes:
    return typeset(page_of(body), typesetter, repair_tags).value.pdf


def test_the_bytes_are_those_of_pages_that_are_drawn_anew(typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was drawn before: glyphs in other sizes, opacities, groups, patterns, pictures and fields among them."""
    with monkeypatch.context() as patched:
        patched.setattr(DrawnPage, "paint", Page.paint)
        anew = {body: written(body, typesetter) for body in DOCUMENTS}
    assert len(set(anew.values())) == len(DOCUMENTS)
    shuffled = DOCUMENTS * 2
    random.Random(1).shuffle(shuffled)
    for body in shuffled:
        assert written(body, typesetter) == anew[body]


def test_a_page_is_drawn_once_but_for_what_has_a_name_of_its_place_in_the_file(
    typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(DOCUMENTS[0], typesetter)
    drawn: list[str] = []
    draw = weasyprint.document.draw_page

    def counted(box: Any, stream: Any) -> None:
        drawn.append(str(stream))
        draw(box, stream)

    monkeypatch.setattr(weasyprint.document, "draw_page", counted)
    written(DOCUMENTS[0], typesetter)
    assert len(drawn) == 2, "the pages with groups and patterns"


def font(widths: dict[int, int]) -> SimpleNamespace:
    return SimpleNamespace(widths=widths)


@pytest.mark.parametrize(
    ("there", "fits"), [({}, True), ({"x": font({1: 500, 3: 9})}, True), ({"x": font({2: 601})}, False), ({"y": font({2: 601})}, True)]
)
def test_a_glyph_that_is_as_wide_elsewhere_is_drawn_the_same(there: dict[str, Any], fits: bool) -> None:
    drawing = Drawing([], {}, {"x": font({1: 500, 2: 600})}, {}, {})
    assert drawing.fits(SimpleNamespace(_fonts=there)) is fits


def test_what_is_complained_of_is_complained_of_in_each_file(typesetter: Typesetter) -> None:
    body = "<p>\U0001fae8 and \u16a0</p>"
    said = [[finding.code for finding in typeset(page_of(body), typesetter).value.findings] for _ in range(3)]
    assert "PG605" in said[0]
    assert said[0] == said[1] == said[2]


def test_what_a_drawing_in_it_may_not_load_is_told_although_it_asks_once(typesetter: Typesetter) -> None:
    body = '<svg viewBox="0 0 9 9"><title>x</title><image href="file:///etc/passwd" width="9" height="9"/></svg>'
    assert "PG602" in [finding.code for finding in typeset(page_of(body), typesetter).value.findings]


def test_marked_content_stays_apart_from_what_is_joined() -> None:
    mark = Dictionary({"MCID": 0})
    stream = [b"q", b"1 0 0 1 0 0 cm", "/P", mark, b"BDC", b"BT", b"ET", b"EMC", b"Q"]
    assert drawn_page._joined(stream) == [b"q\n1 0 0 1 0 0 cm", "/P", mark, b"BDC", b"BT\nET\nEMC\nQ"]
