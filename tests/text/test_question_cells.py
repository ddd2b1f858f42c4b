"""Cells, lists in Markdown and ids made of prompts: what colleagues write, and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import located
from prepguides.model.content.base import SLUG_PATTERN
from prepguides.model.question_table import COLUMNS, TITLES
from prepguides.text.prompt_list import parse_prompts
from prepguides.text.question_cells import cell_text, digest, exported_digests, items_of, list_text, version_of, words_of_list
from prepguides.text.slugs import LONGEST, slug_of
from prepguides.text.tables import harmless, plain

SPACED = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=40)
LINES = SPACED.map(lambda text: " ".join(text.split())).filter(bool)


@pytest.mark.parametrize(
    "text",
    [
        "One.\nTwo, and more.",
        "- One.\n- Two, and more.",
        "• One.\r\n• Two, and more.",
        "1. One.\n2) Two,\n   and more.",
        "•One.",
        "• One. • Two, and more.",
    ],
)
def test_a_list_has_bullets_or_lines(text: str) -> None:
    assert items_of(text) == (("•One.",) if text == "•One." else ("One.", "Two, and more."))


def test_a_dash_in_a_sentence_parts_nothing() -> None:
    assert items_of("Says what it cost - and for whom.") == ("Says what it cost - and for whom.",)


@given(st.lists(LINES, min_size=2, max_size=5))
def test_a_list_is_read_again_as_it_was_written(items: list[str]) -> None:
    assert list(items_of(list_text(items))) == items


def test_ids_and_names_are_parted_by_any_mark() -> None:
    assert words_of_list("Palate; timing,\nsound, Palate") == ("Palate", "timing", "sound")


@given(st.text(max_size=60).map(str.strip))
def test_no_value_is_a_formula_and_each_is_itself_again(text: str) -> None:
    written = harmless(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert plain(written) == text


def test_the_version_says_what_each_cell_was() -> None:
    raw = {"id": "a", "prompt": "Why?\n", "looks_for": ["One.", "Two."], "numeric_key": {"value": "1"}, "difficulty": "2", "hints": []}
    found = exported_digests(version_of(raw))
    assert found == {"difficulty": digest("2"), "prompt": digest("Why?"), "looks_for": digest("One.\nTwo.")}
    assert exported_digests("prompt=12") is None
    assert exported_digests("") is None
    assert cell_text({"a": 1}) == ""


@pytest.mark.parametrize(
    ("prompt", "slug"),
    [
        ("Tell me about a time when you reversed a decision after it had shipped.", "reversed-decision-after-shipped"),
        ("What would you do?", "what-would-you-do"),
        ("You’re **handed** four loaves: *which* was baked first?", "handed-four-loaves-baked-first"),
        ("Où est le café ?", "ou-est-le-cafe"),
        ("请介绍一次失败。", "question-817c20db"),
        ("A" * 90, "question-"),
    ],
)
def test_an_id_is_made_of_the_words_that_tell_a_prompt_from_others(prompt: str, slug: str) -> None:
    assert slug_of(prompt, ()).startswith(slug)


@given(st.text(max_size=120), st.integers(0, 3))
def test_any_prompt_has_an_id_that_is_not_taken(prompt: str, times: int) -> None:
    import re

    taken: list[str] = []
    for _ in range(times + 1):
        taken.append(slug_of(prompt, set(taken)))
    assert len(set(taken)) == len(taken)
    assert all(re.fullmatch(SLUG_PATTERN, slug) and len(slug) <= LONGEST + 4 for slug in taken)


LIST = """\
# Ours

## Portfolio

- Tell me about a time
  when you cut a screen.
- **Second** prompt
  - Minutes: 10
  - looks for:
    - Names who lost.
    - Says what it
      cost.
  - red flags: A; not parted

## Case
1. Third
"""


def test_a_list_in_markdown_is_a_row_an_item() -> None:
    found = parse_prompts("more.md", LIST, COLUMNS)
    assert found.diagnostics == ()
    rows = [{name: cell.text for name, cell in row.items()} for row in found.value]
    assert rows == [
        {"prompt": "Tell me about a time when you cut a screen.", "interview_type": "Portfolio"},
        {
            "prompt": "**Second** prompt",
            "minutes": "10",
            "looks_for": "- Names who lost.\n- Says what it cost.",
            "red_flags": "A; not parted",
            "interview_type": "Portfolio",
        },
        {"prompt": "Third", "interview_type": "Case"},
    ]
    assert items_of(rows[1]["looks_for"]) == ("Names who lost.", "Says what it cost.")
    assert [(cell.name, str(cell.place)) for cell in found.value[1].values()][1] == ("line 8", "more.md:8:3")


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("Hello\n", "more.md:1:1 PG109", "begin a prompt with"),
        ("- One\n  - look for: x\n", "more.md:2:3 PG109", 'did you mean "looks for"?'),
        ("  - looks for: x\n", "more.md:1:3 PG109", "begin a prompt with"),
        ("- One\n  - hints: a\n  - hints: b\n", "more.md:3:3 PG109", "keep one"),
        ("- One\x07\n", "more.md:1:1 PG109", "delete it"),
    ],
)
def test_what_a_list_cannot_mean_is_reported_at_its_line(text: str, place: str, hint: str) -> None:
    found = parse_prompts("more.md", text, COLUMNS)
    assert located(found.diagnostics) == [place]
    assert found.diagnostics[0].hint.startswith(hint)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader_of_lists(text: str) -> None:
    found = parse_prompts("more.md", text, COLUMNS)
    assert all(set(row) <= set(TITLES) | {"version"} for row in found.value)
