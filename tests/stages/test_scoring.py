"""What weighted scores come to, by the scale that a rubric names."""

from __future__ import annotations

import re

import pytest

from kit import ROOT
from prepguides.model.assets import Folder
from prepguides.model.content.scoring import HireScale, Verdict
from prepguides.stages.load_theme import load_theme
from prepguides.stages.render import environment
from prepguides.views.question_views import HireScaleView, VerdictView

SCALE = HireScale(
    id="bakery",
    verdicts=(
        Verdict(name="Master", least=3.5, gate=4),
        Verdict(name="Journeyman", least=3.0, gate=3, lowest=2),
        Verdict(name="Talk", least=2.6, gate=2),
        Verdict(name="Guest"),
    ),
)


@pytest.mark.parametrize(
    ("total", "gate", "lowest", "name"),
    [
        (3.5, 4, 1, "Master"),
        (3.5, 3, 2, "Journeyman"),
        (3.49, 4, 2, "Journeyman"),
        (3.2, 3, 1, "Talk"),
        (3.9, 2, 2, "Talk"),
        (2.6, 2, 1, "Talk"),
        (2.59, 4, 2, "Guest"),
        (3.4, 1, 1, "Guest"),
        (3.0, None, 2, "Journeyman"),
    ],
)
def test_the_first_verdict_of_which_all_is_there_is_the_candidate_s(total: float, gate: int | None, lowest: int, name: str) -> None:
    assert SCALE.verdict(total, gate, lowest).name == name


@pytest.mark.parametrize(
    ("verdicts", "heads"),
    [
        (SCALE.verdicts, ["Result", "Weighted score", "Gate row", "Every row"]),
        ((Verdict(name="Master", least=3.5), Verdict(name="Guest")), ["Result", "Weighted score"]),
        ((Verdict(name="Master", least=3.5, lowest=3), Verdict(name="Guest")), ["Result", "Weighted score", "Every row"]),
    ],
)
def test_a_scale_has_no_column_that_no_verdict_asks_for(verdicts: tuple[Verdict, ...], heads: list[str]) -> None:
    theme = load_theme("base", (Folder(ROOT / "templates", ROOT),)).value
    assert theme is not None
    shown = tuple(VerdictView(name=each.name, least=each.least, gate=each.gate, lowest=each.lowest) for each in verdicts)
    scale = HireScaleView(id="bakery", verdicts=shown, note=None)
    printed = environment(theme).from_string('{% import "macros.html" as m %}{{ m.verdicts(scale) }}').render(scale=scale)
    assert re.findall(r"<th(?: class=\"brief\")?>([A-Z][a-z]+ ?[a-z]*)</th>", printed.split("</thead>")[0]) == heads
    assert {row.count("<td") for row in printed.split("<tr")[2:] if "colspan" not in row} == {len(heads) - 1}
    assert f'colspan="{len(heads) - 1}"' in printed
