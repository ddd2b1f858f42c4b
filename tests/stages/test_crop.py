"""Each paper is a window on the same pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import box, on_paper, repaired, texts, ua_failures
from prepguides.model.sheet import BLOCK_HEIGHT, BLOCK_WIDTH, CANVAS, INNER_MARGIN, SHEETS, window
from prepguides.stages.crop import crop, open_canvas

SIZES = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}


@pytest.mark.parametrize("name", SHEETS)
def test_every_page_has_the_paper_s_size_recto_and_verso(name: str) -> None:
    with open_canvas(on_paper(repaired(), name)) as pdf:
        assert len(pdf.pages) == 3
        for page in pdf.pages:
            left, bottom, right, top = box(page)
            assert (round(right - left, 2), round(top - bottom, 2)) == pytest.approx(SIZES[name], abs=0.01)


@pytest.mark.parametrize("name", SHEETS)
def test_no_other_box_contradicts_the_paper(name: str) -> None:
    with open_canvas(on_paper(repaired(), name)) as pdf:
        for page in pdf.pages:
            assert not {"/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"} & set(page.obj.keys())


@pytest.mark.parametrize("name", SHEETS)
def test_the_text_block_lies_inside_every_window_at_the_same_inner_margin(name: str) -> None:
    for recto in (True, False):
        left, bottom, right, top = window(SHEETS[name], recto=recto)
        block_left = INNER_MARGIN if recto else CANVAS.margin_outer
        block_right = block_left + BLOCK_WIDTH
        assert left <= block_left < block_right <= right
        assert bottom <= CANVAS.margin_block < CANVAS.margin_block + BLOCK_HEIGHT <= top
        inner = block_left - left if recto else right - block_right
        assert inner == pytest.approx(INNER_MARGIN)


def test_both_papers_have_the_same_text_on_the_same_pages(tmp_path: Path) -> None:
    found = {}
    for name in SHEETS:
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(on_paper(repaired(), name))
        found[name] = texts(path)
    assert found["a4"] == found["letter"]
    assert "The last page" in found["a4"][2]
    assert all("Running words" in text for text in found["a4"])


@pytest.mark.parametrize("name", SHEETS)
def test_a_cut_file_is_still_pdf_ua(name: str) -> None:
    assert ua_failures(on_paper(repaired(), name)) == []


def test_links_still_lead_to_their_page() -> None:
    with open_canvas(on_paper(repaired(), "letter")) as pdf, open_canvas(repaired()) as whole:
        for one, other in zip(pdf.pages, whole.pages, strict=True):
            boxes = [[float(edge) for edge in annotation.Rect] for annotation in one.get("/Annots", [])]
            assert boxes == [[float(edge) for edge in annotation.Rect] for annotation in other.get("/Annots", [])]


def test_a_paper_is_the_same_alone_and_after_another() -> None:
    with open_canvas(repaired()) as document:
        both = crop(document, SHEETS.values())
    assert both == {name: on_paper(repaired(), name) for name in SHEETS}
    assert both["a4"] != both["letter"]
