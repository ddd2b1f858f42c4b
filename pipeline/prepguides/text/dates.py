"""Dates as English prints them."""

from __future__ import annotations

from datetime import date

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def date_in_words(day: str, until: str | None = None, year: bool = True) -> str:
    """A date as English prints it, "January 18, 2027", or two: "January 18 to May 7, 2027"."""
    first = date.fromisoformat(day)
    last = date.fromisoformat(until) if until else first
    ending = f"{_MONTHS[last.month - 1]} {last.day}" + (f", {last.year}" if year else "")
    if last == first:
        return ending
    beginning = f"{_MONTHS[first.month - 1]} {first.day}" + (f", {first.year}" if year and first.year != last.year else "")
    return f"{beginning} to {ending}"


def weekday(day: str) -> str:
    """The date's day of the week, in English."""
    return _DAYS[date.fromisoformat(day).weekday()]
