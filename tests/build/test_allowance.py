"""What an edition may cost follows from how much of it there is, and a page that never ends has soon used that up, where it is."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from bench import CSS, assets_of, page_of, tiny_theme
from prepguides.build.allowance import (
    MOST_NOTE,
    PAGES_BEYOND,
    Allowance,
    allowance_for,
    is_filling,
    last_note,
    memory_for,
    pages_in,
    write_note,
)
from prepguides.build.pool import Limits, Lost, Pool
from prepguides.build.worker import Task, Worker, WorkerResult
from prepguides.model.job import Target
from prepguides.model.sheet import SHEETS
from prepguides.stages.process_size import address_space
from prepguides.text.page_numbers import CHARACTERS


def printed(body: str, allowance: Allowance, css: str = CSS, memory: int = 0) -> WorkerResult | Lost:
    theme, html = tiny_theme(css), page_of(body)
    task = Task("tiny", html, theme, assets_of(html, theme), (Target(SHEETS["a4"], "tiny.pdf"),), allowance=allowance)
    limits = Limits(allowance.seconds, memory or memory_for(10), patience=60.0)
    readable = tuple(asset.path for asset in task.assets.files.values())
    pool: Pool[Task, WorkerResult] = Pool(Worker(), WorkerResult, 1, limits, readable)
    return dict(pool.run([task]))[0]


def test_a_guide_is_allowed_what_its_length_says_and_no_more_than_its_budget() -> None:
    assert pages_in("x" * CHARACTERS * 9, None) == 10
    assert pages_in("x" * CHARACTERS * 9, (2, 4)) == 4
    assert allowance_for("", None, 1).first < allowance_for("x" * CHARACTERS * 100, None, 1).first
    assert allowance_for("", (2, 30), 1).most_pages == PAGES_BEYOND + 60
    assert memory_for(0) < memory_for(300)


def test_what_prints_within_its_allowance_prints() -> None:
    made = printed("<p>x</p>" * 40, Allowance(8.0, 50))
    assert isinstance(made, WorkerResult)
    assert made.files


@pytest.mark.slow
def test_a_page_that_never_ends_is_lost_where_it_is() -> None:
    deep = '<div style="display: flex">' * 26 + "x y" + "</div>" * 26
    made = printed(
        f'<section id="sound"><p>x</p></section><section id="deep" style="break-before: page">{deep}</section>', Allowance(2.0, 50)
    )
    assert isinstance(made, Lost)
    assert (made.limit, made.at) == ("time", "deep")


@pytest.mark.slow
def test_a_picture_that_is_drawn_for_ever_is_lost_where_it_is() -> None:
    endless = f'<svg width="9" height="9"><g transform="{"scale(" * 20_000}"><path d="M0 0h9"/></g></svg>'
    section = '<section id="{}" style="break-before: page">{}</section>'
    made = printed(
        "".join(section.format(*each) for each in (("first", "<p>x</p>"), ("endless", endless), ("last", "<p>x</p>"))), Allowance(2.0, 50)
    )
    assert isinstance(made, Lost)
    assert (made.limit, made.at) == ("time", "endless")


def test_pages_without_an_end_are_a_finding() -> None:
    made = printed('<section id="long">' + '<p style="break-before: page">x</p>' * 9 + "</section>", Allowance(20.0, 3))
    assert isinstance(made, WorkerResult)
    assert [(found.code, found.message) for found in made.findings] == [("PG704", "over 3 pages, and no end of them")], made


def test_a_worker_that_wrote_nothing_down_was_nowhere(tmp_path: Path) -> None:
    assert last_note(1, tmp_path) == (0.0, "")


def test_a_worker_was_where_its_last_note_says_however_long_the_one_before_it_is(tmp_path: Path) -> None:
    write_note(1, tmp_path, 10.0, "a" * (MOST_NOTE + 1))
    write_note(1, tmp_path, 2.0, "the worked\nexample é")
    assert last_note(1, tmp_path) == (2.0, "the worked\nexample é")
    assert last_note(1, tmp_path) == (0.0, ""), "it is read once"


@pytest.mark.parametrize(("times", "filling"), [(0, False), (1.5, True), (4, False)])
def test_memory_is_scarce_once_half_of_it_is_taken(times: float, filling: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    most = int(address_space() * times) or resource.RLIM_INFINITY
    monkeypatch.setattr("prepguides.build.allowance.resource.getrlimit", lambda what: (most, most))
    assert is_filling() is filling
    assert address_space(0) == 0, "no process has that number"
