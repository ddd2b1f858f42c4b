"""The folders of a project, what one run is about, and how it is done. Light: every command imports it before it knows what it needs."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Literal

PROJECT_FILE = "content/project.yaml"
Audience = Literal["candidate", "coach"]
"""Who may read an edition, a part or a section. A coach reads everything; a candidate never reads what is for the coach."""
TIME_LIMIT = 300
"""CPU seconds that a worker may take over what has no allowance of its own: a preview, and what its author looks at."""
MEMORY_LIMIT = 4096
"""MiB of address space; likewise."""
PATIENCE = 10
"""Seconds that a command waits for another one that writes into the same output folder, which takes a fraction of one."""
DEFAULT_PATTERN = "{cohort}/{guide}-{edition}-{paper}.pdf"


@dataclass(frozen=True)
class Project:
    """Where a project keeps things. All paths are absolute."""

    root: Path
    theme_folder: Path | None = None
    """Where its themes are looked for first, when that is not its own `templates/`: the specimen wears other projects' themes."""

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def assets(self) -> Path:
        return self.content / "assets"

    @property
    def templates(self) -> Path:
        return self.theme_folder or self.root / "templates"


@dataclass(frozen=True)
class Selection:
    """What a run is about. Where it says nothing, `project.yaml` does."""

    guides: tuple[str, ...] = ()
    """Ids."""
    cohorts: tuple[str, ...] = ()
    """Ids; "all" is every one."""
    editions: tuple[Audience, ...] = ()
    papers: tuple[str, ...] = ()
    """Names of sheets."""
    variants: tuple[str, ...] = ()
    """Names of variants."""


@dataclass(frozen=True)
class Request:
    """How a run is done."""

    sets: tuple[tuple[str, str], ...] = ()
    """Field and value: the last layer of precedence."""
    output: Path | None = None
    jobs: int = 0
    """Worker processes; 0 is one per core."""
    time_limit: int | None = None
    """CPU seconds that one guide may take; None for what its size allows."""
    memory_limit: int | None = None
    """MiB of address space that a worker may take; likewise."""
    scheduler: str = ""
    """Address of the Dask scheduler whose workers print; empty for processes of this machine."""
    force: bool = False
    dry_run: bool = False
    draft: bool = False
    """Print whatever there is, with what is wrong marked, under names that say draft."""
    sections: tuple[str, ...] = ()
    """Ids or kinds of sections: print their pages alone, under names that say excerpt."""
    questions: tuple[str, ...] = ()
    """Ids of questions: likewise."""
    prune: bool = False
    """Remove files of editions that the project no longer has."""
    wait: int = PATIENCE
    """Seconds at most for another command that writes into the same output folder."""
    learners: Path | None = None
    """A roster: print a copy for each learner in it too."""
    name_pattern: str = ""
    """What their files are called; empty for the default."""
    merge: bool = False
    """Put the copies into one file for the print shop too."""

    @property
    def is_excerpt(self) -> bool:
        """Whether it is about a few pages of a guide."""
        return bool(self.sections or self.questions)

    def output_in(self, project: Project) -> Path:
        """The folder that PDFs and the manifest go to."""
        return self.output or project.root / "output"


def shaping(selection: Selection, request: Request) -> tuple[object, ...]:
    """All of a run's wishes that its pages depend on, as plain data: runs that agree in it are one run to the manifest."""
    return (*astuple(selection), request.sets)
