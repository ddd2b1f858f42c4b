"""Tables of colleagues who work in spreadsheets: CSV as any program writes it, and the first sheet of a workbook.

The one place that reads them. A roster of learners and a list of questions are both such tables.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from ..model.diagnostic import Checked, Diagnostic, Place, nearest
from ..model.rules import RULES
from ..model.table import Cell, Record, Row, Table
from .characters import UNSEEN, what_is

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 400_000
"""Of all rows together, empty ones between others too: a few bytes that name a far cell are no reason to fill a memory."""
TOO_LARGE = (f"more than {MAX_ROWS:,} rows, {MAX_COLUMNS} columns or {MAX_CELLS:,} cells", "split it")
"""Message and hint."""
_DELIMITERS = ",;\t|"
_DECLARED = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""The line that says to Excel how values are parted."""
_FORMULA = r"'*[=+\-@\t\r\n＝＋－＠]"
"""How a value begins that a spreadsheet takes for a formula, or that was kept from that."""


def harmless(text: str) -> str:
    """A value that no spreadsheet takes for a formula: an apostrophe before it, where it could be one. `plain` takes it off again."""
    return f"'{text}" if re.match(_FORMULA, text) else text


def plain(text: str) -> str:
    """A value without the space around it, and without the apostrophe that says that it is text."""
    text = text.strip()
    return text[1:] if re.match(f"'{_FORMULA}", text) else text


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Values as CSV that spreadsheets open as it is meant: UTF-8 with a byte order mark, no value a formula."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerows([harmless(str(value)) for value in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def parse_csv(name: str, text: str) -> Checked[Table | None]:
    """A text file of values, parted by commas, semicolons, tabs or bars: whichever its first line has most of, or says itself."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    declared = _DECLARED.fullmatch(lines[0].strip())
    first = 1 if declared else 0
    delimiter = declared[1] if declared else _delimiter(lines[0])
    rows: list[list[Cell]] = []
    cells = 0
    reader = csv.reader((line + "\n" for line in lines[first:]), delimiter=delimiter, strict=True)
    start = first
    try:
        for values in reader:
            end = first + reader.line_num
            places = enumerate(_starts(lines, start, end, delimiter), 1)
            rows.append([_csv_cell(name, lines, value, number, at) for value, (number, at) in zip(values, places, strict=False)])
            start, cells = end, cells + len(values)
            if len(rows) > MAX_ROWS or len(values) > MAX_COLUMNS or cells > MAX_CELLS:
                return _refused(*TOO_LARGE, Place(name, start + 1, 1))
    except csv.Error:
        hint = 'write a quotation mark in a value twice: ""'
        return _refused("a quotation mark that is never closed, or text behind one", hint, Place(name, start + 1, 1))
    return table_of(name, rows)


def _delimiter(line: str) -> str:
    """The one that stands most often outside quotation marks."""
    bare = re.sub(r'"[^"]*"?', "", line)
    return max(_DELIMITERS, key=bare.count)


def _starts(lines: Sequence[str], start: int, end: int, delimiter: str) -> Iterator[tuple[int, int]]:
    """0-based line and column of each value of the row that is written in these lines."""
    quoted = False
    yield start, 0
    for row in range(start, min(end, len(lines))):
        for column, character in enumerate(lines[row]):
            if character == '"':
                quoted = not quoted
            elif character == delimiter and not quoted:
                yield row, column + 1


def _csv_cell(name: str, lines: Sequence[str], value: str, number: int, at: tuple[int, int]) -> Cell:
    line, column = at
    width = max(1, min(len(value), len(lines[line]) - column))
    return Cell(plain(value), Place(name, line + 1, column + 1, width, lines[line]), f"line {line + 1}, value {number}")


def table_of(name: str, rows: Iterable[Sequence[Cell]]) -> Checked[Table | None]:
    """The first row that holds anything names the columns. A value behind the last of them is reported, and costs its row."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    if not filled:
        return _refused("no row of column names", "the first row names the columns", Place(name))
    heads = _trimmed(filled[0])
    nameless = next((cell for cell in heads if not cell.text), None)
    if nameless:
        return _refused(f"the column of {nameless.name} has no name", "name it, or delete it", nameless.place)
    diagnostics: list[Diagnostic] = []
    found: list[Row] = []
    for row in filled[1:]:
        unseen = next(((cell, bad) for cell in row if (bad := UNSEEN.search(cell.text.replace("\r\n", "\n")))), None)
        if len(_trimmed(row)) > len(heads):
            extra = _trimmed(row)[len(heads)]
            hint = "put a value that holds the separator in quotation marks"
            diagnostics.append(Diagnostic(RULES["PG109"], f"{extra.name}: a value behind the last column", extra.place, hint))
        elif unseen:
            diagnostics.append(Diagnostic(RULES["PG109"], f"{unseen[0].name}: {what_is(unseen[1][0])}", unseen[0].place, "delete it"))
        else:
            found.append(Row(tuple(_padded(row, len(heads)))))
    return Checked(Table(heads, tuple(found)), tuple(diagnostics))


def _trimmed(row: Sequence[Cell]) -> tuple[Cell, ...]:
    """Without the empty cells at its end."""
    last = max((index for index, cell in enumerate(row) if cell.text), default=-1)
    return tuple(row[: last + 1])


def _padded(row: Sequence[Cell], columns: int) -> Iterator[Cell]:
    for cell, _ in zip_longest(row[:columns], range(columns)):
        yield cell or Cell("", row[-1].place, row[-1].name)


def _refused(message: str, hint: str, place: Place) -> Checked[None]:
    return Checked(None, (Diagnostic(RULES["PG109"], message, place, hint),))


def folded(name: str) -> str:
    """A column's name as it is compared: without case, spaces, hyphens and underscores."""
    return re.sub(r"[\s_\-]+", "", name).casefold()


def without_columns(table: Table, names: Iterable[str]) -> Table:
    """The table without the columns that are called so; case, spaces, hyphens and underscores do not count."""
    left_out = {folded(name) for name in names}
    kept = [index for index, head in enumerate(table.heads) if folded(head.text) not in left_out]
    rows = tuple(Row(tuple(row.cells[index] for index in kept)) for row in table.rows)
    return replace(table, heads=tuple(table.heads[index] for index in kept), rows=rows if kept else ())


def records(table: Table, columns: Mapping[str, str]) -> Checked[tuple[Record, ...]]:
    """The rows by what the program calls their columns. No rows at all when a column is unknown or stands twice.

    `columns` says of each name that people may give a column what it is called here; case, spaces, hyphens and underscores do not count.
    """
    known = {folded(written): name for written, name in columns.items()}
    problems: list[Diagnostic] = []
    order: list[str] = []
    for head in table.heads:
        name = known.get(folded(head.text))
        if name is None:
            problems.append(unknown_column(head.text, head.place, columns))
        elif name in order:
            problems.append(Diagnostic(RULES["PG110"], f'two columns "{name}"', head.place, "keep one of the two"))
        order.append(name or "")
    if problems:
        return Checked((), tuple(problems))
    return Checked(tuple(dict(zip(order, row.cells, strict=True)) for row in table.rows))


def unknown_column(name: str, place: Place, columns: Mapping[str, str]) -> Diagnostic:
    """One that is called like none of those that people may write."""
    hint = nearest(name.lower(), columns) or f"the columns are {', '.join(columns)}"
    return Diagnostic(RULES["PG110"], f'unknown column "{name}"', place, hint)
