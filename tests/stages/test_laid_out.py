"""Every check of the laid-out pages reads them in one way."""

from __future__ import annotations

import weasyprint

from prepguides.stages.typeset.laid_out import Text, below, numbered, texts
from prepguides.stages.typeset.untyped import Box

CSS = "<style>@page { size: 100mm 40mm; margin: 10mm; @bottom-center { content: 'page ' counter(page) } }</style>"


def laid_out(body: str) -> list[tuple[int, Box]]:
    return [*numbered(weasyprint.HTML(string=CSS + body).render().pages)]


def texts_of(body: str) -> list[Text]:
    return [text for _, page_box in laid_out(body) for text in texts(page_box)]


def test_texts_come_in_their_order_with_what_the_style_sheet_adds() -> None:
    pages = laid_out('<p>one <b>two</b> </p><p style="break-before: page">three</p>')
    assert [(number, text.words) for number, page_box in pages for text in texts(page_box)] == [
        (1, "one"), (1, "two"), (1, "page 1"), (2, "three"), (2, "page 2"),
    ]  # fmt: skip


def test_a_text_belongs_to_the_innermost_line_and_what_follows_to_the_outer_one() -> None:
    before, inside, after, _footer = texts_of('<p>before <span style="display: inline-block">inside</span> after</p>')
    assert before.line is after.line
    assert inside.line is not before.line


def test_floats_and_what_is_positioned_are_walked_over() -> None:
    body = '<p><span style="float: left">float</span> text <span style="position: absolute; top: 0">absolute</span></p>'
    assert {text.words for text in texts_of(body)} == {"float", "text", "absolute", "page 1"}


def test_what_is_not_entered_is_left_out_with_all_in_it() -> None:
    ((_, page_box),) = laid_out("<div><p>out <b>of it</b></p></div><p>in</p>")

    def enter(box: Box) -> bool:
        return bool(box.element_tag != "div")

    assert [text.words for text in texts(page_box, enter)] == ["in", "page 1"]
    assert "div" not in {box.element_tag for box in below(page_box, enter)}
    assert "div" in {box.element_tag for box in below(page_box)}
