"""Hands rendered editions to worker processes, what is alike to the same one, the longest first, and says how long is left."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from ..model.diagnostic import Diagnostic
from ..model.job import Job
from ..model.page_finding import PageFinding, Trail
from ..model.request import Request
from .allowance import Allowance, allowance_for, memory_for, pages_in
from .eta import TimeLeft
from .pool import TRUST_HINT, Limits, Lost, Pool
from .pools import CLUSTER_HINT, as_asked, pool_for
from .prepare import Document
from .worker import Task, Worker, WorkerResult


@dataclass(frozen=True)
class Waiting:
    """An edition that is rendered and waits for a worker."""

    job: Job
    document: Document
    problems: tuple[Diagnostic, ...]
    """Warnings of rendering."""
    task: Task

    @property
    def group(self) -> Hashable:
        """What editions have in common that share pages: the guide, the theme in its fonts, the colors."""
        palette = self.job.edition.palette
        colors = (palette.accent, palette.tint, palette.rule, *sorted(palette.sides.items()))
        return (self.job.edition.guide, self.job.edition.theme_key, colors)


def expected_costs(sizes: Mapping[str, int], recorded: Mapping[str, float]) -> dict[str, int]:
    """What each edition should cost, in characters of HTML: by what it took last time, else by its size."""
    known = [name for name in sizes if recorded.get(name)]
    characters = sum(sizes[name] for name in known) / sum(recorded[name] for name in known) if known else 0.0
    return {name: round(recorded[name] * characters) if recorded.get(name) else size for name, size in sizes.items()}


WAYS_OUT = {
    "": "try --jobs 1, or free some memory",
    "time": "raise --time-limit, if the guide is as long as it should be; a word that no line holds takes as long",
    "memory": "raise --memory-limit, or split the guide",
    "cluster": CLUSTER_HINT,
    "trust": TRUST_HINT,
}
"""What a person can do when a worker is lost, by the limit that it ran into."""


def lost_at(lost: Lost) -> PageFinding:
    """That the worker of an edition ended, where it was, and what a person can do."""
    return PageFinding("PG802", 0, f"the worker process {lost.reason}", WAYS_OUT[lost.limit], Trail((lost.at,) if lost.at else ()))


def _budget(one: Waiting) -> tuple[int, int] | None:
    """Of all its pages: that of a coach's edition is for those that it has besides the candidate's."""
    return one.job.edition.page_budget if one.job.edition.audience == "candidate" else None


def _allowance(one: Waiting) -> Allowance:
    return allowance_for(one.task.html, _budget(one), len(one.task.targets))


def _limits(waiting: Sequence[Waiting], request: Request) -> Limits:
    """What a worker may take: what was asked for, or else what the largest of the editions may."""
    pages = max((pages_in(one.task.html, _budget(one)) for one in waiting), default=0)
    memory = request.memory_limit * 1024**2 if request.memory_limit else memory_for(pages)
    return Limits(request.time_limit or max((_allowance(one).seconds for one in waiting), default=0.0), memory)


class Scheduler:
    """One run of the workers. `recorded` are the seconds that editions took last time, by name, as far as that is known."""

    def __init__(self, waiting: Sequence[Waiting], recorded: Mapping[str, float], request: Request) -> None:
        # Longest first, so that the last worker is not left alone with the largest guide.
        costs = expected_costs({one.job.name: len(one.task.html) for one in waiting}, recorded)
        of_group: Counter[Hashable] = Counter()
        for one in waiting:
            of_group[one.group] += costs[one.job.name]
        self._waiting = sorted(waiting, key=lambda one: (-of_group[one.group], -costs[one.job.name], one.job.name))
        self._workers = min(request.jobs or os.cpu_count() or 1, len(waiting))
        self._request, self._limits = request, _limits(waiting, request)
        self.problems: list[Diagnostic] = []
        """Of workers, and of no edition."""
        self._time = TimeLeft({one.job.name: len(one.task.html) for one in waiting}, recorded, self._workers)

    def left(self) -> float | None:
        """Seconds until the last edition ends; None while nothing is known to judge by."""
        return self._time.left(monotonic())

    def _allowed(self, one: Waiting) -> Task:
        return one.task if self._request.time_limit else replace(one.task, allowance=_allowance(one))

    def _files(self) -> tuple[Path, ...]:
        """All that the editions load: nothing else of the project is a worker's to read."""
        return tuple(dict.fromkeys(asset.path for one in self._waiting for asset in one.task.assets.files.values()))

    def results(self, started: Callable[[str], None]) -> Iterator[tuple[Waiting, WorkerResult | Lost]]:
        """Each edition with what its worker made of it, as it ends. `started` is told the name of one that begins."""

        def begin(index: int) -> None:
            name = self._waiting[index].job.name
            self._time.start(name, monotonic())
            started(name)

        here: Pool[Task, WorkerResult] = Pool(Worker(), WorkerResult, self._workers, self._limits, self._files())
        pool = pool_for(here, self._request, self.problems)
        groups = [one.group for one in self._waiting]
        for index, result in pool.run([self._allowed(one) for one in self._waiting], begin, groups):
            if self._request.scheduler:
                self._time.workers = max(1, pool.size)  # they come and go
            self._time.finish(self._waiting[index].job.name, monotonic())
            yield self._waiting[index], as_asked(result, {target.path for target in self._waiting[index].task.targets})
