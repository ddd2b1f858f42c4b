"""The folders of a project, and what one run was asked for. Light: every command imports it before it knows what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PROJECT_FILE = "content/project.yaml"
PaperName = Literal["a4", "letter"]
AudienceName = Literal["candidate", "coach"]
TIME_LIMIT = 300
"""CPU seconds that one guide may take."""
MEMORY_LIMIT = 4096
"""MiB of address space that a worker may take."""
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
class Request:
    """What this run was asked for; empty tuples mean "what project.yaml lists"."""

    guides: tuple[str, ...] = ()
    cohorts: tuple[str, ...] = ()
    editions: tuple[AudienceName, ...] = ()
    papers: tuple[PaperName, ...] = ()
    output: Path | None = None
    sets: tuple[tuple[str, str], ...] = ()
    """Field and value: the last layer of precedence."""
    jobs: int = 0
    """Worker processes; 0 is one per core."""
    time_limit: int = TIME_LIMIT
    memory_limit: int = MEMORY_LIMIT
    force: bool = False
    dry_run: bool = False
    prune: bool = False
    """Remove files of editions that the project no longer has."""

    def output_in(self, project: Project) -> Path:
        """The folder that PDFs and the manifest go to."""
        return self.output or project.root / "output"
