"""What is replayed is what would have been calculated, to the last bit, or it is not replayed at all."""

from __future__ import annotations

import struct
from collections.abc import Callable
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepguides.stages.typeset.patches.traced_numbers import Trace

NUMBERS = st.floats(allow_nan=False, width=64) | st.integers(-100, 100)
OPERATIONS: list[Callable[[Any, Any], Any]] = [
    lambda x, y: x + y, lambda x, y: y + x, lambda x, y: x - y, lambda x, y: y - x, lambda x, y: x * y, lambda x, y: y * x,
    lambda x, y: -x, max, lambda x, y: min(y, x), lambda x, y: x + 2 if x < y else y, lambda x, y: y - 2 if x >= y else x,
    lambda x, y: x + 1 if x == y else x - 1, lambda x, y: x + 1 if x else y, lambda x, y: x / 3, lambda x, y: x // 7, lambda x, y: x + x,
    lambda x, y: y if x != "auto" else x, lambda x, y: x if y <= x else x * 2, lambda x, y: y * 3 if y > x else x,
]  # fmt: skip
PROGRAMS = st.lists(st.tuples(st.sampled_from(OPERATIONS), NUMBERS), max_size=12)


def ran(program: list[tuple[Callable[[Any, Any], Any], float]], number: Any) -> Any:
    for operation, operand in program:
        number = operation(number, operand)
    return number


def bits(number: float) -> bytes:
    return struct.pack("d", number)


@given(PROGRAMS, NUMBERS, NUMBERS)
def test_a_replay_is_what_a_run_would_give(program: list[Any], first: float, second: float) -> None:
    watch = Trace(first)
    made = ran(program, watch.number)
    assert bits(ran(program, first)) == bits(getattr(made, "plain", made))
    again = watch.replay(first)
    assert again is not None, "what was done can always be done again"
    replay = watch.replay(second)
    if replay is not None:
        assert bits(replay.value(made)) == bits(ran(program, second))


def test_a_number_that_crosses_a_limit_is_not_replayed() -> None:
    watch = Trace(10.0)
    assert [watch.number + 2 > limit for limit in (3, 11, 12, 20, 50)] == [True, True, False, False, False]
    assert watch.replay(9.5) is not None
    assert watch.replay(9.0) is None, "11 is not more than 11"
    assert watch.replay(10.5) is None, "12.5 is more than 12"


def test_questions_that_others_imply_are_not_kept() -> None:
    watch = Trace(0.0)
    for limit in range(1000):
        assert watch.number < limit + 1
        assert not watch.number > limit + 1
    assert len(watch._asked) == 2


@pytest.mark.parametrize("use", [float, int, round, hash, abs, str.join, lambda number: [0][number], lambda number: number**2])
def test_whatever_is_no_calculation_is_refused(use: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError):
        use(Trace(1.0).number)


def test_infinity_and_no_number_are_numbers_too() -> None:
    watch = Trace(inf)
    assert not (watch.number - inf > 0)
    assert watch.replay(inf) is not None
    assert watch.replay(nan) is not None
