"""Examples of views, made from the types of their fields: the least that a partial may be handed, and the most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from prepguides.model.content import base
from prepguides.model.content.cohort import CohortFace
from prepguides.model.content.faces import FallbackFace
from prepguides.model.edition import Edition, EditionPart, EditionSection, RoleNames
from prepguides.model.view import SectionView
from prepguides.views.guide_views import Contents, Notes, Opener
from prepguides.views.role_views import RoleView

V = TypeVar("V")
IDS = ("one", "two", "three")
"""Ids, of roles and criteria and whatever else is looked up: the keys of every mapping by id."""
_LOOKED_UP = {"id", "role", "criterion", "ahead", "start", "target", "alone"}
"""Fields that hold such an id."""
_FACES: dict[Any, object] = {CohortFace: CohortFace(family="Sans", file="sans.ttf"), FallbackFace: FallbackFace(file="sans.ttf")}
_TEXTS = {base.Date: "2027-01-18", base.Color: "#2F5D50"}


@dataclass(frozen=True)
class Examples:
    """A full example has every optional field and several of every list; the least has one of what a section is made of."""

    full: bool
    roles: int
    """How many roles the guide has."""

    def of(self, view: type[V], index: int = 0) -> V:
        """An example of the class; `index` is its place in a list."""
        hints = get_type_hints(view, include_extras=True)
        wanted = [field for field in fields(view) if self.full or field.default is MISSING]  # type: ignore[arg-type]  # a dataclass
        return cast(V, cast(Any, view)(**{field.name: self._value(hints[field.name], field.name, index) for field in wanted}))

    def edition(self, kind: str, view: SectionView) -> Edition:
        """An edition with a section that prints the view, a page for notes and parts for the coach."""
        full = self.full
        section = EditionSection(kind=kind, title="Title" if full else None, anchor="section", view=view, start="page" if full else None)
        notes = EditionSection(kind="notes", title="Notes", anchor="notes", view=Notes(pages=1))
        part = replace(self.of(EditionPart), sections=(section, notes), view=self.of(Opener) if self.full else None, number=1)
        coach = replace(part, audience="coach", number=2, view=None, sections=())
        return replace(self.of(Edition), parts=(part, coach, replace(coach, number=None)))

    def _value(self, hint: Any, name: str, index: int) -> Any:
        if hint in _TEXTS:
            return _TEXTS[hint]
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self._value(arguments[0], name, index)
        if origin is Literal:
            return arguments[index % len(arguments)]
        if origin in (Union, UnionType):
            return self._union(arguments, name, index)
        if origin is tuple:
            return self._tuple(arguments, name)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            keys = get_args(arguments[0]) or IDS
            return {key: self._value(arguments[1], name, place) for place, key in enumerate(keys)}
        if hint is SectionView:
            return Contents()
        if hint in _FACES:
            return _FACES[hint]
        if is_dataclass(hint):
            return self.of(cast(type[Any], hint), index)
        return self._leaf(hint, name, index)

    def _union(self, arguments: tuple[Any, ...], name: str, index: int) -> Any:
        options = [argument for argument in arguments if argument is not type(None)]
        if len(options) < len(arguments) and not self.full:
            return None
        if all(map(is_dataclass, options)) or len(options) < len(arguments):
            return self._value(options[index % len(options)], name, index)
        return "label" if index == 0 else 2.0

    def _tuple(self, arguments: tuple[Any, ...], name: str) -> tuple[Any, ...]:
        if arguments[-1] is not Ellipsis:
            return tuple(self._value(argument, name, index) for index, argument in enumerate(arguments))
        return tuple(self._value(arguments[0], name, index) for index in range(self._length(arguments[0])))

    def _length(self, item: Any) -> int:
        """Several of each, and enough that an item of every variety is among them; at the least one, and none of what is mere text."""
        if item in (RoleView, RoleNames):
            return self.roles
        if not self.full:
            return 2 if get_origin(item) is UnionType else 1 if is_dataclass(item) or get_origin(item) is tuple else 0
        hints = get_type_hints(item, include_extras=True).values() if is_dataclass(item) else ()
        return max(3, *(len(get_args(hint)) for hint in hints if get_origin(hint) in (Literal, UnionType)), 0)

    def _leaf(self, hint: Any, name: str, index: int) -> Any:
        if hint is str and name == "language":
            return "en-US"
        if hint is str:
            return IDS[index % len(IDS)] if name in _LOOKED_UP else f"{name} {index}"
        return {int: 2, float: 2.0, bool: self.full}[hint]
