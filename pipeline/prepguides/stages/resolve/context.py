"""What one edition may take from the library, and what it asked for in vain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ...model.content.base import Audience, Ref
from ...model.content.cohort import Cohort
from ...model.content.guide import Guide, Section
from ...model.content.interviews import InterviewType, Question
from ...model.content.roles import Role
from ...model.library import Faulty, Library

T = TypeVar("T")


@dataclass
class EditionContext:
    """The library as one edition sees it. `missing` collects the faulty entities that the edition would have printed."""

    library: Library
    guide: Guide
    audience: Audience
    cohort: Cohort
    missing: set[str] = field(default_factory=set)

    def whole(self, build: Callable[[], T]) -> T | None:
        """What `build` makes; None when it asked for a faulty entity."""
        before, self.missing = self.missing, set()
        made = build()
        lost, self.missing = self.missing, before | self.missing
        return None if lost else made

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(role for id in self.guide.roles if (role := self.one("roles", id)))

    @property
    def interview_types(self) -> tuple[InterviewType, ...]:
        """Those that the guide's roles name, in the roles' order."""
        ids = dict.fromkeys(id for role in self.roles for id in role.interview_types)
        return tuple(type for id in ids if (type := self.one("interview_types", id)))

    def one(self, kind: str, id: str) -> Any | None:
        """The entity, or None: when it is faulty, that is remembered; when the cohort goes without it, that is as it should be."""
        entity = self.library.entity(Ref(kind, id))
        if entity is None and (kind, id) not in self.library.withheld:
            self.missing.add(f"{kind}/{id}")
        return entity

    def some(self, kind: str, ids: Sequence[str]) -> tuple[Any, ...]:
        return tuple(entity for id in ids if (entity := self.one(kind, id)))

    def name(self, kind: str, id: str) -> str:
        entity = self.one(kind, id)
        return entity.name if entity else id

    def item(self, section: Section, kind: str) -> Any | None:
        """The entity that the section names; its kind was checked with the guide."""
        if section.item is None:
            return None
        return self.one(kind, section.item.split("/", 1)[1])

    def collect(self, kind: str, section: Section, matches: Callable[[Any], bool]) -> tuple[Any, ...]:
        """The entities that the section lists, or all that match, at most `section.take`, without what its audience may not read."""
        if section.items:
            found = self.some(kind, [ref.split("/", 1)[1] for ref in section.items if ref.startswith(f"{kind}/")])
        else:
            found = tuple(entity for entity in self.library.of_kind(kind) if matches(entity))
            lost = [entity for entity in self.library.faulty if entity.kind == kind and self._would_match(entity)]
            self.missing.update(f"{kind}/{entity.id}" for entity in lost)
        allowed = tuple(
            entity for entity in found if section.audience == "coach" or getattr(entity, "audience", "candidate") == "candidate"
        )
        return allowed[: section.take]

    def for_roles(self, kind: str, section: Section) -> tuple[Any, ...]:
        """Entities that name one of the guide's roles."""
        wanted = set(self.guide.roles)
        return self.collect(kind, section, lambda entity: bool(wanted & set(entity.roles)))

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
