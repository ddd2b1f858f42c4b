"""A problem of a file is shown at its place; one of no file by the name of what it is about."""

from __future__ import annotations

import json

from kit import MiniProject
from prepguides.model.diagnostic import Diagnostic, Place
from prepguides.model.rules import RULES
from prepguides.report.diagnostics import as_github, as_json, as_sarif, as_text

OF_A_FILE = Diagnostic(RULES["PG204"], "unknown field", Place("project.yaml", 3, 5, 4, "  - promt: x"), "say prompt")
"""A file that lies at the top, so that its path has no slash."""
OF_AN_OUTPUT = Diagnostic(RULES["PG804"], "not what was built", Place.of_subject("standard/one-a4.pdf"))
"""What a build made is no file of the project, whatever its name looks like."""
OF_THE_COMMAND = Diagnostic(RULES["PG405"], 'no guide "onne"', Place.of_subject("command line"), 'did you mean "one"?')


def test_text_names_a_subject_where_a_file_would_stand() -> None:
    assert as_text([OF_THE_COMMAND], color=False).startswith('command line: error PG405 no guide "onne"\n')


def test_sarif_has_a_region_in_a_file_and_a_name_for_a_subject() -> None:
    results = json.loads(as_sarif([OF_A_FILE, OF_AN_OUTPUT]))["runs"][0]["results"]
    (of_a_file,), (of_an_output,) = (result["locations"] for result in results)
    assert of_a_file["physicalLocation"]["artifactLocation"]["uri"] == "project.yaml"
    assert of_a_file["physicalLocation"]["region"]["startLine"] == 3
    assert "logicalLocations" not in of_a_file
    assert of_an_output["logicalLocations"] == [{"name": "standard/one-a4.pdf"}]
    assert of_an_output["physicalLocation"]["artifactLocation"]["uri"] == "content/project.yaml"


def test_github_annotates_a_file_and_says_a_subject_s_name() -> None:
    assert as_github([OF_A_FILE]) == "::error file=project.yaml,line=3,col=5,title=PG204 unknown field::unknown field. say prompt\n"
    title = f"title=PG405 {RULES['PG405'].title.replace(',', '%2C')}"
    assert as_github([OF_THE_COMMAND]) == f'::error {title}::command line: no guide "onne". did you mean "one"?\n'


def test_json_marks_a_subject() -> None:
    of_a_file, of_an_output = json.loads(as_json([OF_A_FILE, OF_AN_OUTPUT]))["diagnostics"]
    assert "subject" not in of_a_file
    assert of_an_output["subject"] is True
    assert of_an_output["path"] == "standard/one-a4.pdf"


def test_whatever_finds_them_they_are_reported_once_each_by_file_and_line(mini: MiniProject) -> None:
    for file, old, new in (
        ("content/words/glossary.yaml", "roles: [miller]", "roles: [mller]"),
        ("content/interview/rubric.yaml", 'weight: 20\n        anchors: {"1": Chews.', 'weight: 25\n        anchors: {"1": Chews.'),
        ("content/claims.yaml", "roles: [miller]", "roles: [mller]"),
    ):
        mini.edit(file, old, new)
    found = json.loads(mini.run("check", "--format", "json").out)["diagnostics"]
    places = [(problem["path"], problem["line"], problem["column"]) for problem in found]
    assert len(places) == 3
    assert places == sorted(set(places))
