"""What a guide or a cohort can have beside its PDFs: kinds of companions, and what each is made of. Light: settings name the kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

CompanionKind = Literal["anki", "bank", "calendar", "scores"]
GuideCompanion = Literal["anki", "bank", "scores"]
"""Those that a guide has; a calendar is a cohort's."""


@dataclass(frozen=True)
class Companion:
    """A kind of companion."""

    title: str
    """How reports call one."""
    endings: tuple[str, ...]
    """Of the names of its files, which lie in the cohort's folder; those of a guide begin with its id and a hyphen."""
    library: str = ""
    """The distribution that writes it, whose version can change its bytes."""


COMPANIONS: Mapping[CompanionKind, Companion] = {
    "anki": Companion("Anki deck", ("cards.apkg",)),
    "bank": Companion("question bank", ("bank.json", "bank.schema.json")),
    "scores": Companion("score sheets", ("scores.xlsx",), "openpyxl"),
    "calendar": Companion("calendar", ("schedule.ics",), "icalendar"),
}


def companion_paths(kind: CompanionKind, cohort: str, guide: str | None) -> tuple[str, ...]:
    """Where a companion's files go, below the output folder: ids are slugs that were checked. No PDF can be in their way."""
    prefix = f"{cohort}/{guide}-" if guide else f"{cohort}/"
    return tuple(f"{prefix}{ending}" for ending in COMPANIONS[kind].endings)


@dataclass(frozen=True)
class Card:
    """A card to learn by."""

    ref: str
    """The entity that it asks, `glossary/activation`: a later deck with the same one brings the card up to date."""
    pile: tuple[str, ...]
    """Titles of the decks in the deck that it lies in, from the outermost."""
    front: str
    """HTML."""
    back: str
    """HTML."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deck:
    """Cards of one guide."""

    title: str
    date: str
    """Of the edition, by which Anki knows the newer of two cards."""
    direction: Literal["ltr", "rtl"]
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class CalendarEntry:
    """An appointment; without a time it takes the whole day."""

    uid: str
    """What it is known by, whatever else of it changes."""
    title: str
    date: str
    time: str | None = None
    minutes: int | None = None
    place: str = ""
    notes: tuple[str, ...] = ()
    """Lines below it."""


@dataclass(frozen=True)
class Calendar:
    """Appointments of a cohort or a learner."""

    name: str
    language: str
    time_zone: str | None
    """Whose times these are; without one they are those of wherever the reader is."""
    date: str
    """Of the edition, by which programs know the newer of two calendars."""
    entries: tuple[CalendarEntry, ...]


@dataclass(frozen=True)
class ScoredRow:
    """A criterion."""

    name: str
    weight: int
    """Percent."""
    anchors: tuple[str, ...]
    """What a 1, a 2, a 3 and a 4 sound like."""


@dataclass(frozen=True)
class Threshold:
    """A result and the least that it takes."""

    name: str
    least: float | None
    gate: int | None
    lowest: int | None


@dataclass(frozen=True)
class ScoredInterview:
    """What one kind of interview is scored by."""

    title: str
    rows: tuple[ScoredRow, ...]
    thresholds: tuple[Threshold, ...]
    """From the best; the last takes what is left. None where nobody has said what scores decide."""
    rule: str
    """What is needed besides, to come to a decision."""


@dataclass(frozen=True)
class ScoreBook:
    """Score sheets for the interviews of a guide."""

    title: str
    date: str
    direction: Literal["ltr", "rtl"]
    labels: Mapping[str, str]
    """Words of the sheets in the guide's language, by the English ones."""
    interviews: tuple[ScoredInterview, ...]


@dataclass(frozen=True)
class Bank:
    """The questions of a guide and all that they refer to, as JSON, with its schema."""

    content: str
    schema: str
    count: int
    """Of its questions."""


Payload = Deck | Calendar | ScoreBook | Bank
"""What a companion is made of."""


@dataclass(frozen=True)
class CompanionJob:
    """A companion to make, or one that is as it should be. `reasons` name the inputs that changed; none means that it is fresh."""

    kind: CompanionKind
    cohort: str
    guide: str | None
    name: str
    """How reports call it: `portfolio (Anki deck)`."""
    payload: Payload
    digests: Mapping[str, str]
    """SHA-256 of each named input."""
    reasons: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How the manifest calls it."""
        return "/".join(filter(None, (self.cohort, self.guide, self.kind)))

    @property
    def paths(self) -> tuple[str, ...]:
        return companion_paths(self.kind, self.cohort, self.guide)
