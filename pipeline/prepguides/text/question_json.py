"""Questions as JSON, the way `export --json` writes them, as rows. Fields that fit no cell of a table come beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.question_table import COLUMNS, ID_LISTS
from ..model.rules import RULES
from ..model.table import Cell, Record
from .question_cells import list_text
from .tables import folded

_HOW = 'as export --json writes it: {"questions": [{"id": "…", "prompt": "…"}]}'
_LIST = re.compile(r'\s*(?:\{\s*"questions"\s*:\s*)?\[')
_NEXT = re.compile(r"[\s,]*")


@dataclass(frozen=True)
class JsonRow:
    """One question."""

    record: Record
    """The fields that are columns of a table."""
    beside: Mapping[str, object]
    """The others, by name."""
    place: Place


def parse_json(name: str, text: str, columns: Mapping[str, str]) -> Checked[tuple[JsonRow, ...]]:
    """A row for each object of the list, alone or below "questions". `columns` says what fields may be called besides their own names."""
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        said = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        return Checked((), (Diagnostic(RULES["PG109"], f"not JSON: {said}", Place(name, line, 1), "save it anew from what wrote it"),))
    begun = _LIST.match(text)
    if begun is None:
        return Checked((), (Diagnostic(RULES["PG109"], "no list of questions", Place(name), _HOW),))
    known = {folded(written): field for written, field in {**columns, **{field: field for field in COLUMNS.values()}}.items()}
    rows: list[JsonRow] = []
    problems: list[Diagnostic] = []
    decoder, at = json.JSONDecoder(), _after(text, begun.end())
    while text[at] != "]":
        value, end = decoder.raw_decode(text, at)
        place = Place(name, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        if isinstance(value, dict):
            rows.append(_row(value, place, f"question {len(rows) + 1}", known))
        else:
            problems.append(Diagnostic(RULES["PG109"], "an item of the list is no question", place, _HOW))
        at = _after(text, end)
    return Checked(tuple(rows), tuple(problems))


def _after(text: str, at: int) -> int:
    found = _NEXT.match(text, at)
    return found.end() if found else at


def _row(value: Mapping[str, object], place: Place, called: str, known: Mapping[str, str]) -> JsonRow:
    record: dict[str, Cell] = {}
    beside: dict[str, object] = {}
    for name, each in value.items():
        field, text = known.get(folded(name)), _text(each)
        if field is None or text is None:
            beside[name] = each
        else:
            record[field] = Cell(", ".join(each) if isinstance(each, list) and field in ID_LISTS else text, place, called)
    return JsonRow(record, beside, place)


def _text(value: object) -> str | None:
    """A field as the cell of a table; None for what fits none."""
    if isinstance(value, list):
        return list_text(value) if all(isinstance(item, str) for item in value) else None
    if isinstance(value, bool):
        return None
    return "" if value is None else str(value).strip() if isinstance(value, str | int | float) else None
