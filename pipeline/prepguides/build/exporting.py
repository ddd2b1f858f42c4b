"""The questions as a file for colleagues, which `importing` reads again: a workbook, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ..model.content.question import Question
from ..model.diagnostic import Checked, Diagnostic
from ..model.library import Library
from ..model.question_table import REFERENCES, STATUS, TITLES, VERSION, WrittenQuestion, written_questions
from ..model.request import Project
from ..model.rules import RULES
from ..text.question_cells import cell_text, version_of
from ..text.table_workbook import LONGEST_CELL, workbook_of
from ..text.tables import as_csv
from .prepare import whole_content

FORMATS = ("xlsx", "csv", "json")
SHEET = "questions"
_WIDTHS = {
    "prompt": 60,
    "looks for": 50,
    "red flags": 40,
    "follow-ups": 40,
    "hints": 30,
    "id": 24,
    "interview type": 20,
    "competencies": 24,
}


def exported(project: Project, format: str) -> Checked[bytes | None]:
    """Every question that is in a file, drafts included; None when a file cannot be read.

    A table has questions as they are written, sound or not, and JSON those that are sound and drafts.
    """
    content = whole_content(project)
    if content.value is None:
        return Checked(None, content.diagnostics)
    sources, library = content.value.sources, content.value.library
    if format == "json":
        return Checked(_as_json(library))
    questions = tuple(written_questions(sources.content))
    rows = [_row(question) for question in questions]
    heads = [*TITLES.values(), VERSION]
    if format == "csv":
        return Checked(as_csv([heads, *rows]))
    too_long = tuple(problem for question in questions for problem in _too_long(question))
    made = workbook_of(SHEET, heads, rows, library.settings.edition_date, _WIDTHS, _choices(library), (VERSION,))
    return Checked(None if too_long else made, too_long)


def _row(question: WrittenQuestion) -> Sequence[str]:
    return [*(question.id if field == "id" else cell_text(question.raw.get(field)) for field in TITLES), version_of(question.raw)]


def _too_long(question: WrittenQuestion) -> Sequence[Diagnostic]:
    return [
        Diagnostic(
            RULES["PG427"], f"{title}: more than {LONGEST_CELL:,} characters", question.source.place((*question.loc, field)), "use --csv"
        )
        for field, title in TITLES.items()
        if len(cell_text(question.raw.get(field))) >= LONGEST_CELL
    ]


def _choices(library: Library) -> Mapping[str, Sequence[str]]:
    """By the title of a column, the values that one of its cells may have."""
    single = ("interview_type", "format")
    return {
        TITLES[STATUS]: ["draft", "ready"],
        TITLES["difficulty"]: ["1", "2", "3"],
        **{TITLES[field]: [entity.id for entity in library.of_kind(REFERENCES[field])] for field in single},
    }


def _as_json(library: Library) -> bytes:
    """The fields of files, in their order; what a draft lacks is not there."""
    questions = [question.model_dump(mode="json", exclude_defaults=True) for question in library.all(Question)]
    drafts = [draft.question.model_dump(mode="json", include=set(draft.written)) for draft in library.drafts.values()]
    return (json.dumps({"questions": [*questions, *drafts]}, indent=1, ensure_ascii=False) + "\n").encode()
