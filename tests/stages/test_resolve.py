"""Every lookup is settled: what a guide prints, for whom, in which order."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import pytest

from kit import MiniProject
from prepguides.build.digests import shallow
from prepguides.build.prepare import Prepared, prepare
from prepguides.model.edition import Edition
from prepguides.model.request import Selection
from prepguides.model.view import SectionView
from prepguides.stages.resolve import Sets
from prepguides.views.case_views import Cases
from prepguides.views.interview_views import MockScripts
from prepguides.views.plan_views import StudyPlans
from prepguides.views.question_views import AnswerKey, NumericKeys, Probes, QuestionBank
from prepguides.views.reference_views import Glossary, Resources

V = TypeVar("V", bound=SectionView)


def editions(mini: MiniProject, **asked: Any) -> dict[str, Edition]:
    return {edition.name: edition for edition in prepared(mini, **asked).editions}


def prepared(mini: MiniProject, *, sets: Sets = (), **asked: Any) -> Prepared:
    return prepare(mini.project, Selection(**asked), sets=sets)


def views(edition: Edition, view: type[V]) -> list[V]:
    """What the edition's sections of one kind print."""
    return [section.view for section in edition.sections if isinstance(section.view, view)]


def the(edition: Edition, view: type[V]) -> V:
    """What the edition's one section of that kind prints."""
    (found,) = views(edition, view)
    return found


def text_of(edition: Edition) -> str:
    return json.dumps(edition, default=shallow, ensure_ascii=False)


def test_without_words_the_settings_are_built(mini: MiniProject) -> None:
    assert list(editions(mini)) == ["one (candidate)", "two (candidate)"]
    assert list(editions(mini, guides=("two",), editions=("candidate", "coach"))) == ["two (candidate)", "two (coach)"]


def test_a_candidate_reads_nothing_that_is_for_the_coach(mini: MiniProject) -> None:
    both = editions(mini, guides=("one",), editions=("candidate", "coach"))
    candidate, coach = both["one (candidate)"], both["one (coach)"]
    for secret in ("came out of a freezer", "Shrug once", "120 × 7"):
        assert secret in text_of(coach)
        assert secret not in text_of(candidate)
    assert views(coach, MockScripts)
    assert not views(candidate, MockScripts)


def test_the_key_and_the_probes_leave_out_nothing_of_a_question(mini: MiniProject) -> None:
    mini.edit(
        "content/interview/questions.yaml",
        "    looks_for: [Knocks on the base., Presses the crumb., Asks for a knife.]\n    red_flags: [Guesses by size., Asks the baker.]\n",
        "    looks_for: [Knocks on the base., Presses the crumb., Asks for a knife., Weighs it., Waits.]\n"
        "    red_flags: [Guesses by size., Asks the baker., Asks for butter.]\n"
        "    hints: [Listen to it., It is hollow., Take the left one.]\n",
    )
    both = editions(mini, guides=("one",), editions=("candidate", "coach"))
    key, probes = the(both["one (coach)"], AnswerKey).entries[0], the(both["one (coach)"], Probes).entries[0]
    assert probes.hints == ("Listen to it.", "It is hollow.", "Take the left one.")
    assert probes.follow_ups == ("And which was baked last?", "What if it had been frozen?")
    assert key.looks_for == ("Knocks on the base.", "Presses the crumb.", "Asks for a knife.")
    assert probes.looks_for == ("Weighs it.", "Waits.")
    assert (key.red_flags, probes.red_flags) == (("Guesses by size.",), ("Asks the baker.", "Asks for butter."))


def test_the_figures_of_a_key_carry_their_signs(mini: MiniProject) -> None:
    mini.edit("content/interview/questions.yaml", "calc: 200 * 0.6, value: 120, unit: kg}", "calc: 6000 / 50, value: 120, unit: $ a day}")
    mini.edit("content/interview/questions.yaml", "      unit: kg\n      steps:", '      unit: "% of a sack"\n      steps:')
    key = the(editions(mini, guides=("one",), editions=("coach",))["one (coach)"], NumericKeys).entries[0].numeric_key
    assert key is not None
    assert [(step.worked, step.found) for step in key.steps] == [("6,000 ÷ 50", ("$120", "a day")), ("120 × 7", ("840", "kg"))]
    assert key.answer == ("840%", "of a sack")


def test_money_has_two_digits_of_cents_or_none(mini: MiniProject) -> None:
    mini.edit("content/interview/questions.yaml", "calc: 200 * 0.6, value: 120, unit: kg}", "calc: 3 / 2, value: 1.5, unit: $ a day}")
    mini.edit("content/interview/questions.yaml", "calc: day * 7, value: 840, unit: kg}", "calc: day * 2, value: 3, unit: $}")
    mini.edit(
        "content/interview/questions.yaml",
        "      value: 840\n      low: 700\n      high: 1000\n      unit: kg\n",
        "      value: 3\n      low: 2\n      high: 4\n      unit: $\n"
        "      follow_up:\n        ask: And in ten thousand days?\n        value: 1.5\n        unit: $ million\n"
        "        steps: [{id: years, label: In millions, calc: day * 1, value: 1.5, unit: $ million}]\n",
    )
    key = the(editions(mini, guides=("one",), editions=("coach",))["one (coach)"], NumericKeys).entries[0].numeric_key
    assert key is not None
    assert key.follow_up is not None
    assert [step.found for step in key.steps] == [("$1.50", "a day"), ("$3", "")]
    assert key.follow_up.answer == ("$1.5", "million")


def test_questions_come_from_easy_to_hard_and_are_numbered(mini: MiniProject) -> None:
    entries = the(editions(mini)["one (candidate)"], QuestionBank).entries
    assert [(entry.number, entry.difficulty, entry.id) for entry in entries] == [
        (1, 1, "oldest-loaf"),
        (2, 2, "flour-bill"),
        (3, 2, "same-flour"),
        (4, 3, "burnt-tray"),
    ]


def test_a_case_that_candidates_have_is_pointed_to_and_not_printed_again(mini: MiniProject) -> None:
    both = editions(mini, guides=("one",), editions=("candidate", "coach"))
    assert [view.entries[0].earlier for view in views(both["one (coach)"], Cases)] == [None, "cases--night-shift"]
    assert the(both["one (candidate)"], Cases).entries[0].earlier is None


def test_a_question_that_the_guide_asks_is_called_by_its_number(mini: MiniProject) -> None:
    coach = editions(mini, guides=("one",), editions=("coach",))["one (coach)"]
    question = the(coach, MockScripts).entries[0].question_entry
    assert (question.number, question.link) == (1, "questions--oldest-loaf")
    mini.edit("content/guides/one.yaml", "          - kind: question-bank\n", "")
    coach = editions(mini, guides=("one",), editions=("coach",))["one (coach)"]
    question = the(coach, MockScripts).entries[0].question_entry
    assert (question.number, question.link) == (None, None)


def test_parts_with_an_opener_are_numbered_and_others_are_not(mini: MiniProject) -> None:
    parts = editions(mini)["one (candidate)"].parts
    assert [(part.id, part.number) for part in parts] == [("front", None), ("job", 1), ("tasting", 2), ("back", 3)]


def test_anchors_are_unique_in_an_edition(mini: MiniProject) -> None:
    for edition in editions(mini, editions=("candidate", "coach")).values():
        anchors = [part.anchor for part in edition.parts] + [section.anchor for part in edition.parts for section in part.sections]
        assert len(anchors) == len(set(anchors))


def test_a_glossary_has_the_terms_of_the_guide_s_role_by_name(mini: MiniProject) -> None:
    both = editions(mini)
    assert [entry.id for entry in the(both["one (candidate)"], Glossary).entries] == ["crumb", "proof"]
    assert [entry.id for entry in the(both["two (candidate)"], Glossary).entries] == ["bran", "crumb"]


def test_a_guide_s_accent_comes_before_its_role_s(mini: MiniProject) -> None:
    assert editions(mini)["two (candidate)"].palette.accent == "#2F5D50"
    mini.edit("content/guides/two.yaml", "  - id: two\n", '  - id: two\n    accent: "#5D2F50"\n')
    assert editions(mini)["two (candidate)"].palette.accent == "#5D2F50"


def test_take_and_items_choose_and_order(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", "          - kind: question-bank\n", "          - {kind: question-bank, take: 2}\n")
    mini.edit(
        "content/guides/two.yaml", "          - kind: glossary\n", "          - {kind: glossary, items: [glossary/proof, glossary/bran]}\n"
    )
    both = editions(mini)
    assert len(the(both["one (candidate)"], QuestionBank).entries) == 2
    assert {entry.id for entry in the(both["two (candidate)"], Glossary).entries} == {"proof", "bran"}


def test_what_a_guide_cites_is_printed_once_as_reading_or_as_a_source(mini: MiniProject) -> None:
    def printed(guide: str) -> tuple[list[str], list[str]]:
        view = the(editions(mini)[f"{guide} (candidate)"], Resources)
        return [entry.id for entry in view.entries], [entry.id for entry in view.cited]

    for guide in ("one", "two"):
        path = f"content/guides/{guide}.yaml"
        text = (mini.root / path).read_text(encoding="utf-8")
        mini.add(path, text.replace("          - kind: glossary\n", "          - kind: glossary\n          - kind: resources\n", 1))
    mini.edit("content/words/glossary.yaml", "- {id: crumb, ", "- {id: crumb, sources: [oven-book], ")
    assert printed("one") == printed("two") == (["oven-book"], [])
    mini.edit("content/words/resources.yaml", "    title: The oven book\n", "    roles: [baker]\n    title: The oven book\n")
    assert printed("one") == (["oven-book"], [])
    assert printed("two") == ([], ["oven-book"])


def test_a_guide_to_two_roles_knows_which_reading_is_for_one_of_them(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", "          - kind: glossary\n", "          - kind: resources\n")

    def alone() -> list[str | None]:
        return [entry.alone for entry in the(editions(mini)["one (candidate)"], Resources).entries]

    assert alone() == [None]
    mini.edit("content/words/resources.yaml", "    title: The oven book\n", "    roles: [baker]\n    title: The oven book\n")
    assert alone() == [None]
    mini.edit("content/guides/one.yaml", "roles: [baker]", "roles: [baker, miller]")
    assert alone() == ["baker"]
    mini.edit("content/words/resources.yaml", "roles: [baker]", "roles: [baker, miller]")
    assert alone() == [None]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/oven/", "example.org/oven"),
        ("https://example.org/oven/and-all-that-a-baker-should-know-of-its-stones", "example.org/…"),
        ("mailto:baker@example.org", "baker@example.org"),
    ],
)
def test_an_address_is_printed_as_far_as_a_reader_would_type_it(mini: MiniProject, address: str, shown: str) -> None:
    mini.edit("content/guides/one.yaml", "          - kind: glossary\n", "          - kind: resources\n")
    mini.edit("content/words/resources.yaml", "https://example.org/oven", address)
    (entry,) = the(editions(mini)["one (candidate)"], Resources).entries
    assert (entry.shown, entry.address) == (shown, address)


def test_a_study_plan_links_only_to_what_the_guide_prints(mini: MiniProject) -> None:
    def links() -> list[tuple[str, bool]]:
        plan = the(editions(mini)["one (candidate)"], StudyPlans).plans[0]
        return [(item.ref, bool(item.link)) for session in plan.sessions for item in session.entries]

    assert links() == [("questions/oldest-loaf", True), ("frameworks/four-senses", True), ("glossary/crumb", True)]
    mini.edit("content/guides/one.yaml", "          - kind: question-bank\n", "")
    assert links()[0] == ("questions/oldest-loaf", False)


def pageless(mini: MiniProject, **asked: Any) -> list[str]:
    return [problem.message.split()[0] for problem in prepared(mini, **asked).diagnostics if problem.rule.code == "PG416"]


def test_a_study_item_that_only_the_coach_reads_is_reported_whoever_prints_it_elsewhere(mini: MiniProject) -> None:
    mini.edit("content/words/plans.yaml", "items: [questions/oldest-loaf]", "items: [questions/oldest-loaf, mock_scripts/tasting-mock]")
    assert pageless(mini) == ["mock_scripts/tasting-mock"]
    assert pageless(mini, editions=("coach", "candidate")) == ["mock_scripts/tasting-mock"]
    assert pageless(mini, editions=("coach",)) == []
    mini.edit("content/guides/one.yaml", "{kind: mock-script, audience: coach}", "{kind: mock-script}")
    assert pageless(mini) == []


def test_a_study_item_printed_as_a_row_without_an_anchor_has_its_page(mini: MiniProject) -> None:
    mini.edit("content/words/plans.yaml", "glossary/crumb]", "glossary/crumb, resources/oven-book]")
    assert pageless(mini) == ["resources/oven-book"]
    mini.edit("content/guides/one.yaml", "          - kind: study-plans", "          - kind: resources\n          - kind: study-plans")
    assert pageless(mini) == []


def test_a_cohort_may_leave_out_what_a_study_plan_works_on(mini: MiniProject) -> None:
    mini.add("content/cohorts/spring.yaml", b"cohorts:\n  - {id: spring, programme: Spring, excludes: [section/frameworks]}\n")
    found = prepared(mini, cohorts=("spring",))
    assert not found.blocked
    assert pageless(mini, cohorts=("spring",)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "missing"),
    [
        ("content/interview/questions.yaml", "difficulty: 3", "difficulty: 9", ("questions/burnt-tray",)),
        ("content/interview/frameworks.yaml", "    summary:", "    sumary:", ("frameworks/four-senses",)),
        ("content/roles/baker.yaml", "    absence:", "    abscence:", ("roles/baker",)),
        ("content/interview/examples.yaml", "    rationale:", "    rational:", ("worked_examples/oldest-loaf-answer",)),
        ("content/words/plans.yaml", "    days: 2", "    days: two", ("study_plans/weekend",)),
        (
            "content/life-cycle/phases.yaml",
            "part: lead, decisions: The oven.",
            "part: leads, decisions: The oven.",
            ("involvements/baker-morning",),
        ),
    ],
)
def test_a_guide_is_blocked_by_what_it_would_print_and_no_other_is(
    mini: MiniProject, file: str, old: str, new: str, missing: tuple[str, ...]
) -> None:
    mini.edit(file, old, new)
    found = prepared(mini)
    assert [(blocked.name, set(missing) <= set(blocked.missing)) for blocked in found.blocked] == [("one (candidate)", True)]
    assert [edition.name for edition in found.editions] == ["two (candidate)"]


def test_a_duplicate_id_blocks_the_guide_that_would_print_one_of_the_two(mini: MiniProject) -> None:
    mini.edit("content/interview/questions.yaml", "  - id: flour-bill", "  - id: oldest-loaf")
    assert [blocked.name for blocked in prepared(mini).blocked] == ["one (candidate)"]


def test_a_shared_page_that_is_faulty_blocks_both_guides(mini: MiniProject) -> None:
    mini.edit("content/pages/welcome.md", "- Flour", "- <b>Flour</b>")
    assert [blocked.name for blocked in prepared(mini).blocked] == ["one (candidate)", "two (candidate)"]


def test_a_faulty_guide_is_blocked_and_the_other_is_not(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", "    promise:", "    promisse:")
    found = prepared(mini)
    assert [blocked.missing for blocked in found.blocked] == [("guides/one",)]
    assert [edition.name for edition in found.editions] == ["two (candidate)"]


def test_an_edition_is_plain_data(mini: MiniProject) -> None:
    """Text, numbers, and frozen dataclasses, tuples and mappings of them."""

    def check(value: object) -> None:
        if is_dataclass(value):
            for field in fields(value):
                check(getattr(value, field.name))
        elif isinstance(value, dict):
            for inner in value.values():
                check(inner)
        elif isinstance(value, tuple):
            for inner in value:
                check(inner)
        else:
            assert value is None or isinstance(value, str | int | float | bool)

    for edition in editions(mini, editions=("coach",)).values():
        check(edition)


def test_resolving_twice_gives_the_same_editions(mini: MiniProject) -> None:
    assert editions(mini) == editions(mini)
