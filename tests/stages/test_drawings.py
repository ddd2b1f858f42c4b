"""Typed drawings: said in sentences, and shown by the specimen."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pydantic import TypeAdapter

from bench import elements, kind, repaired, ua_failures
from prepguides.model.content.drawings import MOST_LINES, Drawing
from prepguides.model.content.frameworks import Framework
from prepguides.project.specimen import SIZES, specimen_of
from prepguides.stages.load import load
from prepguides.stages.resolve.drawn import drawing_view
from prepguides.stages.validate import validate
from prepguides.stages.validate.drawing_height import lines_of

KINDS = ("tree", "sequence", "timeline", "matrix", "funnel")
STEPS = ("Look", "Knock", "Taste")


def drawn(text: object) -> Drawing:
    return TypeAdapter(Drawing).validate_python(text)


SAID = {
    "Tree: Bread divides into Crust (dull) and Crumb. Under Crumb: Holes and Taste.": {
        "kind": "tree",
        "root": {"label": "Bread"},
        "branches": [{"label": "Crust", "note": "dull"}, {"label": "Crumb", "leaves": [{"label": "Holes"}, {"step": 3}]}],
    },
    "Tree: Price is Flour and times Hours.": {
        "kind": "tree",
        "root": {"label": "Price"},
        "branches": [{"label": "Flour"}, {"label": "Hours", "sign": "×"}],
    },
    "Tree: Bread has one branch: Crust.": {"kind": "tree", "root": {"label": "Bread"}, "branches": [{"label": "Crust"}]},
    "Sequence of 3 steps: 1, Look; 2, Knock; 3, Taste. From step 3 it goes back to step 1: It is sour.": {
        "kind": "sequence",
        "returns": [{"after": "3", "to": "1", "when": "It is sour"}],
    },
    "Timeline in hours, drawn to scale: Knead, 1 from 0; Prove, 8 from 1; Fold, at 4.": {
        "kind": "timeline",
        "unit": "hours",
        "periods": [{"label": "Knead", "lasts": "1"}, {"label": "Prove", "lasts": "8"}, {"label": "Fold", "starts": "4", "lasts": "0"}],
    },
    "Matrix of four quadrants. Across: Age, from new to old. Upward: Price, from low to high. Top left: A. Top right: B."
    " Bottom left, set off: C, with Rye and Knock. Bottom right: D.": {
        "kind": "matrix",
        "across": {"name": "Age", "low": "new", "high": "old"},
        "up": {"name": "Price", "low": "low", "high": "high"},
        "top_left": {"label": "A"},
        "top_right": {"label": "B"},
        "bottom_left": {"label": "C", "best": "true", "items": [{"label": "Rye"}, {"step": 2}]},
        "bottom_right": {"label": "D"},
    },
    "Funnel of 2 stages in loaves: Baked, 40; Sold, 30 (75% of the stage before).": {
        "kind": "funnel",
        "unit": "loaves",
        "stages": [{"label": "Baked", "value": "40"}, {"label": "Sold", "value": "30"}],
    },
    "Funnel of 1 stage: Baked.": {"kind": "funnel", "stages": [{"label": "Baked"}]},
}


@pytest.mark.parametrize("sentence", SAID)
def test_a_drawing_is_said_in_sentences(sentence: str) -> None:
    assert drawing_view(drawn(SAID[sentence]), STEPS).alt == sentence


def frameworks(size: str) -> list[Framework]:
    sources = load(specimen_of(size, Path("/nowhere"))).value
    assert sources is not None
    library = validate(sources).value
    assert library is not None
    return [framework for framework in library.all(Framework) if framework.drawing]


@pytest.mark.parametrize("size", SIZES)
def test_the_specimen_shows_each_kind_of_drawing(size: str) -> None:
    assert [framework.drawing.kind for framework in frameworks(size) if framework.drawing] == list(KINDS)


def test_the_worst_of_the_specimen_is_as_high_as_a_drawing_may_be() -> None:
    for framework in frameworks("worst"):
        assert framework.drawing is not None
        assert 0.7 * MOST_LINES < lines_of(framework.drawing, [step.name for step in framework.steps]) <= MOST_LINES


DRAWN = (
    '<p>Before</p><figure alt="Two boxes."><table><tr><td>One</td><td><p>Two</p></td></tr></table>'
    '<svg width="9" height="9"><title>A line</title><path d="M0 0h9v9z"/></svg></figure><p>After</p>'
)
PLAIN = "<figure><figcaption>A table</figcaption><table><tr><td>One</td></tr></table></figure>"


def test_a_drawing_of_words_and_lines_is_one_figure_with_its_sentence() -> None:
    """Nothing of it is read besides: its words belong to the figure, and stay words that can be copied."""
    pdf = repaired(DRAWN)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [(kind(element), str(element.get("/Alt", ""))) for element, _ in elements(document)]
    assert ("Figure", "Two boxes.") in found
    assert [name for name, _ in found if name in ("Figure", "Table", "TD")] == ["Figure"]
    assert ua_failures(pdf) == []


def test_a_figure_without_alternative_text_is_what_is_in_it() -> None:
    with pikepdf.open(io.BytesIO(repaired(PLAIN))) as document:
        assert {"Table", "TD"} <= {kind(element) for element, _ in elements(document)}
