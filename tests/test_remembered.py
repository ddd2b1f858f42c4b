"""What the tests' own pool remembers: nothing is taken for laid out that a worker would be told otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import remembered
from kit import MiniProject
from prepguides.build import scheduler
from prepguides.build.allowance import Allowance
from prepguides.build.pool import Limits, Lost
from prepguides.build.worker import Task, Worker, WorkerResult
from remembered import RememberingPool, key_of


class Workers:
    """Real ones' stand-in, which counts what it is given."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.answer: Callable[[Task], WorkerResult | Lost] = lambda task: WorkerResult(task.name, 3, 0.5, {"a.pdf": b"%PDF-1.7"}, ())

    def __call__(self, *words: object) -> Workers:
        return self

    def run(self, tasks: Sequence[Task], started: Callable[[int], None], groups: object) -> Iterator[tuple[int, WorkerResult | Lost]]:
        for index, task in enumerate(tasks):
            started(index)
            self.given.append(task.name)
            yield index, self.answer(task)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Workers:
    workers = Workers()
    monkeypatch.setattr(remembered, "Pool", workers)
    return workers


def tasks_of(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """What workers of a build are told."""
    seen: list[Task] = []

    class Asking(Workers):
        def run(self, tasks: Sequence[Task], started: Callable[[int], None], groups: object) -> Iterator[tuple[int, WorkerResult | Lost]]:
            seen.extend(tasks)
            return super().run(tasks, started, groups)

    with monkeypatch.context() as patched:
        patched.setattr(scheduler, "Pool", Asking())
        mini.run("build", "--force")
    return seen


def keys(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    return {task.name.split()[0]: key_of(task) for task in tasks_of(mini, monkeypatch)}


def test_a_copy_in_another_folder_has_the_same_keys_until_it_is_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word, a style, a font, an image, a text for the coach: whatever a worker is told."""
    first, other = MiniProject.at(tmp_path / "first"), MiniProject.at(tmp_path / "a longer way" / "other")
    for mini in (first, other):
        mini.theme("own", "two", own_css=".notes { color: #111111; background: url(dot.svg) }\n")
        mini.add("templates/own/assets/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>Dot</title></svg>')
    plain = keys(first, monkeypatch)
    assert len(set(plain.values())) == 2
    assert keys(other, monkeypatch) == plain
    known = {plain["two"]}
    for file, old, new in (
        ("content/roles/miller.yaml", "#2F5D50", "#5D2F50"),
        ("templates/own/own.css", "#111111", "#222222"),
        ("templates/own/assets/dot.svg", "Dot", "Dot of mine"),
        ("content/interview/coach.yaml", "came out of a freezer", "came out of a cellar"),
    ):
        other.edit(file, old, new)
        key = keys(other, monkeypatch)["two"]
        assert key not in known, file
        known.add(key)


def test_every_field_of_a_task_is_in_its_key(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    task = tasks_of(mini, monkeypatch)[0]
    others = [
        replace(task, name="another"),
        replace(task, html="<p>Another</p>"),
        replace(task, theme=replace(task.theme, styles=task.theme.styles[1:])),
        replace(task, assets=replace(task.assets, files=dict(list(task.assets.files.items())[1:]))),
        replace(task, targets=task.targets[1:]),
        replace(task, coach_texts={}),
        replace(task, coach_anchor="another"),
        replace(task, is_draft=True),
        replace(task, only=frozenset({"a"})),
        replace(task, first_pages={"a": 3}),
        replace(task, allowance=Allowance(1.0, 2)),
    ]
    assert len(others) == len(Task.__dataclass_fields__)
    assert len({key_of(other) for other in (task, *others)}) == 1 + len(others)


def test_what_was_laid_out_is_handed_out_again(
    mini: MiniProject, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = tasks_of(mini, monkeypatch)
    pool = RememberingPool(tmp_path, Worker(), WorkerResult, 1, Limits())
    begun: list[int] = []
    one = dict(pool.run(tasks[:1], begun.append, [0]))
    both = dict(pool.run(tasks, begun.append, [0, 1]))
    assert both[0] == one[0]
    assert set(both) == {0, 1}
    assert begun == [0, 0, 1]
    assert workers.given == [task.name for task in tasks]


@pytest.mark.parametrize("answer", [Lost("was ended by SIGKILL"), WorkerResult("one", 0, 0.1, {}, (), "Traceback")])
def test_a_worker_that_failed_is_not_remembered(
    mini: MiniProject, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: WorkerResult | Lost
) -> None:
    workers.answer = lambda task: answer
    tasks = tasks_of(mini, monkeypatch)[:1]
    for _ in range(2):
        assert dict(RememberingPool(tmp_path, Worker(), WorkerResult, 1, Limits()).run(tasks, lambda _: None, [0])) == {0: answer}
    assert len(workers.given) == 2


def other_work(task: Task) -> WorkerResult:
    raise AssertionError(task.name)


def test_other_work_and_other_limits_are_done_for_real(
    mini: MiniProject, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = tasks_of(mini, monkeypatch)[0]
    ways: tuple[tuple[Callable[[Task], WorkerResult], Task], ...] = (
        (Worker(), task),
        (Worker(), replace(task, allowance=None)),  # as where a limit is asked for
        (other_work, task),
    )
    for work, asked in ways:
        dict(RememberingPool(tmp_path, work, WorkerResult, 1, Limits()).run([asked], lambda _: None, [0]))
    assert len(workers.given) == 3
