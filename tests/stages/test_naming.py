"""References in texts: the name of the day, and where it leads."""

from __future__ import annotations

import re

from kit import MiniProject
from prepguides.build.prepare import check
from prepguides.model.edition import Edition
from prepguides.model.request import Selection
from prepguides.stages.render import RenderedHtml

SENTENCE = "Read it once. Then bake."


def pages(mini: MiniProject, *cohorts: str) -> dict[str, str]:
    """Edition to its document."""
    made: dict[str, str] = {}

    def read(edition: Edition, page: RenderedHtml) -> None:
        made[edition.guide] = page.html

    check(mini.project, Selection(cohorts=cohorts, editions=("candidate",)), read)
    return made


def test_a_name_leads_to_its_page_where_the_guide_has_one(mini: MiniProject) -> None:
    mini.edit("content/pages/welcome.md", SENTENCE, "Take [[worksheets/tasting-sheet]], please.")
    assert mini.check() == []
    made = pages(mini)
    assert 'Take <a class="ref" href="#worksheets--tasting-sheet"><em>Four loaves</em></a>, please.' in made["one"]
    assert "Take <em>Four loaves</em>, please." in made["two"]


def test_a_criterion_is_called_as_its_rubric_calls_it(mini: MiniProject) -> None:
    mini.edit("content/pages/welcome.md", SENTENCE, "It is about [[rubrics/tasting-rubric#words]].")
    assert "It is about <em>Words</em>." in pages(mini)["one"]
    mini.edit("content/interview/rubric.yaml", "name: Words", "name: Words *and* silence")
    assert "It is about <em>Words *and* silence</em>." in pages(mini)["one"]


def test_names_are_filled_in_at_any_depth(mini: MiniProject) -> None:
    """Items of lists, values of mappings, texts of models inside models."""
    mini.edit("content/interview/questions.yaml", "Knocks on the base.", '"Knocks. [[cases/night-shift]]"')
    mini.edit("content/interview/rubric.yaml", "Says nothing of the crust.", '"Skips [[frameworks/four-senses]]."')
    mini.edit("content/words/plans.yaml", "goal: Bake.", 'goal: "Bake [[rubrics/tasting-rubric#pace]]."')
    assert mini.check() == []
    html = pages(mini)["one"]
    assert re.search(r'Knocks\. <a class="ref" href="#cases--night-shift"><em>The night shift</em></a>', html)
    assert re.search(r'Skips <a class="ref" href="#frameworks--four-senses"><em>Four senses</em></a>', html)
    assert "Bake <em>Pace</em>." in html
    assert "[[" not in html


def test_a_cohort_that_calls_a_sheet_otherwise_reads_its_own_name(mini: MiniProject) -> None:
    mini.edit("content/pages/welcome.md", SENTENCE, "Take [[worksheets/tasting-sheet]], please.")
    override = "{target: worksheets/tasting-sheet, field: title, value: Four loaves of rye, reason: They bake rye.}"
    mini.add("content/cohorts/spring.yaml", f"cohorts:\n  - id: spring\n    programme: Spring\n    overrides: [{override}]\n")
    assert "<em>Four loaves of rye</em>" in pages(mini, "spring")["one"]
    assert "<em>Four loaves of rye</em>" not in pages(mini)["one"]


def test_a_sentence_for_the_coach_is_found_by_the_name_in_it(mini: MiniProject) -> None:
    """What leaks is what is printed: the name, and not the reference."""
    mini.edit("content/interview/coach.yaml", "Cut four loaves under a towel", "Cut [[worksheets/tasting-sheet]] under a towel")
    mini.edit("content/pages/welcome.md", SENTENCE, "Cut Four loaves under a towel before the candidate comes in.")
    assert [line.split()[-1] for line in mini.check("one")] == ["PG705"]
