"""Where a value comes from: default, project, role, guide, cohorts from the farthest parent, command line. The last that speaks wins.

`resolve` settles values with these layers and `prepguides explain` prints them, so that the two cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ...model.companion import COMPANIONS
from ...model.content.base import Ref
from ...model.content.cohort import Cohort
from ...model.content.guide import Guide
from ...model.content.own_labels import LANGUAGE
from ...model.content.roles import Role
from ...model.diagnostic import Diagnostic, Place, nearest
from ...model.library import Library
from ...model.override import has_field, stated_in, steps
from ...model.rules import RULES
from ...model.sheet import SHEETS
from ...model.source import Loc
from ...model.variant import VARIANTS
from ...text.color import accent_problem, color_problem, tint_problem


@dataclass(frozen=True)
class Layer:
    """What one layer says of a field; None where it is silent."""

    name: str
    value: object
    """As the field's type has it: words, names of papers, dates."""
    place: Place | None = None


Sets = tuple[tuple[str, str], ...]
"""Fields and values that the command line settles."""


@dataclass(frozen=True)
class Stack:
    """All that the layers of one edition are read from."""

    library: Library
    """As it was written, before any cohort changed it."""
    guide: Guide
    chain: tuple[Cohort, ...]
    """The farthest parent first."""
    sets: Sets = ()
    selected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Papers and variants that options of the command line select, which win over those that `--set` names."""


def layers(field: str, stack: Stack) -> tuple[Layer, ...]:
    """The layers of a field, the weakest first. The field is known: `unknown_field` says nothing against it."""
    if "/" in field:
        return tuple(_of_entity(stack, *field.split(".", 1)))
    if field in COHORT_ONLY:
        return tuple(COHORT_ONLY[field](stack))
    return (*FIELDS[field](stack), Layer("command line", _of_command_line(field, stack)))


def _of_command_line(field: str, stack: Stack) -> str | tuple[str, ...] | None:
    if selected := stack.selected.get(field):
        return selected
    said = next((value for key, value in reversed(stack.sets) if key == field), None)
    return tuple(said.split(",")) if said is not None and field in _LISTS else said


def settled(field: str, stack: Stack) -> str:
    """The words of the last layer that has any; none where all are silent."""
    return str(_last(field, stack) or "")


def settled_list(field: str, stack: Stack) -> tuple[str, ...]:
    """The names in the last layer that lists any, such as papers."""
    names = _last(field, stack)
    return tuple(map(str, names)) if isinstance(names, tuple) else ()


def _last(field: str, stack: Stack) -> object:
    return next((layer.value for layer in reversed(layers(field, stack)) if layer.value), None)


def _of_project(stack: Stack, name: str) -> Layer:
    settings = stack.library.settings
    stated = name in settings.model_fields_set
    return Layer("project" if stated else "default", getattr(settings, name), stack.library.place_of_setting(name) if stated else None)


def _of_guide(stack: Stack, name: str) -> Layer:
    written = stack.library.find(Guide, stack.guide.id) or stack.guide
    value = getattr(written, name)
    stated = name in written.model_fields_set
    return Layer("guide" if stated else "default", value, _place(stack.library, "guides", written.id, (name,)) if stated else None)


def _of_cohorts(stack: Stack, value_of: Callable[[Cohort], object], loc: Loc) -> Iterator[Layer]:
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


def _of_entity(stack: Stack, target: str, field: str) -> Iterator[Layer]:
    """Words of the library, and what cohorts say in their place."""
    kind, id = target.split("/", 1)
    entity = stack.library.entity(Ref(kind, id))
    yield Layer("library", stated_in(entity, field), _place(stack.library, kind, id, steps(field)))
    yield from _overrides(stack, field, target)


def unknown_field(field: str, library: Library) -> tuple[str, str] | None:
    """Why nothing can be told of a field, and a hint; None when something can."""
    target, dot, path = field.partition(".")
    kind, slash, id = target.partition("/")
    known: Iterable[str] = ()
    if not slash:
        known = (*FIELDS, *COHORT_ONLY)
        return None if field in known else (f'no field "{field}"', nearest(field, known) or f"fields are {', '.join(known)}")
    if kind not in library.entities:
        return f'no kind "{kind}"', nearest(kind, library.entities)
    if id not in library.entities[kind]:
        return f'no {kind} with the id "{id}"', nearest(id, library.entities[kind])
    entity = library.entities[kind][id]
    if not dot or not has_field(entity, path):
        known = type(entity).model_fields
        return f'{target} has no field "{path}"', nearest(path, known) or f"fields there are {', '.join(known)}"
    return None


def _place(library: Library, kind: str, id: str, loc: Loc) -> Place | None:
    return library.place(Ref(kind, id), loc) if (kind, id) in library.origins else None


def _accent(stack: Stack) -> Iterator[Layer]:
    role = stack.library.find(Role, stack.guide.roles[0])
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


def _variants(stack: Stack) -> Iterator[Layer]:
    yield _of_project(stack, "variants")
    yield from _of_cohorts(stack, lambda cohort: cohort.variants, ("variants",))


def _companions(stack: Stack) -> Iterator[Layer]:
    yield _of_project(stack, "companions")
    yield _of_guide(stack, "companions")
    yield from _of_cohorts(stack, lambda cohort: cohort.companions, ("companions",))


def _name(stack: Stack) -> Iterator[Layer]:
    yield _of_project(stack, "name")
    yield from _of_cohorts(stack, lambda cohort: cohort.brand.name, ("brand", "name"))


def _of_palette(name: str) -> Callable[[Stack], Iterator[Layer]]:
    return lambda stack: _of_cohorts(stack, lambda cohort: getattr(cohort.brand.palette, name), ("brand", "palette", name))


def _of_fonts(name: str) -> Callable[[Stack], Iterator[Layer]]:
    return lambda stack: _of_cohorts(stack, lambda cohort: getattr(cohort.brand.fonts, name), ("brand", "fonts", name))


def _text_field(name: str) -> Callable[[Stack], Iterator[Layer]]:
    def found(stack: Stack) -> Iterator[Layer]:
        yield _of_guide(stack, name)
        yield from _overrides(stack, name)

    return found


def _told(*path: str) -> Callable[[Stack], Iterator[Layer]]:
    """What cohorts alone say, at that path of their file."""

    def value_of(cohort: Cohort) -> object:
        value: object = cohort
        for name in path:
            value = getattr(value, name)
        return value

    return lambda stack: _of_cohorts(stack, value_of, path)


def _listed(words_of: Callable[[Cohort], Iterable[str]], name: str) -> Callable[[Stack], Iterator[Layer]]:
    """What each cohort adds to a list, an item in a few words."""
    return lambda stack: _of_cohorts(stack, lambda cohort: tuple(words_of(cohort)), (name,))


FIELDS: dict[str, Callable[[Stack], Iterator[Layer]]] = {
    "accent": _accent,
    "tint": _of_palette("tint"),
    "rule": _of_palette("rule"),
    "serif": _of_fonts("serif"),
    "sans": _of_fonts("sans"),
    "theme": _theme,
    "title": _text_field("title"),
    "subtitle": _text_field("subtitle"),
    "promise": _text_field("promise"),
    "language": _language,
    "papers": _papers,
    "variants": _variants,
    "companions": _companions,
    "name": _name,
}
"""What a cohort or the command line may settle, and its layers."""


COHORT_ONLY: dict[str, Callable[[Stack], Iterator[Layer]]] = {
    "logo": _told("brand", "logo"),
    "programme": _told("programme"),
    "dates": _told("dates"),
    "time_zone": _told("time_zone"),
    "welcome": _told("welcome"),
    "guides": _told("guides"),
    "locale": _language,
    "contacts": _listed(lambda cohort: (contact.name for contact in cohort.contacts), "contacts"),
    "schedule": _listed(lambda cohort: (f"{date.date} {date.title}" for date in cohort.schedule), "schedule"),
    "includes": _listed(lambda cohort: (added.section.item or added.section.kind for added in cohort.includes), "includes"),
    "excludes": _listed(lambda cohort: cohort.excludes, "excludes"),
}
"""What a cohort alone may settle, and its layers. So may it any field of an entity, by an override: `questions/ID.prompt`."""

JOINED = frozenset(("contacts", "schedule", "includes", "excludes"))
"""What every cohort of the chain adds to."""
_LISTS = {"papers": tuple(SHEETS), "variants": tuple(VARIANTS), "companions": tuple(COMPANIONS)}
"""What is given as a list of names joined by commas, and the names."""
_COLORS = {"accent": accent_problem, "tint": tint_problem, "rule": color_problem}
"""What can be wrong with a color that the command line settles."""


def bad_sets(sets: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """What --set says, checked like the rest."""
    for key, value in sets:
        place = Place.of_subject("command line")
        if key not in FIELDS:
            yield Diagnostic(
                RULES["PG204"], f'--set {key}: unknown field "{key}"', place, nearest(key, FIELDS) or f"fields are {', '.join(FIELDS)}"
            )
        elif key in _COLORS and (problem := _COLORS[key](value)):
            yield Diagnostic(RULES["PG411"], f"--set {key}: {problem[0]}", place, problem[1])
        elif key in _LISTS and (unknown := [name for name in value.split(",") if name not in _LISTS[key]]):
            hint = nearest(unknown[0], _LISTS[key]) or f"{key} are {', '.join(_LISTS[key])}"
            yield Diagnostic(RULES["PG405"], f'--set {key}: no {key.removesuffix("s")} "{unknown[0]}"', place, hint)
        elif key == "language" and not re.match(LANGUAGE, value):
            yield Diagnostic(RULES["PG202"], f'--set language: "{value}" is no language', place, "write one such as en-US or fr")
