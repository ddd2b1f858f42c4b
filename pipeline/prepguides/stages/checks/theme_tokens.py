"""Tokens of a theme that are read and never set."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.diagnostic import Diagnostic, Place, nearest
from ...model.rules import RULES
from ...model.theme import Theme
from ...text.css_tokens import tokens_read, tokens_set


def unset_tokens(theme: Theme) -> Iterator[Diagnostic]:
    """Tokens that a style sheet or template reads and nothing sets: misspelt, most of the time, and a layout can fail of them."""
    files = dict.fromkeys([*theme.styles, *(file for files in theme.layouts.values() for file in files), *theme.templates.values()])
    named = {token for file in files for token in tokens_set(file.text)}
    known, beginnings = {name for name, begins in named if not begins}, tuple(name for name, begins in named if begins)
    for file in files:
        for token in tokens_read(file.text):
            if token not in known and not token.startswith(beginnings):
                place = file.place_of(f"var({token}") or Place(file.path)
                yield Diagnostic(RULES["PG506"], f"nothing sets the token {token}", place, nearest(token, known) or "set it in tokens.css")
