"""Spreadsheets as colleagues save them: dialects, encodings, workbooks, and what is wrong in them, at its place."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import located
from prepguides.model.table import Table
from prepguides.text.spreadsheets import parse_table
from prepguides.text.tables import parse_csv, records

COLUMNS = {"name": "name", "interview date": "interview date", "date": "interview date"}


def table(content: bytes | str, name: str = "roster.csv") -> Table:
    """A sound table."""
    read = parse_table(name, content.encode() if isinstance(content, str) else content)
    assert read.diagnostics == ()
    assert read.value is not None
    return read.value


def texts(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found.rows]


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"name,role\nAda,PM\n",
        b"\xef\xbb\xbfname,role\r\nAda,PM\r\n",
        b"name;role\nAda;PM",
        b"name\trole\rAda\tPM\r",
        "name\trole\r\nAda\tPM\r\n".encode("utf-16"),
        b"sep=|\nname|role\n\n  Ada |PM\n,\n".replace(b",\n", b"|\n"),
        b'"name","role"\n"Ada","PM"\n',
    ],
)
def test_every_dialect_is_the_same_table(content: bytes) -> None:
    found = table(content)
    assert [head.text for head in found.heads] == ["name", "role"]
    assert texts(found) == [["Ada", "PM"]]


def test_each_value_knows_its_line_and_column() -> None:
    found = table('name,note\n"Lovelace, Ada","two\nlines"\nBo,x\n')
    assert texts(found) == [["Lovelace, Ada", "two\nlines"], ["Bo", "x"]]
    assert [str(cell.place) for row in found.rows for cell in row.cells] == [
        "roster.csv:2:1",
        "roster.csv:2:17",
        "roster.csv:4:1",
        "roster.csv:4:4",
    ]
    assert [cell.name for cell in found.rows[0].cells] == ["line 2, value 1", "line 2, value 2"]


def test_a_short_row_has_empty_cells_and_blank_rows_are_none() -> None:
    assert texts(table("name,role\nAda\n\n,,\nBo,PM\n")) == [["Ada", ""], ["Bo", "PM"]]


@pytest.mark.parametrize(("written", "read"), [("'=1+1", "=1+1"), ("'-5", "-5"), ("'t Hooft", "'t Hooft"), ("O'Brien", "O'Brien")])
def test_only_the_apostrophe_of_a_formula_that_is_none_goes(written: str, read: str) -> None:
    assert texts(table(f"name\n{written}\n")) == [[read]]


def test_a_workbook_is_read_as_it_is_typed() -> None:
    rows = workbook(("name", "when", "level", "ok"), ("Ada", date(2026, 12, 1), 3.0, True), ("Bo", datetime(2026, 12, 1, 9, 30), 3.5, None))  # noqa: DTZ001
    found = table(rows, "roster.xlsx")
    assert texts(found) == [["Ada", "2026-12-01", "3", "true"], ["Bo", "2026-12-01 09:30", "3.5", ""]]
    assert [(cell.name, str(cell.place)) for cell in found.rows[0].cells][1] == ("B2", "roster.xlsx:2:2")


def test_a_cell_far_from_the_others_is_refused_before_all_between_are_made() -> None:
    book = openpyxl.Workbook()
    book.active.cell(1, 1, "name")
    book.active.cell(1_000_000, 150, "Ada")
    out = io.BytesIO()
    book.save(out)
    read = parse_table("roster.xlsx", out.getvalue())
    assert located(read.diagnostics) == ["roster.xlsx PG109"]
    assert "more than 20,000 rows" in read.diagnostics[0].message


def test_empty_cells_count_where_they_are_written_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("tables", "workbooks"):
        monkeypatch.setattr(f"prepguides.text.{module}.MAX_CELLS", 12)
    rows = (("name", "role"), *[("Ada", None)] * 5)
    assert texts(table(workbook(*rows), "roster.xlsx")) == [["Ada", ""]] * 5
    assert [(cell.name, cell.text) for cell in table(workbook(*rows), "roster.xlsx").rows[0].cells] == [("A2", "Ada"), ("B2", "")]
    assert located(parse_table("roster.xlsx", workbook(*rows, ("Ada",))).diagnostics) == ["roster.xlsx PG109"]
    assert table(b"name,role\n" + b"Ada,\n" * 5)
    assert located(parse_table("roster.csv", b"name,role\n" + b"Ada,\n" * 6).diagnostics) == ["roster.csv:8:1 PG109"]


def test_the_first_sheet_that_is_not_hidden_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    book.create_sheet("Learners").append(("name",))
    book["Learners"].append(("Ada",))
    out = io.BytesIO()
    book.save(out)
    assert texts(table(out.getvalue(), "roster.xlsx")) == [["Ada"]]


def test_a_formula_that_was_never_calculated_is_reported_at_its_cell() -> None:
    read = parse_table("roster.xlsx", workbook(("name", "level"), ("Ada", "=1+1")))
    assert located(read.diagnostics) == ["roster.xlsx:2:2 PG109"]
    assert "B2" in read.diagnostics[0].message


@pytest.mark.parametrize(
    ("name", "content", "places"),
    [
        ("roster.csv", b"", ["roster.csv PG109"]),
        ("roster.csv", b"\n , \n", ["roster.csv PG109"]),
        ("roster.csv", b"name,,role\nAda,x,PM\n", ["roster.csv:1:6 PG109"]),
        ("roster.csv", b"name,role\nLovelace, Ada, PM\nBo,PM\n", ["roster.csv:2:15 PG109"]),
        ("roster.csv", b'name\nAda\n"Bo\nCy\n', ["roster.csv:3:1 PG109"]),
        ("roster.csv", b"name\nA\x00da\n", ["roster.csv:2:1 PG109"]),
        ("roster.csv", b"name\nJos\xe9\n", ["roster.csv:2:4 PG101"]),
        ("roster.xlsx", b"name\nAda\n", ["roster.xlsx PG109"]),
        ("roster.xlsx", b"PK\x05\x06" + bytes(18), ["roster.xlsx PG109"]),
    ],
)
def test_what_is_no_table_is_refused_at_its_place(name: str, content: bytes, places: list[str]) -> None:
    assert located(parse_table(name, content).diagnostics) == places


def test_a_bad_row_costs_no_other() -> None:
    read = parse_table("roster.csv", b"name,role\nLovelace, Ada, PM\nBo,PM\n")
    assert read.value is not None
    assert texts(read.value) == [["Bo", "PM"]]


def wide(*cells: tuple[int, int, object]) -> bytes:
    """A workbook with 200 named columns, and these cells besides."""
    book = openpyxl.Workbook()
    book.active.append([f"c{number}" for number in range(1, 201)])
    for row, column, value in cells:
        book.active.cell(row, column, value).font = openpyxl.styles.Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("row", "column", "name"), [(1, 201, "GS1"), (2, 201, "GS2"), (3, 16_384, "XFD3")])
def test_a_value_behind_the_last_column_that_is_read_is_refused_at_its_place(row: int, column: int, name: str) -> None:
    read = parse_table("roster.xlsx", wide((2, 1, "a"), (row, column, "too far")))
    assert read.value is None
    assert located(read.diagnostics) == [f"roster.xlsx:{row}:{column} PG109"]
    assert read.diagnostics[0].message == f"{name}: a value behind column GR, the last that is read"


def test_a_cell_without_a_value_behind_the_last_column_is_nothing() -> None:
    assert [len(row.cells) for row in table(wide((2, 1, "a"), (2, 500, None), (3, 1, "b")), "roster.xlsx").rows] == [200, 200]


def test_more_cells_than_anybody_looks_at_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prepguides.text.workbooks.FARTHEST", 30_000)
    assert table(wide((2, 16_384, None)), "roster.xlsx").heads
    read = parse_table("roster.xlsx", wide((2, 16_384, None), (3, 16_384, None)))
    assert located(read.diagnostics) == ["roster.xlsx PG109"]


def test_columns_are_known_by_name_without_case_and_spaces() -> None:
    found = records(table("Interview_Date , NAME\n2026-12-01,Ada\n"), COLUMNS)
    assert found.diagnostics == ()
    assert [{name: cell.text for name, cell in row.items()} for row in found.value] == [{"interview date": "2026-12-01", "name": "Ada"}]


def test_an_unknown_column_is_an_error_with_the_nearest_name() -> None:
    found = records(table("name,intervew date\nAda,2026-12-01\n"), COLUMNS)
    assert found.value == ()
    assert located(found.diagnostics) == ["roster.csv:1:6 PG110"]
    assert found.diagnostics[0].hint == 'did you mean "interview date"?'


def test_two_columns_of_one_meaning_are_an_error() -> None:
    found = records(table("name,date,interview date\n"), COLUMNS)
    assert located(found.diagnostics) == ["roster.csv:1:11 PG110"]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    read = parse_csv("roster.csv", text)
    assert read.value is not None or read.diagnostics


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    for name in ("roster.csv", "roster.xlsx"):
        read = parse_table(name, content)
        assert read.value is not None or read.diagnostics
