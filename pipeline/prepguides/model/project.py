"""The folders and settings of a project, and what one run was asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from .bars import Bars
from .content.base import Audience, Frozen, Line, Slug

PROJECT_FILE = "content/project.yaml"
PaperName = Literal["a4", "letter"]
DEFAULT_PATTERN = "{cohort}/{guide}-{edition}-{paper}.pdf"


PATTERN_FIELDS = ("cohort", "guide", "edition", "paper")
_PLAIN = re.compile(r"^[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*\.pdf$")


def _output_pattern(pattern: str) -> str:
    """A relative path of plain names that ends in .pdf, so that no guide is written outside the output folder."""
    plain = pattern
    for name in PATTERN_FIELDS:
        plain = plain.replace(f"{{{name}}}", "x")
    if not _PLAIN.match(plain) or any(part.startswith(".") for part in plain.split("/")):
        fields = ", ".join(f"{{{name}}}" for name in PATTERN_FIELDS)
        raise ValueError(f"not a plain relative path that ends in .pdf; its fields are {fields}")
    return pattern


class Settings(Frozen):
    """What `content/project.yaml` says."""

    name: Line
    publisher: Line
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en-US"
    edition_date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    """The date that the guides bear; never the clock's."""
    guides: tuple[Slug, ...] = Field(min_length=1)
    editions: tuple[Audience, ...] = ("candidate",)
    papers: tuple[PaperName, ...] = ("a4", "letter")
    known_acronyms: tuple[Line, ...] = ()
    """Capitals that readers know without a glossary."""
    watched_names: tuple[Line, ...] = ()
    """Real companies: an entity that names one cites a source."""
    bars: Bars = Bars()
    output: Annotated[str, AfterValidator(_output_pattern)] = DEFAULT_PATTERN
    """Where each PDF goes below the output folder, from {cohort}, {guide}, {edition} and {paper}."""


@dataclass(frozen=True)
class Project:
    """Where a project keeps things. All paths are absolute."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def assets(self) -> Path:
        return self.content / "assets"

    @property
    def templates(self) -> Path:
        return self.root / "templates"


@dataclass(frozen=True)
class Request:
    """What this run was asked for; empty tuples mean "what project.yaml lists"."""

    guides: tuple[str, ...] = ()
    editions: tuple[Audience, ...] = ()
    papers: tuple[PaperName, ...] = ()
    output: Path | None = None
    jobs: int = 0
    """Worker processes; 0 is one per core."""
    force: bool = False
    dry_run: bool = False
