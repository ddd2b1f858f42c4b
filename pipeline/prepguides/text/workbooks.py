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
FARTHEST = 4_000_000
"""Cells behind the last column in which a value is looked for: few bytes can name millions."""
MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes: a workbook is a packed folder, and a small one may unpack to anything."""


class _TooWide(Exception):
    """More cells behind the last column than anybody looks at."""


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
        rows, too_much = _at_most(_rows(name, values.worksheets[index]), name)
        if too_much:
            return Checked(None, (too_much,))
        formulas = list(_formulas(written.worksheets[index]))
    except _TooWide:
        return Checked(None, (Diagnostic(RULES["PG109"], TOO_LARGE[0], Place(name), TOO_LARGE[1]),))
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


def _at_most(rows: Iterator[list[Cell]], name: str) -> tuple[list[list[Cell]], Diagnostic | None]:
    """As many as a table may have, and what is wrong with more, of which no more are read."""
    read: list[list[Cell]] = []
    cells = 0
    for row in rows:
        read.append(row)
        cells += len(row)
        if len(row) > MAX_COLUMNS:
            message = f"{row[-1].name}: a value behind column {_letters(MAX_COLUMNS)}, the last that is read"
            return read, Diagnostic(RULES["PG109"], message, row[-1].place, f"split the sheet: a table may have {MAX_COLUMNS} columns")
        if len(read) > MAX_ROWS or cells > MAX_CELLS:
            return read, Diagnostic(RULES["PG109"], TOO_LARGE[0], Place(name), TOO_LARGE[1])
    return read, None


def _rows(name: str, sheet: Raw) -> Iterator[list[Cell]]:
    """As long as their last cell that is written, and as the first row that has one: that names the columns.

    The one cell behind the last column that may be is the first that has a value, wherever that is.
    """
    heads = 0
    for number, (row, behind) in enumerate(_cells(sheet), 1):
        width = MAX_COLUMNS if behind else max(heads, _length(row)) if _length(row) else 0
        heads = heads or width
        yield [
            Cell(plain(_text(cell.value)), Place(name, number, column), f"{_letters(column)}{number}")
            for column, cell in [*enumerate(row[:width], 1), *behind]
        ]


def _length(row: Sequence[Raw]) -> int:
    """Without the cells at its end that the sheet does not have; openpyxl fills up each row to the last column that is asked for."""
    from openpyxl.cell.read_only import EMPTY_CELL

    return max((number for number, cell in enumerate(row, 1) if cell is not EMPTY_CELL), default=0)


def _formulas(sheet: Raw) -> Iterator[str]:
    """The names of cells that hold a formula."""
    for number, (row, _) in enumerate(_cells(sheet), 1):
        yield from (f"{_letters(column)}{number}" for column, cell in enumerate(row, 1) if cell.data_type == "f")


def _cells(sheet: Raw) -> Iterator[tuple[Sequence[Raw], list[tuple[int, Raw]]]]:
    """Each row up to the last column that is read; and the first value behind that, if there is one, with the number of its column.

    _TooWide when there are too many cells behind it.
    Cells without a value are there in many sheets, for a fill or a border.
    """
    from openpyxl.cell.read_only import EMPTY_CELL

    sheet.reset_dimensions()  # what a sheet says of its own size is not always so
    looked_at = 0
    for row in sheet.iter_rows(max_row=MAX_ROWS + 1):
        behind = row[MAX_COLUMNS:]
        looked_at += len(behind)
        if looked_at > FARTHEST:
            raise _TooWide
        values = ((column, cell) for column, cell in enumerate(behind, MAX_COLUMNS + 1) if _text(cell.value).strip())
        yield (*row[:MAX_COLUMNS], *[EMPTY_CELL] * (MAX_COLUMNS - len(row))), [value for value in (next(values, None),) if value]


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
