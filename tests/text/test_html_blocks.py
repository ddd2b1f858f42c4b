"""A document that changed in a few blocks is read in those alone, and into the same blocks as if all of it were read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepguides.text import html_blocks
from prepguides.text.html_blocks import Book, blocks_of

BEGINS = "<!DOCTYPE html>\n<html><head><title>A</title></head>\n<body>\n"
BLOCKS = (
    "<h1>One</h1>",
    "<p>Two <b>words</b></p>",
    "<img src=a>",
    "<div>\n<p>In it</p>\n</div>",
    "<style>p > b {}</style>",
    "<p title='>'>x</p>",
)


def document(*parts: tuple[str, ...]) -> str:
    written = ("".join(f"\n  {block}" for block in part) for part in parts)
    return f"{BEGINS}{''.join(f'<section id=a>{each}{chr(10)}</section>{chr(10)}' for each in written)}</body></html>\n"


@pytest.fixture(autouse=True)
def _nothing_is_known() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    blocks_of.cache_clear()
    html_blocks._RECENT.clear()


def alone(html: str) -> Book | None:
    """Read when nothing is known."""
    read = html_blocks._in_blocks(html)
    return read.book if read else None


PIECE = st.sampled_from(
    [*BLOCKS, "", "words", "<p>", "</p>", "</section>", "<section>", "<!-- -->", "<!--", "-->", "<br>", "<p x='", '"', " ", "<"]
)
PART = st.lists(st.lists(PIECE, min_size=1, max_size=3).map("".join), max_size=3).map(tuple)


@given(st.lists(st.lists(PART, max_size=3).map(lambda parts: document(*parts)), min_size=2, max_size=4))
def test_whatever_was_read_before_the_blocks_are_the_same(documents: list[str]) -> None:
    forget()
    for html in documents:
        assert blocks_of(html) == alone(html)


@given(st.data())
def test_an_edit_anywhere_is_read_as_all_of_it(data: st.DataObject) -> None:
    """Some characters of a sound document are replaced by others."""
    forget()
    html = document(BLOCKS[:3], (), BLOCKS[3:])
    assert blocks_of(html) == alone(html) is not None
    start = data.draw(st.integers(0, len(html)))
    end = data.draw(st.integers(start, min(len(html), start + 30)))
    changed = html[:start] + data.draw(PIECE) + html[end:]
    assert blocks_of(changed) == alone(changed)
    assert blocks_of(html) == alone(html)


def test_a_changed_block_alone_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    before = blocks_of(document(BLOCKS, BLOCKS))
    monkeypatch.setattr(html_blocks, "_in_blocks", lambda html: pytest.fail("all of it is read"))
    after = blocks_of(document(BLOCKS, ("<h1>Other <b>words</b></h1>", *BLOCKS[1:])))
    assert before is not None
    assert after is not None
    assert (after.parts[0], after.parts[1].blocks[1:]) == (before.parts[0], before.parts[1].blocks[1:])
    assert after.parts[1].blocks[0] == "\n  <h1>Other <b>words</b></h1>"
