"""A document that is looked at while it is written: the page in view comes first, and in the end all pages are the right ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench import LIKE_A_GUIDE, PAGED, page_of, ready
from prepguides.stages.typeset import Typesetter, live_book
from prepguides.stages.typeset.book import laid_out_book, units_in
from prepguides.stages.typeset.laid_out import numbered, texts
from prepguides.stages.typeset.live_book import LiveBook

HTML = page_of(LIKE_A_GUIDE)
RED = "\nh2 { color: #990000 }"
JOINED = "\n.leaf { break-before: auto; break-after: auto }"


def looked_at(book: LiveBook, typesetter: Typesetter, view: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happens, in its order."""
    happened = list[str]()

    def told(html: str, typesetter: Typesetter) -> object:
        happened.append("where pages begin")
        return units_in(html, typesetter)

    monkeypatch.setattr(live_book, "units_in", told)
    for whole in book.updates(HTML, typesetter, view, lambda: True):
        happened.append("settled" if whole else "shown")
    return happened


def drawn(book: LiveBook) -> Iterator[list[tuple[str, float]]]:
    for _, page in numbered(page.page for page in book.pages):
        yield [(text.words, text.box.position_y) for text in texts(page)]


def printed(typesetter: Typesetter) -> Iterator[list[tuple[str, float]]]:
    pages = [page for unit in laid_out_book(HTML, typesetter).laid_out for page in unit.pages]
    for _, page in numbered(pages):
        yield [(text.words, text.box.position_y) for text in texts(page)]


def test_the_first_page_is_shown_before_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    book = LiveBook()
    happened = looked_at(book, ready(), 1, monkeypatch)
    assert happened[0] == "shown"
    assert happened.count("where pages begin") == happened.count("settled") == 1
    assert list(drawn(book)) == list(printed(ready()))


@pytest.mark.parametrize("css", [RED, JOINED], ids=["pages begin where they did", "pages begin elsewhere"])
@pytest.mark.parametrize("view", [1, 4, 9])
def test_other_styles_are_seen_on_the_page_in_view_first(css: str, view: int, monkeypatch: pytest.MonkeyPatch) -> None:
    book = LiveBook()
    looked_at(book, ready(), 1, monkeypatch)
    before = [page.id for page in book.pages]
    changed = ready(PAGED + css)
    updates = book.updates(HTML, changed, view, lambda: True)
    assert next(updates) is None
    assert changed.page_starts == {}
    assert book.pages[view - 1].id != before[view - 1]
    assert [whole is not None for whole in updates][-1]
    assert list(drawn(book)) == list(printed(ready(PAGED + css)))


def test_who_wants_another_document_stops_the_layout_of_this_one() -> None:
    book, asked = LiveBook(), list[bool]()

    def go_on() -> bool:
        asked.append(True)
        return len(asked) < 3

    assert [whole for whole in book.updates(HTML, ready(), 1, go_on) if whole] == []
    assert not book.is_whole
    *_, whole = book.updates(HTML, ready(), 1, lambda: True)
    assert whole is not None
