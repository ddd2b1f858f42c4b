"""Patterns over texts that anybody may send pass each character once: a hundred thousand beginnings without an end are read in a moment.

Nothing is timed: what looked through the rest of the text from each beginning would be at it for hours.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prepguides.text.html_blocks import blocks_of, opening_tag, outline
from prepguides.text.html_scan import scanned
from prepguides.text.markup_problem import MAX_WORD, long_words
from prepguides.text.mirrored_css import mirrored
from prepguides.text.page_numbers import guessed_pages, ids, linked, with_page_numbers

MANY = 100_000
OF_HTML: dict[str, Callable[[str], object]] = {
    "blocks_of": blocks_of,
    "opening_tag": opening_tag,
    "outline": outline,
    "scanned": scanned,
    "ids": ids,
    "linked": linked,
    "guessed_pages": guessed_pages,
    "with_page_numbers": lambda html: with_page_numbers(html, {}),
}
OF_CSS: dict[str, Callable[[str], object]] = {"mirrored": mirrored}
BEGINNINGS_OF_HTML = ("<!--", "<a ", '<a x="', "<p id=", '<p title="', "<p '", "<title>", "<title ", "<meta name=", "<!", "</", "<style>")
BEGINNINGS_OF_CSS = ("/*", "'", '"\\"', "'\\'", "url(", "url(\\", "margin:", "left-", "a-", "{", "@import ", "margin ")


@pytest.mark.parametrize("name", OF_HTML)
@pytest.mark.parametrize("beginning", BEGINNINGS_OF_HTML)
def test_html_without_an_end_is_read_once(name: str, beginning: str) -> None:
    read = OF_HTML[name]
    read(f"<html><body>{beginning * MANY}")
    getattr(read, "cache_clear", lambda: None)()


@pytest.mark.parametrize("name", OF_CSS)
@pytest.mark.parametrize("beginning", BEGINNINGS_OF_CSS)
def test_css_without_an_end_is_read_once(name: str, beginning: str) -> None:
    read = OF_CSS[name]
    read(beginning * MANY)
    getattr(read, "cache_clear", lambda: None)()


def test_words_that_are_just_not_too_long_are_read_once() -> None:
    assert not list(long_words(f"{'w' * MAX_WORD} " * 1000))
    assert len(list(long_words("[" * MANY))) == 1
    assert not list(long_words(f"w{' ' * MANY}" * 10))
