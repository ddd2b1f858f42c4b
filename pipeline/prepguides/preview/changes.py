"""Notices that a file of the project was saved, made, renamed or removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import watch

from ..model.request import Project
from ..project import bundled

QUIET = 60
"""Milliseconds without another change, after which a save is taken to be whole: where much is made of it, as in a build."""
SHORT = 20
"""The same where a file that is read too early costs little, for it is read again at once."""
UNFINISHED = 60
"""Milliseconds that a program is given to write a file that it has emptied or removed: some save in two steps."""
LONGEST = 400
"""Milliseconds after which changes are told of even while more come."""
LOOK_AGAIN = 1_000
"""Milliseconds after which folders are looked for that were not there."""


def changes(project: Project, stop: Event, quiet: int = QUIET) -> Iterator[tuple[str, ...]]:
    """The files that changed, below the project where they are: each time that some did, until `stop` is set.

    `quiet` is in milliseconds. KeyboardInterrupt when the process is interrupted meanwhile and this is its main thread.
    """
    folders = _folders(project)
    while not stop.is_set():
        if not folders:
            stop.wait(LOOK_AGAIN / 1000)
        else:
            for found in watch(
                *folders,
                debounce=LONGEST,
                step=quiet,
                stop_event=stop,
                rust_timeout=LOOK_AGAIN,
                yield_on_timeout=True,
            ):
                if found:
                    if any(_is_unfinished(Path(path)) for _, path in found):
                        stop.wait(UNFINISHED / 1000)
                    yield tuple(sorted({_named(Path(path), project) for _, path in found}))
                if _folders(project) != folders:
                    break
        if _folders(project) != folders and not stop.is_set():
            folders = _folders(project)
            yield tuple(_named(folder, project) for folder in folders)


def _is_unfinished(path: Path) -> bool:
    """Whether there is nothing in the file, or no file."""
    try:
        return path.stat().st_size == 0
    except OSError:
        return True


def _folders(project: Project) -> tuple[Path, ...]:
    """Those of content and themes that are there."""
    wanted = dict.fromkeys((project.content, project.templates, bundled.templates()))
    return tuple(folder for folder in wanted if folder.is_dir())


def _named(path: Path, project: Project) -> str:
    return path.relative_to(project.root).as_posix() if path.is_relative_to(project.root) else str(path)
