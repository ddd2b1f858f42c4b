"""What editions save that share a worker: its fonts, style sheets, and pages that are the same in several of them.

The release before shared nothing, but printed a third of the pages. So today's pages are printed in both ways: each edition by a worker
process of its own, and all of a guide in one look by one worker, as a build with one job does it. Reading the content and rendering are in
neither.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from prepguides.build.jobs import jobs_for
from prepguides.build.prepare import checked_page, prepare
from prepguides.build.rendering import rendered
from prepguides.build.scheduler import Waiting
from prepguides.build.worker import Task, Worker
from prepguides.model.request import Project, Selection


@dataclass(frozen=True)
class Sharing:
    """Seconds of CPU for so many editions."""

    editions: int
    together: float
    apart: float

    @property
    def ratio(self) -> float:
        return self.together / self.apart


def sharing(root: Path, selection: Selection) -> Sharing:
    """Of the selected editions, each on the first of its papers."""
    waiting = list(_waiting(Project(root), selection))
    groups = [[one.task for one in found] for _, found in groupby(sorted(waiting, key=_order), key=lambda one: str(one.group))]
    together = sum(_cpu(tasks) for tasks in groups)
    apart = sum(_cpu([task]) for tasks in groups for task in tasks)
    return Sharing(len(waiting), together, apart)


def _waiting(project: Project, selection: Selection) -> list[Waiting]:
    prepared = prepare(project, selection)
    jobs, found = jobs_for(project, prepared).value, []
    for job, page in zip(jobs, rendered([job.edition for job in jobs], prepared.themes), strict=True):
        checked = checked_page(job.edition, page, prepared, project)
        document = checked.value
        if document is None:
            sys.exit(f"{job.name}: {checked.diagnostics[:3]}")
        task = Task(job.name, document.page.html, prepared.themes[job.edition.theme_key], document.assets, job.targets[:1])
        found.append(Waiting(job, document, checked.diagnostics, task))
    return found


def _order(one: Waiting) -> tuple[str, int]:
    """As the scheduler has it: what shares pages together, the longest first."""
    return str(one.group), -len(one.task.html)


def _cpu(tasks: Sequence[Task]) -> float:
    """Seconds of a new process that prints them one after the other. It exits when one is not printed."""
    child = os.fork()
    if child == 0:
        worker = Worker()
        os._exit(0 if all(worker(task).files for task in tasks) else 1)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"not printed: one of {', '.join(task.name for task in tasks)}")
    return usage.ru_utime + usage.ru_stime
