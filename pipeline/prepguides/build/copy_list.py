"""`learners.csv`: which copy is whose, for the mail merge at hand. The one file that says so, for its owner's eyes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..model.learner import RosterRow
from ..stages.record import PRIVATE, write
from ..text.tables import as_csv
from .copy_ledger import LIST, KnownCopy

COLUMNS = ("name", "id", "path", "pages", "sha256", "calendar")


@dataclass(frozen=True)
class Listed:
    """A copy that lies in the folder."""

    row: RosterRow
    path: str
    copy: KnownCopy
    calendar: str = ""
    """The file of the learner's plan for a calendar, if there is one."""


def write_list(folder: Path, copies: Iterable[Listed]) -> None:
    """OSError."""
    rows = ((one.row.learner.name, one.row.id, one.path, one.copy.pages, one.copy.sha256, one.calendar) for one in copies)
    write(folder / LIST, as_csv((COLUMNS, *rows)), PRIVATE)
