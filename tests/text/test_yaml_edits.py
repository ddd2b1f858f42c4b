"""Edits of YAML: what changes is what was meant, and every other byte stays."""

from __future__ import annotations

import sys
from difflib import ndiff
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prepguides.model.question_table import TITLES
from prepguides.model.source import Source
from prepguides.text.strict_yaml import parse_yaml
from prepguides.text.yaml_edits import ItemEdit, NotEditable, NoYamlEditor, Value, edited, new_file

TEXT = """\
# What we ask.
questions:
  # the first
  - id: a   # its id
    difficulty: 1 # easy
    prompt: >-
      A long text: with
      folds.
    looks_for:   # what
      - One.
      # about two
      - "Two: x"   # two
      - Three.

  # the second
  - {id: b, difficulty: 2, prompt: "x", looks_for: [a b, c]} # in braces
  - prompt: |
      One paragraph.

      - and a list
    id: c
    status: draft
    # behind c
formats:
- {id: f, name: F}
"""


def source(text: str = TEXT) -> Source:
    read = parse_yaml("content/a.yaml", text).value
    assert read is not None
    return read


def changed(index: int, **values: Value | None) -> list[str]:
    """The lines that an edit of one question takes out and puts in."""
    new = edited(source(), [ItemEdit(("questions", index), values)], (), "questions", tuple(TITLES))
    return [line for line in ndiff(TEXT.splitlines(), new.splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("index", "values", "lines"),
    [
        (0, {"difficulty": 3}, ["-     difficulty: 1 # easy", "+     difficulty: 3 # easy"]),
        (0, {"prompt": "Short: now"}, ["+       Short: now", "-       A long text: with", "-       folds."]),
        (
            0,
            {"looks_for": ("One.", "Two: y", "Three.", "Four.")},
            ['-       - "Two: x"   # two', '+       - "Two: y"   # two', "+       - Four."],
        ),
        (0, {"looks_for": ("One.", "Three.")}, ['-       - "Two: x"   # two']),
        (0, {"status": "draft"}, ["+     status: draft"]),
        (0, {"red_flags": ("Long.", "Short.")}, ["+     red_flags:", "+       - Long.", "+       - Short."]),
        (0, {"tags": ("x", "y")}, ["+     tags: [x, y]"]),
        (2, {"status": None}, ["-     status: draft"]),
    ],
)
def test_an_edit_changes_its_own_lines(index: int, values: dict[str, Value | None], lines: list[str]) -> None:
    assert changed(index, **values) == lines


def test_paragraphs_stay_paragraphs() -> None:
    new = edited(source(), [ItemEdit(("questions", 2), {"prompt": "A.\n\n- b\n- c"})], (), "questions", tuple(TITLES))
    assert "  - prompt: |-\n      A.\n\n      - b\n      - c\n    id: c\n" in new


def test_an_item_in_braces_stays_in_braces() -> None:
    assert changed(1, difficulty=3, looks_for=("c", "d")) == [
        '-   - {id: b, difficulty: 2, prompt: "x", looks_for: [a b, c]} # in braces',
        '+   - {id: b, difficulty: 3, prompt: "x", looks_for: [c, d]}   # in braces',
    ]


def test_the_first_field_of_an_item_can_go() -> None:
    new = edited(source(), [ItemEdit(("questions", 2), {"prompt": None})], (), "questions", tuple(TITLES))
    assert "\n  - id: c\n    status: draft\n    # behind c\nformats:\n" in new


def test_items_are_added_behind_the_last_as_it_is_moved_in() -> None:
    item: dict[str, Value] = {"id": "n", "competencies": ("x", "y"), "prompt": "One\n\n- two", "looks_for": ("A: b", "long " * 30)}
    new = edited(source(), [], [item], "questions", tuple(TITLES))
    assert new.startswith(TEXT.split("formats:", maxsplit=1)[0])
    assert new.endswith("\nformats:\n- {id: f, name: F}\n")
    assert (
        "  - id: n\n    competencies: [x, y]\n    prompt: |-\n      One\n\n      - two\n    looks_for:\n      - 'A: b'\n      - >-\n" in new
    )
    beside = edited(source("formats:\n- {id: f, name: F}\n"), [], [{"id": "n"}], "questions", tuple(TITLES))
    assert beside == "formats:\n- {id: f, name: F}\nquestions:\n  - id: n\n"


@pytest.mark.parametrize("text", ["questions: [{id: a}]\n", "questions:\n- {id: a}\n"])
def test_lists_in_brackets_are_refused_rather_than_broken(text: str) -> None:
    if "[" in text:
        with pytest.raises((NotEditable, StopIteration)):
            edited(source(text), [], [{"id": "b"}], "questions", tuple(TITLES))
    else:
        assert edited(source(text), [], [{"id": "b"}], "questions", tuple(TITLES)) == "questions:\n- {id: a}\n- id: b\n"


def test_an_edit_that_would_not_be_read_back_is_refused() -> None:
    with pytest.raises(NotEditable):
        edited(source(), [ItemEdit(("questions", 0), {"prompt": "a\x07b"})], (), "questions", tuple(TITLES))


def test_without_ruamel_the_way_out_is_said() -> None:
    with patch.dict(sys.modules, {"ruamel.yaml": None}), pytest.raises(NoYamlEditor, match=r"prepguides\[sheets\]"):
        edited(source(), [ItemEdit(("questions", 0), {"difficulty": 2})], (), "questions", ())


WORDS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" \n"), min_size=1, max_size=60)
    .map(str.strip)
    .filter(bool)
)
LINES = WORDS.map(lambda text: " ".join(text.split()))


@settings(max_examples=25, deadline=None)
@given(WORDS, st.lists(LINES, min_size=1, max_size=4).map(tuple))
def test_any_words_are_written_so_that_they_are_read_again(prompt: str, listed: tuple[str, ...]) -> None:
    """`edited` sees to it itself; here: that it never has to refuse."""
    edits = [ItemEdit(("questions", index), {"prompt": prompt, "looks_for": listed}) for index in range(3)]
    edited(source(), edits, (), "questions", tuple(TITLES))
    read = parse_yaml("content/n.yaml", new_file("questions", [{"id": "n", "prompt": prompt, "looks_for": listed}]))
    assert read.diagnostics == ()
