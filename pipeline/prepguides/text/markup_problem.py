"""A problem in a text of Markdown, and those that are found before anything parses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class MarkupProblem:
    """A problem in one text: rule code, message, hint, and the 0-based line and column inside that text."""

    code: str
    message: str
    line: int
    column: int
    width: int
    hint: str = ""


MAX_WORD = 1000
"""Characters. No language has such words, nor the library such addresses; its layout takes the square of its length, or more."""
_WORD = re.compile(r"(?:[!-~¡-¬®-\u0dff]|(?<=[(\[{\"'])[ \n]++|(?<![ \n])[ \n]++(?=[)\]}!?.,:;/]))+")
"""Where no line can break: not behind an opening bracket, nor before a closing one, spaces or not. Of scripts that write spaces between
words; the others' lines break between any two letters, or by a dictionary."""


def long_words(text: str) -> Iterator[MarkupProblem]:
    """What was pasted, such as a picture as text or a line of packed data."""
    for word in _WORD.finditer(text) if len(text) > MAX_WORD else ():
        if len(word[0]) > MAX_WORD:
            message = f"no line can break in {len(word[0]):,} characters, “{word[0][:12]}…”; a word has at most {MAX_WORD:,}"
            yield MarkupProblem("PG205", message, *position(text, word.start()), len(word[0]), "break it with spaces, or leave it out")


def position(text: str, offset: int) -> tuple[int, int]:
    """The line and column of a place in the text, both from 0."""
    return text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)
