"""Every problem in one pass, at its place; what is sound stays, and what is faulty is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import MiniProject, located
from prepguides.model.content import KINDS
from prepguides.model.content.question import Question
from prepguides.model.diagnostic import Checked
from prepguides.model.library import Library
from prepguides.model.source import Sources
from prepguides.stages.load import load
from prepguides.stages.validate import validate
from prepguides.stages.validate.salvage import salvaged
from prepguides.text.strict_yaml import parse_yaml

SETTINGS = "name: A\npublisher: B\nedition_date: 2026-01-01\nguides: [one]\n"


def validated(*texts: str) -> Checked[Library | None]:
    """A library of these files, called a.yaml, b.yaml and so on."""
    sources = [parse_yaml(f"{chr(97 + n)}.yaml", text).value for n, text in enumerate(texts)]
    settings = parse_yaml("content/project.yaml", SETTINGS).value
    assert settings is not None
    assert all(sources)
    return validate(Sources(settings, tuple(source for source in sources if source)))


def of_mini(mini: MiniProject) -> Checked[Library | None]:
    sources = load(mini.project)
    assert sources.value is not None
    return validate(sources.value)


def test_the_mini_project_is_sound_and_whole(mini: MiniProject) -> None:
    checked = of_mini(mini)
    assert checked.diagnostics == ()
    assert checked.value is not None
    assert checked.value.faulty == ()
    assert len(checked.value.all(Question)) == 4


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_entity_of_any_kind_is_all_missing_fields_at_its_place(kind: str) -> None:
    found = located(validated(f"{kind}:\n  - {{}}\n").diagnostics)
    assert found
    assert {place.split(" ")[0] for place in found} == {"a.yaml:2:5"}
    assert {place.split(" ")[1] for place in found} <= {"PG201", "PG202"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("item", ["text", "[a, b]", "", "{id: {a: b}}", "{id: [x], claims: x, sources: {}}", "{'': ''}"])
def test_nonsense_of_any_kind_is_reported_and_never_fails(kind: str, item: str) -> None:
    checked = validated(f"{kind}:\n  - {item}\n")
    assert checked.has_errors
    assert checked.value is not None
    assert checked.value.of_kind(kind) == ()
    assert all(problem.place.path == "a.yaml" and problem.place.line == 2 for problem in checked.diagnostics)


@pytest.mark.parametrize("text", ["just text\n", "- a\n- b\n", "3\n"])
def test_a_file_that_is_no_mapping_is_one_problem(text: str) -> None:
    assert located(validated(text).diagnostics) == ["a.yaml:1:1 PG106"]


def test_faults_in_one_file_hide_no_faults_in_another(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "asks_about: future", "asks_abuot: future")
    mini.edit("content/words/glossary.yaml", "definition: The last rise.", "definition: The <b>last</b> rise.")
    mini.edit("content/interview/type.yaml", "minutes: 45", "minutes: 46")
    assert located(of_mini(mini).diagnostics) == [
        "content/interview/type.yaml:11:14 PG303",
        "content/words/formats.yaml:2:30 PG204",
        "content/words/glossary.yaml:3:62 PG205",
        "content/words/glossary.yaml:3:69 PG205",
    ]


def test_two_faults_in_one_entity_are_both_reported(mini: MiniProject) -> None:
    mini.edit("content/interview/type.yaml", "    minutes: 45\n", "    minutes: soon\n")
    mini.edit("content/interview/type.yaml", "    style: mixed\n", "    style: mixd\n")
    assert [place for place in located(of_mini(mini).diagnostics) if "type.yaml" in place] == [
        "content/interview/type.yaml:10:12 PG202",
        "content/interview/type.yaml:11:14 PG202",
    ]


def test_what_a_misspelt_id_may_mean_is_not_called_orphaned(mini: MiniProject) -> None:
    mini.edit("content/interview/type.yaml", "frameworks: [four-senses]", "frameworks: [for-senses]")
    assert located(of_mini(mini).diagnostics) == ["content/interview/type.yaml:16:18 PG301"]


def test_a_misspelt_id_hides_no_orphan_of_another_kind(mini: MiniProject) -> None:
    mini.edit("content/interview/type.yaml", "frameworks: [four-senses]", "frameworks: [for-senses]")
    mini.edit("content/words/formats.yaml", "formats:\n", "formats:\n  - {id: riddle, name: Riddle}\n")
    assert [place.split(" ")[1] for place in located(of_mini(mini).diagnostics)] == ["PG301", "PG320"]


def test_a_reference_to_a_faulty_entity_is_not_called_dangling(mini: MiniProject) -> None:
    mini.edit("content/interview/frameworks.yaml", "    summary: Look", "    sumary: Look")
    assert located(of_mini(mini).diagnostics) == ["content/interview/frameworks.yaml:5:5 PG204"]


def test_a_reference_into_a_file_that_cannot_be_parsed_is_not_called_dangling(mini: MiniProject) -> None:
    mini.edit("content/interview/frameworks.yaml", "    summary: Look", "\tsummary: Look")
    assert of_mini(mini).diagnostics == ()


def test_a_claim_file_that_cannot_be_parsed_makes_no_claim_unknown(mini: MiniProject) -> None:
    mini.edit("content/claims.yaml", "claims:\n", "claims:\n\t\n  - x: [\n")
    assert of_mini(mini).diagnostics == ()


def test_a_dangling_key_of_a_mapping_is_reported_at_the_key(mini: MiniProject) -> None:
    mini.edit("content/roles/baker.yaml", "    competencies:\n", "    sides: {tools: A peel.}\n    competencies:\n")
    assert located(of_mini(mini).diagnostics) == ["content/roles/baker.yaml:29:13 PG301"]


def test_the_same_id_in_two_kinds_is_no_duplicate(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "formats:\n", "formats:\n  - {id: crumb, name: Crumb}\n")
    assert [place.split(" ")[1] for place in located(of_mini(mini).diagnostics)] == ["PG320"]


def test_a_duplicate_id_in_two_files_names_the_first(mini: MiniProject) -> None:
    mini.add("content/words/more.yaml", "glossary:\n  - {id: crumb, term: Crumb, roles: [baker], definition: Again.}\n")
    (problem,) = of_mini(mini).diagnostics
    assert f"{problem.place} {problem.rule.code}" == "content/words/more.yaml:2:10 PG302"
    assert problem.hint == "the first is at content/words/glossary.yaml:2:10"


@pytest.mark.parametrize("day", ["2026-02-31", "2026-13-01", "0000-00-00", "2026-1-1", "soon"])
def test_a_day_is_a_day_of_the_calendar(mini: MiniProject, day: str) -> None:
    mini.edit("content/project.yaml", "2026-03-01", f"'{day}'")
    assert mini.check() == ["content/project.yaml:3:15 PG202"]


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999"])
def test_a_number_is_finite(mini: MiniProject, number: str) -> None:
    mini.edit("content/interview/questions.yaml", "      value: 840\n", f"      value: {number}\n")
    mini.edit("content/words/sheets.yaml", "[Night, 12]", f"[Night, {number}]")
    mini.edit("content/words/sheets.yaml", "burns 12 loaves", "burns more")
    assert mini.check() == ["content/interview/questions.yaml:28:14 PG202", "content/words/sheets.yaml:29:26 PG310"]


def test_settings_that_are_faulty_end_the_run_with_their_places(mini: MiniProject) -> None:
    mini.add("content/project.yaml", "name: A\nlanguage: English\nguides: []\npapers: [a3]\nedition_date: 2026-01-01\n")
    assert mini.check() == [
        "content/project.yaml:1:1 PG201",
        "content/project.yaml:2:11 PG202",
        "content/project.yaml:3:9 PG203",
        "content/project.yaml:4:10 PG202",
    ]


@given(st.lists(st.text("abc:-{}[] \n'id", max_size=30), max_size=6))
def test_salvage_reads_any_text(lines: list[str]) -> None:
    for lost in salvaged(["questions:\n" + "\n".join(lines)]):
        assert lost.kind in KINDS


def test_salvage_finds_what_a_lost_file_defines() -> None:
    text = "questions:\n  - id: a\n    interview_type: t\n  - {id: b, interview_type: u}\n\tbroken\nclaims:\n  - {id: K1, roles: [r]}\n"
    assert [(lost.kind, lost.id) for lost in salvaged([text])] == [("questions", "a"), ("questions", "b"), ("claims", "K1")]


def findings(mini: MiniProject) -> list[tuple[str, str]]:
    """Place with code, and message."""
    return [(located([found])[0], found.message) for found in of_mini(mini).diagnostics]


RUBRIC = "content/interview/rubric.yaml"


@pytest.mark.parametrize(
    "words",
    [
        "better",
        "more carefully",
        "less thorough",
        "More detail",
        "longer than level 2",
        "as a 3 does",
        "like level 2",
        "deeper",
        "than others",
    ],
)
def test_an_anchor_that_needs_another_to_be_understood_is_comparative(mini: MiniProject, words: str) -> None:
    mini.edit(RUBRIC, "Stops after two.", f"Chews {words}.")
    assert [place.split()[-1] for place, _ in findings(mini)] == ["PG311"]


@pytest.mark.parametrize("words", ["more than two loaves", "less salt", "the best of four", "for more minutes", "than the clock allows"])
def test_an_anchor_may_count(mini: MiniProject, words: str) -> None:
    mini.edit(RUBRIC, "Stops after two.", f"Chews {words}.")
    assert findings(mini) == []


@pytest.mark.parametrize("words", ["TODO", "A TK loaf", "What???", "[insert a loaf]", "Lorem ipsum"])
def test_a_placeholder_is_found_in_lines_and_in_prose(mini: MiniProject, words: str) -> None:
    mini.edit("content/words/sheets.yaml", "title: Burnt loaves", f'title: "{words}"')
    mini.edit("content/words/sheets.yaml", "setting: A bakery with one oven and two shifts.", f'setting: "{words}"')
    assert [place.split()[-1] for place, _ in findings(mini)] == ["PG207", "PG207"]


def test_an_acronym_and_a_company_are_found_in_lines_too(mini: MiniProject) -> None:
    mini.edit("content/words/sheets.yaml", "title: Burnt loaves", "title: Burnt loaves of QZX and Uber")
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [one, two]\nwatched_names: [Uber]")
    assert [place for place, _ in findings(mini)] == ["content/words/sheets.yaml:24:32 PG323", "content/words/sheets.yaml:24:40 PG324"]


def test_a_page_that_no_guide_names_is_an_orphan(mini: MiniProject) -> None:
    mini.add("content/pages/lost.md", "---\nid: lost\ntitle: Lost\n---\nNobody reads this.\n")
    assert findings(mini) == [("content/pages/lost.md:2:5 PG320", '"lost" is named by no guides or cohorts')]


def test_a_type_whose_questions_are_nearly_all_hard_is_lopsided(mini: MiniProject) -> None:
    prompts = ("Why does rye keep?", "Name three salts by taste.", "Who wakes the oven?", "What is a sponge for?")
    rest = "looks_for: [Rye., Salt., Water.], red_flags: [Yeast., Oil.], follow_ups: [Why?, How?]"
    added = "".join(
        f"  - {{id: hard-{n}, interview_type: tasting, competencies: [{('timing', 'palate')[n % 2]}], format: scene,"
        f" difficulty: 3, minutes: 9, prompt: {prompt!r}, {rest}}}\n"
        for n, prompt in enumerate(prompts)
    )
    mini.add("content/interview/hard.yaml", f"questions:\n{added}")
    ((place, message),) = findings(mini)
    assert place.endswith("PG326")
    assert "are of difficulty 3" in message


@pytest.mark.parametrize(("added", "warned"), [(1, False), (2, True)])
def test_few_questions_have_no_mix_of_competencies(mini: MiniProject, added: int, warned: bool) -> None:
    """Of three questions that test one of two competencies each, two test the same, and nobody can write them otherwise."""
    prompts = ("Why does rye keep?", "Name three salts by taste.")
    rest = "looks_for: [Rye., Salt., Water.], red_flags: [Yeast., Oil.], follow_ups: [Why?, How?]"
    questions = "".join(
        f"  - {{id: more-{n}, interview_type: tasting, competencies: [palate], format: scene, difficulty: {n + 1}, minutes: 9,"
        f" prompt: {prompt!r}, {rest}}}\n"
        for n, prompt in enumerate(prompts[:added])
    )
    mini.add("content/interview/more.yaml", f"questions:\n{questions}")
    assert [message for place, message in findings(mini) if place.endswith("PG326")] == ["4 of 6 questions test palate"] * warned


def test_a_faulty_interview_type_makes_no_role_short_of_questions(mini: MiniProject) -> None:
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [one, two]\nbars: {role: {questions: 1}}")
    mini.edit("content/interview/type.yaml", "minutes: 45", "minutes: 46")
    assert mini.check() == ["content/interview/type.yaml:11:14 PG303"]


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("content/roles/miller.yaml", '"#2F5D50"', '"#88CCEE"', "content/roles/miller.yaml:5:13"),
        ("content/guides/one.yaml", "  - id: one\n", '  - id: one\n    accent: "#88CCEE"\n', "content/guides/one.yaml:3:13"),
    ],
)
def test_a_pale_accent_is_refused_whoever_chose_it(mini: MiniProject, file: str, old: str, new: str, place: str) -> None:
    mini.edit(file, old, new)
    pale = [problem for problem in of_mini(mini).diagnostics if problem.rule.code == "PG411"]
    assert [str(problem.place) for problem in pale] == [place]
    assert pale[0].message == "#88CCEE has a contrast of 1.8:1 on white; text needs 7:1"


@pytest.mark.parametrize("brand", ['accent: "#88CCEE"', 'palette: {sides: {miller: "#88CCEE"}}', 'palette: {tint: "#777777"}'])
def test_each_color_of_a_brand_that_could_not_be_read_is_refused(mini: MiniProject, brand: str) -> None:
    line = f"    brand: {{{brand}}}"
    mini.add("content/cohorts.yaml", f"cohorts:\n  - id: spring\n    programme: Spring\n{line}\n")
    found = [located([problem])[0] for problem in of_mini(mini).diagnostics if problem.rule.code == "PG411"]
    column = line.index('"#') + 1
    assert found == [f"content/cohorts.yaml:4:{column} PG411"]


NOTED = """
worked_examples:
  - id: answer
    kind: full
    question: why
    title: An answer
    segments:
      - {minute: 0, text: "One *two* three, and three.", notes: [{criterion: a, at: AT, note: Good.}]}
      - {minute: 1, text: B}
      - {minute: 2, text: C}
      - {minute: 3, text: D}
    scores: {}
    rationale: R
"""


@pytest.mark.parametrize(("phrase", "count"), [("one two", 1), ("three", 1), ("One two three", 0), ("and", 0)])
def test_the_phrase_of_a_note_stands_once_in_its_segment(phrase: str, count: int) -> None:
    found = [place for place in located(validated(NOTED.replace("AT", phrase)).diagnostics) if place.endswith("PG329")]
    assert found == ["a.yaml:8:85 PG329"] * count


# --- all that is wrong with an entity, at once ---

PROMPT = "    prompt: |"
QUESTIONS = "content/interview/questions.yaml"


def lines_of(mini: MiniProject, file: str, *words: str) -> list[int]:
    """The number of the first line with each of these words."""
    text = (mini.root / file).read_text(encoding="utf-8").splitlines()
    return [next(number for number, line in enumerate(text, 1) if each in line) for each in words]


def test_a_faulty_entity_hides_no_id_that_it_misspells(mini: MiniProject) -> None:
    mini.edit(QUESTIONS, PROMPT, "    promt: |")
    mini.edit(QUESTIONS, "    format: story", "    format: stroy\n    tags: [no-tag]\n    claims: [Z9]")
    prompt, format, tags, claims = lines_of(mini, QUESTIONS, "promt", "stroy", "no-tag", "Z9")
    found = [each.split(":", 1)[1].replace(":", " ").split() for each in located(of_mini(mini).diagnostics)]
    assert [(int(line), rule) for line, _, rule in found] == [(prompt, "PG204"), (format, "PG301"), (tags, "PG301"), (claims, "PG301")]


def test_a_reference_is_looked_up_though_its_own_field_is_misspelt(mini: MiniProject) -> None:
    mini.edit("content/interview/type.yaml", "    rubric: tasting-rubric", "    rubrik: tasting-rubrc")
    assert located(of_mini(mini).diagnostics) == ["content/interview/type.yaml:17:5 PG204", "content/interview/type.yaml:17:13 PG301"]


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("    format: story", "    formt: stroy", ["PG204", "PG301"]),
        ("    format: story", "    format: Stroy Time", ["PG202"]),
        ("    format: story", "    format: [stroy]", ["PG202"]),
        (PROMPT, "    promt: See [[worksheets/nowhere]] and <b>this</b>.\n    unknown: |", ["PG204", "PG204", "PG205", "PG205", "PG301"]),
        (PROMPT, "    promt: TODO\n    unknown: |", ["PG204", "PG204", "PG207"]),
        (PROMPT, "    promt: '[Words]{claim=Z9} here'\n    unknown: |", ["PG204", "PG204", "PG206"]),
        (PROMPT, "    hints: one of [[worksheets/nowhere]]\n    prompt: |", ["PG202", "PG301"]),
    ],
)
def test_each_value_has_one_fault_and_each_fault_is_told(old: str, new: str, rules: list[str], mini: MiniProject) -> None:
    mini.edit(QUESTIONS, old, new)
    assert sorted(each.split(" ")[1] for each in located(of_mini(mini).diagnostics)) == rules


def test_markup_in_one_field_hides_no_rule_about_another(mini: MiniProject) -> None:
    mini.edit("content/interview/type.yaml", "    minutes: 45", "    minutes: 46")
    before = located(of_mini(mini).diagnostics)
    mini.edit("content/interview/type.yaml", "    purpose: ", "    purpose: <b>Really</b> ")
    found = of_mini(mini)
    assert set(before) < set(located(found.diagnostics))
    assert found.value is not None
    assert ("interview_types", "tasting") in {(lost.kind, lost.id) for lost in found.value.faulty}
    assert not found.value.of_kind("interview_types")


@pytest.mark.parametrize("id", ["", "id: Tasting Rubric", "id: tasting_rubric", "idd: tasting-rubric"])
def test_an_id_that_its_own_entity_hides_is_missed_by_no_reference(id: str, mini: MiniProject) -> None:
    mini.edit("content/interview/rubric.yaml", "  - id: tasting-rubric", f"  - {id}\n   " if id else "  -")
    assert {each.rsplit(":", 2)[0] for each in located(of_mini(mini).diagnostics)} == {"content/interview/rubric.yaml"}


def test_beside_an_entity_without_an_id_a_misspelt_id_is_still_told(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "id: scene, ", "")
    mini.edit(QUESTIONS, "    format: story", "    format: stroy")
    found = located(of_mini(mini).diagnostics)
    assert [each.split(" ")[1] for each in found] == ["PG301", "PG201"]


def test_what_stands_under_a_word_that_is_no_kind_is_missed_by_no_reference(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "formats:", "ways_of_asking:")
    assert located(of_mini(mini).diagnostics) == ["content/words/formats.yaml:1:1 PG106"]


def test_an_id_that_several_name_otherwise_is_one_fault_at_its_own_line(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "id: scene", "id: scenes")
    named = (mini.root / QUESTIONS).read_text(encoding="utf-8").count("format: scene")
    assert named >= 3
    (problem,) = of_mini(mini).diagnostics
    assert located([problem]) == ["content/words/formats.yaml:2:10 PG301"]
    assert problem.message == f'{named} references name formats "scene", which is nowhere, and none names "scenes"'
    assert problem.hint.startswith('did you mean "scene"? The first reference is at content/interview/questions.yaml:')


def test_faulty_settings_hide_no_fault_of_the_content(mini: MiniProject) -> None:
    mini.edit("content/project.yaml", "publisher:", "publischer:")
    mini.edit(QUESTIONS, "    format: story", "    format: stroy")
    checked = of_mini(mini)
    assert checked.value is None
    assert [each.split(" ")[1] for each in located(checked.diagnostics)] == ["PG301", "PG406"]


def misspelt(text: str) -> Iterator[str]:
    """The text with one key misspelt, for each name of a key; and with one id misspelt where it is defined."""
    seen = set[str]()
    for key in re.finditer(r"(?m)(?:^|[{\s-])([a-z_]+):(?= )", text):
        if key[1] not in seen:
            seen.add(key[1])
            yield f"{text[: key.start(1)]}{key[1][:-1]}x{text[key.end(1) :]}"
            if key[1] == "id" and (id := re.compile(r"[\w-]+").search(text, key.end())):
                yield f"{text[: id.end()]}x{text[id.end() :]}"


def test_a_slip_anywhere_costs_one_message(mini: MiniProject) -> None:
    sources = load(mini.project).value
    assert sources is not None
    tried = 0
    for source in sources.content:
        others = tuple(other for other in sources.content if other is not source)
        for text in misspelt(source.text) if source.path.endswith(".yaml") else ():
            written = parse_yaml(source.path, text)
            assert written.value is not None
            found = validate(replace(sources, content=(*others, written.value))).diagnostics
            assert len(found) <= 1, located(found)
            tried += 1
    assert tried > 200


def test_messages_grow_with_the_mistakes(mini: MiniProject) -> None:
    """An entity with three mistakes costs three messages, whatever else refers to it, and however many others have some."""
    item = "  - {{id: q{0}, interview_type: nowhere{0}, promt: TODO, format: story, sources: [none-such-{0}], claims: []}}\n"
    counts = []
    for many in (5, 10):
        mini.add("content/interview/more.yaml", "questions:\n" + "".join(item.format(number) for number in range(many)))
        counts.append(len(of_mini(mini).diagnostics))
    assert counts[1] == 2 * counts[0]
