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


def missing_glyphs(html: str, theme: Theme, library: Library, otherwise: Place) -> tuple[Diagnostic, ...]:
    """An error for each text of the content that holds characters which the document prints and no font of the theme has, one a script.

    Characters of no content are a template's, at their line there; or a label's, told together at the place `otherwise`.
    """
    sets = [_characters_of(font.path) for font in theme.fonts]
    if None in sets:  # the file that cannot be read is reported with the other assets, and all else follows from it
        return ()
    covered = {character for characters in sets for character in characters or ()}
    lacking = {character for character in set(unescape(_TAG.sub("", html))) if _is_drawn(character)} - covered
    if not lacking:
        return ()
    found = dict(_in_texts(lacking, library))
    rest = lacking - {character for characters in found.values() for character in characters}
    for character in sorted(rest):
        found.setdefault(theme.place_of(character) or otherwise, []).append(character)
    return in_order(diagnostic for place, characters in found.items() for diagnostic in _problems(place, characters))


def _problems(place: Place, characters: list[str]) -> Iterator[Diagnostic]:
    """One for each script, at the first of its characters."""
    scripts: dict[str, list[str]] = {}
    for character in characters:
        scripts.setdefault(_script(character), []).append(character)
    for fallback, (first, *more) in scripts.items():
        words = f"no font of the theme has “{first}” ({_called(first)})"
        words += ", nor others here" if more else ""
        hint = f"write it in other characters, or add a font to the theme or the cohort, fonts: {{fallback: {fallback}}}"
        yield Diagnostic(RULES["PG605"], words, place, hint)


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


@cache
def _characters_of(path: Path) -> frozenset[str] | None:
    """None where the file cannot be read. What is no font is no theme's any more."""
    try:
        with TTFont(path, lazy=True) as font:
            return frozenset(map(chr, font.getBestCmap() or ()))
    except OSError:
        return None


def _in_texts(lacking: set[str], library: Library) -> Iterator[tuple[Place, list[str]]]:
    """Where authors have written some of them, and which, in the order of the text: one place for each script in each text."""
    for ref, loc, text in library.texts():
        if not text.isascii() and not lacking.isdisjoint(text):
            scripts: dict[str, list[str]] = {}
            for character in dict.fromkeys(text):
                if character in lacking:
                    scripts.setdefault(_script(character), []).append(character)
            for characters in scripts.values():
                start = text.index(characters[0])
                yield library.place(ref, (*loc, range(start, start + 1))), characters
