"""Where a value comes from: default, project, role, guide, cohorts from the farthest parent, command line. The last that speaks wins.

`resolve` settles values with these layers and `prepguides explain` prints them, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ...model.content.cohort import Cohort
from ...model.content.guide import Guide
from ...model.diagnostic import Place
from ...model.library import Library
from ...model.source import Loc


@dataclass(frozen=True)
class Layer:
    """What one layer says of a field; None where it is silent."""

    name: str
    value: Any
    place: Place | None = None


@dataclass(frozen=True)
class Stack:
    """All that the layers of one edition are read from."""

    library: Library
    """As it was written, before any cohort changed it."""
    guide: Guide
    chain: tuple[Cohort, ...]
    """The farthest parent first."""
    sets: tuple[tuple[str, str], ...] = ()
    """What the command line says."""


def layers(field: str, stack: Stack) -> tuple[Layer, ...]:
    """The layers of a field, the weakest first. KeyError for a field that is not in FIELDS."""
    command: Any = next((value for key, value in reversed(stack.sets) if key == field), None)
    if command is not None and field == "papers":
        command = tuple(command.split(","))
    return (*FIELDS[field](stack), Layer("command line", command))


def settled(field: str, stack: Stack) -> Any:
    """The value of the last layer that has one."""
    return next((layer.value for layer in reversed(layers(field, stack)) if layer.value), None)


def _of_project(stack: Stack, name: str) -> Layer:
    settings = stack.library.settings
    stated = name in settings.model_fields_set
    return Layer("project" if stated else "default", getattr(settings, name), stack.library.place_of_setting(name) if stated else None)


def _of_guide(stack: Stack, name: str) -> Layer:
    written = stack.library.find("guides", stack.guide.id) or stack.guide
    value = getattr(written, name)
    stated = name in written.model_fields_set
    return Layer("guide" if stated else "default", value, _place(stack.library, "guides", written.id, (name,)) if stated else None)


def _of_cohorts(stack: Stack, value_of: Callable[[Cohort], Any], loc: Loc) -> Iterator[Layer]:
    for cohort in stack.chain:
        value = value_of(cohort)
        place = _place(stack.library, "cohorts", cohort.id, loc) if value else None
        yield Layer(f"cohort {cohort.id}", value, place)


def _overrides(stack: Stack, name: str, target: str = "") -> Iterator[Layer]:
    """Cohorts word a guide's own fields, or those of `target`, otherwise through `overrides`."""
    target = target or f"guides/{stack.guide.id}"
    for cohort in stack.chain:
        for index, override in enumerate(cohort.overrides):
            if override.target == target and override.field == name:
                place = _place(stack.library, "cohorts", cohort.id, ("overrides", index, "value"))
                yield Layer(f"cohort {cohort.id}", override.value, place)


def _place(library: Library, kind: str, id: str, loc: Loc) -> Place | None:
    return library.place(kind, id, loc) if (kind, id) in library.origins else None


def _accent(stack: Stack) -> Iterator[Layer]:
    role = stack.library.find("roles", stack.guide.roles[0])
    yield Layer("role", role.accent if role else None, _place(stack.library, "roles", stack.guide.roles[0], ("accent",)))
    yield from _overrides(stack, "accent", f"roles/{stack.guide.roles[0]}")
    yield _of_guide(stack, "accent")
    yield from _of_cohorts(stack, lambda cohort: cohort.brand.accent, ("brand", "accent"))
    yield from _overrides(stack, "accent")


def _theme(stack: Stack) -> Iterator[Layer]:
    yield _of_guide(stack, "theme")
    yield from _of_cohorts(stack, lambda cohort: cohort.theme, ("theme",))
    yield from _overrides(stack, "theme")


def _language(stack: Stack) -> Iterator[Layer]:
    yield _of_project(stack, "language")
    yield from _of_cohorts(stack, lambda cohort: cohort.locale, ("locale",))


def _papers(stack: Stack) -> Iterator[Layer]:
    yield _of_project(stack, "papers")
    yield from _of_cohorts(stack, lambda cohort: cohort.papers, ("papers",))


def _name(stack: Stack) -> Iterator[Layer]:
    yield _of_project(stack, "name")
    yield from _of_cohorts(stack, lambda cohort: cohort.brand.name, ("brand", "name"))


def _words(name: str) -> Callable[[Stack], Iterator[Layer]]:
    def found(stack: Stack) -> Iterator[Layer]:
        yield _of_guide(stack, name)
        yield from _overrides(stack, name)

    return found


FIELDS: dict[str, Callable[[Stack], Iterator[Layer]]] = {
    "accent": _accent,
    "theme": _theme,
    "title": _words("title"),
    "subtitle": _words("subtitle"),
    "promise": _words("promise"),
    "language": _language,
    "papers": _papers,
    "name": _name,
}
"""What a cohort or the command line may settle, and its layers."""
