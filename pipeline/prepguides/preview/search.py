"""Words on pages, as one looks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from ..build.live import PageLine

MOST = 60
"""Hits that are told of."""


def hits(lines: Iterable[PageLine], words: str) -> Iterator[PageLine]:
    """The first lines that hold the words, whatever their capitals and spaces; all lines when there are no words."""
    needle = _folded(words)
    if not needle:
        return iter(lines)
    return islice((line for line in lines if needle in _folded(line.words)), MOST)


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split())
