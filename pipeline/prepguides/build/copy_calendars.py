"""A learner's plan as a file for their calendar, beside their copy, for their eyes."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.edition import Edition
from ..model.learner import RosterRow
from ..model.library import Library
from ..stages.accompany import files_of, plan_calendar
from ..stages.resolve import personal
from .copy_ledger import CopyLedger


@dataclass(frozen=True)
class CopyCalendars:
    """The calendars of the copies of one edition."""

    edition: Edition
    library: Library
    ledger: CopyLedger

    def written(self, row: RosterRow, name: str, inputs: str, *, force: bool) -> str:
        """The file's name, once it is there; empty where the day of the interview is not known. OSError.

        What its events are known by says nothing of the learner to others, and stays while their id in the roster, or their name, does.
        """
        if row.learner.date is None:
            self.ledger.remove(name)
            return ""
        if force or self.ledger.fresh(name, inputs) is None:
            known_by = self.ledger.keyed(f"{self.edition.cohort}/{self.edition.guide} {row.id or name}")[:32]
            calendar = plan_calendar(personal(self.edition, row.learner, self.library), known_by)
            if calendar is None:
                return ""
            self.ledger.record(name, inputs, files_of(calendar)[0], 0)
        return name
