"""Questions as a table: a row each, a column for each field that fits a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .source import Loc, Source
from .table import Cell

Value = str | int | tuple[str, ...]
"""What a field holds: a text, a number, a list of texts or of ids."""
STATUS, VERSION = "status", "version"
TITLES = {
    "id": "id",
    STATUS: "status",
    "interview_type": "interview type",
    "competencies": "competencies",
    "format": "format",
    "difficulty": "difficulty",
    "minutes": "minutes",
    "prompt": "prompt",
    "looks_for": "looks for",
    "red_flags": "red flags",
    "follow_ups": "follow-ups",
    "hints": "hints",
    "gate": "gate",
    "rows": "rows",
    "levels": "levels",
    "tags": "tags",
    "claims": "claims",
    "sources": "sources",
    "cohorts": "cohorts",
}
"""A question's fields, in the order of columns and of new items in a file, to the names of their columns. A numeric key fits no cell."""
COLUMNS = {
    **{title: field for field, title in TITLES.items()},
    "question": "prompt",
    "type": "interview_type",
    "interview": "interview_type",
    "competency": "competencies",
    "follow-up questions": "follow_ups",
    VERSION: VERSION,
}
"""What a column may be called, and what it is."""
TEXT_LISTS = ("looks_for", "red_flags", "follow_ups", "hints")
REFERENCES = {
    "interview_type": "interview_types",
    "format": "formats",
    "competencies": "competencies",
    "levels": "seniorities",
    "tags": "tags",
    "claims": "claims",
    "sources": "resources",
    "cohorts": "cohorts",
}
"""Fields that hold ids, to the kind of these."""
ID_LISTS = ("competencies", "rows", "levels", "tags", "claims", "sources", "cohorts")


def cell_name(field: str, cell: Cell, sheet: str) -> str:
    """How a message names a cell: `looks for (Questions!G7)`."""
    return f"{TITLES.get(field, field)} ({f'{sheet}!' if sheet else ''}{cell.name})"


@dataclass(frozen=True)
class QuestionRow:
    """One row as it was read."""

    cells: Mapping[str, Cell]
    """By field, those of the columns that the table has."""
    values: Mapping[str, Value | None]
    """By field, what the cells that were edited say; None where a cell is empty."""
    exported: Mapping[str, str] | None
    """By field, digests of the cells as they were exported; None for a row that no export wrote."""
    sheet: str = ""
    """The name of the workbook's sheet that it stands in."""

    def cell_name(self, field: str) -> str:
        """How a message names a cell: `looks for (Questions!G7)`."""
        return cell_name(field, self.cells[field], self.sheet)

    @property
    def anchor(self) -> Cell:
        """The cell to name when the row as a whole is meant."""
        return self.cells.get("prompt") or next(iter(self.cells.values()))


@dataclass(frozen=True)
class WrittenQuestion:
    """A question as its file has it, sound or not."""

    id: str
    raw: Mapping[str, object]
    source: Source
    loc: Loc


def written_questions(sources: Iterable[Source]) -> Iterator[WrittenQuestion]:
    """Every question that has an id, in the order of files and lines."""
    for source in sources:
        items = source.value.get("questions") if isinstance(source.value, dict) else None
        for index, raw in enumerate(items if isinstance(items, list) else ()):
            if isinstance(raw, dict) and isinstance(raw.get("id"), str):
                yield WrittenQuestion(raw["id"], raw, source, ("questions", index))
