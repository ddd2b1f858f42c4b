"""Characters that are in a text and that nobody sees there: they print as nothing, turn words around, or end a line unseen."""

from __future__ import annotations

import re

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""Control characters but for tab and line feed, line and paragraph separators, bidirectional embeddings, a byte order mark, no characters.

Marks of direction (U+200E, U+200F) and joiners are letters' neighbors in some languages, and are let through."""
_BREAKS = "\r\x85\u2028\u2029"
"""YAML 1.1, and so libyaml, ends a line at each of these; editors do not, and every position after it would be off."""


def what_is(character: str) -> str:
    """An unseen character by what it does, and its number."""
    if character in _BREAKS:
        kind = "an invisible line break"
    elif "\u202a" <= character <= "\u2069":
        kind = "an invisible mark that turns words around"
    else:
        kind = "an invisible control character"
    return f"{kind} (U+{ord(character):04X})"


HINT = "delete it, or press Enter in its place"
