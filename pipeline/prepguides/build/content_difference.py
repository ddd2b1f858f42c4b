"""Two states of a project's content, each a revision or a folder, compared."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..model.difference import Difference
from ..model.request import PROJECT_FILE, Project
from ..stages.compare import Side, compare
from ..stages.load import load
from ..stages.record import hashes_on_disk
from ..stages.revision import NoRevision, find_revision, read_revision


@dataclass(frozen=True)
class State:
    """A state of a project: what a report calls it, and the folder that holds it."""

    name: str
    folder: Path | None = None
    """None for a revision of the project's repository."""


@dataclass(frozen=True)
class Compared:
    """What differs between two states, and what these are called."""

    old: str
    new: str
    difference: Difference


def content_difference(project: Project, old: State, new: State) -> Compared:
    """What differs between two states. NoRevision when one of them is not there."""
    with opened(old, project) as (old_folder, old_name), opened(new, project) as (new_folder, new_name):
        difference = compare(_side(old_folder, old_name), _side(new_folder, new_name))
    return Compared(old_name, new_name, difference)


@contextmanager
def opened(state: State, project: Project) -> Iterator[tuple[Path, str]]:
    """The folder with that state's content and themes, and what a report calls it. NoRevision."""
    if state.folder is not None:
        yield state.folder, state.name
        return
    revision = find_revision(project.root, state.name)
    with tempfile.TemporaryDirectory(prefix="prepguides-revision-") as folder:
        for below in ("content", "templates"):
            read_revision(project.root, revision, Path(folder), below)
        yield Path(folder), f"{state.name} ({revision.short}, {revision.day})"


def _side(folder: Path, name: str) -> Side:
    """Whatever can be read there; YAML that cannot is named, not waited for."""
    project = Project(folder)
    sources = load(project)
    if sources.value is None:
        raise NoRevision(
            f"{name} has no {PROJECT_FILE} that can be read", "; ".join(f"{each.place}: {each.message}" for each in sources.diagnostics)
        )
    return Side(sources.value, hashes_on_disk(project.assets, sources.value.assets), sources.diagnostics)
