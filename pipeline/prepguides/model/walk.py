"""Walks over content models by the marks on their fields: references and Markdown."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import UnionType
from typing import Annotated, Generic, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel

from .source import Loc

M = TypeVar("M")


def marked(value: BaseModel, mark: type[M]) -> Iterator[tuple[Loc, M, str]]:
    """Every `(loc, mark, value)` below a model whose field bears a mark of that type, keys of mappings included."""
    yield from cast("tuple[tuple[Loc, M, str], ...]", _remembered(_Itself(value), cast("Hashable", mark)))


class _Itself:
    """A model, equal to itself alone: models are frozen, and comparing them by their fields takes as long as a walk."""

    __slots__ = ("model",)

    def __init__(self, model: BaseModel) -> None:
        self.model = model

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.model is other.model

    def __hash__(self) -> int:
        return id(self.model)


@lru_cache(maxsize=16_384)
def _remembered(itself: _Itself, mark: type[object]) -> tuple[tuple[Loc, object, str], ...]:
    """Each check of a library walks over all of it, and after an edit all entities but one are the same objects."""
    return tuple(_in_model(itself.model, mark, ()))


@dataclass(frozen=True)
class _Shape(Generic[M]):
    """What an annotation says: its mark, and the shapes of its arguments."""

    mark: M | None
    arguments: tuple[_Shape[M], ...]


def _in_model(model: BaseModel, mark: type[M], loc: Loc) -> Iterator[tuple[Loc, M, str]]:
    for name, shape in cast("dict[str, _Shape[M]]", _shapes(type(model), cast("Hashable", mark))).items():
        yield from _in_value(getattr(model, name), shape, mark, (*loc, name))


def _in_value(value: object, shape: _Shape[M], mark: type[M], loc: Loc) -> Iterator[tuple[Loc, M, str]]:
    if value is None:
        return
    if isinstance(value, BaseModel):
        yield from _in_model(value, mark, loc)
        return
    if shape.mark is not None and isinstance(value, str):
        yield loc, shape.mark, value
        return
    if not shape.arguments:  # text and numbers; and what an override holds, whose meaning is another field's
        return
    if isinstance(value, Mapping):
        of_keys, of_values = shape.arguments
        for key, inner in value.items():
            yield from _in_value(key, of_keys, mark, (*loc, key))
            yield from _in_value(inner, of_values, mark, (*loc, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _in_value(inner, shape.arguments[0], mark, (*loc, index))


@cache
def _shapes(model: type[BaseModel], mark: type[object]) -> dict[str, _Shape[object]]:
    """Of a model's fields. Annotations are read once: a walk over the library asks for them half a million times."""
    return {
        name: _shape(Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation, mark)
        for name, info in model.model_fields.items()
    }


def _shape(annotation: object, mark: type[M]) -> _Shape[M]:
    return _Shape(mark_of(annotation, mark), tuple(_shape(argument, mark) for argument in arguments_of(annotation)))


def mark_of(annotation: object, mark: type[M]) -> M | None:
    """The mark of that type on an annotation itself; None where there is none, or only on its arguments."""
    if get_origin(annotation) is Annotated:
        base, *metadata = get_args(annotation)
        return next((item for item in metadata if isinstance(item, mark)), None) or mark_of(base, mark)
    if get_origin(annotation) in (Union, UnionType):
        return next((found for part in get_args(annotation) if (found := mark_of(part, mark)) is not None), None)
    return None


def arguments_of(annotation: object) -> tuple[object, ...]:
    """The type arguments of a tuple or mapping, through `Annotated` and optional."""
    if get_origin(annotation) is Annotated:
        return arguments_of(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return next((found for part in get_args(annotation) if (found := arguments_of(part))), ())
    return get_args(annotation)
