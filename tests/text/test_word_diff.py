"""Two texts word by word: what a reader of the difference sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepguides.model.difference import Run
from prepguides.text.word_diff import blocks_of, in_place, paired, word_runs, words_of


def marked(runs: list[Run]) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[run.what].format(run.text) for run in runs)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("A metric fell 12% overnight.", "A metric fell 15% overnight.", "A metric fell [-12-]{+15+}% overnight."),
        ("It costs $2,400.50 a year.", "It costs $2,400.75 a year.", "It costs $[-2,400.50-]{+2,400.75+} a year."),
        ("Say how you know.", "Say how you know it.", "Say how you know{+ it+}."),
        ("The rate fell by half.", "The rate rose to half.", "The rate [-fell by-]{+rose to+} half."),
        ("One. Two old words end here.", "One. Some new words end here.", "One. [-Two old-]{+Some new+} words end here."),
        ("什么指标下降了", "什么指标上升了", "什么指标[-下降-]{+上升+}了"),
        (
            "Draw three boxes on a board.",
            "Why would anybody pay for this?",
            "[-Draw three boxes on a board.-]{+Why would anybody pay for this?+}",
        ),
    ],
)
def test_what_was_reworded_reads_as_both_texts(old: str, new: str, shown: str) -> None:
    assert marked(word_runs(old, new)) == shown


texts = st.text(st.sampled_from("ab 12.,%\né中"), max_size=60)


@given(texts, texts)
def test_the_runs_hold_both_texts_whole(old: str, new: str) -> None:
    runs = word_runs(old, new)
    assert "".join(run.text for run in runs if run.what != "added") == old
    assert "".join(run.text for run in runs if run.what != "removed") == new
    assert "".join(words_of(old)) == old


def test_a_text_of_ten_thousand_words_takes_no_time_squared() -> None:
    text = "the quick brown fox jumps over the lazy dog " * 1_200
    assert marked(word_runs(text, text.replace("fox", "cat", 1))).count("[-") >= 1


def test_paragraphs_and_items_of_a_list_are_blocks() -> None:
    text = "Read it\nonce.\n\n- Flour\n- Water\n  and salt\n1. Mix\n\nSee 3.5 loaves - or four."
    assert blocks_of(text) == ["Read it once.", "- Flour", "- Water and salt", "1. Mix", "See 3.5 loaves - or four."]


def test_the_most_alike_find_each_other_first() -> None:
    old = [["a", "b", "c", "d"], ["a", "b", "x", "y"]]
    new = [["a", "b", "x", "z"], ["a", "b", "c", "d"]]
    assert paired(old, new, 0.5) == [(0, 1), (1, 0)]
    assert paired(old, [["q"]], 0.5) == []


@pytest.mark.parametrize(
    ("order", "stay"),
    [([0, 1, 2], {0, 1, 2}), ([1, 2, 0], {1, 2}), ([3, 0, 1, 2], {0, 1, 2}), ([0, 4, 1, 2, 3], {0, 1, 2, 3}), ([], set())],
)
def test_the_fewest_are_said_to_have_moved(order: list[int], stay: set[int]) -> None:
    assert in_place(order) == stay
