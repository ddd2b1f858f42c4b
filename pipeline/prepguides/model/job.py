"""What to print, where it goes, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .edition import Edition
from .sheet import Sheet
from .variant import STANDARD, VARIANTS, Variant


@dataclass(frozen=True)
class Target:
    """One file of an edition: a variant of it on a sheet, and its path below the output folder."""

    sheet: Sheet
    path: str
    variant: Variant = VARIANTS[STANDARD]

    @property
    def title(self) -> str:
        """ "A4", or "A4, press" for another variant than the standard one."""
        return self.sheet.title if self.variant.name == STANDARD else f"{self.sheet.title}, {self.variant.name}"


@dataclass(frozen=True)
class Job:
    """An edition to print on its sheets, in its variants. `reasons` name the inputs that changed; none means that it is fresh."""

    edition: Edition
    targets: tuple[Target, ...]
    digests: Mapping[str, str]
    """SHA-256 of each named input."""
    reasons: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How the manifest calls the edition."""
        edition = self.edition
        layout = () if edition.layout == STANDARD else (edition.layout,)
        return "/".join((edition.cohort, edition.guide, edition.audience, *layout))

    @property
    def name(self) -> str:
        return self.edition.name


@dataclass(frozen=True)
class Plan:
    stale: tuple[Job, ...]
    fresh: tuple[Job, ...]
