"""Workers that lay out no document twice in a run of the tests: most tests of builds begin with the same pages.

What is handed to a worker decides what comes back, byte for byte; tests/test_same_bytes.py and tests/stages/test_units.py see to that. So a
document that is the same in all that a worker is told, fonts and images by their content, is laid out once, and its files are kept in
a folder that all processes of the run share. Only workers of builds within the tests' own process are spared: a command in a process of
its own has its own. Whatever is not as usual is done for real: another function than the workers', other limits, a worker that was lost.
"""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel

from prepguides.build.pool import Limits, Lost, Pool
from prepguides.build.worker import Task, Worker, WorkerResult


@dataclass(frozen=True)
class RememberingPool:
    """In place of the pool, with what documents became in earlier tests in `folder`."""

    folder: Path
    work: Callable[[Task], WorkerResult]
    makes: type[WorkerResult]
    size: int
    limits: Limits
    readable: tuple[Path, ...] = ()

    def run(
        self, tasks: Sequence[Task], started: Callable[[int], None], groups: Sequence[Hashable]
    ) -> Iterator[tuple[int, WorkerResult | Lost]]:
        usual = isinstance(self.work, Worker) and all(task.allowance for task in tasks)  # none where a test asks for limits
        files = [self.folder / key_of(task) for task in tasks]
        known = [index for index, file in enumerate(files) if usual and file.exists()]
        for index in known:
            started(index)
            yield index, pickle.loads(files[index].read_bytes())
        new = [index for index in range(len(tasks)) if index not in known]
        pool: Pool[Task, WorkerResult] = Pool(self.work, self.makes, self.size, self.limits, self.readable)
        for at, result in pool.run([tasks[index] for index in new], lambda at: started(new[at]), [groups[index] for index in new]):
            if usual and isinstance(result, WorkerResult) and not result.crash:
                keep(files[new[at]], result)
            yield new[at], result


def keep(file: Path, result: WorkerResult) -> None:
    """Whole or not at all: another process may look for it."""
    part = file.with_suffix(f".{os.getpid()}")
    part.write_bytes(pickle.dumps(result))
    part.replace(file)


def key_of(task: Task) -> str:
    """SHA-256 of all that a worker is told, but for what came before it: templates, and folders in which assets were looked up."""
    told = replace(task, theme=replace(task.theme, templates={}, folders=()))
    return sha256(json.dumps(told, sort_keys=True, default=plain).encode()).hexdigest()


def plain(value: object) -> object:
    """Of a file its name: its content is told by its hash, and each test has a folder of its own, the `root`."""
    if isinstance(value, Path):
        return value.name
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value) if field.name != "root"}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Exception):
        return [type(value).__name__, str(value)]
    raise TypeError(f"{type(value).__name__} is nothing that a worker is told")


@dataclass(frozen=True)
class PoolHere:
    """In place of a pool, for work that costs more to begin in another process than to do."""

    work: Callable[[object], object]
    makes: type
    size: int
    limits: Limits
    preload: Sequence[str]

    def run(self, tasks: Sequence[object], groups: Sequence[Hashable]) -> Iterator[tuple[int, object]]:
        for index, task in enumerate(tasks):
            yield index, self.work(task)
