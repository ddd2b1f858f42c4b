"""Style sheets hold no size, color or column width of their own, and nothing that nobody uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit import ROOT

THEMES = sorted(path.parent for path in (ROOT / "templates").glob("*/theme.yaml"))
EACH_THEME = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
ROLES = {
    "display": ("34pt", "37.5pt"),
    "title": ("18pt", "22.5pt"),
    "prompt": ("13pt", "18.75pt"),
    "text": ("11pt", "15pt"),
    "note": ("9.5pt", "12pt"),
    "label": ("9.5pt", "12pt"),
    "furniture": ("8.5pt", "11pt"),
}
"""The seven roles of the base theme: size and line."""
WIDTHS = ("width", "min-width", "max-width", "flex-basis", "columns", "column-width", "grid-template-columns", "grid-template")
NARROW = 8.0
"""Millimeters: a mark, a box to tick, a padding. What is wider is a column."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(r"(?<![\w-])(--[\w-]+|[a-z-]+)\s*:\s*([^;{}]+?)\s*(?=[;}])")
_MILLIMETERS = {"mm": 1.0, "cm": 10.0, "pt": 25.4 / 72, "in": 25.4}
_LENGTH = re.compile(r"(?<![\w.-])(\d*\.?\d+)(mm|cm|pt|in)\b")


def styles(theme: Path) -> Iterator[tuple[str, str]]:
    """Name and text, without comments, of each style sheet and of what a template's style element holds."""
    for path in sorted(theme.rglob("*.css")):
        yield path.name, _COMMENT.sub("", path.read_text(encoding="utf-8"))
    for path in sorted(theme.rglob("*.html")):
        for text in re.findall(r"<style>(.*?)</style>", path.read_text(encoding="utf-8"), re.DOTALL):
            yield path.name, re.sub(r"\{[{%#].*?[}%#]\}", "0", text, flags=re.DOTALL)


def declarations(theme: Path) -> Iterator[tuple[str, str, str]]:
    """File, property and value of each declaration outside tokens.css."""
    for name, text in styles(theme):
        if name != "tokens.css":
            yield from ((name, prop, value) for prop, value in _DECLARATION.findall(text) if not prop.startswith("--"))


def tokens(theme: Path) -> dict[str, str]:
    path = theme / "tokens.css"
    text = _COMMENT.sub("", path.read_text(encoding="utf-8")) if path.is_file() else ""
    return {prop: value for prop, value in _DECLARATION.findall(text) if prop.startswith("--")}


def templates(theme: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(theme.rglob("*.html")))


def test_there_are_themes_to_look_at() -> None:
    assert [theme.name for theme in THEMES] == ["base", "compact"]


def test_base_has_the_seven_roles_of_the_art_direction() -> None:
    found = tokens(ROOT / "templates" / "base")
    assert {role: (found[f"--{role}-size"], found[f"--{role}-line"]) for role in ROLES} == ROLES
    assert {name for name in found if name.endswith("-size")} == {f"--{role}-size" for role in ROLES}
    for role in ROLES:
        assert found[f"--{role}"].startswith(f"var(--{role}-weight) var(--{role}-size)/var(--{role}-line) ")


@EACH_THEME
def test_sizes_lines_and_families_are_tokens(theme: Path) -> None:
    spoken = [
        (name, prop, value) for name, prop, value in declarations(theme) if prop in ("font", "font-size", "line-height", "font-family")
    ]
    assert spoken or theme.name != "base"
    assert [found for found in spoken if not re.fullmatch(r"var\(--[\w-]+\)", found[2])] == []


@EACH_THEME
def test_colors_are_tokens(theme: Path) -> None:
    literal = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\b(?:rgba?|hsla?|black|white|gray|red|blue)\b")
    assert [found for found in declarations(theme) if literal.search(found[2]) and "url(" not in found[2]] == []


@EACH_THEME
def test_columns_are_as_wide_as_tokens_say(theme: Path) -> None:
    wide = [
        (name, prop, value)
        for name, prop, value in declarations(theme)
        if prop in WIDTHS and any(float(size) * _MILLIMETERS[unit] > NARROW for size, unit in _LENGTH.findall(value))
    ]
    assert wide == []


@EACH_THEME
def test_no_rule_has_to_shout(theme: Path) -> None:
    assert [name for name, text in styles(theme) if "!important" in text] == []


@EACH_THEME
def test_no_list_is_balanced_in_columns(theme: Path) -> None:
    assert [found for found in declarations(theme) if found[1] in ("columns", "column-count")] == []


@EACH_THEME
def test_nothing_reaches_out_of_its_box_with_a_negative_margin(theme: Path) -> None:
    negative = [found for found in declarations(theme) if found[1].startswith("margin") and re.search(r"(?<![\w.])-\d*\.?\d", found[2])]
    assert negative == []


def test_every_token_is_read_by_a_rule_or_by_another_token() -> None:
    base = ROOT / "templates" / "base"
    read = {name for theme in THEMES for _, text in styles(theme) for name in re.findall(r"var\((--[\w-]+)", text)}
    read |= set(re.findall(r"var\((--[\w-]+)", templates(base)))
    assert sorted(set(tokens(base)) - read) == []


@EACH_THEME
def test_a_theme_sets_only_tokens_that_base_has(theme: Path) -> None:
    assert sorted(set(tokens(theme)) - set(tokens(ROOT / "templates" / "base"))) == []


LARGE = {
    "text": ("14pt", "19pt"),
    "note": ("12pt", "15.5pt"),
    "label": ("12pt", "15.5pt"),
}
"""Clear print: what is read through, and what is looked up."""


def test_large_print_is_made_of_tokens_that_base_has() -> None:
    text = _COMMENT.sub("", (ROOT / "templates" / "base" / "variants" / "large.css").read_text(encoding="utf-8"))
    said = dict(_DECLARATION.findall(text))
    assert re.fullmatch(r"\s*:root\s*\{[^{}]*\}\s*", text)
    assert {role: (said[f"--{role}-size"], said[f"--{role}-line"]) for role in LARGE} == LARGE
    assert sorted(set(said) - set(tokens(ROOT / "templates" / "base"))) == []
    assert min(float(size.removesuffix("pt")) for name, size in said.items() if name.endswith("-size")) >= 11


_MM = re.compile(r"([\d.]+)mm")


@pytest.mark.parametrize("layout", ["standard", "large"])
@EACH_THEME
def test_notes_stand_where_the_column_of_what_is_said_ends(theme: Path, layout: str) -> None:
    """A note's place on a verso is many times the difference of two widths: where the tokens do not agree, it is off the page."""
    base = ROOT / "templates" / "base"
    large = (base / "variants" / "large.css").read_text(encoding="utf-8") if layout == "large" else ""
    said = {**tokens(base), **tokens(theme), **dict(_DECLARATION.findall(_COMMENT.sub("", large)))}
    width = {name: float(found[1]) for name in said if (found := _MM.fullmatch(said[name]))}
    assert width["--spoken"] == width["--column"] - width["--slim"]
    assert float(said["--verso-text"]) == 10 * (width["--notes"] + width["--gutter"])
    assert float(said["--verso-note"]) == 10 * (width["--block"] + width["--gutter"])


def test_every_token_that_a_rule_reads_is_set() -> None:
    base = ROOT / "templates" / "base"
    given = set(tokens(base)) | set(re.findall(r"(--[\w-]+):", templates(base)))
    given |= {
        name for _, text in styles(base) for page in re.findall(r"@page[^{]*\{([^@}]*)", text) for name in re.findall(r"(--[\w-]+):", page)
    }
    given |= {f"--side-{side}{kind}" for side in (1, 2) for kind in ("", "-tint", "-rule")}
    read = {name for theme in THEMES for _, text in styles(theme) for name in re.findall(r"var\((--[\w-]+)", text)}
    assert sorted(read - given) == []


def used_classes() -> set[str]:
    """Class names in the templates of all themes, those that a condition adds among them."""
    found: set[str] = set()
    for theme in THEMES:
        for value in re.findall(r'class="((?:[^"{]|\{[{%].*?[}%]\})*)"', templates(theme), re.DOTALL):
            found.update(word for text in re.findall(r"'([^']*)'", value) for word in text.split())
            found.update(re.sub(r"\{[{%].*?[}%]\}", " ", value, flags=re.DOTALL).split())
    return {name for name in found if not name.endswith("-")}


GENERATED = re.compile(r"role-[12]|roles-[12]|to-[12]|lane-(?:lead|co-lead|contribute|inform)|kind-[a-z-]+|start-(?:flow|page|recto|leaf)")
"""Classes that templates make of data."""


def styled_classes() -> set[str]:
    selectors = [text for theme in THEMES for _, sheet in styles(theme) for text in re.findall(r"([^{}]+)\{", sheet)]
    bare = [re.sub(r"url\([^)]*\)", "", text) for text in selectors]
    return {name for text in bare for name in re.findall(r"\.([A-Za-z_][\w-]*)", text)}


def test_every_class_in_a_style_sheet_is_in_a_template() -> None:
    used = used_classes()
    assert sorted(name for name in styled_classes() if name not in used and not GENERATED.fullmatch(name)) == []


def test_every_class_in_a_template_is_styled() -> None:
    styled = styled_classes()
    assert sorted(name for name in used_classes() if name not in styled and not GENERATED.fullmatch(name)) == []


def test_every_section_kind_that_a_style_sheet_names_has_a_partial() -> None:
    partials = {path.stem for theme in THEMES for path in (theme / "sections").glob("*.html")}
    named = {name.removeprefix("kind-") for name in styled_classes() if name.startswith("kind-")}
    assert sorted(named - partials) == []


def test_drawings_in_svg_draw_with_what_the_tokens_say() -> None:
    """Custom properties do not reach into an SVG; four of its units are a millimeter."""
    base = ROOT / "templates" / "base"
    ink, found = (base / "drawings" / "ink.html").read_text(encoding="utf-8"), tokens(base)
    names, values = re.search(r"set ((?:\w+, )*\w+) = ((?:\"#\w+\"(?:, )?)+)", ink).groups()  # type: ignore[union-attr]
    colors = dict(zip(names.split(", "), re.findall(r"#\w+", values), strict=True))
    assert colors == {name: found[f"--{name}"] for name in colors}
    names, values = re.search(r"set ((?:\w+, )*\w+) = ((?:[\d.]+(?:, )?)+)", ink).groups()  # type: ignore[union-attr]
    for name, value in zip(names.split(", "), values.split(", "), strict=True):
        assert float(value) == pytest.approx(float(found[f"--{name}"].removesuffix("pt")) * 25.4 / 72 * 4, abs=0.01)


@EACH_THEME
def test_lines_are_heavy_enough_to_be_printed(theme: Path) -> None:
    """0.4 pt, which a copier still shows, and all of a drawing's from tokens."""
    weights = {name: value for name, value in tokens(theme).items() if name in ("--fine", "--stroke", "--bar")}
    assert weights or theme.name != "base"
    assert all(float(value.removesuffix("pt")) >= 0.4 for value in weights.values())
    for path in sorted(theme.rglob("*.html")):
        assert re.findall(r'stroke-width="[\d.]+"', path.read_text(encoding="utf-8")) == [], path.name


def test_pictures_of_lines_to_write_on_have_the_color_of_the_token() -> None:
    tokens = (ROOT / "templates" / "base" / "tokens.css").read_text(encoding="utf-8")
    (written,) = re.findall(r"--write: (#\w{6});", tokens)
    pictures = sorted((ROOT / "templates" / "base" / "assets").glob("*.svg"))
    assert [picture.name for picture in pictures] == ["dot.svg", "line.svg", "ruled.svg"]
    assert {color for picture in pictures for color in re.findall(r"#\w{6}", picture.read_text(encoding="utf-8"))} == {written}


@EACH_THEME
def test_no_drawing_has_a_size_or_a_color_of_its_own(theme: Path) -> None:
    for path in sorted(theme.rglob("*.html")):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if path.name != "ink.html":
            assert re.findall(r"#[0-9A-Fa-f]{6}\b", text) == [], path.name
            assert re.findall(r'font-size="[\d.]+"', text) == [], path.name
            assert re.findall(r'style="[^"]*(?:font|color)', text) == [], path.name
