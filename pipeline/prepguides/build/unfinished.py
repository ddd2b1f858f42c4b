"""What drafts and excerpts share: files beside the finished ones, printed for a look and recorded as nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from ..model.edition import Edition
from ..model.job import Job, Target
from ..model.outcome import EditionResult, Event, Listener
from ..model.request import Request
from .pool import Lost
from .scheduler import Scheduler, Waiting
from .worker import WorkerResult


def job_beside(edition: Edition, targets: Iterable[Target], word: str) -> Job:
    """The edition's job, whose files have the word behind their names, and never the name of a finished one."""
    return Job(edition, tuple(replace(target, path=_path_beside(target.path, word)) for target in targets), {})


def _path_beside(finished: str, word: str) -> str:
    path = PurePosixPath(finished)
    return str(path.with_name(f"{path.stem}-{word}{path.suffix}"))


def printed(
    waiting: Sequence[Waiting], request: Request, listen: Listener, recorded: Callable[[Waiting, WorkerResult | Lost], EditionResult]
) -> tuple[EditionResult, ...]:
    """What became of each, in the order in which they ended; `recorded` writes what a worker made."""
    schedule = Scheduler(waiting, {}, request)
    results: list[EditionResult] = []
    for one, made in schedule.results(lambda name: listen(Event("started", name, len(results), len(waiting), schedule.left()))):
        results.append(recorded(one, made))
        listen(Event("finished", one.job.name, len(results), len(waiting), schedule.left(), results[-1]))
    return tuple(results)
