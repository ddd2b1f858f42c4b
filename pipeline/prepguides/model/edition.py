"""All that a template may read: every lookup done, every text still Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from .content.base import Audience
from .content.cohort import CohortFace

EditionName = tuple[str, str, Audience]
"""Cohort, guide and audience: which edition."""


class _View(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EditionSection(_View):
    """A section: `kind` names its partial, `view` is what the partial reads."""

    kind: str
    title: str | None
    anchor: str
    view: Mapping[str, Any]


class EditionPart(_View):
    """A part, numbered when it has an opener."""

    id: str
    title: str
    summary: str | None
    cold_open: str | None
    band: bool
    """Opens with a band over its first section, not with a page."""
    anchor: str
    number: int | None
    view: Mapping[str, Any]
    """For an interview type: its time map, competencies and cold question."""
    audience: Audience
    sections: tuple[EditionSection, ...]


class Palette(_View):
    """Accents in use. `sides` has one per role of a comparison, by role id."""

    accent: str
    tint: str
    rule: str
    sides: Mapping[str, str]


class Fonts(_View):
    """A cohort's own fonts; None where the theme's stay."""

    serif: str | None = None
    sans: str | None = None
    faces: tuple[CohortFace, ...] = ()


class Brand(_View):
    """Whose guide it is."""

    name: str
    publisher: str
    logo: str | None = None
    """Path below the assets."""
    logo_alt: str | None = None


class Programme(_View):
    """What a cohort's members are told of it."""

    name: str
    start: str | None = None
    end: str | None = None
    time_zone: str | None = None


class Edition(_View):
    """Guide × cohort × audience."""

    guide: str
    cohort: str
    audience: Audience
    theme: str
    language: str
    title: str
    subtitle: str
    promise: str
    date: str
    brand: Brand
    palette: Palette
    fonts: Fonts = Fonts()
    roles: tuple[Mapping[str, Any], ...]
    parts: tuple[EditionPart, ...]
    papers: tuple[str, ...]
    programme: Programme | None = None
    page_budget: tuple[int, int] | None = None
    """Of the candidate's pages, or of those that the coach's edition adds. None where neither is said, and for cohorts, whose guides are as
    long as what they include."""
    must_cover: tuple[str, ...] = ()

    @property
    def coach_anchor(self) -> str | None:
        """Where the coach's parts begin."""
        return next((part.anchor for part in self.parts if part.audience == "coach"), None)

    @property
    def theme_key(self) -> str:
        """How its dressed theme is called: by the theme's name, unless the cohort has fonts of its own."""
        return self.theme if self.fonts == Fonts() else f"{self.theme}, {self.cohort}"

    @property
    def name(self) -> str:
        """How reports call it: "analyst (candidate)", and for a cohort's own "spring: analyst (candidate)"."""
        prefix = f"{self.cohort}: " if self.programme else ""
        return f"{prefix}{self.guide} ({self.audience})"
