"""A skeleton is complete but for its author's words: `check` names those, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from kit import MiniProject
from prepguides.project.scaffold import init
from prepguides.project.skeletons import KINDS


def at(folder: Path) -> MiniProject:
    """The project that `init --blank` makes."""
    for path, content in init(folder, blank=True).value.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return MiniProject(folder)


@pytest.fixture
def blank(tmp_path: Path) -> MiniProject:
    return at(tmp_path / "first")


def started(project: MiniProject, kind: str, id: str = "mine") -> Path:
    run = project.run("new", kind, id)
    name = KINDS[kind][0]
    assert (run.code, run.err) == (0, "")
    assert run.out == f"content/{name}/{id}.yaml\nWhat is left to write: prepguides check\n"
    return project.root / "content" / name / f"{id}.yaml"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "question"])
@pytest.mark.parametrize("where", ["blank", "mini"])
def test_check_names_each_word_that_is_left_and_nothing_else(kind: str, where: str, tmp_path: Path) -> None:
    project = at(tmp_path / "project") if where == "blank" else MiniProject.at(tmp_path / "project")
    path = started(project, kind)
    text = path.read_text(encoding="utf-8")
    left = project.diagnostics()
    assert {each.rule.code for each in left} == {"PG207"}
    assert {each.place.path for each in left} == {path.relative_to(project.root).as_posix()}
    assert len(left) == text.count("TODO: ") >= 1
    path.write_text(text.replace("TODO: ", "Of ours: "), encoding="utf-8")
    assert project.diagnostics() == ()


def test_a_question_is_a_draft_until_it_lacks_nothing(blank: MiniProject) -> None:
    path = started(blank, "question")
    (warning,) = blank.diagnostics()
    assert warning.message.startswith(
        "1 draft, not printed: mine lacks interview_type, competencies, format, difficulty, minutes, prompt (to be"
    )
    text = re.sub(r"# (interview_type|competencies|format|difficulty|minutes|hints|tags):", r"\1:", path.read_text(encoding="utf-8"))
    path.write_text(text.replace("TODO: ", "Of ours: "), encoding="utf-8")
    (warning,) = blank.diagnostics()
    assert warning.message == "1 draft, not printed: mine lacks nothing"
    path.write_text(path.read_text(encoding="utf-8").replace("    status: draft\n", ""), encoding="utf-8")
    assert {each.rule.code for each in blank.diagnostics()} <= {"PG326"}


def test_what_is_commented_out_of_a_cohort_is_right_too(blank: MiniProject) -> None:
    path = started(blank, "cohort")
    text = path.read_text(encoding="utf-8").replace("TODO: ", "Of ours: ")
    head, _, rest = text.partition("docs/cohorts.md has all of it.\n")
    path.write_text(f"{head}\n{re.sub(r'(?m)^    # ', '    ', rest)}", encoding="utf-8")
    assert len(yaml.safe_load(path.read_text(encoding="utf-8"))["cohorts"][0]) == 10
    assert blank.diagnostics() == ()


def test_a_guide_has_a_part_for_each_interview_of_its_role(blank: MiniProject) -> None:
    text = started(blank, "guide").read_text(encoding="utf-8")
    assert "roles: [designer]" in text
    assert "        interview_type: portfolio\n" in text
    assert text.startswith("# yaml-language-server: $schema=../schemas/content.schema.json\n")


def test_an_empty_project_gets_ids_that_are_nobodys_and_is_told_so(tmp_path: Path) -> None:
    settings = tmp_path / "content" / "project.yaml"
    settings.parent.mkdir()
    settings.write_text("{name: A, publisher: B, edition_date: 2026-01-01, guides: [none]}\n")
    project = MiniProject(tmp_path)
    text = started(project, "role").read_text(encoding="utf-8")
    assert "interview_types: [todo] # none yet" in text
    assert {each.rule.code for each in project.diagnostics()} == {"PG207", "PG301", "PG405"}


@pytest.mark.parametrize(
    ("id", "code", "message"),
    [
        ("designer", 1, 'PG302 "designer" is already the id of roles'),
        ("taken", 1, "PG803 stands there already"),
        ("A b", 2, "small letters"),
    ],
)
def test_nothing_is_overwritten_and_no_id_is_given_twice(blank: MiniProject, id: str, code: int, message: str) -> None:
    taken = blank.add("content/roles/taken.yaml", "roles: []\n")
    run = blank.run("new", "role", id)
    assert (run.code, run.out) == (code, "")
    assert message in run.err
    assert taken.read_text() == "roles: []\n"


def test_without_a_project_there_is_nothing_to_add_to(tmp_path: Path) -> None:
    assert "PG108" in MiniProject(tmp_path).run("new", "role", "mine").err
