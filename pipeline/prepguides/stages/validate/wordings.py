"""Pydantic's errors in our words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ...model.content.base import SLUG_PATTERN, Accent, Date, ItemRef, WebAddress
from ...model.content.cohort import AssetPath, Clock, FontPath, Target
from ...model.content.own_labels import LanguageTag
from ...model.diagnostic import nearest
from ...model.source import Loc

Words = tuple[str, str]
"""Message and hint."""


def words_of(item: ErrorDetails, model: object) -> Words:
    """What one of Pydantic's errors on that model says, in our words."""
    kind, inner = item["type"], item["loc"]
    name = str(inner[-1]) if inner else ""
    if kind == "missing":
        return f'missing field "{name}"', ""
    if kind == "extra_forbidden":
        fields = _fields_at(model, inner[:-1])
        if item["input"] is None and not re.fullmatch(r"\w+", name):
            return f'unknown field "{name}"', "quote the text before it: between { and }, a comma begins another field"
        return f'unknown field "{name}"', nearest(name, fields) or f"fields here are {', '.join(fields)}"
    message, hint = _words_for(kind, item.get("ctx", {}), item.get("input"), item["msg"])
    field_name = next((part for part in reversed(inner[:-2] if is_about_a_key(inner) else inner) if isinstance(part, str)), "")
    return f"{field_name}: {message}" if field_name else message, hint or _meaning_at(model, inner)


def is_about_a_key(loc: Loc) -> bool:
    """Whether Pydantic means a key of a mapping rather than its value: the part before the last is that key."""
    return len(loc) > 2 and loc[-1] == "[key]"


def _words_for(kind: str, context: Mapping[str, object], value: object, fallback: str) -> Words:
    """Our words for Pydantic's error type; its own message is the last resort, and never matched."""
    worded = _WORDINGS.get(kind)
    if worded is None:
        return fallback, ""
    return worded(context, value, f'"{value}"' if isinstance(value, str) and len(value) < 60 else "this")


def _literal(context: Mapping[str, object], value: object, shown: str) -> Words:
    options = [option.strip(" '\"") for option in str(context["expected"]).replace(" or ", ", ").split(",")]
    return f"{shown} is not one of {', '.join(options)}", nearest(str(value), options)


def _pattern(context: Mapping[str, object], value: object, shown: str) -> Words:
    if context["pattern"] == SLUG_PATTERN:
        return f"{shown} is not a slug", "slugs are lowercase words and digits joined by hyphens"
    form = _FORMS.get(str(context["pattern"]))
    return (f"{shown} is not {form}" if form else f"{shown} does not have the form {context['pattern']}"), ""


def _pattern_of(kind: object) -> str:
    """The pattern that a text type asks for."""
    return next(str(mark.pattern) for mark in get_args(kind)[1:] if getattr(mark, "pattern", None))


_FORMS = {
    _pattern_of(kind): form
    for kind, form in (
        (Accent, 'a color of the form "#RRGGBB"'),
        (Date, "a date of the form YYYY-MM-DD"),
        (WebAddress, "an address that starts with https:// or mailto:"),
        (ItemRef, "of the form kind/id, such as worksheets/star-sheet"),
        (Clock, "a time of the form HH:MM, such as 18:30"),
        (LanguageTag, "a language such as en-US or fr"),
        (AssetPath, "a path below content/assets/, such as brands/mark.svg (.png, .jpg, .svg)"),
        (FontPath, "a path below content/assets/, such as brands/Own-Regular.ttf (.ttf, .otf)"),
        (Target, "of the form kind/id, section/KIND or part/ID"),
    )
}
"""What a text should have been, in words rather than as a pattern."""


def _bound(context: Mapping[str, object], value: object, shown: str) -> Words:
    bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
    return f"{shown} must be {bound}", ""


def _type(expected: str) -> Callable[[Mapping[str, object], object, str], Words]:
    def worded(context: Mapping[str, object], value: object, shown: str) -> Words:
        found = {str: "text", list: "a list", dict: "a mapping", type(None): "nothing"}.get(type(value), "something else")
        return f"{expected} expected, {found} found", _HINTS.get(expected if found != "nothing" else found, "")

    return worded


_HINTS = {
    "nothing": "write it, or leave the key out",
    "a list": 'start each item on a line of its own with "- ", a hyphen and a space',
    "a mapping": 'write lines of the form "key: value"',
    "text": 'quote text that holds ": "',
}


def _not_whole(context: Mapping[str, object], value: object, shown: str) -> Words:
    return f"{shown} is not a whole number", ""


def _not_a_number(context: Mapping[str, object], value: object, shown: str) -> Words:
    return f"{shown} is not a number", "write digits, without thousands separators"


_WORDINGS: dict[str, Callable[[Mapping[str, object], object, str], Words]] = {
    "literal_error": _literal,
    "string_pattern_mismatch": _pattern,
    "finite_number": _not_a_number,
    "int_parsing": _not_whole,
    "int_type": _not_whole,
    "int_from_float": _not_whole,
    "float_parsing": _not_a_number,
    "float_type": _not_a_number,
    "too_short": lambda context, value, shown: (f"{context['actual_length']} of at least {context['min_length']}", ""),
    "too_long": lambda context, value, shown: (f"{context['actual_length']} of at most {context['max_length']}", ""),
    "greater_than_equal": _bound,
    "less_than_equal": _bound,
    "string_type": _type("text"),
    "tuple_type": _type("a list"),
    "dict_type": _type("a mapping"),
    "model_type": _type("a mapping"),
    "model_attributes_type": _type("a mapping"),
    "string_too_long": lambda context, value, shown: (f"{len(str(value).strip())} characters of at most {context['max_length']}", ""),
    "string_too_short": lambda context, value, shown: ("empty", ""),
    "value_error": lambda context, value, shown: (str(context["error"]), ""),
}


def _fields_at(annotation: object, loc: Loc) -> list[str]:
    """The field names of the model that `loc` leads to; empty when it leads elsewhere."""
    model = _model_at(annotation, loc)
    return list(model.model_fields) if model else []


def _meaning_at(model: object, loc: Loc) -> str:
    """What the values of the field that `loc` leads to mean, where its type says so: `1 easy, 2 medium, 3 hard`."""
    parent = _model_at(model, loc[:-1])
    field = parent.model_fields.get(str(loc[-1])) if parent and loc else None
    meaning = (field.description or "").rstrip(".") if field and isinstance(field.json_schema_extra, dict) else ""
    return meaning[:1].lower() + meaning[1:]


def _model_at(annotation: object, loc: Loc) -> type[BaseModel] | None:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _model_at(get_args(annotation)[0], loc)
    if origin in (Union, UnionType):
        return _model_in_union(get_args(annotation), loc)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not loc:
            return annotation
        info = annotation.model_fields.get(str(loc[0]))
        return _model_at(info.annotation, loc[1:]) if info else None
    arguments = get_args(annotation)
    if not arguments or not loc:
        return None
    return _model_at(arguments[-1] if origin is dict else arguments[0], loc[1:])


def _model_in_union(options: tuple[object, ...], loc: Loc) -> type[BaseModel] | None:
    for option in options:
        if isinstance(option, type) and issubclass(option, BaseModel) and loc and str(loc[0]) in _tags(option):
            return _model_at(option, loc[1:])
    return next((found for option in options if (found := _model_at(option, loc))), None)


def _tags(model: type[BaseModel]) -> tuple[str, ...]:
    """The values of a model's Literal fields: Pydantic puts a union's tag into the location."""
    literals = (info.annotation for info in model.model_fields.values() if get_origin(info.annotation) is Literal)
    return tuple(tag for literal in literals for tag in get_args(literal))


def of_the_tag(item: ErrorDetails, model: object) -> ErrorDetails:
    """A union whose members are told apart by a field fails as a whole: as the fault of that field, which is missing, misspelt or wrong."""
    if item["type"] == "union_tag_not_found":
        name = item["ctx"]["discriminator"].strip("'")
        strangers = set(item["input"]) - set(_fields_at(model, item["loc"])) if isinstance(item["input"], dict) else ()
        stranger = get_close_matches(name, sorted(strangers), n=1)
        loc = (*item["loc"], stranger[0] if stranger else name)
        return {**item, "type": "extra_forbidden" if stranger else "missing", "loc": loc}
    if item["type"] == "union_tag_invalid":
        context = item["ctx"]
        name = context["discriminator"].strip("'")
        return {
            **item,
            "type": "literal_error",
            "loc": (*item["loc"], name),
            "ctx": {"expected": context["expected_tags"]},
            "input": context["tag"],
        }
    return item
