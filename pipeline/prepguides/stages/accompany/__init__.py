"""Edition or Cohort -> companions: a deck of cards, a bank of questions, score sheets, a calendar. Pure.

First what a companion is made of, which its digest is taken of; then its files. The same goes in, the same bytes come out: no file holds
the time at which it was written.
"""

from __future__ import annotations

from ...model.companion import Bank, Calendar, Deck, Payload
from .anki_package import anki_package
from .calendar_file import calendar_of, ics
from .cards import deck_of
from .question_data import bank_of
from .score_workbook import score_book_of, workbook
from .sittings import plan_calendar

__all__ = ["bank_of", "calendar_of", "deck_of", "files_of", "plan_calendar", "score_book_of"]


def files_of(payload: Payload) -> tuple[bytes, ...]:
    """A companion's files, in the order of their names' endings."""
    if isinstance(payload, Deck):
        return (anki_package(payload),)
    if isinstance(payload, Bank):
        return (payload.content.encode(), payload.schema.encode())
    if isinstance(payload, Calendar):
        return (ics(payload),)
    return (workbook(payload),)
