"""Who a guide is printed for, and what is theirs in it."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints

from ..companion import CompanionKind
from .base import (
    Accent,
    CohortId,
    Color,
    Date,
    Entity,
    Frozen,
    Ground,
    GuideId,
    Inline,
    ItemRef,
    Line,
    Minutes,
    PaperName,
    RoleId,
    Slug,
    VariantName,
    WebAddress,
)
from .faces import Fallback
from .guide import Section
from .own_labels import LanguageTag


def _time_zone(name: str) -> str:
    import zoneinfo

    try:
        known = name in zoneinfo.available_timezones() or bool(zoneinfo.ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the system's, of a name that is too long for a file
        known = False
    if not known:
        raise ValueError(f'"{name}" is no time zone; write one such as America/New_York')
    return name


TimeZone = Annotated[str, AfterValidator(_time_zone)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
AssetPath = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*\.(?:png|PNG|jpe?g|JPE?G|svg|SVG)$")]
FontPath = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*\.(?:ttf|TTF|otf|OTF)$")]
Target = Annotated[str, StringConstraints(pattern=r"^(?:[a-z_]+|section|part)/[a-z0-9-]+$")]
"""What can be left out: an entity (`questions/metric-drop`), a kind of section (`section/flashcards`), a part (`part/words`)."""


class CohortDates(Frozen):
    start: Date
    end: Date


class CohortPalette(Frozen):
    """Colors besides the accent. Those that are not named follow from it."""

    tint: Ground | None = None
    """Behind panels and on the pages that open a part; pale, for text stands on it."""
    rule: Color | None = None
    """Lines, and the second series of a chart."""
    sides: dict[RoleId, Accent] = {}
    """The roles of a comparison, by role."""


class CohortFace(Frozen):
    """A font file of the cohort's own: one static file per weight and style."""

    family: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _-]{0,60}$")]
    file: FontPath
    """A file below content/assets/."""
    weight: Annotated[int, Field(ge=100, le=900)] = 400
    style: Literal["normal", "italic"] = "normal"


class CohortFonts(Frozen):
    """What the theme's two voices are set in: families of the theme, or of `faces`."""

    serif: Line | None = None
    """For what is read through."""
    sans: Line | None = None
    """For labels, tables and what is looked up."""
    faces: tuple[CohortFace, ...] = ()
    fallback: Fallback = {}
    """Font files below content/assets/ by script, for characters that the theme's and these families lack."""


class CohortBrand(Frozen):
    """Whose name, mark, colors and fonts the guides carry."""

    name: Line | None = None
    logo: AssetPath | None = None
    """A file below content/assets/."""
    logo_alt: Line | None = None
    accent: Accent | None = None
    palette: CohortPalette = CohortPalette()
    fonts: CohortFonts = CohortFonts()


class Contact(Frozen):
    name: Line
    role: Line
    address: WebAddress


class Appointment(Frozen):
    """Something in the cohort's calendar."""

    id: Slug | None = None
    """What it is known by in the readers' own calendars; without one, by its title."""
    date: Date
    time: Clock | None = None
    minutes: Minutes | None = None
    title: Line
    place: Line | None = None
    items: tuple[ItemRef, ...] = ()
    """What to have worked through by then."""


class Override(Frozen):
    """Other words in one place. `field` is a path such as `prompt` or `looks_for.0`."""

    target: ItemRef
    field: Annotated[str, StringConstraints(pattern=r"^[a-z_]+(?:\.[a-z0-9_-]+)*$")]
    value: object
    reason: Line


class AddedSection(Frozen):
    """A section that this cohort's guides have besides their own, at the end of a part."""

    part: Slug
    section: Section


class Cohort(Entity):
    """A programme's readers: everything that differs from the library, in one place."""

    programme: Line
    extends: CohortId | None = None
    """Another cohort whose settings hold where this one says nothing."""
    dates: CohortDates | None = None
    time_zone: TimeZone | None = None
    locale: LanguageTag | None = None
    papers: tuple[PaperName, ...] = ()
    variants: tuple[VariantName, ...] = ()
    guides: tuple[GuideId, ...] = ()
    companions: tuple[CompanionKind, ...] | None = None
    """What is made beside the PDFs of its guides, in place of what the project and the guides say."""
    theme: Slug | None = None
    brand: CohortBrand = CohortBrand()
    welcome: Inline | None = None
    contacts: tuple[Contact, ...] = ()
    schedule: tuple[Appointment, ...] = ()
    includes: tuple[AddedSection, ...] = ()
    excludes: tuple[Target, ...] = ()
    overrides: tuple[Override, ...] = ()
