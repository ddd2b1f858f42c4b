"""What each element of an edition prints, by its HTML id: the way back from a page to the content."""

from __future__ import annotations

from ...model.content.base import Ref
from ...model.content.guide import Guide
from ...model.edition import EditionPart, EditionSection
from ...model.naming import anchor_of
from ...model.source_map import SourceMap, Written
from .assemble import Assembled
from .cohort_view import CohortView, written_at


def source_map(made: Assembled, worded: Guide, view: CohortView) -> SourceMap:
    """Of an edition; `worded` is its guide as the cohort words it, before the cohort adds to it and leaves out."""
    elements: dict[str, tuple[Written, ...]] = {}
    own = Ref("guides", worded.id)
    indices = {part.id: index for index, part in enumerate(worded.parts)}
    for part in made.edition.parts:
        for section in part.sections:
            elements |= _of_entities(section)
            elements[section.anchor] = _of_section(section, made, worded, view)
        elements[part.anchor] = _of_part(part, Written(own, ("parts", indices[part.id])))
    return SourceMap(elements, Written(own))


def _of_entities(section: EditionSection) -> dict[str, tuple[Written, ...]]:
    """The ids of a section's entities: of each that it prints, whether a partial sets an id for it or not."""
    found: dict[str, tuple[Written, ...]] = {}
    for entity in section.view.entities():
        refs = entity.items()
        found |= {anchor_of(ref): (Written(ref),) for ref in refs if ref.kind != "interview_types"}  # whose elements are parts
        found |= {anchor: tuple(map(Written, refs)) for anchor in entity.anchors()}
    return found


def _of_section(section: EditionSection, made: Assembled, worded: Guide, view: CohortView) -> tuple[Written, ...]:
    written = made.written.get(section.anchor)
    own = Written(*written_at(written, worded, view)) if written else Written(Ref("guides", worded.id))
    return (own, *map(Written, section.view.items()))


def _of_part(part: EditionPart, own: Written) -> tuple[Written, ...]:
    """The part, and what its opener shows."""
    return (own, *map(Written, part.view.items() if part.view else ()))
