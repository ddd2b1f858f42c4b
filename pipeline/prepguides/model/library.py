"""All valid content, by kind and id, and where each piece stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from .content import KIND_OF
from .content.base import Identified, Markup, Plain, Ref
from .content.claim import Claim
from .content.cohort import Cohort
from .content.question import Question
from .diagnostic import Place
from .draft_question import DraftQuestion
from .request import PROJECT_FILE
from .settings import Settings
from .source import Loc, Source, Spot
from .walk import marked

E = TypeVar("E", bound=Identified)

MEMBERSHIP_KEYS = ("role", "roles", "interview_type", "interview_types", "question")
"""Keys that say which guides collect an entity."""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list | tuple) else ()


@dataclass(frozen=True)
class Origin:
    """The file that an entity was written in, and its place there."""

    source: Source
    loc: Loc


@dataclass(frozen=True)
class Faulty:
    """An entity that did not pass: what can be said of it, so that whatever needs it is left unbuilt rather than built without it."""

    kind: str
    id: str
    hints: Mapping[str, tuple[str, ...]]
    """The ids found under its reference-like keys, such as `interview_type`."""

    @classmethod
    def of(cls, kind: str, raw: object) -> Faulty:
        """What an entity's raw mapping says of it, its id also where that key is misspelt."""
        if not isinstance(raw, Mapping):
            return cls(kind, "", {})
        hints = {key: _texts(raw[key]) for key in MEMBERSHIP_KEYS if key in raw}
        named = "id" if "id" in raw else next((key for key in raw if str(key).lower().startswith("id")), "id")
        return cls(kind, str(raw.get(named, "")), hints)


@dataclass(frozen=True)
class Library:
    """Immutable. Ids resolve: a reference of an entity in the library is to an entity in the library or in `faulty`."""

    settings: Settings
    entities: Mapping[str, Mapping[str, Identified]]
    """By kind and id."""
    origins: Mapping[Ref, Origin]
    faulty: tuple[Faulty, ...] = ()
    withheld: frozenset[Ref] = frozenset()
    """Sound entities that a cohort's view leaves out; whatever names them does without."""
    settings_source: Source | None = None
    drafts: Mapping[str, DraftQuestion] = field(default_factory=lambda: MappingProxyType({}))
    """By id, the questions that are not finished. They are no entities: nothing prints, counts or compares them. They have origins."""

    @property
    def faulty_kinds(self) -> frozenset[str]:
        """Kinds of which not all is known, so that nothing can be said to be missing."""
        return frozenset(lost.kind for lost in self.faulty)

    def all(self, model: type[E]) -> tuple[E, ...]:
        """The entities of a model, in the order of files and lines."""
        return tuple(entity for entity in self.of_kind(KIND_OF[model]) if isinstance(entity, model))

    def find(self, model: type[E], id: str) -> E | None:
        """The entity of that model and id; None when there is none."""
        entity = self.entities.get(KIND_OF[model], {}).get(id)
        return entity if isinstance(entity, model) else None

    def get(self, model: type[E], id: str) -> E:
        """The entity, whose reference `validate` has checked; KeyError otherwise."""
        entity = self.find(model, id)
        if entity is None:
            raise KeyError(id)
        return entity

    def of_kind(self, kind: str) -> tuple[Identified, ...]:
        """The entities of a kind that is known only when the program runs."""
        return tuple(self.entities.get(kind, {}).values())

    def entity(self, ref: Ref) -> Identified | None:
        """Whatever the reference names; None when it dangles."""
        return self.entities.get(ref.kind, {}).get(ref.id)

    def without(self, keys: frozenset[Ref]) -> Library:
        """This library without these entities, and without what cannot stand without them: answers to a question that is gone."""
        questions = {id for kind, id in keys if kind == "questions"}
        types = {id for kind, id in keys if kind == "interview_types"}
        questions |= {question.id for question in self.all(Question) if question.interview_type in types}
        cascade = {
            Ref(kind, entity.id)
            for kind in ("questions", "worked_examples", "calibrations", "mock_scripts", "drills")
            for entity in self.of_kind(kind)
            if getattr(entity, "question", None) in questions or getattr(entity, "interview_type", None) in types
        }
        gone = keys | cascade
        kept: dict[str, Mapping[str, Identified]] = {
            kind: {id: entity for id, entity in group.items() if Ref(kind, id) not in gone} for kind, group in self.entities.items()
        }
        frozen = MappingProxyType({kind: MappingProxyType(group) for kind, group in kept.items()})
        return replace(self, entities=frozen, withheld=self.withheld | gone)

    @property
    def claims(self) -> tuple[Claim, ...]:
        return self.all(Claim)

    def place(self, ref: Ref, loc: Spot = (), *, key: bool = False) -> Place:
        """Where an entity, a value inside it, or some words of that value stand."""
        origin = self.origins[ref]
        return origin.source.place((*origin.loc, *loc), key=key)

    def place_of_asset(self, address: str) -> Place | None:
        """Where an author wrote the address of an image or a font: in a page's Markdown, or under a cohort's brand."""
        for ref, entity in self.walk():
            if isinstance(entity, Cohort) and entity.brand.logo == address:
                return self.place(ref, ("brand", "logo"))
            if isinstance(entity, Cohort) and (font := _loc_of_font(entity, address)):
                return self.place(ref, font)
            for loc, _, text in marked(entity, Markup):
                if f"]({address}" in text:
                    start = text.index(f"]({address}") + 2
                    return self.place(ref, (*loc, range(start, start + len(address))))
        return None

    def place_of_setting(self, *loc: str | int) -> Place:
        """Where `project.yaml` says it; the file, when it does not."""
        stated = self.settings_source is not None and loc in self.settings_source.spans
        return self.settings_source.place(loc) if self.settings_source and stated else Place(PROJECT_FILE)

    def texts(self) -> Iterator[tuple[Ref, Loc, str]]:
        """Every text that an author has written in an entity, Markdown first, with its place."""
        for ref, entity in self.walk():
            for mark in (Markup, Plain):
                for loc, _, text in marked(entity, mark):
                    yield ref, loc, text

    def is_draft(self, ref: Ref) -> bool:
        return ref.kind == "questions" and ref.id in self.drafts

    def walk(self) -> Iterator[tuple[Ref, Identified]]:
        """Every entity with its reference."""
        for kind, entities in self.entities.items():
            for id, entity in entities.items():
                yield Ref(kind, id), entity


def _loc_of_font(cohort: Cohort, file: str) -> Loc | None:
    """Where a cohort names that font file."""
    fonts = cohort.brand.fonts
    named: list[tuple[str, Loc]] = [(face.file, ("faces", index, "file")) for index, face in enumerate(fonts.faces)]
    named += [(face.file, ("fallback", script, index)) for script, faces in fonts.fallback.items() for index, face in enumerate(faces)]
    return next((("brand", "fonts", *loc) for name, loc in named if name == file), None)
