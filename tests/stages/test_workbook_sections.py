"""Room to work: which questions have a page, and how a reader finds a question again."""

from __future__ import annotations

import re

import pytest

from kit import MiniProject
from prepguides.build.prepare import prepare
from prepguides.model.edition import Edition
from prepguides.model.request import Selection
from prepguides.stages.render import render
from prepguides.stages.resolve.workbook_sections import spread
from prepguides.views.question_views import QuestionBank
from prepguides.views.workbook_views import PracticedQuestionView, PracticePages, QuestionIndex, ScoreTracker

BANK = "          - kind: question-bank\n"


def edition(mini: MiniProject) -> Edition:
    (made,) = prepare(mini.project, Selection(guides=("one",))).editions
    return made


def numbers(made: Edition, view: type[QuestionBank] | type[PracticePages]) -> dict[str, int]:
    (found,) = (section.view for section in made.sections if isinstance(section.view, view))
    return {entry.id: entry.number for entry in found.entries}


@pytest.mark.parametrize(
    ("most", "chosen"), [(1, [1]), (2, [1, 12]), (4, [1, 5, 8, 12]), (12, list(range(1, 13))), (40, list(range(1, 13)))]
)
def test_some_are_chosen_from_the_first_to_the_last(most: int, chosen: list[int]) -> None:
    assert spread(range(1, 13), most) == chosen


def test_practice_pages_keep_the_numbers_of_the_bank(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", BANK, f"{BANK}          - {{kind: practice-page, take: 2}}\n")
    made = edition(mini)
    bank, practice = numbers(made, QuestionBank), numbers(made, PracticePages)
    assert list(practice.values()) == [1, len(bank)]
    assert all(bank[id] == number for id, number in practice.items())


def test_practice_pages_are_those_that_the_section_lists(mini: MiniProject) -> None:
    last = list(numbers(edition(mini), QuestionBank))[-1]
    mini.edit("content/guides/one.yaml", BANK, f"{BANK}          - {{kind: practice-page, items: [questions/{last}]}}\n")
    made = edition(mini)
    assert numbers(made, PracticePages) == {last: numbers(made, QuestionBank)[last]}


def practiced(mini: MiniProject, id: str) -> PracticedQuestionView:
    mini.edit("content/guides/one.yaml", BANK, f"{BANK}          - {{kind: practice-page, items: [questions/{id}]}}\n")
    (found,) = (section.view for section in edition(mini).sections if isinstance(section.view, PracticePages))
    return found.entries[0]


def test_a_practice_page_scores_the_rows_that_its_question_names(mini: MiniProject) -> None:
    mini.edit("content/interview/questions.yaml", "  - id: flour-bill\n", "  - id: flour-bill\n    gate: pace\n    rows: [words, pace]\n")
    rows = practiced(mini, "flour-bill").scored_rows
    assert [(row.id, row.name, row.gate) for row in rows] == [("pace", "Pace", True), ("words", "Words", False)], "in the rubric's order"


def test_a_practice_page_of_a_question_that_names_no_rows_scores_all(mini: MiniProject) -> None:
    rows = practiced(mini, "flour-bill").scored_rows
    assert [row.id for row in rows] == ["crust", "crumb", "pace", "words"]
    assert not any(row.gate for row in rows)


def test_each_score_is_a_field_that_is_named_by_its_question_and_row(mini: MiniProject) -> None:
    mini.edit("content/interview/questions.yaml", "  - id: flour-bill\n", "  - id: flour-bill\n    gate: pace\n    rows: [words, pace]\n")
    practiced(mini, "flour-bill")
    made = prepare(mini.project, Selection(guides=("one",)))
    page = render(made.editions[0], made.themes["base"]).value
    assert page is not None
    assert re.findall(r'name="\S+-flour-bill-(\d-row-\w+)" title="([^"]+)"', page.html) == [
        ("1-row-pace", "Question 2, first attempt, Pace"),
        ("1-row-words", "Question 2, first attempt, Words"),
        ("2-row-pace", "Question 2, second attempt, Pace"),
        ("2-row-words", "Question 2, second attempt, Words"),
    ]


def test_tracker_and_index_lead_to_every_question_of_the_guide(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", "          - kind: glossary\n", "".join(f"          - kind: {kind}\n" for kind in KINDS))
    made = edition(mini)
    bank = numbers(made, QuestionBank)
    (tracker,) = (section.view for section in made.sections if isinstance(section.view, ScoreTracker))
    (index,) = (section.view for section in made.sections if isinstance(section.view, QuestionIndex))
    assert [(group.name, {entry.id: entry.number for entry in group.entries}) for group in tracker.groups] == [("Tasting", bank)]
    assert {entry.id for group in index.groups for entry in group.entries} == set(bank)
    assert all(group.name in entry.competency_names for group in index.groups for entry in group.entries)


def test_index_lists_the_questions_of_each_level_and_tag(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", "          - kind: glossary\n", "".join(f"          - kind: {kind}\n" for kind in KINDS))
    mini.add("content/words/levels.yaml", LEVELS)
    for id, more in (("oldest-loaf", "levels: [master, journeyman]"), ("same-flour", "levels: [master]\n    tags: [rye]")):
        mini.edit("content/interview/questions.yaml", f"  - id: {id}\n", f"  - id: {id}\n    {more}\n")
    (index,) = (section.view for section in edition(mini).sections if isinstance(section.view, QuestionIndex))
    found = [[(group.name, [entry.id for entry in group.entries]) for group in groups] for groups in (index.level_groups, index.tag_groups)]
    assert found == [[("journeyman", ["oldest-loaf"]), ("master", ["oldest-loaf", "same-flour"])], [("rye bread", ["same-flour"])]]


LEVELS = """\
seniorities:
  - {id: master, name: master, order: 2, roles: [baker]}
  - {id: journeyman, name: journeyman, order: 1, roles: [baker]}
tags:
  - {id: rye, name: rye bread}
  - {id: wheat, name: wheat bread}
"""
KINDS = ("glossary", "score-tracker", "question-index")


def test_a_section_starts_where_the_guide_says(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", BANK, BANK.rstrip("\n") + "\n            start: leaf\n")
    starts = {section.kind: section.start for section in edition(mini).sections}
    assert (starts["question-bank"], starts["glossary"]) == ("leaf", None)


def test_a_section_starts_nowhere_else(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", BANK, BANK.rstrip("\n") + "\n            start: middle\n")
    run = mini.run("check")
    assert run.code == 1
    assert "content/guides/one.yaml" in run.err
    assert "start" in run.err
