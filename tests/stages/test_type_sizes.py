"""What is set in a size of its own is found: the theme's tokens name the sizes of the whole book."""

from __future__ import annotations

from bench import CSS, assets_of, page_of, tiny_theme
from prepguides.model.theme import Theme, ThemeFile
from prepguides.stages.typeset import Typesetter, typeset

TOKENS = ":root { --text-size: 11pt; --note-size: 9.5pt }"


def odd(body: str, tokens: str = TOKENS, css: str = "") -> list[str]:
    theme = tiny_theme(CSS + "h1 { font-size: 11pt }" + css)
    named = Theme("tiny", {}, (ThemeFile("templates/tiny/tokens.css", tokens), *theme.styles), theme.fonts, ())
    made = typeset(page_of(body), Typesetter(named, assets_of(page_of(body), named)))
    return [f"page {found.page}: {found.message}" for found in made.value.findings if found.code == "PG708"]


def test_the_sizes_that_the_tokens_name_are_fine() -> None:
    assert odd("<h1>Head</h1><p style='font-size: var(--note-size)'>Note</p>", css="@page { font-size: 9.5pt }") == []


def test_a_size_of_its_own_is_named_once_with_its_words() -> None:
    body = "<h1>Head</h1><p style='font-size: 8.25pt'>First words</p><p style='font-size: 8.25pt'>Other words</p>"
    assert odd(body, css="@page { font-size: 9.5pt }") == ["page 1: “First words” is set in 8.25 pt"]


def test_the_margins_of_a_page_count_too() -> None:
    assert odd("<h1>Head</h1>", css="@page { font-size: 7pt }") == ["page 1: “Running words” is set in 7 pt"]


def test_a_theme_that_names_no_sizes_is_not_asked() -> None:
    assert odd("<h1>Head</h1><p style='font-size: 3pt'>Small</p>", tokens=":root { --text: 11pt }") == []
