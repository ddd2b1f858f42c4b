"""The JSON Schemas say what the models say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from kit import MINI, ROOT, MiniProject, prepguides
from prepguides.model.request import Project
from prepguides.project.json_schemas import schemas
from prepguides.stages.validate.schema import read_entities
from prepguides.text.strict_yaml import parse_yaml

SCHEMAS = schemas(Project(ROOT))
CONTENT: Any = SCHEMAS["content.schema.json"]
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


SCALARS = ("tags:\n  - {{id: a, name: {}}}\n", "phases:\n  - {{id: a, name: A, order: {}, question: Q}}\n")


@pytest.mark.parametrize(
    "scalar", ["2025", '"2025"', "3.5", "007", "true", '"true"', "12", '"12"', "'7'", "twelve", "1_000", "[a]", "null"]
)
@pytest.mark.parametrize("entity", SCALARS)
def test_a_scalar_is_taken_as_a_check_takes_it_with_quotes_and_without(scalar: str, entity: str) -> None:
    text = entity.format(scalar)
    source = parse_yaml("a.yaml", text).value
    assert source is not None
    errors = list(Draft202012Validator(CONTENT).iter_errors(yaml.load(text, Loader=_Numbers)))
    assert bool(errors) is bool(read_entities([source]).diagnostics)


def offered(definition: Any) -> list[str]:
    return [snippet["body"] for snippet in definition.get("defaultSnippets", ())]


def test_references_offer_the_ids_of_their_kind_and_take_others() -> None:
    fields = CONTENT["$defs"]["Question"]["properties"]
    assert fields["interview_type"]["$ref"] == "#/$defs/id-of-interview_types"
    assert fields["competencies"]["items"]["$ref"] == "#/$defs/id-of-competencies"
    assert "analytical-pm" in offered(CONTENT["$defs"]["id-of-interview_types"])
    assert "pages/how-to-use-pm" in offered(CONTENT["$defs"]["ref"])
    assert "x-refers" not in json.dumps(CONTENT)
    check = Draft202012Validator({**CONTENT, "$ref": "#/$defs/id-of-roles", "type": "string", "properties": {}})
    assert list(check.iter_errors("a-role-of-today")) == []
    assert len(list(check.iter_errors("A Role"))) == 1


def test_sections_offer_the_kinds_of_the_program_and_of_the_themes(mini: MiniProject) -> None:
    mini.theme("own", sections__term_cards_html="<p></p>\n")
    mini.add("templates/own/theme.yaml", "title: Own\nextends: base\nsections:\n  term-cards: {kind: glossary}\n")
    made: Any = schemas(mini.project)["content.schema.json"]
    assert {"term-cards", "question-bank"} <= set(offered(made["$defs"]["Section"]["properties"]["kind"]))


def test_ids_are_those_that_stand_in_the_files_sound_or_not(mini: MiniProject) -> None:
    mini.add("content/more.yaml", "competencies:\n  - {id: from-a-faulty-entity}\n  - no mapping\nroles: no list\n")
    mini.add("content/broken.yaml", "competencies:\n\t- id: x\n")
    made: Any = schemas(mini.project)["content.schema.json"]
    assert offered(made["$defs"]["id-of-competencies"]) == ["from-a-faulty-entity", "palate", "timing"]


def test_a_folder_without_a_project_has_schemas_without_ids(tmp_path: Path) -> None:
    made: Any = schemas(Project(tmp_path))["content.schema.json"]
    assert offered(made["$defs"]["id-of-roles"]) == []


def test_fields_say_what_they_hold() -> None:
    fields = CONTENT["$defs"]["Question"]["properties"]
    assert fields["gate"]["description"].startswith("The criterion of the rubric that decides")
    assert fields["difficulty"]["description"] == "1 easy, 2 medium, 3 hard."
    assert fields["levels"]["description"] == "The levels of a career at which it is asked; empty means all.\n\nAn id of `seniorities`."
    assert (
        SCHEMAS["project.schema.json"]["properties"]["edition_date"]["description"] == "The date that the guides bear; never the clock's."
    )


def test_a_font_may_be_named_by_its_file_alone_and_fonts_may_hold_their_fallback() -> None:
    check = Draft202012Validator(SCHEMAS["theme.schema.json"])
    assert list(check.iter_errors({"title": "Own", "fonts": {"fallback": {"cyrl": ["Own.ttf", {"file": "Own.ttf", "weight": 700}]}}})) == []
    assert len(list(check.iter_errors({"title": "Own", "fonts": {"falback": {}}}))) == 1


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
