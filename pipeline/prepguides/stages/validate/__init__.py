"""Sources -> Library: one entity at a time, then entities among themselves. Pure."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from ...model.content.base import Ref
from ...model.diagnostic import Checked, Diagnostic, capped
from ...model.library import Faulty, Library
from ...model.source import Sources
from .cohort_rules import cohort_problems
from .collection import collection_problems
from .drafts import drafts_listed, unfinished, with_drafts, with_unknown_ids
from .references import dangling, orphans
from .salvage import salvaged
from .schema import read_entities, read_settings
from .semantics import semantic_problems

__all__ = ["validate"]


def validate(sources: Sources, *, drafts: bool = False) -> Checked[Library | None]:
    """Every sound entity, every problem of the others. None when the settings themselves are faulty.

    An entity with a problem of its own is left out and remembered as faulty. With `drafts`, unfinished questions are among the questions.
    """
    settings = read_settings(sources.settings)
    if settings.value is None:
        return Checked(None, settings.diagnostics)
    read = read_entities(sources.content, sources.assets)
    diagnostics: list[Diagnostic] = [*settings.diagnostics, *read.diagnostics]
    faulty: list[Faulty] = [*read.value.faulty, *salvaged(sources.lost)]
    library = Library(settings.value, read.value.entities, read.value.origins, tuple(faulty), settings_source=sources.settings)
    library = with_unknown_ids(replace(library, drafts=read.value.drafts))
    # All checks see the library as it was read, so that no fault hides another.
    checks = (orphans, dangling, semantic_problems, collection_problems, *(() if drafts else (unfinished,)))
    found = [problem for check in checks for problem in check(library)] + cohort_problems(library, sources.assets)
    diagnostics.extend(diagnostic for _, diagnostic in found)
    diagnostics.extend(drafts_listed(library))
    library = _without(library, {key for key, diagnostic in found if diagnostic.is_error})
    return Checked(with_drafts(library) if drafts else library, capped(diagnostics))


def _without(library: Library, keys: set[Ref]) -> Library:
    """The library with these entities moved to `faulty`."""
    if not keys:
        return library
    kept = {
        kind: MappingProxyType({id: entity for id, entity in entities.items() if Ref(kind, id) not in keys})
        for kind, entities in library.entities.items()
    }
    moved = tuple(Faulty.of(kind, library.entities[kind][id].model_dump(mode="json")) for kind, id in sorted(keys))
    return replace(library, entities=MappingProxyType(kept), faulty=(*library.faulty, *moved))
