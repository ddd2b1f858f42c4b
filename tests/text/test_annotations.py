"""Phrases are marked where they stand, whatever the Markdown around them; nothing of the text is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepguides.text.annotations import Annotation, annotated_html, spans_of
from prepguides.text.markdown import block_html

A = "<sup>a</sup>"
NOTE = "<i>note</i>"


def annotated(text: str, phrase: str | None) -> str:
    return annotated_html(text, [Annotation(phrase, A, NOTE)]).strip()


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("One two three four.", "two three", "<p>One <mark>two </mark><i>note</i><mark>three</mark><sup>a</sup> four.</p>"),
        ("One two three.", "three", "<p>One two <i>note</i><mark>three</mark><sup>a</sup>.</p>"),
        ("One two.", "One", "<p><i>note</i><mark>One</mark><sup>a</sup> two.</p>"),
        ("One *two* three.", "two three", "<p>One <em><mark>two</mark></em><mark> </mark><i>note</i><mark>three</mark><sup>a</sup>.</p>"),
        ('He said, "Go now."', '"Go now."', "<p>He said, <mark>“Go </mark><i>note</i><mark>now.”</mark><sup>a</sup></p>"),
        ("One\ntwo three.", "One two", "<p><mark>One</mark>\n<i>note</i><mark>two</mark><sup>a</sup> three.</p>"),
        ("One two.", None, "<p><i>note</i>One two. <sup>a</sup></p>"),
        ("- one\n- two", "two", "<i>note</i><ul>\n<li>one</li>\n<li><mark>two</mark><sup>a</sup></li>\n</ul>"),
        ("One.\n\nTwo.", "Two", "<p>One.</p>\n<p><i>note</i><mark>Two</mark><sup>a</sup>.</p>"),
    ],
)
def test_a_phrase_is_marked_and_its_note_stands_behind_its_first_word(text: str, phrase: str | None, expected: str) -> None:
    assert annotated(text, phrase) == expected


def test_two_notes_on_one_phrase_share_its_mark() -> None:
    both = annotated_html("One two.", [Annotation("two", A, NOTE), Annotation("two", "<sup>b</sup>", "")])
    assert both == "<p>One <i>note</i><mark>two</mark><sup>a</sup><sup>b</sup>.</p>\n"


@pytest.mark.parametrize(
    ("text", "phrase", "count"),
    [
        ("one two one", "one", 2),
        ("one *two* three", "two three", 1),
        ("one\n\ntwo", "one two", 0),
        ("it's “so”", 'it\'s "so"', 1),
        ("one", "none", 0),
    ],
)
def test_a_phrase_stands_in_a_text_so_often(text: str, phrase: str, count: int) -> None:
    assert len(spans_of(text, phrase)) == count


@given(
    st.lists(st.sampled_from(["one", "*two*", "**three**", '"four"', "five.", "`six`", "\n\n", "- seven", "\n"]), min_size=1, max_size=12)
)
def test_nothing_of_a_text_is_lost_or_moved(words: list[str]) -> None:
    text = " ".join(words)
    made = annotated_html(text, [Annotation("two", A, NOTE), Annotation(None, "<sup>b</sup>", NOTE)])
    bare = re.sub(r"</?mark>|<sup>.</sup>|<i>note</i>", "", made)
    assert "".join(bare.split()) == "".join(block_html(text).split())
