"""An exhibit by itself: its cells, its totals, its alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations, zip_longest

from ...model.content.interviews import CaseScenario, Exhibit
from ...model.library import Library
from ...model.source import Spot
from ...text.numbers import NUMBER, ROUNDING, half_digit, is_number, number_of, shown, slack_of
from .finding import Finding

_TOTAL = re.compile(
    r"^(?:all|both|overall|sum)(?: (?:two|three|four|five|six|seven|eight|\d+))?(?: \(\d+\))?$|^total\b|\btogether$", re.IGNORECASE
)
_RATE = re.compile(r"%|\b(?:per|each|rate|ratio|share|average|mean|median|score|price|seconds?|minutes?|hours?|days?|age)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:share|percent|%) of (?:the )?(?:total|whole|all)\b|^share(?:, %| in %| \(%\))?$", re.IGNORECASE)
"""Columns that divide a whole. Other shares ("share of seats that are shift trips") need not come to 100."""
LEAST_OF_LINES = 3
"""Columns: what the lines are called, and two points of each."""


def exhibit_problems(case: CaseScenario, library: Library) -> Iterator[Finding]:
    """Rows that do not fit their columns, totals that do not add up, words that the cells do not bear out."""
    for e, exhibit in enumerate(case.exhibits):
        for rule in (_cells, _points, _totals, _whole, _funnel, _retention, _alt):
            for found in rule(exhibit):
                yield found._replace(spot=("exhibits", e, *found.spot))


def _cells(exhibit: Exhibit) -> Iterator[Finding]:
    for r, row in enumerate(exhibit.rows):
        if len(row) != len(exhibit.columns):
            yield Finding("PG310", ("rows", r), f"{len(row)} cells under {len(exhibit.columns)} columns", _of_commas(row, exhibit))
        elif exhibit.chart != "table" and any(not is_number(cell) for cell in row[1:]):
            yield Finding("PG310", ("rows", r), f"a {exhibit.chart} chart is drawn from numbers", 'write 1200, and the unit under "unit:"')


def _points(exhibit: Exhibit) -> Iterator[Finding]:
    """A row is a line over the columns after the first, which a table with a row for each week has only one of."""
    if exhibit.chart in ("lines", "retention") and len(exhibit.columns) < LEAST_OF_LINES:
        message = "each row is a line over the columns after the first, so each has one point"
        hint = "write a column for each point and a row for each line: columns: [Shop, Week 1, Week 2, Week 3]; or use chart: bars"
        yield Finding("PG310", ("columns",), message, hint)


def _of_commas(row: Sequence[str | float], exhibit: Exhibit) -> str:
    """What to do about cells that a comma has parted: between the digits of a number, `[September, 1,120]`, or in a text."""
    if len(row) < len(exhibit.columns):
        return ""
    for before, after in pairwise(row):
        if _is_whole(before, 1) and _is_whole(after, 100):
            return f"write {float(before):.0f}{float(after):.0f} for {float(before):.0f},{float(after):.0f}: a comma begins another cell"
    return "a comma begins another cell: write numbers without one, and quote text that holds one"


def _is_whole(cell: str | float, least: int) -> bool:
    """Whether it is a whole number of at most three digits, and no less than that."""
    return is_number(cell) and float(cell).is_integer() and least <= float(cell) < 1000


def _totals(exhibit: Exhibit) -> Iterator[Finding]:
    """A row called a total is the sum of the rows above it, a column the sum of those before it; of rates it may be an average."""
    for r, row in enumerate(exhibit.rows):
        if _TOTAL.search(str(row[0])):
            for c in range(1, min(len(row), len(exhibit.columns))):
                parts = [above[c] for above in exhibit.rows[:r] if c < len(above) and not _TOTAL.search(str(above[0]))]
                rate = _is_rate(exhibit, exhibit.columns[c])
                yield from _total(row[c], parts, ("rows", r, c), f"the rows above “{row[0]}”", rate=rate)
    for c, column in enumerate(exhibit.columns):
        if _TOTAL.search(column):
            for r, row in enumerate(exhibit.rows):
                if c < len(row):
                    yield from _total(row[c], row[1:c], ("rows", r, c), f"the cells before “{column}”", rate=_is_rate(exhibit, str(row[0])))


def _is_rate(exhibit: Exhibit, label: str) -> bool:
    return bool(exhibit.unit.startswith("%") or _RATE.search(label))


def _total(cell: str | float, parts: Sequence[str | float], loc: Spot, what: str, *, rate: bool) -> Iterator[Finding]:
    if len(parts) < 2 or not all(map(is_number, (cell, *parts))):
        return
    numbers = [float(part) for part in parts]
    total, slack = float(cell), sum(map(half_digit, (cell, *parts))) + ROUNDING
    if abs(sum(numbers) - total) > slack and not (rate and min(numbers) <= total <= max(numbers)):
        yield Finding(
            "PG310",
            loc,
            f"{what} add up to {shown(sum(numbers))}, not {shown(total)}",
            "correct a cell, or call the average an average",
        )


def _whole(exhibit: Exhibit) -> Iterator[Finding]:
    for c, column in enumerate(exhibit.columns):
        if c and _WHOLE.search(column):
            cells = [row[c] for row in exhibit.rows if c < len(row) and not _TOTAL.search(str(row[0]))]
            if all(map(is_number, cells)) and abs(sum(map(float, cells)) - 100) > max(0.5, sum(map(half_digit, cells))) + ROUNDING:
                message = f"the column comes to {shown(sum(map(float, cells)))}%, not 100%"
                yield Finding("PG310", ("columns", c), message, "correct a cell, or say what the shares are of")


def _funnel(exhibit: Exhibit) -> Iterator[Finding]:
    if exhibit.chart != "funnel":
        return
    for r, (before, row) in enumerate(zip(exhibit.rows, exhibit.rows[1:], strict=False), 1):
        for c in range(1, min(len(row), len(before))):
            if is_number(row[c]) and is_number(before[c]) and float(row[c]) > float(before[c]):
                message = f"{shown(float(row[c]))} of {shown(float(before[c]))}: a funnel does not widen"
                yield Finding("PG310", ("rows", r, c), message, "each step counts those who also passed the steps above it")


def _retention(exhibit: Exhibit) -> Iterator[Finding]:
    """Percentages of those who were there at the start."""
    if exhibit.chart != "retention" or not exhibit.unit.startswith("%"):
        return
    for r, row in enumerate(exhibit.rows):
        for c, (column, cell) in enumerate(zip(exhibit.columns, row, strict=False)):
            whole = column.endswith(" 0")
            if c and is_number(cell) and (float(cell) > 100 or (whole and float(cell) != 100)):
                wanted = f"{column} is the start, 100%" if whole else "at most 100% are left"
                yield Finding("PG310", ("rows", r, c), f"{shown(float(cell))}%, but {wanted}", "correct the cell, or the unit")


def _alt(exhibit: Exhibit) -> Iterator[Finding]:
    told = _told_by(exhibit)
    for match in NUMBER.finditer(exhibit.alt):
        if not any(abs(number_of(match["digits"]) - number) <= slack_of(match) for number in told):
            message = f'"{match["digits"]}" follows from no row of the exhibit'
            yield Finding("PG310", ("alt", range(*match.span("digits"))), message, "say what the rows say; write small counts as words")


def _told_by(exhibit: Exhibit) -> set[float]:
    """The numbers that an exhibit shows, the totals of its rows and columns, and how two numbers of a row compare."""
    words = [exhibit.title, exhibit.unit, *exhibit.columns, *(cell for row in exhibit.rows for cell in row)]
    told = {number_of(match["digits"]) for word in words for match in NUMBER.finditer(str(word))}
    rows = [[float(cell) for cell in row[1:] if is_number(cell)] for row in exhibit.rows]
    told.update(sum(numbers) for numbers in (*rows, *zip_longest(*rows, fillvalue=0.0)))
    for numbers in rows:
        told.update(one - other for one, other in permutations(numbers, 2))
        told.update(one / other for one, other in permutations(numbers, 2) if other)
        told.update(100 * one / other for one, other in permutations(numbers, 2) if other)
    return told
