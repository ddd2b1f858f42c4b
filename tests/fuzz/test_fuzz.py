"""A few hundred inputs for each way in, and every one that is kept. `tox -e fuzz` tries a hundred thousand."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.run import executed
from fuzz.strategies import PIECES, texts
from fuzz.targets import TARGETS, corpus_of

INPUTS = 60


def test_every_target_has_pieces_and_a_corpus() -> None:
    assert PIECES.keys() == TARGETS.keys()
    assert [name for name in TARGETS if not corpus_of(name)] == []


@pytest.mark.parametrize(("name", "file"), [(name, file) for name in TARGETS for file in corpus_of(name)])
def test_a_kept_input_raises_nothing(name: str, file: str) -> None:
    TARGETS[name](corpus_of(name)[file])


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_is_a_traceback(name: str) -> None:
    tried, inputs = 0, texts(name)

    @settings(max_examples=INPUTS, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.data())
    def try_one(data: st.DataObject) -> None:
        nonlocal tried
        TARGETS[name](data.draw(inputs))
        tried += 1

    try_one()
    assert tried >= INPUTS // 2


@pytest.mark.parametrize("name", TARGETS)
def test_deep_nesting_raises_nothing(name: str) -> None:
    """More of it than random inputs have, each of which would take long."""
    TARGETS[name]("[" * 5000)


def test_a_guided_run_that_ends_early_counts_what_it_tried() -> None:
    said = "ERROR: libFuzzer: timeout after 77 seconds\nstat::number_of_executed_units: 4231\nstat::peak_rss_mb: 90\n"
    assert executed(said) == 4231
    assert executed("ModuleNotFoundError: No module named 'atheris'") == 0
