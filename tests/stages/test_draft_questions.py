"""Questions that are not finished: read for what they have, named in one warning, counted and printed nowhere but in a draft."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from kit import MiniProject, located
from prepguides.build.prepare import check
from prepguides.model.content.question import Question
from prepguides.model.diagnostic import Checked
from prepguides.model.draft_question import lacking, needs
from prepguides.model.library import Library
from prepguides.model.request import Selection
from prepguides.project.json_schemas import schemas
from prepguides.stages.checks.shortfalls import of_role
from prepguides.stages.load import load
from prepguides.stages.validate import validate

DRAFTS = "content/interview/drafts.yaml"
BARE = "questions:\n  - {id: bare, status: draft, interview_type: tasting, prompt: What is in a loaf?}\n"


def of(mini: MiniProject, *, drafts: bool = False) -> Checked[Library]:
    sources = load(mini.project)
    assert sources.value is not None
    checked = validate(sources.value, drafts=drafts)
    assert checked.value is not None
    return Checked(checked.value, checked.diagnostics)


def test_a_draft_may_lack_anything_and_is_no_question_of_the_library(mini: MiniProject) -> None:
    mini.add(DRAFTS, "questions:\n  - {id: bare, status: draft}\n")
    checked = of(mini)
    assert located(checked.diagnostics) == [f"{DRAFTS}:2:24 PG335"]
    draft = checked.value.drafts["bare"]
    assert draft.lacks == tuple(needs())
    assert draft.written == {"id", "status"}
    assert draft.value("prompt") is None
    assert checked.value.find(Question, "bare") is None
    assert checked.value.faulty == ()


def test_ten_drafts_are_one_warning_that_says_what_each_lacks(mini: MiniProject) -> None:
    bare = "".join(f"  - {{id: bare-{n}, status: draft, prompt: What is in loaf {n}?}}\n" for n in range(9))
    mini.add(DRAFTS, f"questions:\n{bare}  - {{id: half, status: draft, prompt: Why, looks_for: [One.], tags: [rye], difficulty: 2}}\n")
    (warning,) = of(mini).diagnostics
    bare_ids = ", ".join(f"bare-{n}" for n in range(9))
    lacks = ", ".join(name for name in needs() if name != "prompt")
    assert warning.message == (
        f"10 drafts, not printed: {bare_ids} lack {lacks}; half lacks interview_type, competencies, format, minutes,"
        ' looks_for (1 of 3), red_flags, follow_ups, tags (no tags "rye")'
    )


def test_hundreds_of_drafts_are_one_line_that_can_be_read(mini: MiniProject) -> None:
    mini.add(DRAFTS, "questions:\n" + "".join(f"  - {{id: bare-{n}, status: draft}}\n" for n in range(400)))
    (warning,) = of(mini).diagnostics
    assert "and 380 more lack" in warning.message
    assert len(warning.message) < 500


def test_what_a_draft_has_is_checked(mini: MiniProject) -> None:
    mini.add(
        DRAFTS, "questions:\n  - id: bad\n    status: draft\n    difficulty: 4\n    promt: x\n    looks_for: one\n    hints: [<b>x</b>]\n"
    )
    checked = of(mini)
    assert located(checked.diagnostics) == [
        f"{DRAFTS}:{found}" for found in ("4:17 PG202", "5:5 PG204", "6:16 PG202", "7:13 PG205", "7:17 PG205")
    ]
    assert [lost.id for lost in checked.value.faulty] == ["bad"]


def test_a_text_that_is_left_to_be_written_is_lacking_and_no_fault(mini: MiniProject) -> None:
    mini.add(DRAFTS, BARE.replace("What is in a loaf?", "TODO"))
    checked = of(mini)
    assert located(checked.diagnostics) == [f"{DRAFTS}:2:24 PG335"]
    assert "prompt (to be written)" in checked.value.drafts["bare"].lacks


def test_a_draft_has_an_id_of_its_own(mini: MiniProject) -> None:
    mini.add("content/later.yaml", "questions:\n  - {id: oldest-loaf, status: draft}\n")
    assert [place.split()[1] for place in located(of(mini).diagnostics)] == ["PG302"]


def test_whatever_names_a_draft_is_told_so_at_its_line(mini: MiniProject) -> None:
    mini.edit("content/interview/questions.yaml", "  - id: oldest-loaf\n", "  - id: oldest-loaf\n    status: draft\n")
    found = [each for each in of(mini).diagnostics if each.rule.code == "PG301"]
    assert {each.message for each in found} == {"questions/oldest-loaf is a draft, which is not printed"}
    assert "content/words/plans.yaml:9:52" in {str(each.place) for each in found}
    assert not [each for each in of(mini, drafts=True).diagnostics if each.rule.code == "PG301"]


def test_a_cohort_may_leave_out_a_draft(mini: MiniProject) -> None:
    mini.add(DRAFTS, BARE)
    mini.add("content/spring.yaml", "cohorts:\n  - {id: spring, programme: Spring, excludes: [questions/bare]}\n")
    assert [place.split()[1] for place in located(of(mini).diagnostics)] == ["PG335"]


def test_no_guide_has_a_draft_and_no_quota_counts_it(mini: MiniProject) -> None:
    pages: list[str] = []
    one = Selection(("one",), editions=("candidate",))
    check(mini.project, one, lambda edition, page: pages.append(page.html))
    mini.add(DRAFTS, BARE)
    found = check(mini.project, one, lambda edition, page: pages.append(page.html))
    assert [each.rule.code for each in found.diagnostics] == ["PG335"]
    assert pages[0] == pages[1]
    assert found.library is not None
    assert of_role(found.library, "baker")["questions"] == 4


def test_a_draft_build_has_drafts_with_what_they_lack_filled_in(mini: MiniProject) -> None:
    mini.add(DRAFTS, BARE + "  - {id: nowhere, status: draft, prompt: Why?}\n")
    pages: list[str] = []
    check(mini.project, Selection(("one",), editions=("coach",)), lambda edition, page: pages.append(page.html), drafts=True)
    assert "What is in a loaf?" in pages[0]
    assert "Not written yet" in pages[0]
    library = of(mini, drafts=True).value
    bare = library.get(Question, "bare")
    assert bare.format == "scene"
    assert lacking(bare.model_dump()) == {}
    assert library.find(Question, "nowhere") is None


@pytest.mark.parametrize(
    ("item", "is_valid"),
    [
        ({"id": "a", "status": "draft"}, True),
        ({"id": "a", "status": "draft", "looks_for": ["One."]}, True),
        ({"id": "a"}, False),
        ({"id": "a", "status": "final"}, False),
        ({"id": "a", "status": "draft", "difficulty": 9}, False),
        ({"status": "draft"}, False),
    ],
)
def test_editors_ask_a_draft_for_its_id_alone(item: dict[str, object], is_valid: bool, mini: MiniProject) -> None:
    errors = list(Draft202012Validator(schemas(mini.project)["content.schema.json"]).iter_errors({"questions": [item]}))
    assert (errors == []) is is_valid


def test_editors_ask_a_finished_question_for_as_much_as_the_program_does(mini: MiniProject) -> None:
    question = of(mini).value.get(Question, "oldest-loaf").model_dump(mode="json", exclude_defaults=True)
    check_schema = Draft202012Validator(schemas(mini.project)["content.schema.json"])
    assert list(check_schema.iter_errors({"questions": [question]})) == []
    for name, least in needs().items():
        assert list(check_schema.iter_errors({"questions": [{key: value for key, value in question.items() if key != name}]})), name
        if isinstance(question[name], list):
            short = {**question, name: question[name][: least - 1]}
            assert list(check_schema.iter_errors({"questions": [short]})), name


def test_stats_name_each_draft(mini: MiniProject) -> None:
    mini.add(DRAFTS, BARE)
    assert "Drafts  1\n        bare lacks competencies, format" in mini.run("stats").out
    assert json.loads(mini.run("stats", "--format", "json").out)["drafts"]["bare"][0] == "competencies"
