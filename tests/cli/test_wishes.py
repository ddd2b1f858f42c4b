"""Options become a Selection and a Request, whose fields they are called after."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kit import prepguides
from prepguides import cli
from prepguides.build import run, up_to_date
from prepguides.model.outcome import Outcome
from prepguides.model.request import Project, Request, Selection
from prepguides.model.sheet import SHEETS


@pytest.fixture
def wished(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Selection, Request]]:
    """What a build was handed."""
    handed: list[tuple[Selection, Request]] = []

    def build(project: Project, selection: Selection, request: Request, listen: object) -> Outcome:
        handed.append((selection, request))
        return Outcome(())

    monkeypatch.setattr(run, "build", build)
    monkeypatch.setattr(up_to_date, "unchanged", lambda *asked: None)
    return handed


def test_without_options_everything_is_the_default(wished: list[tuple[Selection, Request]], tmp_path: Path) -> None:
    prepguides("build", "--project", tmp_path)
    assert wished == [(Selection(), Request())]


def test_every_option_arrives(wished: list[tuple[Selection, Request]], tmp_path: Path) -> None:
    words = "pm apm --cohort spring --cohort fall --edition all --paper letter --set accent=#123456 --set title=A=B"
    how = "--jobs 3 --time-limit 9 --memory-limit 600 --force --dry-run --prune"
    prepguides("build", *words.split(), *how.split(), "--output", tmp_path / "out", "--project", tmp_path)
    selection = Selection(("pm", "apm"), ("spring", "fall"), ("candidate", "coach"), ("letter",))
    sets = (("accent", "#123456"), ("title", "A=B"))
    assert wished == [(selection, Request(sets, tmp_path / "out", 3, 9, 600, force=True, dry_run=True, prune=True))]


def test_every_paper_that_there_is_can_be_asked_for(wished: list[tuple[Selection, Request]], tmp_path: Path) -> None:
    for paper in SHEETS:
        prepguides("build", "--paper", paper, "--project", tmp_path)
    prepguides("build", "--paper", "all", "--project", tmp_path)
    assert [selection.papers for selection, _ in wished] == [*((paper,) for paper in SHEETS), tuple(SHEETS)]


@pytest.mark.parametrize(("command", "wishes"), [("build", (Selection, Request)), ("check", (Selection,)), ("list", (Selection,))])
def test_no_field_is_without_an_option(command: str, wishes: tuple[type[Selection | Request], ...]) -> None:
    options = {parameter.name for parameter in cli.cli.commands[command].params}
    assert {field.name for wish in wishes for field in fields(wish)} - options == set()


def test_a_setting_without_a_value_is_refused(tmp_path: Path) -> None:
    run = prepguides("build", "--set", "accent", "--project", tmp_path)
    assert run.code == 2
    assert '"accent" is not of the form FIELD=VALUE' in run.err
