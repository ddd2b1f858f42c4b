"""The shape that ARCHITECTURE.md promises, read from the code itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import prepguides
from kit import ROOT
from prepguides.model.rules import RULES

pytestmark = pytest.mark.no_cover  # the code is read here, and not run

PACKAGE = Path(prepguides.__file__).parent
MODULES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix(): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.relative_to(PACKAGE).parts[0] != "bundle"
}
"""Module, written as its path below the package without `.py`, to its file."""
HEAVY = {
    "weasyprint": {"stages/typeset"},
    "jinja2": {"stages/render"},
    "pikepdf": {"stages/bind", "stages/crop", "stages/impose", "stages/mark_draft", "stages/preflight"},
    "pydyf": {"stages/repair_tags", "stages/typeset"},
    "yaml": {"text/strict_yaml"},
    "ruamel": {"text/yaml_edits"},
    "openpyxl": {"text/table_workbook", "text/workbooks", "stages/accompany"},
    "icalendar": {"stages/accompany"},
    "tinycss2": {"text/html_scan"},
    "PIL": {"stages/impose", "stages/resolve_assets"},
    "babel": {"text/labels", "text/dates", "text/numbers"},
    "fsspec": {"stages/record"},
    "distributed": {"build/cluster"},
    "segno": {"text/qr_codes"},
    "markdown_it": {"text/markdown", "text/annotations"},
    "fontTools": {"stages/checks/font_files", "stages/checks/glyphs"},
    "pypdfium2": {"stages/draw"},
    "rich": {"report/progress"},
    "starlette": {"preview"},
    "uvicorn": {"preview"},
    "watchfiles": {"preview"},
    "click": {"cli", "report/progress"},
}
"""Library to the modules, or packages of modules, that may know it."""


def imports(module: str) -> set[str]:
    """What a module imports: modules of the package as paths, others by the name of their distribution."""
    path = MODULES[module]
    package = path.parent.relative_to(PACKAGE).parts
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            assert node.module is not None
            found.add(node.module.split(".")[0])
        elif isinstance(node, ast.ImportFrom):
            base = "/".join((*package[: len(package) - node.level + 1], *(node.module or "").split("."))).strip("/")
            found |= {_module(f"{base}/{alias.name}".strip("/")) or _module(base) or "" for alias in node.names}
    return found - {""}


def _module(path: str) -> str:
    if path in MODULES:
        return path
    return f"{path}/__init__" if f"{path}/__init__" in MODULES else ""


LAYERS = ("model", "text", "views", "stages", "project", "build", "report", "preview", "cli")
"""The rooms from the lowest up: a module imports its own room and those before it in this list, never one after it."""


def room(module: str) -> str:
    return module.split("/", maxsplit=1)[0]


def upward(module: str, imported: set[str]) -> set[str]:
    """Which of these imports go up. The package's own face holds nothing but the version, which every room may read."""
    if module == "__main__":
        return set()
    allowed = LAYERS[: LAYERS.index(room(module)) + 1] if room(module) in LAYERS else ()
    return {other for other in imported & set(MODULES) if other != "__init__" and room(other) not in allowed}


SHARED = {"stages/project_files", "stages/process_size"}
"""No stages: the one way in from disk, which the stages that read share, and what the system says of a process's memory."""


def stage(module: str) -> str:
    """`stages/typeset/overflow` belongs to the stage `typeset`."""
    return module.split("/")[1]


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module: str) -> None:
    assert upward(module, imports(module)) == set()


@pytest.mark.parametrize(("lower", "higher"), list(pairwise(LAYERS)))
def test_an_import_of_the_next_room_up_is_found(lower: str, higher: str) -> None:
    """Planted at every layer: what the test above would say of it."""
    planted = next(module for module in MODULES if room(module) == higher)
    mine = next(module for module in MODULES if room(module) == lower)
    assert upward(mine, {planted}) == {planted}
    assert upward(planted, {mine}) == set()


def test_every_module_lies_in_a_room_and_there_are_at_most_nine() -> None:
    assert {room(module) for module in MODULES} - {"__init__", "__main__"} == set(LAYERS)
    assert {path.name for path in PACKAGE.iterdir() if path.is_dir()} - {"__pycache__", "bundle"} == set(LAYERS)
    assert len(LAYERS) <= 9


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("stages/") and module != "stages/__init__"])
def test_no_stage_knows_another(module: str) -> None:
    others = {other for other in imports(module) if other.startswith("stages/") and stage(other) != stage(module)}
    assert others <= SHARED


@pytest.mark.parametrize("library", HEAVY)
def test_a_library_is_known_in_one_place(library: str) -> None:
    allowed = HEAVY[library]
    knowing = {module for module in MODULES if library in imports(module)}
    assert knowing, f"{library} is imported nowhere"
    strangers = {module for module in knowing if not any(module == place or module.startswith(f"{place}/") for place in allowed)}
    assert not strangers


def test_there_is_no_circle_of_modules() -> None:
    graph = {module: imports(module) & set(MODULES) for module in MODULES}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path, module))
        if module not in done:
            for other in sorted(graph[module]):
                visit(other, (*path, module))
            done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("module", MODULES)
def test_only_the_edge_reads_the_environment_the_folder_and_the_clock(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    for words in ("os.environ", "getenv(", "Path.cwd(", "datetime.now(", "date.today(", "time.time("):
        assert words not in text or module.split("/", maxsplit=1)[0] == "cli", words


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    if module == "__init__":
        return
    assert ast.get_docstring(ast.parse(text))


def test_architecture_md_draws_the_rooms_as_they_are_stacked() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = re.findall(r"^\| `([a-z_]+)/` \|", text, re.MULTILINE)
    assert rooms == list(reversed(LAYERS))


def test_architecture_md_lists_every_stage_and_no_other() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE)
    modules = [module for module in MODULES if module.startswith("stages/") and module not in SHARED]
    assert sorted(listed) == sorted({stage(module) for module in modules} - {"__init__"})


def test_no_two_modules_share_a_name() -> None:
    """One name, one meaning: an open file's tab says which it is."""
    names = [module.rsplit("/", 1)[-1] for module in MODULES if not module.endswith(("__init__", "__main__"))]
    assert sorted({each for each in names if names.count(each) > 1}) == []


def test_architecture_md_names_no_file_that_is_not_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`([A-Za-z_./-]+\.(?:py|md|html|css|yaml))`", text) if "NAME" not in name}
    places = (PACKAGE, ROOT, ROOT / "templates" / "base", ROOT / "docs")
    missing = {name for name in named if not any((place / name).exists() or list(place.rglob(name)) for place in places)}
    assert missing == set()


def test_the_docs_list_every_rule_with_its_title() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert [code for code in RULES if code not in text] == []
    assert [rule.code for rule in RULES.values() if rule.title not in text] == []
    assert set(re.findall(r"\bPG\d{3}\b", text)) - set(RULES) == set()


@pytest.mark.parametrize("module", MODULES)
def test_modules_and_functions_fit_a_reader(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > 40] == []


@pytest.mark.parametrize("module", [module for module in MODULES if room(module) in ("model", "views", "build")])
def test_what_crosses_a_border_is_typed(module: str) -> None:
    assert re.findall(r"\bAny\b(?! entity)", MODULES[module].read_text(encoding="utf-8")) == []


def test_every_rule_is_raised_somewhere() -> None:
    """A rule in the table that nothing raises promises what the program does not do."""
    code = "\n".join(path.read_text(encoding="utf-8") for module, path in MODULES.items() if module != "model/rules")
    assert [rule for rule in RULES if f'"{rule}"' not in code] == []


def test_a_build_with_nothing_to_do_loads_none_of_what_a_build_needs() -> None:
    code = "import sys, prepguides.build.up_to_date; print(*{'pydantic', 'jinja2', 'weasyprint', 'pikepdf', 'yaml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == [], "these cost more time than the build"
