"""A spreadsheet file as a table, whatever program wrote it."""

from __future__ import annotations

import codecs

from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.rules import RULES
from ..model.table import Table
from .tables import parse_csv
from .workbooks import parse_xlsx

__all__ = ["MAX_BYTES", "SUFFIXES", "parse_table"]

MAX_BYTES = 8 * 1024 * 1024
"""Of a file that is read as a table."""
SUFFIXES = (".csv", ".tsv", ".xlsx")


def parse_table(name: str, content: bytes) -> Checked[Table | None]:
    """The file of this name, told by its ending: .xlsx is a workbook, everything else text.

    Text is UTF-8, with or without byte order mark, or UTF-16 with one, which is what Excel calls Unicode text.
    """
    if name.lower().endswith(".xlsx"):
        return parse_xlsx(name, content)
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        place = Place(name, line, error.start - content.rfind(b"\n", 0, error.start))
        return Checked(None, (Diagnostic(RULES["PG101"], "not UTF-8", place, 'in Excel, save as "CSV UTF-8"'),))
    return parse_csv(name, text)
