"""Entities among themselves: every id that is named exists, and every entity is named where it must be."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from ...model.content import ref_of
from ...model.content.base import Identified, Markup, Ref, Refers
from ...model.content.claim import Claim
from ...model.diagnostic import Diagnostic, nearest
from ...model.library import Library
from ...model.naming import unnamed
from ...model.rules import RULES
from ...model.source import Loc
from ...model.walk import marked
from ...text.markdown import claims_in
from .finding import Found
from .unsound import Unsound

_NAMED_ELSEWHERE = {
    "frameworks": ("interview_types",),
    "rubrics": ("interview_types",),
    "hire_scales": ("rubrics",),
    "competencies": ("roles",),
    "interview_types": ("roles",),
    "formats": ("questions",),
    "phases": ("involvements",),
    "stakeholders": ("stakeholder_links",),
    "pages": ("guides", "cohorts"),
}
"""Kinds that print only through another kind that names them, to those kinds."""


def named_by(mark: Refers, value: str) -> Ref:
    """The entity that a field with this mark names."""
    return Ref(mark.kind, value) if mark.kind != "*" else Ref.of(value)


def dangling_in(unsound: Iterable[Unsound], library: Library) -> Iterator[Diagnostic]:
    """The same of what is faulty for another reason, as far as its fields can be told."""
    known = known_ids(library)
    for item in unsound:
        for each, place in item.references():
            if problem := unresolved(each.mark, each.text, known):
                yield Diagnostic(RULES["PG301"], problem[0], place, problem[1])
        for loc, text in item.texts():
            if "[[" in text:
                yield from (
                    Diagnostic(RULES["PG301"], words, item.place((*loc, span)), hint) for span, words, hint in unnamed(text, library)
                )
            if item.kind != "claims":
                for span, claim in _unknown_claims(text, known["claims"]):
                    yield Diagnostic(RULES["PG206"], f'no claim "{claim}"', item.place((*loc, span)), nearest(claim, known["claims"]))


def dangling(library: Library) -> list[Found]:
    """References to nothing, and claim marks of unknown claims."""
    known = known_ids(library)
    found: list[Found] = []
    for ref, entity in library.walk():
        for loc, mark, value in marked(entity, Refers):
            problem = unresolved(mark, value, known)
            if problem:
                place = library.place(ref, loc, key=_is_key(entity, loc))
                found.append((ref, Diagnostic(RULES["PG301"], problem[0], place, problem[1])))
        found.extend(_unnamed(library, ref, entity))
        if not isinstance(entity, Claim):
            found.extend(_claim_marks(library, ref, entity, known["claims"]))
    return found


def _unnamed(library: Library, ref: Ref, entity: Identified) -> Iterator[Found]:
    """References inside texts to nothing, or to what has no name."""
    for loc, _, text in marked(entity, Markup):
        if "[[" in text:
            for span, message, hint in unnamed(text, library):
                yield ref, Diagnostic(RULES["PG301"], message, library.place(ref, (*loc, span)), hint)


def _is_key(entity: Identified, loc: Loc) -> bool:
    """Whether loc ends at a key of a mapping, which is itself the reference."""
    value: object = entity
    for part in loc[:-1]:
        if isinstance(value, dict):
            value = value[part]
        else:
            value = value[part] if isinstance(value, tuple) and isinstance(part, int) else getattr(value, str(part))
    return isinstance(value, dict)


def known_ids(library: Library) -> dict[str, set[str]]:
    """Every id by kind, those of faulty entities and of drafts included."""
    known = {kind: set(entities) for kind, entities in library.entities.items()}
    known["questions"] |= set(library.drafts)
    for lost in library.faulty:
        known.setdefault(lost.kind, set()).add(lost.id)
    return known


def unresolved(mark: Refers, value: str, known: dict[str, set[str]]) -> tuple[str, str] | None:
    """Message and hint when the id is nobody's."""
    kind, id = named_by(mark, value)
    if kind not in known:
        return f'no kind "{kind}"', nearest(kind, known)
    if id in known[kind]:
        return None
    return f'no {kind} with the id "{id}"', nearest(id, known[kind])


def name_nothing(entities: Iterable[Identified], kinds: Container[str], library: Library) -> bool:
    """Whether one of the entities names something of these kinds that is nowhere, and may be meant to name anything of them."""
    known = known_ids(library)
    named = (each for entity in entities for each in marked(entity, Refers))
    return any(mark.kind in kinds and unresolved(mark, value, known) for _, mark, value in named)


def _claim_marks(library: Library, ref: Ref, entity: Identified, claims: set[str]) -> Iterator[Found]:
    for loc, _, text in marked(entity, Markup):
        for span, claim in _unknown_claims(text, claims):
            yield ref, Diagnostic(RULES["PG206"], f'no claim "{claim}"', library.place(ref, (*loc, span)), nearest(claim, claims))


def _unknown_claims(text: str, claims: set[str]) -> Iterator[tuple[range, str]]:
    for claim in claims_in(text):
        if claim not in claims:
            start = text.index(f"{{claim={claim}}}")
            yield range(start, start + len(claim) + 8), claim


def orphans(library: Library) -> list[Found]:
    """Entities that can print only through another, and that none names; what a faulty one names is not known.

    Nor is what a reference to nothing means: it may be any of its kind, and is reported itself.
    """
    known = known_ids(library)
    named: dict[str, set[str]] = {kind: set() for kind in library.entities}
    for entity in (*(entity for _, entity in library.walk()), *(draft.question for draft in library.drafts.values())):
        for _, mark, value in marked(entity, Refers):
            kind, id = named_by(mark, value)
            named.setdefault(kind, set()).add(id)
    return [
        (ref_of(entity), Diagnostic(RULES["PG320"], message, library.place(ref_of(entity), ("id",)), "name it, or remove it"))
        for kind, namers in _NAMED_ELSEWHERE.items()
        if library.faulty_kinds.isdisjoint(namers) and named[kind] <= known[kind]
        for entity in library.of_kind(kind)
        if entity.id not in named[kind]
        for message in (f'"{entity.id}" is named by no {" or ".join(namers)}',)
    ]
