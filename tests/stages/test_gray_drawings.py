"""Drawings in black and white: pages of the specimen are rendered in gray and measured, not judged by eye."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pytest
import weasyprint
from PIL import Image, ImageStat

from bench import assets_of, codes
from kit import ROOT
from prepguides.build.prepare import prepare
from prepguides.model.assets import Folder
from prepguides.model.edition import Edition
from prepguides.model.request import Selection
from prepguides.model.theme import Theme, ThemeFile
from prepguides.project.specimen import specimen_of
from prepguides.stages.load_theme import load_theme
from prepguides.stages.render import render
from prepguides.stages.typeset import Typesetter, typeset
from prepguides.stages.typeset.laid_out import below, numbered, texts

SCALE = 4
"""Pixels a point."""
DRAWN = ("frameworks", "worked-example", "case", "life-cycle", "swimlane", "type-map", "competency-overlap", "at-a-glance")
"""Section kinds with drawings."""
FIGURES = ("drawing", "exhibit", "lanes", "timemap", "weights")
FILLS = ("root", "branch", "best", "leaf", "stripe", "other", "lane-lead", "lane-co-lead", "lane-contribute", "lane-inform")
NEAR = 20.0
"""Points between two fills that are seen beside each other: boxes of a tree are six millimeters apart."""
TEXT = 7.0
"""Contrast of words with what they stand on."""
EDGE = 3.0
"""Contrast of a fill, or of the line around it, with the paper."""
TOLD_APART = 1.25
"""Contrast between two fills that lie beside each other, unless one of them is hatched."""
HATCHED = 12.0
"""Standard deviation of the gray of a hatched area; of a plain one it is near none."""


class Area(NamedTuple):
    """A part of a page in points from its top left corner, and what is drawn there."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    name: str

    def grown(self, by: float) -> Area:
        return self._replace(left=self.left - by, top=self.top - by, right=self.right + by, bottom=self.bottom + by)

    def is_near(self, other: Area) -> bool:
        across = max(self.left, other.left) - min(self.right, other.right)
        down = max(self.top, other.top) - min(self.bottom, other.bottom)
        return self.page == other.page and max(across, down) <= NEAR


class Figure(NamedTuple):
    """A drawing on a page: its words and its fills."""

    words: list[Area]
    fills: list[Area]


class Printed(NamedTuple):
    """Pages in gray, and the drawings on them."""

    pages: list[Image.Image]
    figures: list[Figure]


@cache
def theme(name: str, more: str = "") -> Theme:
    found = load_theme(name, (Folder(ROOT / "templates", ROOT),)).value
    assert found is not None
    return replace(found, styles=(*found.styles, ThemeFile("more.css", more))) if more else found


def html_of(size: str, theme_: Theme) -> list[str]:
    """Of each edition of the specimen, the sections with drawings."""
    return [rendered.html for edition in editions(size) if (rendered := render(_drawn(edition), theme_).value)]


@cache
def editions(size: str) -> tuple[Edition, ...]:
    return tuple(prepare(specimen_of(size, Path("/nowhere")), Selection(editions=("candidate",))).editions)


def _drawn(edition: Edition) -> Edition:
    parts = []
    for part in edition.parts:
        kept = tuple(section for section in part.sections if section.kind in DRAWN)
        parts.append(replace(part, sections=kept))
    return replace(edition, parts=tuple(parts))


def printed(size: str, theme_: Theme) -> Iterator[Printed]:
    for html in html_of(size, theme_):
        typesetter = Typesetter(theme_, assets_of(html, theme_))
        source = weasyprint.HTML(string=html, base_url="http://project.invalid/assets/", url_fetcher=typesetter.fetcher)
        document = source.render(
            font_config=typesetter.font_config, counter_style=typesetter.counter_style, stylesheets=typesetter.stylesheets, pdf_forms=True
        )
        target = io.BytesIO()
        document.write_pdf(target)
        yield Printed(list(_in_gray(target.getvalue())), list(_figures(document.pages)))


def _in_gray(pdf: bytes) -> Iterator[Image.Image]:
    """Each page without its bleed."""
    for page in pypdfium2.PdfDocument(pdf):
        left, bottom, right, top = page.get_trimbox()
        outer = page.get_mediabox()
        picture = page.render(scale=SCALE, grayscale=True).to_pil()
        edges = (left - outer[0], outer[3] - top, right - outer[0], outer[3] - bottom)
        yield picture.crop(tuple(round(edge * SCALE) for edge in edges))


def _classes(box: Any) -> set[str]:
    return set(box.element.get("class", "").split()) if box.element is not None and box.element_tag == box.element.tag else set()


def _figures(pages: Any) -> Iterator[Figure]:
    for number, page in numbered(pages):
        for box in below(page):
            if _classes(box) & set(FIGURES):
                words = [_area(number, text.box, text.words) for text in texts(box)]
                fills = [_area(number, inner, name) for inner in below(box) if (name := _fill(inner))]
                yield Figure(words, fills)


def _fill(box: Any) -> str:
    """What sort of fill a box has; none where it has none."""
    found = [name for name in FILLS if name in _classes(box)]
    return found[-1].partition("-")[0] if found and box.width > 0 else ""


def _area(page: int, box: Any, name: str) -> Area:
    left, top, width, height = box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()
    return Area(page, left * 0.75, top * 0.75, (left + width) * 0.75, (top + height) * 0.75, name)


def _crop(pages: list[Image.Image], area: Area) -> Image.Image:
    left, top, right, bottom = (round(edge * SCALE) for edge in (area.left, area.top, area.right, area.bottom))
    return pages[area.page - 1].crop((left, top, right, bottom))


def luminance(gray: float) -> float:
    part = gray / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: float, other: float) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _ground(picture: Image.Image) -> int:
    """The most frequent gray."""
    counts = picture.histogram()
    return counts.index(max(counts))


def _ink(picture: Image.Image, ground: int) -> int:
    """The gray farthest from the ground of which there is more than a speck."""
    seen = [gray for gray, count in enumerate(picture.histogram()) if count >= max(3, picture.width * picture.height // 500)]
    return max(seen, key=lambda gray: abs(gray - ground))


def problems(found: Printed) -> Iterator[str]:
    """Words without contrast, fills that cannot be told from the paper or from one another."""
    for figure in found.figures:
        for words in figure.words:
            picture = _crop(found.pages, words)
            ground = _ground(picture)
            if (seen := contrast(ground, _ink(picture, ground))) < TEXT:
                yield f"page {words.page}: “{words.name}” has a contrast of {seen:.1f}"
        for fill in figure.fills:
            edge = _ink(_crop(found.pages, fill.grown(0.5)), 255)
            if (seen := contrast(edge, 255)) < EDGE:
                yield f"page {fill.page}: a {fill.name} has a contrast of {seen:.1f} with the paper"
        wide = [fill for fill in figure.fills if min(fill.right - fill.left, fill.bottom - fill.top) > 5]
        for one, other in combinations(wide, 2):
            if one.name != other.name and one.is_near(other) and not _told_apart(found.pages, one, other):
                yield f"page {one.page}: a {one.name} beside a {other.name} is as gray"


def _told_apart(pages: list[Image.Image], one: Area, other: Area) -> bool:
    first, second = _crop(pages, one.grown(-1.2)), _crop(pages, other.grown(-1.2))
    if contrast(_ground(first), _ground(second)) >= TOLD_APART:
        return True
    return any(
        fill.name in ("stripe", "other") and ImageStat.Stat(picture).stddev[0] >= HATCHED
        for fill, picture in ((one, first), (other, second))
    )


@pytest.mark.slow
@pytest.mark.parametrize("size", ["least", "typical", "worst"])
@pytest.mark.parametrize("name", ["base", "compact"])
def test_every_drawing_of_the_specimen_is_legible_in_gray(name: str, size: str) -> None:
    seen = list(printed(size, theme(name)))
    figures = [figure for found in seen for figure in found.figures]
    assert len(figures) >= 6
    assert any(len(figure.fills) > 3 for figure in figures)
    assert [problem for found in seen for problem in problems(found)] == []


PLANTED = {
    "pale words": (".drawing b { color: var(--hair) }", "has a contrast of"),
    "fills alike": (".drawing .leaf { background: var(--rule) }", "a branch beside a leaf is as gray"),
    "bars alike": (".stripe.other { background: var(--rule) }", "beside a"),
    "a bar without an edge": (".stripe { border-color: var(--wash); background: var(--wash) }", "with the paper"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_what_is_not_legible_is_found(name: str) -> None:
    css, words = PLANTED[name]
    assert any(words in problem for found in printed("typical", theme("base", css)) for problem in problems(found))


COLLIDING = {
    "a box pulled over another": ".tree tr:nth-child(2) .leaf { position: relative; top: -24pt }",
    "the label of a bar": ".periods tr:nth-child(2) th p { position: relative; top: -14pt }",
    "a value of a chart": ".plot .middle { left: 20mm !important }",
    "a number on a label": ".drawing .pip { margin-right: -6mm }",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", COLLIDING)
def test_a_label_over_another_is_seen_by_the_check_of_collisions(name: str) -> None:
    """Labels are text in the layout, so that PG707 reads them like any other."""
    assert "PG707" in broken(COLLIDING[name])
    assert "PG707" not in broken("")


@cache
def broken(css: str) -> list[str]:
    """The rules that the typical drawings break with these styles."""
    theme_ = theme("base", css)
    html = html_of("typical", theme_)[0]
    return codes(typeset(html, Typesetter(theme_, assets_of(html, theme_))))
