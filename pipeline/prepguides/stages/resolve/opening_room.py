"""How many lines to write on stand below the question that opens an interview type's part.

Its page is filled by what is said above the question; lines are estimated as the base theme sets them. Where too few are left, the question
is overleaf and has a page of its own. In large print that page has room for fewer lines the longer the question is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ...model.content.interviews import InterviewType
from ...model.sheet import BLOCK_HEIGHT, FOOTER, HEADER, WRITE_GAP
from ...text.markdown import plain
from ...text.sentences import opening

FEWEST, OVERLEAF = 5, 18
"""Lines: what is worth writing on, and what a page of its own has room for."""
_PAGE = BLOCK_HEIGHT - HEADER - FOOTER
"""Millimeters of the text on a page."""
_COLUMNS = 3
"""Of stages."""


@dataclass(frozen=True)
class _Measures:
    """A layout's measures, in millimeters and in characters a line."""

    prompt: float
    """The height of a line of each size; …"""
    text: float
    note: float
    prompt_length: int
    """… and the characters of one: over the page, …"""
    text_length: int
    """… of what the interview is for, …"""
    stage_length: int
    """… and in one of three columns of stages."""
    space: float
    """Between what is said."""
    title: float
    """The part's title, …"""
    clock: float
    """… its time map, …"""
    margins: float
    """… and all that is empty around the question."""
    gap: float
    """Between ruled lines."""


_STANDARD = _Measures(
    prompt=6.62, text=5.29, note=4.23, prompt_length=72, text_length=62, stage_length=36, space=2.65, title=18.5, clock=14, margins=23,
    gap=WRITE_GAP,
)  # fmt: skip
_LARGE = _Measures(
    prompt=8.38, text=6.7, note=5.47, prompt_length=56, text_length=64, stage_length=27, space=3.35, title=18.5, clock=18, margins=36,
    gap=9,
)  # fmt: skip
_LARGE_PANEL = 25
"""In large print: millimeters around the question on a page of its own; …"""
_SCORED_LENGTH, _NAME_LENGTH = 80, 30
"""… the characters of a line that says what is scored, and those that a name of it takes."""


def cold_lines(type: InterviewType) -> int:
    """The lines that the page of a type's opener has left, or those of the next page."""
    purpose, scored = _purpose(type, _STANDARD), (len(type.competencies) + 2) * _STANDARD.note
    left = _left(type, _STANDARD, max(purpose, scored), [stage.goal for stage in type.stages])
    return min(left, OVERLEAF) if left >= FEWEST else OVERLEAF


def cold_lines_large(type: InterviewType) -> int:
    """The same in large print, where what is scored stands below the interview's purpose, and of a stage's goal the first sentence."""
    scored = math.ceil(len(type.competencies) * _NAME_LENGTH / _SCORED_LENGTH) * _LARGE.note + _LARGE.space
    left = _left(type, _LARGE, _purpose(type, _LARGE) + scored, [opening(stage.goal) for stage in type.stages])
    overleaf = math.floor((_PAGE - _LARGE_PANEL - _question(type, _LARGE)) / _LARGE.gap)
    return min(left if left >= FEWEST else max(overleaf, FEWEST), OVERLEAF)


def _left(type: InterviewType, of: _Measures, told: float, goals: list[str]) -> int:
    """The lines that the opener's own page has room for below the question."""
    measures = _lines(type.measures, of.prompt_length) * of.prompt
    stages = [
        _lines(f"{stage.minutes} {stage.name}. {goal}", of.stage_length) * of.note + of.space / 2
        for stage, goal in zip(type.stages, goals, strict=True)
    ]
    rows = sum(max(stages[at : at + _COLUMNS]) for at in range(0, len(stages), _COLUMNS))
    return math.floor((_PAGE - of.title - measures - told - of.clock - rows - _question(type, of) - of.margins) / of.gap)


def _purpose(type: InterviewType, of: _Measures) -> float:
    return sum(_lines(paragraph, of.text_length) * of.text + of.space for paragraph in type.purpose.split("\n\n"))


def _question(type: InterviewType, of: _Measures) -> float:
    """It stands in a panel, which is a little narrower than the page."""
    return _lines(type.cold_open, of.prompt_length - 4) * of.prompt


def _lines(text: str, length: int) -> int:
    return math.ceil(len(plain(text)) / length)
