"""The words before emphasis, a link or code fill their line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure import boxes

from prepguides.stages.typeset import patches

WORDS = "Training spread over 24 months, with the running cost: 2,400,000 ÷ 24 + 40,000 ="
WIDTHS = range(250, 700, 2)
"""The fault shows in each column in which the words fit and the space behind them, about three pixels, does not."""


def lines_at(widths: range, style: str = "") -> list[list[str]]:
    """The lines of the text at each of these widths, in pixels."""
    html = f"<style>@page {{ size: 800px 60000px }} html {{ font: 12px sans-serif; {style} }} p {{ margin: 0 }}</style>"
    html += "".join(f"<p style='width: {width}px'>{WORDS} <b>$140,000</b> a month</p>" for width in widths)
    paragraphs = [
        box
        for page in HTML(string=html).render().pages
        for box in page._page_box.descendants()
        if box.element_tag == "p" and isinstance(box, boxes.BlockBox)
    ]
    return [
        ["".join(text.text for text in line.descendants() if isinstance(text, boxes.TextBox)) for line in paragraph.children]
        for paragraph in paragraphs
    ]


@pytest.mark.parametrize("style", ["", "hyphens: auto", "text-align: justify", "overflow-wrap: anywhere"])
def test_a_wider_column_never_has_less_on_its_first_line(style: str) -> None:
    with patches.remembering():
        made = lines_at(WIDTHS, style)
    assert len(made) == len(WIDTHS)
    assert all(" ".join(line.strip() for line in lines) == f"{WORDS} $140,000 a month" for lines in made if "hyphens" not in style)
    assert all(len(narrow[0].strip()) <= len(wide[0].strip()) for narrow, wide in pairwise(made))


def test_without_the_patch_a_line_has_one_word() -> None:
    """When this fails, WeasyPrint has mended it, and the patch may go."""
    assert {lines[0].strip() for lines in lines_at(WIDTHS)} & {"Training"}
