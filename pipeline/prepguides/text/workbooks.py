"""Workbooks (.xlsx) as tables: the first sheet that is not hidden. openpyxl is imported when one is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.rules import RULES
from ..model.table import Cell, Table
from .tables import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, TOO_LARGE, plain, table_of

Raw = Any
"""A cell of openpyxl's, which has no types."""
MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes: a workbook is a packed folder, and a small one may unpack to anything."""


def parse_xlsx(name: str, content: bytes) -> Checked[Table | None]:
    """The first visible sheet. What a formula came to when the workbook was saved is its value."""
    import openpyxl

    if message := _too_large(content):
        return Checked(None, (Diagnostic(RULES["PG109"], message, Place(name), "save the sheet as .xlsx, or as CSV"),))
    try:
        values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        written = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        index = next((index for index, sheet in enumerate(values.worksheets) if sheet.sheet_state == "visible"), 0)
        sheet = str(values.worksheets[index].title)
        rows = _at_most(_rows(name, values.worksheets[index]))
        if rows is None:
            message, hint = TOO_LARGE
            return Checked(None, (Diagnostic(RULES["PG109"], message, Place(name), hint),))
        formulas = list(_formulas(written.worksheets[index]))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError, zipfile.BadZipFile):
        # A workbook may be damaged anywhere, and openpyxl has no error of its own for that. SyntaxError is what ElementTree raises.
        return Checked(
            None, (Diagnostic(RULES["PG109"], "not a workbook that can be read", Place(name), "save it as .xlsx again, or as CSV"),)
        )
    table = table_of(name, rows)
    known = {cell.name: cell for row in rows for cell in row}
    empty = tuple(_uncalculated(known[place]) for place in formulas if place in known and not known[place].text)
    named = replace(table.value, sheet=sheet) if table.value else None
    return Checked(named, (*table.diagnostics, *empty))


def _too_large(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return "not an .xlsx workbook"
    return f"{size:,} bytes once unpacked; a workbook may have {MAX_UNPACKED:,}" if size > MAX_UNPACKED else ""


def _at_most(rows: Iterator[list[Cell]]) -> list[list[Cell]] | None:
    """As many as a table may have; None for more, of which no more are read."""
    read: list[list[Cell]] = []
    cells = 0
    for row in rows:
        read.append(row)
        cells += len(row)
        if len(read) > MAX_ROWS or cells > MAX_CELLS:
            return None
    return read


def _rows(name: str, sheet: Raw) -> Iterator[list[Cell]]:
    """As long as their last cell that is written, and as the first row that has one: that names the columns."""
    heads = 0
    for number, row in enumerate(_cells(sheet), 1):
        width = max(heads, _length(row)) if _length(row) else 0
        heads = heads or width
        yield [
            Cell(plain(_text(cell.value)), Place(name, number, column), f"{_letters(column)}{number}")
            for column, cell in enumerate(row[:width], 1)
        ]


def _length(row: Sequence[Raw]) -> int:
    """Without the cells at its end that the sheet does not have; openpyxl fills up each row to the last column that is asked for."""
    from openpyxl.cell.read_only import EMPTY_CELL

    return max((number for number, cell in enumerate(row, 1) if cell is not EMPTY_CELL), default=0)


def _formulas(sheet: Raw) -> Iterator[str]:
    """The names of cells that hold a formula."""
    for number, row in enumerate(_cells(sheet), 1):
        yield from (f"{_letters(column)}{number}" for column, cell in enumerate(row, 1) if cell.data_type == "f")


def _cells(sheet: Raw) -> Iterator[Sequence[Raw]]:
    sheet.reset_dimensions()  # what a sheet says of its own size is not always so
    yield from sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)


def _uncalculated(cell: Cell) -> Diagnostic:
    message, hint = f"{cell.name}: a formula that was never calculated", "open the workbook in a spreadsheet program, and save it there"
    return Diagnostic(RULES["PG109"], message, cell.place, hint)


def _letters(column: int) -> str:
    """What a sheet calls its column of this number, from 1."""
    name = ""
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _text(value: object) -> str:
    """A value as one would type it. A day is a midnight to a workbook."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value.isoformat("minutes") if isinstance(value, time) else str(value)
