"""A draft prints whatever there is, says what is wrong where it is seen, and is never taken for the finished file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import canvas, on_paper, texts
from kit import TESTS, MiniProject, Run
from prepguides.model.page_finding import Area, PageFinding
from prepguides.model.sheet import SHEETS
from prepguides.stages.mark_draft import mark_draft

GOOD, DRAFT = "standard/one-candidate-a4.pdf", "standard/one-candidate-a4-draft.pdf"
WORDS = ("one", "--edition", "candidate", "--paper", "a4")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> tuple[MiniProject, Run, bytes]:
    """A project that was printed, then broken on a page and in a question, and printed as a draft; the finished file as it was."""
    mini = MiniProject.at(tmp_path_factory.mktemp("drafted") / "project")
    assert mini.build(*WORDS).code == 0
    good = (mini.output / GOOD).read_bytes()
    mini.theme("own", "one", own_css=(TESTS / "cases/press-overflow-in-a-question/templates/own/own.css").read_text(encoding="utf-8"))
    mini.edit("content/interview/questions.yaml", "Which was baked first?", "Which was thetrulyandentirelyoldestloaf of all?")
    mini.edit("content/words/glossary.yaml", "term: Crumb", "therm: Crumb")
    return mini, mini.build(*WORDS, "--draft"), good


def test_a_draft_is_printed_and_the_build_still_fails(drafted: tuple[MiniProject, Run, bytes]) -> None:
    mini, run, _ = drafted
    assert run.code == 1
    assert (mini.output / DRAFT).is_file()
    assert "content/interview/questions.yaml:9:45: error PG702" in run.err
    assert "content/words/glossary.yaml:" in run.err


def test_its_faults_are_named_where_they_are_and_listed_at_its_end(drafted: tuple[MiniProject, Run, bytes]) -> None:
    mini, *_ = drafted
    pages = texts(mini.output / DRAFT)
    marked = [number for number, text in enumerate(pages, 1) if "PG702" in text]
    assert len(marked) == 2
    assert marked[-1] == len(pages)
    assert pages[-1].startswith("Draft: ")
    assert "content/interview/questions.yaml:9:45: error PG702" in pages[-1]


def test_marks_move_nothing(tmp_path: Path) -> None:
    """A page with a mark holds what it held, and its label."""
    paper = on_paper(canvas(), "a4")
    finding = PageFinding("PG702", 2, "it is too (wide)", area=Area(100, 200, 50, 20))
    marked = mark_draft(paper, SHEETS["a4"], [finding], ["x.yaml:1:2: error PG702 it is too wide"])
    for name, content in (("before", paper), ("after", marked)):
        (tmp_path / f"{name}.pdf").write_bytes(content)
    before, after = texts(tmp_path / "before.pdf"), texts(tmp_path / "after.pdf")
    assert [before[0], before[2]] == [after[0], after[2]]
    assert sorted([*before[1].split(), *["PG702", "it", "is", "too", "(wide)"]]) == sorted(after[1].split())
    assert after[3:] == ["Draft: 1 problem x.yaml:1:2: error PG702 it is too wide"]


def test_the_finished_file_stays_and_the_record_of_it_too(drafted: tuple[MiniProject, Run, bytes]) -> None:
    mini, _, good = drafted
    assert (mini.output / GOOD).read_bytes() == good
    manifest = json.loads((mini.output / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["artifacts"]["standard/one/candidate"]["outputs"]) == [GOOD]
    assert list(manifest["drafts"]) == [DRAFT]
    assert mini.run("verify").code == 0


@pytest.mark.usefixtures("anew")
def test_a_draft_has_the_same_bytes_each_time(drafted: tuple[MiniProject, Run, bytes]) -> None:
    mini, *_ = drafted
    before = (mini.output / DRAFT).read_bytes()
    mini.build(*WORDS, "--draft")
    assert (mini.output / DRAFT).read_bytes() == before


def test_clean_removes_drafts_too(mini: MiniProject) -> None:
    mini.theme("own", "two", own_css=".prose ul { color: #B0B0B0 }\n")
    words = ("two", "--edition", "candidate", "--paper", "a4", "--draft")
    assert mini.build(*words).code == 0, "warnings alone are no errors"
    assert (mini.output / "standard/two-candidate-a4-draft.pdf").is_file()
    assert mini.run("clean").code == 0
    assert not list(mini.output.rglob("*.pdf"))
