"""A style sheet is mirrored as a whole, its lines where they were."""

from __future__ import annotations

import pytest

from prepguides.text.mirrored_css import mirrored

PAIRS = [
    ("p { margin-left: 1mm; left: 0; text-align: right }", "p { margin-right: 1mm; right: 0; text-align: left }"),
    ("@page :left { @top-left { content: none } }", "@page :right { @top-right { content: none } }"),
    (".section.start-recto { break-before: right; }", ".section.start-recto { break-before: left; }"),
    ("td { padding: 1pt 3mm 2pt 0 }", "td { padding: 1pt 0 2pt 3mm }"),
    ("td { margin: calc(1mm + 2mm) 0 0 var(--gutter); }", "td { margin: calc(1mm + 2mm) var(--gutter) 0 0; }"),
    ("b { border-radius: 1pt 2pt 3pt 4pt }", "b { border-radius: 2pt 1pt 4pt 3pt }"),
    ("b { border-left: 1pt solid; border-top-left-radius: 2pt }", "b { border-right: 1pt solid; border-top-right-radius: 2pt }"),
    (
        "/* left */ .left, #right { --left: 1mm; content: 'left'; background: url(left.svg) left }",
        "/* left */ .left, #right { --left: 1mm; content: 'left'; background: url(left.svg) right }",
    ),
    ("p { margin: 0 1mm; padding: 1mm 2mm 3mm }", "p { margin: 0 1mm; padding: 1mm 2mm 3mm }"),
]


@pytest.mark.parametrize(("css", "other"), PAIRS)
def test_sides_change_places(css: str, other: str) -> None:
    assert mirrored(css) == other
    assert mirrored(other) == css


def test_lines_stay_where_they_are() -> None:
    css = "a {\n  margin: 1pt\n    2pt 3pt\n    4pt;\n}\n/* left\n */\nb { left: 0 }\n"
    assert mirrored(css) == "a {\n  margin: 1pt\n    4pt 3pt\n    2pt;\n}\n/* left\n */\nb { right: 0 }\n"
