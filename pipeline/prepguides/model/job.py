"""What to print, where it goes, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .edition import Edition
from .sheet import Sheet


@dataclass(frozen=True)
class Target:
    """One sheet of an edition, and its path below the output folder."""

    sheet: Sheet
    path: str


@dataclass(frozen=True)
class Job:
    """An edition to print on its sheets. `reasons` name the inputs that changed; none means that it is fresh."""

    edition: Edition
    targets: tuple[Target, ...]
    digests: Mapping[str, str]
    """SHA-256 of each named input."""
    reasons: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How the manifest calls the edition."""
        return f"{self.edition.cohort}/{self.edition.guide}/{self.edition.audience}"

    @property
    def name(self) -> str:
        return self.edition.name


@dataclass(frozen=True)
class Plan:
    stale: tuple[Job, ...]
    fresh: tuple[Job, ...]
