"""Walks over content models by the marks on their fields: references and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from .source import Loc


def marked(value: Any, mark: type[Any]) -> Iterator[tuple[Loc, Any, Any]]:
    """Every `(loc, mark, value)` below a model whose field bears a mark of that type, keys of mappings included."""
    yield from _in_model(value, mark, ())


@dataclass(frozen=True)
class _Shape:
    """What an annotation says: its mark, and the shapes of its arguments."""

    mark: Any | None
    arguments: tuple[_Shape, ...]


def _in_model(model: BaseModel, mark: type[Any], loc: Loc) -> Iterator[tuple[Loc, Any, Any]]:
    for name, shape in _shapes(type(model), mark).items():  # type: ignore[arg-type]  # classes are hashable
        yield from _in_value(getattr(model, name), shape, mark, (*loc, name))


def _in_value(value: Any, shape: _Shape, mark: type[Any], loc: Loc) -> Iterator[tuple[Loc, Any, Any]]:
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
def _shapes(model: type[BaseModel], mark: type[Any]) -> dict[str, _Shape]:
    """Of a model's fields. Annotations are read once: a walk over the library asks for them half a million times."""
    return {
        name: _shape(Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation, mark)
        for name, info in model.model_fields.items()
    }


def _shape(annotation: Any, mark: type[Any]) -> _Shape:
    return _Shape(_mark_of(annotation, mark), tuple(_shape(argument, mark) for argument in _arguments(annotation)))


def _mark_of(annotation: Any, mark: type[Any]) -> Any | None:
    if get_origin(annotation) is Annotated:
        base, *metadata = get_args(annotation)
        return next((item for item in metadata if isinstance(item, mark)), None) or _mark_of(base, mark)
    if get_origin(annotation) in (Union, UnionType):
        return next((found for part in get_args(annotation) if (found := _mark_of(part, mark)) is not None), None)
    return None


def _arguments(annotation: Any) -> tuple[Any, ...]:
    """The type arguments of a tuple or mapping, through `Annotated` and optional."""
    if get_origin(annotation) is Annotated:
        return _arguments(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return next((found for part in get_args(annotation) if (found := _arguments(part))), ())
    return get_args(annotation)
