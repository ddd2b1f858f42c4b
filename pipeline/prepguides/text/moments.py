"""Days and times as people write them in spreadsheets, days of the week, and days counted back from another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_SERIAL = re.compile(r"[2-7]\d{4}")
"""A day as spreadsheets count it, from 1954 to 2119: what is left of one whose cell has lost its format."""
_FIRST = date(1899, 12, 30)
_WRITTEN = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Moment:
    """A day, and the time of day where that is known."""

    day: date
    time: str | None = None


def moment_of(text: str, zone: str | None = None) -> Moment | None:
    """A day as 2026-12-01, `1 December 2026` or `December 1, 2026`, with 09:30 behind it or not. None for what is none of these.

    A time with an offset, 2026-12-01T08:30Z, is told in the time zone; None without one. 12/01/2026 is two days, and so none.
    """
    text = " ".join(text.removeprefix("'").split())
    if _SERIAL.fullmatch(text):
        return Moment(_FIRST + timedelta(days=int(text)))
    day, time = _parted(text)
    for form in _WRITTEN:
        try:
            day = datetime.strptime(day.replace(",", ""), form).replace(tzinfo=UTC).date().isoformat()
            break
        except ValueError:
            continue
    try:
        if not time:
            return Moment(date.fromisoformat(day)) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None
        read = datetime.fromisoformat(f"{day} {time}")
    except ValueError:
        return None
    if read.tzinfo is not None:
        if zone is None:
            return None
        read = read.astimezone(ZoneInfo(zone))
    return Moment(read.date(), read.strftime("%H:%M"))


def _parted(text: str) -> tuple[str, str]:
    """The day and the time of day."""
    found = re.fullmatch(r"(.*?)[T ](\d{1,2}:\d\d(?::\d\d)?\s?(?:Z|[+-]\d\d:?\d\d)?)", text)
    if not found:
        return text, ""
    return found[1], found[2].replace(" ", "") if len(found[2].split(":")[0]) == 2 else f"0{found[2].replace(' ', '')}"


def weekdays_of(words: Collection[str]) -> tuple[int, ...] | None:
    """Days of the week by their English names, whole or cut to three letters or more, from 0 for Monday. None where one is no such name."""
    found: set[int] = set()
    for word in words:
        near = [number for number, name in enumerate(_WEEKDAYS) if len(word) >= 3 and name.startswith(word.lower().rstrip("s."))]
        if len(near) != 1:
            return None
        found.update(near)
    return tuple(sorted(found))


def days_before(day: date, rest: Collection[int]) -> Iterator[date]:
    """Days of practice before a day, the nearest first, without the days of the week that are for rest. Some day has to be left."""
    while len(set(rest)) < 7 and day > date.min:
        day -= timedelta(days=1)
        if day.weekday() not in rest:
            yield day
