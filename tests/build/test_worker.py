"""A worker parses the style sheets and fonts of a look once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bench import CSS, assets_of, page_of, tiny_theme
from prepguides.build.worker import MOST_TYPESETTERS, Task, Worker, WorkerResult
from prepguides.model.assets import AssetTable
from prepguides.model.job import Target
from prepguides.model.sheet import SHEETS
from prepguides.model.theme import BRAND_STYLES, Theme, ThemeFile
from prepguides.stages.typeset import UnitMemory, unit_memory


@pytest.fixture
def worker() -> Iterator[Worker]:
    yield Worker()
    gc.enable()  # a worker leaves it off


def branded(rules: str) -> Theme:
    """As a cohort wears a theme: the same name, another style sheet at the end."""
    theme = tiny_theme()
    return replace(theme, styles=(*theme.styles, ThemeFile(BRAND_STYLES, rules)))


def result(worker: Worker, theme: Theme, words: str = "<p>x</p>", assets: AssetTable | None = None) -> WorkerResult:
    made = worker(Task("tiny", page_of(words), theme, assets or assets_of(page_of(words), theme), (Target(SHEETS["a4"], "tiny.pdf"),)))
    assert not made.crash, made.crash
    assert made.files, made.diagnostics
    return made


def test_cohorts_that_look_alike_share_a_typesetter(worker: Worker) -> None:
    result(worker, branded(":root { --serif: Georgia }"))
    result(worker, replace(branded(":root { --serif: Georgia }"), name="other", templates={"x": ThemeFile("x", "not read here")}))
    assert len(worker.typesetters) == 1


def test_cohorts_that_look_different_do_not_take_each_others_typesetter(worker: Worker) -> None:
    """By turns, as jobs come: each is printed as it is alone, and none is parsed again."""
    red, blue = branded("p { color: #990000 }"), branded("p { color: #000099 }")
    first, other = result(worker, red), result(worker, blue)
    assert first.files != other.files
    made = set(map(id, worker.typesetters.values()))
    assert result(worker, red).files == first.files
    assert result(worker, blue).files == other.files
    assert set(map(id, worker.typesetters.values())) == made
    assert len(made) == 2


def test_documents_of_one_look_share_a_typesetter_and_each_has_its_own_pictures(worker: Worker, tmp_path: Path) -> None:
    words, made = '<h1>x</h1><p><img src="dot.png" alt="A dot"></p>', []
    for color in ("red", "blue"):
        (tmp_path / color).mkdir()
        Image.new("RGB", (8, 8), color).save(tmp_path / color / "dot.png")
        made.append(result(worker, tiny_theme(), words, assets_of(page_of(words), tiny_theme(), tmp_path / color)).files)
    assert made[0] != made[1]
    assert len(worker.typesetters) == 1


def test_a_picture_that_changed_since_it_was_looked_up_is_refused(worker: Worker, tmp_path: Path) -> None:
    words = '<h1>x</h1><p><img src="dot.png" alt="A dot"></p>'
    Image.new("RGB", (8, 8), "red").save(tmp_path / "dot.png")
    table = assets_of(page_of(words), tiny_theme(), tmp_path)
    Image.new("RGB", (8, 8), "blue").save(tmp_path / "dot.png")
    made = worker(Task("tiny", page_of(words), tiny_theme(), table, (Target(SHEETS["a4"], "tiny.pdf"),)))
    assert [finding.code for finding in made.findings if "changed while" in finding.message] == ["PG602"]
    assert not made.files


def test_a_worker_keeps_the_looks_that_it_used_last(worker: Worker) -> None:
    first = branded("p { color: #000000 }")
    for number in range(MOST_TYPESETTERS):
        result(worker, branded(f"p {{ color: #00000{number} }}"))
    kept = worker.typesetters[next(iter(worker.typesetters))]
    result(worker, first)
    result(worker, branded("p { color: #ffffff }"))
    assert len(worker.typesetters) == MOST_TYPESETTERS
    assert kept in worker.typesetters.values(), "used again, and so not the oldest"
    assert CSS in kept.theme.styles[0].text


def test_garbage_is_collected_once_enough_pages_were_made(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    collected, tidy_up = [], UnitMemory.tidy_up

    def counted(self: UnitMemory) -> None:
        collected.append((self.kept, self.drawn))
        tidy_up(self)

    monkeypatch.setattr(UnitMemory, "tidy_up", counted)
    monkeypatch.setattr(unit_memory, "MOST_UNTIDY", 3 + 3 * unit_memory.DRAWN)
    for number in range(3):
        result(worker, tiny_theme(), f"<p>{number}</p>")
    for number in range(3):
        result(worker, tiny_theme(), f"<p>{number}</p>")
    assert not collected, "what is in memory is not laid out, and needs no room"
    for number in range(3, 5):
        result(worker, tiny_theme(), f"<p>{number}</p>")
    assert collected == [(3, 6)], "before the first page that was laid out since"
    assert not gc.isenabled()


@pytest.mark.parametrize(("filling", "collected"), [(False, []), (True, [10])])
def test_garbage_is_collected_earlier_where_memory_is_scarce(filling: bool, collected: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    memory, found = UnitMemory(is_filling=lambda: filling), []
    monkeypatch.setattr(UnitMemory, "tidy_up", lambda self: found.append(self.kept))
    for kept in (unit_memory.FEW_UNTIDY - 1, unit_memory.FEW_UNTIDY):
        memory.kept = kept
        memory.make_room()
    assert found == collected
