"""How much room handwriting needs. All widths are in millimeters; how far lines are apart, a theme says (`Theme.write_gap`)."""

from __future__ import annotations

import math

from ..model.content.practice import Worksheet, WorksheetField
from ..model.sheet import BLOCK_WIDTH

SHEET_LINES = 21.2
"""Ruled lines that a worksheet's page holds below its title and purpose."""
ATTEMPT_LINES = 2.7
"""Lines that an answer sheet's strip for two attempts takes."""
LINE_WORDS, BOX_WORDS = 5, 27
"""Words that a field has room for when it does not say: about a line, and a box of five."""
CAPTION_LENGTH = 112
"""Characters of a caption line."""
HEAD_LENGTH = 90
"""Characters of a table's head in one line, over all columns."""


def lines_for(words: int, width: float = BLOCK_WIDTH) -> int:
    """Ruled lines for so many words: 6 × words ÷ (5 × width in inches), at least one: a loose hand writes five words in six inches."""
    return max(1, math.ceil(6 * words / (5 * width / 25.4)))


def words_of(field: WorksheetField) -> int:
    """The words that a field has room for: those that it asks for, else a line's, and in a box those of a few lines to draw in."""
    return field.words or (BOX_WORDS if field.kind == "box" else LINE_WORDS)


def lines_of(field: WorksheetField) -> float:
    """Lines that a field takes on its page, its caption included; a caption's line is half a ruled one."""
    length = len(field.label) + len(field.help or "") + len(field.example or "")
    caption = 0.2 + 0.5 * math.ceil(length / CAPTION_LENGTH)
    if field.kind == "table":
        wide = any(len(column) > HEAD_LENGTH / max(1, len(field.columns)) for column in field.columns)
        return caption + max(len(field.rows), 1) + (1.2 if wide else 0.7)
    if field.kind in ("line", "lines", "box"):
        return caption + lines_for(words_of(field))
    return caption + 0.8


def lines_on(sheet: Worksheet) -> float:
    """Lines that the whole worksheet takes. One for an interview type is an answer sheet, with a strip for two attempts."""
    return sum(lines_of(field) for field in sheet.fields) + (ATTEMPT_LINES if sheet.interview_types else 0)
