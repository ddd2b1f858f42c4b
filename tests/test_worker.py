"""A worker parses the style sheets and fonts of a look once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench import CSS, page_of, shelf, tiny_theme
from prepguides import worker
from prepguides.model.assets import AssetShelf
from prepguides.model.theme import BRAND_STYLES, Theme, ThemeFile
from prepguides.worker import Pressed, Task, work


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(worker, "_presses", {})
    yield
    gc.enable()  # a worker leaves it off


def branded(rules: str) -> Theme:
    """As a cohort wears a theme: the same name, another style sheet at the end."""
    theme = tiny_theme()
    return replace(theme, styles=(*theme.styles, ThemeFile(BRAND_STYLES, rules)))


def pressed(theme: Theme, words: str = "<p>x</p>", assets: AssetShelf | None = None) -> Pressed:
    made = work(Task("tiny", page_of(words), theme, assets or shelf(), {"tiny.pdf": "a4"}))
    assert not made.crash, made.crash
    assert made.files, made.diagnostics
    return made


def test_cohorts_that_look_alike_share_a_press() -> None:
    pressed(branded(":root { --serif: Georgia }"))
    pressed(replace(branded(":root { --serif: Georgia }"), name="other", templates={"x": ThemeFile("x", "not read here")}))
    assert len(worker._presses) == 1


def test_cohorts_that_look_different_do_not_take_each_others_press() -> None:
    """By turns, as jobs come: each is printed as it is alone, and none is parsed again."""
    red, blue = branded("p { color: #990000 }"), branded("p { color: #000099 }")
    first, other = pressed(red), pressed(blue)
    assert first.files != other.files
    presses = set(map(id, worker._presses.values()))
    assert pressed(red).files == first.files
    assert pressed(blue).files == other.files
    assert set(map(id, worker._presses.values())) == presses
    assert len(presses) == 2


def test_the_same_look_with_other_assets_is_another_press(tmp_path: Path) -> None:
    theme = tiny_theme()
    pressed(theme)
    pressed(theme, assets=AssetShelf(shelf().fonts, (tmp_path,)))
    assert len(worker._presses) == 2


def test_a_worker_keeps_the_looks_that_it_used_last() -> None:
    first = branded("p { color: #000000 }")
    for number in range(worker.MOST_PRESSES):
        pressed(branded(f"p {{ color: #00000{number} }}"))
    kept = worker._presses[next(iter(worker._presses))]
    pressed(first)
    pressed(branded("p { color: #ffffff }"))
    assert len(worker._presses) == worker.MOST_PRESSES
    assert kept in worker._presses.values(), "used again, and so not the oldest"
    assert CSS in kept.theme.styles[0].text
