"""What weighted scores come to, by the scale that a rubric names."""

from __future__ import annotations

import pytest

from prepguides.model.content.scoring import HireScale, Verdict

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
