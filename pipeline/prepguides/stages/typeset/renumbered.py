"""Other page numbers in references that are laid out already.

A unit is laid out with placeholders before the pages of its references are known. Where a number has as many digits as the one before, and
they take the same width, nothing on the page moves: the words alone are changed, in copies of the boxes that hold them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.absolute import AbsolutePlaceholder

from .drawn_page import DrawnPage
from .laid_out import numbered
from .laid_out_unit import LaidOut
from .patches import are_tested
from .typesetter import Typesetter
from .untyped import Box, Style

Numbers = Mapping[str, tuple[str, str]]
"""HTML id to the number that is printed for its page, and the one that is to be."""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_USE = re.compile(r"(?:([\w-]+)\s*:|[{};])[^:;{}]*?\battr\(\s*page\b", re.IGNORECASE)
_SELECTOR = re.compile(r"\[\s*page\s*[~|^$*]?=", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


class _Moves(Exception):
    """The number cannot be changed alone."""


def can_be_renumbered(css: Sequence[str]) -> bool:
    """Whether style sheets do nothing with the page of a reference but print it beside the link."""
    plain = [_COMMENT.sub("", text) for text in css]
    return are_tested() and not any(
        _SELECTOR.search(text) or any((match[1] or "").lower() != "content" for match in _USE.finditer(text)) for text in plain
    )


def renumbered(made: LaidOut, numbers: Numbers, typesetter: Typesetter) -> LaidOut | None:
    """The unit with these numbers in its references. None where it has to be laid out again."""
    if any(len(before) != len(after) for before, after in numbers.values()):
        return None
    if any(' page="' in running.html for running in made.leaves.running):
        return None
    try:
        pages = tuple(_page(page, box, numbers, typesetter) for page, (_, box) in zip(made.pages, numbered(made.pages), strict=True))
    except _Moves:
        return None
    return replace(made, pages=pages)


def _page(page: Box, box: Box, numbers: Numbers, typesetter: Typesetter) -> Box:
    changed = _changed(box, numbers)
    return page if changed is box else DrawnPage(changed, typesetter.faces, typesetter.fetcher)


def _changed(box: Box, numbers: Numbers) -> Box:
    """The box itself where nothing in it changes; else a copy, in which what does not change is what it was."""
    if isinstance(box, AbsolutePlaceholder):
        inner = _changed(box._box, numbers)  # noqa: SLF001
        return box if inner is box._box else _placeholder(inner)  # noqa: SLF001
    if isinstance(box, boxes.TextBox):
        return _text(box, numbers)
    if not isinstance(box, boxes.ParentBox):
        return box
    children = [_changed(child, numbers) for child in box.children]
    if all(new is old for new, old in zip(children, box.children, strict=True)):
        return box
    made = box.copy()
    made.children = type(box.children)(children)
    return made


def _placeholder(box: Box) -> Box:
    made = AbsolutePlaceholder(box)
    made.set_laid_out_box(box)
    return made


def _text(box: Box, numbers: Numbers) -> Box:
    """A text that a style sheet puts beside a link, with the other number."""
    if box.element is None or box.element.tag != "a" or "::" not in box.element_tag:
        return box
    before, after = numbers.get((box.element.get("href") or "").rpartition("#")[2], ("", ""))
    if before == after or not _DIGIT.search(box.text):
        return box
    text, times = re.subn(rf"(?<!\d){before}(?!\d)", after, box.text)
    if times != 1 or box.pango_layout.text != box.text or _width(text, box.style) != _width(box.text, box.style):
        raise _Moves
    made = box.copy()
    made.text, made.pango_layout = text, copy(box.pango_layout)
    made.pango_layout.text = text
    return made


def _width(text: str, style: Style) -> float:
    return float(inline.split_first_line(text, style, None, None, 0)[3])
