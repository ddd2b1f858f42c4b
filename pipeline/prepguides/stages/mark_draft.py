"""A finished paper with its problems boxed where they are seen, and listed on pages at its end. Marks change no layout."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

import pikepdf
from pikepdf import Dictionary, Name

from ..model.page_finding import PageFinding
from ..model.sheet import CANVAS, POINTS_PER_MM, Sheet, window

_POINTS = 0.75
"""In a CSS pixel."""
_RED = "0.8 0 0"
_FONT = Name("/DraftMark")
_SIZE, _LINE, _EDGE = 8, 11, 60
"""Points of the list's letters, of its lines, and around it."""
_LONGEST = 110
"""Characters of a line of the list."""
_LABEL, _WIDE = 50, 3.0
"""Characters of a label at most, and points that one takes by and large."""


def mark_draft(pdf: bytes, sheet: Sheet, findings: Iterable[PageFinding], problems: Sequence[str]) -> bytes:
    """The paper with a box and a label for each finding that has a place, and a list of all problems. Deterministic."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = list(document.pages)
        font = document.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        )
        by_page: dict[int, list[PageFinding]] = {}
        for finding in findings:
            if finding.area is not None and 1 <= finding.page <= len(pages):
                by_page.setdefault(finding.page, []).append(finding)
        for number, found in by_page.items():
            page = pages[number - 1]
            page.contents_add(b"q", prepend=True)
            name = page.add_resource(font, Name.Font, _FONT)
            drawn = "\n".join(_boxed(finding, sheet, page, number, str(name)) for finding in found)
            page.contents_add(f"Q q {drawn} Q".encode("cp1252", "replace"))
        lines, most = list(_lines(problems)), int((sheet.height * POINTS_PER_MM - 2 * _EDGE) / _LINE)
        for shown in (lines[start : start + most] for start in range(0, len(lines), most)):
            page = document.add_blank_page(page_size=(sheet.width * POINTS_PER_MM, sheet.height * POINTS_PER_MM))
            name = page.add_resource(font, Name.Font, _FONT)
            page.contents_add(_listed(shown, sheet, str(name)).encode("cp1252", "replace"))
        target = io.BytesIO()
        document.save(target, deterministic_id=True)
        return target.getvalue()


def _boxed(finding: PageFinding, sheet: Sheet, page: pikepdf.Page, number: int, font: str) -> str:
    """The outline of what is amiss, and above it the rule and the message."""
    area = finding.area
    if area is None:
        return ""
    left, bottom, *_ = window(sheet, recto=number % 2 == 1)
    x0 = float(page.obj.MediaBox[0]) - left * POINTS_PER_MM
    y0 = float(page.obj.MediaBox[1]) - bottom * POINTS_PER_MM + CANVAS.height * POINTS_PER_MM
    x, y = x0 + area.x * _POINTS, y0 - (area.y + area.height) * _POINTS
    width, height = area.width * _POINTS, area.height * _POINTS
    label = _text(f"{finding.code} {finding.message}"[:_LABEL])
    return (
        f"{_RED} RG 1 w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S"
        f" 1 1 1 rg {x:.2f} {y + height + 0.5:.2f} {_WIDE * len(label):.2f} 7 re f {_RED} rg"
        f" BT {font} 6 Tf {x:.2f} {y + height + 2:.2f} Td ({label}) Tj ET"
    )


def _lines(problems: Sequence[str]) -> Iterator[str]:
    yield f"Draft: {len(problems)} {'problem' if len(problems) == 1 else 'problems'}"
    for problem in problems:
        first, *rest = wrap(problem, _LONGEST) or [""]
        yield from ("", first, *(f"    {line}" for line in rest))


def _listed(lines: Sequence[str], sheet: Sheet, font: str) -> str:
    top = sheet.height * POINTS_PER_MM - _EDGE
    shown = " T* ".join(f"({_text(line)}) Tj" for line in lines)
    return f"BT {font} {_SIZE} Tf {_LINE} TL {_EDGE} {top:.2f} Td {shown} ET"


def _text(words: str) -> str:
    """As the string of a content stream."""
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
