"""The shape that ARCHITECTURE.md promises, read from the code itself."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import prepguides
import pytest
from kit import ROOT

from prepguides.model.rules import RULES

PACKAGE = Path(prepguides.__file__).parent
MODULES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix(): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.relative_to(PACKAGE).parts[0] != "bundle"
}
"""Module, written as its path below the package without `.py`, to its file."""
HEAVY = {
    "weasyprint": {"stages/press"},
    "jinja2": {"stages/render"},
    "pikepdf": {"stages/mend", "stages/cut", "stages/proof", "stages/press"},
    "yaml": {"model/strict_yaml"},
    "markdown_it": {"model/markup"},
    "rich": {"progress", "preview"},
    "click": {"cli", "progress", "preview"},
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


def layer(module: str) -> int:
    """0 is the model; a module imports its own layer and those below."""
    if module.startswith("model/"):
        return 0
    if module.startswith("stages/"):
        return 1
    if module in ("cli", "preview", "__main__"):
        return 3
    return 2


def stage(module: str) -> str:
    """`stages/press/overflow` belongs to the stage `press`."""
    return module.split("/")[1]


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_one_way(module: str) -> None:
    upward = {other for other in imports(module) & set(MODULES) if layer(other) > layer(module) and other != "__init__"}
    assert not upward


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("stages/")])
def test_no_stage_knows_another(module: str) -> None:
    others = {other for other in imports(module) if other.startswith("stages/") and stage(other) != stage(module)}
    assert not others


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
        assert words not in text or module in ("cli", "preview"), words


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    if module.endswith("__init__") and len(text.splitlines()) < 3:
        return
    assert ast.get_docstring(ast.parse(text))


def test_architecture_md_draws_every_module_that_exists_and_no_other() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    drawn = drawn_modules(text)
    existing = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES.values()
        if path.name not in ("__init__.py", "__main__.py") or (path.parent != PACKAGE and path.stat().st_size)
    }
    # A package is drawn by its folder or by its __init__.
    named = {f"{name}/__init__.py" if not name.endswith(".py") else name for name in drawn}
    assert existing - named == set(), "modules that the map lacks"
    unknown = {name for name in named - existing if not (PACKAGE / name).parent.is_dir() or not (PACKAGE / name).exists()}
    assert unknown == set(), "modules that are not there"


def drawn_modules(text: str) -> set[str]:
    """Paths below the package: from a tree that is drawn by indentation, and from paths such as `stages/load.py` in prose."""
    found = {match[1] for match in re.finditer(r"`(?:pipeline/)?(?:prepguides/)?([a-z_]+(?:/[a-z_]+)*\.py)`", text)}
    for block in re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL):
        stack: list[tuple[int, str]] = []
        inside = False
        for line in block.splitlines():
            entry = re.match(r"^([\s│├└─]*)([A-Za-z_][\w./-]*)", line)
            if entry is None:
                continue
            depth = len(entry[1])
            while stack and stack[-1][0] >= depth:
                stack.pop()
            # Several files may share a line: "theme.py  color.py  what they are".
            names = re.findall(r"(?<![\w/.])[a-z_]+(?:/[a-z_]+)*(?:\.py|/)(?=\s|$)", line[len(entry[1]) :])
            folder = "".join(part for _, part in stack)
            inside = "prepguides/" in folder + (names[0] if names else "")
            if names and names[0].endswith("/"):
                stack.append((depth, names[0]))
                folder += names[0]
                names = names[1:]
            if inside:
                below = folder.split("prepguides/", 1)[1] if "prepguides/" in folder else ""
                found |= {below + name for name in names if name.endswith(".py")}
    return found


def test_the_docs_list_every_rule_with_its_title() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert [code for code in RULES if code not in text] == []
    assert [rule.code for rule in RULES.values() if rule.title not in text] == []
    assert set(re.findall(r"\bPG\d{3}\b", text)) - set(RULES) == set()


def test_every_rule_is_raised_somewhere() -> None:
    """A rule in the table that nothing raises promises what the program does not do."""
    code = "\n".join(path.read_text(encoding="utf-8") for module, path in MODULES.items() if module != "model/rules")
    assert [rule for rule in RULES if f'"{rule}"' not in code] == []
