"""Characters that no font of the theme has, at the content's line and before anything is typeset."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.unicodedata import script

from ...model.diagnostic import Diagnostic, Place, in_order
from ...model.library import Library
from ...model.rules import RULES
from ...model.theme import Theme

_TAG = re.compile(r"<[^<>]*>")
"""A tag. It ends before the next one begins, so that a thousand signs of less-than are read once each."""
_NEVER_DRAWN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs"}
"""Unicode's categories of controls, of what is unassigned to a glyph, and of spaces."""
_VARIATIONS = range(0xFE00, 0xFE10)
"""They choose among shapes of the character before."""


def missing_glyphs(html: str, theme: Theme, library: Library, name: str) -> tuple[Diagnostic, ...]:
    """An error for each place in the content that holds a character which the document prints and no font of the theme has.

    A character that stands in no content comes from a template; it is reported for the edition.
    """
    lacking = {character for character in set(unescape(_TAG.sub("", html))) if _is_drawn(character)} - _covered(theme)
    diagnostics: list[Diagnostic] = []
    for character in sorted(lacking):
        words = f"no font of the theme has “{character}” ({_called(character)})"
        hint = f"write it in other characters, or add a font to the theme or the cohort, fonts: {{fallback: {_script(character)}}}"
        places = list(_places(character, library)) or [Place(name)]
        diagnostics += [Diagnostic(RULES["PG605"], words, place, hint) for place in places]
    return in_order(diagnostics)


def _is_drawn(character: str) -> bool:
    return character > "\x7f" and unicodedata.category(character) not in _NEVER_DRAWN and ord(character) not in _VARIATIONS


def _called(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, 'unnamed').lower()}"


def _script(character: str) -> str:
    """Where a font for the character would stand: `{arab: […]}`."""
    code = script(character).lower()
    return f"{{{code if code not in _OF_NO_SCRIPT else 'symb'}: […]}}"


_OF_NO_SCRIPT = {"zyyy", "zinh", "zzzz"}
"""What Unicode calls characters that several scripts share, take from their neighbors, or that are none's."""


def _covered(theme: Theme) -> set[str]:
    return {character for font in theme.fonts for character in _characters_of(font.path)}


@cache
def _characters_of(path: Path) -> frozenset[str]:
    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap() or ()))


def _places(character: str, library: Library) -> Iterator[Place]:
    """Where authors have written it: the first time in each text."""
    for ref, loc, text in library.texts():
        if character in text:
            start = text.index(character)
            yield library.place(ref, (*loc, range(start, start + 1)))
