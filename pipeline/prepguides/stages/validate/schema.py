"""One entity at a time: Pydantic's errors, at their place and in our words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import chain, islice
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ...model.content import KINDS
from ...model.content.base import Identified, Markup, Plain, Ref
from ...model.content.practice import Page
from ...model.content.question import Question
from ...model.diagnostic import MAX_MESSAGES, Checked, Diagnostic, nearest
from ...model.draft_question import DraftQuestion
from ...model.library import Faulty, Origin
from ...model.rules import RULES
from ...model.settings import Settings
from ...model.source import Loc, Source
from ...model.walk import marked
from ...text.markdown import placeholders_in, problems_in, run_together
from .drafts import draft_of, filled_in, is_draft
from .wordings import of_the_tag, words_of


@dataclass(frozen=True)
class Entities:
    """What was read: sound entities by kind and id, where each stands, and what is known of the others."""

    entities: Mapping[str, Mapping[str, Identified]]
    origins: Mapping[Ref, Origin]
    faulty: tuple[Faulty, ...]
    drafts: Mapping[str, DraftQuestion]


def read_settings(source: Source) -> Checked[Settings | None]:
    try:
        return Checked(Settings.model_validate(source.value))
    except ValidationError as error:
        found = tuple(_diagnostics(error, Settings, source, ()))
        return Checked(None, tuple(replace(one, rule=RULES["PG406"]) if one.rule.code == "PG204" else one for one in found))


def read_entities(sources: Iterable[Source], assets: frozenset[str] = frozenset()) -> Checked[Entities]:
    """Every entity that is sound by itself."""
    reader = _Reader(assets)
    for source in sources:
        reader.read(source)
    frozen = MappingProxyType({kind: MappingProxyType(group) for kind, group in reader.entities.items()})
    entities = Entities(frozen, MappingProxyType(reader.origins), tuple(reader.faulty), MappingProxyType(reader.drafts))
    return Checked(entities, tuple(reader.diagnostics))


@dataclass
class _Reader:
    """Collects what is sound. Once a file has as many problems as anybody reads, the rest of it is taken for faulty unread."""

    assets: frozenset[str]
    entities: dict[str, dict[str, Identified]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    origins: dict[Ref, Origin] = field(default_factory=dict)
    faulty: list[Faulty] = field(default_factory=list)
    drafts: dict[str, DraftQuestion] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def read(self, source: Source) -> None:
        if source.value is None:
            return
        if not isinstance(source.value, dict):
            hint = 'start with a kind, such as "questions:"'
            self.diagnostics.append(Diagnostic(RULES["PG106"], "not a mapping from kinds to lists", source.place(()), hint))
            return
        before, unread = len(self.diagnostics), list[Loc]()
        for kind, items in source.value.items():
            full = len(self.diagnostics) - before >= MAX_MESSAGES
            if kind not in KINDS or not isinstance(items, list):
                if full:
                    unread.append((kind,))
                else:
                    self.diagnostics.append(_misplaced_kind(kind, source))
                    self.faulty.extend(_misplaced(kind, items))
                continue
            for index, raw in enumerate(items):
                if len(self.diagnostics) - before >= MAX_MESSAGES:
                    unread.append((kind, index))
                    self.faulty.append(Faulty.of(kind, raw))
                else:
                    self._entity(kind, raw, source, (kind, index))
        if unread:
            message = f"{len(unread):,} more items of this file were not looked at"
            place, hint = source.place(unread[0]), "correct those above, and look again"
            self.diagnostics.append(Diagnostic(self.diagnostics[-1].rule, message, place, hint))

    def _entity(self, kind: str, raw: object, source: Source, loc: Loc) -> None:
        read = _read_draft if is_draft(kind, raw) else _read_entity
        checked: Checked[Identified | DraftQuestion | None] = read(kind, _Written(source, loc), self.assets)
        self.diagnostics.extend(checked.diagnostics)
        if checked.value is None:
            self.faulty.append(Faulty.of(kind, raw))
            return
        draft = checked.value if isinstance(checked.value, DraftQuestion) else None
        entity = checked.value.question if isinstance(checked.value, DraftQuestion) else checked.value
        ref = Ref(kind, entity.id)
        if ref in self.origins:
            first = self.origins[ref].source.place((*self.origins[ref].loc, "id"))
            self.faulty.append(Faulty.of(kind, raw))
            message, place = f'"{ref.id}" is already the id of {kind}', source.place((*loc, "id"))
            self.diagnostics.append(Diagnostic(RULES["PG302"], message, place, f"the first is at {first}"))
            return
        if draft:
            self.drafts[ref.id] = draft
        else:
            self.entities[kind][ref.id] = entity
        self.origins[ref] = Origin(source, loc)


def _misplaced_kind(kind: str, source: Source) -> Diagnostic:
    """Of what stands at the top of a file: no kind, or a kind that holds no list."""
    place = source.place((kind,), key=True)
    if kind in KINDS:
        return Diagnostic(RULES["PG202"], f'"{kind}" is not a list', place, 'start each item with "- id:"')
    return Diagnostic(RULES["PG106"], f'unknown kind "{kind}"', place, nearest(kind, KINDS) or f"kinds are {', '.join(KINDS)}")


def _misplaced(kind: str, items: object) -> Iterator[Faulty]:
    """What stands under a misspelt kind, or in no list, by what it seems to be: references to it are not dangling."""
    for meant in get_close_matches(kind, KINDS, n=1):
        if isinstance(items, dict):
            yield from (Faulty(meant, str(id), {}) for id in items)
        elif isinstance(items, list):
            yield from (Faulty.of(meant, raw) for raw in items)


class _Written:
    """An item of a file. It is what the file's path and text say of its place."""

    __slots__ = ("loc", "source")

    def __init__(self, source: Source, loc: Loc) -> None:
        self.source, self.loc = source, loc

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Written):
            return NotImplemented
        return (self.loc, self.source.path, self.source.text) == (other.loc, other.source.path, other.source.text)

    def __hash__(self) -> int:
        return hash((self.loc, self.source.path, self.source.text))

    @property
    def raw(self) -> object:
        value: Any = self.source.value
        for part in self.loc:
            value = value[part]
        return value


@lru_cache(maxsize=8192)
def _read_entity(kind: str, written: _Written, assets: frozenset[str]) -> Checked[Identified | None]:
    """The entity; None when it, or the YAML that it is written in, is not sound. Remembered: most files are as they were before an edit."""
    source, loc = written.source, written.loc
    try:
        entity = _adapter(kind).validate_python(written.raw)
    except ValidationError as error:
        return Checked(None, tuple(islice(_diagnostics(error, KINDS[kind], source, loc), MAX_MESSAGES)))
    problems = tuple(islice(_markup_problems(entity, source, loc, assets), MAX_MESSAGES))
    return Checked(None if problems or loc in source.damaged_parts else entity, problems)


@lru_cache(maxsize=8192)
def _read_draft(kind: str, written: _Written, assets: frozenset[str]) -> Checked[DraftQuestion | None]:
    """A question that is not finished: what is written there has to be sound, and a text that is left to be written is no fault."""
    source, loc = written.source, written.loc
    raw = written.raw if isinstance(written.raw, dict) else {}
    filled, lacks = filled_in(raw)
    try:
        question = Question.model_validate(filled)
    except ValidationError as error:
        return Checked(None, tuple(islice(_diagnostics(error, Question, source, loc), MAX_MESSAGES)))
    found = tuple(islice(_markup_problems(question, source, loc, assets), MAX_MESSAGES))
    problems = tuple(problem for problem in found if problem.rule.code != "PG207")
    return Checked(None if problems or loc in source.damaged_parts else draft_of(question, raw, lacks), problems)


@cache
def _adapter(kind: str) -> TypeAdapter[Identified]:
    return TypeAdapter(KINDS[kind])


def _markup_problems(entity: Identified, source: Source, loc: Loc, assets: frozenset[str]) -> Iterator[Diagnostic]:
    page = isinstance(entity, Page)
    texts = ((at, problems_in(text, block=mark.block, page=page, assets=assets)) for at, mark, text in marked(entity, Markup))
    yield from _joined_lists(entity, source, loc)
    lines = ((at, placeholders_in(text)) for at, _, text in marked(entity, Plain))
    for field_loc, problems in chain(texts, lines):
        for problem in problems:
            place = source.place_in((*loc, *field_loc), problem.line, problem.column, problem.width)
            yield Diagnostic(RULES[problem.code], problem.message, place, problem.hint)


def _joined_lists(entity: Identified, source: Source, loc: Loc) -> Iterator[Diagnostic]:
    """Lists and tables whose lines are joined before anybody reads them: those that YAML folds, and those in a field of one paragraph."""
    for field_loc, mark, _ in marked(entity, Markup):
        written = source.written_lines((*loc, *field_loc))
        if not written.folded and mark.block:
            continue
        index = run_together(written.lines)
        if index is not None:
            hint = "write | in place of >" if mark.block else "write items of their own, or one sentence"
            line = written.lines[index]
            place = source.at(written.first + index, len(line) - len(line.lstrip()), len(line.strip()))
            yield Diagnostic(RULES["PG205"], "a list or table whose lines are joined to one", place, hint)


_CODES = {
    "missing": "PG201",
    "extra_forbidden": "PG204",
    "too_short": "PG203",
    "too_long": "PG203",
}


def _diagnostics(error: ValidationError, model: object, source: Source, loc: Loc) -> Iterator[Diagnostic]:
    """Pydantic's errors, but for those that follow from another: a value that YAML already reported, a misspelt field's absence."""
    items = [of_the_tag(item, model) for item in error.errors(include_url=False) if (*loc, *item["loc"]) not in source.damaged_values]
    strangers: dict[Loc, list[str]] = {}
    for item in items:
        if item["type"] == "extra_forbidden":
            strangers.setdefault(item["loc"][:-1], []).append(str(item["loc"][-1]))
    for item in items:
        misspelt = item["type"] == "missing" and nearest(str(item["loc"][-1]), strangers.get(item["loc"][:-1], ()))
        if not misspelt:
            yield _diagnostic(item, model, source, loc)


def _diagnostic(item: ErrorDetails, model: object, source: Source, loc: Loc) -> Diagnostic:
    kind, inner = item["type"], item["loc"]
    at = inner[:-1] if kind == "missing" else inner
    message, hint = words_of(item, model)
    return Diagnostic(RULES[_CODES.get(kind, "PG202")], message, source.place((*loc, *at), key=kind == "extra_forbidden"), hint)
