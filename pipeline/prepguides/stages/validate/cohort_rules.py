"""What can be wrong in a cohort's own words: color, calendar, what is left out, what is worded otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ...model.content import KINDS, ref_of
from ...model.content.base import Markup, Ref, Refers
from ...model.content.cohort import Cohort
from ...model.content.guide import Guide
from ...model.content.practice import Page
from ...model.diagnostic import Diagnostic, nearest
from ...model.library import Library
from ...model.override import changed, steps
from ...model.rules import RULES
from ...model.source import Loc
from ...model.walk import marked
from ...text.color import accent_problem, tint_problem
from ...text.markdown import problems_in
from .references import known_ids, unresolved
from .schema import words_of
from .semantics import problems_of

Problem = tuple[str, Loc, str, str]
"""Rule code, loc inside the cohort, message, hint."""


KEPT = ("claims", "cohorts", "competencies", "formats", "roles", "rubrics")
"""Kinds that others are printed with; leaving one out would leave holes in what stays."""


def cohort_problems(library: Library, assets: frozenset[str]) -> list[tuple[Ref, Diagnostic]]:
    """The problems of every cohort, whichever are printed. `assets` are the files below content/assets/."""
    return [
        (ref_of(cohort), Diagnostic(RULES[code], message, library.place(ref_of(cohort), loc), hint))
        for cohort in library.all(Cohort)
        for found in (
            _brand(cohort, assets),
            _calendar(cohort),
            _includes(cohort, library),
            _excludes(cohort, library),
            _overrides(cohort, library, assets),
        )
        for code, loc, message, hint in found
    ]


def _brand(cohort: Cohort, assets: frozenset[str]) -> Iterator[Problem]:
    accent = cohort.brand.accent
    if accent and (problem := accent_problem(accent)):
        yield "PG411", ("brand", "accent"), *problem
    palette = cohort.brand.palette
    if palette.tint and (problem := tint_problem(palette.tint)):
        yield "PG411", ("brand", "palette", "tint"), *problem
    for role, color in palette.sides.items():
        if problem := accent_problem(color):
            yield "PG411", ("brand", "palette", "sides", role), *problem
    for index, face in enumerate(cohort.brand.fonts.faces):
        if face.file not in assets:
            hint = nearest(face.file, assets) or "put it under content/assets/"
            yield "PG601", ("brand", "fonts", "faces", index, "file"), f"{face.file}: no such file", hint
    if cohort.brand.logo and not cohort.brand.logo_alt:
        yield "PG205", ("brand", "logo"), "a logo without alternative text", "add logo_alt: the words that the mark shows"
    if cohort.brand.logo and cohort.brand.logo not in assets:
        hint = nearest(cohort.brand.logo, assets) or "put it under content/assets/"
        yield "PG601", ("brand", "logo"), f"{cohort.brand.logo}: no such file", hint


def _calendar(cohort: Cohort) -> Iterator[Problem]:
    if cohort.dates is None:
        return
    start, end = date.fromisoformat(cohort.dates.start), date.fromisoformat(cohort.dates.end)
    if end < start:
        yield "PG412", ("dates", "end"), f"{cohort.dates.end} is before {cohort.dates.start}", ""
    for index, appointment in enumerate(cohort.schedule):
        if not start <= date.fromisoformat(appointment.date) <= end:
            message = f"{appointment.date} lies outside {cohort.dates.start} to {cohort.dates.end}"
            yield "PG412", ("schedule", index, "date"), message, "move it, or change the dates"


def _includes(cohort: Cohort, library: Library) -> Iterator[Problem]:
    known = _known("part", library) or set()
    if "guides" in library.faulty_kinds:
        return
    for index, include in enumerate(cohort.includes):
        if include.part not in known:
            yield "PG301", ("includes", index, "part"), f'no part with the id "{include.part}"', nearest(include.part, known)


def _excludes(cohort: Cohort, library: Library) -> Iterator[Problem]:
    for index, target in enumerate(cohort.excludes):
        kind, id = target.split("/", 1)
        if any(target in (f"section/{added.section.kind}", added.section.item) for added in cohort.includes):
            yield "PG413", ("excludes", index), f"{target} is included and excluded", "remove one of the two"
        known = _known(kind, library)
        if known is None:
            yield "PG301", ("excludes", index), f'no kind "{kind}"', nearest(kind, [*KINDS, "section", "part"])
        elif id not in known and not (kind in ("part", "section") and "guides" in library.faulty_kinds):
            yield "PG301", ("excludes", index), f'no {kind} with the id "{id}"', nearest(id, known)
        elif kind in KEPT:
            yield "PG202", ("excludes", index), f"{target} cannot be left out: others are printed with it", "leave out what names it"


def _known(kind: str, library: Library) -> set[str] | None:
    """What an exclude of that kind may name; None for an unknown kind."""
    parts = [part for guide in library.all(Guide) for part in guide.parts]
    if kind == "part":
        return {part.id for part in parts}
    if kind == "section":
        return {section.kind for part in parts for section in part.sections}
    if kind not in KINDS:
        return None
    return set(library.entities[kind]) | {lost.id for lost in library.faulty if lost.kind == kind}


def _overrides(cohort: Cohort, library: Library, assets: frozenset[str]) -> Iterator[Problem]:
    """Each by itself, and what the rules say of an entity when all of its overrides are in place."""
    worded: dict[str, Any] = {}
    last: dict[str, int] = {}
    for index, override in enumerate(cohort.overrides):
        kind, id = override.target.split("/", 1)
        entity = worded.get(override.target) or library.entity(Ref(kind, id))
        if entity is None:
            continue
        change = changed(override, entity, kind)
        if change.misfit:
            path = steps(override.field)
            inner = change.misfit["loc"][len(path) :] if change.misfit["loc"][: len(path)] == path else ()
            message, hint = words_of(change.misfit, KINDS[kind])
            yield (
                "PG414",
                ("overrides", index, "value", *inner),
                f"not a value for {override.field}: {message.removeprefix(f'{path[-1]}: ')}",
                hint,
            )
            continue
        if change.value is None:
            yield "PG414", ("overrides", index, "field"), *change.no_field
            continue
        for code, message, hint in _value_problems(change.value, override.field, library, assets):
            yield code, ("overrides", index, "value"), message, hint
        worded[override.target], last[override.target] = change.value, index
    for target, entity in worded.items():
        kind, id = target.split("/", 1)
        before = {(code, message) for code, _, message, _ in problems_of(kind, library.entities[kind][id], library)}
        for code, loc, message, hint in problems_of(kind, entity, library):
            # A cohort may word otherwise what a figure quotes; a wrong number in its words is found where it stands.
            if (code, message) not in before and loc[0] != "figures":
                yield code, ("overrides", last[target], "value"), message, hint


def _value_problems(entity: Any, field: str, library: Library, assets: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """What the field's new value holds that a field may not: code, message, hint."""
    path = steps(field)
    for loc, mark, text in marked(entity, Markup):
        if loc[: len(path)] == path:
            found = problems_in(text, block=mark.block, page=isinstance(entity, Page), assets=assets)
            yield from ((problem.code, problem.message, problem.hint) for problem in found)
    known = known_ids(library)
    for loc, mark, id in marked(entity, Refers):
        if loc[: len(path)] == path and (nobody := unresolved(mark, id, known)):
            yield "PG301", *nobody
    if path[-1] == "accent" and (pale := accent_problem(str(getattr(entity, "accent", "")))):
        yield "PG411", *pale
