"""What an editor needs beyond what a schema must say: ids to complete, notes to show, keys that YAML reads as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from ..model.content.base import Frozen
from ..model.request import Project
from ..stages.load import load
from ..stages.load_theme import own_sections
from ..stages.resolve import SECTION_KINDS
from . import bundled
from .field_notes import field_notes

Schema = dict[str, Any]
"""JSON, as Pydantic makes it."""
REFERS = "x-refers"
"""Where `Refers` has left its kind in a schema; it is gone once ids are filled in."""


def with_notes(schema: Schema) -> Schema:
    """The schema, with the note on each field as its description, before what its type says."""
    models = {model.__name__: model for model in _models(Frozen)}
    for name, definition in (*schema.get("$defs", {}).items(), (schema.get("title", ""), schema)):
        notes = field_notes(models[name]) if name in models else {}
        for field, about in definition.get("properties", {}).items():
            words = [notes.get(field, ""), about.get("description") or _said_inside(about)]
            if described := "\n\n".join(filter(None, words)):
                about["description"] = described
    return schema


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in model.__subclasses__():
        yield each
        yield from _models(each)


def _said_inside(field: Schema) -> str:
    """What the items of a list say, or the option that is not null."""
    inner = [field["items"]] if isinstance(field.get("items"), dict) else field.get("anyOf", [])
    return next((each["description"] for each in inner if "description" in each), "")


# --- ids ---


def ids_of(project: Project) -> dict[str, tuple[str, ...]]:
    """Kind to the ids that stand in the project's files, sound or not; `*` to all of them as `kind/id`. Empty without a project."""
    sources = load(project).value
    found: dict[str, dict[str, None]] = {}
    for source in sources.content if sources else ():
        for kind, items in source.value.items() if isinstance(source.value, Mapping) else ():
            for item in items if isinstance(items, list) else ():
                if isinstance(item, Mapping) and isinstance(item.get("id"), str):
                    found.setdefault(str(kind), {})[item["id"]] = None
    ids = {kind: tuple(sorted(each)) for kind, each in sorted(found.items())}
    return {**ids, "*": tuple(f"{kind}/{id}" for kind, each in ids.items() for id in each)}


def with_ids(schema: Schema, ids: Mapping[str, tuple[str, ...]]) -> Schema:
    """The schema, in which each reference offers the ids of its kind. An id that is not among them yet is no error."""
    definitions = schema["$defs"]
    for each in tuple(_nodes(schema)):
        kind = each.pop(REFERS, None)
        if kind is None:
            continue
        name = f"id-of-{kind}" if kind != "*" else "ref"
        kept: Schema = {key: each.pop(key) for key in ("title", "description", "default") if key in each}
        definitions.setdefault(name, {**each, **_offering(ids.get(kind, ()))})
        each.clear()
        each.update({"$ref": f"#/$defs/{name}", **kept})
    return schema


def _offering(values: Iterable[str]) -> Schema:
    """What YAML language servers complete. `examples` would do so too, and a hover would list them all."""
    snippets = [{"label": value, "body": value} for value in values]
    return {"defaultSnippets": snippets} if snippets else {}


def with_section_kinds(schema: Schema, project: Project) -> Schema:
    """The schema, in which a section offers the kinds of the program and those of the project's themes."""
    own = {kind for sections in own_sections(bundled.theme_folders(project)).values() for kind in sections}
    schema["$defs"]["Section"]["properties"]["kind"] |= _offering(sorted({*SECTION_KINDS, *own}))
    return schema


def with_number_keys(schema: Schema) -> Schema:
    """The schema, in which `1:` and `"1":` are one key. Editors take the first for a number, and no name of a property is one."""
    for each in tuple(_nodes(schema)):
        names = each.get("propertyNames", {}).get("enum")
        if names:
            del each["propertyNames"]
            each["properties"] = dict.fromkeys(names, each["additionalProperties"])  # to complete
            each["patternProperties"] = {f"^(?:{'|'.join(names)})$": each["additionalProperties"]}  # to check, whatever YAML takes them for
            each["additionalProperties"] = False
    return schema


def with_yaml_scalars(schema: Schema) -> Schema:
    """The schema, in which a scalar may be written with quotes and without.

    To us all scalars are text, which a field reads as what it needs. To an editor `2025`, `007` and `False` are no text, and `"3"` is no
    number. A boolean that is taken for text stands behind an `if`: else editors would complete `true` in every text.
    """
    for each in tuple(_nodes(schema)):
        type, pattern = each.get("type"), each.get("pattern", "")
        if type == "string" and "enum" not in each and "const" not in each:
            each["type"] = ["string", "number"] if any(re.search(pattern, text) for text in _NUMBERS) else "string"
            if re.search(pattern, "true"):
                each |= {"if": {"type": "boolean"}, "else": {"type": each.pop("type")}}
        elif isinstance(type, str) and type in _QUOTED:
            inner = {key: each.pop(key) for key in ("type", "enum") if key in each}
            pattern = f"^(?:{'|'.join(map(str, inner['enum']))})$" if "enum" in inner else _QUOTED[type]
            each["anyOf"] = [inner, {"type": "string", "pattern": pattern}]
    return schema


_NUMBERS = ("1", "404", "2025")
"""Texts that are numbers without quotes."""
_QUOTED = {"integer": r"^[+-]?\d[\d_]*$", "number": r"^[+-]?(?:\d|\.\d)[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?$", "boolean": "^(?:true|false)$"}
"""How a text looks that is read as one of the type."""


def _nodes(value: object) -> Iterator[Schema]:
    """Every object in a schema, the outermost first."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(inner)
