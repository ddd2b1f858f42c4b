"""A worker parses the style sheets and fonts of a look once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench import CSS, page_of, resolver, tiny_theme
from prepguides.build import worker
from prepguides.build.worker import Task, WorkerResult, work
from prepguides.model.assets import AssetResolver
from prepguides.model.theme import BRAND_STYLES, Theme, ThemeFile


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(worker, "_typesetters", {})
    yield
    gc.enable()  # a worker leaves it off


def branded(rules: str) -> Theme:
    """As a cohort wears a theme: the same name, another style sheet at the end."""
    theme = tiny_theme()
    return replace(theme, styles=(*theme.styles, ThemeFile(BRAND_STYLES, rules)))


def result(theme: Theme, words: str = "<p>x</p>", assets: AssetResolver | None = None) -> WorkerResult:
    made = work(Task("tiny", page_of(words), theme, assets or resolver(), {"tiny.pdf": "a4"}))
    assert not made.crash, made.crash
    assert made.files, made.diagnostics
    return made


def test_cohorts_that_look_alike_share_a_press() -> None:
    result(branded(":root { --serif: Georgia }"))
    result(replace(branded(":root { --serif: Georgia }"), name="other", templates={"x": ThemeFile("x", "not read here")}))
    assert len(worker._typesetters) == 1


def test_cohorts_that_look_different_do_not_take_each_others_press() -> None:
    """By turns, as jobs come: each is printed as it is alone, and none is parsed again."""
    red, blue = branded("p { color: #990000 }"), branded("p { color: #000099 }")
    first, other = result(red), result(blue)
    assert first.files != other.files
    presses = set(map(id, worker._typesetters.values()))
    assert result(red).files == first.files
    assert result(blue).files == other.files
    assert set(map(id, worker._typesetters.values())) == presses
    assert len(presses) == 2


def test_the_same_look_with_other_assets_is_another_press(tmp_path: Path) -> None:
    theme = tiny_theme()
    result(theme)
    result(theme, assets=AssetResolver(resolver().fonts, (tmp_path,)))
    assert len(worker._typesetters) == 2


def test_a_worker_keeps_the_looks_that_it_used_last() -> None:
    first = branded("p { color: #000000 }")
    for number in range(worker.MOST_TYPESETTERS):
        result(branded(f"p {{ color: #00000{number} }}"))
    kept = worker._typesetters[next(iter(worker._typesetters))]
    result(first)
    result(branded("p { color: #ffffff }"))
    assert len(worker._typesetters) == worker.MOST_TYPESETTERS
    assert kept in worker._typesetters.values(), "used again, and so not the oldest"
    assert CSS in kept.theme.styles[0].text
