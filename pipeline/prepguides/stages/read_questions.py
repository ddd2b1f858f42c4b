"""A spreadsheet or a Markdown list -> rows of questions. Names become ids here; what a cell cannot mean is reported with the cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..model.content.question import Question
from ..model.diagnostic import Checked, Diagnostic, Place, capped, nearest
from ..model.library import Library
from ..model.naming import name_of
from ..model.question_table import COLUMNS, ID_LISTS, REFERENCES, STATUS, TEXT_LISTS, TITLES, VERSION, QuestionRow, Value, cell_name
from ..model.rules import RULES
from ..model.table import Cell, Record
from ..text.prompt_list import parse_prompts
from ..text.question_cells import digest, exported_digests, items_of, words_of_list
from ..text.question_json import parse_json
from ..text.spreadsheets import MAX_BYTES, parse_table
from ..text.tables import folded, records, without_columns
from .project_files import Unreadable, decoded, read_file

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DIFFICULTIES = {"1": 1, "2": 2, "3": 3, "easy": 1, "medium": 2, "hard": 3}
_STATUSES = {"draft": "draft", "ready": "ready"}
IGNORED = "-"
"""What a column is mapped to that is not read."""


def read_questions(path: Path, library: Library, maps: Sequence[tuple[str, str]] = ()) -> Checked[tuple[QuestionRow, ...]]:
    """The rows of a file, .csv, .xlsx, .md or .json, in its order. `maps` are columns of other names, and their fields."""
    try:
        content = read_file(path, path.parent, MAX_BYTES)
        columns = {**COLUMNS, **{column: field for column, field in maps if field != IGNORED}}
        if path.suffix.lower() in (".md", ".markdown"):
            found, sheet = parse_prompts(path.name, decoded(content), columns), ""
        elif path.suffix.lower() == ".json":
            found, sheet = _of_json(path.name, decoded(content), columns, library), ""
        else:
            found, sheet = _of_table(path.name, content, columns, [column for column, field in maps if field == IGNORED])
    except Unreadable as error:
        return Checked((), (Diagnostic(RULES["PG101"], str(error), Place(path.name)),))
    reader = _Reader(library, sheet)
    rows = tuple(reader.row(record) for record in found.value)
    if not rows and not found.diagnostics:
        reader.problems.append(Diagnostic(RULES["PG425"], "no question is in this file", Place(path.name), "write a row for each question"))
    return Checked(rows, capped((*found.diagnostics, *reader.problems)))


def _of_table(name: str, content: bytes, columns: Mapping[str, str], ignored: Sequence[str]) -> tuple[Checked[tuple[Record, ...]], str]:
    table = parse_table(name, content)
    if table.value is None:
        return Checked((), table.diagnostics), ""
    found = records(without_columns(table.value, ignored), columns)
    return Checked(found.value, (*table.diagnostics, *found.diagnostics)), table.value.sheet


def _of_json(name: str, text: str, columns: Mapping[str, str], library: Library) -> Checked[tuple[Record, ...]]:
    """A field that fits no cell is to be what the content has there already."""
    read = parse_json(name, text, columns)
    problems = list(read.diagnostics)
    for row in read.value:
        id = row.record["id"].text if "id" in row.record else ""
        draft = library.drafts.get(id)
        question = draft.question if draft else library.find(Question, id)
        written: Mapping[str, object] = question.model_dump(mode="json", exclude_defaults=True) if question else {}
        for field, value in row.beside.items():
            if field not in Question.model_fields:
                hint = nearest(field, columns) or f"the fields are {', '.join(dict.fromkeys(columns.values()))}"
                problems.append(Diagnostic(RULES["PG110"], f'unknown field "{field}"', row.place, hint))
            elif written.get(field) != value:
                message, hint = f"{field} is not imported, and is not what the question has", "write it in the question's file"
                problems.append(Diagnostic(RULES["PG425"], message, row.place, hint))
    return Checked(tuple(row.record for row in read.value if row.record), tuple(problems))


def value_of(field: str, text: str, library: Library) -> tuple[Value | None, str, str]:
    """What a field's text means; or None, what is wrong with it, and a hint."""
    return _Reader(library, "").value(field, text)


class _Reader:
    """Rows of one file."""

    def __init__(self, library: Library, sheet: str) -> None:
        self.library, self.sheet = library, sheet
        self.problems: list[Diagnostic] = []
        self._names: dict[str, dict[str, str]] = {}

    def row(self, record: Record) -> QuestionRow:
        exported = self._exported(record)
        values: dict[str, Value | None] = {}
        for field, cell in record.items():
            if field == VERSION or (exported is not None and field != "id" and exported.get(field, digest("")) == digest(cell.text)):
                continue
            values[field] = None
            if cell.text:
                values[field], message, hint = self.value(field, cell.text)
                if message:
                    self._fault(field, cell, message, hint)
        cells = {field: cell for field, cell in record.items() if field != VERSION}
        return QuestionRow(cells, values, exported, self.sheet)

    def _exported(self, record: Record) -> Mapping[str, str] | None:
        cell = record.get(VERSION)
        if cell is None or not cell.text:
            return None
        found = exported_digests(cell.text)
        if found is None:
            self._fault(VERSION, cell, "not what an export wrote here", "empty the cell: the row then wins over what the file says")
        return found

    def value(self, field: str, text: str) -> tuple[Value | None, str, str]:
        if field == "id":
            sound = _SLUG.fullmatch(text) and len(text) <= 64
            return (text, "", "") if sound else (None, "no id", "small letters, digits and hyphens, such as metric-drop; or leave it empty")
        if field == STATUS:
            status = _STATUSES.get(text.casefold())
            return (status, "", "") if status else (None, f'no status "{text}"', "write draft or ready, or leave it empty")
        if field == "difficulty":
            level = _DIFFICULTIES.get(text.casefold())
            return (level, "", "") if level else (None, f'no difficulty "{text}"', "write 1, 2 or 3; or easy, medium or hard")
        if field == "minutes":
            found = re.fullmatch(r"(\d{1,3})(?:\.0+)?\s*(?:m|min|mins|minutes?)?\.?", text, re.IGNORECASE)
            minutes = int(found[1]) if found else 0
            return (minutes, "", "") if 1 <= minutes <= 600 else (None, f'no minutes "{text}"', "write a whole number, 1 to 600")
        if field in TEXT_LISTS:
            return items_of(text), "", ""
        if field == "prompt":
            return text.replace("\r\n", "\n"), "", ""
        return self._ids(field, text)

    def _ids(self, field: str, text: str) -> tuple[Value | None, str, str]:
        words = words_of_list(text) if field in ID_LISTS else (" ".join(text.split()),)
        found: list[str] = []
        for word in words:
            id = self._id(field, word)
            if id is None:
                entities = self.library.of_kind(REFERENCES[field])
                names = [name for entity in entities if (name := name_of(entity))]
                ids = [entity.id for entity in entities]
                hint = nearest(word, (*ids, *names)) or f"known are {', '.join(ids[:12]) or 'none yet'}"
                return None, f'no {TITLES[field]} "{word}"', hint
            found.append(id)
        return (tuple(found) if field in ID_LISTS else found[0]), "", ""

    def _id(self, field: str, word: str) -> str | None:
        """The id of what is called so, by id or name. Criteria, which depend on the rubric, are checked with the question."""
        kind = REFERENCES.get(field)
        if kind is None:
            return word
        return self._known(kind).get(folded(word))

    def _known(self, kind: str) -> Mapping[str, str]:
        """Ids and names of a kind, folded, to the id; ids win over names."""
        if kind not in self._names:
            entities = self.library.of_kind(kind)
            names = {folded(name): entity.id for entity in entities if (name := name_of(entity))}
            lost = {folded(each.id): each.id for each in self.library.faulty if each.kind == kind and each.id}
            self._names[kind] = {**names, **lost, **{folded(entity.id): entity.id for entity in entities}}
        return self._names[kind]

    def _fault(self, field: str, cell: Cell, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(RULES["PG425"], f"{cell_name(field, cell, self.sheet)}: {message}", cell.place, hint))
