"""Prints docs/theme-reference.md, made from the views, the sandbox and the base theme: python docs/make_theme_reference.py > PAGE"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from prepguides.model.assets import MAX_ASSET_BYTES
from prepguides.model.content import base
from prepguides.model.content.cohort import CohortFace
from prepguides.model.content.faces import FallbackFace
from prepguides.model.edition import Edition
from prepguides.model.view import SectionView
from prepguides.stages import resolve_assets
from prepguides.stages.render import sandbox
from prepguides.stages.render.spoken import Spoken
from prepguides.stages.resolve.section_kinds import PRINTED_BY, SECTION_KINDS
from prepguides.stages.resolve_assets import pictures
from prepguides.text import chart_scales
from prepguides.text.labels import SOURCE, labels_in
from prepguides.views.guide_views import Opener

ROOT = Path(__file__).resolve().parents[1]
BASE = ROOT / "templates" / "base"
_WORDS: tuple[tuple[Any, str], ...] = (
    (base.Line, "one line"),
    (base.Inline, "inline Markdown"),
    (base.Block, "block Markdown"),
    (base.Color, "color, `#RRGGBB`"),
    (base.Date, "date, `YYYY-MM-DD`"),
    (str, "text"),
    (int, "whole number"),
    (float, "number"),
    (bool, "true or false"),
    (type(None), "none"),
    (SectionView, "what a section holds"),
    (CohortFace, "font file"),
    (FallbackFace, "font file"),
)

BLOCK = r"{%-? block (\w+)"
COMMENT = re.compile(r"/\*.*?\*/|{#.*?#}", re.DOTALL)
PAGE_RULE, PAGE_NAME = r"@page ([a-z][\w-]*)", r"\bpage:\s*([a-z][\w-]*)"

_START = """# Theme reference

All that a template may read. This page is made from the code, by `docs/make_theme_reference.py`; [Themes](themes.md) shows how to use it.

A template reads fields by name and calls macros, filters and the functions below, nothing else. Text marked *inline Markdown* is printed
with the filter `mdi`, *block Markdown* with `md`, and all other text as it is. A field that may be none is one to ask for with `{% if %}`.
"""
_NAMES = """## Names in every template

| Name | What it is |
| --- | --- |
| `edition` | the whole edition, an [Edition](#edition) |
| `part` | in partials: the part that the section stands in, an [EditionPart](#editionpart) |
| `section` | in partials: the section, an [EditionSection](#editionsection) |
| the view's fields | in partials: what the section's kind prints, each by its own name |
| `canvas` | page geometry in millimeters: `width`, `height`, `bleed`, `inner`, `outer`, `block`, `top`, `bottom` |
| `sans` | the family of `--sans`, for text in drawings |
| `chart` | functions for drawings, [below](#functions) |
"""
_ASSETS = """## Assets

`<img src="NAME">` in a template and `url(NAME)` in a style sheet load `NAME` from `content/assets/`, then from the `assets/` of the theme
and of its parents. Files are {types}, of at most {megabytes} MiB and {megapixels} megapixels. A logo's path is `edition.brand.logo`.
"""


def page() -> str:
    """The whole page."""
    views = [kind.view for kind in SECTION_KINDS.values()]
    inner = dict.fromkeys(found for view in (*views, Opener) for found in _inside(view))
    parts = [
        _START,
        _NAMES,
        _section_kinds(),
        "## What an edition holds\n",
        _table_of(Edition),
        *(_table_of(view) for view in dict.fromkeys(_inside(Edition))),
        "## What sections hold\n",
        _table_of(Opener),
        *(_table_of(view) for view in sorted(inner, key=lambda view: view.__name__)),
        _functions(),
        _files(),
        _tokens(),
        _ASSETS.format(
            types=", ".join(f"`{suffix}`" for suffix in resolve_assets.TYPES),
            megabytes=MAX_ASSET_BYTES // 2**20,
            megapixels=pictures.MAX_PIXELS // 10**6,
        ),
    ]
    return "\n".join(parts)


def _section_kinds() -> str:
    """Each section kind: its partial, what it prints and what its partial reads."""
    lines = ["## Section kinds\n", "Each has a partial `sections/KIND.html`.\n"]
    content = {section: kind for kind, section in PRINTED_BY.items()}
    for name, kind in SECTION_KINDS.items():
        lines += [f"### Kind `{name}`\n", _about(kind.view)]
        if kind.item:
            lines.append(f"A guide names the one entity that it prints: `item: {kind.item}/ID`.")
        if name in content:
            lines.append(f"A theme's own section `{{kind: {content[name]}}}` reads the same.")
        lines += ["", *(_fields(kind.view) or ["Its partial reads the edition alone.", ""])]
    return "\n".join(lines)


def _table_of(view: type[Any]) -> str:
    return "\n".join([f"### {view.__name__}\n", _about(view), "", *_fields(view)])


def _fields(view: type[Any]) -> list[str]:
    """A table of the fields, none for a view without any."""
    hints, remarks = get_type_hints(view, include_extras=True), _remarks(view)
    rows = [f"| `{field.name}` | {_words(hints[field.name])} | {remarks[field.name]} |" for field in fields(view)]
    return ["| Field | Holds | |", "| --- | --- | --- |", *rows, ""] if rows else []


def _about(view: type[Any]) -> str:
    return " ".join((inspect.getdoc(view) or "").split())


def _remarks(view: type[Any]) -> dict[str, str]:
    """Field to the text that stands below it in the source, of the class and of those that it inherits."""
    found: dict[str, str] = {}
    for owner in reversed(view.__mro__[:-1]):
        body = ast.parse(inspect.getsource(owner)).body[0]
        lines = body.body if isinstance(body, ast.ClassDef) else []
        for field, below in pairwise(lines):
            if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                found[ast.unparse(field.target)] = " ".join(str(below.value.value).split()).replace("|", "\\|")
    return found


def _inside(view: type[Any]) -> Iterator[type[Any]]:
    """The views that a view's fields hold, at any depth, each before those inside it."""
    for hint in get_type_hints(view).values():
        for found in _views_in(hint):
            if found is not SectionView:
                yield found
                yield from _inside(found)


def _views_in(hint: Any) -> Iterator[type[Any]]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for argument in get_args(hint):
        yield from _views_in(argument)


def _words(hint: Any) -> str:
    """A type in words."""
    for known, words in _WORDS:
        if hint == known:
            return words
    if isinstance(hint, type) and is_dataclass(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return " or ".join(f"`{option}`" for option in arguments)
    if origin in (Union, UnionType):
        return " or ".join(map(_words, arguments))
    inner = [_words(argument) for argument in arguments if argument is not Ellipsis]
    if origin is tuple:
        return f"list: {inner[0]}" if arguments[-1] is Ellipsis else f"pair: {' and '.join(inner)}"
    return inner[0] if origin is Annotated else f"mapping: {inner[0]} → {inner[1]}"


def _functions() -> str:
    """Filters and functions, each with the first sentence of its docstring."""
    removed = ", ".join(f"`{name}`" for name in sandbox.UNSAFE_FILTERS)
    lines = ["## Functions\n", f"Filters, besides those of Jinja without {removed}:\n", "| Filter | What it makes |", "| --- | --- |"]
    lines += [f"| `{name}` | {_promise(filter)} |" for name, filter in sandbox.FILTERS.items()]
    lines += ["", "Functions:\n", "| Function | What it makes |", "| --- | --- |"]
    lines += [f"| `chart.{name}{_arguments(function)}` | {_promise(function)} |" for name, function in chart_scales.GEOMETRY.items()]
    lines += [
        f"| `qr(address, title)` | {_promise(sandbox.QR)} |",
        f"| `range(…)` | Whole numbers, at most {sandbox.MAX_RANGE}. |",
        "| `dict(…)`, `namespace(…)` | As in Jinja. |",
        "",
    ]
    lines += [
        "Labels, which print in the edition's language ([Mark a label](../CONTRIBUTING.md#mark-a-label)):\n",
        "| Function | |",
        "| --- | --- |",
    ]
    lines += [f"| `{name}(…)` | {_promise(function)} |" for name, function in Spoken(labels_in(SOURCE)).functions().items()]
    lines += ["", 'Macros, with `{% import "macros.html" as m %}`:\n', "| Macro | |", "| --- | --- |"]
    lines += [f"| `m.{call}` | {about} |" for call, about in _macros((BASE / "macros.html").read_text(encoding="utf-8"))]
    return "\n".join([*lines, ""])


def _promise(function: Callable[..., object]) -> str:
    return " ".join((inspect.getdoc(function) or "").split()).replace("|", "\\|")


def _arguments(function: Callable[..., object]) -> str:
    return f"({', '.join(inspect.signature(function).parameters)})"


def _macros(text: str) -> Iterator[tuple[str, str]]:
    """Each macro's call, and the comment right above it."""
    for found in re.finditer(r"(?:{#((?:(?!#}).)*)#}\n)?{%-? macro (\w+\([^)]*\))", text, re.DOTALL):
        about = " ".join((found[1] or "").split())
        yield found[2], "" if "----" in about else about


def _files() -> str:
    """The other templates, the blocks and the names of pages."""
    lines = ["## Files\n", "| File | What it is |", "| --- | --- |"]
    for path in sorted(path for path in BASE.rglob("*.html") if path.parent.name != "sections"):
        first = re.match(r"\s*{#((?:(?!#}).)*)#}", path.read_text(encoding="utf-8"), re.DOTALL)
        lines.append(f"| `{path.relative_to(BASE).as_posix()}` | {' '.join(first[1].split()) if first else ''} |")
    lines += ["", f"Blocks of `layout.html`: {_listed(_found('layout.html', BLOCK))}.", ""]
    lines += [f"Names of pages, for `@page NAME` and `page: NAME`: {_listed(_page_names())}.", ""]
    return "\n".join(lines)


def _page_names() -> set[str]:
    return _found("*.css", PAGE_RULE) | _found("*.html", PAGE_RULE) | _found("*.css", PAGE_NAME) - {"auto"}


def _found(files: str, pattern: str) -> set[str]:
    texts = (COMMENT.sub("", path.read_text(encoding="utf-8")) for path in BASE.rglob(files))
    return {name for text in texts for name in re.findall(pattern, text)}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _tokens() -> str:
    """The custom properties of tokens.css, each with the comment behind it, and those that layout.html writes."""
    lines = ["## Tokens\n", "Custom properties of `tokens.css`:\n", "| Token | In the base theme | |", "| --- | --- | --- |"]
    for line in (BASE / "tokens.css").read_text(encoding="utf-8").splitlines():
        comment = re.search(r"/\*(.*?)\*/", line)
        declared = re.findall(r"(--[\w-]+):\s*([^;]+);", line)
        for index, (name, value) in enumerate(declared):
            about = comment[1].strip() if comment and index == len(declared) - 1 else ""
            lines.append(f"| `{name}` | `{value}` | {about} |")
    layout = (BASE / "layout.html").read_text(encoding="utf-8").replace("{{ loop.index }}", "N")
    written = set(re.findall(r"^\s*(--[\w-]+):", layout, re.MULTILINE))
    lines += ["", f"The edition's colors, which `layout.html` writes, N being the number of a role: {_listed(written)}.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(page())
