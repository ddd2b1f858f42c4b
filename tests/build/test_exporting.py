"""Questions to colleagues and back: the same without an edit, and with one the edit alone."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import ROOT, MiniProject, Run, prepguides
from prepguides.text.spreadsheets import parse_table
from prepguides.text.strict_yaml import parse_yaml
from prepguides.text.table_workbook import workbook_of
from prepguides.text.tables import as_csv

QUESTIONS = "content/interview/questions.yaml"


@pytest.fixture
def sheet(mini: MiniProject) -> Path:
    """The mini project's workbook."""
    path = mini.root / "bank.xlsx"
    assert mini.run("export", str(path)).out == f"{path}\n"
    return path


def edit(path: Path, change: Callable[[dict[str, dict[str, Any]]], None]) -> None:
    """Cells by id and column, in a workbook as it is."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    change({row[0].value: dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)})
    book.save(path)


def imported(mini: MiniProject, path: Path, *words: str) -> Run:
    return mini.run("import", str(path), *words)


def text(mini: MiniProject) -> str:
    return (mini.root / QUESTIONS).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["bank.xlsx", "bank.csv"])
def test_what_nobody_edited_changes_nothing(mini: MiniProject, name: str) -> None:
    before = text(mini)
    assert mini.run("export", str(mini.root / name)).code == 0
    assert imported(mini, mini.root / name).out == "4 unchanged\n"
    assert text(mini) == before
    content = (mini.root / name).read_bytes()
    assert mini.run("export", str(mini.root / name), "--force").code == 0
    assert (mini.root / name).read_bytes() == content


def test_the_shipped_library_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "bank.csv"
    assert prepguides("export", path, "--project", ROOT).code == 0
    assert len(list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))) > 90
    assert prepguides("import", path, "--dry-run", "--project", ROOT).out == "nothing would change\n"


def test_an_edited_cell_changes_its_field_alone_and_comments_stay(mini: MiniProject, sheet: Path) -> None:
    mini.edit(QUESTIONS, "    difficulty: 1\n", "    difficulty: 1  # everybody has held one\n")
    mini.edit(QUESTIONS, "  - id: same-flour\n", "  # Asked on a Friday.\n  - id: same-flour\n")

    def change(cells: dict[str, dict[str, Any]]) -> None:
        cells["oldest-loaf"]["difficulty"].value = 2
        cells["same-flour"]["follow-ups"].value = "And of one field?\nWhich sack is older?\nWho told you?"

    edit(sheet, change)
    before = text(mini)
    run = imported(mini, sheet, "--dry-run")
    changed = [line for line in run.out.splitlines() if line[0] in "+-"]
    assert changed == [
        f"--- a/{QUESTIONS}",
        f"+++ b/{QUESTIONS}",
        "-    difficulty: 1  # everybody has held one",
        "+    difficulty: 2  # everybody has held one",
        "-    follow_ups: [And of one field?, Which sack is older?]",
        "+    follow_ups: [And of one field?, Which sack is older?, Who told you?]",
    ]
    assert text(mini) == before
    assert imported(mini, sheet).out.startswith("2 changed, 2 unchanged\n")
    assert "  # Asked on a Friday.\n" in text(mini)


def test_what_changed_in_the_file_since_stays_and_a_conflict_is_refused_with_its_cell(mini: MiniProject, sheet: Path) -> None:
    mini.edit(QUESTIONS, "    difficulty: 1\n", "    difficulty: 3\n")
    assert imported(mini, sheet).out == "4 unchanged\n", "an older sheet changes nothing"

    def change(cells: dict[str, dict[str, Any]]) -> None:
        cells["oldest-loaf"]["minutes"].value = 12

    edit(sheet, change)
    assert imported(mini, sheet).out.startswith("1 changed")
    assert "difficulty: 3\n    minutes: 12\n" in text(mini)

    def clash(cells: dict[str, dict[str, Any]]) -> None:
        cells["oldest-loaf"]["difficulty"].value = 2
        cells["burnt-tray"]["minutes"].value = 30

    edit(sheet, clash)
    before = text(mini)
    run = imported(mini, sheet)
    assert run.code == 1
    assert "bank.xlsx:2:6: error PG426 difficulty (questions!F2): changed in this cell, and in the file since the export" in run.err
    assert f"{QUESTIONS}:6:17 says: 3" in run.err
    assert text(mini) == before


def test_a_question_that_was_removed_since_is_not_brought_back(mini: MiniProject, sheet: Path) -> None:
    mini.edit(QUESTIONS, "  - id: same-flour\n", "  - id: other-flour\n")
    run = imported(mini, sheet)
    assert '(questions!H4): "same-flour" is in no file any more' in run.err


def test_an_emptied_cell_takes_the_field_out_and_a_deleted_row_nothing(mini: MiniProject, sheet: Path) -> None:
    book = openpyxl.load_workbook(sheet)
    book.worksheets[0].delete_rows(3, 2)
    book.save(sheet)

    def change(cells: dict[str, dict[str, Any]]) -> None:
        assert set(cells) == {"oldest-loaf", "burnt-tray"}
        cells["burnt-tray"]["red flags"].value = None

    edit(sheet, change)
    assert imported(mini, sheet).out.startswith("1 changed, 1 unchanged; 1 is a draft\n")
    assert "  - id: burnt-tray\n    status: draft\n" in text(mini)
    assert text(mini).count("- id: ") == 4


def test_no_cell_is_a_formula_and_each_text_comes_back(mini: MiniProject) -> None:
    mini.edit(QUESTIONS, "[And which was baked last?,", '["=HYPERLINK(1)", "+1 for the crust", "\'=quoted", And which was baked last?,')
    mini.edit(QUESTIONS, "    prompt: |\n      You are handed", "    prompt: |\n      @you are handed")
    assert mini.run("export", str(mini.root / "bank.xlsx")).code == 0
    assert mini.run("export", str(mini.root / "bank.csv")).code == 0
    book = openpyxl.load_workbook(mini.root / "bank.xlsx")
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    values = [value for row in csv.reader(io.StringIO((mini.root / "bank.csv").read_text("utf-8-sig"))) for value in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [value for value in [*values, *(str(cell.value) for cell in cells)] if value.startswith(("=", "+", "-", "@"))] == []
    assert any(value.startswith("'=HYPERLINK(1)\n+1 for") for value in values)
    for name in ("bank.xlsx", "bank.csv"):
        assert imported(mini, mini.root / name).out == "4 unchanged\n"


def test_drafts_and_faulty_questions_are_in_the_sheet_too(mini: MiniProject) -> None:
    mini.add("content/more.yaml", "questions:\n  - {id: bare, status: draft, prompt: Why?}\n  - {id: wrong, difficulty: 9}\n")
    assert mini.run("export", str(mini.root / "bank.csv")).code == 0
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO((mini.root / "bank.csv").read_text("utf-8-sig")))}
    assert (rows["bare"]["status"], rows["wrong"]["difficulty"]) == ("draft", "9")


def test_columns_of_few_values_offer_them_and_the_version_is_hidden(sheet: Path) -> None:
    book = openpyxl.load_workbook(sheet)
    first, offered = book.worksheets
    heads = [cell.value for cell in first[1]]
    assert offered.sheet_state == "hidden"
    columns = {tuple(cell.value for cell in column if cell.value) for column in offered.columns}
    assert columns == {("draft", "ready"), ("1", "2", "3"), ("tasting",), ("scene", "story")}
    assert len(first.data_validations.dataValidation) == 4
    assert first.column_dimensions[openpyxl.utils.get_column_letter(heads.index("version") + 1)].hidden


def test_a_version_that_somebody_wrote_over_is_refused_and_an_empty_one_lets_the_row_win(mini: MiniProject, sheet: Path) -> None:
    edit(sheet, lambda cells: setattr(cells["oldest-loaf"]["version"], "value", "mine"))
    assert "version (questions!T2): not what an export wrote here" in imported(mini, sheet).err
    edit(sheet, lambda cells: setattr(cells["oldest-loaf"]["version"], "value", None))
    assert imported(mini, sheet).out == "4 unchanged\n"


def test_json_has_what_the_files_have(mini: MiniProject) -> None:
    mini.add("content/more.yaml", "questions:\n  - {id: bare, status: draft, prompt: Why?}\n")
    path = mini.root / "bank.json"
    assert mini.run("export", "--json", str(path)).code == 0
    found = {item["id"]: item for item in json.loads(path.read_text("utf-8"))["questions"]}
    assert found["bare"] == {"id": "bare", "status": "draft", "prompt": "Why?"}
    source = parse_yaml(QUESTIONS, text(mini)).value
    assert source is not None
    assert isinstance(source.value, dict)
    for item in source.value["questions"]:
        assert set(found[item["id"]]) == set(item)


def test_a_file_that_may_hold_edits_is_not_overwritten(mini: MiniProject, sheet: Path) -> None:
    edit(sheet, lambda cells: setattr(cells["oldest-loaf"]["minutes"], "value", 12))
    run = mini.run("export", str(sheet))
    assert (run.code, "--force" in run.err) == (2, True)
    assert imported(mini, sheet).out.startswith("1 changed")


def test_a_text_that_no_cell_can_hold_is_reported_at_its_line(mini: MiniProject) -> None:
    mini.edit(QUESTIONS, "      Say how you know.", f"      {'Say how you know. ' * 2000}")
    run = mini.run("export", str(mini.root / "bank.xlsx"))
    assert run.code == 1
    assert f"{QUESTIONS}:8:13: error PG427 prompt: more than 32,767 characters" in run.err
    assert mini.run("export", "--csv", str(mini.root / "bank.csv")).code == 0


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" \n"), max_size=30).map(str.strip)


@settings(max_examples=8, deadline=None)
@given(st.lists(CELLS, min_size=2, max_size=4))
def test_any_text_comes_back_from_a_workbook_and_from_csv(texts: list[str]) -> None:
    heads = [f"column {number}" for number in range(len(texts))]
    made = {"a.xlsx": workbook_of("questions", heads, [texts], "2026-01-01", {}, {}), "a.csv": as_csv([heads, texts])}
    for name, content in made.items():
        read = parse_table(name, content)
        assert read.diagnostics == ()
        assert read.value is not None
        wanted = [str(int(text)) if name == "a.xlsx" and text.isascii() and text.isdigit() and len(text) < 10 else text for text in texts]
        assert [[cell.text for cell in row.cells] for row in read.value.rows] == ([wanted] if any(texts) else [])
