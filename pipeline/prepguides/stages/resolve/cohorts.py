"""A cohort's own view of the library: what it inherits, leaves out, adds and words otherwise.

The one home of precedence: default, guide, parent cohort, cohort, command line; the later wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ...model.color import contrast, darkened
from ...model.content import KINDS
from ...model.content.cohort import Cohort, Override
from ...model.content.guide import Guide, Section
from ...model.diagnostic import Checked, Diagnostic, nearest
from ...model.library import Library
from ...model.rules import RULES
from ...model.source import Loc

MIN_CONTRAST = 7.0
"""Text on white (WCAG 2.2, 1.4.6)."""
STANDARD = Cohort(id="standard", programme="Standard")
"""The readers of plain guides, unless the content defines a cohort of that id."""


@dataclass(frozen=True)
class CohortView:
    """A cohort with its parents' settings filled in, and the library as it sees it."""

    cohort: Cohort
    library: Library


def view_for(id: str, library: Library) -> Checked[CohortView | None]:
    """The cohort's view; None when the cohort itself is faulty."""
    cohort = library.find("cohorts", id)
    if cohort is None:
        return Checked(CohortView(STANDARD, _for_members(library, STANDARD.id))) if id == STANDARD.id else Checked(None)
    chain = _chain(cohort, library)
    if chain is None:
        place = library.place("cohorts", id, ("extends",))
        return Checked(None, (Diagnostic(RULES["PG410"], f'"{id}" extends itself', place, "remove one extends"),))
    problems = [problem for member in chain for problem in _problems(member, library)]
    merged = _merged(chain)
    members = _for_members(library, *(member.id for member in chain))
    changed = _overridden(chain, members)
    problems += changed.diagnostics
    seen = _without(changed.value, merged.excludes)
    return Checked(None if any(problem.is_error for problem in problems) else CohortView(merged, seen), tuple(problems))


def _chain(cohort: Cohort, library: Library) -> list[Cohort] | None:
    """The cohort's ancestors, the farthest first, then itself; None when they go in a circle."""
    chain = [cohort]
    while chain[0].extends is not None:
        parent = library.find("cohorts", chain[0].extends)
        if parent is None or parent in chain:
            return None
        chain.insert(0, parent)
    return chain


def _merged(chain: list[Cohort]) -> Cohort:
    """Single values: the nearest that is set. Lists: all, the parents' first."""
    merged = chain[0]
    for cohort in chain[1:]:
        brand = {**merged.brand.model_dump(exclude_none=True), **cohort.brand.model_dump(exclude_none=True)}
        update: dict[str, Any] = {"id": cohort.id, "programme": cohort.programme, "brand": type(merged.brand)(**brand)}
        for name in ("dates", "time_zone", "locale", "theme", "welcome"):
            update[name] = getattr(cohort, name) if getattr(cohort, name) is not None else getattr(merged, name)
        for name in ("papers", "guides"):
            update[name] = getattr(cohort, name) or getattr(merged, name)
        for name in ("contacts", "schedule", "includes", "excludes", "overrides"):
            update[name] = (*getattr(merged, name), *getattr(cohort, name))
        merged = merged.model_copy(update=update)
    return merged


def _problems(cohort: Cohort, library: Library) -> Iterator[Diagnostic]:
    """What is wrong in the cohort's own words."""

    def problem(code: str, loc: Loc, message: str, hint: str = "") -> Diagnostic:
        return Diagnostic(RULES[code], message, library.place("cohorts", cohort.id, loc), hint)

    accent = cohort.brand.accent
    if accent and contrast(accent, "#FFFFFF") < MIN_CONTRAST:
        message = f"{accent} has a contrast of {contrast(accent, '#FFFFFF'):.1f}:1 on white; text needs {MIN_CONTRAST:.0f}:1"
        yield problem("PG411", ("brand", "accent"), message, f"the nearest that passes is {darkened(accent, MIN_CONTRAST)}")
    if cohort.brand.logo and not cohort.brand.logo_alt:
        yield problem("PG205", ("brand", "logo"), "a logo without alternative text", "add logo_alt: the words that the mark shows")
    if cohort.dates:
        start, end = date.fromisoformat(cohort.dates.start), date.fromisoformat(cohort.dates.end)
        if end < start:
            yield problem("PG412", ("dates", "end"), f"{cohort.dates.end} is before {cohort.dates.start}")
        for index, appointment in enumerate(cohort.schedule):
            if not start <= date.fromisoformat(appointment.date) <= end:
                message = f"{appointment.date} lies outside {cohort.dates.start} to {cohort.dates.end}"
                yield problem("PG412", ("schedule", index, "date"), message, "move it, or change the dates")
    for index, target in enumerate(cohort.excludes):
        yield from (problem("PG301", ("excludes", index), message, hint) for message, hint in _unknown_target(target, library))
        if any(f"section/{added.section.kind}" == target or added.section.item == target for added in cohort.includes):
            yield problem("PG413", ("excludes", index), f"{target} is included and excluded", "remove one of the two")


def _unknown_target(target: str, library: Library) -> Iterator[tuple[str, str]]:
    kind, id = target.split("/", 1)
    if kind == "section":
        return
    if kind == "part":
        known = {part.id for guide in library.all("guides") for part in guide.parts}
    elif kind in KINDS:
        known = set(library.entities[kind])
    else:
        yield f'no kind "{kind}"', nearest(kind, [*KINDS, "section", "part"])
        return
    if id not in known:
        yield f'no {kind} with the id "{id}"', nearest(id, known)


def _for_members(library: Library, *ids: str) -> Library:
    """Without what is printed for other cohorts."""
    others = {(kind, id) for kind, id, entity in library.walk() if getattr(entity, "cohorts", ()) and not set(entity.cohorts) & set(ids)}
    return library.without(frozenset(others)) if others else library


def _overridden(chain: list[Cohort], library: Library) -> Checked[Library]:
    """The library with the cohorts' words in place; a value that its field refuses is a problem where it is written."""
    entities = {kind: dict(group) for kind, group in library.entities.items()}
    diagnostics: list[Diagnostic] = []
    for cohort in chain:
        for index, override in enumerate(cohort.overrides):
            kind, id = override.target.split("/", 1)
            changed = _changed(override, entities[kind][id], kind)
            if changed.value is None:
                field, message, hint = changed.problem
                place = library.place("cohorts", cohort.id, ("overrides", index, field))
                diagnostics.append(Diagnostic(RULES["PG414"], message, place, hint))
            else:
                entities[kind][id] = changed.value
    frozen = {kind: MappingProxyType(group) for kind, group in entities.items()}
    return Checked(replace(library, entities=MappingProxyType(frozen)), tuple(diagnostics))


@dataclass(frozen=True)
class _Change:
    value: Any = None
    problem: tuple[str, str, str] = ("", "", "")
    """The override's field at fault, message, hint."""


def _changed(override: Override, entity: Any, kind: str) -> _Change:
    raw = entity.model_dump(mode="json")
    holder: Any = raw
    *path, last = override.field.split(".")
    for step in path:
        holder = _step(holder, step)
    known = list(holder) if isinstance(holder, Mapping) else [str(index) for index in range(len(holder))] if isinstance(holder, list) else []
    if last not in known or last == "id":
        return _Change(problem=("field", f'{override.target} has no field "{override.field}"', nearest(last, known)))
    holder[int(last) if isinstance(holder, list) else last] = override.value
    try:
        return _Change(TypeAdapter(KINDS[kind]).validate_python(raw))
    except ValidationError as error:
        return _Change(problem=("value", f"not a value for {override.field}: {error.errors()[0]['msg']}", ""))


def _step(holder: Any, step: str) -> Any:
    if isinstance(holder, Mapping):
        return holder.get(step)
    if isinstance(holder, list) and step.isdigit() and int(step) < len(holder):
        return holder[int(step)]
    return None


def _without(library: Library, excludes: tuple[str, ...]) -> Library:
    """Without the excluded entities. Sections and parts are left out of guides by `composed`."""
    keys = (target.split("/", 1) for target in excludes)
    return library.without(frozenset((kind, id) for kind, id in keys if kind in KINDS))


def composed(guide: Guide, view: CohortView) -> Guide:
    """The guide with the cohort's sections added, its calendar in front, and what it leaves out left out."""
    cohort = view.cohort
    gone = {*cohort.excludes, *("/".join(key) for key in view.library.withheld)}
    parts = []
    for index, part in enumerate(guide.parts):
        if f"part/{part.id}" in gone or f"interview_types/{part.interview_type}" in gone:
            continue
        added = [include.section for include in cohort.includes if include.part == part.id]
        if index == 0 and (cohort.schedule or cohort.contacts or cohort.welcome):
            added.insert(0, Section(kind="programme"))
        kept = [section for section in (*part.sections, *added) if f"section/{section.kind}" not in gone and section.item not in gone]
        if kept:
            parts.append(part.model_copy(update={"sections": tuple(kept)}))
    return guide.model_copy(update={"parts": tuple(parts), "theme": cohort.theme or guide.theme})
