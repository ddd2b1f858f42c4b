"""The second pass: numbers and links, which what is for the coach alone does not change in the candidate's pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kit import ROOT, MiniProject
from prepguides.build.prepare import prepare
from prepguides.model.assets import Folder
from prepguides.model.edition import Edition
from prepguides.model.request import Selection
from prepguides.project.specimen import specimen_of
from prepguides.stages.load_theme import load_theme
from prepguides.stages.render import render
from prepguides.stages.resolve.linking import linked
from prepguides.views.guide_views import ProgrammeSection
from prepguides.views.plan_views import AnswerSheets, StudyPlans, WorksheetSection
from prepguides.views.question_views import QuestionBank

COACH = "      - id: desk\n        title: At the desk\n        audience: coach\n        interview_type: tasting\n        sections:\n"


def both(mini: MiniProject, *cohorts: str) -> tuple[Edition, Edition]:
    """Guide `one` for the candidate and for the coach."""
    candidate, coach = prepare(mini.project, Selection(("one",), cohorts=cohorts, editions=("candidate", "coach"))).editions
    return candidate, coach


def append_part(mini: MiniProject, *sections: str) -> None:
    path = mini.root / "content" / "guides" / "one.yaml"
    text = path.read_text(encoding="utf-8").replace("          - {kind: mock-script, audience: coach}\n", "")
    mini.add("content/guides/one.yaml", text + COACH + "".join(f"          - {section}\n" for section in sections))


def test_linking_again_changes_nothing(mini: MiniProject) -> None:
    for edition in both(mini):
        assert linked(edition.parts) == edition.parts


def test_a_coachs_part_changes_no_page_of_the_candidates(mini: MiniProject) -> None:
    append_part(mini, "{kind: question-bank, items: [questions/burnt-tray, questions/oldest-loaf]}", "kind: glossary")
    candidate, coach = both(mini)
    assert [part.id for part in coach.parts] == [*(part.id for part in candidate.parts), "desk"]
    theirs = [section.view for section in candidate.sections]
    assert [section.view for part in coach.parts[:-1] for section in part.sections if section.view in theirs] == theirs


def test_what_is_printed_again_points_to_the_first(mini: MiniProject) -> None:
    append_part(mini, "kind: question-bank")
    banks = [section.view for section in both(mini)[1].sections if isinstance(section.view, QuestionBank)]
    assert [(entry.anchor, entry.earlier) for entry in banks[1].entries[:1]] == [("questions--oldest-loaf-again", "questions--oldest-loaf")]
    assert banks[0].entries[0].earlier is None


def test_a_worksheet_is_printed_as_often_as_it_is_listed(mini: MiniProject) -> None:
    """The fields of the first keep their names, which the answers on a reader's screen are saved under."""
    sheet = "          - {kind: worksheet, item: worksheets/tasting-sheet}\n"
    mini.edit("content/guides/one.yaml", "          - kind: glossary\n", f"          - kind: glossary\n{sheet}{sheet}")
    candidate, _ = both(mini)
    (answered,) = (view.entries for section in candidate.sections if isinstance(view := section.view, AnswerSheets))
    copies = [section.view.worksheet for section in candidate.sections if isinstance(section.view, WorksheetSection)]
    names = [[field.name.removeprefix("tasting-sheet-") for field in sheet.fields] for sheet in (*answered, *copies)]
    assert names == [["1", "2"], ["1-again", "2-again"], ["1-again-again", "2-again-again"]]
    assert [copy.earlier for copy in copies] == ["worksheets--tasting-sheet", "worksheets--tasting-sheet"]


@pytest.mark.parametrize("kind", ["page", "rubric", "worksheet", "answer-sheet", "checklist", "case", "question-bank", "glossary"])
def test_what_a_section_prints_again_has_ids_of_its_own(kind: str) -> None:
    (edition,) = prepare(specimen_of("typical", Path("/nowhere")), Selection(("typical",), editions=("candidate",))).editions
    part, section = next((part, section) for part in edition.parts for section in part.sections if section.kind == kind)
    twice = replace(part, cold_open=None, sections=(section, replace(section, anchor="a-second-time")))
    theme = load_theme("base", (Folder(ROOT / "templates", ROOT),)).value
    assert theme is not None
    made = render(replace(edition, parts=linked([twice])), theme).value
    assert made is not None
    ids = Counter(re.findall(r'\bid="([^"]*)"', made.html))
    assert [id for id, count in ids.items() if count > 1] == []


def test_the_parts_may_come_in_any_order(mini: MiniProject) -> None:
    """The candidate's come first in what is linked, wherever they stand."""
    append_part(mini, "kind: question-bank")
    _, coach = both(mini)
    front = [replace(part) for part in (coach.parts[-1], *coach.parts[:-1])]
    assert linked(front)[1:] == coach.parts[:-1]


def test_appointments_link_as_plans_do(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", "          - kind: frameworks\n", "")
    schedule = "schedule: [{date: 2027-01-18, title: Start, items: [questions/oldest-loaf, frameworks/four-senses]}]"
    mini.add("content/cohorts/spring.yaml", f"cohorts:\n  - {{id: spring, programme: Spring, {schedule}}}\n")
    candidate, _ = both(mini, "spring")
    (page,) = (section.view for section in candidate.sections if isinstance(section.view, ProgrammeSection))
    (plans,) = (section.view for section in candidate.sections if isinstance(section.view, StudyPlans))
    assert [(link.link, link.number) for link in page.schedule[0].entries] == [("questions--oldest-loaf", 1), (None, None)]
    links = {link.ref: link for plan in plans.plans for sitting in plan.sessions for link in sitting.entries}
    assert (links["frameworks/four-senses"].link, links["questions/oldest-loaf"].number) == (None, 1)
    grouped = [link for sitting in plans.plans[0].sessions for group in sitting.groups for kind in group.kinds for link in kind.entries]
    assert {link.ref for link in grouped} == set(links)
    assert all(link == links[link.ref] for link in grouped)
