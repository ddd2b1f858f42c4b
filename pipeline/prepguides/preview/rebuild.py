"""The files built again at every save."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event
from time import perf_counter

from ..build.run import build
from ..model.outcome import Outcome
from ..model.request import Project, Request, Selection
from .changes import changes


@dataclass(frozen=True)
class Rebuilt:
    """What came of a save."""

    changed: tuple[str, ...]
    """The files that were saved; none at the start."""
    outcome: Outcome
    seconds: float


def rebuilt(project: Project, selection: Selection, request: Request, stop: Event) -> Iterator[Rebuilt]:
    """A build now, and one after each change, until `stop` is set."""
    yield _built((), project, selection, request)
    for changed in changes(project, stop):
        yield _built(changed, project, selection, request)


def _built(changed: tuple[str, ...], project: Project, selection: Selection, request: Request) -> Rebuilt:
    begun = perf_counter()
    outcome = build(project, selection, request, lambda _: None)
    return Rebuilt(changed, outcome, perf_counter() - begun)
