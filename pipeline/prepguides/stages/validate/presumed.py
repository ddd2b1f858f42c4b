"""Ids that are named and that nothing has because of one fault elsewhere: the fault is reported, and not each reference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType

from ...model.content import KINDS
from ...model.content.base import CLAIM_PATTERN, SLUG_PATTERN, Identified, Markup, Ref, Refers
from ...model.diagnostic import MAX_WORD, Diagnostic, Place, nearest
from ...model.library import Faulty, Library
from ...model.naming import REFERENCE
from ...model.rules import RULES
from ...model.walk import marked
from ...text.markdown import claims_in
from .finding import Found
from .references import known_ids, named_by
from .unsound import Unsound

ALIKE = 0.8
"""Of two spellings of one id."""
MANY = 2
"""References that name the same id: it is the entity's own that is misspelt."""
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_IS_SLUG = re.compile(SLUG_PATTERN)
_IS_CLAIM = re.compile(CLAIM_PATTERN)


@dataclass(frozen=True)
class Presumed:
    """The library with what is presumed in it, and the faults of entities that are in it under the ids that they should have."""

    library: Library
    found: tuple[Found, ...]


def presumed(library: Library, unsound: Iterable[Unsound]) -> Presumed:
    """Of all that is named and is nowhere, what one fault explains.

    It may be the id of an entity that lacks its own or whose id is not spelled as ids are, or stand under a word that is no kind: then it
    is taken for faulty. And where several references agree on an id that an entity, which nothing names, has almost, the entity's own is
    misspelt: it gets that id, so that no other check misses it, and is reported.
    """
    known, places = known_ids(library), _named_places(library, unsound)
    unread = _Unread(library.faulty)
    faulty, found = list(library.faulty), list[Found]()
    for ref in [ref for ref in places if ref.kind in KINDS and ref.id not in known[ref.kind]]:
        if unread.may_have(ref, known[ref.kind]):
            faulty.append(Faulty(ref.kind, ref.id, {}))
        elif len(places[ref]) >= MANY and (entity := _misspelt(ref, library, places)):
            found.append(_of_the_id(ref, entity, places[ref], library))
            library = _with_id(entity, ref, library)
    return Presumed(replace(library, faulty=tuple(faulty)), tuple(found))


def _of_the_id(ref: Ref, entity: Identified, places: list[Place], library: Library) -> Found:
    message = f'{len(places)} references name {ref.kind} "{ref.id}", which is nowhere, and none names "{entity.id}"'
    hint = f'did you mean "{ref.id}"? The first reference is at {min(places)}'
    return ref, Diagnostic(RULES["PG301"], message, library.place(Ref(ref.kind, entity.id), ("id",)), hint)


def _with_id(entity: Identified, ref: Ref, library: Library) -> Library:
    """The library with the entity under another id, in the same place."""
    renamed = {
        (ref.id if id == entity.id else id): (entity.model_copy(update={"id": ref.id}) if id == entity.id else other)
        for id, other in library.entities[ref.kind].items()
    }
    entities = {**library.entities, ref.kind: MappingProxyType(renamed)}
    origins = {**library.origins, ref: library.origins[Ref(ref.kind, entity.id)]}
    return replace(library, entities=MappingProxyType(entities), origins=MappingProxyType(origins))


def _misspelt(ref: Ref, library: Library, places: dict[Ref, list[Place]]) -> Identified | None:
    """The entity that is meant by an id that is nowhere."""
    near = get_close_matches(ref.id[:MAX_WORD], library.entities[ref.kind], n=1, cutoff=ALIKE)
    return library.entity(Ref(ref.kind, near[0])) if near and Ref(ref.kind, near[0]) not in places else None


def _named_places(library: Library, unsound: Iterable[Unsound]) -> dict[Ref, list[Place]]:
    """All that is named, each with the places that name it, if it is nowhere."""
    places: dict[Ref, list[Place]] = {}
    known = known_ids(library)
    for ref, entity in library.walk():
        fields = ((loc, named_by(mark, value)) for loc, mark, value in marked(entity, Refers))
        texts = ((loc, named) for loc, _, text in marked(entity, Markup) for named in _named_in(text))
        for loc, named in (*fields, *texts):
            there = places.setdefault(named, [])
            if named.id not in known.get(named.kind, ()):
                there.append(library.place(ref, loc))
    for item in unsound:
        for each, place in item.references():
            places.setdefault(named_by(each.mark, each.text), []).append(place)
        for loc, text in item.texts():
            for named in _named_in(text):
                places.setdefault(named, []).append(item.place(loc))
    return places


def _named_in(text: str) -> Iterator[Ref]:
    """What a text refers to, and the claims that it states."""
    if "[[" in text:
        yield from (Ref.of(match[1]) for match in REFERENCE.finditer(text))
    if "{claim=" in text:
        yield from (Ref("claims", claim) for claim in claims_in(text))


class _Unread:
    """Entities of which the id, or the kind, cannot be read."""

    def __init__(self, faulty: Iterable[Faulty]) -> None:
        self._faulty = tuple(faulty)

    @cached_property
    def _of_no_kind(self) -> frozenset[str]:
        """Ids of what stands under words that are no kind: it may be of any."""
        return frozenset(lost.id for lost in self._faulty if lost.kind not in KINDS)

    @cached_property
    def _garbled(self) -> dict[str, set[str]]:
        """By kind, what the ids would be that are not spelled as ids are; of an entity without one, nothing."""
        garbled: dict[str, set[str]] = {}
        for lost in self._faulty:
            id = lost.id[:MAX_WORD]
            if lost.kind == "claims" and not _IS_CLAIM.match(id):
                garbled.setdefault("claims", set()).add(id)
            elif lost.kind != "claims" and not _IS_SLUG.match(id):
                garbled.setdefault(lost.kind, set()).add(_NO_SLUG.sub("-", id.lower()).strip("-"))
        return garbled

    def may_have(self, ref: Ref, known: set[str]) -> bool:
        """Whether one of them may be meant. An entity without an id may be any that is not spelled almost like a known one."""
        garbled = self._garbled.get(ref.kind, set())
        if ref.id in self._of_no_kind or get_close_matches(ref.id[:MAX_WORD], garbled, n=1, cutoff=ALIKE):
            return True
        return "" in garbled and not nearest(ref.id, known - {""})
