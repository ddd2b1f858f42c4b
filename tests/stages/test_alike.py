"""Texts that are nearly the same are found whatever was compared before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from prepguides.stages.validate.alike import ALIKE, AlikeTexts

texts = st.lists(st.lists(st.sampled_from(["bread", "oven", "dough", "rise", "salt"]), min_size=1, max_size=4).map(" ".join), max_size=8)


@given(st.lists(texts, min_size=1, max_size=5))
def test_the_same_are_alike_as_when_all_are_compared(libraries: list[list[str]]) -> None:
    remembering = AlikeTexts()
    for library in libraries:
        every = set(library)
        wanted = {one: {other for other in every if other != one and fuzz.token_set_ratio(one, other) >= ALIKE} for one in every}
        assert remembering.of(library) == wanted
