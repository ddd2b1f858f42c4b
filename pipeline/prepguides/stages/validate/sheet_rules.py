"""Whether a worksheet can be filled in: each field has what its kind is made of, and all of them fit their page."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.content.practice import Worksheet
from ...model.library import Library
from ...model.source import Loc
from ...text.handwriting import ATTEMPT_LINES, SHEET_LINES, lines_for, lines_of, lines_on, words_of
from .finding import Finding

_NEEDED = {
    "choice": ("options", "there is nothing to tick", "options: [Strong hire, Hire, No hire]"),
    "table": ("columns", "there is nothing to write in", "columns: [What I did, What came of it]"),
}
"""By kind of field, what it cannot be without, why, and how it is written."""
_KINDS_OF = {"options": ("choice", "scale"), "columns": ("table",), "rows": ("table",)}
"""By what a field may have, the kinds that print it."""
_ENDS = 2
"""Of a scale."""


def field_problems(sheet: Worksheet, library: Library) -> Iterator[Finding]:
    """Fields without what they print, and with what they do not."""
    for index, field in enumerate(sheet.fields):
        loc: Loc = ("fields", index)
        if field.kind in _NEEDED:
            name, why, example = _NEEDED[field.kind]
            if not getattr(field, name):
                yield Finding("PG201", (*loc, "kind"), f'missing field "{name}": {why}', f"for example {example}")
        for name, kinds in _KINDS_OF.items():
            if getattr(field, name) and field.kind not in kinds:
                message = f"{name}: not printed, for the field is of kind {field.kind}"
                yield Finding("PG204", (*loc, name), message, f"it is for kind: {' and kind: '.join(kinds)}")
        if field.kind == "scale" and len(field.options) not in (0, _ENDS):
            yield Finding(
                "PG203", (*loc, "options"), f"options: {len(field.options)} of {_ENDS}", "they are the words at a scale's two ends"
            )


def room_to_write(sheet: Worksheet, library: Library) -> Iterator[Finding]:
    """A line for more words than one holds, and more lines than a page holds: reported at the field that takes most of them."""
    for index, field in enumerate(sheet.fields):
        if field.kind == "line" and lines_for(words_of(field)) > 1:
            yield Finding(
                "PG327", ("fields", index, "words"), f"{field.words} words do not fit one line", "expect fewer words, or use kind: lines"
            )
    total = lines_on(sheet)
    if total > SHEET_LINES:
        largest = max(range(len(sheet.fields)), key=lambda index: lines_of(sheet.fields[index]))
        loc: Loc = ("fields", largest, "words") if sheet.fields[largest].words else ("fields", largest)
        message = f"{total:.1f} lines of writing, where a page holds {SHEET_LINES}"
        yield Finding("PG327", loc, message, f"{_shares(sheet)}: expect fewer words, or drop a field")


def _shares(sheet: Worksheet) -> str:
    """What each field takes, as a sum."""
    lines = " + ".join(f"{lines_of(field):.1f}" for field in sheet.fields)
    attempts = f" + {ATTEMPT_LINES} for two attempts" if sheet.interview_types else ""
    return f"its fields take {lines}{attempts}"
