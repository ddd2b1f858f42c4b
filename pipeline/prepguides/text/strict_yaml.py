"""Strict YAML: every scalar stays text until a model asks for more, and every position is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import yaml

from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.rules import RULES
from ..model.source import Loc, Source, Span
from .characters import HINT, UNSEEN, what_is
from .swallowed_lines import comment_behind_a_quotation, swallowed_by_a_quotation, swallowed_by_an_item
from .yaml_faults import Fault, Mark, fault_at

Event = Any
"""One of PyYAML's, whose stubs know neither that it has marks nor which kinds have tags and anchors."""
MAX_DEPTH = 20
_NULLS = ("", "~", "null")
MAX_VALUES = 50_000
"""Texts, lists and mappings in one file."""
_CORE_TAGS = ("tag:yaml.org,2002:str",)

# libyaml's parser is ten times as fast as the Python one; PyYAML's wheels all carry it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(name: str, text: str) -> Checked[Source | None]:
    """A YAML file with its positions. A faulty scalar or key is left out; a file that cannot be parsed is None."""
    if unseen := unseen_in(name, text):
        return Checked(None, (unseen,))
    composer = _Composer(name, text)
    try:
        value = composer.document()
    except yaml.YAMLError as error:
        return Checked(None, (*composer.problems, composer.too_deep(error) or composer.syntax_error(error)))
    except _Unreadable as unreadable:
        return Checked(None, (*composer.problems, unreadable.diagnostic))
    source = Source(name, text, value, MappingProxyType(composer.spans), MappingProxyType(composer.key_spans), tuple(composer.damaged))
    return Checked(source, tuple(composer.problems))


def unseen_in(name: str, text: str) -> Diagnostic | None:
    """The first character of a file that nobody sees."""
    match = UNSEEN.search(text)
    if match is None:
        return None
    line = text.count("\n", 0, match.start())
    place = Source(name, text, None).at(line, match.start() - (text.rfind("\n", 0, match.start()) + 1))
    return Diagnostic(RULES["PG102"], what_is(match[0]), place, HINT)


class _Unreadable(Exception):
    """What follows in the file is not what it seems, or too much: nothing more is said of it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass
class _Composer:
    """Builds one document from libyaml's events."""

    name: str
    text: str
    spans: dict[Loc, Span] = field(default_factory=dict)
    key_spans: dict[Loc, Span] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    damaged: list[Loc] = field(default_factory=list)
    values: int = 0
    brackets: int = 0
    """How many [ and { are open."""
    swallowed: list[Diagnostic] = field(default_factory=list)
    """Found between brackets: where one of these is not closed, that is told instead."""

    def document(self) -> object:
        self._source = Source(self.name, self.text, None)
        self._lines = self._source.lines
        self._events = _Loader(self.text)
        value: object = None
        while not self._events.check_event(yaml.StreamEndEvent):
            event: Event = self._events.get_event()
            if isinstance(event, yaml.DocumentStartEvent):
                if self.spans:
                    self._problem((), "PG102", "a second document in one file", event.start_mark, 3, 'remove the "---"')
                    break
                value = self._node(self._events.get_event(), ())
        self.problems.extend(self.swallowed)
        return value

    def too_deep(self, error: yaml.YAMLError) -> Diagnostic | None:
        """A text that libyaml gave up on for its nesting before any event told of it: its scanner reads ahead, to a limit of its own."""
        mark = getattr(error, "problem_mark", None)
        head = self.text[: mark.index] if mark else ""
        if sum(map(head.count, "[{")) - sum(map(head.count, "]}")) <= MAX_DEPTH:  # flow brackets alone are read ahead
            return None
        depth = 0
        try:
            for event in yaml.parse(self.text, Loader=yaml.SafeLoader):
                if isinstance(event, yaml.CollectionStartEvent):
                    depth += 1
                elif isinstance(event, yaml.CollectionEndEvent):
                    depth -= 1
                if depth > MAX_DEPTH + 1:
                    return self._too_deep(event)
        except yaml.YAMLError:
            return None
        return None

    def syntax_error(self, error: yaml.YAMLError) -> Diagnostic:
        """At the mark of the error, in our words. What has no mark is a character that YAML does not know."""
        problem, context = (_mark(getattr(error, name, None)) for name in ("problem_mark", "context_mark"))
        if problem is None and context is None:
            return Diagnostic(RULES["PG102"], "a character that YAML does not know", Place(self.name), "delete it")
        return self._diagnosed(fault_at(self._lines, problem or context or Mark(0, 0), context))

    def _node(self, event: Event, loc: Loc) -> object:
        self.values += 1
        if self.values > MAX_VALUES:
            place = self._source.at(event.start_mark.line, event.start_mark.column)
            hint = "split it: a kind may be spread over files"
            raise _Unreadable(Diagnostic(RULES["PG105"], f"more than {MAX_VALUES:,} values", place, hint))
        if len(loc) > MAX_DEPTH:
            raise _Unreadable(self._too_deep(event))
        if isinstance(event, yaml.AliasEvent):
            self._alias(event, loc)
            return None
        self._properties(event, loc)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, loc)
        self.spans[loc] = Span(event.start_mark.line, event.start_mark.column, 1)
        self.brackets += bool(event.flow_style)
        held = self._sequence(loc) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(loc)
        self.brackets -= bool(event.flow_style)
        return held

    def _too_deep(self, event: Event) -> Diagnostic:
        place = self._source.at(event.start_mark.line, event.start_mark.column)
        return Diagnostic(RULES["PG105"], f"more than {MAX_DEPTH} levels deep", place)

    def _properties(self, event: Event, loc: Loc) -> None:
        """Neither keys nor values may bear an anchor or a tag."""
        if event.anchor:
            hint = "remove it: aliases are not followed"
            self._problem(loc, "PG104", f'anchor "&{event.anchor}"', event.start_mark, len(event.anchor) + 1, hint)
        if event.tag and event.tag not in _CORE_TAGS:
            hint = "quote text that starts with !" if event.tag == "!" else "remove it: a field's type is the schema's business"
            self._problem(loc, "PG104", f'tag "{event.tag}"', event.start_mark, 1, hint)

    def _scalar(self, event: Event, loc: Loc) -> str | None:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else len(self._lines[start.line]) - start.column
        indent = self._block_indent(start.line, event.value) if event.style == "|" else None
        self.spans[loc] = Span(start.line, start.column, max(1, width), indent)
        if not event.style and event.value in _NULLS:
            self._commented_out(loc, start)
            return None
        value = str(event.value)
        self._swallowed(event, loc)
        if match := UNSEEN.search(value):  # written as an escape
            self._problem(loc, "PG102", what_is(match[0]), start, width, HINT)
        return value

    def _commented_out(self, loc: Loc, start: Event) -> None:
        """A value that is a comment to YAML: `accent: #5A3A7E`."""
        rest = self._lines[start.line][start.column :].strip() if start.line < len(self._lines) else ""
        if rest.startswith("#") and not rest.startswith("# "):
            column = self._lines[start.line].index("#", start.column)
            value = rest.split(" #")[0]
            place = self._source.at(start.line, column, len(value))
            self.damaged.append(loc)
            message = "empty: what follows # is a comment"
            self.problems.append(Diagnostic(RULES["PG102"], message, place, f'quote it: "{value[:40]}"'))

    def _swallowed(self, event: Event, loc: Loc) -> None:
        """Lines below that became a part of this text. Behind a quotation that is not closed the rest of the file is turned inside out."""
        start, end = Mark(event.start_mark.line, event.start_mark.column), Mark(event.end_mark.line, event.end_mark.column)
        quoted, runs_on = event.style in ('"', "'"), end.line > start.line
        if quoted and runs_on and (fault := swallowed_by_a_quotation(self._lines, start, end)):
            raise _Unreadable(self._diagnosed(fault))
        if quoted and (fault := comment_behind_a_quotation(self._lines, end)):
            if self.brackets:  # their other half is part of the comment
                raise _Unreadable(self._diagnosed(fault))
            self.damaged.append(loc)
            self.problems.append(self._diagnosed(fault))
        if not event.style and runs_on and (fault := swallowed_by_an_item(self._lines, start, end)):
            self.damaged.append(loc)
            (self.swallowed if self.brackets else self.problems).append(self._diagnosed(fault))

    def _diagnosed(self, fault: Fault) -> Diagnostic:
        return Diagnostic(RULES["PG102"], fault.message, self._source.at(fault.at.line, fault.at.column), fault.hint)

    def _block_indent(self, line: int, value: str) -> int:
        """How much the block's first line with text was moved in; spaces that belong to its text do not count."""
        below = next((self._lines[row] for row in range(line + 1, len(self._lines)) if self._lines[row].strip()), "")
        own = next((text for text in value.split("\n") if text.strip()), "")
        return max(0, _indentation(below) - _indentation(own))

    def _sequence(self, loc: Loc) -> list[object]:
        items: list[object] = []
        while not isinstance(event := self._events.get_event(), yaml.SequenceEndEvent):
            items.append(self._node(event, (*loc, len(items))))
        return items

    def _mapping(self, loc: Loc) -> dict[str, object]:
        mapping: dict[str, object] = {}
        event: Event
        while not isinstance(event := self._events.get_event(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._problem(loc, "PG102", "a key that is not text", event.start_mark, 1)
                self._node(event, (*loc, "?"))
                self._node(self._events.get_event(), (*loc, "?"))
                continue
            key = str(event.value)
            mark: Event = event.start_mark
            self._properties(event, loc)
            if key in mapping:
                first = self.key_spans[(*loc, key)].line + 1
                hint = "quote text that holds a comma" if " " in key else "keep one of the two"
                self._problem((*loc, key), "PG103", f'"{key}" stands twice; first on line {first}', mark, len(key), hint)
                self._discard((*loc, key))
                continue
            self.key_spans[(*loc, key)] = Span(mark.line, mark.column, len(key))
            mapping[key] = self._node(self._events.get_event(), (*loc, key))
        return mapping

    def _alias(self, event: Event, loc: Loc) -> None:
        """Report it; its value is unknown."""
        mark: Event = event.start_mark
        width = len(event.anchor) + 1
        self._problem(loc, "PG104", f'alias "*{event.anchor}"', mark, width, "repeat the text, or refer to an entity by its id")
        self.spans[loc] = Span(mark.line, mark.column, width)

    def _discard(self, loc: Loc) -> None:
        """Read past a value, without its positions taking the place of the first one's."""
        spans, key_spans = self.spans, self.key_spans
        self.spans, self.key_spans = {}, {}
        self._node(self._events.get_event(), loc)
        self.spans, self.key_spans = spans, key_spans

    def _problem(self, loc: Loc, code: str, message: str, mark: Event, width: int, hint: str = "") -> None:
        self.damaged.append(loc)
        place = self._source.at(mark.line, mark.column, width)
        self.problems.append(Diagnostic(RULES[code], message, place, hint))


def _mark(mark: object) -> Mark | None:
    """A mark of PyYAML's, if it is one."""
    line, column = getattr(mark, "line", None), getattr(mark, "column", None)
    return Mark(line, column) if isinstance(line, int) and isinstance(column, int) else None


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
