"""Texts that are nearly the same, among many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

ALIKE = 88
"""Of 100: texts at least so alike (token set ratio) say one thing twice."""


@dataclass
class AlikeTexts:
    """Compares each text with each other one. What the last ones were compared to is kept: after an edit, one of hundreds is new."""

    _known: dict[str, frozenset[str]] = field(default_factory=dict)
    """Each of the last texts to those that are like it."""

    def of(self, texts: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Each text to the others that are like it."""
        wanted = dict.fromkeys(texts)
        found = {text: set(self._known[text] & wanted.keys()) for text in wanted if text in self._known}
        for text in wanted.keys() - found.keys():
            like = {other for other in found if fuzz.token_set_ratio(*sorted((text, other)), score_cutoff=ALIKE)}
            for other in like:
                found[other].add(text)
            found[text] = like
        self._known = {text: frozenset(like) for text, like in found.items()}
        return self._known
