"""The JSON Schemas say what the models say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from kit import MINI, ROOT, prepguides
from prepguides.project.json_schemas import schemas

SCHEMAS = schemas()
SETTINGS = ROOT / "content" / "project.yaml"
FILES = [path for path in sorted((ROOT / "content").rglob("*.yaml")) if path != SETTINGS and not path.name.startswith("_")]


class _Numbers(yaml.CSafeLoader):
    """YAML 1.2's core schema, as editors read it: numbers, true and false, null; all else is text."""

    yaml_implicit_resolvers = {}


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:~|null|)$", "~n"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
):
    _Numbers.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def read(path: Path) -> Any:
    return _json_keys(yaml.load(path.read_text(encoding="utf-8"), Loader=_Numbers))


def _json_keys(value: Any) -> Any:
    """Keys are text, as in JSON and in an editor's view of YAML."""
    if isinstance(value, dict):
        return {str(key): _json_keys(inner) for key, inner in value.items()}
    return [_json_keys(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_valid_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_shipped_content_is_valid(path: Path) -> None:
    errors = Draft202012Validator(SCHEMAS["content.schema.json"]).iter_errors(read(path))
    assert [f"{error.json_path}: {error.message[:120]}" for error in errors] == []


def test_the_shipped_settings_and_theme_are_valid() -> None:
    for name, path in (("project.schema.json", SETTINGS), ("theme.schema.json", ROOT / "templates" / "base" / "theme.yaml")):
        assert [error.message for error in Draft202012Validator(SCHEMAS[name]).iter_errors(read(path))] == []


def test_the_mini_project_is_valid_and_a_misspelt_field_is_not() -> None:
    check = Draft202012Validator(SCHEMAS["content.schema.json"])
    questions = read(MINI / "content" / "interview" / "questions.yaml")
    assert list(check.iter_errors(questions)) == []
    questions["questions"][0]["promt"] = questions["questions"][0].pop("prompt")
    assert len(list(check.iter_errors(questions))) == 2


def test_the_shipped_schemas_are_up_to_date() -> None:
    run = prepguides("schema", "--check", "--project", ROOT)
    assert (run.code, run.err) == (0, "")


def test_schemas_are_written_checked_and_found_out_of_date(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    assert prepguides("schema", "--check", "--output", folder).code == 1
    assert prepguides("schema", "--output", folder).code == 0
    assert prepguides("schema", "--check", "--output", folder).code == 0
    changed = folder / "project.schema.json"
    changed.write_text(json.dumps({**json.loads(changed.read_text()), "title": "other"}))
    run = prepguides("schema", "--check", "--output", folder)
    assert run.code == 1
    assert "project.schema.json is not up to date" in run.err
