"""Notices that a file of the project was saved, made, renamed or removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import watch

from ..model.request import Project
from ..project import bundled

QUIET = 60
"""Milliseconds without another change, after which a save is taken to be whole."""
LONGEST = 400
"""Milliseconds after which changes are told of even while more come."""
LOOK_AGAIN = 1_000
"""Milliseconds after which folders are looked for that were not there."""


def changes(project: Project, stop: Event) -> Iterator[tuple[str, ...]]:
    """The files that changed, below the project where they are: each time that some did, until `stop` is set.

    KeyboardInterrupt when the process is interrupted meanwhile and this is its main thread.
    """
    folders = _folders(project)
    while not stop.is_set():
        if not folders:
            stop.wait(LOOK_AGAIN / 1000)
        else:
            for found in watch(
                *folders,
                debounce=LONGEST,
                step=QUIET,
                stop_event=stop,
                rust_timeout=LOOK_AGAIN,
                yield_on_timeout=True,
            ):
                if found:
                    yield tuple(sorted({_named(Path(path), project) for _, path in found}))
                if _folders(project) != folders:
                    break
        if _folders(project) != folders and not stop.is_set():
            folders = _folders(project)
            yield tuple(_named(folder, project) for folder in folders)


def _folders(project: Project) -> tuple[Path, ...]:
    """Those of content and themes that are there."""
    wanted = dict.fromkeys((project.content, project.templates, bundled.templates()))
    return tuple(folder for folder in wanted if folder.is_dir())


def _named(path: Path, project: Project) -> str:
    return path.relative_to(project.root).as_posix() if path.is_relative_to(project.root) else str(path)
