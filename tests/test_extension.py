"""The extension proof: a software engineer's guide made of data alone. Neither the program nor the theme knows of any role."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest

import prepguides as package
from kit import ROOT, TESTS, Run, prepguides

page = pytest.importorskip("page")
pytestmark = pytest.mark.xdist_group("extension")

EXTENSION = TESTS / "extension" / "software-engineer"
PARTS = ["The Software Engineer Interview", "The role", "Coding", "System design", "Practice", "Words"]
"""As bookmarks: the cover stands for the part without an opener."""
PDFS = [f"standard/software-engineer-{edition}-{paper}.pdf" for edition in ("candidate", "coach") for paper in ("a4", "letter")]
IDS = re.compile(r"^  - id: ([a-z0-9-]+)$", re.MULTILINE)
PROGRAM = Path(package.__file__).parent


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide's content in a project of its own, without a theme: it wears the shipped one."""
    root = tmp_path_factory.mktemp("extension") / "project"
    shutil.copytree(EXTENSION, root)
    return root


@pytest.fixture(scope="module")
def built(project: Path) -> Run:
    return prepguides("build", "--jobs", "1", "--project", project)


def outline(pdf: Path) -> list[tuple[str, list[str]]]:
    """Each part's bookmark with those of its sections."""
    with pikepdf.open(pdf) as document, document.open_outline() as bookmarks:
        return [(part.title, [section.title for section in part.children]) for part in bookmarks.root]


def role_ids() -> set[str]:
    """Of the shipped roles and of this one."""
    files = [*(ROOT / "content" / "roles").glob("*.yaml"), *(EXTENSION / "content" / "roles").glob("*.yaml")]
    lists = [text.split("roles:\n", 1)[1] for path in files if "\nroles:\n" in f"\n{(text := path.read_text(encoding='utf-8'))}"]
    return {IDS.findall(listed.split("\n\n")[0])[0] for listed in lists}


def mentions(folder: Path) -> list[str]:
    """Where a file of the folder names a role by its id, as a word."""
    word = re.compile(rf"\b(?:{'|'.join(sorted(role_ids()))})\b")
    return [
        f"{path.relative_to(folder).as_posix()}:{number}: {line.strip()[:80]}"
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".py", ".html", ".css", ".yaml", ".svg") and "bundle" not in path.relative_to(folder).parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if word.search(line)
    ]


def test_it_is_made_of_data_alone() -> None:
    assert {path.suffix for path in EXTENSION.rglob("*") if path.is_file()} == {".yaml", ".md"}
    assert not (EXTENSION / "templates").exists()


def test_it_checks_without_a_warning(project: Path) -> None:
    run = prepguides("check", "--strict", "--project", project)
    assert (run.code, run.err) == (0, "")


def test_it_meets_bars_of_its_own(project: Path) -> None:
    counts = json.loads(prepguides("stats", "--format", "json", "--project", project).out)
    assert {"coding-interview", "system-design"} == set(counts["interview_types"])


def test_the_three_roles_are_found() -> None:
    assert role_ids() == {"pm", "pmm", "swe"}


def test_the_program_names_no_role() -> None:
    assert mentions(PROGRAM) == []


def test_the_themes_name_no_role() -> None:
    assert mentions(ROOT / "templates") == []


@pytest.mark.slow
def test_it_is_printed_for_candidates_and_for_coaches(project: Path, built: Run) -> None:
    assert (built.code, built.err) == (0, "")
    assert sorted(path.relative_to(project / "output").as_posix() for path in project.rglob("*.pdf")) == PDFS


@pytest.mark.slow
@pytest.mark.parametrize("path", PDFS)
def test_each_file_is_pdf_ua(project: Path, built: Run, path: str) -> None:
    report = page.validate_pdf(project / "output" / path, profile="ua1")
    assert [f"{failure.rule_id} {failure.message}" for failure in report.failures] == []


@pytest.mark.slow
@pytest.mark.parametrize("path", PDFS)
def test_its_parts_come_in_order(project: Path, built: Run, path: str) -> None:
    parts = outline(project / "output" / path)
    assert [title for title, _ in parts] == PARTS
    shown = [
        "How good people fail it",
        "Ways to think",
        "Questions",
        "A full answer, annotated",
        "Answer sheet",
        "How it is scored",
        "Drill",
        "After you have answered",
    ]
    assert dict(parts)["Coding"] == ([*shown, "Mock interview"] if "coach" in path else shown)


@pytest.mark.slow
def test_it_covers_its_own_claims(project: Path, built: Run) -> None:
    manifest = json.loads((project / "output" / "manifest.json").read_text(encoding="utf-8"))
    for edition in ("candidate", "coach"):
        assert manifest["artifacts"][f"standard/software-engineer/{edition}"]["claims"] == [f"S{number}" for number in range(1, 8)]


def test_a_claim_that_it_no_longer_states_is_an_error(project: Path, tmp_path: Path) -> None:
    shutil.copytree(EXTENSION, tmp_path / "project")
    role = tmp_path / "project" / "content" / "roles" / "swe.yaml"
    text = role.read_text(encoding="utf-8")
    assert text.count("{claim=S6}") == 1
    role.write_text(re.sub(r"\[([^\]]*)\]\{claim=S6\}", r"\1", text), encoding="utf-8")
    run = prepguides("check", "--project", tmp_path / "project")
    assert run.code == 1
    assert "content/claims.yaml:7:" in run.err
    assert "PG401 S6" in run.err
