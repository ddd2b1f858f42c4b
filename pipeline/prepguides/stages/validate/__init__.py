"""Sources -> Library: one entity at a time, then entities among themselves. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from ...model.content.base import Ref
from ...model.diagnostic import Checked, Diagnostic, capped
from ...model.library import Faulty, Library
from ...model.source import Sources
from .cohort_rules import cohort_problems
from .collection import collection_problems
from .criteria import presumed_criteria
from .drafts import drafts_listed, unfinished, with_drafts, with_unknown_ids
from .finding import Found
from .presumed import presumed
from .references import dangling, dangling_in, orphans
from .salvage import salvaged
from .schema import STAND_IN, read_entities, read_settings
from .semantics import semantic_problems
from .unsound import Unsound

__all__ = ["validate"]


def validate(sources: Sources, *, drafts: bool = False) -> Checked[Library | None]:
    """Every sound entity, every problem of the others. None when the settings themselves are faulty.

    An entity with a problem of its own is left out and remembered as faulty. With `drafts`, unfinished questions are among the questions.
    """
    settings = read_settings(sources.settings)
    read = read_entities(sources.content, sources.assets)
    faulty = (*read.value.faulty, *salvaged(sources.lost))
    library = Library(settings.value or STAND_IN, read.value.entities, read.value.origins, faulty, settings_source=sources.settings)
    criteria = presumed_criteria(replace(library, drafts=read.value.drafts))
    references = _resolved(criteria.library, read.value.unsound)
    diagnostics = [*settings.diagnostics, *read.diagnostics, *references.diagnostics]
    if settings.value is None:
        return Checked(None, capped((*diagnostics, *(diagnostic for _, diagnostic in (*references.found, *criteria.found)))))
    library = with_unknown_ids(references.library)
    # All checks see the library as it was read, so that no fault hides another.
    checks = (orphans, semantic_problems, collection_problems, *(() if drafts else (unfinished,)))
    found = [
        *references.found,
        *criteria.found,
        *(problem for check in checks for problem in check(library)),
        *cohort_problems(library, sources.assets),
    ]
    diagnostics.extend(diagnostic for _, diagnostic in found)
    diagnostics.extend(drafts_listed(library))
    library = _without(library, {key for key, diagnostic in found if diagnostic.is_error} | read.value.to_leave_out)
    return Checked(with_drafts(library) if drafts else library, capped(diagnostics))


@dataclass(frozen=True)
class _References:
    """The library with the ids that are presumed in it, the problems of its entities' references, and those of what is no entity."""

    library: Library
    found: tuple[Found, ...]
    diagnostics: tuple[Diagnostic, ...]


def _resolved(library: Library, unsound: tuple[Unsound, ...]) -> _References:
    """Looks up what all entities name, sound or not. What one fault explains is looked for only where something is nowhere."""
    references = _References(library, tuple(dangling(library)), tuple(dangling_in(unsound, library)))
    if not (references.found or references.diagnostics):
        return references
    lacking = presumed(library, unsound)
    found = (*lacking.found, *dangling(lacking.library))
    return _References(lacking.library, found, tuple(dangling_in(unsound, lacking.library)))


def _without(library: Library, keys: set[Ref]) -> Library:
    """The library with these entities, as far as they are in it, moved to `faulty`."""
    keys = {key for key in keys if library.entity(key)}
    if not keys:
        return library
    kept = {
        kind: MappingProxyType({id: entity for id, entity in entities.items() if Ref(kind, id) not in keys})
        for kind, entities in library.entities.items()
    }
    moved = tuple(Faulty.of(kind, library.entities[kind][id].model_dump(mode="json")) for kind, id in sorted(keys))
    return replace(library, entities=MappingProxyType(kept), faulty=(*library.faulty, *moved))
