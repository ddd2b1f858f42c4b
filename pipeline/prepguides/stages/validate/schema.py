"""One entity at a time: Pydantic's errors, at their place and in our words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ...model.content import KINDS
from ...model.content.base import Identified, Ref
from ...model.content.question import Question
from ...model.diagnostic import MAX_MESSAGES, Checked, Diagnostic, nearest
from ...model.draft_question import DraftQuestion
from ...model.library import Faulty, Origin
from ...model.rules import RULES
from ...model.settings import Settings
from ...model.source import Loc, Source
from .drafts import draft_of, filled_in, is_draft
from .text_problems import problems_of_raw_texts, problems_of_texts
from .unsound import Unsound
from .wordings import is_about_a_key, of_the_tag, words_of

STAND_IN = Settings(name="-", publisher="-", edition_date="2000-01-01", guides=("none",))
"""For faulty settings, so that what does not depend on them can be checked."""


@dataclass(frozen=True)
class Entities:
    """What was read: sound entities by kind and id, where each stands, and what is known of the others."""

    entities: Mapping[str, Mapping[str, Identified]]
    origins: Mapping[Ref, Origin]
    faulty: tuple[Faulty, ...]
    drafts: Mapping[str, DraftQuestion]
    unsound: tuple[Unsound, ...]
    """What was read of those that are faulty, so that the rest of what is wrong with them can be said."""
    to_leave_out: frozenset[Ref]
    """Entities that can be checked like others, and have faults already."""


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
    origins, drafts = MappingProxyType(reader.origins), MappingProxyType(reader.drafts)
    entities = Entities(frozen, origins, tuple(reader.faulty), drafts, tuple(reader.unsound), frozenset(reader.to_leave_out))
    return Checked(entities, tuple(reader.diagnostics))


@dataclass
class _Reader:
    """Collects what is sound. Once a file has as many problems as anybody reads, the rest of it is taken for faulty unread."""

    assets: frozenset[str]
    entities: dict[str, dict[str, Identified]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    origins: dict[Ref, Origin] = field(default_factory=dict)
    faulty: list[Faulty] = field(default_factory=list)
    drafts: dict[str, DraftQuestion] = field(default_factory=dict)
    unsound: list[Unsound] = field(default_factory=list)
    to_leave_out: set[Ref] = field(default_factory=set)
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
            if read is not _read_draft:  # a draft may name what is not there yet
                self.unsound.append(Unsound(kind, raw, source, loc, frozenset(problem.place for problem in checked.diagnostics)))
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
            if checked.has_errors:
                self.to_leave_out.add(ref)
        self.origins[ref] = Origin(source, loc)


def _misplaced_kind(kind: str, source: Source) -> Diagnostic:
    """Of what stands at the top of a file: no kind, or a kind that holds no list."""
    place = source.place((kind,), key=True)
    if kind in KINDS:
        return Diagnostic(RULES["PG202"], f'"{kind}" is not a list', place, 'start each item with "- id:"')
    return Diagnostic(RULES["PG106"], f'unknown kind "{kind}"', place, nearest(kind, KINDS) or f"kinds are {', '.join(KINDS)}")


def _misplaced(kind: str, items: object) -> Iterator[Faulty]:
    """What stands under a misspelt kind, or in no list, by what it seems to be: references to it are not dangling."""
    for meant in get_close_matches(kind, KINDS, n=1) or [kind]:
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
    """The entity; None when its fields, or the YAML that it is written in, are not sound, or a text is yet to be written.

    Problems of the Markdown of an entity are no reason to leave the rest of it unread. Remembered: most files are as they were before an
    edit.
    """
    source, loc = written.source, written.loc
    try:
        entity = _adapter(kind).validate_python(written.raw)
    except ValidationError as error:
        return Checked(None, tuple(islice(_all_problems(error, kind, written, assets), MAX_MESSAGES)))
    problems = tuple(islice(problems_of_texts(entity, source, loc, assets), MAX_MESSAGES))
    unwritten = any(problem.rule.code == "PG207" for problem in problems)
    return Checked(None if unwritten or loc in source.damaged_parts else entity, problems)


@lru_cache(maxsize=8192)
def _read_draft(kind: str, written: _Written, assets: frozenset[str]) -> Checked[DraftQuestion | None]:
    """A question that is not finished: what is written there has to be sound, and a text that is left to be written is no fault."""
    source, loc = written.source, written.loc
    raw = written.raw if isinstance(written.raw, dict) else {}
    filled, lacks = filled_in(raw)
    try:
        question = Question.model_validate(filled)
    except ValidationError as error:
        found = _all_problems(error, kind, written, assets)
        return Checked(None, tuple(islice((problem for problem in found if problem.rule.code != "PG207"), MAX_MESSAGES)))
    of_texts = tuple(islice(problems_of_texts(question, source, loc, assets), MAX_MESSAGES))
    problems = tuple(problem for problem in of_texts if problem.rule.code != "PG207")
    return Checked(None if problems or loc in source.damaged_parts else draft_of(question, raw, lacks), problems)


@cache
def _adapter(kind: str) -> TypeAdapter[Identified]:
    return TypeAdapter(KINDS[kind])


def _all_problems(error: ValidationError, kind: str, written: _Written, assets: frozenset[str]) -> Iterator[Diagnostic]:
    """What is wrong with an entity's fields, and what with the texts in those that can be told."""
    found = tuple(_diagnostics(error, KINDS[kind], written.source, written.loc))
    reported = {problem.place for problem in found}
    yield from found
    for problem in problems_of_raw_texts(kind, written.raw, written.source, written.loc, assets):
        if problem.place not in reported:
            yield problem


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
        misspelt = item["type"] == "missing" and _is_among(str(item["loc"][-1]), strangers.get(item["loc"][:-1], ()))
        # Pydantic counts the items that are sound; those that are not are reported themselves.
        enough = item["type"] == "too_short" and len(item["input"]) >= item["ctx"]["min_length"]
        if not misspelt and not enough:
            yield _diagnostic(item, model, source, loc)


def _is_among(name: str, strangers: Collection[str]) -> bool:
    """Whether a field that is missing is there, misspelt. Of two letters one is often wrong, which is too far for `nearest`."""
    return bool(nearest(name, strangers)) or (len(name) == 2 and any(len(other) <= 3 and set(name) & set(other) for other in strangers))


def _diagnostic(item: ErrorDetails, model: object, source: Source, loc: Loc) -> Diagnostic:
    kind, inner = item["type"], item["loc"]
    of_key = is_about_a_key(inner)
    at = inner[:-1] if kind == "missing" or of_key else inner
    message, hint = words_of(item, model)
    place = source.place((*loc, *at), key=of_key or kind == "extra_forbidden")
    return Diagnostic(RULES[_CODES.get(kind, "PG202")], message, place, hint)
