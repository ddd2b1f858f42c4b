"""How many lines to write on stand below the question that opens an interview type's part.

Its page is filled by what is said above the question; lines are estimated as the base theme sets them. Where too few are left, the question
is overleaf and has a page of its own.
"""

from __future__ import annotations

import math

from ...model.content.interviews import InterviewType
from ...model.sheet import BLOCK_HEIGHT, FOOTER, HEADER, WRITE_GAP
from ...text.markdown import plain

FEWEST, OVERLEAF = 5, 18
"""Lines: what is worth writing on, and what a page of its own has room for."""
_PAGE = BLOCK_HEIGHT - HEADER - FOOTER
"""Millimeters of the text on a page."""
_PROMPT, _TEXT, _NOTE = 6.62, 5.29, 4.23
"""Millimeters of a line of each size; …"""
_PROMPT_LENGTH, _TEXT_LENGTH, _STAGE_LENGTH = 72, 62, 36
"""… and the characters of one: over the page, in the column of text, in one of three columns of stages."""
_SPACE = 2.65
"""Millimeters between what is said."""
_TITLE, _CLOCK, _MARGINS = 18.5, 14.0, 23.0
"""Millimeters of the part's title, of its time map, and of all that is empty around the question."""


def cold_lines(type: InterviewType) -> int:
    """The lines that the page of a type's opener has left, or those of the next page."""
    measures = _lines(type.measures, _PROMPT_LENGTH) * _PROMPT
    purpose = sum(_lines(paragraph, _TEXT_LENGTH) * _TEXT + _SPACE for paragraph in type.purpose.split("\n\n"))
    scored = (len(type.competencies) + 2) * _NOTE
    stages = [_lines(f"{stage.minutes} {stage.name}. {stage.goal}", _STAGE_LENGTH) * _NOTE + _SPACE / 2 for stage in type.stages]
    rows = sum(max(stages[at : at + 3]) for at in range(0, len(stages), 3))
    question = _lines(type.cold_open, _PROMPT_LENGTH - 4) * _PROMPT
    left = math.floor((_PAGE - _TITLE - measures - max(purpose, scored) - _CLOCK - rows - question - _MARGINS) / WRITE_GAP)
    return min(left, OVERLEAF) if left >= FEWEST else OVERLEAF


def _lines(text: str, length: int) -> int:
    return math.ceil(len(plain(text)) / length)
