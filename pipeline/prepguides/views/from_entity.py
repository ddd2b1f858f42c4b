"""An entity -> its view, by the names and types of the view's fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel

V = TypeVar("V")
_Convert = Callable[[object], object]


def view_of(view: type[V], entity: BaseModel, **more: object) -> V:
    """The entity as a view of that class.

    A field takes what the entity has under its name; a model inside it becomes the view that the field is typed with. `more` are
    the fields that the entity does not have, or has in another form.
    """
    known = _taken(view, type(entity))  # type: ignore[arg-type]  # classes are hashable
    taken = {field.name: field.convert(getattr(entity, field.name)) for field in known if field.name not in more}
    return cast(Callable[..., V], view)(**taken, **more)


@dataclass(frozen=True)
class _Taken:
    """A field of a view that an entity has too."""

    name: str
    convert: _Convert


@cache
def _taken(view: type[object], model: type[BaseModel]) -> tuple[_Taken, ...]:
    hints = get_type_hints(view)
    names = [field.name for field in fields(view) if field.name in model.model_fields]  # type: ignore[arg-type]  # a dataclass
    return tuple(_Taken(name, _conversion(hints[name])) for name in names)


def _conversion(hint: object) -> _Convert:
    """How a value of a model becomes one of that type: views in place of models, at any depth of tuples and mappings."""
    view = _view_in(hint)
    if view is None:
        return _as_it_is
    if view is hint:
        return lambda value: view_of(view, cast(BaseModel, value))
    inner = next(argument for argument in reversed(get_args(hint)) if _view_in(argument) is not None)
    convert = _conversion(inner)
    if get_origin(hint) is tuple:
        return lambda value: tuple(convert(item) for item in cast(tuple[object, ...], value))
    if get_origin(hint) in (Union, UnionType):
        return lambda value: None if value is None else convert(value)
    return lambda value: {key: convert(item) for key, item in cast(Mapping[str, object], value).items()}


def _as_it_is(value: object) -> object:
    return value


def _view_in(hint: object) -> type[object] | None:
    """The class of views that the type is, holds or maps to; none where it is text, numbers or containers of them."""
    if isinstance(hint, type) and is_dataclass(hint):
        return hint
    return next((found for argument in get_args(hint) if (found := _view_in(argument)) is not None), None)
