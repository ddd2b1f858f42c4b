"""`learners.csv`: which copy is whose, for the mail merge at hand. The one file that says so, for its owner's eyes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..model.learner import RosterRow
from ..stages.record import PRIVATE, write
from ..text.tables import harmless
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
    """OSError. With a byte order mark, without which Excel takes the names for another encoding."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in copies:
        writer.writerow([harmless(one.row.learner.name), harmless(one.row.id), one.path, one.copy.pages, one.copy.sha256, one.calendar])
    write(folder / LIST, target.getvalue().encode("utf-8-sig"), PRIVATE)
