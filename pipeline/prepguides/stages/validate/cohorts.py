"""What can be wrong in a cohort's own words: color, calendar, what is left out, what is worded otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...model.color import accent_problem
from ...model.content import KINDS
from ...model.content.cohort import Cohort
from ...model.diagnostic import Diagnostic, nearest
from ...model.library import Key, Library
from ...model.override import changed
from ...model.rules import RULES
from ...model.source import Loc

Problem = tuple[str, Loc, str, str]
"""Rule code, loc inside the cohort, message, hint."""


def cohort_problems(library: Library) -> list[tuple[Key, Diagnostic]]:
    """The problems of every cohort, whichever are printed."""
    return [
        (("cohorts", cohort.id), Diagnostic(RULES[code], message, library.place("cohorts", cohort.id, loc), hint))
        for cohort in library.all("cohorts")
        for check in (_brand, _calendar, _excludes, _overrides)
        for code, loc, message, hint in check(cohort, library)
    ]


def _brand(cohort: Cohort, library: Library) -> Iterator[Problem]:
    accent = cohort.brand.accent
    if accent and (problem := accent_problem(accent)):
        yield "PG411", ("brand", "accent"), *problem
    if cohort.brand.logo and not cohort.brand.logo_alt:
        yield "PG205", ("brand", "logo"), "a logo without alternative text", "add logo_alt: the words that the mark shows"


def _calendar(cohort: Cohort, library: Library) -> Iterator[Problem]:
    if cohort.dates is None:
        return
    start, end = date.fromisoformat(cohort.dates.start), date.fromisoformat(cohort.dates.end)
    if end < start:
        yield "PG412", ("dates", "end"), f"{cohort.dates.end} is before {cohort.dates.start}", ""
    for index, appointment in enumerate(cohort.schedule):
        if not start <= date.fromisoformat(appointment.date) <= end:
            message = f"{appointment.date} lies outside {cohort.dates.start} to {cohort.dates.end}"
            yield "PG412", ("schedule", index, "date"), message, "move it, or change the dates"


def _excludes(cohort: Cohort, library: Library) -> Iterator[Problem]:
    for index, target in enumerate(cohort.excludes):
        kind, id = target.split("/", 1)
        if any(target in (f"section/{added.section.kind}", added.section.item) for added in cohort.includes):
            yield "PG413", ("excludes", index), f"{target} is included and excluded", "remove one of the two"
        known = _known(kind, library)
        if known is None:
            yield "PG301", ("excludes", index), f'no kind "{kind}"', nearest(kind, [*KINDS, "section", "part"])
        elif id not in known:
            yield "PG301", ("excludes", index), f'no {kind} with the id "{id}"', nearest(id, known)


def _known(kind: str, library: Library) -> set[str] | None:
    """What an exclude of that kind may name; None for an unknown kind."""
    parts = [part for guide in library.all("guides") for part in guide.parts]
    if kind == "part":
        return {part.id for part in parts}
    if kind == "section":
        return {section.kind for part in parts for section in part.sections}
    if kind not in KINDS:
        return None
    return set(library.entities[kind]) | {lost.id for lost in library.faulty if lost.kind == kind}


def _overrides(cohort: Cohort, library: Library) -> Iterator[Problem]:
    for index, override in enumerate(cohort.overrides):
        kind, id = override.target.split("/", 1)
        entity = library.find(kind, id)
        if entity is None:
            continue
        change = changed(override, entity, kind)
        if change.value is None:
            field, message, hint = change.problem
            yield "PG414", ("overrides", index, field), message, hint
