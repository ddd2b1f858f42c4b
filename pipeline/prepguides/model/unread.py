"""What stands in an item of a file that is no sound entity: its references and texts, as far as they can be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Generic, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from .source import Loc
from .walk import arguments_of, mark_of

M = TypeVar("M")


@dataclass(frozen=True)
class Written(Generic[M]):
    """A text whose field bears a mark, and where it stands in the item. A key of a mapping may be such a text."""

    loc: Loc
    mark: M
    text: str
    is_key: bool = False


def marked_in(raw: object, annotation: object, mark: type[M], loc: Loc = ()) -> Iterator[Written[M]]:
    """Every text that a sound value of the annotation would have a mark of that type on.

    A misspelt field is taken for the missing one that is spelled most like it, and a text in place of a list for the only item of it.
    """
    models = tuple(_models_of(annotation))
    found = mark_of(annotation, mark)
    arguments = arguments_of(annotation)
    if isinstance(raw, Mapping) and models:
        yield from _in_fields(raw, max(models, key=lambda model: _likeness(raw, model)), mark, loc)
    elif isinstance(raw, Mapping) and len(arguments) == 2 and arguments[1] is not Ellipsis:
        for key, value in raw.items():
            key_mark = mark_of(arguments[0], mark)
            if key_mark is not None and isinstance(key, str):
                yield Written((*loc, key), key_mark, key, is_key=True)
            yield from marked_in(value, arguments[1], mark, (*loc, key))
    elif isinstance(raw, str) and found is not None:
        yield Written(loc, found, raw.strip())
    elif isinstance(raw, str | list) and len(arguments) == 2 and arguments[1] is Ellipsis:
        items = [((*loc, index), item) for index, item in enumerate(raw)] if isinstance(raw, list) else [(loc, raw)]
        for at, item in items:
            yield from marked_in(item, arguments[0], mark, at)


def _in_fields(raw: Mapping[str, object], model: type[BaseModel], mark: type[M], loc: Loc) -> Iterator[Written[M]]:
    absent = [name for name in model.model_fields if name not in raw]
    for key, value in raw.items():
        name = key if key in model.model_fields else next(iter(get_close_matches(str(key), absent, n=1)), None)
        if name is not None:
            info = model.model_fields[name]
            annotation = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
            yield from marked_in(value, annotation, mark, (*loc, key))


def _models_of(annotation: object) -> Iterator[type[BaseModel]]:
    """The models that a value of the annotation may be of."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _models_of(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for option in get_args(annotation):
            yield from _models_of(option)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation


def _likeness(raw: Mapping[str, object], model: type[BaseModel]) -> tuple[bool, int]:
    """How much a mapping is like one of a model: it says which of a union it is, or it has the model's fields."""
    literals = {name: get_args(info.annotation) for name, info in model.model_fields.items() if get_origin(info.annotation) is Literal}
    says = any(raw.get(name) in options for name, options in literals.items() if isinstance(raw.get(name), str))
    return says, len(set(raw) & set(model.model_fields))
