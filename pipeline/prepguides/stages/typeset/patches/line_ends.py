"""A text whose last space alone does not fit stays on its line, all of it.

In the tested version, such a text is taken for a first word that is too long: a line has that word alone, and the rest of the text stands
below it. It happens before emphasis, links and code, where a text ends in a space. This goes when WeasyPrint breaks such a line as it
breaks others; unlike the rest of this folder it changes what is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from ..untyped import Context, Style, Value

Splits = Callable[..., tuple[Value, ...]]
"""`split_first_line`: its result has the index at which the next line begins in third place, none where all of the text fits."""


def keeping_whole(split_first_line: Splits) -> Splits:
    """`split_first_line`, with the last space of a text left out of account."""

    def first(text: str, style: Style, context: Context, max_width: Value, *more: Value, **named: Value) -> tuple[Value, ...]:
        made = split_first_line(text, style, context, max_width, *more, **named)
        if not max_width or style["white_space"] not in ("normal", "pre-line") or not _is_its_first_word(text, made[2]):
            return made
        fits = split_first_line(text.rstrip(" "), style, context, max_width, *more, **named)[2] is None
        return split_first_line(text, style, context, inf, *more, **named) if fits else made

    return first


def _is_its_first_word(text: str, resume_at: int | None) -> bool:
    """Whether the first line of a text that has more words, and ends in a space, is one word or less."""
    if resume_at is None or not text.endswith(" "):
        return False
    return " " not in text.encode()[:resume_at].decode().strip(" ") and " " in text.strip(" ")
