"""Tokens of a theme that are read and never set, that are set and never read, or whose value is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ...model.diagnostic import Diagnostic, Place, nearest
from ...model.rules import RULES
from ...model.theme import Theme, ThemeFile
from ...text.css_tokens import TokenValue, token_values, tokens_named, tokens_read, tokens_set

_READ_BY_THE_PROGRAM = frozenset(["--serif", "--sans", "--mono", "--write-gap"])
"""Tokens that are looked up where no style reaches: in drawings, in margins, and where lines are counted."""
_NUMBER = r"[+-]?(?:\d*\.)?\d+"
_KINDS = {
    "length": re.compile(rf"{_NUMBER}(?:pt|mm|cm|in|px|pc|q|r?em|ex|ch|r?lh|%)|0", re.IGNORECASE),
    "color": re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE),
    "number": re.compile(_NUMBER),
}
"""What a token may hold, where it is first set to one of these."""
_HINTS = {"length": "write it with a unit, such as 22pt or 8.5mm", "color": "write it as in #1A1A1A", "number": "write it as in 16"}
_ANY = re.compile(r"-?[a-z][a-z-]*|[a-z-]+\(\)", re.IGNORECASE)
"""A word or a function, which may be of any kind."""
_LINE_RATIO = re.compile(r"[1-3]?(?:\.\d+)?")
"""A line as high as so many times the letters."""
MOST = 50
"""Findings of a kind: as many as anybody reads."""


def unset_tokens(theme: Theme) -> Iterator[Diagnostic]:
    """Tokens that a style sheet or template reads and nothing sets: misspelt, most of the time, and a layout can fail of them."""
    files = _files(theme)
    named = {token for file in files for token in tokens_set(file.text)}
    known, beginnings = {name for name, begins in named if not begins}, tuple(name for name, begins in named if begins)
    for file in files:
        for token in tokens_read(file.text):
            if token not in known and not token.startswith(beginnings):
                place = file.place_of(f"var({token}") or Place(file.path)
                yield Diagnostic(RULES["PG506"], f"nothing sets the token {token}", place, nearest(token, known) or "set it in tokens.css")


def unread_tokens(theme: Theme) -> Iterator[Diagnostic]:
    """Tokens that are set and that nothing reads: misspelt, most of the time, and then what they should have changed stays as it was."""
    files = _files(theme)
    named = {token for file in files for token in tokens_named(file.text)}
    read = {name for name, begins in named if not begins} | _READ_BY_THE_PROGRAM
    beginnings = tuple(name for name, begins in named if begins)
    set_somewhere = {(file.path, token.name): (file, token) for file in files for token in token_values(file.text)}
    unread = (each for (_, name), each in set_somewhere.items() if name not in read and not name.startswith(beginnings))
    for file, token in islice(unread, MOST):
        hint = nearest(token.name, read) or f"read it with var({token.name}), or take it out"
        yield Diagnostic(RULES["PG510"], f"nothing reads the token {token.name}", _place(file, token), hint)


def odd_values(theme: Theme) -> Iterator[Diagnostic]:
    """Tokens that are set to what none of the rules that read them can use: they would be ignored, or worse, without a word."""
    said = [(file, token) for file in _files(theme) for token in token_values(file.text)]
    kinds = {token.name: _kind_of(token) for _, token in reversed(said)}
    odd = ((file, token, fault) for file, token in said if (fault := _fault(token, kinds[token.name])))
    for file, token, (message, hint) in islice(odd, MOST):
        yield Diagnostic(RULES["PG506"], message, _place(file, token), hint)


def _fault(token: TokenValue, kind: str) -> tuple[str, str] | None:
    """What is wrong with the value, and a hint. `kind` is what the token held when it was first set."""
    if token.swallowed is not None:
        return f"the value of {token.name} goes on through {token.swallowed}", "end the value with a semicolon"
    if not kind or _may_be(token, kind):
        return None
    return f'{token.name} is a {kind}, and "{token.value}" is none', _HINTS[kind]


def _files(theme: Theme) -> Sequence[ThemeFile]:
    """Its style sheets in the order in which they are read, then its templates."""
    layouts = (file for files in theme.layouts.values() for file in files)
    return list(dict.fromkeys([*theme.styles, *layouts, *theme.templates.values()]))


def _place(file: ThemeFile, token: TokenValue) -> Place:
    return file.place_at(token.at, len(token.name))


def _kind_of(token: TokenValue) -> str:
    """What the token holds, by the value that it is first set to; empty where that says nothing."""
    if token.name.endswith("-size"):
        return "length"
    return next((kind for kind, pattern in _KINDS.items() if len(token.words) == 1 and pattern.fullmatch(token.words[0])), "")


def _may_be(token: TokenValue, kind: str) -> bool:
    """Whether the value is of that kind, or may turn out to be."""
    if token.name.endswith("-line") and _LINE_RATIO.fullmatch(token.value):
        return True
    return bool(token.value) and all(_KINDS[kind].fullmatch(word) or _ANY.fullmatch(word) for word in token.words)
