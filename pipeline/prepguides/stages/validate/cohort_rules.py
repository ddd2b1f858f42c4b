"""What can be wrong in a cohort's own words: color, calendar, what is left out, what is worded otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...model.content import KINDS, ref_of
from ...model.content.base import Identified, Markup, Ref, Refers
from ...model.content.cohort import Cohort, Override
from ...model.content.guide import Guide
from ...model.content.practice import Page
from ...model.diagnostic import nearest
from ...model.library import Library
from ...model.override import Change, changed, steps
from ...model.source import Loc
from ...model.walk import marked
from ...text.markdown import problems_in
from .finding import Finding, Found
from .references import known_ids, unresolved
from .semantics import pale_colors, problems_of
from .wordings import words_of

KEPT = ("claims", "cohorts", "competencies", "formats", "roles", "rubrics")
"""Kinds that others are printed with; leaving one out would leave holes in what stays."""


def cohort_problems(library: Library, assets: frozenset[str]) -> list[Found]:
    """The problems of every cohort, whichever are printed. `assets` are the files below content/assets/."""
    return [
        finding.of(ref_of(cohort), library)
        for cohort in library.all(Cohort)
        for findings in (
            _brand(cohort, assets),
            _calendar(cohort),
            _includes(cohort, library),
            _excludes(cohort, library),
            _overrides(cohort, library, assets),
        )
        for finding in findings
    ]


def _brand(cohort: Cohort, assets: frozenset[str]) -> Iterator[Finding]:
    for index, face in enumerate(cohort.brand.fonts.faces):
        if face.file not in assets:
            hint = nearest(face.file, assets) or "put it under content/assets/"
            yield Finding("PG601", ("brand", "fonts", "faces", index, "file"), f"{face.file}: no such file", hint)
    if cohort.brand.logo and not cohort.brand.logo_alt:
        yield Finding("PG205", ("brand", "logo"), "a logo without alternative text", "add logo_alt: the words that the mark shows")
    if cohort.brand.logo and cohort.brand.logo not in assets:
        hint = nearest(cohort.brand.logo, assets) or "put it under content/assets/"
        yield Finding("PG601", ("brand", "logo"), f"{cohort.brand.logo}: no such file", hint)


def _calendar(cohort: Cohort) -> Iterator[Finding]:
    if cohort.dates is None:
        return
    start, end = date.fromisoformat(cohort.dates.start), date.fromisoformat(cohort.dates.end)
    if end < start:
        yield Finding("PG412", ("dates", "end"), f"{cohort.dates.end} is before {cohort.dates.start}", "")
    for index, appointment in enumerate(cohort.schedule):
        if not start <= date.fromisoformat(appointment.date) <= end:
            message = f"{appointment.date} lies outside {cohort.dates.start} to {cohort.dates.end}"
            yield Finding("PG412", ("schedule", index, "date"), message, "move it, or change the dates")


def _includes(cohort: Cohort, library: Library) -> Iterator[Finding]:
    known = _known("part", library) or set()
    if "guides" in library.faulty_kinds:
        return
    for index, include in enumerate(cohort.includes):
        if include.part not in known:
            yield Finding("PG301", ("includes", index, "part"), f'no part with the id "{include.part}"', nearest(include.part, known))


def _excludes(cohort: Cohort, library: Library) -> Iterator[Finding]:
    for index, target in enumerate(cohort.excludes):
        kind, id = target.split("/", 1)
        if any(target in (f"section/{added.section.kind}", added.section.item) for added in cohort.includes):
            yield Finding("PG413", ("excludes", index), f"{target} is included and excluded", "remove one of the two")
        known = _known(kind, library)
        if known is None:
            yield Finding("PG301", ("excludes", index), f'no kind "{kind}"', nearest(kind, [*KINDS, "section", "part"]))
        elif id not in known and not (kind in ("part", "section") and "guides" in library.faulty_kinds):
            yield Finding("PG301", ("excludes", index), f'no {kind} with the id "{id}"', nearest(id, known))
        elif kind in KEPT:
            yield Finding(
                "PG202", ("excludes", index), f"{target} cannot be left out: others are printed with it", "leave out what names it"
            )


def _known(kind: str, library: Library) -> set[str] | None:
    """What an exclude of that kind may name; None for an unknown kind."""
    parts = [part for guide in library.all(Guide) for part in guide.parts]
    if kind == "part":
        return {part.id for part in parts}
    if kind == "section":
        return {section.kind for part in parts for section in part.sections}
    if kind not in KINDS:
        return None
    return known_ids(library)[kind]


def _overrides(cohort: Cohort, library: Library, assets: frozenset[str]) -> Iterator[Finding]:
    """Each by itself, and what the rules say of an entity when all of its overrides are in place."""
    worded: dict[str, Identified] = {}
    last: dict[str, int] = {}
    for index, override in enumerate(cohort.overrides):
        kind, id = override.target.split("/", 1)
        entity = worded.get(override.target) or library.entity(Ref(kind, id))
        if entity is None:
            continue
        change = changed(override, entity, kind)
        if change.value is None:
            yield _no_change(override, change, kind, index)
            continue
        yield from _value_problems(change.value, override.field, library, assets, ("overrides", index, "value"))
        worded[override.target], last[override.target] = change.value, index
    for target, entity in worded.items():
        kind, id = target.split("/", 1)
        before = {(found.code, found.message) for found in problems_of(kind, library.entities[kind][id], library)}
        for found in problems_of(kind, entity, library):
            # A cohort may word otherwise what a figure quotes; a wrong number in its words is found where it stands.
            if (found.code, found.message) not in before and found.spot[0] != "figures":
                yield found._replace(spot=("overrides", last[target], "value"))


def _no_change(override: Override, change: Change, kind: str, index: int) -> Finding:
    """Why the override does not take: its field, or its value."""
    if change.misfit is None:
        return Finding("PG414", ("overrides", index, "field"), *change.no_field)
    path, loc = steps(override.field), change.misfit["loc"]
    inner = loc[len(path) :] if loc[: len(path)] == path else ()
    message, hint = words_of(change.misfit, KINDS[kind])
    worded = f"not a value for {override.field}: {message.removeprefix(f'{path[-1]}: ')}"
    return Finding("PG414", ("overrides", index, "value", *inner), worded, hint)


def _value_problems(entity: Identified, field: str, library: Library, assets: frozenset[str], at: Loc) -> Iterator[Finding]:
    """What the field's new value, which is written at `at`, holds that a field may not."""
    path = steps(field)
    for loc, mark, text in marked(entity, Markup):
        if loc[: len(path)] == path:
            found = problems_in(text, block=mark.block, page=isinstance(entity, Page), assets=assets)
            yield from (Finding(problem.code, at, problem.message, problem.hint) for problem in found)
    known = known_ids(library)
    for loc, refers, id in marked(entity, Refers):
        if loc[: len(path)] == path and (nobody := unresolved(refers, id, known)):
            yield Finding("PG301", at, *nobody)
    yield from (found._replace(spot=at) for found in pale_colors(entity) if found.spot[: len(path)] == path)
