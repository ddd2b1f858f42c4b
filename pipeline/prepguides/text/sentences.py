"""Sentences of a text in Markdown."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?؟]+[\"”’»)*_]*(?=\s+[^\s\da-z])|[。！？]+[”」』）]*(?=.)")
"""Where a sentence ends and another one begins: not with a digit or a small letter, as behind "no." and "etc."."""
_SHORT = re.compile(r"(?:^|[\s(“\"])(?:[^\W\d_]|e\.g|i\.e|vs|Mr|Mrs|Ms|Dr|St|No|Inc|Ltd)\.$")
"""What ends in a full stop and ends no sentence: an initial, an abbreviation before a name."""
LEAST = 20
"""Characters that a first sentence has at least."""
_PAIRS = (("[", "]"), ("(", ")"), ("“", "”"), ("«", "»"), ("「", "」"))
_ALIKE = ("*", "_", "`", '"')


def opening(text: str) -> str:
    """The first sentence of a text, with its marks, and with the next one where it is short: "Keep two." alone says little.

    The whole text where it has one sentence, or marks that the sentence would cut.
    """
    line = " ".join(text.split())
    for end in _END.finditer(line):
        first = line[: end.end()]
        if len(first) >= LEAST and not _SHORT.search(first) and _is_whole(first):
            return first
    return line


def _is_whole(words: str) -> bool:
    """Whether each mark that opens in the words is closed in them."""
    return all(words.count(opens) == words.count(closes) for opens, closes in _PAIRS) and not any(words.count(mark) % 2 for mark in _ALIKE)
