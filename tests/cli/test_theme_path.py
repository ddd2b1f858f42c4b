"""theme path: where a theme and those that it extends lie."""

from __future__ import annotations

from pathlib import Path

from kit import ROOT, MiniProject


def test_a_theme_and_those_that_it_extends_the_nearest_first(mini: MiniProject) -> None:
    mini.theme("mine")
    run = mini.run("theme", "path", "mine")
    assert run.code == 0
    own, base = map(Path, run.out.split())
    assert own == mini.root / "templates" / "mine"
    assert base == ROOT / "templates" / "base" or (base / "tokens.css").is_file()


def test_a_theme_that_is_nowhere(mini: MiniProject) -> None:
    run = mini.run("theme", "path", "bse")
    assert run.code == 2
    assert 'did you mean "base"?' in run.err
