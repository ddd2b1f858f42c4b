"""What a file that cannot be parsed would have defined, as far as its lines tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...model.content import KINDS
from ...model.library import MEMBERSHIP_KEYS, Faulty

_KIND = re.compile(r"^([a-z_]+):\s*$")
_ID = re.compile(r"^\s*(?:-\s+)?(?:\{\s*)?id:\s*([A-Za-z0-9-]+)\s*(?:[,}].*)?$")
"""On a line of its own, or first in braces."""
_ENTITY = re.compile(r"^\s*-\s")
_KEY = re.compile(r"^\s*(?:-\s+)?([a-z_]+):\s*(.+?)\s*$")


def salvaged(texts: Iterable[str]) -> Iterator[Faulty]:
    """An entry per id under a kind. Ids that a lost file defines are then not reported as dangling elsewhere."""
    for text in texts:
        yield from _in_text(text)


def _in_text(text: str) -> Iterator[Faulty]:
    if text.startswith("---"):
        match = re.search(r"^id:\s*([a-z0-9-]+)", text, re.MULTILINE)
        yield Faulty("pages", match[1] if match else "", {})
        return
    kind = id = ""
    hints: dict[str, tuple[str, ...]] = {}
    for line in text.split("\n"):
        if (match := _KIND.match(line)) and match[1] in KINDS:
            if id:
                yield Faulty(kind, id, hints)
            kind, id, hints = match[1], "", {}
        elif kind and (match := _ID.match(line)) and (_ENTITY.match(line) or not id):
            if id:
                yield Faulty(kind, id, hints)
            id, hints = match[1], {}
        elif (match := _KEY.match(line)) and match[1] in MEMBERSHIP_KEYS and match[1] not in hints:
            hints[match[1]] = tuple(re.findall(r"[a-z0-9-]+", match[2]))
    if kind and id:
        yield Faulty(kind, id, hints)
