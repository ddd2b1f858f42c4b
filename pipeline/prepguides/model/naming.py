"""References in texts: `[[worksheets/the-company]]` prints what the sheet is called now, and its page where the edition prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel

from .content.base import Identified, Markup, Ref
from .content.interviews import Rubric
from .diagnostic import nearest
from .library import Library
from .source import Loc
from .walk import marked

B = TypeVar("B", bound=BaseModel)

REFERENCE = re.compile(r"\[\[([a-z_]+/[a-z0-9-]+)(?:#([a-z0-9-]+))?\]\]")
"""Kind and id; behind a rubric's also `#` and the id of one of its criteria."""
WRITTEN = re.compile(r"\[\[([^\[\]\n]*)\]\]")
"""What looks like a reference."""
_SPECIAL = re.compile(r"([\\`*_\[\]{}<>#|~])")


def anchor_of(ref: Ref) -> str:
    """The HTML id of an entity where it is printed as a whole; an interview type is a part."""
    return f"part-{ref.id}" if ref.kind == "interview_types" else f"{ref.kind.replace('_', '-')}--{ref.id}"


def name_of(entity: Identified, criterion: str | None = None) -> str | None:
    """What a text calls an entity, or a criterion of a rubric; None where it has no name that is printed."""
    if criterion is not None:
        rows = entity.criteria if isinstance(entity, Rubric) else ()
        return next((row.name for row in rows if row.id == criterion), None)
    return next((str(getattr(entity, field)) for field in ("title", "name", "term") if getattr(entity, field, None)), None)


def unnamed(text: str, library: Library) -> Iterator[tuple[range, str, str]]:
    """Where the text refers to nothing that has a name: the characters, what is wrong, and a hint."""
    for match in WRITTEN.finditer(text):
        span = range(*match.span(1))
        reference = REFERENCE.fullmatch(match[0])
        if reference is None:
            yield span, f'"{match[1]}" is no reference', "write [[kind/id]], or [[rubrics/id#criterion]]"
            continue
        entity = library.entity(Ref.of(reference[1]))
        if entity is None:
            if library.is_draft(Ref.of(reference[1])):
                yield span, f'"{match[1]}" is a draft, and has no name to print', "refer to something with a title"
            elif not any(str(Ref(lost.kind, lost.id)) == reference[1] for lost in library.faulty):
                ref = Ref.of(reference[1])
                yield span, f'no {ref.kind} with the id "{ref.id}"', nearest(ref.id, library.entities.get(ref.kind, {}))
        elif name_of(entity, reference[2]) is None:
            known = ", ".join(row.id for row in entity.criteria) if isinstance(entity, Rubric) else ""
            yield span, f'"{match[1]}" has no name to print', f"criteria are {known}" if known else "refer to something with a title"


def named(library: Library) -> Library:
    """The library with names in place of references. A name bears the place that it leads to, where an edition prints that."""
    changed = {ref: entity for ref, entity in library.walk() if any("[[" in text for _, _, text in marked(entity, Markup))}
    if not changed:
        return library
    entities = {kind: dict(group) for kind, group in library.entities.items()}
    for ref, entity in changed.items():
        spots = {loc: _with_names(text, library) for loc, _, text in marked(entity, Markup) if "[[" in text}
        entities[ref.kind][ref.id] = _replaced(entity, spots)
    return replace(library, entities=MappingProxyType({kind: MappingProxyType(group) for kind, group in entities.items()}))


def _with_names(text: str, library: Library) -> str:
    def name(match: re.Match[str]) -> str:
        ref = Ref.of(match[1])
        entity = library.entity(ref)
        words = name_of(entity, match[2]) if entity else None
        escaped = _SPECIAL.sub(r"\\\1", words or ref.id.replace("-", " "))
        words = f"*{escaped}*"
        return words if match[2] else f"[{words}]{{ref={anchor_of(ref)}}}"

    return REFERENCE.sub(name, text)


def _replaced(model: B, spots: Mapping[Loc, str]) -> B:
    """The model with other texts at these places."""
    update: dict[str, object] = {}
    for field in {str(loc[0]) for loc in spots}:
        inner = {loc[1:]: text for loc, text in spots.items() if loc[0] == field}
        update[field] = _value(getattr(model, field), inner)
    return model.model_copy(update=update)


def _value(value: object, spots: Mapping[Loc, str]) -> object:
    if () in spots:
        return spots[()]
    if isinstance(value, BaseModel):
        return _replaced(value, spots)

    def inside(key: str | int) -> Mapping[Loc, str]:
        return {loc[1:]: text for loc, text in spots.items() if loc[0] == key}

    if isinstance(value, Mapping):
        return {key: _value(item, found) if (found := inside(key)) else item for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_value(item, found) if (found := inside(index)) else item for index, item in enumerate(value))
    return value
