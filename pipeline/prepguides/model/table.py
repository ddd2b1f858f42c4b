"""A table as it was read from a spreadsheet: every value is text, and knows where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .diagnostic import Place


@dataclass(frozen=True)
class Cell:
    """One value, without the space around it."""

    text: str
    """Dates as 2026-12-01, with a time as 2026-12-01 09:30; whole numbers without a point; empty where nothing stands."""
    place: Place
    """In a workbook, line and column are those of the sheet."""
    name: str
    """How people call the place: "C7" in a workbook, "line 7, value 3" in a text file."""


@dataclass(frozen=True)
class Row:
    """The values of one row, as many as the table has columns; those behind its last are empty."""

    cells: tuple[Cell, ...]

    @property
    def place(self) -> Place:
        return self.cells[0].place


@dataclass(frozen=True)
class Table:
    """A row of column names, and the rows below it that hold anything."""

    heads: tuple[Cell, ...]
    rows: tuple[Row, ...]
    sheet: str = ""
    """The name of the workbook's sheet."""


Record = Mapping[str, Cell]
"""A row's cells by the name that the program has for their columns; the columns that the table lacks are not there."""
