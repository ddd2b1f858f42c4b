"""JSON Schemas of the content's files and of the manifest, made from the models that validate them."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from ..model.content import KINDS
from ..model.content.question import Question
from ..model.diagnostic import Checked
from ..model.manifest import VERSION, Manifest
from ..model.request import Project
from ..model.settings import Settings
from ..model.theme import ThemeSettings
from ..stages.record import hashes_on_disk, sha256, write_files
from .editor_hints import Schema, ids_of, with_ids, with_notes, with_number_keys, with_section_kinds, with_yaml_scalars

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas(project: Project) -> dict[str, Schema]:
    """File name to schema: content files, project.yaml, theme.yaml. Editors complete the ids and section kinds of this project."""
    return {
        "content.schema.json": _content(project),
        "project.schema.json": _of(Settings, "project.yaml"),
        "theme.schema.json": _of(ThemeSettings, "theme.yaml"),
    }


def write_all(project: Project, folder: Path) -> Checked[tuple[Path, ...]]:
    """Write every schema that differs from what stands there."""
    return write_files(schema_files(project, folder))


def schema_files(project: Project, folder: Path) -> dict[Path, bytes]:
    """Every schema, as a file of that folder."""
    return {folder / name: _text(schema) for name, schema in schemas(project).items()}


def outdated(project: Project, folder: Path) -> tuple[str, ...]:
    """The schemas that are missing, or differ from the models or the project's ids."""
    wanted = schemas(project)
    found = hashes_on_disk(folder, wanted)
    return tuple(name for name, schema in wanted.items() if found.get(name) != sha256(_text(schema)))


def manifest_schema() -> str:
    """The schema of an output folder's manifest.json, as text."""
    made = TypeAdapter(Manifest).json_schema(ref_template="#/$defs/{model}")
    made["properties"] = {"version": {"const": VERSION, "description": "Of this format."}, **made["properties"]}
    made["required"] = list(made["properties"])
    for definition in (made, *made["$defs"].values()):
        definition["additionalProperties"] = False
    return _text({"$schema": DIALECT, **made, "title": "manifest.json"}).decode()


def _text(schema: Schema) -> bytes:
    return (json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _of(model: type[BaseModel], title: str) -> Schema:
    return {"$schema": DIALECT, **with_yaml_scalars(with_notes(model.model_json_schema())), "title": title}


def _for_drafts(question: Schema) -> Schema:
    """The schema of a question whose `status` is draft asks for its id alone; the others need what questions need."""
    least = {name: field.pop("minItems") for name, field in question["properties"].items() if "minItems" in field}
    complete = {"required": question["required"], "properties": {name: {"minItems": count} for name, count in least.items()}}
    draft = {"required": ["status"], "properties": {"status": {"const": "draft"}}}
    return {**question, "required": ["id"], "if": draft, "else": complete}


def _content(project: Project) -> Schema:
    """A mapping from kinds to lists of that kind's entities."""
    definitions: Schema = {}
    properties: Schema = {}
    for kind, model in KINDS.items():
        made = TypeAdapter(model).json_schema(ref_template="#/$defs/{model}")
        definitions |= made.pop("$defs", {})
        name = made.get("title") or kind
        definitions[name] = _for_drafts(made) if model is Question else made
        properties[kind] = {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
    schema: Schema = {
        "$schema": DIALECT,
        "title": "Prepguides content",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": definitions,
    }
    made = with_yaml_scalars(with_number_keys(with_ids(with_notes(schema), ids_of(project))))
    return with_section_kinds(made, project)
