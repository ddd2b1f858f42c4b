"""One entity at a time: Pydantic's errors, at their place and in our words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from itertools import chain
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from ...model.content import KINDS
from ...model.content.base import SLUG_PATTERN, Color, Date, ItemRef, Markup, Plain, Ref, WebAddress
from ...model.content.cohort import AssetPath, Clock, FontPath, Locale, Target
from ...model.content.practice import Page
from ...model.diagnostic import Checked, Diagnostic, nearest
from ...model.library import Faulty, Origin
from ...model.rules import RULES
from ...model.settings import Settings
from ...model.source import Loc, Source
from ...model.walk import marked
from ...text.markdown import placeholders_in, problems_in


@dataclass(frozen=True)
class Entities:
    """What was read: sound entities by kind and id, where each stands, and what is known of the others."""

    entities: Mapping[str, Mapping[str, Any]]
    origins: Mapping[Ref, Origin]
    faulty: tuple[Faulty, ...]


def read_settings(source: Source) -> Checked[Settings | None]:
    try:
        return Checked(Settings.model_validate(source.value))
    except ValidationError as error:
        found = tuple(_diagnostics(error, Settings, source, ()))
        return Checked(None, tuple(replace(one, rule=RULES["PG406"]) if one.rule.code == "PG204" else one for one in found))


def read_entities(sources: Iterable[Source], assets: frozenset[str] = frozenset()) -> Checked[Entities]:
    """Every entity that is sound by itself."""
    entities: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    origins: dict[Ref, Origin] = {}
    faulty: list[Faulty] = []
    diagnostics: list[Diagnostic] = []
    for source in sources:
        for kind, loc, raw in _raw_entities(source, diagnostics, faulty):
            checked = _read_entity(kind, raw, source, loc, assets)
            diagnostics.extend(checked.diagnostics)
            if checked.value is None:
                faulty.append(Faulty.of(kind, raw))
                continue
            ref = Ref(kind, checked.value.id)
            if ref in origins:
                first = origins[ref].source.place((*origins[ref].loc, "id"))
                faulty.append(Faulty.of(kind, raw))
                place = source.place((*loc, "id"))
                diagnostics.append(Diagnostic(RULES["PG302"], f'"{ref.id}" is already the id of {kind}', place, f"the first is at {first}"))
                continue
            entities[kind][ref.id] = checked.value
            origins[ref] = Origin(source, loc)
    frozen = MappingProxyType({kind: MappingProxyType(group) for kind, group in entities.items()})
    return Checked(Entities(frozen, MappingProxyType(origins), tuple(faulty)), tuple(diagnostics))


def _raw_entities(source: Source, diagnostics: list[Diagnostic], faulty: list[Faulty]) -> Iterator[tuple[str, Loc, Any]]:
    if source.value is None:
        return
    if not isinstance(source.value, dict):
        hint = 'start with a kind, such as "questions:"'
        diagnostics.append(Diagnostic(RULES["PG106"], "not a mapping from kinds to lists", source.place(()), hint))
        return
    for kind, items in source.value.items():
        if kind not in KINDS:
            hint = nearest(kind, KINDS) or f"kinds are {', '.join(KINDS)}"
            diagnostics.append(Diagnostic(RULES["PG106"], f'unknown kind "{kind}"', source.place((kind,), key=True), hint))
            faulty.extend(_misplaced(kind, items))
        elif not isinstance(items, list):
            message = f'"{kind}" is not a list'
            diagnostics.append(Diagnostic(RULES["PG202"], message, source.place((kind,), key=True), 'start each item with "- id:"'))
            faulty.extend(_misplaced(kind, items))
        else:
            for index, raw in enumerate(items):
                yield kind, (kind, index), raw


def _misplaced(kind: str, items: Any) -> Iterator[Faulty]:
    """What stands under a misspelt kind, or in no list, by what it seems to be: references to it are not dangling."""
    for meant in get_close_matches(kind, KINDS, n=1):
        if isinstance(items, dict):
            yield from (Faulty(meant, str(id), {}) for id in items)
        elif isinstance(items, list):
            yield from (Faulty.of(meant, raw) for raw in items)


def _read_entity(kind: str, raw: Any, source: Source, loc: Loc, assets: frozenset[str]) -> Checked[Any]:
    """The entity; None when it, or the YAML that it is written in, is not sound."""
    try:
        entity = _adapter(kind).validate_python(raw)
    except ValidationError as error:
        return Checked(None, tuple(_diagnostics(error, KINDS[kind], source, loc)))
    problems = tuple(_markup_problems(entity, source, loc, assets))
    damaged = any(place[: len(loc)] == loc for place in source.damaged)
    return Checked(None if problems or damaged else entity, problems)


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])


def _markup_problems(entity: Any, source: Source, loc: Loc, assets: frozenset[str]) -> Iterator[Diagnostic]:
    page = isinstance(entity, Page)
    texts = ((at, problems_in(text, block=mark.block, page=page, assets=assets)) for at, mark, text in marked(entity, Markup))
    lines = ((at, placeholders_in(text)) for at, _, text in marked(entity, Plain))
    for field_loc, problems in chain(texts, lines):
        for problem in problems:
            place = source.place_in((*loc, *field_loc), problem.line, problem.column, problem.width)
            yield Diagnostic(RULES[problem.code], problem.message, place, problem.hint)


_CODES = {
    "missing": "PG201",
    "extra_forbidden": "PG204",
    "too_short": "PG203",
    "too_long": "PG203",
}


def _diagnostics(error: ValidationError, model: Any, source: Source, loc: Loc) -> Iterator[Diagnostic]:
    """Pydantic's errors, but for those that follow from another: a value that YAML already reported, a misspelt field's absence."""
    items = [_of_the_tag(item, model) for item in error.errors(include_url=False) if (*loc, *item["loc"]) not in source.damaged]
    strangers: dict[Loc, list[str]] = {}
    for item in items:
        if item["type"] == "extra_forbidden":
            strangers.setdefault(item["loc"][:-1], []).append(str(item["loc"][-1]))
    for item in items:
        misspelt = item["type"] == "missing" and nearest(str(item["loc"][-1]), strangers.get(item["loc"][:-1], ()))
        if not misspelt:
            yield _diagnostic(item, model, source, loc)


def _of_the_tag(item: Any, model: Any) -> Any:
    """A union whose members are told apart by a field fails as a whole: as the fault of that field, which is missing, misspelt or wrong."""
    if item["type"] == "union_tag_not_found":
        name = item["ctx"]["discriminator"].strip("'")
        strangers = set(item["input"]) - set(_fields_at(model, item["loc"])) if isinstance(item["input"], dict) else ()
        stranger = get_close_matches(name, sorted(strangers), n=1)
        return {**item, "type": "extra_forbidden" if stranger else "missing", "loc": (*item["loc"], stranger[0] if stranger else name)}
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


def _diagnostic(item: Any, model: Any, source: Source, loc: Loc) -> Diagnostic:
    kind, inner = item["type"], item["loc"]
    at = inner[:-1] if kind == "missing" else inner
    message, hint = words_of(item, model)
    return Diagnostic(RULES[_CODES.get(kind, "PG202")], message, source.place((*loc, *at), key=kind == "extra_forbidden"), hint)


Words = tuple[str, str]
"""Message and hint."""


def words_of(item: Any, model: Any) -> Words:
    """What one of Pydantic's errors on that model says, in our words."""
    kind, inner = item["type"], item["loc"]
    name = str(inner[-1]) if inner else ""
    if kind == "missing":
        return f'missing field "{name}"', ""
    if kind == "extra_forbidden":
        fields = _fields_at(model, inner[:-1])
        return f'unknown field "{name}"', nearest(name, fields) or f"fields here are {', '.join(fields)}"
    message, hint = _words_for(kind, item.get("ctx", {}), item.get("input"), item["msg"])
    field_name = next((part for part in reversed(inner) if isinstance(part, str)), "")
    return f"{field_name}: {message}" if field_name else message, hint


def _words_for(kind: str, context: Mapping[str, Any], value: Any, fallback: str) -> Words:
    """Our words for Pydantic's error type; its own message is the last resort, and never matched."""
    worded = _WORDINGS.get(kind)
    if worded is None:
        return fallback, ""
    return worded(context, value, f'"{value}"' if isinstance(value, str) and len(value) < 60 else "this")


def _literal(context: Mapping[str, Any], value: Any, shown: str) -> Words:
    options = [option.strip(" '\"") for option in str(context["expected"]).replace(" or ", ", ").split(",")]
    return f"{shown} is not one of {', '.join(options)}", nearest(str(value), options)


def _pattern(context: Mapping[str, Any], value: Any, shown: str) -> Words:
    if context["pattern"] == SLUG_PATTERN:
        return f"{shown} is not a slug", "slugs are lowercase words and digits joined by hyphens"
    form = _FORMS.get(context["pattern"])
    return (f"{shown} is not {form}" if form else f"{shown} does not have the form {context['pattern']}"), ""


def _pattern_of(kind: Any) -> str:
    """The pattern that a text type asks for."""
    return next(str(mark.pattern) for mark in get_args(kind)[1:] if getattr(mark, "pattern", None))


_FORMS = {
    _pattern_of(kind): form
    for kind, form in (
        (Color, 'a color of the form "#RRGGBB"'),
        (Date, "a date of the form YYYY-MM-DD"),
        (WebAddress, "an address that starts with https:// or mailto:"),
        (ItemRef, "of the form kind/id, such as worksheets/star-sheet"),
        (Clock, "a time of the form HH:MM, such as 18:30"),
        (Locale, "a language such as en-US or fr"),
        (AssetPath, "a path below content/assets/, such as brands/mark.svg (.png, .jpg, .svg)"),
        (FontPath, "a path below content/assets/, such as brands/Own-Regular.ttf (.ttf, .otf)"),
        (Target, "of the form kind/id, section/KIND or part/ID"),
    )
}
"""What a text should have been, in words rather than as a pattern."""


def _bound(context: Mapping[str, Any], value: Any, shown: str) -> Words:
    bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
    return f"{shown} must be {bound}", ""


def _type(expected: str) -> Callable[[Mapping[str, Any], Any, str], Words]:
    def worded(context: Mapping[str, Any], value: Any, shown: str) -> Words:
        found = {str: "text", list: "a list", dict: "a mapping", type(None): "nothing"}.get(type(value), "something else")
        return f"{expected} expected, {found} found", ""

    return worded


def _not_whole(context: Mapping[str, Any], value: Any, shown: str) -> Words:
    return f"{shown} is not a whole number", ""


def _not_a_number(context: Mapping[str, Any], value: Any, shown: str) -> Words:
    return f"{shown} is not a number", "write digits, without thousands separators"


_WORDINGS: dict[str, Callable[[Mapping[str, Any], Any, str], Words]] = {
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
    "string_too_short": lambda context, value, shown: ("empty", ""),
    "value_error": lambda context, value, shown: (str(context["error"]), ""),
}


def _fields_at(annotation: Any, loc: Loc) -> list[str]:
    """The field names of the model that `loc` leads to; empty when it leads elsewhere."""
    model = _model_at(annotation, loc)
    return list(model.model_fields) if model else []


def _model_at(annotation: Any, loc: Loc) -> type[BaseModel] | None:
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


def _model_in_union(options: tuple[Any, ...], loc: Loc) -> type[BaseModel] | None:
    for option in options:
        if isinstance(option, type) and issubclass(option, BaseModel) and loc and str(loc[0]) in _tags(option):
            return _model_at(option, loc[1:])
    return next((found for option in options if (found := _model_at(option, loc))), None)


def _tags(model: type[BaseModel]) -> tuple[str, ...]:
    """The values of a model's Literal fields: Pydantic puts a union's tag into the location."""
    literals = (info.annotation for info in model.model_fields.values() if get_origin(info.annotation) is Literal)
    return tuple(tag for literal in literals for tag in get_args(literal))
