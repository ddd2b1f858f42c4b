"""What one edition may take from the library, and what it asked for in vain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ...model.content import KIND_OF
from ...model.content.base import Audience, Identified, Ref
from ...model.content.cohort import Cohort
from ...model.content.guide import Guide, Section
from ...model.content.interviews import InterviewType
from ...model.content.question import Question
from ...model.content.roles import Role
from ...model.library import Faulty, Library
from ...text.labels import SOURCE, Labels, labels_in

T = TypeVar("T")
E = TypeVar("E", bound=Identified)


@dataclass
class EditionContext:
    """The library as one edition sees it. `missing` collects the faulty entities that the edition would have printed."""

    library: Library
    guide: Guide
    audience: Audience
    cohort: Cohort
    labels: Labels = field(default_factory=lambda: labels_in(SOURCE))
    missing: set[str] = field(default_factory=set)

    def whole(self, build: Callable[[], T]) -> tuple[T, bool]:
        """What `build` makes, and whether it asked for a faulty entity."""
        before, self.missing = self.missing, set()
        made = build()
        lost, self.missing = self.missing, before | self.missing
        return made, bool(lost)

    @property
    def roles(self) -> tuple[Role, ...]:
        return self.some(Role, self.guide.roles)

    @property
    def interview_types(self) -> tuple[InterviewType, ...]:
        """Those that the guide's roles name, in the roles' order."""
        return self.some(InterviewType, dict.fromkeys(id for role in self.roles for id in role.interview_types))

    def entity(self, ref: Ref) -> Identified | None:
        """The entity, or None: when it is faulty, that is remembered; when the cohort goes without it, that is as it should be."""
        entity = self.library.entity(ref)
        if entity is None and ref not in self.library.withheld:
            self.missing.add(str(ref))
        return entity

    def one(self, model: type[E], id: str) -> E | None:
        """The same of a model; None also when the kind's entity of that id is of another model."""
        entity = self.entity(Ref(KIND_OF[model], id))
        return entity if isinstance(entity, model) else None

    def some(self, model: type[E], ids: Iterable[str]) -> tuple[E, ...]:
        return tuple(entity for id in ids if (entity := self.one(model, id)))

    def names(self, model: type[E], ids: Iterable[str]) -> tuple[str, ...]:
        """What the entities are called: their names, or their ids where they cannot be had."""
        return tuple(self.name(model, id) for id in ids)

    def name(self, model: type[E], id: str) -> str:
        return str(getattr(self.one(model, id), "name", id))

    def item(self, section: Section, model: type[E]) -> E | None:
        """The entity that the section names; its kind was checked with the guide."""
        return self.one(model, Ref.of(section.item).id) if section.item else None

    def listed(self, section: Section, model: type[E]) -> tuple[str, ...]:
        """The ids of the model's kind among the section's items."""
        return tuple(ref.id for ref in map(Ref.of, section.items) if ref.kind == KIND_OF[model])

    def collect(self, model: type[E], section: Section, matches: Callable[[E], bool]) -> tuple[E, ...]:
        """The entities that the section lists, or all that match, at most `section.take`, without what its audience may not read."""
        if section.items:
            found: Sequence[E] = self.some(model, self.listed(section, model))
        else:
            found = tuple(entity for entity in self.library.all(model) if matches(entity))
            kind = KIND_OF[model]
            self.missing.update(f"{kind}/{lost.id}" for lost in self.library.faulty if lost.kind == kind and self._would_match(lost))
        allowed = tuple(
            entity for entity in found if section.audience == "coach" or getattr(entity, "audience", "candidate") == "candidate"
        )
        return allowed[: section.take]

    def for_roles(self, model: type[E], section: Section) -> tuple[E, ...]:
        """Entities that name one of the guide's roles."""
        wanted = set(self.guide.roles)
        return self.collect(model, section, lambda entity: bool(wanted & set(getattr(entity, "roles", ()))))

    def _would_match(self, lost: Faulty) -> bool:
        """Whether a faulty entity belongs to this guide; without any sign of where it belongs, it does."""
        if not lost.hints:
            return True
        roles, types = set(self.guide.roles), {type.id for type in self.interview_types}
        named_types = {id for key in ("interview_type", "interview_types") for id in lost.hints.get(key, ())}
        named_types |= {type for id in lost.hints.get("question", ()) if (type := self._type_of(id))}
        if named_types:
            return bool(named_types & types)
        named_roles = {id for key in ("role", "roles") for id in lost.hints.get(key, ())}
        return bool(named_roles & roles) if named_roles else True

    def _type_of(self, question_id: str) -> str | None:
        question = self.library.find(Question, question_id)
        return question.interview_type if question else None
