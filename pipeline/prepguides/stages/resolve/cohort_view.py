"""A cohort's own view of the library: what it inherits, leaves out, adds and words otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from types import MappingProxyType

from ...model.content import KINDS
from ...model.content.base import Entity, Ref
from ...model.content.cohort import Cohort, CohortBrand
from ...model.content.guide import Guide, Section
from ...model.diagnostic import Checked, Diagnostic
from ...model.library import Library
from ...model.naming import named
from ...model.override import changed
from ...model.rules import RULES
from ...model.source import Loc

STANDARD = Cohort(id="standard", programme="Standard")
"""The readers of plain guides, unless the content defines a cohort of that id."""


@dataclass(frozen=True)
class CohortView:
    """A cohort with its parents' settings filled in, and the library as it sees it."""

    cohort: Cohort
    library: Library
    whole: Library
    """The library in the cohort's words, before anything is left out."""
    chain: tuple[Cohort, ...] = ()
    """The cohort's parents, the farthest first, and itself, as they were written."""

    def without(self, *excludes: str) -> Library:
        """The library as the cohort would see it if it left out these alone."""
        return _without(self.whole, excludes)


def view_for(id: str, library: Library) -> Checked[CohortView | None]:
    """The cohort's view; None when the cohort itself is faulty."""
    cohort = library.find(Cohort, id)
    if cohort is None:
        members = named(_for_members(library, STANDARD.id))
        return Checked(CohortView(STANDARD, members, members)) if id == STANDARD.id else Checked(None)
    chain = _chain(cohort, library)
    if chain is None and _leads_to_a_faulty_one(cohort, library):
        return Checked(None)  # its faults are reported already
    if chain is None:
        place = library.place(Ref("cohorts", id), ("extends",))
        return Checked(None, (Diagnostic(RULES["PG410"], f'"{id}" extends itself', place, "remove one extends"),))
    merged = _merged(chain)
    whole = named(_overridden(chain, _for_members(library, *(member.id for member in chain))))
    return Checked(CohortView(merged, _without(whole, merged.excludes), whole, tuple(chain)))


def guides_of(id: str, library: Library) -> tuple[str, ...]:
    """The guides that a cohort may have: those that it or its nearest parent lists, else every one."""
    return next((member.guides for member in reversed(chain_of(id, library)) if member.guides), tuple(library.entities["guides"]))


def chain_of(id: str, library: Library) -> tuple[Cohort, ...]:
    """The cohort and its parents, the farthest first; none for plain guides, and where they go in a circle."""
    cohort = library.find(Cohort, id)
    return tuple((_chain(cohort, library) if cohort else None) or ())


def _chain(cohort: Cohort, library: Library) -> list[Cohort] | None:
    """The cohort's ancestors, the farthest first, then itself; None when they go in a circle."""
    chain = [cohort]
    while chain[0].extends is not None:
        parent = library.find(Cohort, chain[0].extends)
        if parent is None or parent in chain:
            return None
        chain.insert(0, parent)
    return chain


def _leads_to_a_faulty_one(cohort: Cohort, library: Library) -> bool:
    """Whether an ancestor is not in the library: `validate` has checked that it is written somewhere."""
    seen = {cohort.id}
    while cohort.extends is not None and cohort.extends not in seen:
        seen.add(cohort.extends)
        parent = library.find(Cohort, cohort.extends)
        if parent is None:
            return True
        cohort = parent
    return False


def _merged(chain: list[Cohort]) -> Cohort:
    """Single values: the nearest that is set. Lists: all, the parents' first."""
    merged = chain[0]
    for cohort in chain[1:]:
        brand = _over(merged.brand.model_dump(exclude_none=True), cohort.brand.model_dump(exclude_none=True))
        update: dict[str, object] = {"id": cohort.id, "programme": cohort.programme, "brand": CohortBrand.model_validate(brand)}
        for name in ("dates", "time_zone", "locale", "theme", "welcome", "companions"):
            update[name] = getattr(cohort, name) if getattr(cohort, name) is not None else getattr(merged, name)
        for name in ("papers", "variants", "guides"):
            update[name] = getattr(cohort, name) or getattr(merged, name)
        for name in ("contacts", "schedule", "includes", "excludes", "overrides"):
            update[name] = (*getattr(merged, name), *getattr(cohort, name))
        merged = merged.model_copy(update=update)
    return merged


def _over(parent: dict[str, object], own: dict[str, object]) -> dict[str, object]:
    """The same for a mapping and those in it."""
    merged = dict(parent)
    for name, value in own.items():
        before = merged.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            merged[name] = _over(before, value)
        elif isinstance(value, tuple) and isinstance(before, tuple):
            merged[name] = (*before, *value)
        else:
            merged[name] = value
    return merged


def _for_members(library: Library, *ids: str) -> Library:
    """Without what is printed for other cohorts."""
    others = {ref for ref, entity in library.walk() if isinstance(entity, Entity) and entity.cohorts and not set(entity.cohorts) & set(ids)}
    return library.without(frozenset(others)) if others else library


def _overridden(chain: list[Cohort], library: Library) -> Library:
    """The library with the cohorts' words in place. `validate` has checked that they fit."""
    entities = {kind: dict(group) for kind, group in library.entities.items()}
    for cohort in chain:
        for override in cohort.overrides:
            kind, id = override.target.split("/", 1)
            entity = entities[kind].get(id)
            if entity is not None:
                entities[kind][id] = changed(override, entity, kind).value or entity
    frozen = {kind: MappingProxyType(group) for kind, group in entities.items()}
    return replace(library, entities=MappingProxyType(frozen))


def _without(library: Library, excludes: Iterable[str]) -> Library:
    """Without the excluded entities. Sections and parts are left out of guides by `composed`."""
    return library.without(frozenset(ref for ref in map(Ref.of, excludes) if ref.kind in KINDS))


def composed(guide: Guide, view: CohortView) -> Guide:
    """The guide with the cohort's sections added, its calendar in front, and what it leaves out left out."""
    cohort = view.cohort
    gone = {*cohort.excludes, *("/".join(key) for key in view.library.withheld)}
    parts = []
    for index, part in enumerate(guide.parts):
        if f"part/{part.id}" in gone or f"interview_types/{part.interview_type}" in gone:
            continue
        added = [include.section for include in cohort.includes if include.part == part.id]
        if index == 0 and guide.form == "book" and (cohort.schedule or cohort.contacts or cohort.welcome):
            added.insert(0, Section(kind="programme"))
        kept = [section for section in (*part.sections, *added) if not _is_gone(section, gone)]
        if kept:
            parts.append(part.model_copy(update={"sections": tuple(kept)}))
    return guide.model_copy(update={"parts": tuple(parts)})


def written_at(section: Section, worded: Guide, view: CohortView) -> tuple[Ref, Loc]:
    """Where a section of the composed guide is written: in the guide, or in a cohort that adds it."""
    for p, part in enumerate(worded.parts):
        for s, own in enumerate(part.sections):
            if own is section:
                return Ref("guides", worded.id), ("parts", p, "sections", s)
    for cohort in view.chain:
        for index, include in enumerate(cohort.includes):
            if include.section is section:
                return Ref("cohorts", cohort.id), ("includes", index, "section")
    return Ref("guides", worded.id), ()


def _is_gone(section: Section, gone: Set[str]) -> bool:
    """Its kind is left out, or all that it lists."""
    listed = {section.item} if section.item else set(section.items)
    return f"section/{section.kind}" in gone or bool(listed and listed <= gone)
