"""Lines that YAML takes, without a word, for a part of the text above them: below an open quotation, or below an item with a slip in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .yaml_faults import Fault, Mark, tight_item

_BEFORE_TEXT = " -[{"
"""What an entry's line has before its first key or word."""
_BEGINS_AN_ENTRY = re.compile(r"- |-$|[A-Za-z0-9_-]+:(?: |$)")


def swallowed_by_a_quotation(lines: Sequence[str], start: Mark, end: Mark) -> Fault | None:
    """A quotation over several lines whose mark was meant to close before: what follows its end would be a comment, or no YAML.

    Text that goes on may say `note: this` on a line of its own. It is an entry only where it is indented as one that would follow.
    """
    quote = lines[start.line][start.column]
    last = lines[end.line] if end.line < len(lines) else ""
    leftmost = _column_of_entries(lines[start.line], start.column)
    rows = range(start.line + 1, min(end.line + 1, len(lines)))
    row = next((row for row in rows if _indentation(lines[row]) <= leftmost and _BEGINS_AN_ENTRY.match(lines[row].lstrip())), None)
    if row is None and re.match(r"[\w#]", last[end.column :]):
        row = end.line
    if row is None:
        return None
    inside = "''" if quote == "'" else '\\"'
    hint = f"close it where its text ends, write {inside} for one inside, and indent the lines that go on with it"
    return Fault(f"the {quote} here is not closed before line {row + 1}", hint, start)


def comment_behind_a_quotation(lines: Sequence[str], end: Mark) -> Fault | None:
    """`"one"#two`: the rest of the line is lost."""
    if end.line < len(lines) and lines[end.line][end.column :].startswith("#"):
        return Fault("the rest of this line is a comment", "write a space before a comment, or quote all of the text", end)
    return None


def swallowed_by_an_item(lines: Sequence[str], start: Mark, end: Mark) -> Fault | None:
    """An item that became a part of the text above it: it is indented deeper, or one of them lacks the space after its hyphen."""
    rows = range(start.line, min(end.line + 1, len(lines)))
    items = [row for row in rows if row > start.line and lines[row].lstrip().startswith("- ")]
    tight = [row for row in rows if tight_item(lines[row], row) and (row > start.line or _indentation(lines[row]) == start.column)]
    alike = Counter(_indentation(lines[row]) for row in (*items, *tight))
    for row in tight:
        if alike[_indentation(lines[row])] > 1:
            return tight_item(lines[row], row)
    if items:
        at = _indentation(lines[items[0]])
        return Fault("this item is part of the text above it", "indent the items of one list alike", Mark(items[0], at))
    return None


def _column_of_entries(line: str, quoted: int) -> int:
    """How far in, at most, the next entry would stand: below the key of the text that is quoted in the line, or below its item's sign."""
    at = len(line) - len(line.lstrip(_BEFORE_TEXT))
    return at if at < quoted else len(line[:quoted].rstrip()) - 1


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
