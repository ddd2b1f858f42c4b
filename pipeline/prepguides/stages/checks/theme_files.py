"""Templates of a theme that print nothing, for no section kind is called so and no template includes them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ...model.diagnostic import Diagnostic, Place, nearest
from ...model.rules import RULES
from ...model.theme import Theme

_QUOTED = re.compile(r"""["']([\w./-]+)["'](\s*~)?""")
_FOLDERS = ("sections", "sheets")
_DOCUMENT = "layout.html"


def unread_templates(theme: Theme, kinds: Collection[str]) -> Iterator[Diagnostic]:
    """Its templates, and its parents', that nothing prints. `kinds` are the section kinds that a guide of this theme may list."""
    files = [file for file in dict.fromkeys(theme.templates.values()) if file.path.endswith(".html")]
    quoted = {found for file in files for found in _QUOTED.findall(file.text)}
    beginnings = tuple(words for words, joined in quoted if joined)
    known = {words for words, _ in quoted if words.endswith(".html")} | {_DOCUMENT}
    known |= {f"{folder}/{kind}.html" for folder in _FOLDERS for kind in kinds}
    for file in files:
        names = (file.name, file.path.removeprefix("templates/"))
        if not any(name in known or name.startswith(beginnings) for name in names):
            hint = nearest(file.name, known) or "name it for a section kind, or include it in a template"
            yield Diagnostic(RULES["PG510"], "no section kind is called so, and no template includes it", Place(file.path), hint)
