"""Keys are worked with arithmetic, and with nothing else that Python can do."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prepguides.text.arithmetic import evaluate

NAMES = {"street": 2700.0, "rate": 0.5}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("street * rate", 1350),
        ("-rate + 1", 0.5),
        ("2 ** 10", 1024),
        ("60 * 2 / 3", 40),
        ("1_000", 1000),
        (" 3 ", 3),
        ("1e3", 1000),
    ],
)
def test_arithmetic_is_worked(expression: str, value: float) -> None:
    assert math.isclose(evaluate(expression, NAMES), value)


@pytest.mark.parametrize(
    "expression",
    [
        "", "street *", "avenue + 1", "1 / 0", "0 ** -1", "2 ** 65", "9 ** 9 ** 9", "(-1) ** 0.5", "True", "'a'", "1j", "street.real",
        "[1]",
        "__import__('os')", "(lambda: 1)()", "1 if 1 else 2", "1 < 2", "3 // 2", "3 % 2", "1 << 9", "~1", "1; 2", "x := 1", "f'{1}'",
        "\x00",
        "(" * 300, "-" * 5000 + "1", "1" + "+1" * 20000, "9" * 5000, "1e999 ** 64", "10 ** 64 ** 64",
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(expression: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        evaluate(expression, NAMES)


@given(st.one_of(st.text(max_size=40), st.text("0123456789.+-*/()eE_ ratesj'\"[]{}:,=<>!%&|^~\\\n", max_size=60)))
@example("((((1")
@example("1if 2else 3")
def test_nothing_but_a_value_error_comes_out(expression: str) -> None:
    try:
        value = evaluate(expression, NAMES)
    except ValueError:
        return
    assert isinstance(value, float)
