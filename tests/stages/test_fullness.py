"""Pages that are less than half full are told from those that are meant to be."""

from __future__ import annotations

import pytest

from bench import CSS, sound, typeset_body

PAGE = CSS + (
    "@page { size: 100mm 140mm; margin: 20mm }\n"
    "@page opener { background: #DDDDDD }\n@page cover { background: #DDDDDD }\n"
    ".opener { page: opener; break-after: page }\n.cover { page: cover; break-after: page }\n"
    "p, div { margin: 0 }\n.line { height: 8.5mm; border-bottom: .5pt solid }\n"
)
"""A text block of 100 mm."""


def thin(body: str) -> list[int]:
    """The pages that are found."""
    made = sound(typeset_body(body, PAGE))
    return [finding.page for finding in made.findings if finding.code == "PG706"]


@pytest.mark.parametrize(
    ("body", "percent"),
    [
        ("<p>One line.</p>", 5),
        ('<div style="height: 40mm">Words.</div>', 5),
        ('<div style="height: 40mm; background: #EEEEEE">Words.</div>', 40),
        ('<div style="height: 30mm; border: 1mm solid">Words.</div>', 32),
        ('<svg viewBox="0 0 9 9" width="10mm" height="20mm" style="display: block"><title>x</title><path d="M0 0h9v9z"/></svg>', 20),
        ('<ul><li><input type="checkbox" id="x" title="x"><label for="x">Done</label></li></ul>', 13),
        ('<div style="height: 40mm"></div><div>Above it.</div>', 47),
        ("<table><tr><th>A</th><td>one</td><td></td><td>two</td></tr></table>", 6),
    ],
)
def test_how_full_a_page_is(body: str, percent: int) -> None:
    made = sound(typeset_body(body, PAGE))
    (found,) = made.findings
    assert (found.code, found.page) == ("PG706", 1)
    assert int(found.message.removeprefix("it is ").removesuffix("% full")) == pytest.approx(percent, abs=2)


@pytest.mark.parametrize(
    "body",
    [
        "<p>A line.</p>" * 12,
        '<div style="height: 60mm"></div><div>Below the middle.</div>',
        '<div style="height: 60mm; background: #EEEEEE">Words.</div>',
        "<p>What would you ask?</p>" + '<div class="line"></div>' * 6,
        '<div style="height: 60mm; background: linear-gradient(to top, #888888, #888888 .5pt, transparent .5pt) 0 0/100% 8mm">Ruled.</div>',
        '<p>What would you ask?</p><div style="height: 50mm; border: .5pt solid"></div>',
        '<p>Why?</p><textarea title="Why?" style="height: 50mm; border: none"></textarea>',
        "<table>" + '<tr style="height: 9mm"><td>Monday</td><td></td><td></td></tr>' * 6 + "</table>",
        '<div class="opener">Part one</div>' + "<p>A line.</p>" * 12,
        '<div class="cover">A title</div>' + "<p>A line.</p>" * 12,
    ],
)
def test_pages_that_are_as_they_should_be(body: str) -> None:
    assert thin(body) == []


@pytest.mark.parametrize(
    "body",
    [
        '<p>What would you ask?</p><div class="line"></div>',
        '<p>Name</p><input type="text" title="Name" style="border: 1pt solid">',
        '<p>Why?</p><textarea title="Why?" style="height: 20mm; border: none"></textarea>',
        '<table><tr style="height: 9mm"><td>Monday</td><td></td><td></td></tr></table>',
    ],
)
def test_one_place_to_write_fills_no_page(body: str) -> None:
    assert thin(body) == [1]


def test_the_last_page_of_a_part_is_not_excused_and_a_blank_one_is() -> None:
    lines = "<p>A line.</p>" * 12
    body = f'{lines}<div style="break-before: page">Left over.</div><div style="break-before: left">{lines}</div>'
    assert thin(body) == [2]
    body = f'{lines}<div style="break-before: right">{lines}</div><div style="break-before: page">Left over.</div>'
    assert thin(body) == [4]


def test_running_heads_and_folios_fill_no_page() -> None:
    assert thin('<p>One line.</p><div class="new">Another.</div>') == [1, 2]
