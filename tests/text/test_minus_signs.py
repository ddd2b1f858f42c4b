"""Negative numbers have the minus sign of print, wherever arithmetic is printed."""

from __future__ import annotations

import pytest

from prepguides.model.content.question import NumericKey
from prepguides.stages.render.spoken import charts_in
from prepguides.stages.resolve.questions import _key
from prepguides.text.chart_scales import cells, lines, short
from prepguides.text.numbers import localized


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (-1.35, "−1.35"),
        ("-20000", "−20,000"),
        (-0.0, "0"),
        (1.001, "1"),
        (-1234.5, "−1,234.5"),
        ("-not a number", "-not a number"),
    ],
)
def test_a_number_is_short_and_has_its_sign(number: float | str, printed: str) -> None:
    assert short(number) == printed


def test_a_table_and_a_line_have_it_too() -> None:
    assert cells([["May", -5, "-0.5"], ["June", 4, "0.25"]]) == [["May", "−5", "−0.50"], ["June", "4", "0.25"]]
    assert lines([["May", 5, -2]], 100, 100)[0]["dots"][1]["label"] == "−2"


def test_so_have_other_languages() -> None:
    assert localized(short(-1234.5), "de") == "−1.234,5"
    assert charts_in("de")["cells"]([["Mai", -1234.5]]) == [["Mai", "−1.234,5"]]


def key(value: float, unit: str, calc: str) -> NumericKey:
    steps = [{"id": "left", "label": "Left", "calc": calc, "value": value, "unit": unit}]
    return NumericKey.model_validate({"value": value, "low": value, "high": value, "unit": unit, "steps": steps})


@pytest.mark.parametrize(
    ("value", "unit", "calc", "answer", "worked"),
    [
        (-5000, "$", "19000 - 24000", ("−$5,000", ""), "19,000 − 24,000"),
        (-1.5, "$ a seat", "20-21.5", ("−$1.50", "a seat"), "20−21.5"),
        (-1.35, "points", "-(4 - 2.65)", ("−1.35", "points"), "−(4 − 2.65)"),
        (-3, "% of orders", "5 * -0.6", ("−3%", "of orders"), "5 × −0.6"),
    ],
)
def test_a_key_has_it_in_its_sums_and_in_its_answer(value: float, unit: str, calc: str, answer: tuple[str, str], worked: str) -> None:
    view = _key(key(value, unit, calc), "en-US")
    assert (view.answer, view.steps[0].worked, view.steps[0].found) == (answer, worked, answer)


def test_a_sum_is_written_with_what_earlier_steps_came_to() -> None:
    """A reader knows no ids of steps, those of the next question's sum included."""
    steps = [
        {"id": "in_all", "label": "In all", "calc": "3 * 1_500", "value": 4500},
        {"id": "left2", "label": "Left", "calc": "in_all*0.5 - 5000", "value": -2750},
        {"id": "share", "label": "Share", "calc": "left2 / in_all ** 2", "value": -0.00014},
    ]
    then = {
        "ask": "And then?",
        "value": -5500,
        "unit": "loaves",
        "steps": [{"id": "twice", "label": "Twice", "calc": "2 * left2", "value": -5500}],
    }
    written = {"value": -0.00014, "low": -1, "high": 0, "unit": "loaves", "steps": steps, "follow_up": then}
    view = _key(NumericKey.model_validate(written), "de")
    assert [step.worked for step in view.steps] == ["3 × 1.500", "4.500×0,5 − 5.000", "(−2.750) ÷ 4.500 ^ 2"]
    assert view.follow_up is not None
    assert [step.worked for step in view.follow_up.steps] == ["2 × (−2.750)"]
