"""A file's text with every position kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from .diagnostic import Place

Loc = tuple[str | int, ...]
"""Keys and indices from the root of a file to a value, as Pydantic reports them."""
MAX_EXCERPT = 10_000
"""Characters of a line that a report still shows."""
Spot = tuple[str | int | range, ...]
"""A Loc, or one whose last part says which characters of the text there."""


@dataclass(frozen=True)
class Span:
    """Where a value stands: 0-based line and column, width on its first line. `block_indent` is set for text whose lines are the file's."""

    line: int
    column: int
    width: int
    block_indent: int | None = None


@dataclass(frozen=True)
class WrittenLines:
    """Lines of a file, the 0-based number of the first, and whether YAML joins them to one."""

    first: int
    lines: tuple[str, ...]
    folded: bool


@dataclass(frozen=True)
class Source:
    """One content file: its text, its parsed value (all scalars as text) and where each value and key stands."""

    path: str
    text: str
    value: object = field(repr=False)
    spans: Mapping[Loc, Span] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    key_spans: Mapping[Loc, Span] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    damaged: tuple[Loc, ...] = ()
    """Where YAML was readable but not sound: a key that stands twice, an alias. What holds it is faulty."""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The text, split once: a file may have thousands of problems."""
        return tuple(self.text.split("\n"))

    @cached_property
    def damaged_values(self) -> frozenset[Loc]:
        """What is damaged itself."""
        return frozenset(self.damaged)

    @cached_property
    def damaged_parts(self) -> frozenset[Loc]:
        """All that holds something damaged, and what is damaged itself."""
        return frozenset(loc[:length] for loc in self.damaged for length in range(len(loc) + 1))

    def place(self, loc: Spot, *, key: bool = False) -> Place:
        """Where `loc` sits, or its nearest parent that exists; `key` asks for the key rather than the value.

        Parts of `loc` that are no key of the file, such as the tag of a Pydantic union, are passed over.
        """
        known: Loc = ()
        for part in loc:
            if isinstance(part, range):
                return self._place_of(known, part)
            if (*known, part) in self.spans:
                known = (*known, part)
        spans = self.key_spans if key and known in self.key_spans else self.spans
        span = spans.get(known)
        if span is None:
            return Place(self.path)
        return self.at(span.line, span.column, span.width)

    def place_in(self, loc: Loc, line: int, column: int = 0, width: int = 1) -> Place:
        """The place of 0-based `line` and `column` inside the text at `loc`, however the file breaks or quotes that text."""
        span = self.spans.get(loc)
        if span is None:
            return self.place(loc)
        if span.block_indent is not None:
            return self.at(span.line + 1 + line, span.block_indent + column, width)
        lines = self._text_at(loc).strip().split("\n")
        start = sum(len(text) + 1 for text in lines[:line]) + column
        return self._place_of(loc, range(start, start + width)) if line < len(lines) else self.place(loc)

    def _place_of(self, loc: Loc, characters: range) -> Place:
        written = self._written_at(loc, characters.start)
        return self.at(*written, len(characters)) if written else self.place(loc)

    def _written_at(self, loc: Loc, offset: int) -> tuple[int, int] | None:
        """0-based line and column in the file. White space is folded and escaped in many ways; the other characters keep their order."""
        span, text = self.spans.get(loc), self._text_at(loc).strip()
        before = len("".join(text[: max(0, offset)].split()))
        wanted = "".join(text.split())[: before + 1]
        if span is None or len(wanted) <= before:
            return None
        file = self.lines
        row, at, passed = span.line, span.column, 0
        if span.block_indent is not None or file[row][at : at + 1] == ">":
            row, at = row + 1, 0
        while row < len(file):
            found = file[row].find(wanted[passed], at)
            if found < 0:
                row, at = row + 1, 0
            elif passed == before:
                return row, found
            else:
                passed, at = passed + 1, found + 1
        return None

    def written_lines(self, loc: Loc) -> WrittenLines:
        """The lines of the file that a text in a block of its own is written in; none of a text that is not."""
        span = self.spans.get(loc)
        mark = self.lines[span.line][span.column : span.column + 1] if span else ""
        if span is None or mark not in ("|", ">"):
            return WrittenLines(0, (), False)
        first = span.line + 1
        indent = next((len(line) - len(line.lstrip()) for line in self.lines[first:] if line.strip()), 0)
        end = next(
            (number for number, line in enumerate(self.lines[first:], first) if line.strip() and not line.startswith(" " * indent)), None
        )
        return WrittenLines(first, self.lines[first:end] if indent else (), mark == ">")

    def _text_at(self, loc: Loc) -> str:
        value = self.value
        for part in loc:  # a loc of `spans` leads somewhere
            if isinstance(value, dict):
                value = value[part]
            elif isinstance(value, list):
                value = value[int(part)]
        return value if isinstance(value, str) else ""

    def at(self, line: int, column: int, width: int = 1) -> Place:
        """The place of a 0-based line and column of the file; past its last line, the end of that line."""
        lines = self.lines
        if line >= len(lines):
            line, column = len(lines) - 1, len(lines[-1])
        excerpt = lines[line].rstrip("\r")
        width = max(1, min(width, len(excerpt) - column))
        return Place(self.path, line + 1, column + 1, width, excerpt if len(excerpt) <= MAX_EXCERPT else "")


@dataclass(frozen=True)
class Sources:
    """All that was read: the settings' file and the content's files, by path."""

    settings: Source
    content: tuple[Source, ...]
    assets: frozenset[str] = frozenset()
    """Files below `content/assets/`, by their path there."""
    lost: tuple[str, ...] = ()
    """The texts of files that could not be parsed: what they define is unknown rather than absent."""
