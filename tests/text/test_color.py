"""Colors and lengths that both Python and a style sheet need are the same in both."""

from __future__ import annotations

import re

import pytest

from kit import ROOT
from prepguides.model.sheet import WRITE_GAP
from prepguides.text.chart_scales import STEPS, nice_top
from prepguides.text.color import INK, MIN_CONTRAST, PAPER, QUIETEST_TEXT, SHARES, contrast, tint

TOKENS = dict(re.findall(r"^\s*--([\w-]+):\s*([^;]+);", (ROOT / "templates/base/tokens.css").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize(("token", "value"), [("ink", INK), ("soft", QUIETEST_TEXT), ("paper", PAPER), ("write-gap", f"{WRITE_GAP}mm")])
def test_tokens_css_says_what_python_says(token: str, value: str) -> None:
    assert TOKENS[token] == value


def test_the_inks_can_be_read_on_paper_and_on_a_tint() -> None:
    for ink in (INK, QUIETEST_TEXT):
        assert contrast(ink, PAPER) >= MIN_CONTRAST
        assert contrast(ink, tint(INK)) >= MIN_CONTRAST


def test_a_tint_without_a_share_has_the_share_of_tints() -> None:
    assert tint("#2F5D50") == tint("#2F5D50", SHARES["tint"]) != tint("#2F5D50", SHARES["rule"])


@pytest.mark.parametrize("power", [0.01, 1, 1000])
def test_a_scale_ends_at_one_of_the_steps(power: float) -> None:
    for step in STEPS:
        assert nice_top([step * power]) == pytest.approx(step * power)
        assert nice_top([step * power * 0.999]) == pytest.approx(step * power)
    assert nice_top([7 * power]) == pytest.approx(8 * power)
