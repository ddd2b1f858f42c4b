"""A theme is its own files over those that it inherits."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit import located
from prepguides.model.assets import Folder
from prepguides.model.diagnostic import Checked
from prepguides.model.theme import Theme
from prepguides.stages import load_theme as stage
from prepguides.stages.load_theme import MAX_CHAIN


def load_theme(name: str, folders: tuple[Path, ...]) -> Checked[Theme | None]:
    """From folders of themes whose project is the folder above."""
    return stage.load_theme(name, tuple(Folder(folder, folder.parent) for folder in folders))


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
        ("title: Own\nextends: plane\n", ["templates/own/theme.yaml:2:10 PG506"]),
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


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that no project holds, with a text and a font."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "secret.html").write_text("password: hunter2")
    (folder / "theme.yaml").write_text("password: hunter2")
    (folder / "A.ttf").write_text("font")
    return folder


@pytest.mark.parametrize(
    ("link", "to", "expected"),
    [
        ("plain/c.html", "secret.html", ["templates/plain/c.html PG506"]),
        ("evil/theme.yaml", "secret.html", ["templates/evil/theme.yaml PG506"]),
        ("evil", "", ["templates/evil/theme.yaml PG506"]),
    ],
)
def test_a_link_out_of_the_project_is_refused_unread(tmp_path: Path, outside: Path, link: str, to: str, expected: list[str]) -> None:
    project = tmp_path / "project"
    write(project / "templates", "plain/theme.yaml", "title: Plain\n")
    (project / "templates" / link).parent.mkdir(exist_ok=True)
    (project / "templates" / link).symlink_to(outside / to)
    loaded = load_theme(link.split("/", maxsplit=1)[0], (project / "templates",))
    assert loaded.value is None
    assert located(loaded.diagnostics) == expected
    assert "hunter2" not in repr(loaded.diagnostics)


def test_a_linked_folder_of_themes_is_refused(tmp_path: Path, outside: Path) -> None:
    write(outside, "evil/theme.yaml", "title: Evil\n")
    (tmp_path / "templates").symlink_to(outside)
    assert located(load_theme("evil", (tmp_path / "templates",)).diagnostics) == ["templates/evil/theme.yaml PG506"]


def test_a_linked_font_is_refused_at_its_line(tmp_path: Path, outside: Path) -> None:
    project = tmp_path / "project"
    write(project / "templates", "own/theme.yaml", "title: Own\nfonts:\n  - {family: A, file: A.ttf}\n")
    (project / "templates/own/fonts").mkdir()
    (project / "templates/own/fonts/A.ttf").symlink_to(outside / "A.ttf")
    assert located(load_theme("own", (project / "templates",)).diagnostics) == ["templates/own/theme.yaml:3:23 PG506"]


@pytest.mark.parametrize("name", ["../evil", "../../evil2", "/tmp", ""])
def test_a_theme_is_called_by_a_slug(resolver: Path, name: str) -> None:
    write(resolver.parent, "evil/theme.yaml", "title: Evil\n")
    (problem,) = load_theme(name, (resolver,)).diagnostics
    assert problem.message == f'no theme "{name}"'


@pytest.mark.parametrize("file", ["print.css", "tokens.css", "a.html", "theme.yaml"])
def test_a_byte_order_mark_is_no_part_of_a_theme_s_text(resolver: Path, file: str) -> None:
    path = resolver / "plain" / file
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    theme = load_theme("plain", (resolver,)).value
    assert theme is not None
    assert not any(text.text.startswith("\ufeff") for text in (*theme.templates.values(), *theme.styles))


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
    assert located(load_theme("plain", (resolver,)).diagnostics) == ["templates/plain/a.html:1:4 PG506"]
    (resolver / "plain" / "theme.yaml").write_bytes(b"title: caf\xe9")
    assert located(load_theme("plain", (resolver,)).diagnostics) == ["templates/plain/theme.yaml:1:11 PG506"]


def test_the_last_token_says_how_far_ruled_lines_are_apart(resolver: Path) -> None:
    write(resolver, "own/theme.yaml", "title: Own\nextends: plain\n")
    assert write_gap_of("own", resolver) == 8.5
    write(resolver, "plain/tokens.css", ":root { --write-gap: 9mm }")
    assert write_gap_of("own", resolver) == 9.0
    write(resolver, "own/tokens.css", ":root { --write-gap: 7.1mm; /* --write-gap: 5mm; */ }")
    assert write_gap_of("own", resolver) == 7.1


def write_gap_of(name: str, themes: Path) -> float:
    theme = load_theme(name, (themes,)).value
    assert theme is not None
    return theme.write_gap
