"""Questions in Markdown as rows: a list of prompts below headings, each with what else is known of it in a list of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model.diagnostic import Checked, Diagnostic, Place, nearest
from ..model.rules import RULES
from ..model.table import Cell, Record
from .characters import UNSEEN, what_is
from .tables import folded

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*$")
_ITEM = re.compile(r"( *)(?:[-*+•]|\d{1,3}[.)])\s+(.+)$")
_FIELD = re.compile(r"(?:\*\*|__)?([A-Za-z_ -]{2,30})(?:\*\*|__)?\s*:(?:\*\*|__)?\s*(.*)$")
_HOW = 'begin a prompt with "- ", and what is known of it with "  - looks for: "'


def parse_prompts(name: str, text: str, columns: Mapping[str, str]) -> Checked[tuple[Record, ...]]:
    """A row for each item of the lists. A `##` heading names the interview type of those below it; `#` is a title.

    Nested items are `field: value`, or `field:` with a list below it. `columns` says what fields may be called.
    """
    reader = _Reader(name, {folded(written): field for written, field in columns.items()}, columns)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            reader.line(number, line.expandtabs(4).rstrip())
    reader.close()
    return Checked(tuple(reader.rows), tuple(reader.problems))


@dataclass
class _Reader:
    name: str
    known: Mapping[str, str]
    columns: Mapping[str, str]
    rows: list[Record] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    heading: Cell | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    current: str = ""
    inner: int = 0
    """The column from which items lie below the field that is read; 0 while a prompt is read."""

    def line(self, number: int, line: str) -> None:
        if bad := UNSEEN.search(line):
            self._fault(number, line, what_is(bad[0]), "delete it")
        elif heading := _HEADING.match(line):
            self.close()
            self.heading = Cell(heading[2], self._place(number, line), f"line {number}") if len(heading[1]) > 1 else None
        elif item := _ITEM.match(line):
            self._item(number, line, len(item[1]), item[2])
        elif self.current and line.startswith("  "):
            lines = self.texts[self.current]
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            self._fault(number, line, "neither a heading nor an item of a list", _HOW)

    def _item(self, number: int, line: str, indent: int, words: str) -> None:
        if indent < 2:
            self.close()
            self._begin("prompt", number, line, words)
        elif not self.current:
            self._fault(number, line, "an item below no prompt", _HOW)
        elif self.inner and indent >= self.inner and self.current != "prompt":
            self.texts[self.current].append(f"- {words}")
        else:
            found = _FIELD.match(words)
            name = self.known.get(folded(found[1])) if found else None
            if found is None or name is None:
                called = found[1] if found else words
                self._fault(number, line, f'no field "{called[:40]}"', nearest(called.lower(), self.columns) or _HOW)
            elif name in self.cells:
                self._fault(number, line, f'a second "{name}"', "keep one of the two")
            else:
                self._begin(name, number, line, found[2])
                self.inner = indent + 1

    def _begin(self, name: str, number: int, line: str, words: str) -> None:
        self.current, self.inner = name, 0
        self.cells[name] = Cell("", self._place(number, line), f"line {number}")
        self.texts[name] = [words] if words else []
        if not words:
            self.texts[name].append("")

    def close(self) -> None:
        """The row that was read, with all its texts."""
        if self.cells:
            row = {name: Cell("\n".join(self.texts[name]).strip(), cell.place, cell.name) for name, cell in self.cells.items()}
            if self.heading and "interview_type" not in row:
                row["interview_type"] = self.heading
            self.rows.append(row)
        self.cells, self.texts, self.current, self.inner = {}, {}, "", 0

    def _place(self, number: int, line: str) -> Place:
        start = len(line) - len(line.lstrip())
        return Place(self.name, number, start + 1, len(line) - start, line)

    def _fault(self, number: int, line: str, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(RULES["PG109"], f"line {number}: {message}", self._place(number, line), hint))
