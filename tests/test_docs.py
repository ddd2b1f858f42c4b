"""The documentation says what is so: pages made from code are fresh, commands exist, links lead somewhere, examples load."""

from __future__ import annotations

import importlib.util
import re
import shlex
import textwrap
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import click
import pytest

from kit import ROOT
from prepguides.cli import cli
from prepguides.model.diagnostic import Diagnostic
from prepguides.model.request import Project
from prepguides.model.rules import RULES
from prepguides.model.source import Sources
from prepguides.stages.load import load
from prepguides.stages.validate import validate

pytestmark = [pytest.mark.docs, pytest.mark.xdist_group("docs")]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
SHELLS = ("sh", "console")
EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=NAMES)


def script(name: str) -> ModuleType:
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return FENCE.sub("", text_of(page))


def blocks(page: Path, *languages: str) -> list[str]:
    """The fenced blocks of those languages, without the indentation of a list that they stand in."""
    return [textwrap.dedent(body) for _, language, body in FENCE.findall(text_of(page)) if language in languages]


# --- pages made from code ---


def test_the_page_of_rules_is_fresh() -> None:
    assert text_of(DOCS / "rules.md") == script("make_rules").page(), "run: python docs/make_rules.py > docs/rules.md"


def test_the_tables_of_fields_are_fresh() -> None:
    page = text_of(DOCS / "content-model.md")
    assert page == script("make_fields").filled(page), "run: python docs/make_fields.py"


def test_the_theme_reference_is_fresh() -> None:
    made = script("make_theme_reference").page()
    assert text_of(DOCS / "theme-reference.md") == made, "run: python docs/make_theme_reference.py > docs/theme-reference.md"


def test_the_theme_reference_has_every_section_kind_field_and_token() -> None:
    from prepguides.stages.resolve import SECTION_KINDS

    page = text_of(DOCS / "theme-reference.md")
    assert [kind for kind in SECTION_KINDS if f"### Kind `{kind}`" not in page] == []
    names = {field.name for kind in SECTION_KINDS.values() for field in fields(kind.view)}
    assert [field for field in sorted(names) if f"| `{field}` |" not in page] == []
    tokens = re.findall(r"(--[\w-]+):", text_of(ROOT / "templates" / "base" / "tokens.css"))
    assert [token for token in tokens if f"| `{token}` |" not in page] == []


def test_every_kind_has_a_table_and_an_example() -> None:
    from prepguides.model.content import KINDS

    page = text_of(DOCS / "content-model.md")
    examples = "\n".join(blocks(DOCS / "content-model.md", "yaml"))
    assert [kind for kind in KINDS if f"<!-- fields: {kind} -->" not in page] == []
    assert [kind for kind in KINDS if kind != "pages" and not re.search(rf"^{kind}:$", examples, re.MULTILINE)] == []


@EVERY_PAGE
def test_codes_that_a_page_mentions_are_rules(page: Path) -> None:
    assert set(re.findall(r"\bPG\d{3}\b", text_of(page))) - set(RULES) == set()


# --- commands ---


def commands(page: Path) -> Iterator[list[str]]:
    """Every `prepguides …` that the page quotes, as words, without `prepguides` itself."""
    lines = [line for block in blocks(page, *SHELLS) for line in block.replace("\\\n", " ").splitlines()]
    lines = [line.removeprefix("$ ") for line in lines]
    lines += re.findall(r"`((?:\S*/)?prepguides [^`]+)`", prose(page))
    for line in lines:
        for part in re.split(r"&&|\|\||;|>>|\s>\s", line):
            words = shlex.split(part, comments=True) if "prepguides" in part else []
            if words and Path(words[0]).name == "prepguides":
                yield words[1:]


@EVERY_PAGE
def test_commands_that_a_page_quotes_exist(page: Path) -> None:
    for words in commands(page):
        name = words[0]
        if name.startswith("-"):
            continue
        assert name in cli.commands, f"prepguides {name}"
        # Unknown options and choices are usage errors; nothing is run.
        command = cli.commands[name]
        filled = [word for word in words[1:] if word not in ("…", "...")]
        if isinstance(command, click.Group):
            assert filled, f"prepguides {name}"
            assert filled[0] in command.commands, f"prepguides {name} {filled[0]}"
            command = command.commands[filled.pop(0)]
        try:
            command.make_context(name, filled)
        except click.MissingParameter:
            continue
        except click.UsageError as error:
            raise AssertionError(f"prepguides {' '.join(words)}: {error.message}") from error


def test_the_readme_lists_every_command_and_no_other() -> None:
    table = text_of(ROOT / "README.md").split("## Commands")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `prepguides (\w+)", table, re.MULTILINE)) == set(cli.commands)


@pytest.mark.parametrize("name", ["build", "test"])
def test_the_readme_has_the_command_that_ci_runs(name: str) -> None:
    marked = text_of(ROOT / "README.md").split(f"<!-- ci: {name} -->\n")
    assert len(marked) == 2
    assert marked[1].startswith("```sh\n")
    assert f"run {name}" in text_of(ROOT / ".ci" / "run")


# --- links ---


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    words = re.sub(r"[^\w\- ]", "", heading.replace("`", "").strip().lower())
    return words.replace(" ", "-")


def anchors(page: Path) -> set[str]:
    """A heading that stands twice gets a number the second time."""
    found: list[str] = []
    for heading in re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE):
        before = sum(re.sub(r"-\d+$", "", one) == slug(heading) for one in found)
        found.append(f"{slug(heading)}-{before}" if before else slug(heading))
    return set(found)


@EVERY_PAGE
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for address in LINK.findall(re.sub(r"`[^`]*`", "", prose(page))):
        if re.match(r"[a-z]+:", address):
            assert address.startswith(("https://", "mailto:")), address
            continue
        path, _, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), address
        if anchor:
            assert anchor in anchors(target), address


@EVERY_PAGE
def test_files_that_a_page_names_exist(page: Path) -> None:
    """Paths in code style that start at a folder of the checkout."""
    named = re.findall(r"`((?:content|docs|pipeline|templates/base|tests|\.ci)/[\w./-]*\w/?)`", prose(page))
    invented = ("content/assets", "content/questions", "content/portfolio", "content/role.yaml", "content/welcome.md", "content/guide.yaml")
    assert [path for path in named if not path.startswith(invented) and "NAME" not in path and not (ROOT / path).exists()] == []


# --- examples ---


def problems(folder: Path, page: Path, content: Path) -> list[Diagnostic]:
    """What loading the page's examples reports, beside the content of that folder."""
    settings = "{name: Examples, publisher: Tests, edition_date: 2026-01-01, guides: [none]}\n"
    (folder / "content" / "shipped").mkdir(parents=True)
    for path in content.rglob("*"):
        if path.suffix in (".yaml", ".md") and path.name != "project.yaml":
            target = folder / "content" / "shipped" / path.relative_to(content)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    for number, block in enumerate(blocks(page, "yaml")):
        if block.startswith(("drawing:", "page:", "labels:")):  # a part of an entity or of the settings
            continue
        if block.startswith("name:"):
            settings = block
        else:
            (folder / "content" / f"example-{number:02}.yaml").write_text(block, encoding="utf-8")
    for number, block in enumerate(blocks(page, "markdown")):
        (folder / "content" / f"example-{number:02}.md").write_text(block, encoding="utf-8")
    (folder / "content" / "project.yaml").write_text(settings, encoding="utf-8")
    sources = load(Project(folder))
    assert isinstance(sources.value, Sources)
    library = validate(sources.value)
    assert library.value is not None
    return [problem for problem in (*sources.diagnostics, *library.diagnostics) if problem.place.path.startswith("content/example-")]


def test_examples_of_the_content_model_load_and_validate(tmp_path: Path) -> None:
    """They name a few shipped entities, so the shipped content is there too."""
    assert problems(tmp_path, DOCS / "content-model.md", ROOT / "content") == []


def test_the_project_of_the_authoring_guide_is_complete(tmp_path: Path) -> None:
    assert problems(tmp_path, DOCS / "authoring.md", tmp_path / "nothing") == []


def test_examples_of_the_readme_load_and_validate(tmp_path: Path) -> None:
    assert problems(tmp_path, ROOT / "README.md", ROOT / "content") == []
