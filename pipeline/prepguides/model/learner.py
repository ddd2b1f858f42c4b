"""One person of a roster: for whom a copy of a guide is printed, and when the interview is."""

from __future__ import annotations

from dataclasses import dataclass

from .content.base import Date, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Whose copy it is, as the roster says it."""

    name: Line
    """Their name, as it is printed."""
    role: Line | None = None
    """The job that they interview for."""
    company: Line | None = None
    """Where they interview."""
    date: Date | None = None
    """The day of the interview, in their time zone."""
    time: str | None = None
    """The time of day of the interview, `09:30`."""
    time_zone: str | None = None
    """Whose times these are, `America/New_York`."""
    level: str | None = None
    """The id of the level that they interview at."""
    level_name: Line | None = None
    """The name of that level."""
    focus: tuple[str, ...] = ()
    """Ids of the competencies that they practice first."""
    focus_names: tuple[Line, ...] = ()
    """The names of these."""
    start: Date | None = None
    """The first day on which they can practice."""
    rest_days: tuple[int, ...] | None = None
    """Days of the week without practice, from 0 for Monday; none where the weekend of the guide's language holds."""


@dataclass(frozen=True)
class RosterRow:
    """A learner, and what the roster says for the program alone."""

    learner: Learner
    number: int
    """The row's line in the roster: all that reports say of a learner."""
    id: str
    """What the roster calls the learner, such as an address: what tells two of one name apart. May be empty. Never printed."""
