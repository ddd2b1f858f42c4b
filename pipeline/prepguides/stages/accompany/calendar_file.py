"""A cohort's schedule, and any calendar, as iCalendar (RFC 5545). The only module that knows icalendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ...model.companion import Calendar, CalendarEntry
from ...model.content.base import Ref
from ...model.content.cohort import Appointment, Cohort
from ...model.content.question import Question
from ...model.library import Library
from ...model.naming import name_of
from ...text import markdown
from ...text.file_names import safe
from ...text.labels import gettext_noop, labels_in

if TYPE_CHECKING:
    from icalendar import Event, Timezone

_FIRST = date(2000, 1, 1)
"""The day from which sequence numbers count: an edition of a later date has a higher one."""
_SHORT = 80
"""Characters of a question that is to be worked through."""


def calendar_of(cohort: Cohort, library: Library, language: str) -> Calendar | None:
    """The cohort's schedule; None where it has none. `library` is the cohort's own view, for the names of what to have ready."""
    if not cohort.schedule:
        return None
    ready = labels_in(language).gettext(gettext_noop("Have ready"))
    entries = []
    for appointment, uid in zip(cohort.schedule, _uids(cohort), strict=True):
        items = [name for item in appointment.items if (name := _name(item, library, language))]
        notes = (f"{ready}: {', '.join(items)}",) if items else ()
        told = {"title": appointment.title, "date": appointment.date, "place": appointment.place or ""}
        entries.append(CalendarEntry(uid, **told, time=appointment.time, minutes=appointment.minutes, notes=notes))
    return Calendar(cohort.programme, language, cohort.time_zone, library.settings.edition_date, tuple(entries))


def _uids(cohort: Cohort) -> Iterator[str]:
    """What each appointment is known by: its id or its title, and the cohort; neither its time nor its place, which may change."""
    met: Counter[str] = Counter()
    for appointment in cohort.schedule:
        name = _known_by(appointment)
        met[name] += 1
        number = f"-{met[name]}" if met[name] > 1 else ""
        yield f"{name}{number}.{cohort.id}@prepguides"


def _known_by(appointment: Appointment) -> str:
    return appointment.id or safe(appointment.title) or "appointment"


def _name(item: str, library: Library, language: str) -> str:
    """What to work through; nothing where the cohort goes without it."""
    entity = library.entity(Ref.of(item))
    if entity is None:
        return ""
    if isinstance(entity, Question):
        words = markdown.plain(entity.prompt, language=language)
        return words if len(words) <= _SHORT else f"{words[:_SHORT].rsplit(' ', 1)[0]} …"
    return name_of(entity) or entity.id.replace("-", " ")


def ics(calendar: Calendar) -> bytes:
    """The calendar's file."""
    from icalendar import Calendar as Written

    written = Written()
    written.add("prodid", "-//Prepguides//Prepguides//EN")
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    written.add("method", "PUBLISH")
    written.add("name", calendar.name)
    written.add("x-wr-calname", calendar.name)
    if calendar.time_zone:
        written.add("x-wr-timezone", calendar.time_zone)
        days = [date.fromisoformat(entry.date) for entry in calendar.entries if entry.time]
        if days:
            written.add_component(_zone(calendar.time_zone, min(days).year, max(days).year))
    for entry in calendar.entries:
        written.add_component(_event(entry, calendar))
    return bytes(written.to_ical())


def _event(entry: CalendarEntry, calendar: Calendar) -> Event:
    from icalendar import Event

    edition = date.fromisoformat(calendar.date)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", datetime.combine(edition, time(), UTC))
    event.add("sequence", max(0, (edition - _FIRST).days))
    event.add("summary", entry.title, parameters={"language": calendar.language})
    day = date.fromisoformat(entry.date)
    if entry.time:
        zone = ZoneInfo(calendar.time_zone) if calendar.time_zone else None
        event.add("dtstart", datetime.combine(day, time.fromisoformat(entry.time), zone))
        if entry.minutes:
            event.add("duration", timedelta(minutes=entry.minutes))
    else:
        event.add("dtstart", day)
        if day < date.max:  # without an end it lasts for its day
            event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    if entry.notes:
        event.add("description", "\n".join(entry.notes))
    return event


@lru_cache(maxsize=64)
def _zone(name: str, first: int, last: int) -> Timezone:
    """The time zone's clock over these years, and no others."""
    from icalendar import Timezone

    made = Timezone.from_tzid(name, first_date=date(first, 1, 1), last_date=date(min(last + 1, MAXYEAR), 1, 1))
    made.pop("COMMENT", None)
    for part in made.subcomponents:
        # The standard tells each change in the time before it; icalendar 7 tells one that skips an hour in the time after it.
        start = datetime.fromisoformat(part.decoded("dtstart").isoformat())
        before, after = part.decoded("tzoffsetfrom"), part.decoded("tzoffsetto")
        just_before = start.replace(tzinfo=UTC) - before - timedelta(seconds=1)
        if after > before and just_before.astimezone(ZoneInfo(name)).utcoffset() != before:
            del part["DTSTART"]
            part.add("dtstart", start - (after - before))
    return made
