"""Other words in one place of an entity, checked by the entity's own model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from .content import KINDS
from .content.base import Identified
from .content.cohort import Override
from .diagnostic import nearest
from .source import Loc


@dataclass(frozen=True)
class Change:
    """The entity in other words, or why there is none: a field that it does not have, or what its model says of the value."""

    value: Identified | None = None
    no_field: tuple[str, str] = ("", "")
    """Message and hint."""
    misfit: ErrorDetails | None = None
    """An error of Pydantic's, whose `loc` starts at the entity: a misspelt name rather than the absence that follows from it."""


def steps(field: str) -> Loc:
    """The path that an override's field is: `looks_for.0` is ("looks_for", 0)."""
    return tuple(int(step) if step.isdigit() else step for step in field.split("."))


def changed(override: Override, entity: Identified, kind: str) -> Change:
    """The entity with the override's value in its field, or what is wrong with the override."""
    raw: object = entity.model_dump(mode="json")
    holder: object = raw
    *path, last = override.field.split(".")
    for step in path:
        holder = _step(holder, step)
    known = _names(holder)
    if last not in known or last == "id":
        return Change(no_field=(f'{override.target} has no field "{override.field}"', _hint(last, known)))
    if isinstance(holder, list):
        holder[int(last)] = override.value
    elif isinstance(holder, dict):
        holder[last] = override.value
    try:
        return Change(TypeAdapter(KINDS[kind]).validate_python(raw))
    except ValidationError as error:
        return Change(misfit=min(error.errors(include_url=False), key=lambda item: item["type"] == "missing"))


def _hint(name: str, known: list[str]) -> str:
    if known and all(step.isdigit() for step in known):
        return f"it has {len(known)}, counted from 0"
    return nearest(name, known) or (f"fields there are {', '.join(known)}" if known else "")


def _names(holder: object) -> list[str]:
    """What a path may go on with: keys, or the numbers of a list's items."""
    if isinstance(holder, Mapping):
        return list(holder)
    return [str(index) for index in range(len(holder))] if isinstance(holder, list) else []


def _step(holder: object, step: str) -> object:
    if isinstance(holder, Mapping):
        return holder.get(step)
    if isinstance(holder, list) and step.isdigit() and int(step) < len(holder):
        return holder[int(step)]
    return None


def has_field(entity: Identified, field: str) -> bool:
    """Whether the path leads to a field of the entity, or to an item of a list in it."""
    *path, last = field.split(".")
    holder: object = entity.model_dump(mode="json")
    for step in path:
        holder = _step(holder, step)
    return last in _names(holder)


def stated_in(entity: Identified | None, field: str) -> object:
    """What stands at the path; None when nothing does."""
    value: object = entity.model_dump(mode="json") if entity else None
    for step in field.split("."):
        value = _step(value, step)
    return value
