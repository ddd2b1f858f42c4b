"""Edits of YAML files that keep everything else as it is written: comments, order, quotes, line breaks.

The lines of a field that changes go through ruamel.yaml, which keeps the comments inside them; all other lines stay, byte for byte.
ruamel.yaml is imported when something is edited.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ..model.source import Loc, Source
from .strict_yaml import parse_yaml

Raw = Any
"""One of ruamel's, which has no types of use."""
Value = str | int | tuple[str, ...]
_WIDTH, _LONG = 140, 100
"""Columns of a line, and characters of a text that is folded."""
MISSING = 'this needs one more package: pip install "prepguides[sheets]"'


class NoYamlEditor(Exception):
    """ruamel.yaml is not installed."""

    def __init__(self) -> None:
        super().__init__(MISSING)


class NotEditable(ValueError):
    """The edit would not come out as it was meant: the file is written in a way that is not known here."""


@dataclass(frozen=True)
class ItemEdit:
    """New values of fields of the mapping at `loc`; None takes a field out."""

    loc: Loc
    values: Mapping[str, Value | None]


def edited(source: Source, edits: Sequence[ItemEdit], added: Sequence[Mapping[str, Value]], kind: str, order: Sequence[str]) -> str:
    """The file's text with these edits, and with the added items at the end of its list of that kind. NotEditable, NoYamlEditor.

    `order` is that of fields in a new item, and says where a field goes that an item did not have.
    """
    lines = list(source.lines)
    splices = [splice for edit in edits for splice in _splices(source, edit, order)]
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.rank), reverse=True):
        lines[splice.start : splice.end] = splice.lines
    text = "\n".join(lines)
    if added:
        text = _appended(text, source, added, kind)
    if not _is_meant(text, source, edits, added, kind):
        raise NotEditable(source.path)
    return text


def new_file(kind: str, items: Sequence[Mapping[str, Value]], head: str = "") -> str:
    """A file with these items alone."""
    return f"{head}{kind}:\n{_items(items, 2)}"


@dataclass(frozen=True)
class _Splice:
    """Other lines for those from `start` to `end`. Of several that begin at one line, the one of the highest rank is put in first."""

    start: int
    end: int
    rank: int
    lines: Sequence[str]


def _splices(source: Source, edit: ItemEdit, order: Sequence[str]) -> Iterator[_Splice]:
    """What an edit of one item replaces."""
    span, lines = source.spans[edit.loc], source.lines
    column = span.column
    keys = {str(loc[-1]): found.line for loc, found in source.key_spans.items() if loc[:-1] == edit.loc}
    first = min(keys, key=lambda name: keys[name])
    if lines[span.line][column] == "{" or edit.values.get(first, "") is None:
        yield _whole_item(lines, span.line, edit)
        return
    for field, value in edit.values.items():
        rank = _rank(field, order)
        if field in keys:
            start, end = keys[field], _end_of_field(lines, keys[field], column)
            snippet = "\n".join([lines[start][column:], *(line[column:] for line in lines[start + 1 : end])])
            made = [] if value is None else _moved(_set_field(f"{snippet}\n", field, value, column), column)
            if lines[start][:column].strip():  # an item's dash, which stands before its first field, stays
                made = [f"{lines[start][:column]}{made[0][column:]}", *made[1:]]
            yield _Splice(start, end, len(order) + 1, made)
        elif value is not None:
            before = [line for name, line in keys.items() if _rank(name, order) < rank] or [min(keys.values())]
            at = _end_of_field(lines, max(before), column)
            yield _Splice(at, at, rank, _moved(_dumped({field: _new(value)}, _WIDTH - column, 2), column))


def _rank(field: str, order: Sequence[str]) -> int:
    return order.index(field) if field in order else len(order)


def _moved(lines: Sequence[str], column: int) -> list[str]:
    """The lines, moved in to that column."""
    return [f"{' ' * column}{line}" if line else "" for line in lines]


def _end_of_field(lines: Sequence[str], start: int, column: int) -> int:
    """The line after the last of the field whose key stands in this line and column; blank lines and comments after it are not its own."""
    end = start + 1
    while end < len(lines):
        line = lines[end]
        indent = len(line) - len(line.lstrip(" "))
        inside = (
            not line.strip() or indent > column or line.lstrip().startswith("#") or (indent == column and re.match(r" *-(?: |$)", line))
        )
        if not inside:
            break
        end += 1
    while end > start + 1 and _is_outside(lines[end - 1], column):
        end -= 1
    return end


def _is_outside(line: str, column: int) -> bool:
    """A blank line, or a comment that is moved in no further than the field's key."""
    return not line.strip() or (line.lstrip().startswith("#") and len(line) - len(line.lstrip(" ")) <= column)


def _whole_item(lines: Sequence[str], start: int, edit: ItemEdit) -> _Splice:
    """An item in braces, or one whose first field goes: ruamel is handed all of it."""
    column = lines[start].index("-")
    end = start + 1
    while end < len(lines) and (_is_outside(lines[end], column) or lines[end].startswith(" " * (column + 1))):
        end += 1
    while end > start + 1 and _is_outside(lines[end - 1], column):
        end -= 1
    data = _editor(2, 0, _WIDTH - column).load("\n".join(line[column:] for line in lines[start:end]) + "\n")
    for field, value in edit.values.items():
        if value is None:
            data[0].pop(field, None)
        else:
            data[0][field] = _restyled(data[0].get(field), value)
    return _Splice(start, end, 0, _moved(_text(data, 2, 0, _WIDTH - column), column))


def _set_field(snippet: str, field: str, value: Value, column: int) -> list[str]:
    listed = re.search(r"^( *)-(?: |$)", snippet.partition("\n")[2], re.MULTILINE)
    offset = len(listed[1]) if listed else 2
    editor = _editor(offset + 2, offset, _WIDTH - column)
    data = editor.load(snippet)
    data[field] = _restyled(data[field], value)
    return _text(data, offset + 2, offset, _WIDTH - column)


def _restyled(old: Raw, value: Value) -> Raw:
    """The value in the style of the old one. A list keeps the items that stay, and with them their comments."""
    from ruamel.yaml.comments import CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, SingleQuotedScalarString

    if isinstance(value, tuple) and isinstance(old, CommentedSeq):
        _change_items(old, value)
        return old
    if isinstance(value, str) and "\n" not in value:
        for style in (DoubleQuotedScalarString, SingleQuotedScalarString, LiteralScalarString):
            if isinstance(old, style):
                return style(value)
    return _new(value)


def _change_items(old: Raw, value: Sequence[str]) -> None:
    before, after = ([" ".join(str(item).split()) for item in items] for items in (old, value))
    for tag, start, end, first, last in reversed(SequenceMatcher(None, before, after).get_opcodes()):
        if tag == "equal":
            continue
        shared = min(end - start, last - first)
        for index in range(end - 1, start + shared - 1, -1):
            del old[index]
        for index, item in enumerate(value[first + shared : last]):
            old.insert(start + shared + index, _new(item))
        for index in range(shared):
            old[start + index] = _restyled(old[start + index], value[first + index])


def _new(value: Value) -> Raw:
    """A value that stood nowhere: a long text folded, one of several lines as it is, ids in brackets."""
    from ruamel.yaml.comments import CommentedSeq
    from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString, SingleQuotedScalarString

    if isinstance(value, int):
        return value
    if isinstance(value, tuple):
        listed = CommentedSeq([_new(item) for item in value])
        if all(re.fullmatch(r"[A-Za-z0-9-]+", item) for item in value):
            listed.fa.set_flow_style()
        return listed
    if "\n" in value:
        return LiteralScalarString(value)
    if len(value) > _LONG:
        return FoldedScalarString(value)
    return value if value[:1].isalnum() else SingleQuotedScalarString(value)


def _editor(sequence: int, offset: int, width: int) -> Raw:
    try:
        from ruamel.yaml import YAML
    except ImportError as error:
        raise NoYamlEditor from error
    editor = YAML()
    editor.preserve_quotes = True
    editor.width = max(40, width)
    editor.indent(mapping=2, sequence=sequence, offset=offset)
    return editor


def _text(data: Raw, sequence: int, offset: int, width: int) -> list[str]:
    out = io.StringIO()
    try:
        _editor(sequence, offset, width).dump(data, out)
    except IndexError as error:  # on a BEL, by which ruamel marks where a text is folded
        raise NotEditable(str(error)) from error
    return [line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")]


def _dumped(fields: Mapping[str, Raw], width: int, offset: int) -> list[str]:
    return _text(dict(fields), offset + 2, offset, width)


def _items(items: Sequence[Mapping[str, Value]], indent: int) -> str:
    """Items of a list whose dashes stand in this column."""
    text = ""
    for item in items:
        made = _dumped({field: _new(value) for field, value in item.items()}, _WIDTH - indent - 2, 2)
        moved = _moved(made, indent + 2)
        text += f"{' ' * indent}- {moved[0].lstrip()}\n" + "".join(f"{line}\n" for line in moved[1:])
    return text


def _appended(text: str, source: Source, added: Sequence[Mapping[str, Value]], kind: str) -> str:
    """The text with the items behind the last of that kind, or below a key of its own at the end."""
    listed = source.value.get(kind) if isinstance(source.value, dict) else None
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    if not isinstance(listed, list) or not listed:
        if kind in (source.value if isinstance(source.value, dict) else {}):
            raise NotEditable(source.path)
        return "\n".join([*lines, f"{kind}:", _items(added, 2)])
    key = next(number for number, line in enumerate(lines) if re.match(rf"{kind}:\s*(?:#.*)?$", line))
    dash = next(line for line in lines[key + 1 :] if re.match(r" *-(?: |$)", line))
    end = _end_of_field(lines, key, 0)
    lines[end:end] = _items(added, dash.index("-")).rstrip("\n").split("\n")
    return "\n".join(lines) + "\n"


def _is_meant(text: str, source: Source, edits: Sequence[ItemEdit], added: Sequence[Mapping[str, Value]], kind: str) -> bool:
    """Whether the text holds what the source held, but for the edits."""
    read = parse_yaml(source.path, text)
    if read.value is None or len(read.diagnostics) > len(source.damaged):
        return False
    wanted = _plain(source.value)
    for edit in edits:
        item = wanted
        for part in edit.loc:
            item = item[part]
        for field, value in edit.values.items():
            if value is None:
                item.pop(field, None)
            else:
                item[field] = _plain(value)
    if added:
        wanted = wanted or {}
        wanted[kind] = [*(wanted.get(kind) or []), *(_plain(item) for item in added)]
    return bool(_plain(read.value.value) == wanted)


def _plain(value: object) -> Raw:
    """A value as it is compared: texts without the space around them, numbers as text."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if value is None else str(value).strip()
