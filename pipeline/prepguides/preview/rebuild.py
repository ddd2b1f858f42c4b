"""The files built again at every save."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event, Thread
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
    """A build now, and one after each change, until `stop` is set. What is saved while one runs is built by the next."""
    told: SimpleQueue[tuple[str, ...] | None] = SimpleQueue()

    def watch() -> None:
        for changed in changes(project, stop):
            told.put(changed)
        told.put(None)

    watcher = Thread(target=watch, name="watch", daemon=True)
    watcher.start()
    try:
        yield _built((), project, selection, request)
        while (changed := told.get()) is not None:
            saved = [*changed]
            while not told.empty():
                saved += told.get() or ()
            yield _built(tuple(dict.fromkeys(saved)), project, selection, request)
            if stop.is_set():
                return
    finally:
        stop.set()
        watcher.join(2)


def _built(changed: tuple[str, ...], project: Project, selection: Selection, request: Request) -> Rebuilt:
    begun = perf_counter()
    outcome = build(project, selection, request, lambda _: None)
    return Rebuilt(changed, outcome, perf_counter() - begun)
