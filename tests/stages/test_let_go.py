"""A unit that is dropped is gone at once: nothing on its pages waits until all of memory is walked."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from bench import LIKE_A_GUIDE, page_of, ready
from prepguides.stages.typeset import let_go, unit_layout
from prepguides.stages.typeset.book import laid_out_book
from prepguides.stages.typeset.live_book import pages_of

DRAWING = (
    '<svg width="40" height="40" viewBox="0 0 40 40"><title>A dot</title><defs><linearGradient id="g"><stop stop-color="#000"/>'
    '</linearGradient></defs><rect width="9" height="9" fill="url(#g)"/><text x="1" y="9" font-size="9">a dot</text></svg>'
)
HTML = page_of(
    f"{LIKE_A_GUIDE}<section class='leaf' id='drawn'><h2>Drawn</h2><p>Words <b>and</b> more. {DRAWING}</p><ul><li>One</li></ul></section>"
)


@pytest.fixture(autouse=True)
def _no_walk() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def left(*, is_drawn: bool) -> float:
    """The share of boxes that are still there when their document is dropped."""
    typesetter = ready()
    book = laid_out_book(HTML, typesetter)
    pages = [page for unit in book.laid_out for page in unit.pages]
    if is_drawn:
        assert pages_of(pages, typesetter)
    boxes = [ref(box) for page in pages for box in page._page_box.descendants()]
    assert len(boxes) > 100
    typesetter.memory.forget(typesetter.style_key)
    del book, pages, typesetter
    return sum(box() is not None for box in boxes) / len(boxes)


@pytest.mark.parametrize("is_drawn", [False, True], ids=["laid out", "drawn"])
def test_pages_that_are_dropped_are_gone_at_once(is_drawn: bool) -> None:
    assert left(is_drawn=is_drawn) == 0


def test_of_a_library_that_was_not_tested_nothing_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(let_go, "are_tested", lambda: False)
    assert left(is_drawn=False) > 0


def test_pages_are_drawn_as_if_nothing_had_been_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn() -> list[bytes]:
        typesetter = ready()
        return [pages_of(unit.pages, typesetter) for unit in laid_out_book(HTML, typesetter).laid_out]

    cut = drawn()
    monkeypatch.setattr(unit_layout, "let_go", lambda context, pages: None)
    assert cut == drawn()
