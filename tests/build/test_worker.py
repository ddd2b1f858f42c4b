"""A worker parses the style sheets and fonts of a look once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench import CSS, page_of, resolver, tiny_theme
from prepguides.build.worker import MOST_TYPESETTERS, Task, Worker, WorkerResult
from prepguides.model.assets import AssetResolver
from prepguides.model.theme import BRAND_STYLES, Theme, ThemeFile


@pytest.fixture
def worker() -> Iterator[Worker]:
    yield Worker()
    gc.enable()  # a worker leaves it off


def branded(rules: str) -> Theme:
    """As a cohort wears a theme: the same name, another style sheet at the end."""
    theme = tiny_theme()
    return replace(theme, styles=(*theme.styles, ThemeFile(BRAND_STYLES, rules)))


def result(worker: Worker, theme: Theme, words: str = "<p>x</p>", assets: AssetResolver | None = None) -> WorkerResult:
    made = worker(Task("tiny", page_of(words), theme, assets or resolver(), {"tiny.pdf": "a4"}))
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


def test_the_same_look_with_other_assets_is_another_typesetter(worker: Worker, tmp_path: Path) -> None:
    theme = tiny_theme()
    result(worker, theme)
    result(worker, theme, assets=AssetResolver(resolver().fonts, (tmp_path,)))
    assert len(worker.typesetters) == 2


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
