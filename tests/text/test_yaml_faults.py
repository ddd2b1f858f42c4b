"""Whatever an author mistypes, our own words say what is wrong there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepguides.text.strict_yaml import parse_yaml
from prepguides.text.yaml_faults import Mark, fault_at


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: b: c\n", "1:5", 'a second ": " in one line'),
        ("a: [1, 2\nb: 3\n", "2:2", "the [ of line 1 is not closed before this"),
        ("a: {b: 1\n", "2:1", "the { of line 1 is not closed before this"),
        ("a: 'open\n", "2:1", "the ' of line 1 is never closed"),
        ('a: "open\nb: 2\n', "3:1", 'the " of line 1 is never closed'),
        ('a: "x \\d"\n', "1:7", "a backslash that stands for nothing"),
        ('a: "x" y\n', "1:8", "words after a closed quotation"),
        ("definition: **Bold** first\n", "1:14", "text may not start with *"),
        ("a: @x\n", "1:4", "text may not start with @"),
        ("a: `x`\n", "1:4", "text may not start with `"),
        ("a: |x\n  y\n", "1:5", "text may not start with |"),
        ("%YAML 3.0\n---\na: 1\n", "1:1", "text may not start with %"),
        ("a: ]\n", "1:4", "a ] that nothing opened"),
        ("a: - b\n", "1:4", "an item on the line of its key"),
        ("a: 1\nwords\n", "2:1", 'a line that is neither "key: value" nor an item'),
        ("a: 1\n b: 2\n", "2:3", "this line is indented otherwise than those it belongs to"),
        ("a:\n   b: 1\n  c: 2\n", "3:3", "this line is indented otherwise than those it belongs to"),
        ("- a\nb: c\n", "2:1", "this line is indented otherwise than those it belongs to"),
        ("a:\n\tb: 1\n", "2:1", "a tab in the indentation"),
        ("a:\n  b: [\n\u00a0 c: }\n", "3:1", "a space that is none of the keyboard's (U+00A0)"),
        ("a: [Optional] words\n", "1:15", "words after a closed bracket"),
        ("- {a: b}.\n", "1:9", "words after a closed bracket"),
        ("a: {b: c: d}\n", "1:9", 'a second ": " in one line'),
        ("a: {b: c [d]}\n", "1:10", "a [ in the middle of a text"),
        ('a: {b: "c" d}\n', "1:12", "words after a closed quotation"),
        ("- {a: b, c: #5A3A7E, d: e}\n- {a: b}\n", "1:13", "the rest of this line is a comment"),
        ("a: #5A3A7E\n", "1:4", "empty: what follows # is a comment"),
        ("a:\n- #1 in the world\n- b\n", "2:3", "empty: what follows # is a comment"),
        ("a:b c\nd: e\n", "1:2", "no space after the colon"),
        ("x:\n  a: b\n\u00a0 c: d\n  e: f\n", "3:1", "a space that is none of the keyboard's (U+00A0)"),
        ("a:\n- b\n - c\n", "3:2", "this item is part of the text above it"),
        ("a:\n  -b c\n  - d\n", "2:3", "no space after the hyphen"),
        ("a:\n  -b\n  -c\n", "2:3", "no space after the hyphen"),
        ("a:\n  - b\n  -c\n  - d\n", "3:3", "no space after the hyphen"),
        ("a:\n- {b: c\n- {b: d}\n", "3:3", "the { of line 2 is not closed before this"),
        ("a: [b\n  - c]\n", "2:3", "this item is part of the text above it"),
        ('a:\n- b: "c\n  d: {e: f}\n  g: "#1F4E3D"\n', "2:6", 'the " here is not closed before line 3'),
        ('a: "b\nc:\n- d\n- Says "e f".\n', "1:4", 'the " here is not closed before line 2'),
        ("a: 'b\nc: don't\n", "1:4", "the ' here is not closed before line 2"),
        ('a:\n- "b\n- "c"\n', "2:3", 'the " here is not closed before line 3'),
        ('a: [\n  "b,\n  "c"\n]\n', "2:3", 'the " here is not closed before line 3'),
        ('a: [{b: "c, d: 3},\n    {b: "e", d: 4}]\n', "1:9", 'the " here is not closed before line 2'),
        ('a: "b"#c\nd: e\n', "1:7", "the rest of this line is a comment"),
        ('a: ["b"#c]\nd: e\n', "1:8", "the rest of this line is a comment"),
        ("a: ! not\n", "1:4", 'tag "!"'),
        ("a: x\x0cy\n", "1:5", "an invisible control character (U+000C)"),
        ("a: x\u202ey\n", "1:5", "an invisible mark that turns words around (U+202E)"),
        ('a: "x\\0y"\n', "1:4", "an invisible control character (U+0000)"),
        ('a: "x\\u202ey"\n', "1:4", "an invisible mark that turns words around (U+202E)"),
    ],
)
def test_a_mistyped_line_is_told_what_is_wrong_with_it(text: str, place: str, message: str) -> None:
    (problem,) = parse_yaml("a.yaml", text).diagnostics
    assert (str(problem.place), problem.message) == (f"a.yaml:{place}", message)
    assert problem.hint


@pytest.mark.parametrize(
    "text",
    [
        'a: "b\n  note: c"\n',
        'a:\n- "b\n  - c"\n- d: "e\n\n    f"\n',
        "a: '- b\n   c: d'\n",
        'a: "b" #c\n',
        "a: b\n  -5 to\n  -6\n",
        "a: b\n  -c\n",
        "a: # a remark\n",
        "a: # a remark\n  b: c\n",
        "a: b #c\n",
        "a:\n- b\n  -c\n",
        "a: http://b\n",
        '- {a: "b #c"}\n',
    ],
)
def test_remarks_and_signs_inside_a_text_are_let_through(text: str) -> None:
    assert parse_yaml("a.yaml", text).diagnostics == ()


def test_marks_of_direction_between_letters_are_let_through() -> None:
    assert parse_yaml("a.yaml", "a: x\u200f\u200d y\n").diagnostics == ()


LINES = st.lists(st.text(alphabet="ab:-[]{}\"'#&*!|>%@ \t\\", max_size=8), max_size=4)
MARKS = st.builds(Mark, st.integers(0, 5), st.integers(0, 9))


@given(LINES, MARKS, st.none() | MARKS)
def test_whatever_the_text_and_the_marks_there_are_words(lines: list[str], problem: Mark, context: Mark | None) -> None:
    fault = fault_at(lines, problem, context)
    assert fault.message
    assert fault.hint
