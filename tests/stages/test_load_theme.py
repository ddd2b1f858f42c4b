"""A theme is its own files over those that it inherits."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit import located
from prepguides.stages.load_theme import MAX_CHAIN, load_theme


@pytest.fixture
def resolver(tmp_path: Path) -> Path:
    """A folder of themes with one `plain`."""
    write(tmp_path, "plain/theme.yaml", "title: Plain\n")
    write(tmp_path, "plain/a.html", "plain a")
    write(tmp_path, "plain/b.html", "plain b")
    write(tmp_path, "plain/tokens.css", ":root { --ink: #000 }")
    write(tmp_path, "plain/print.css", "p { color: var(--ink) }")
    return tmp_path


def write(resolver: Path, name: str, text: str) -> None:
    (resolver / name).parent.mkdir(parents=True, exist_ok=True)
    (resolver / name).write_text(text, encoding="utf-8")


def test_a_theme_overrides_files_and_keeps_the_others(resolver: Path) -> None:
    write(resolver, "own/theme.yaml", "title: Own\nextends: plain\n")
    write(resolver, "own/a.html", "own a")
    write(resolver, "own/z.css", "p { color: red }")
    theme = load_theme("own", (resolver,)).value
    assert theme is not None
    assert theme.templates["a.html"].text == "own a"
    assert theme.templates["b.html"].text == "plain b"
    assert theme.templates["plain/a.html"].text == "plain a", "for {% extends %}"
    assert [file.path for file in theme.styles] == ["templates/plain/tokens.css", "templates/plain/print.css", "templates/own/z.css"]


def test_the_project_s_theme_comes_before_the_shipped_one(resolver: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    write(mine, "plain/theme.yaml", "title: Mine\n")
    write(mine, "plain/a.html", "mine")
    theme = load_theme("plain", (mine, resolver)).value
    assert theme is not None
    assert theme.templates["a.html"].text == "mine"
    assert "b.html" not in theme.templates


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("title: Own\nextend: plain\n", ["templates/own/theme.yaml:2:1 PG506"]),
        ("title: Own\nextends: plane\n", ["templates/plane/theme.yaml PG506"]),
        ("title: Own\nextends: own\n", ["templates/own/theme.yaml PG506"]),
        ("title: Own\nextends: ../plain\n", ["templates/own/theme.yaml:2:10 PG506"]),
        ("title: Own\nfonts:\n  - {family: A, file: A.ttf}\n", ["templates/own/theme.yaml:3:23 PG506"]),
        ("title: Own\nfonts:\n  - {family: A, file: A.ttf, package: os}\n", ["templates/own/theme.yaml:3:39 PG506"]),
        ("title: Own\nfonts:\n  - {family: A, file: ../../A.ttf}\n", ["templates/own/theme.yaml:3:23 PG506"]),
        ("title: Own\nfonts:\n  - {family: A, file: A.ttf, weight: bold}\n", ["templates/own/theme.yaml:3:38 PG506"]),
        ("title: [", ["templates/own/theme.yaml:1:9 PG102"]),
        ("", ["templates/own/theme.yaml PG506"]),
        ("- a\n", ["templates/own/theme.yaml:1:1 PG506"]),
    ],
)
def test_a_faulty_theme_is_reported_at_its_place(resolver: Path, yaml: str, expected: list[str]) -> None:
    write(resolver, "own/theme.yaml", yaml)
    dressed = load_theme("own", (resolver,))
    assert dressed.value is None
    assert located(dressed.diagnostics) == expected


def test_themes_in_a_circle_or_in_a_long_row_end(resolver: Path) -> None:
    write(resolver, "a/theme.yaml", "title: A\nextends: b\n")
    write(resolver, "b/theme.yaml", "title: B\nextends: a\n")
    assert located(load_theme("a", (resolver,)).diagnostics) == ["templates/a/theme.yaml PG506"]
    for number in range(MAX_CHAIN + 1):
        write(resolver, f"t{number}/theme.yaml", f"title: T\nextends: t{number + 1}\n")
    assert located(load_theme("t0", (resolver,)).diagnostics) == ["templates/t0/theme.yaml PG506"]


def test_an_unknown_theme_is_told_its_nearest_spelling(resolver: Path) -> None:
    (problem,) = load_theme("plian", (resolver,)).diagnostics
    assert problem.hint == 'did you mean "plain"?'


def test_files_that_lie_elsewhere_are_no_part_of_a_theme(resolver: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("secret")
    (resolver / "plain" / "c.html").symlink_to(secret)
    (resolver / "plain" / "fonts").mkdir()
    (resolver / "plain" / "fonts" / "A.ttf").symlink_to("/etc/hostname")
    theme = load_theme("plain", (resolver,)).value
    assert theme is not None
    assert "c.html" not in theme.templates
    write(resolver, "plain/theme.yaml", "title: Plain\nfonts:\n  - {family: A, file: A.ttf}\n")
    assert located(load_theme("plain", (resolver,)).diagnostics) == ["templates/plain/theme.yaml:3:23 PG506"]


def test_the_same_face_of_a_child_replaces_its_parent_s(resolver: Path) -> None:
    write(resolver, "plain/theme.yaml", "title: Plain\nfonts:\n  - {family: A, file: A.ttf}\n  - {family: A, file: I.ttf, style: italic}\n")
    write(resolver, "plain/fonts/A.ttf", "parent")
    write(resolver, "plain/fonts/I.ttf", "italic")
    write(resolver, "own/theme.yaml", "title: Own\nextends: plain\nfonts:\n  - {family: A, file: A.ttf}\n")
    write(resolver, "own/fonts/A.ttf", "child")
    theme = load_theme("own", (resolver,)).value
    assert theme is not None
    assert [font.path.read_text() for font in theme.fonts] == ["child", "italic"]


def test_a_file_that_is_not_utf_8_is_a_finding(resolver: Path) -> None:
    (resolver / "plain" / "a.html").write_bytes(b"caf\xe9")
    assert located(load_theme("plain", (resolver,)).diagnostics) == ["templates/plain/a.html PG506"]
    (resolver / "plain" / "theme.yaml").write_bytes(b"title: caf\xe9")
    assert located(load_theme("plain", (resolver,)).diagnostics) == ["templates/plain/theme.yaml PG506"]
