"""A table as a workbook (.xlsx) that colleagues fill in: a row of names, lists to choose from, no formula. Equal tables, equal bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .reproducible_zip import dated_workbook
from .tables import harmless

Raw = Any
"""Of openpyxl's, which has no types."""
LONGEST_CELL = 32_767
"""Characters that a cell can hold."""
_CHOICES = "choices"
"""The sheet that holds what can be chosen; hidden, and behind the first."""


def workbook_of(
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    date: str,
    widths: Mapping[str, int],
    choices: Mapping[str, Sequence[str]],
    hidden: Sequence[str] = (),
) -> bytes:
    """The workbook. `widths` of columns are characters; whole numbers are numbers, all else is text."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    _fill(sheet, heads, rows)
    _shape(sheet, heads, widths, hidden)
    _offer(book, sheet, heads, choices, len(rows))
    target = io.BytesIO()
    book.save(target)
    return dated_workbook(target.getvalue(), date)


def _fill(sheet: Raw, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Alignment, Font

    for row, texts in enumerate((heads, *rows), 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row == 1:
                cell.font = Font(bold=True)
            if re.fullmatch(r"\d{1,9}", text):
                cell.value = int(text)
                continue
            cell.number_format = "@"
            if text:
                cell.value = harmless(text)
                cell.data_type = "s"


def _shape(sheet: Raw, heads: Sequence[str], widths: Mapping[str, int], hidden: Sequence[str]) -> None:
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "B2"
    for number, head in enumerate(heads, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width = widths.get(head, 14)
        column.hidden = head in hidden


def _offer(book: Raw, sheet: Raw, heads: Sequence[str], choices: Mapping[str, Sequence[str]], rows: int) -> None:
    """Lists to choose from in the cells of a column. Another value is let through: the import says more of it than a spreadsheet can."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    offered = book.create_sheet(_CHOICES)
    offered.sheet_state = "hidden"
    for number, (head, values) in enumerate(((head, values) for head, values in choices.items() if values and head in heads), 1):
        letter, column = get_column_letter(number), get_column_letter(heads.index(head) + 1)
        for row, value in enumerate(values, 1):
            offered.cell(row, number).value = value
        formula = f"{_CHOICES}!${letter}$1:${letter}${len(values)}"
        validation = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=False)
        validation.add(f"{column}2:{column}{rows + 200}")
        sheet.add_data_validation(validation)
