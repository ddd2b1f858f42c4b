"""A diagnostic that was written down is the same when it is read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepguides.model.diagnostic import Diagnostic, Place
from prepguides.model.diagnostic_json import decoded, encoded
from prepguides.model.rules import RULES

WORDS = st.text(max_size=20)
PLACES = st.builds(Place, WORDS, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), WORDS, st.booleans())


@given(st.builds(Diagnostic, st.sampled_from(list(RULES.values())), WORDS, PLACES, WORDS))
def test_it_survives_json(diagnostic: Diagnostic) -> None:
    read = decoded(json.loads(json.dumps(encoded(diagnostic))))
    assert read == diagnostic
    assert (read.place.width, read.place.excerpt) == (diagnostic.place.width, diagnostic.place.excerpt)


def test_a_subject_is_no_file_of_that_name() -> None:
    assert Place.of_subject("a") != Place("a")
    assert str(Place.of_subject("command line")) == "command line"


@pytest.mark.parametrize("damage", [{"rule": "PG000"}, {"line": "many"}])
def test_what_is_none_is_refused(damage: dict[str, str]) -> None:
    fields = encoded(Diagnostic(RULES["PG101"], "m", Place("a")))
    with pytest.raises((KeyError, ValueError)):
        decoded({**fields, **damage})
