"""How long a build will still take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepguides.build.eta import TimeLeft, in_words


def test_time_left_is_what_the_last_manifest_says() -> None:
    pace = TimeLeft({"a": 10, "b": 10, "c": 10}, {"a": 30.0, "b": 20.0, "c": 10.0}, workers=2)
    assert pace.left(0.0) == 30.0, "the longest job, while the other worker does the rest"
    pace.start("a", 0.0)
    pace.start("b", 0.0)
    assert pace.left(15.0) == 15.0


def test_a_run_that_is_slower_than_the_last_one_expects_more() -> None:
    pace = TimeLeft({"a": 10, "b": 10}, {"a": 10.0, "b": 10.0}, workers=1)
    pace.start("a", 0.0)
    pace.finish("a", 20.0)
    assert pace.left(20.0) == 20.0


def test_a_job_without_a_record_is_judged_by_its_size() -> None:
    pace = TimeLeft({"a": 100, "b": 300}, {"a": 10.0}, workers=1)
    pace.start("a", 0.0)
    pace.finish("a", 10.0)
    assert pace.left(10.0) == pytest.approx(30.0)


def test_nothing_is_said_before_anything_is_known_and_nothing_is_left_at_the_end() -> None:
    pace = TimeLeft({"a": 100, "b": 100}, {}, workers=1)
    assert pace.left(0.0) is None
    pace.start("a", 0.0)
    pace.finish("a", 4.0)
    assert pace.left(4.0) == 4.0
    pace.start("b", 4.0)
    assert pace.left(100.0) == 0.0, "late, and never negative"
    pace.finish("b", 100.0)
    assert pace.left(100.0) == 0.0


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 10**6)), st.floats(0, 10**4), st.integers(1, 8))
def test_time_left_is_never_negative(sizes: dict[str, int], now: float, workers: int) -> None:
    pace = TimeLeft(sizes, dict.fromkeys(list(sizes)[::2], 3.0), workers)
    for name in list(sizes)[:3]:
        pace.start(name, 0.0)
    assert (pace.left(now) or 0.0) >= 0.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s left"), (9.4, "9 s left"), (37, "35 s left"), (56, "1 min left"), (95, "1.5 min left"), (600, "10 min left")],
)
def test_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
