"""Text over text is found wherever it comes from, and text that is set close is left alone."""

from __future__ import annotations

import pytest

from bench import CSS, codes, typeset_body

FINE = {
    "close lines": ("<p>One line<br>and another<br>and a third</p>", "p { line-height: 9pt }"),
    "two columns": ("<div><p>Left words</p><p>Right words</p></div>", "div { display: grid; grid-template-columns: 1fr 1fr }"),
    "a table": ("<table><tr><td>one</td><td>two</td></tr><tr><td>three</td><td>four</td></tr></table>", ""),
    "a superscript": ("<p>Words<sup>2</sup> and more</p>", "sup { font-size: 6pt; vertical-align: super }"),
    "a turned head": ("<p>Words</p><p class=t>Turned</p>", ".t { transform: rotate(-90deg); position: absolute; top: 0 }"),
    "hidden": ("<p>Words</p><p class=h>Hidden</p>", ".h { visibility: hidden; position: absolute; top: 0 }"),
}
FAULTY = {
    "a negative margin": ("<p>First words</p><p class=u>Other words</p>", ".u { margin-top: -15pt }"),
    "placed by hand": ("<p>First words</p><p class=a>Other words</p>", ".a { position: absolute; top: 0; left: 0 }"),
    "a box too low": ("<div class=b><p>One</p><p>Two words</p></div><p>Three words</p>", ".b { height: 12pt }"),
    "a running head": (
        "<p>Body words</p>",
        "@page { margin-top: 0; @top-left { content: 'Head words'; height: 20pt; margin-bottom: -20pt } }",
    ),
}
PLAIN = CSS + "p { margin: 0 }"


@pytest.mark.parametrize("name", FINE)
def test_text_with_room_of_its_own_is_left_alone(name: str) -> None:
    body, css = FINE[name]
    assert "PG707" not in codes(typeset_body(body, PLAIN + css))


@pytest.mark.parametrize("name", FAULTY)
def test_text_over_text_is_an_error_with_both_texts(name: str) -> None:
    body, css = FAULTY[name]
    (found,) = (found for found in typeset_body(body, PLAIN + css).value.findings if found.code == "PG707")
    assert "words” is drawn over “" in found.message
    assert found.page == 1
