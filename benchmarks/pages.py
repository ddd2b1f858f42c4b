"""What a finished guide is like to read and to work in, read from its PDF: sizes of type, room to write, fields, inks in gray.

python benchmarks/pages.py GUIDE.pdf [--write-gap 8.5]

`--write-gap` is how far apart in millimeters the theme sets lines to write on. Characters are glyphs that are drawn, those of
drawings, headers and footers included.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise
from math import sqrt
from pathlib import Path
from typing import Any

import pikepdf

from prepguides.model.sheet import CANVAS, WRITE_GAP
from prepguides.text.color import PAPER, contrast

POINT = 25.4 / 72
"""Millimeters."""
LOWEST = 6.0
"""Millimeters: nobody writes in less."""
SMALL, PROSE = 9.0, 11.0
"""Points: what is smaller is hard to read for long, and what prose is set in."""
TOLD_APART = 1.25
"""Contrast from which two inks are two in a gray print; below it something else has to tell them apart, such as dashes."""
_STROKES, _FILLS = {"S", "s", "B", "b", "B*", "b*"}, {"f", "F", "f*", "B", "b", "B*", "b*"}


@dataclass(frozen=True)
class _State:
    """What a page's operators have set, as far as it is read here."""

    matrix: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)
    fill: str = "#000000"
    stroke: str = "#000000"
    dashes: str = "solid"
    font: str = ""
    size: float = 0.0
    text: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)


@dataclass
class Measured:
    """All that is counted in one document."""

    pages: int = 0
    characters: Counter[tuple[str, float]] = field(default_factory=Counter)
    """By family and by size in points."""
    fields: int = 0
    lines: float = 0.0
    """To write on, each as wide as the text block."""
    inks: set[str] = field(default_factory=set)
    """Colors in drawings."""
    lines_in: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Color to how lines of it are dashed in drawings; what has a fill too, such as a dot, is no line."""

    def share(self, smallest: float, largest: float, family: str = "") -> float:
        """Of the characters of a family, or of all, those in these sizes."""
        counted = {key: count for key, count in self.characters.items() if family in key[0]}
        found = sum(count for (_, size), count in counted.items() if smallest <= size <= largest)
        return found / max(1, sum(counted.values()))


def measured(path: Path, write_gap: float = WRITE_GAP) -> Measured:
    """The document, read page by page."""
    found = Measured()
    with pikepdf.open(path) as document:
        found.pages = len(document.pages)
        for page in document.pages:
            _Content(found).read(page.obj, _State(), drawn=False)
            for widget in _widgets(page):
                found.fields += 1
                found.lines += _lines(widget, write_gap)
    return found


def _widgets(page: pikepdf.Page) -> Iterator[Any]:
    return (note for note in page.obj.get("/Annots", []) if note.get("/Subtype") == "/Widget")


def _lines(widget: Any, write_gap: float) -> float:
    """Lines to write on in a text field, as parts of the text block's width."""
    if widget.get("/FT", widget.get("/Parent", {}).get("/FT")) != "/Tx":
        return 0.0
    x0, y0, x1, y1 = (float(edge) * POINT for edge in widget.Rect)  # from whichever corner
    if abs(y1 - y0) < LOWEST:
        return 0.0
    width = CANVAS.width - CANVAS.margin_inner - CANVAS.margin_outer
    return max(1, int(abs(y1 - y0) / write_gap + 0.05)) * min(1.0, abs(x1 - x0) / width)


class _Content:
    """Reads a page's operators, and those of the forms that it draws."""

    def __init__(self, found: Measured) -> None:
        self.found = found

    def read(self, holder: Any, state: _State, *, drawn: bool) -> None:
        """`drawn` is whether the holder stands in a figure."""
        saved: list[_State] = []
        marks: list[bool] = []
        for instruction in pikepdf.parse_content_stream(holder):
            operands, name = instruction.operands, str(instruction.operator)
            if name == "q":
                saved.append(state)
            elif name == "Q":
                state = saved.pop()
            elif name in ("BMC", "BDC"):
                marks.append(operands[0] == "/Figure")
            elif name == "EMC":
                marks.pop()
            elif name == "Do":
                self._form(holder, operands[0], state, drawn=drawn or any(marks))
            else:
                state = _after(state, name, operands)
                self._count(state, name, operands, drawn=drawn or any(marks))
                state = replace(state, font=_family(holder, operands[0])) if name == "Tf" else state

    def _form(self, holder: Any, name: Any, state: _State, *, drawn: bool) -> None:
        form = holder.Resources.XObject[name]
        if form.get("/Subtype") == "/Form":
            matrix = pikepdf.Matrix(*map(float, form.get("/Matrix", (1, 0, 0, 1, 0, 0))))
            self.read(form, replace(state, matrix=matrix @ state.matrix), drawn=drawn)

    def _count(self, state: _State, name: str, operands: Any, *, drawn: bool) -> None:
        if name in ("Tj", "TJ"):
            strings = operands[0] if name == "TJ" else operands
            glyphs = sum(len(bytes(each)) // 2 for each in strings if isinstance(each, pikepdf.String))
            self.found.characters[state.font, _points(state)] += glyphs
            self.found.inks |= {state.fill} if drawn else set()
        elif drawn:
            if name in _STROKES:
                self.found.inks.add(state.stroke)
            if name in ("S", "s"):
                self.found.lines_in[state.stroke].add(state.dashes)
            self.found.inks |= {state.fill} if name in _FILLS else set()


def _after(state: _State, name: str, operands: Any) -> _State:
    """The state after an operator that sets something."""
    match name:
        case "cm":
            return replace(state, matrix=pikepdf.Matrix(*map(float, operands)) @ state.matrix)
        case "Tm":
            return replace(state, text=pikepdf.Matrix(*map(float, operands)))
        case "Tf":
            return replace(state, size=float(operands[1]))
        case "rg" | "g":
            return replace(state, fill=_color(operands))
        case "RG" | "G":
            return replace(state, stroke=_color(operands))
        case "d":
            return replace(state, dashes=" ".join(f"{float(length):g}" for length in operands[0]) or "solid")
        case "scn":  # a pattern, whose own content is read by nobody here
            return replace(state, fill="")
    return state


def _points(state: _State) -> float:
    """The size that a letter is drawn in, to a twentieth of a point."""
    whole = state.text @ state.matrix
    size = state.size * sqrt(abs(whole.a * whole.d - whole.b * whole.c))
    return round(size * 20) / 20


def _family(holder: Any, name: Any) -> str:
    return str(holder.Resources.Font[name].BaseFont).lstrip("/").partition("+")[2]


def _color(operands: Any) -> str:
    levels = [round(255 * float(level)) for level in operands]
    return "#" + "".join(f"{level:02X}" for level in (levels * 3 if len(levels) == 1 else levels))


def report(found: Measured) -> Iterator[str]:
    """The measurement, line by line."""
    by_size: Counter[float] = Counter()
    for (_, size), count in found.characters.items():
        by_size[size] += count
    total = max(1, sum(by_size.values()))
    sizes = ", ".join(f"{size:g} pt ({count / total:.1%})" for size, count in sorted(by_size.items()))
    yield f"sizes of type: {len(by_size)}: {sizes}"
    yield f"characters under {SMALL:g} pt: {found.share(0, SMALL - 0.01):.1%}; smallest {min(by_size, default=0):g} pt"
    yield f"characters of the serif at {PROSE:g} pt: {found.share(PROSE, PROSE, 'Serif'):.1%}"
    yield f"lines to write on, as wide as the text block: {found.lines:.0f}"
    yield f"form fields: {found.fields}"
    yield f"pages: {found.pages}, {'a' if found.pages % 4 == 0 else 'not a'} multiple of 4"
    grays = sorted((contrast(ink, PAPER), ink) for ink in found.inks - {""})
    yield "inks of drawings, by contrast with the paper: " + (", ".join(f"{ink} {ratio:.1f}:1" for ratio, ink in grays) or "none")
    steps = [higher / lower for (lower, _), (higher, _) in pairwise(grays)]
    yield f"least contrast of two inks in gray: {min(steps, default=0):.2f}:1"
    yield from _alike_in_gray(grays, found.lines_in)


def _alike_in_gray(grays: Sequence[tuple[float, str]], lines_in: Mapping[str, set[str]]) -> Iterator[str]:
    """Inks that gray prints do not tell apart, and whether lines in them are told apart all the same."""
    for (lower, one), (higher, other) in combinations(grays, 2):
        if higher / lower >= TOLD_APART:
            continue
        first, second = lines_in.get(one, set()), lines_in.get(other, set())
        drawn = "; ".join(f"{ink}: {', '.join(sorted(lines)) or 'no lines'}" for ink, lines in ((one, first), (other, second)))
        said = "lines of both are dashed alike: NOT told apart" if first & second else "no drawing tells lines apart by them alone"
        yield f"{one} and {other} are alike in gray ({higher / lower:.2f}:1); {said} ({drawn})"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("guide", type=Path)
    parser.add_argument("--write-gap", type=float, default=WRITE_GAP)
    options = parser.parse_args()
    for line in report(measured(options.guide, options.write_gap)):
        sys.stdout.write(f"{line}\n")
