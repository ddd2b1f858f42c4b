"""Custom properties of style sheets, which themes use as tokens: where they are read, which are set, and to what; and colors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|\{#.*?(?:#\}|\Z)", re.DOTALL)
_READ = re.compile(r"\bvar\(\s*(--[\w-]+)\s*\)")
_READ_OR_NOT = re.compile(r"\bvar\(\s*(--[\w-]+)(\{\{|\{%)?")
_NAMED = re.compile(r"(--[A-Za-z][\w-]*)(\{\{|\{%)?")
_QUOTED = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|url\([^()\n]*\)"""
_SET = re.compile(rf"""(?<![\w-])(--[A-Za-z][\w-]*)\s*:((?:{_QUOTED}|[^;{{}}"'<>])*)(\{{)?""", re.DOTALL)
_IN_QUOTES = re.compile(_QUOTED)
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_SWALLOWED = re.compile(r"\s([A-Za-z-]+)\s*:")
_LONGEST = 200
"""Characters of a size, a color or a number, however it is computed."""


@dataclass(frozen=True)
class TokenValue:
    """What a style sheet sets a token to."""

    name: str
    value: str
    at: int
    """Where the name begins in the text."""

    @cached_property
    def swallowed(self) -> str | None:
        """The property whose declaration became a part of the value, for no semicolon stands before it."""
        found = _SWALLOWED.search(_IN_QUOTES.sub("url", self.value))
        return found[1] if found else None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The parts of the value between spaces; a function is one of them, `calc()`, whatever it is given. None of a long value."""
        if len(self.value) > _LONGEST:
            return ()
        left, value = "", self.value.removesuffix("!important")
        while left != value:
            left, value = value, _IN_PARENTHESES.sub("\0", value)
        return tuple(word.replace("\0", "()") for word in value.split())


_remembered = lru_cache(maxsize=512)
"""A preview asks at each edit, mostly of the same files."""


@_remembered
def tokens_read(text: str) -> tuple[str, ...]:
    """The tokens that a style sheet or template reads without a value for when they are not set, each once, in order."""
    return tuple(dict.fromkeys(match[1] for match in _READ.finditer(_COMMENT.sub("", text))))


@_remembered
def tokens_named(text: str) -> tuple[tuple[str, bool], ...]:
    """The tokens that a style sheet or template reads in any way, and of each whether it is the beginning of a name."""
    return tuple((match[1], match[2] is not None) for match in _READ_OR_NOT.finditer(_COMMENT.sub("", text)))


@_remembered
def tokens_set(text: str) -> tuple[tuple[str, bool], ...]:
    """The tokens that a style sheet or template names other than to read them, and of each whether it is the beginning of a name."""
    return tuple((match[1], match[2] is not None) for match in _NAMED.finditer(_READ_OR_NOT.sub("", _COMMENT.sub("", text))))


@_remembered
def token_values(text: str) -> tuple[TokenValue, ...]:
    """The tokens that a style sheet or template sets to a value that stands there as it is; none that a template computes."""
    return tuple(TokenValue(match[1], match[2].strip(), match.start(1)) for match in _SET.finditer(_without_comments(text)) if not match[3])


def color_in(text: str, color: str) -> range | None:
    """The characters of a style sheet or template that say a color, `#777777`, in capitals or not and in short where that is the same."""
    digits = color.removeprefix("#").lower()
    short = digits[::2] if digits[::2] == digits[1::2] else digits
    match = re.search(rf"#(?:{digits}(?:ff)?|{short}f?)(?![0-9a-f])", _without_comments(text), re.IGNORECASE)
    return range(*match.span()) if match else None


def _without_comments(text: str) -> str:
    """The text with spaces in place of its comments, so that what is left stands where it stood."""
    return _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
