"""What a theme says in vain is told, and what only looks like it is not."""

from __future__ import annotations

import re
from time import process_time

import pytest

from kit import ROOT
from prepguides.model.assets import Folder
from prepguides.model.theme import Theme, ThemeFile
from prepguides.stages.checks.theme_files import unread_templates
from prepguides.stages.checks.theme_tokens import odd_values, unread_tokens
from prepguides.stages.load_theme import load_theme
from prepguides.stages.render import unprinted
from prepguides.stages.resolve import PERSONAL_KINDS, SECTION_KINDS


def theme(layout: str = "", css: str = "", parent: str = "{% block a %}{% endblock %}") -> Theme:
    """A theme of one layout and one style sheet over a parent of one layout."""
    own, above = ThemeFile("templates/own/layout.html", layout), ThemeFile("templates/base/layout.html", parent)
    templates = {"base/layout.html": above, "layout.html": own, "own/layout.html": own}
    folders = (Folder(ROOT, ROOT), Folder(ROOT, ROOT))
    return Theme("own", templates, (ThemeFile("templates/own/own.css", css),), (), folders)


EXTENDS = '{% extends "base/layout.html" %}\n'


@pytest.mark.parametrize("name", ["base", "compact"])
def test_shipped_themes_say_nothing_in_vain(name: str) -> None:
    shipped = load_theme(name, (Folder(ROOT / "templates", ROOT),)).value
    assert shipped is not None
    kinds = {*SECTION_KINDS, *PERSONAL_KINDS}
    assert [*unread_tokens(shipped), *odd_values(shipped), *unread_templates(shipped, kinds), *unprinted(shipped)] == []


@pytest.mark.parametrize(
    ("layout", "lines"),
    [
        (EXTENDS + "{% block a %}x{% endblock %}", []),
        (EXTENDS + "{% block b %}x{% endblock %}", [2]),
        (EXTENDS + "{% if edition.learner %}{% block b %}x{% endblock %}{% endif %}", [2]),
        (EXTENDS + "{% block a %}{% block b %}x{% endblock %}{% endblock %}", []),
        (EXTENDS + "{% block a %}{{ self.b() }}{% endblock %}{% block b %}x{% endblock %}", []),
        (EXTENDS + "{% set x %}words{% endset %}{% macro m() %}words{% endmacro %}{# words #}\n\n", []),
        (EXTENDS + "{# words #}\n\n  words", [4]),
        (EXTENDS + "{{ edition.title }}", [2]),
        ("{% extends edition.title %}\n{% block b %}x{% endblock %}words", []),
        ('{% extends "layout.html" %}\n{% block b %}x{% endblock %}', []),
        ("{% block b %}x{% endblock %}words about what it extends", []),
        (EXTENDS + "{% block b %}", []),
    ],
)
def test_what_a_child_s_template_says_in_vain_is_told_at_its_line(layout: str, lines: list[int]) -> None:
    assert [problem.place.line for problem in unprinted(theme(layout))] == lines


@pytest.mark.parametrize(
    ("css", "found"),
    [
        (":root { --a-size: 22 }", ["--a-size"]),
        (":root { --a-size: 22pt; --b: 4mm; } p { --b: 4 }", ["--b"]),
        (":root { --a-size: 22pt !important; --b: 4mm; } p { --b: calc(var(--b) * (1 + 1)) }", []),
        (":root { --b: 4mm; } p { --b: auto } q { --b: 0 } r { --b: 1mm 2mm } s { --b: 4 mm }", ["--b"]),
        (":root { --a-line: 26pt; } p { --a-line: 1.25 } q { --a-line: 26 }", ["--a-line"]),
        (':root { --a: "p: q;"; --b: url(data:x/y;z); /* --c-size: 3 */ }', []),
        (":root { --a-size: ; }", ["--a-size"]),
        (":root { --a: red\n  --b: blue; }", ["--a"]),
    ],
)
def test_a_value_that_is_none_is_an_error(css: str, found: list[str]) -> None:
    assert [re.findall(r"--[\w-]+", problem.message)[0] for problem in odd_values(theme(css=css))] == found


def test_tokens_that_are_read_in_some_way_are_not_told() -> None:
    css = ":root { --a: 1pt; --b: 1pt; --side-1: red; --serif: X; --e: 1pt } p { margin: var( --a ) var(--b, 0) }"
    layout = "<p style='color: var(--side-{{ n }})'><i style=\"--c: 5\"> Words: more</i></p>"
    tokens = theme(layout, css)
    assert [problem.message for problem in unread_tokens(tokens)] == ["nothing reads the token --e", "nothing reads the token --c"]
    assert list(odd_values(tokens)) == []


@pytest.mark.parametrize(
    "css",
    [
        ":root { --a-size: " + "(" * 400_000 + ")" * 400_000 + " }",
        ":root { --a-size: " + "url(" * 250_000 + " }",
        ":root { --a-size: " + "\"'" * 250_000 + " }",
        ":root { " + "".join(f"--a{number}: 1pt; --a{number}: 1;" for number in range(20_000)) + " }",
        ":root { " + "--a:" * 200_000 + " }",
    ],
    ids=["parentheses", "addresses", "quotes", "many tokens", "colons"],
)
def test_a_large_style_sheet_takes_no_longer_than_others_of_its_size(css: str) -> None:
    started = process_time()
    large = theme(css=css)
    assert len([*unread_tokens(large), *odd_values(large)]) <= 100
    assert process_time() - started < 5
