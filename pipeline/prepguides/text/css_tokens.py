"""Custom properties of style sheets, which themes use as tokens: where they are read, and which are set."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|\{#.*?(?:#\}|\Z)", re.DOTALL)
_READ = re.compile(r"\bvar\(\s*(--[\w-]+)\s*\)")
_READ_OR_NOT = re.compile(r"\bvar\(\s*--[\w-]+")
_NAMED = re.compile(r"(--[A-Za-z][\w-]*)(\{\{|\{%)?")


def tokens_read(text: str) -> Iterator[str]:
    """The tokens that a style sheet or template reads without a value for when they are not set, each once, in order."""
    yield from dict.fromkeys(match[1] for match in _READ.finditer(_COMMENT.sub("", text)))


def tokens_set(text: str) -> Iterator[tuple[str, bool]]:
    """The tokens that a style sheet or template names other than to read them, and of each whether it is the beginning of a name."""
    for match in _NAMED.finditer(_READ_OR_NOT.sub("", _COMMENT.sub("", text))):
        yield match[1], match[2] is not None
