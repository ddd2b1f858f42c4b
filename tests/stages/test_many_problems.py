"""A file with more problems than anybody reads costs no more than one with a hundred."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from kit import MiniProject
from prepguides.model.diagnostic import MAX_MESSAGES, Diagnostic, Place, capped, nearest
from prepguides.model.rules import RULES
from prepguides.model.source import Source
from prepguides.stages import load as loading
from prepguides.stages.load import load, parse_page
from prepguides.stages.validate import schema, validate
from prepguides.text import strict_yaml
from prepguides.text.strict_yaml import MAX_VALUES, parse_yaml

MANY = 3_000
FAULTY = {
    "items that are text": "questions:\n" + "- a\n" * MANY,
    "empty items": "questions:\n" + "- {}\n" * MANY,
    "duplicate keys": "a: 1\n" * MANY,
    "unknown kinds": "".join(f"kind{number}: []\n" for number in range(MANY)),
    "anchors": "questions:\n" + "".join(f"- &a{number} x\n" for number in range(MANY)),
    "placeholders": f"glossary:\n- id: a\n  roles: [baker]\n  term: A\n  definition: {'TODO ' * MANY}\n",
    "unknown fields": "glossary:\n- id: a\n" + "".join(f"  field{number}: x\n" for number in range(MANY)),
    "a list of faulty words": "questions:\n- id: a\n  looks_for: [" + "{}, " * MANY + "]\n",
}


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What is counted here is counted as if no file had been read before."""
    loading._parsed.cache_clear()
    schema._read_entity.cache_clear()


def diagnostics_of(mini: MiniProject, text: str) -> list[Diagnostic]:
    mini.add("content/hostile.yaml", text)
    read = load(mini.project)
    assert read.value is not None
    return [*read.diagnostics, *validate(read.value).diagnostics]


@pytest.mark.parametrize("text", FAULTY.values(), ids=FAULTY)
def test_at_most_a_hundred_messages_a_file_and_one_that_counts_the_rest(mini: MiniProject, text: str) -> None:
    found = [each for each in diagnostics_of(mini, text) if each.place.path == "content/hostile.yaml"]
    assert MAX_MESSAGES <= len(found) <= 2 * MAX_MESSAGES + 2, "a hundred of the YAML, a hundred of the content"


@pytest.mark.parametrize("text", FAULTY.values(), ids=FAULTY)
def test_no_text_is_split_for_each_message(mini: MiniProject, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts the work, so that a busy machine does not matter: each source splits its lines once."""
    split: Counter[int] = Counter()
    lines = vars(Source)["lines"].func

    def counted(self: Source) -> Any:
        split[id(self)] += 1
        kept.append(self)
        return lines(self)

    kept: list[Source] = []
    monkeypatch.setattr(vars(Source)["lines"], "func", counted)
    diagnostics_of(mini, text)
    assert set(split.values()) == {1}


def test_items_beyond_the_hundredth_problem_are_not_read(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Any] = []
    reading = schema._read_entity

    def noted(*words: Any) -> Any:
        read.append(words[1].raw)
        return reading(*words)

    monkeypatch.setattr(schema, "_read_entity", noted)
    found = diagnostics_of(mini, FAULTY["items that are text"])
    assert read.count("a") == MAX_MESSAGES
    assert [each.message for each in found if "not looked at" in each.message] == [
        f"{MANY - MAX_MESSAGES:,} more items of this file were not looked at"
    ]


def test_the_rest_is_as_grave_as_the_gravest_of_it() -> None:
    def problem(line: int, code: str) -> Diagnostic:
        return Diagnostic(RULES[code], "x", Place("a.yaml", line))

    warnings = capped(problem(line, "PG320") for line in range(MAX_MESSAGES + 20))
    assert len(warnings) == MAX_MESSAGES + 1
    assert not any(each.is_error for each in warnings)
    assert warnings[-1].message.startswith("20 more problems in this file")
    mixed = capped(problem(line, "PG320" if line < MAX_MESSAGES + 5 else "PG201") for line in range(MAX_MESSAGES + 20))
    assert [each.rule.code for each in mixed if each.is_error] == ["PG201"]


def test_files_with_a_hundred_problems_each_keep_them_all() -> None:
    found = [Diagnostic(RULES["PG201"], "x", Place(name, line)) for name in "ab" for line in range(MAX_MESSAGES)]
    assert len(capped(found)) == 2 * MAX_MESSAGES


def test_a_file_has_so_many_values_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    noted = strict_yaml._Composer._properties

    def counted(self: Any, event: Any, loc: Any) -> Any:
        read.append(loc)
        return noted(self, event, loc)

    monkeypatch.setattr(strict_yaml._Composer, "_properties", counted)
    found = parse_yaml("a.yaml", "[" + "a," * 2 * MAX_VALUES + "]")
    assert [each.rule.code for each in found.diagnostics] == ["PG105"]
    assert len(read) <= MAX_VALUES


def test_a_word_too_long_to_be_a_name_is_compared_with_nothing() -> None:
    assert nearest("a" * 100_000, ["a" * 99_999]) == ""
    assert nearest("promt", ["prompt"]) == 'did you mean "prompt"?'


@pytest.mark.parametrize("character", ["\u202e", "\x0c", "\x00", "\u2028"])
def test_an_unseen_character_of_a_page_is_refused_at_its_place(character: str) -> None:
    (problem,) = parse_page("p.md", f"---\nid: a\ntitle: T\n---\n\nab{character}c\n").diagnostics
    assert (problem.place.line, problem.place.column) == (6, 3)


def test_an_unseen_character_of_a_field_is_refused_however_it_is_written(mini: MiniProject) -> None:
    for written in ('"ab\\u202ec"', '"ab\\0c"', '"ab&#x202e;c"'):
        mini.add("content/hostile.yaml", f"glossary:\n- id: odd\n  roles: [baker]\n  term: Odd\n  definition: {written}\n")
        first = next(each for each in mini.check() if each.startswith("content/hostile"))
        assert first.startswith("content/hostile.yaml:5:"), written


def test_the_set_of_what_is_damaged_is_made_once_for_all_items(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Source] = []
    make = vars(Source)["damaged_values"].func

    def counted(self: Source) -> Any:
        made.append(self)
        return make(self)

    monkeypatch.setattr(vars(Source)["damaged_values"], "func", counted)
    diagnostics_of(mini, FAULTY["anchors"])
    assert [source.path for source in made].count("content/hostile.yaml") == 1
