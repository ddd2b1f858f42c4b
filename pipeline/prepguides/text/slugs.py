"""Ids out of prompts: the words that tell one from another, in small letters, with hyphens."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container

from .markdown import plain

LONGEST = 48
_MOST_WORDS = 5
_COMMON_WORDS = """
a about an and any are as at be been but by can could describe did do does example for from give had has have how i if
in into is it its last me my of on one or our over so some tell than that the their them then there they this through
time to us walk was we were what when where which while who whom why will with without would you your youre
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words that most prompts have."""


def slug_of(prompt: str, taken: Container[str]) -> str:
    """An id that is not taken. A prompt without Latin letters and digits gets one made of its hash."""
    folded = unicodedata.normalize("NFKD", plain(prompt)).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", folded))
    chosen = [word for word in words if word not in _COMMON] or words
    slug = ""
    for word in chosen[:_MOST_WORDS]:
        longer = f"{slug}-{word}".strip("-")
        if len(longer) > LONGEST:
            break
        slug = longer
    slug = slug or f"question-{hashlib.sha256(prompt.encode()).hexdigest()[:8]}"
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found
