"""Other words in one place of an entity, checked by the entity's own model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from .content import KINDS
from .content.cohort import Override
from .diagnostic import nearest


@dataclass(frozen=True)
class Change:
    value: Any = None
    problem: tuple[str, str, str] = ("", "", "")
    """The override's field at fault, message, hint."""


def changed(override: Override, entity: Any, kind: str) -> Change:
    """The entity with the override's value in its field, or what is wrong with the override."""
    raw = entity.model_dump(mode="json")
    holder: Any = raw
    *path, last = override.field.split(".")
    for step in path:
        holder = _step(holder, step)
    known = _names(holder)
    if last not in known or last == "id":
        return Change(problem=("field", f'{override.target} has no field "{override.field}"', nearest(last, known)))
    holder[int(last) if isinstance(holder, list) else last] = override.value
    try:
        return Change(TypeAdapter(KINDS[kind]).validate_python(raw))
    except ValidationError as error:
        return Change(problem=("value", f"not a value for {override.field}: {error.errors()[0]['msg']}", ""))


def _names(holder: Any) -> list[str]:
    """What a path may go on with: keys, or the numbers of a list's items."""
    if isinstance(holder, Mapping):
        return list(holder)
    return [str(index) for index in range(len(holder))] if isinstance(holder, list) else []


def _step(holder: Any, step: str) -> Any:
    if isinstance(holder, Mapping):
        return holder.get(step)
    if isinstance(holder, list) and step.isdigit() and int(step) < len(holder):
        return holder[int(step)]
    return None
