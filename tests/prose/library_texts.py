"""The library's texts, each with its markup blanked out and a way back to its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from prepguides.model.content.base import Markup, Ref
from prepguides.model.diagnostic import Place
from prepguides.model.library import Library
from prepguides.model.source import Loc
from prepguides.model.walk import marked

_MARKUP = re.compile(r"\]\{claim=[^}\s]*\}|\]\([^)\s]*\)|\*+|`|\[(?=[^\]]*\][({])|^ *(?:#+|>|[-*]|\d+\.) ", re.MULTILINE)
"""Claim marks, addresses, emphasis, and what starts a heading, a quotation or an item of a list."""
_QUOTES = {'"': '["“”]', "'": "['‘’]"}


@dataclass(frozen=True)
class Text:
    """One text of an entity. `words` is as long as what the author wrote, with spaces for markup."""

    kind: str
    id: str
    loc: Loc
    words: str
    library: Library

    @property
    def field(self) -> str:
        """The kind and the names on the way to the text: `questions.looks_for`."""
        return ".".join([self.kind, *(part for part in self.loc if isinstance(part, str))])

    def place(self, start: int, end: int) -> Place:
        """Where these characters stand. YAML folds lines, so the words themselves are looked for from the value's start on."""
        origin = self.library.origins[Ref(self.kind, self.id)]
        begin = origin.source.place((*origin.loc, *self.loc))
        lines = origin.source.text.split("\n")
        below = "\n".join(lines[begin.line - 1 :])[begin.column - 1 :]
        sought = _loosely(self.words[start:end])
        before = len(sought.findall(self.words, 0, start))
        hits = [match.start() for match in sought.finditer(below)]
        if len(hits) <= before:
            return begin
        passed = below[: hits[before]]
        line = begin.line - 1 + passed.count("\n")
        column = len(passed) - passed.rfind("\n") - 1 if "\n" in passed else begin.column - 1 + len(passed)
        return origin.source.at(line, column, end - start)


def _loosely(words: str) -> re.Pattern[str]:
    """The words, whatever white space and quotation marks YAML wants between them."""
    quoted = (re.sub("[\"']", lambda quote: _QUOTES[quote[0]], re.escape(word)) for word in words.split())
    return re.compile(r"[\s*\"\\\[\]]*\s[\s*\"\\\[\]]*".join(quoted))


def texts(library: Library) -> Iterator[Text]:
    """Every text field that takes Markdown, entity by entity."""
    for (kind, id), entity in library.walk():
        for loc, _, text in marked(entity, Markup):
            yield Text(kind, id, loc, _MARKUP.sub(lambda mark: " " * len(mark[0]), text), library)
