"""What the candidate's edition of each guide that a project lists has to have, against its quotas. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...model.content import ref_of
from ...model.content.base import Ref
from ...model.content.guide import Guide, Section
from ...model.content.interviews import InterviewType
from ...model.diagnostic import Diagnostic
from ...model.library import Library
from ...model.rules import RULES
from .shortfalls import Bar


def candidate_sections(guide: Guide) -> dict[str, tuple[Section, ...]]:
    """By part, the sections that candidates read; parts of the coach's have none."""
    return {
        part.id: tuple(section for section in part.sections if "coach" not in (part.audience, section.audience)) for part in guide.parts
    }


def section_counts(guide: Guide) -> tuple[Counter[str], Counter[str]]:
    """Sections that candidates read, by part and by kind."""
    parts = candidate_sections(guide)
    kinds = Counter(section.kind for sections in parts.values() for section in sections)
    return Counter({part: len(sections) for part, sections in parts.items()}), kinds


def type_section_counts(guide: Guide) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Sections by interview type and kind: those that candidates read, and those that only coaches do.

    A section is about the type of its part, and about a type that it shows, as a score sheet does.
    """
    counts: tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]] = Counter(), Counter()
    for part in guide.parts:
        for section in part.sections:
            shown = (Ref.of(item) for item in (section.item, *section.items) if item)
            types = {part.interview_type or "", *(ref.id for ref in shown if ref.kind == "interview_types")}
            counts["coach" in (part.audience, section.audience)].update((type, section.kind) for type in types)
    return counts


def guide_bars(library: Library) -> tuple[Bar, ...]:
    """Every quota of each guide to one role, of those that the project lists, and how much of it is there.

    A guide to several is another book, and sheets go with one. One that is not listed, for a cohort or to try a theme, may be as short
    as its authors like.
    """
    return tuple(
        bar
        for guide in library.all(Guide)
        if len(guide.roles) == 1 and guide.form == "book" and guide.id in library.settings.guides
        for bar in _bars(guide, library)
    )


def guide_shortfalls(library: Library) -> tuple[Diagnostic, ...]:
    """An error for each quota that such a guide does not meet."""
    hint = "add them to the guide, or lower the bar in project.yaml"
    return tuple(
        Diagnostic(RULES["PG321"], f"{bar.of.id} has {_what_is_there(bar)}", library.place(bar.of, ("id",)), hint)
        for bar in guide_bars(library)
        if bar.there < bar.least
    )


def _bars(guide: Guide, library: Library) -> Iterator[Bar]:
    quotas, of = library.settings.bars.guide, ref_of(guide)
    parts, kinds = section_counts(guide)
    sections = [section for of_part in candidate_sections(guide).values() for section in of_part]
    shown = Counter(ref for section in sections for ref in (section.item, *section.items))
    yield from (Bar(of, "parts", part, least, parts[part]) for part, least in quotas.parts.items())
    yield from (Bar(of, "sections", kind, least, kinds[kind]) for kind, least in quotas.sections.items())
    for_candidates, for_coaches = type_section_counts(guide)
    for type in (type.id for type in library.all(InterviewType) if not set(type.roles).isdisjoint(guide.roles)):
        yield from (
            Bar(of, "type_sections", f"{type}.{kind}", least, for_candidates[type, kind]) for kind, least in quotas.type_sections.items()
        )
        yield from (
            Bar(of, "coach_type_sections", f"{type}.{kind}", least, for_coaches[type, kind])
            for kind, least in quotas.coach_type_sections.items()
        )
    yield from (Bar(of, "items", item, 1, shown[item]) for item in quotas.items)


def _what_is_there(bar: Bar) -> str:
    if bar.name == "items":
        return f"no section for candidates that shows {bar.part}"
    if bar.name in ("type_sections", "coach_type_sections"):
        type, _, kind = bar.part.partition(".")
        readers = "coaches" if bar.name == "coach_type_sections" else "candidates"
        return f"{bar.there} sections {kind} for {readers} about {type} of at least {bar.least}"
    sections = f"sections for candidates in the part {bar.part}" if bar.name == "parts" else f"sections {bar.part} for candidates"
    return f"{bar.there} {sections} of at least {bar.least}"
