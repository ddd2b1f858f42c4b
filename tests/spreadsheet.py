"""What the formulas of a workbook come to: as much as score sheets need. LibreOffice checks it in a slow test."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Value = Any
"""A number, a text, or None for an empty cell; openpyxl has no types."""
_CELL = re.compile(r"^(?:'((?:[^']|'')*)'!)?([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$")
_TOKEN = re.compile(r"""\s*("[^"]*"|(?:'(?:[^']|'')*'!)?[A-Z]+\d+(?::[A-Z]+\d+)?|[A-Z]+(?=\()|\d+(?:\.\d+)?|>=|<=|<>|[=<>()+*/,-])""")


def value_of(workbook: Value, sheet: str, cell: str) -> Value:
    """The value of a cell, worked out anew. ZeroDivisionError and KeyError for what a spreadsheet would show as an error."""
    found = workbook[sheet][cell]
    return _Formula(workbook, sheet, found.value[1:]).value() if found.data_type == "f" else found.value


class _Formula:
    """Reads a formula from the left; what IF does not choose is read and not worked out."""

    def __init__(self, workbook: Value, sheet: str, text: str) -> None:
        self._workbook, self._sheet = workbook, sheet
        self._tokens = _TOKEN.findall(text)
        assert "".join(self._tokens) == text.replace(" ", "") or '"' in text or "'" in text, text
        self._at = 0

    def value(self) -> Value:
        found = self._comparison()()
        assert self._at == len(self._tokens), self._tokens[self._at :]
        return found[0] if isinstance(found, list) and len(found) == 1 else found

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        self._at += 1
        return str(self._tokens[self._at - 1])

    def _comparison(self) -> Callable[[], Value]:
        left = self._product()
        if self._peek() not in ("=", ">="):
            return left
        sign, right = self._take(), self._product()
        return lambda: _pairwise(left(), right(), _same if sign == "=" else lambda one, other: (one or 0) >= (other or 0))

    def _product(self) -> Callable[[], Value]:
        found = self._atom()
        while self._peek() in ("*", "/"):
            found = self._multiplied(found, self._take(), self._atom())
        return found

    @staticmethod
    def _multiplied(left: Callable[[], Value], sign: str, right: Callable[[], Value]) -> Callable[[], Value]:
        if sign == "/":
            return lambda: left() / right()
        return lambda: _pairwise(left(), right(), lambda one, other: (one or 0) * (other or 0))

    def _atom(self) -> Callable[[], Value]:
        token = self._take()
        if token == "(":
            inside = self._comparison()
            assert self._take() == ")"
            return inside
        if token.startswith('"'):
            return lambda: token[1:-1]
        if self._peek() == "(" and token.isalpha():
            return self._call(token)
        if place := _CELL.match(token):
            return lambda: self._cells(place)
        return lambda: float(token)

    def _call(self, name: str) -> Callable[[], Value]:
        assert self._take() == "("
        given = [self._comparison()]
        while self._take() == ",":
            given.append(self._comparison())
        if name == "IF":
            return lambda: given[1]() if given[0]() else given[2]()
        return lambda: _FUNCTIONS[name](*(one() for one in given))

    def _cells(self, place: re.Match[str]) -> Value:
        sheet = place[1].replace("''", "'") if place[1] else self._sheet
        if not place[4]:
            return value_of(self._workbook, sheet, f"{place[2]}{place[3]}")
        return [value_of(self._workbook, sheet, f"{place[2]}{row}") for row in range(int(place[3]), int(place[5]) + 1)]


def _same(one: Value, other: Value) -> bool:
    """Texts alike in large and small letters; an empty cell is an empty text."""
    left, right = ("" if value is None else value for value in (one, other))
    return bool(str(left).casefold() == str(right).casefold() if isinstance(left, str) or isinstance(right, str) else left == right)


def _pairwise(left: Value, right: Value, work: Callable[[Value, Value], Value]) -> Value:
    if not isinstance(left, list) and not isinstance(right, list):
        return work(left, right)
    length = len(left) if isinstance(left, list) else len(right)
    rows = (one if isinstance(one, list) else [one] * length for one in (left, right))
    return [work(one, other) for one, other in zip(*rows, strict=True)]


def _numbers(values: Value) -> list[float]:
    return [value for value in (values if isinstance(values, list) else [values]) if isinstance(value, int | float)]


def _sum_if(tested: list[Value], criterion: str, summed: list[Value]) -> float:
    assert criterion == ">0"
    return float(sum(amount for value, amount in zip(tested, summed, strict=True) if isinstance(value, int | float) and value > 0))


_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "AND": lambda *given: all(given),
    "OR": lambda *given: any(given),
    "N": lambda value: value if isinstance(value, int | float) else 0,
    "COUNT": lambda values: len(_numbers(values)),
    "MIN": lambda values: min(_numbers(values), default=0),
    "SUMIF": _sum_if,
    "SUMPRODUCT": lambda *given: sum(given[0]) if len(given) == 1 else sum((a or 0) * (b or 0) for a, b in zip(*given, strict=True)),
}
