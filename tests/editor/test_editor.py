"""The schemas as an editor uses them: yaml-language-server, from npm, completes, explains, and finds no fault where there is none."""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from language_server import LanguageServer, language_server

from kit import ROOT, TESTS, prepguides

pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")]
CONTENT = ROOT / "content"
FILES = [path for path in sorted(CONTENT.rglob("*.yaml")) if not path.name.startswith("_")]
MODELINE = "# yaml-language-server: $schema=schemas/content.schema.json\n"
FENCE = re.compile(r"^( *)```yaml\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Installed from npm in the versions of the lock beside this file; nothing of the packages is run for it."""
    folder = tmp_path_factory.mktemp("npm")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(TESTS / "editor" / name, folder)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], check=True, cwd=folder, capture_output=True)
    return folder / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content with schemas made for it, and a theme with a section kind of its own."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(CONTENT, root / "content")
    (root / "templates" / "mine" / "sections").mkdir(parents=True)
    (root / "templates" / "mine" / "theme.yaml").write_text("title: Mine\nextends: base\nsections:\n  term-cards: {kind: glossary}\n")
    (root / "templates" / "mine" / "sections" / "term-cards.html").write_text("<p></p>\n")
    assert prepguides("schema", "--project", root).code == 0
    return root


@pytest.fixture(scope="module")
def editor(program: Path, project: Path) -> Iterator[LanguageServer]:
    with language_server(program, project) as server:
        yield server


@pytest.fixture
def file(project: Path) -> Path:
    return project / "content" / "written-now.yaml"


def test_nothing_is_underlined_in_the_shipped_content(editor: LanguageServer, project: Path) -> None:
    """The settings too; each file says by its first line which schema it is held to."""
    assert len(FILES) > 50
    found = {path.name: editor.problems(project / "content" / path.relative_to(CONTENT)) for path in FILES}
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("page", ["content-model.md", "authoring.md", "cohorts.md"])
def test_nothing_is_underlined_in_what_the_docs_write(editor: LanguageServer, file: Path, page: str) -> None:
    examples = [textwrap.dedent(body) for _, body in FENCE.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))]
    kinds = [text for text in examples if re.match(r"(?:#.*\n)*[a-z_]+:\n", text) and not text.startswith(("drawing:", "page:", "labels:"))]
    bodies = [MODELINE + re.sub(r"^# yaml-language-server.*\n", "", text) for text in kinds]
    assert len(bodies) >= 2
    assert [problem for body in bodies for problem in editor.problems(file, body)] == []


def test_nothing_is_underlined_in_the_theme_files_of_the_docs(editor: LanguageServer, project: Path) -> None:
    examples = [textwrap.dedent(body) for _, body in FENCE.findall((ROOT / "docs" / "themes.md").read_text(encoding="utf-8"))]
    themes = [text for text in examples if text.startswith("title:")]
    assert themes
    modeline = "# yaml-language-server: $schema=../../content/schemas/theme.schema.json\n"
    file = project / "templates" / "mine" / "theme.yaml"
    assert [problem for text in themes for problem in editor.problems(file, modeline + text)] == []
    fallback = f"{modeline}title: Mine\nfonts:\n  fallback:\n    cyrl: [Own.ttf, {{file: Own-Bold.ttf, weight: 700}}]\n"
    assert editor.problems(file, fallback) == []


RUBRIC = """rubrics:
  - id: tasting
    name: Tasting
    decision_rule: Taste.
    criteria:
"""
CRITERION = """      - id: {0}
        name: A
        competency: communication
        weight: 25
        anchors: {{{1}: Low, {2}: Some, {3}: Good, {4}: Best}}
"""


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_scores_are_keys_with_and_without_quotes(editor: LanguageServer, file: Path, quote: str) -> None:
    keys = [f"{quote}{score}{quote}" for score in range(1, 5)]
    rubric = MODELINE + RUBRIC + "".join(CRITERION.format(name, *keys) for name in "abcd")
    assert editor.problems(file, rubric) == []
    (problem,) = editor.problems(file, rubric.replace(f"{quote}4{quote}:", f"{quote}7{quote}:", 1))
    assert problem.endswith(" Property 7 is not allowed.")


SCALAR = MODELINE + "flashcards:\n  - {{id: {0}, roles: [pm], front: {0}, back: B}}\n"


@pytest.mark.parametrize("scalar", ["2025", "007", '"12"', "true"])
def test_text_needs_no_quotes_to_be_text(editor: LanguageServer, file: Path, scalar: str) -> None:
    assert editor.problems(file, SCALAR.format(scalar)) == []


@pytest.mark.parametrize("scalar", ["2", '"2"', "'3'"])
def test_a_number_may_have_quotes(editor: LanguageServer, file: Path, scalar: str) -> None:
    phase = MODELINE + "phases:\n  - {{id: a, name: A, order: {}, question: Q}}\n"
    assert editor.problems(file, phase.format(scalar)) == []
    assert len(editor.problems(file, phase.format("two"))) == 1


@pytest.mark.parametrize("field", ["flashcards:\n  - {id: a, front: |\n", "tags:\n  - id: a\n    name: |\n"])
def test_no_boolean_is_completed_in_a_text(editor: LanguageServer, file: Path, field: str) -> None:
    assert editor.offered(file, MODELINE + field) == []


def test_a_field_that_is_misspelt_is_underlined(editor: LanguageServer, file: Path) -> None:
    found = editor.problems(file, f"{MODELINE}tags:\n  - id: b2c\n    nmae: Consumers\n")
    assert found == ['3:5 Missing property "name".', "4:5 Property nmae is not allowed."]


QUESTION = f"{MODELINE}questions:\n  - id: mine\n"
SECTION = f"{MODELINE}guides:\n  - id: mine\n    parts:\n      - id: one\n        sections:\n"


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        (QUESTION + "    interview_type: |\n", {"analytical-pm", "go-to-market"}),
        (QUESTION + "    competencies: [|]\n", {"communication", "prioritization"}),
        (QUESTION + "    competencies:\n      - |\n", {"communication", "prioritization"}),
        (QUESTION + "    difficulty: |\n", {"1", "2", "3"}),
        (QUESTION + "    |\n", {"prompt", "looks_for", "gate"}),
        (SECTION + "          - kind: |\n", {"question-bank", "rubric", "term-cards"}),
        (SECTION + "          - kind: page\n            item: |\n", {"pages/how-to-use-pm", "worksheets/star-sheet"}),
        (f"{MODELINE}rubrics:\n  - id: mine\n    criteria:\n      - id: one\n        anchors:\n          |\n", {"1", "2", "3", "4"}),
        (f"{MODELINE}|\n", {"questions", "guides"}),
    ],
)
def test_ids_kinds_and_fields_are_completed(editor: LanguageServer, file: Path, text: str, offered: set[str]) -> None:
    assert offered <= set(editor.offered(file, text))


def test_an_id_that_was_written_since_is_no_error(editor: LanguageServer, file: Path) -> None:
    text = f"{MODELINE}flashcards:\n  - {{id: mine, roles: [a-role-of-today], front: Front, back: Back}}\n"
    assert [problem for problem in editor.problems(file, text) if "role" in problem] == []
    assert editor.problems(file, text.replace("a-role-of-today", "A Role")) != editor.problems(file, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (QUESTION + "    ga|te: first\n", "The criterion of the rubric that decides"),
        (QUESTION + "    diffi|culty: 1\n", "1 easy, 2 medium, 3 hard."),
        (QUESTION + "    prom|pt: Which?\n", "Markdown, with paragraphs and lists."),
        (QUESTION + "    interview_|type: analytical-pm\n", "An id of"),
        (SECTION + "          - ki|nd: page\n", "one of the program's section kinds"),
    ],
)
def test_a_hover_shows_the_note_on_a_field_and_no_list_of_ids(editor: LanguageServer, file: Path, text: str, said: str) -> None:
    shown = editor.hover(file, text)
    assert said in shown
    assert len(shown) < 600
