"""A short form of the fault table: `python tests/faults/table.py` prints the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults.harness import COMMANDS, system_calls
from faults.inject import CALLS
from faults.table import trials

MEASURED = ("no room for temporary files", "small file systems")
"""Among the slow tests alone: where coverage is measured, its own files and processes disturb these."""
SHORT = {name: trial for name, trial in trials(step=23, kills=0).items() if name not in MEASURED}
LONG = trials(step=11, kills=3)


def test_the_injection_sees_every_kind_of_call(tmp_path: Path) -> None:
    seen = {call for name in COMMANDS for call in system_calls(name, tmp_path / name)}
    assert seen == set(CALLS)


@pytest.mark.parametrize("name", SHORT)
def test_nothing_is_lost_when_the_machine_fails(name: str, tmp_path: Path) -> None:
    tried, findings = SHORT[name](tmp_path)
    assert tried
    assert findings == []


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_nothing_is_lost_at_more_calls_and_when_killed(name: str, tmp_path: Path) -> None:
    tried, findings = LONG[name](tmp_path)
    assert tried
    assert findings == []
