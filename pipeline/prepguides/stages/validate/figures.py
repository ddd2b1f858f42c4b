"""A case's figures: numbers of its words, worked again from the cells of its exhibits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...model.content.interviews import CaseScenario, Exhibit, Figure
from ...model.diagnostic import nearest
from ...model.library import Library
from ...model.source import Spot
from ...text.arithmetic import evaluate
from ...text.numbers import NUMBER, ROUNDING, half_digit, is_number, number_of, shown, slack_of
from .finding import Finding

_CELL = re.compile(r"<([^<>]*)>")
_CELL_NAME = re.compile(r"CELL(\d+)")
"""What a cell is called while its calculation is worked; names of figures are lowercase."""


def figure_problems(case: CaseScenario, library: Library) -> Iterator[Finding]:
    """Numbers of the case's words, worked again from the cells, and exhibits that none of them rests on."""
    if any(len(row) != len(exhibit.columns) for exhibit in case.exhibits for row in exhibit.rows):
        return
    sheet, results = _Sheet(case.exhibits), dict[str, float]()
    texts = dict(_texts(case))
    said = {figure.says for figure in case.figures}
    for f, figure in enumerate(case.figures):
        loc: Spot = ("figures", f)
        cell = _CELL.fullmatch(figure.says)
        numbers = list(NUMBER.finditer(figure.says))
        if not cell and len(numbers) != 1:
            hint = "quote words with one number in figures: fell by 90,000"
            yield Finding("PG315", (*loc, "says"), f"{len(numbers)} numbers where one is checked", hint)
            continue
        field = "calc"
        try:
            result = sheet.work(figure.calc, results)
            field = "says"
            target = sheet.find(cell) if cell else None
        except _Unworkable as problem:
            yield Finding("PG315", (*loc, field, *problem.words), problem.message, problem.hint)
            sheet.used.update(exhibit.id for exhibit in case.exhibits)  # what it was meant to rest on is not known
            continue
        if figure.id:
            results[figure.id] = result
        if target is None:
            yield from _said(figure, numbers[0], result, texts, said, loc)
        elif abs(target.number - result) > target.slack + ROUNDING:
            message = f"{shown(target.number)}, where other cells give {shown(result)}"
            yield Finding("PG315", target.spot, message, _worked(figure, result))
    for e, exhibit in enumerate(case.exhibits):
        if exhibit.id not in sheet.used:
            message = f'no figure rests on the exhibit "{exhibit.id}"'
            yield Finding(
                "PG316", ("exhibits", e, "id"), message, "name under figures: the numbers of the facts and the solution that come from it"
            )


def _texts(case: CaseScenario) -> Iterator[tuple[Spot, str]]:
    """All words of the case in which a figure may stand."""
    yield ("setting",), case.setting
    yield ("prompt",), case.prompt
    yield from ((("facts_given", index), text) for index, text in enumerate(case.facts_given))
    for index, held in enumerate(case.facts_held_back):
        yield ("facts_held_back", index, "ask"), held.ask
        yield ("facts_held_back", index, "fact"), held.fact
    yield from ((("solution_path", index), text) for index, text in enumerate(case.solution_path))
    yield from ((("exhibits", index, "note"), exhibit.note) for index, exhibit in enumerate(case.exhibits) if exhibit.note)


def _said(figure: Figure, number: re.Match[str], result: float, texts: dict[Spot, str], said: set[str], loc: Spot) -> Iterator[Finding]:
    """The figure where it stands, or where its words stand with another number, or its words when they stand nowhere."""
    start, end = number.span("digits")
    words = re.compile(_spaced(figure.says[:start]) + r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?!\w|[.,]\d)" + _spaced(figure.says[end:]))
    standing = [(place, found) for place, text in texts.items() for found in words.finditer(text)]
    own = [(place, found) for place, found in standing if found["digits"] == number["digits"]]
    others = [(place, found) for place, found in standing if " ".join(found[0].split()) not in said]
    for place, found in own or others[:1]:
        if abs(abs(result) - number_of(found["digits"])) > slack_of(number, found["digits"]) + ROUNDING:
            message = f"“{found['digits']}” in “{' '.join(found[0].split())}”, where the exhibits give {shown(result)}"
            yield Finding("PG315", (*place, range(*found.span("digits"))), message, _worked(figure, result))
        elif not own:
            message = f"the case says “{' '.join(found[0].split())}” now"
            yield Finding("PG315", (*loc, "says"), message, "quote it as it stands")
    if not own and not others:
        yield Finding(
            "PG315", (*loc, "says"), f"“{figure.says}” stands nowhere in the case", "quote the words as they stand in a fact or a step"
        )


def _worked(figure: Figure, result: float) -> str:
    """A hint that fits a line or two."""
    calc = figure.calc if len(figure.calc) <= 160 else f"{figure.calc[:160]}…"
    return f"{calc} is {shown(result)}"


def _spaced(words: str) -> str:
    """A pattern for words whose lines may break elsewhere."""
    return r"\s+".join(map(re.escape, re.split(r"\s+", words)))


class _Unworkable(Exception):
    """A calculation that cannot be worked: which characters of it, why, what to do."""

    def __init__(self, message: str, hint: str = "", *words: range) -> None:
        self.message, self.hint, self.words = message, hint, words


@dataclass(frozen=True)
class _Cell:
    """A cell's number, how far it may be rounded, and where it stands in the case."""

    number: float
    slack: float
    spot: Spot


class _Sheet:
    """The cells of a case's exhibits by their labels; remembers which exhibits were used."""

    def __init__(self, exhibits: Sequence[Exhibit]) -> None:
        self.exhibits = exhibits
        self.used: set[str] = set()

    def work(self, calc: str, results: dict[str, float]) -> float:
        """The value of a calculation over cells and earlier results."""
        cells = list(_CELL.finditer(calc))
        names = dict(results)
        for index, cell in enumerate(cells):
            names[f"CELL{index}"] = self.find(cell).number
        numbered = iter(range(len(cells)))
        try:
            return evaluate(_CELL.sub(lambda _: f"CELL{next(numbered)}", calc), names)
        except ValueError as error:
            raise _Unworkable(_CELL_NAME.sub(lambda match: cells[int(match[1])][0], str(error)), "write cells as <row | column>") from None

    def find(self, cell: re.Match[str]) -> _Cell:
        """The one cell of these labels."""
        parts = [part.strip() for part in cell[1].split("|")]
        words = range(*cell.span())
        if len(parts) not in (2, 3):
            raise _Unworkable(f"{cell[0]} names no cell", "write <row | column>, or <exhibit | row | column>", words)
        *ids, row, column = parts
        asked = [exhibit for exhibit in self.exhibits if not ids or exhibit.id == ids[0]]
        if not asked:
            raise _Unworkable(f'no exhibit "{ids[0]}"', nearest(ids[0], [exhibit.id for exhibit in self.exhibits]), words)
        for label, known in (
            (row, [str(line[0]) for exhibit in asked for line in exhibit.rows]),
            (column, [name for exhibit in asked for name in exhibit.columns[1:]]),
        ):
            if label not in known:
                raise _Unworkable(f'no row or column "{label}"', nearest(label, known) or f"there are {', '.join(known)}", words)
        found = [
            (exhibit.id, ("exhibits", self.exhibits.index(exhibit), "rows", r, c), line[c])
            for exhibit in asked
            for r, line in enumerate(exhibit.rows)
            for c, name in enumerate(exhibit.columns)
            if c and name == column and str(line[0]) == row
        ]
        if len(found) != 1:
            raise _Unworkable(f"{len(found)} cells are {cell[0]}", "say which exhibit: <exhibit | row | column>" if found else "", words)
        id, spot, value = found[0]
        if not is_number(value):
            raise _Unworkable(f"{cell[0]} holds “{value}”, not a number", "", words)
        self.used.add(id)
        return _Cell(float(value), half_digit(value) or 0.5, spot)
