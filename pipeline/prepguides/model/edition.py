"""All that a template may read: every lookup done, every text still Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .content.base import Audience, Color, Date, Inline, Line
from .content.cohort import CohortFace
from .content.faces import FallbackFace
from .content.guide import Form, Start
from .learner import Learner
from .variant import STANDARD
from .view import SectionView

EditionName = tuple[str, str, Audience]
"""Cohort, guide and audience: which edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionSection:
    """A section: `kind` names its partial, `view` is what the partial reads."""

    kind: str
    """Its kind, as guides call it."""
    title: Line | None
    """Its heading; none where it has none."""
    anchor: str
    """Its HTML id."""
    view: SectionView
    """What its partial reads; the fields stand there by themselves, without `view`."""
    start: Start | None = None
    """Where the guide says that it begins; none where the theme decides."""
    html: str = ""
    """In `layout.html` what its partial printed; empty in partials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPart:
    """A part, numbered when it has an opener."""

    id: str
    """Its id, as the guide calls it."""
    title: Line
    """Its title."""
    summary: Line | None
    """What it is about, in one sentence."""
    cold_open: Inline | None
    """In a guide to several roles, what its opener asks before reading on."""
    band: bool
    """Opens with a band over its first section, not with a page."""
    anchor: str
    """Its HTML id."""
    number: int | None
    """The number printed with it; none for a part without an opener."""
    view: SectionView | None
    """Of an interview type's part, its `Opener`; else none."""
    audience: Audience
    """Who may read it."""
    sections: tuple[EditionSection, ...]
    """Its sections, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colors in use."""

    accent: Color
    """The edition's own color."""
    tint: Color
    """Behind panels and on the pages that open a part; pale, for text stands on it."""
    rule: Color
    """Lines, and the second series of a chart."""
    sides: Mapping[str, Color]
    """By role id, the color of each role of a comparison."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """A cohort's own fonts; none where the theme's stay."""

    serif: str | None = None
    """The family for what is read through."""
    sans: str | None = None
    """The family for labels, tables and what is looked up."""
    faces: tuple[CohortFace, ...] = ()
    """The cohort's font files, which style sheets are told of; templates cannot read them."""
    fallback: Mapping[str, tuple[FallbackFace, ...]] = field(default_factory=dict)
    """The cohort's font files for scripts that the other fonts lack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Whose guide it is."""

    name: Line
    """The name on the cover."""
    publisher: str
    """Who publishes it."""
    logo: str | None = None
    """Path below the assets; none where there is no logo."""
    logo_alt: str | None = None
    """What the logo shows, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """What a cohort's members are told of it."""

    name: str
    """Its name."""
    start: Date | None = None
    """Its first day."""
    end: Date | None = None
    """Its last day."""
    time_zone: str | None = None
    """Whose times its calendar has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleNames:
    """What a role of the guide is called."""

    id: str
    """Its id, by which colors and views are looked up."""
    name: Line
    """Its full name."""
    short: Line
    """What it is called where room is short."""
    promise: Line
    """What it is for, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Guide × cohort × audience."""

    guide: str
    """Id of the guide."""
    cohort: str
    """Id of the cohort; `standard` for plain guides."""
    audience: Audience
    """Who it is for."""
    theme: str
    """The theme's name."""
    language: str
    """Of its texts, `en-US`."""
    direction: Literal["ltr", "rtl"] = "ltr"
    """How the language is read: `rtl` from the right."""
    form: Form = "book"
    """`sheets` where each part is a page by itself."""
    labels: tuple[tuple[str, str], ...] = ()
    """Words of the theme and the project for labels, by the English label; templates print labels with `_`."""
    title: Line
    """The guide's title."""
    subtitle: Line
    """The guide's subtitle."""
    promise: Line
    """What the guide does for its reader, in one sentence."""
    date: Date
    """The edition's date."""
    brand: Brand
    """Whose guide it is."""
    palette: Palette
    """Its colors."""
    fonts: Fonts = Fonts()
    """A cohort's own fonts."""
    roles: tuple[RoleNames, ...]
    """The guide's roles, in its order."""
    parts: tuple[EditionPart, ...]
    """The guide's parts, without those that this audience does not read."""
    papers: tuple[str, ...]
    """The papers that it is cut to."""
    layout: str = STANDARD
    """`standard`, or the layout that it is set in instead, such as `large`."""
    variants: tuple[str, ...] = (STANDARD,)
    """What its papers are finished as; all of them have this layout."""
    programme: Programme | None = None
    """What members are told of their cohort; none in plain guides."""
    learner: Learner | None = None
    """Whose copy it is; none in guides that anybody may have."""
    page_budget: tuple[int, int] | None = None
    """Fewest and most pages: of the candidate's, or of those that the coach's edition adds. None where neither is said, for cohorts, whose
    guides are as long as what they include, and in other layouts than the standard one."""
    page_multiple: int = 1
    """What its pages are a multiple of, pages for notes at its end included."""
    must_cover: tuple[str, ...] = ()
    """Claims that the guide owes besides those of its role."""

    @property
    def coach_anchor(self) -> str | None:
        """Where the coach's parts begin."""
        return next((part.anchor for part in self.parts if part.audience == "coach"), None)

    @property
    def theme_key(self) -> str:
        """How its dressed theme is called: by its name, and by what it is dressed in: a cohort's fonts, a layout, a direction."""
        layout = () if self.layout == STANDARD else (self.layout,)
        cohort = () if self.fonts == Fonts() else (self.cohort,)
        direction = ("from the right",) if self.direction == "rtl" else ()
        return ", ".join((self.theme, *cohort, *layout, *direction))

    @property
    def name(self) -> str:
        """How reports call it: "analyst (candidate)", in another layout "analyst (candidate, large)"; a cohort's "spring: analyst …"."""
        prefix = f"{self.cohort}: " if self.programme else ""
        layout = "" if self.layout == STANDARD else f", {self.layout}"
        return f"{prefix}{self.guide} ({self.audience}{layout})"

    @property
    def sections(self) -> tuple[EditionSection, ...]:
        """All sections, in the order of its pages."""
        return tuple(section for part in self.parts for section in part.sections)
