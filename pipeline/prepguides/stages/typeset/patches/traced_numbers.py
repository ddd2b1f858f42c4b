"""A number that writes down what is done with it, to answer later: would another number have had the same consequences?

A function that takes a number and may only calculate with it and compare it depends on it through the outcomes of the
comparisons alone. When all of them, calculated again for another number, come out as they did, then the function would do the
same once more, and what it returned, calculated again, is what it would return. Calculating again repeats the very operations on
floats in their order, so "the same" is to the last bit.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

from ..untyped import Value

Binary = Callable[[Value, Value], Value]


class Trace:
    """What was calculated from one number, and what was asked of it."""

    def __init__(self, start: float) -> None:
        self._steps: list[tuple[Binary, Value, Value]] = []
        """Operation and operands; an operand that is a `Watched` stands for the step of its index."""
        self._known: dict[tuple[Value, ...], TracedNumber] = {}
        self._asked: dict[tuple[Value, ...], tuple[Binary, Value, Value, bool]] = {}
        self.number = TracedNumber(self, start, -1)

    def step(self, operation: Binary, left: Value, right: Value) -> TracedNumber:
        """The result of an operation, remembered once however often it is done."""
        key = (operation, _name(left), _name(right))
        known = self._known.get(key)
        if known is None:
            value = operation(_plain(left), _plain(right))
            known = self._known[key] = TracedNumber(self, value, len(self._steps))
            self._steps.append((operation, left, right))
        return known

    def ask(self, question: Binary, left: Value, right: Value) -> bool:
        """The answer to a comparison. Of those with the same left side, the closest one of each answer implies all others."""
        answer = bool(question(_plain(left), _plain(right)))
        ordered = question not in {operator.eq, operator.ne} and not isinstance(right, TracedNumber)
        key = (question, _name(left), answer) if ordered else (question, _name(left), _name(right), answer)
        before = self._asked.get(key)
        if before is None or (ordered and _is_closer(question, right, before[2], answer)):
            self._asked[key] = (question, left, right, answer)
        return answer

    def replay(self, start: float) -> Replay | None:
        """All that was calculated, for another number; None where that number would have been answered otherwise."""
        replay = Replay(self._steps, start)
        for question, left, right, answer in self._asked.values():
            if bool(question(replay.value(left), replay.value(right))) != answer:
                return None
        return replay


class Replay:
    """The steps of a watch, taken from another number; each when it is wanted."""

    def __init__(self, steps: list[tuple[Binary, Value, Value]], start: float) -> None:
        self._steps = steps
        self._values: dict[int, Value] = {-1: start}

    def value(self, operand: Value) -> Value:
        """What an operand is now; a plain number is itself."""
        if type(operand) is not TracedNumber:
            return operand
        index = operand.index
        if index not in self._values:
            operation, left, right = self._steps[index]
            self._values[index] = operation(self.value(left), self.value(right))
        return self._values[index]


def _is_closer(question: Binary, new: Value, old: Value, answer: bool) -> bool:
    """Whether "x < new" says more than "x < old" does, both being so, or neither; likewise with the other comparisons."""
    smaller_says_more = (question in {operator.lt, operator.le}) == answer
    return bool(new < old if smaller_says_more else new > old)


def _name(operand: Value) -> Value:
    return (operand.index,) if type(operand) is TracedNumber else operand


def _plain(operand: Value) -> Value:
    return operand.plain if type(operand) is TracedNumber else operand


def _forward(operation: Binary) -> Value:
    return lambda self, other: self.watch.step(operation, self, other)


def _reflected(operation: Binary) -> Value:
    return lambda self, other: self.watch.step(operation, other, self)


def _question(operation: Binary) -> Value:
    return lambda self, other: self.watch.ask(operation, self, other)


class TracedNumber:
    """A number under watch. It calculates and compares; it is no float, so whatever else is tried with it raises TypeError."""

    __slots__ = ("index", "plain", "watch")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, watch: Trace, plain: float, index: int) -> None:
        self.watch, self.plain, self.index = watch, plain, index

    __add__, __radd__ = _forward(operator.add), _reflected(operator.add)
    __sub__, __rsub__ = _forward(operator.sub), _reflected(operator.sub)
    __mul__, __rmul__ = _forward(operator.mul), _reflected(operator.mul)
    __truediv__, __rtruediv__ = _forward(operator.truediv), _reflected(operator.truediv)
    __floordiv__, __rfloordiv__ = _forward(operator.floordiv), _reflected(operator.floordiv)
    __lt__, __le__ = _question(operator.lt), _question(operator.le)
    __gt__, __ge__ = _question(operator.gt), _question(operator.ge)

    def __neg__(self) -> TracedNumber:
        return self.watch.step(operator.mul, self, -1)

    def __eq__(self, other: object) -> bool:
        """Words such as "auto" are no number, whatever the number."""
        return isinstance(other, int | float | TracedNumber) and self.watch.ask(operator.eq, self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __bool__(self) -> bool:
        return self.watch.ask(operator.ne, self, 0)
