"""Numbers in references are changed without a layout where nothing moves, and the bytes are those of a layout."""

from __future__ import annotations

import pytest

from bench import CSS, FRONT, LIKE_A_GUIDE, PAGED, WORDS, page_of, part, ready, section, sound
from prepguides.stages.typeset import Typesetter, book, typeset
from prepguides.stages.typeset.laid_out import numbered, texts
from prepguides.stages.typeset.laid_out_unit import LaidOut
from prepguides.stages.typeset.renumbered import can_be_renumbered
from prepguides.stages.typeset.unit_layout import lay_out
from prepguides.stages.typeset.units import Carried, Unit
from prepguides.text.page_numbers import changed_numbers


def printed(body: str, css: str, monkeypatch: pytest.MonkeyPatch, typesetter: Typesetter | None = None) -> tuple[bytes, list[str]]:
    """The file, and the first ids of the units that were laid out, each as often as it was."""
    made: list[str] = []

    def counted(unit: Unit, carried: Carried, html: str, typesetter: Typesetter) -> LaidOut:
        made.append(unit.anchor)
        return lay_out(unit, carried, html, typesetter)

    with monkeypatch.context() as patched:
        patched.setattr(book, "lay_out", counted)
        return sound(typeset(page_of(body), typesetter or ready(css))).pdf, made


def without(body: str, css: str, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, list[str]]:
    """The same, every unit laid out for the numbers that it prints."""
    with monkeypatch.context() as patched:
        patched.setattr(book, "can_be_renumbered", lambda _: False)
        return printed(body, css, monkeypatch)


LINKED = "".join(f'<p><a class="ref" href="#{id}">To {id}</a></p>' for id in ("one", "leaf", "end"))
SHORT = FRONT.format(links=LINKED) + part(1, section("one", 6), section("leaf", 1, "leaf"), section("end"))
"""Less than ten pages."""
FIGURES = {
    "as the face has them": PAGED,
    "of different widths": PAGED + "html { font-variant-numeric: proportional-nums }",
    "beside the text": PAGED
    + ".ref { display: block; position: relative } .ref::after { content: attr(page); position: absolute; right: 0 }",
    "in two colors and a box": PAGED
    + ".ref::after { content: '(' attr(page) ')'; border: 1pt solid; color: #990000; text-decoration: underline }",
}


@pytest.mark.parametrize("css", FIGURES.values(), ids=FIGURES)
def test_the_bytes_are_those_of_a_layout(css: str, monkeypatch: pytest.MonkeyPatch) -> None:
    few, made = printed(SHORT, css, monkeypatch)
    many, again = without(SHORT, css, monkeypatch)
    assert few == many
    assert again.count("toc") == 2, "its numbers are known when all else is laid out"
    assert made.count("toc") == (2 if "proportional" in css else 1)


def test_a_number_of_more_digits_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pages hold less than is guessed, a number has two digits and its placeholder one."""
    few, made = printed(LIKE_A_GUIDE, PAGED, monkeypatch)
    assert few == without(LIKE_A_GUIDE, PAGED, monkeypatch)[0]
    assert made.count("toc") == 2


def test_pages_in_memory_keep_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two documents that begin alike, the second finds the placeholders that the first was laid out with."""
    typesetter = ready()
    longer = LIKE_A_GUIDE.replace("About two</h2>", f"About two</h2>{WORDS * 30}")
    printed(LIKE_A_GUIDE, PAGED, monkeypatch, typesetter)
    assert printed(longer, PAGED, monkeypatch, typesetter)[0] == printed(longer, PAGED, monkeypatch)[0]
    assert printed(LIKE_A_GUIDE, PAGED, monkeypatch, typesetter) == (printed(LIKE_A_GUIDE, PAGED, monkeypatch)[0], [])


def test_what_is_drawn_says_the_page_of_each_target() -> None:
    made = book.laid_out_book(page_of(LIKE_A_GUIDE), ready())
    words = " ".join(text.words for unit in made.laid_out for _, page in numbered(unit.pages) for text in texts(page))
    for id in ("one", "leaf", "two-b", "end"):
        assert f"To {id} p. {made.places[id]}" in words


@pytest.mark.parametrize(
    "css",
    [
        ".ref[page='1']::after { content: attr(page) }",
        ".ref[ page ^= '1' ] { color: red }",
        ".ref { string-set: last attr(page) }",
        ".ref { --number: attr(page) } .ref::after { content: var(--number) }",
        ".ref { bookmark-label: attr( page ) }",
        ".ref { width: attr(page px) }",
    ],
)
def test_style_sheets_that_do_more_with_a_page_than_print_it(css: str) -> None:
    assert not can_be_renumbered([CSS + css])
    assert not can_be_renumbered([CSS, css.replace("attr", "/* of a */ attr")])


def test_style_sheets_that_print_it() -> None:
    assert can_be_renumbered([PAGED, ".ref::before { color: red; content: '(' attr(page) ')' } /* [page='1'] */ .ref:not([shared]) {}"])


def test_documents_that_differ_in_more_than_numbers() -> None:
    one = '<a page="8" class="ref" href="#a">A</a> and <a page="88" href="#b">B</a>'
    assert changed_numbers(one, one.replace('"88"', '"12"')) == {"b": ("88", "12")}
    assert changed_numbers(one, one) == {}
    assert changed_numbers(one, one.replace('page="8" class', 'page="8" shared class')) is None
    assert changed_numbers(one, one.replace("and", "or")) is None
