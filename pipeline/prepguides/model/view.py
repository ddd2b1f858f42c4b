"""What every view is: frozen data for a partial, which says what it prints, where it can be linked to and what it cites.

A template reads the fields alone; the methods are for the stages that number, link and check an edition.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from .content.base import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """An entity of the content, as partials read it."""

    KIND: ClassVar[str]

    id: str
    """Its id, unique among entities of its kind."""
    claims: tuple[str, ...] = ()
    """Claims that the element that prints it as a whole must name, with the macro `claims`."""
    sources: tuple[str, ...] = ()
    """Ids of the resources where a reader can check it."""

    @property
    def ref(self) -> Ref:
        """How the content calls it."""
        return Ref(self.KIND, self.id)

    def items(self) -> tuple[Ref, ...]:
        """What is printed with it: itself, and the entities inside it."""
        return (self.ref,)

    def anchors(self) -> Mapping[str, int | None]:
        """The HTML ids that links may lead to, each with the number printed there."""
        return {}

    def citations(self) -> tuple[str, ...]:
        """Ids of the resources that it cites."""
        return self.sources

    def beside(self, taken: Set[str]) -> Self:
        """The same where these HTML ids are taken: with another id, and a pointer to where the entity stands already."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchoredView(EntityView):
    """An entity that is printed as a whole, where links may lead."""

    anchor: str
    """The HTML id of the element that prints it."""
    earlier: str | None = None
    """The HTML id of where the edition printed it before; none where this is the first time."""

    def anchors(self) -> Mapping[str, int | None]:
        return {self.anchor: None}

    def beside(self, taken: Set[str]) -> Self:
        return replace(self, anchor=free(self.anchor, taken), earlier=self.anchor) if self.anchor in taken else self


def free(anchor: str, taken: Set[str]) -> str:
    """An HTML id like this one that is not taken."""
    while anchor in taken:
        anchor += "-again"
    return anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """What the partial of one section reads: a subclass for each section kind."""

    PRINTS_ENTITIES: ClassVar[bool] = True
    """Whether there is nothing to print without any."""

    def entities(self) -> tuple[EntityView, ...]:
        """The entities that the section is about, in the order in which it prints them."""
        return ()

    @property
    def heading(self) -> str | None:
        """What stands above a section that shows one entity, unless the guide says otherwise."""
        return None

    @property
    def is_empty(self) -> bool:
        """Whether a section with this view would print its heading alone."""
        return self.PRINTS_ENTITIES and not self.entities()

    def items(self) -> tuple[Ref, ...]:
        """What the section prints, each once."""
        return tuple(dict.fromkeys(ref for entity in self.entities() for ref in entity.items()))

    def anchors(self) -> Mapping[str, int | None]:
        """The HTML ids in the section that links may lead to, each with the number printed there."""
        return {anchor: number for entity in self.entities() for anchor, number in entity.anchors().items()}

    def citations(self) -> tuple[str, ...]:
        """Ids of the resources that the section cites, each once."""
        return tuple(dict.fromkeys(id for entity in self.entities() for id in entity.citations()))

    def beside(self, taken: Set[str]) -> Self:
        """The same where these HTML ids are taken, with others in their place."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesView(SectionView):
    """A section that prints entities of one kind, one after the other."""

    entries: tuple[EntityView, ...]
    """The entities."""

    def entities(self) -> tuple[EntityView, ...]:
        return self.entries

    def beside(self, taken: Set[str]) -> Self:
        entries: list[EntityView] = []
        met = set(taken)
        for entry in self.entries:
            entries.append(entry.beside(met))
            met.update(entries[-1].anchors())
        return replace(self, entries=tuple(entries))
