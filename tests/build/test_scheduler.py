"""Editions go to workers longest first, and it is known how long is left."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bench import tiny_theme
from kit import MINI
from prepguides.build import scheduler
from prepguides.build.groups import Groups
from prepguides.build.pool import Limits, Lost
from prepguides.build.prepare import Document, prepare
from prepguides.build.scheduler import Scheduler, Waiting
from prepguides.build.worker import Task, Worker, WorkerResult
from prepguides.model.assets import AssetTable
from prepguides.model.edition import Edition
from prepguides.model.job import Job
from prepguides.model.request import Project, Request, Selection
from prepguides.stages.render import RenderedHtml


@pytest.fixture(scope="module")
def edition() -> Edition:
    return prepare(Project(MINI), Selection(("one",))).editions[0]


def waiting(edition: Edition, **lengths: int) -> list[Waiting]:
    """An edition for each guide, of so many characters."""
    made = []
    for guide, length in lengths.items():
        job = Job(replace(edition, guide=guide), (), {})
        html = "x" * length
        task = Task(job.name, html, tiny_theme(), AssetTable(), ())
        made.append(Waiting(job, Document(RenderedHtml(html), AssetTable(), "h"), (), task))
    return made


class Answering:
    """A pool without processes that notes how it was made."""

    made: tuple[Callable[[Task], WorkerResult], int, Limits]
    groups: Sequence[Hashable]

    def __init__(
        self, work: Callable[[Task], WorkerResult], makes: type, size: int, limits: Limits, readable: tuple[Path, ...] = ()
    ) -> None:
        Answering.made = (work, size, limits)

    def run(
        self, tasks: Sequence[Task], started: Callable[[int], None], groups: Sequence[Hashable]
    ) -> Iterator[tuple[int, WorkerResult | Lost]]:
        Answering.groups = groups
        for index, task in enumerate(tasks):
            started(index)
            yield index, Lost("was ended") if task.name.startswith("b ") else WorkerResult(task.name, 1, 0.1, {}, ())


@pytest.fixture(autouse=True)
def _without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "Pool", Answering)


def test_the_longest_begins_first(edition: Edition) -> None:
    begun: list[str] = []
    done = [one.job.name for one, _ in Scheduler(waiting(edition, a=10, b=30, c=20), {}, Request()).results(begun.append)]
    assert begun == done == ["b (candidate)", "c (candidate)", "a (candidate)"]


def test_each_result_comes_with_its_own_edition(edition: Edition) -> None:
    results = {one.job.name: result for one, result in Scheduler(waiting(edition, a=1, b=2), {}, Request()).results(lambda name: None)}
    assert results["b (candidate)"] == Lost("was ended")
    made = results["a (candidate)"]
    assert isinstance(made, WorkerResult)
    assert made.name == "a (candidate)"


def test_there_are_no_more_workers_than_editions_and_their_limits_are_the_request_s(edition: Edition) -> None:
    list(Scheduler(waiting(edition, a=1, b=2), {}, Request(jobs=8, time_limit=7, memory_limit=9)).results(lambda name: None))
    work, size, limits = Answering.made
    assert isinstance(work, Worker)
    assert (size, limits.seconds, limits.memory) == (2, 7, 9 * 1024**2)


def test_without_limits_that_were_asked_for_the_size_decides(edition: Edition) -> None:
    """A guide that says how many pages it may have is allowed no more for being longer."""
    small, large = waiting(edition, a=3_900, b=1_000_000)
    free = replace(large, job=replace(large.job, edition=replace(large.job.edition, page_budget=None)))
    memory = {}
    for name, one in (("small", small), ("large", large), ("free", free)):
        list(Scheduler([one], {}, Request()).results(lambda name: None))
        memory[name] = Answering.made[2].memory // 1024**2
    assert memory == {"small": 512 + 4 * 2, "large": 512 + 4 * 60, "free": 512 + 4 * 257}


def test_what_is_left_is_judged_by_the_last_run_and_nothing_is_left_at_the_end(edition: Edition) -> None:
    schedule = Scheduler(waiting(edition, a=1, b=2), {"a (candidate)": 10.0, "b (candidate)": 20.0}, Request(jobs=1))
    assert schedule.left() == 30.0
    list(schedule.results(lambda name: None))
    assert schedule.left() == 0.0


def test_nothing_that_waits_is_nothing_to_do() -> None:
    schedule = Scheduler([], {}, Request())
    assert list(schedule.results(lambda name: None)) == []
    assert schedule.left() == 0.0


def colored(one: Waiting, accent: str) -> Waiting:
    """The same for a cohort of that accent."""
    edition = replace(one.job.edition, palette=replace(one.job.edition.palette, accent=accent), cohort=accent)
    return replace(one, job=replace(one.job, edition=edition))


def test_editions_of_one_guide_and_one_look_are_one_group(edition: Edition) -> None:
    a, b = waiting(edition, a=10, b=15)
    coach = replace(a, job=replace(a.job, edition=replace(a.job.edition, audience="coach")))
    other = colored(a, "#990000")
    list(Scheduler([a, b, coach, other], {}, Request()).results(lambda name: None))
    groups = list(Answering.groups)
    assert len(set(groups)) == 3
    assert groups.count(a.group) == 2, "candidate and coach"
    assert groups == [a.group, a.group, *[group for group in groups if group != a.group]], "the dearest group first, and all of it"


def test_what_an_edition_took_last_time_counts_for_more_than_its_size(edition: Edition) -> None:
    begun: list[str] = []
    recorded = {"a (candidate)": 30.0, "b (candidate)": 10.0}
    list(Scheduler(waiting(edition, a=10, b=30, c=25), recorded, Request()).results(begun.append))
    assert begun == ["a (candidate)", "c (candidate)", "b (candidate)"]


def chosen(groups: str, workers: int) -> list[str]:
    """The groups that each worker takes, when all tasks take the same time."""
    known, waiting_tasks = Groups(groups, workers), list(range(len(groups)))
    own: list[Hashable] = [None] * workers
    taken = [""] * workers
    while waiting_tasks:
        busy: dict[int, Hashable] = {}
        for worker in range(workers):
            task = known.choose(own[worker], set(busy.values()), waiting_tasks)
            if task is not None:
                waiting_tasks.remove(task)
                own[worker] = busy[worker] = known.of(task)
                taken[worker] += groups[task]
        assert busy, "nobody works"
    return taken


@pytest.mark.parametrize(
    ("groups", "workers", "expected"),
    [
        ("aabb", 2, ["aa", "bb"]),
        ("aabbcc", 2, ["aacc", "bb"]),
        ("aa", 2, ["a", "a"]),
        ("aab", 3, ["a", "b", "a"]),
        ("aaaaaab", 2, ["aaaa", "baa"]),
        ("abc", 1, ["abc"]),
    ],
    ids=["a group a worker", "the next group", "more workers than groups", "a third of three", "a long group is split", "one worker"],
)
def test_workers_keep_to_their_groups(groups: str, workers: int, expected: list[str]) -> None:
    assert chosen(groups, workers) == expected
