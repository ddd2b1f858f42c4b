"""Warnings are said by the commands that look for them, and not again by every other."""

from __future__ import annotations

from pathlib import Path

from kit import TESTS, MiniProject


def test_what_answers_a_question_does_not_repeat_them(tmp_path: Path) -> None:
    mini = MiniProject.at(tmp_path / "project", TESTS / "cases" / "answers-before-questions")
    assert "warning PG418" in mini.run("check").err
    for words in (("list",), ("explain", "title", "--guide", "one"), ("stats",)):
        run = mini.run(*words)
        assert run.code == 0
        assert run.out
        assert run.err == ""
