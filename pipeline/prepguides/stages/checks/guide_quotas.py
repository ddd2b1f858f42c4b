"""What the candidate's edition of each guide that a project lists has to have, against its quotas. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...model.content import ref_of
from ...model.content.guide import Guide, Section
from ...model.diagnostic import Diagnostic
from ...model.library import Library
from ...model.rules import RULES


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


def guide_shortfalls(library: Library) -> tuple[Diagnostic, ...]:
    """An error for each quota that a guide to one role does not meet, of those that the project lists.

    A guide to several is another book, and sheets go with one. One that is not listed, for a cohort or to try a theme, may be as short
    as its authors like.
    """
    hint = "add them to the guide, or lower the bar in project.yaml"
    return tuple(
        Diagnostic(RULES["PG321"], f"{guide.id} has {message}", library.place(ref_of(guide), ("id",)), hint)
        for guide in library.all(Guide)
        if len(guide.roles) == 1 and guide.form == "book" and guide.id in library.settings.guides
        for message in _short(guide, library)
    )


def _short(guide: Guide, library: Library) -> Iterator[str]:
    quotas = library.settings.bars.guide
    parts, kinds = section_counts(guide)
    for part, least in quotas.parts.items():
        if parts[part] < least:
            yield f"{parts[part]} sections for candidates in the part {part} of at least {least}"
    for kind, least in quotas.sections.items():
        if kinds[kind] < least:
            yield f"{kinds[kind]} sections {kind} for candidates of at least {least}"
    shown = {ref for sections in candidate_sections(guide).values() for section in sections for ref in (section.item, *section.items)}
    yield from (f"no section for candidates that shows {item}" for item in quotas.items if item not in shown)
