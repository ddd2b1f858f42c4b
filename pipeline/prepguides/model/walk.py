"""Walks over content models by the marks on their fields: references and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from .source import Loc


def marked(value: Any, mark: type[Any]) -> Iterator[tuple[Loc, Any, Any]]:
    """Every `(loc, mark, value)` below a model whose field bears a mark of that type, keys of mappings included."""
    yield from _in_model(value, mark, ())


def _in_model(model: BaseModel, mark: type[Any], loc: Loc) -> Iterator[tuple[Loc, Any, Any]]:
    for name, annotation in _annotations(type(model)).items():
        yield from _in_value(getattr(model, name), annotation, mark, (*loc, name))


def _in_value(value: Any, annotation: Any, mark: type[Any], loc: Loc) -> Iterator[tuple[Loc, Any, Any]]:
    if value is None:
        return
    if isinstance(value, BaseModel):
        yield from _in_model(value, mark, loc)
        return
    found = _mark_of(annotation, mark)
    if found is not None and isinstance(value, str):
        yield loc, found, value
        return
    arguments = _arguments(annotation)
    if not arguments:  # text and numbers; and what an override holds, whose meaning is another field's
        return
    if isinstance(value, Mapping):
        key_annotation, value_annotation = arguments
        for key, inner in value.items():
            yield from _in_value(key, key_annotation, mark, (*loc, key))
            yield from _in_value(inner, value_annotation, mark, (*loc, key))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _in_value(inner, arguments[0], mark, (*loc, index))


@cache
def _annotations(model: type[BaseModel]) -> dict[str, Any]:
    return {
        name: Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
        for name, info in model.model_fields.items()
    }


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
