"""What was used last is kept; the rest is made again."""

from __future__ import annotations

from functools import partial

from prepguides.build.recent import Recent


def test_what_was_used_longest_ago_goes_first() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    recent = Recent[str](2)
    assert [recent.get(name, partial(make, name)) for name in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]
