"""Library + Request -> Editions. Every lookup and every precedence is settled here. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...model.color import tint
from ...model.content.base import Audience
from ...model.content.guide import Guide, Part, Section
from ...model.diagnostic import Checked, Diagnostic, Place, in_order, nearest
from ...model.edition import Brand, Edition, EditionPart, EditionSection, Palette
from ...model.library import Library
from ...model.project import PROJECT_FILE, Request
from ...model.rules import RULES
from . import comparison, interviews, sections
from .shelf import Shelf

__all__ = ["SECTION_KINDS", "Blocked", "Resolved", "resolve"]

SECTION_KINDS: Mapping[str, sections.SectionKind] = {**sections.KINDS, **interviews.KINDS, **comparison.KINDS}
STANDARD_COHORT = "standard"


@dataclass(frozen=True)
class Blocked:
    """An edition that is not built, because it would print entities that have errors of their own."""

    name: str
    missing: tuple[str, ...]
    remains: Edition | None = None
    """The edition without the sections that need those entities: not to be printed, but its templates can be checked."""


@dataclass(frozen=True)
class Resolved:
    editions: tuple[Edition, ...]
    blocked: tuple[Blocked, ...] = ()


def resolve(library: Library, request: Request) -> Checked[Resolved]:
    """The editions that were asked for. One that needs a faulty entity is blocked; the others are whole."""
    diagnostics: list[Diagnostic] = []
    editions: list[Edition] = []
    blocked: list[Blocked] = []
    audiences = request.editions or library.settings.editions
    for id in request.guides or library.settings.guides:
        guide = library.find("guides", id)
        if guide is None:
            if any(lost.kind == "guides" and lost.id in (id, "") for lost in library.faulty):
                blocked.append(Blocked(id, (f"guides/{id}",)))
            else:
                diagnostics.append(_unknown_guide(id, library, request))
            continue
        problems = tuple(_guide_problems(guide, library))
        diagnostics.extend(problems)
        if problems:
            blocked.append(Blocked(id, (f"guides/{id}",)))
            continue
        for audience in audiences:
            edition, missing = _edition(guide, audience, library)
            if missing:
                blocked.append(Blocked(edition.name, tuple(sorted(missing)), edition))
            else:
                editions.append(edition)
    return Checked(Resolved(tuple(editions), tuple(blocked)), in_order(diagnostics))


def _unknown_guide(id: str, library: Library, request: Request) -> Diagnostic:
    guides = list(library.entities["guides"])
    hint = nearest(id, guides) or f"guides are {', '.join(guides)}"
    place = Place("command line") if id in request.guides else Place(PROJECT_FILE)
    return Diagnostic(RULES["PG405"], f'no guide "{id}"', place, hint)


def _guide_problems(guide: Guide, library: Library) -> Iterator[Diagnostic]:
    for p, part in enumerate(guide.parts):
        for s, section in enumerate(part.sections):
            loc = ("parts", p, "sections", s)
            kind = SECTION_KINDS.get(section.kind)
            if kind is None:
                place = library.place("guides", guide.id, (*loc, "kind"))
                yield Diagnostic(RULES["PG402"], f'no section kind "{section.kind}"', place, nearest(section.kind, SECTION_KINDS))
            elif kind.item and (section.item is None or not section.item.startswith(f"{kind.item}/")):
                place = library.place("guides", guide.id, (*loc, "item") if section.item else loc)
                yield Diagnostic(
                    RULES["PG403"], f'a "{section.kind}" section shows one of {kind.item}', place, f"add  item: {kind.item}/ID"
                )


def _edition(guide: Guide, audience: Audience, library: Library) -> tuple[Edition, set[str]]:
    shelf = Shelf(library, guide, audience)
    parts: list[EditionPart] = []
    number = 0
    for part in guide.parts:
        if part.audience == "coach" and audience == "candidate":
            continue
        if part.opener:
            number += 1
        parts.append(_part(shelf, part, number if part.opener else None))
    cited = cited_in(parts)
    parts = [_with_cited(part, shelf, cited) for part in parts]
    sections.refer([section.view for part in parts for section in part.sections], [part.anchor for part in parts])
    roles = shelf.roles
    settings = library.settings
    edition = Edition(
        guide=guide.id,
        cohort=STANDARD_COHORT,
        audience=audience,
        theme=guide.theme,
        language=settings.language,
        title=guide.title,
        subtitle=guide.subtitle,
        promise=guide.promise,
        date=settings.edition_date,
        brand=Brand(cohort=STANDARD_COHORT, name=settings.name, publisher=settings.publisher),
        palette=_palette(guide, roles),
        roles=tuple({"id": role.id, "name": role.name, "short": role.short, "promise": role.promise} for role in roles),
        parts=tuple(parts),
        must_cover=guide.must_cover,
        page_budget=(guide.page_budget.least, guide.page_budget.most),
    )
    return edition, shelf.missing


def _with_cited(part: EditionPart, shelf: Shelf, cited: tuple[str, ...]) -> EditionPart:
    """The part with its resources sections told what the whole guide cites, which is known only now."""
    return part.model_copy(
        update={
            "sections": tuple(
                section.model_copy(update={"view": {**section.view, "cited": sections.cited(shelf, cited)}})
                if section.kind == "resources"
                else section
                for section in part.sections
            )
        }
    )


def cited_in(value: Any) -> tuple[str, ...]:
    """The ids of resources named under `source` or `sources` anywhere in what a guide prints, in order, once each."""
    return tuple(dict.fromkeys(_citations(value)))


def _citations(value: Any) -> Iterator[str]:
    if isinstance(value, EditionPart):
        yield from _citations(dict(value.view))
        for section in value.sections:
            yield from _citations(dict(section.view))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name == "source" and isinstance(inner, str):
                yield inner
            elif name == "sources" and isinstance(inner, list):
                yield from (id for id in inner if isinstance(id, str))
            else:
                yield from _citations(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _citations(inner)


def _palette(guide: Guide, roles: tuple[Any, ...]) -> Palette:
    accent = guide.accent or (roles[0].accent if roles else "#1A1A1A")
    return Palette(accent=accent, tint=tint(accent, 0.08), rule=tint(accent, 0.3), sides={role.id: role.accent for role in roles})


def _part(shelf: Shelf, part: Part, number: int | None) -> EditionPart:
    view = shelf.whole(lambda: interviews.opener(shelf, part))
    shown = [section for section in part.sections if shelf.audience == "coach" or section.audience == "candidate"]
    built = [_section(shelf, part, section, index) for index, section in enumerate(shown)]
    return EditionPart(
        id=part.id,
        title=part.title,
        summary=part.summary,
        anchor=f"part-{part.interview_type or part.id}",
        number=number if view is not None else None,
        view=view or {},
        sections=tuple(section for section in built if section is not None),
    )


def _section(shelf: Shelf, part: Part, section: Section, index: int) -> EditionSection | None:
    """The section with its view; None when it needs an entity that is missing."""
    kind = SECTION_KINDS[section.kind]
    view = shelf.whole(lambda: kind.build(shelf, part, section))
    if view is None:
        return None
    item = next((value for key, value in view.items() if isinstance(value, dict) and "title" in value), None) if kind.item else None
    title = section.title or (item["title"] if item else None) or kind.title
    return EditionSection(kind=section.kind, title=title, anchor=f"{part.id}-{index + 1}-{section.kind}", view=view)
