"""Dates as a guide's language prints them."""

from __future__ import annotations

from datetime import date
from functools import cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_date_format

from .labels import SOURCE, gettext_noop, labels_in

_MONTH_AND_DAY = "MMMMd"


def date_in_words(day: str, until: str | None = None, year: bool = True, *, language: str = SOURCE) -> str:
    """A date as the guide's language prints it, "January 18, 2027", or two: "January 18 to May 7, 2027"."""
    first = date.fromisoformat(day)
    last = date.fromisoformat(until) if until else first
    if last == first:
        return _whole(last, language) if year else _without_year(last, language)
    shared = first.year == last.year
    if not year or (shared and _year_first(language)):
        start, end = (_whole(first, language) if year else _without_year(first, language)), _without_year(last, language)
    else:
        start, end = (_without_year if shared else _whole)(first, language), _whole(last, language)
    return labels_in(language).gettext(gettext_noop("%(start)s to %(end)s"), start=start, end=end)


def weekday(day: str, *, language: str = SOURCE) -> str:
    """The date's day of the week, in the guide's language."""
    return format_date(date.fromisoformat(day), "EEEE", locale_of(language))


@cache
def locale_of(language: str) -> Locale:
    """What is known of the language; of one that is unknown, what English does."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(SOURCE, sep="-")


def _whole(day: date, language: str) -> str:
    return format_date(day, "long", locale_of(language))


def _without_year(day: date, language: str) -> str:
    return str(format_skeleton(_MONTH_AND_DAY, day, locale=locale_of(language)))


def _year_first(language: str) -> bool:
    return str(get_date_format("long", locale_of(language))).startswith("y")


def weekend(language: str = SOURCE) -> tuple[int, ...]:
    """The days of the week that are the weekend where the language is spoken, from 0 for Monday."""
    locale = locale_of(language)
    first, last = locale.weekend_start, locale.weekend_end
    return tuple(sorted({(first + step) % 7 for step in range((last - first) % 7 + 1)}))
