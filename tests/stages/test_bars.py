"""Quotas: each that a project can set is an error at the entity's own line when it is not met, and stands among the statistics."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from kit import TESTS, MiniProject, located
from prepguides.model.content.guide import Guide
from prepguides.model.quotas import ByDifficulty, CompetencyQuotas, GuideQuotas, RoleQuotas, TypeQuotas
from prepguides.report.statistics import Counts, as_text, counted
from prepguides.stages.checks.guide_quotas import type_section_counts

MOST = 500
OF_PARTS = {
    "by_difficulty": list(ByDifficulty.model_fields),
    "tags": ["rye"],
    "tag_groups": ["flour"],
    "parts": ["tasting"],
    "planned_questions": ["14"],
    "planned_mocks": ["14"],
    "sections": ["numeric-keys"],
    "type_sections": ["rubric"],
    "coach_type_sections": ["case"],
}
"""What a quota that is a mapping is asked of."""


def everything_of(quotas: type[BaseModel]) -> dict[str, object]:
    """Every quota of a group at the highest value."""
    return {name: dict.fromkeys(OF_PARTS[name], MOST) if name in OF_PARTS else MOST for name in quotas.model_fields}


@pytest.fixture(scope="module")
def asked_too_much(tmp_path_factory: pytest.TempPathFactory) -> MiniProject:
    """A project that sets every quota there is, and meets none."""
    mini = MiniProject.at(tmp_path_factory.mktemp("bars") / "project")
    bars = {
        "interview_type": everything_of(TypeQuotas),
        "role": everything_of(RoleQuotas),
        "competency": everything_of(CompetencyQuotas),
        "guide": {**everything_of(GuideQuotas), "items": ["pages/goodbye"]},
    }
    mini.edit("content/project.yaml", "guides: [one, two]", f"guides: [one]\nbars: {bars}")
    return mini


@pytest.fixture(scope="module")
def counts(asked_too_much: MiniProject) -> Counts:
    made, _ = counted(asked_too_much.project)
    assert made is not None
    return made


def test_every_bar_that_is_not_met_is_reported_where_its_entity_is_named(asked_too_much: MiniProject, counts: Counts) -> None:
    short = [problem for problem in asked_too_much.diagnostics() if problem.rule.code == "PG321"]
    each = [name for bars in counts["bars"].values() for name in bars]
    assert len(short) == len(each)
    assert {place.split(" ")[0] for place in located(short)} == {
        "content/guides/one.yaml:2:9",
        "content/interview/type.yaml:2:9",
        "content/roles/baker.yaml:2:9",
        "content/roles/miller.yaml:2:9",
        *(place.split(" ")[0] for place in located(short) if place.startswith("content/roles/competencies.yaml:")),
    }
    assert len({problem.message for problem in short}) == len(short)


def test_every_bar_stands_among_the_statistics_under_its_name(counts: Counts) -> None:
    names: dict[str, type[BaseModel]] = {
        "interview_types/tasting": TypeQuotas,
        "roles/baker": RoleQuotas,
        "competencies/palate": CompetencyQuotas,
        "guides/one": GuideQuotas,
    }
    for of, quotas in names.items():
        assert {name.partition(".")[0] for name in counts["bars"][of]} == set(quotas.model_fields), of
    assert counts["bars"]["interview_types/tasting"]["questions"] == {"least": MOST, "there": 4}
    assert counts["bars"]["guides/one"]["items.pages/goodbye"] == {"least": 1, "there": 0}
    assert "Bars    0 of " in as_text(counts)


def test_a_question_without_a_tag_of_a_group_is_missing_from_the_group(mini: MiniProject) -> None:
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [one]\nbars: {interview_type: {tag_groups: {flour: 4}}}")
    mini.add("content/tags.yaml", "tags: [{id: rye, name: Rye, group: flour}, {id: oat, name: Oat, group: flour}, {id: hot, name: Hot}]\n")
    questions = mini.root / "content/interview/questions.yaml"
    tagged = iter(["[rye, oat]", "[oat]", "[hot]", "[rye, hot]"])
    text = "".join(f"{line}\n    tags: {next(tagged)}\n" if line.startswith("    format:") else f"{line}\n" for line in _lines(questions))
    questions.write_text(text, encoding="utf-8")
    ((short),) = [problem for problem in mini.diagnostics() if problem.rule.code == "PG321"]
    assert short.message == "tasting has 3 questions tagged with a flour of at least 4"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", ["type-without-a-case", "type-without-stories"])
def test_a_project_may_say_that_no_type_needs_stories_and_cases(case: str, tmp_path: Path) -> None:
    mini = MiniProject.at(tmp_path / "project", TESTS / "cases" / case)
    assert mini.check() == ["content/interview/type.yaml:10:12 PG314"]
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [one, two]\nbars: {practice_by_style: false}")
    assert not [found for found in mini.check() if "PG314" in found]


MISSPELT = [
    ("roles/stories.yaml", "competencies: [timing]", "competencies: [timming]"),
    ("roles/stories.yaml", "roles: [baker, miller]", "roles: [bakker, miler]"),
    ("words/sheets.yaml", "id: night-shift\n    interview_types: [tasting]", "id: night-shift\n    interview_types: [tastin]"),
]


@pytest.mark.parametrize(("file", "written", "misspelt"), MISSPELT)
def test_a_misspelt_id_is_not_reported_as_missing_practice_too(file: str, written: str, misspelt: str, mini: MiniProject) -> None:
    mini.edit(f"content/{file}", written, misspelt)
    found = mini.check()
    assert [problem for problem in found if problem.startswith(f"content/{file}") and problem.endswith("PG301")]
    assert not [problem for problem in found if problem.endswith("PG314")]


def test_what_one_type_has_too_much_of_is_no_help_to_another() -> None:
    drills = [{"kind": "drill"}, {"kind": "drill"}]
    parts = [
        {"id": "rye", "title": "Rye", "interview_type": "rye", "sections": drills},
        {"id": "oat", "title": "Oat", "interview_type": "oat", "sections": [{"kind": "rubric"}, {"kind": "drill", "audience": "coach"}]},
    ]
    parts.append({"id": "back", "title": "Back", "sections": [{"kind": "score-sheet", "items": ["interview_types/oat"]}]})
    budget = {"least": 1, "most": 9}
    guide = {
        "id": "one",
        "title": "One",
        "subtitle": "Of two",
        "promise": "Bread.",
        "roles": ["baker"],
        "page_budget": budget,
        "parts": parts,
    }
    for_candidates, for_coaches = type_section_counts(Guide.model_validate(guide))
    assert dict(for_candidates) == {("rye", "drill"): 2, ("oat", "rubric"): 1, ("oat", "score-sheet"): 1, ("", "score-sheet"): 1}
    assert dict(for_coaches) == {("oat", "drill"): 1}


def test_of_plans_that_last_as_long_the_poorest_decides(mini: MiniProject) -> None:
    mini.edit("content/project.yaml", "guides: [one, two]", 'guides: [one]\nbars: {role: {planned_questions: {"2": 2}}}')
    two = "{day: 1, minutes: 9, goal: Go., items: [questions/oldest-loaf, questions/flour-bill], output: It.}"
    plan = "\n  - {id: fine, roles: [baker, miller], title: Fine, days: 2, minutes_a_day: 9, summary: Go., sessions: [SESSION]}"
    mini.edit("content/words/plans.yaml", "study_plans:", "study_plans:" + plan.replace("SESSION", two))
    ((short),) = [problem for problem in mini.diagnostics() if problem.rule.code == "PG321"]
    assert short.message == "baker has 1 different questions in its study plan of 2 days of at least 2"


def test_a_plan_is_counted_by_its_days(counts: Counts) -> None:
    """A longer plan's questions do not make up for those that the plan in question lacks."""
    assert counts["roles"]["baker"]["planned_questions"] == {"2": 1}
    assert counts["bars"]["roles/baker"]["planned_questions.14"] == {"least": MOST, "there": 0}
