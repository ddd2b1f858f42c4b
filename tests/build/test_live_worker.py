"""Memory of the process behind a preview: garbage is collected in pauses or after some documents, and old pages go when new ones come."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from bench import tiny_theme
from prepguides.build import live_worker
from prepguides.build.live_messages import Point, Show
from prepguides.build.live_worker import LiveWorker, attend
from prepguides.model.assets import AssetTable
from prepguides.stages.typeset.unit_memory import UnitKey, UnitMemory

PAUSE = "a pause"


@dataclass
class Script:
    """Stands for the pipe: what comes through it, and when nothing does."""

    lines: list[Any]

    def recv(self) -> Any:
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    def poll(self, seconds: float) -> bool:
        assert seconds == live_worker.PAUSE
        if self.lines[:1] == [PAUSE]:
            del self.lines[0]
            return False
        return True


@dataclass
class Attended(LiveWorker):
    """Lays out nothing, and notes after how many documents it collected garbage, and from how much of it on."""

    shown: int = 0
    collected: list[tuple[int, float]] = field(default_factory=list)

    def answer(self, asked: Any) -> None:
        self.shown += isinstance(asked, Show)

    def tidy_up(self, most_garbage: float) -> None:
        self.collected.append((self.shown, most_garbage))


DOCUMENT, POINT = Show(1, 0, "", tiny_theme(), AssetTable({}, {}), 1), Point(2, 0, "", "a4", 0, 0)


def collected(*lines: Any) -> list[tuple[int, float]]:
    """By a worker that is asked all this."""
    live, begun = Attended(cast(Any, Script(list(lines)))), list[int]()
    attend(live, lambda: begun.append(1))
    assert len(begun) == sum(line != PAUSE for line in lines)
    return live.collected


def test_garbage_is_collected_once_in_the_pause_after_a_document() -> None:
    assert collected(DOCUMENT, POINT, PAUSE, POINT, POINT) == [(1, live_worker.FEW_GARBAGE)]


def test_nothing_is_collected_before_a_pause_or_where_nothing_was_laid_out() -> None:
    assert collected(DOCUMENT, POINT, DOCUMENT) == []
    assert collected(POINT, POINT) == []


def test_without_a_pause_garbage_is_collected_after_some_documents() -> None:
    most = live_worker.MOST_UNTIDY
    assert collected(*[DOCUMENT] * (most + 1), PAUSE) == [(most, live_worker.MANY_GARBAGE), (most + 1, live_worker.FEW_GARBAGE)]


def unit(pages: int) -> Any:
    return SimpleNamespace(pages=[object() for _ in range(pages)])


def memory_of(*units: tuple[str, str, int]) -> UnitMemory:
    """Of units with such looks, names and numbers of pages, the one used longest ago first."""
    memory = UnitMemory()
    for style_key, document, pages in units:
        memory.keep(UnitKey(style_key, document, ""), unit(pages), pages)
    return memory


def there(memory: UnitMemory) -> str:
    return "".join(key.document for key in memory._units)


def test_what_is_shown_stays_and_of_the_rest_what_was_used_last() -> None:
    memory = memory_of(("", "a", 5), ("", "b", 5), ("", "c", 5), ("", "d", 5))
    memory.limit(10, {UnitKey("", "a", "")})
    assert (there(memory), memory.pages, memory.dropped) == ("ad", 10, 10)
    memory.keep(UnitKey("", "e", ""), unit(20), 20)
    assert there(memory) == "ae", "what comes in is kept, however much it is"
    memory.limit(0, {UnitKey("", "a", "")})
    assert there(memory) == "a"


def test_pages_that_units_share_are_counted_once() -> None:
    memory, one = UnitMemory(), unit(5)
    memory.keep(UnitKey("", "a", ""), one, 5)
    numbered_anew: Any = SimpleNamespace(pages=[*one.pages[:4], object()])
    memory.keep(UnitKey("", "b", ""), numbered_anew, 0)
    memory.keep(UnitKey("", "b", ""), numbered_anew, 0)
    assert memory.pages == 6
    memory.limit(5, {UnitKey("", "b", "")})
    assert (there(memory), memory.pages) == ("b", 5), "the other four are not garbage"


def test_pages_that_looked_different_go_when_they_are_not_shown_any_more() -> None:
    memory = memory_of(("old", "a", 5), ("old", "b", 5), ("new", "c", 5))
    memory.forget_unless({UnitKey("old", "b", "")}, "new")
    assert there(memory) == "bc"
    memory.forget_unless(set(), "new")
    assert (there(memory), memory.dropped) == ("c", 10)
