"""A folder per mistake: what an author wrote over the mini project, and the whole report that they get.

`UPDATE_CASES=1 pytest tests/test_cases.py` writes the reports anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kit import TESTS, MiniProject, prepguides
from prepguides.model.rules import RULES

CASES = {path.parent.name: path.parent for path in sorted((TESTS / "cases").glob("*/*")) if path.parent.is_dir()}
TESTED_ELSEWHERE = {
    "PG108": "test_load.py::test_without_a_settings_file_there_is_no_project",
    "PG109": "text/test_tables.py::test_what_is_no_table_is_refused_at_its_place",
    "PG110": "text/test_tables.py::test_an_unknown_column_is_an_error_with_the_nearest_name",
    "PG420": "build/test_learners.py::test_a_bad_row_is_reported_at_its_place_and_costs_no_other",
    "PG423": "build/test_learners.py::test_a_roster_that_git_keeps_is_warned_of",
    "PG425": "build/test_importing.py::test_what_is_refused_is_named_with_its_cell_and_nothing_is_written",
    "PG426": "build/test_importing.py::test_a_file_that_was_saved_meanwhile_is_not_overwritten",
    "PG427": "build/test_exporting.py::test_a_text_that_no_cell_can_hold_is_reported_at_its_line",
    "PG809": "preview/test_server.py::test_a_bug_of_ours_costs_one_look_and_is_reported",
    "PG808": "build/test_cluster.py::test_a_cluster_prints_the_same_bytes",
    "PG422": "build/test_learners.py::test_a_guide_without_a_cover_is_for_nobody_in_particular",
    "PG801": "test_cli.py::test_without_pango_a_build_says_what_to_install_and_prints_nothing",
    "PG802": "test_build_failures.py::test_a_worker_that_dies_costs_its_own_guide_alone",
    "PG804": "test_build.py::test_verify_names_each_file_that_is_not_what_was_built",
    "PG806": "test_cli.py::test_doctor_notices_another_version_of_the_engine",
    "PG805": "build/test_output_folder.py::test_the_files_of_a_renamed_guide_are_reported_and_kept",
    "PG807": "build/test_at_once.py::test_a_folder_that_another_holds_is_in_use_after_the_wait",
    "PG803": "test_build_failures.py::test_an_output_folder_that_is_a_file_is_a_finding",
}
"""Rules that no file of an author's brings about, and the test that does."""


@pytest.mark.parametrize("name", CASES)
def test_the_report_is_the_expected_one(name: str, tmp_path: Path) -> None:
    folder = CASES[name]
    report = report_of(folder, tmp_path / "project")
    expected = folder / "expected.txt"
    if os.environ.get("UPDATE_CASES"):
        assert not os.environ.get("CI"), "reports are written by a person, never by CI"
        expected.write_text(report, encoding="utf-8")
    assert report == expected.read_text(encoding="utf-8")


def report_of(folder: Path, root: Path) -> str:
    """What the command (`check`, or what command.txt says) writes to standard error, and its exit code."""
    mini = MiniProject.at(root)
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        if path.is_file() and relative.parts[0] in ("content", "templates"):
            mini.add(relative.as_posix(), path.read_bytes())
    command = folder / "command.txt"
    words = command.read_text(encoding="utf-8").split() if command.exists() else ["check"]
    run = prepguides(*words, "--project", root)
    assert "Traceback" not in run.err
    return f"{run.err}exit code {run.code}\n"


def test_a_sound_project_has_no_report(tmp_path: Path) -> None:
    assert report_of(TESTS / "mini-without-changes", tmp_path / "project") == "exit code 0\n"


@pytest.mark.parametrize("code", RULES)
def test_each_rule_has_a_case_or_a_test(code: str) -> None:
    shown = any(re.search(rf": (?:error|warning) {code} ", (path / "expected.txt").read_text(encoding="utf-8")) for path in CASES.values())
    if code in TESTED_ELSEWHERE:
        file, test = TESTED_ELSEWHERE[code].split("::")
        (module,) = TESTS.rglob(Path(file).name)
        assert f"def {test}(" in module.read_text(encoding="utf-8")
        assert not shown, "it has a case: take it out of the table"
    else:
        assert shown


@pytest.mark.parametrize("code", [code for code in RULES if code[:3] in ("PG6", "PG7")])
def test_what_is_wrong_on_a_page_is_reported_at_a_line(code: str) -> None:
    """A fault is planted for each rule of pages, and its report names the file, the line and the column."""
    line = re.compile(rf"^(?:content|templates)/\S+:\d+:\d+: (?:error|warning) {code} ", re.MULTILINE)
    assert any(line.search((path / "expected.txt").read_text(encoding="utf-8")) for path in CASES.values())


@pytest.mark.parametrize("name", CASES)
def test_every_problem_has_a_place_and_most_have_a_hint(name: str) -> None:
    """A report without a file name, or that reveals where the project lies, helps nobody."""
    report = (CASES[name] / "expected.txt").read_text(encoding="utf-8")
    assert re.search(r"^(?:content|templates)/\S+(?::\d+:\d+)?: |^(?:one|two) \(|^command line: ", report, re.MULTILINE)
    assert "/tmp" not in report
    assert "pydantic" not in report.lower()
