"""Fields of a question as the cells of a spreadsheet have them: a list is one item a line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from ..model.question_table import TITLES

_BULLET = re.compile(r"^(?:[-*+•‣◦▪·–—]|\d{1,2}[.)])\s+")
_DOTS = re.compile(r"\s*[•‣◦▪]\s+")
"""Bullets that no sentence has in it."""


def items_of(text: str) -> tuple[str, ...]:
    """A cell's list: an item a line, with bullets or without. Where there are bullets, a line without one goes on with the item before."""
    lines = [line.strip() for line in as_lines(text).split("\n") if line.strip()]
    if len(lines) == 1 and _DOTS.match(lines[0]):
        lines = [f"• {item}" for item in _DOTS.split(lines[0]) if item]
    bulleted = bool(lines) and bool(_BULLET.match(lines[0]))
    items: list[str] = []
    for line in lines:
        bare = _BULLET.sub("", line, count=1)
        if bulleted and bare == line:
            items[-1] = f"{items[-1]} {line}"
        else:
            items.append(" ".join(bare.split()))
    return tuple(item for item in items if item)


def words_of_list(text: str) -> tuple[str, ...]:
    """A cell's ids or names, parted by lines, bullets, semicolons or commas."""
    return tuple(dict.fromkeys(word.strip() for item in items_of(text) for word in re.split(r"[;,]", item) if word.strip()))


def cell_text(value: object) -> str:
    """What a field's value is in a cell; empty for what no cell can hold."""
    if isinstance(value, list | tuple):
        return list_text(value) if all(isinstance(item, str) for item in value) else ""
    return as_lines(str(value)) if isinstance(value, str | int) else ""


def list_text(items: Iterable[str]) -> str:
    """`items_of` reads the same items again: bullets are written where an item begins like one."""
    lines = [" ".join(item.split()) for item in items]
    bullet = "• " if any(_BULLET.match(line) for line in lines) else ""
    return "\n".join(f"{bullet}{line}" for line in lines)


def as_lines(text: str) -> str:
    """The text as it is compared: lines ended by line feeds, without space at their ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    return "\n".join(line.rstrip() for line in lines)


def digest(text: str) -> str:
    """Of a cell, short enough to stand in another."""
    return hashlib.sha256(as_lines(text).encode()).hexdigest()[:8]


def version_of(raw: Mapping[str, object]) -> str:
    """What the cells of a question were when it was exported: `prompt=3f2a90c1 …`, without those that are empty."""
    texts = {field: cell_text(raw.get(field)) for field in TITLES if field != "id"}
    return " ".join(f"{field}={digest(text)}" for field, text in texts.items() if text)


def exported_digests(version: str) -> Mapping[str, str] | None:
    """The digests by field again; None for what no export wrote."""
    pairs = [part.partition("=") for part in version.split()]
    sound = all(field in TITLES and re.fullmatch(r"[0-9a-f]{8}", found) for field, _, found in pairs)
    return {field: found for field, _, found in pairs} if pairs and sound else None
