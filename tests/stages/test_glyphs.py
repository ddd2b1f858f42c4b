"""A character that the fonts lack is named at the content's line, by check and before anything is typeset."""

from __future__ import annotations

from kit import MiniProject

WELCOME = "content/pages/welcome.md"


def messages(mini: MiniProject) -> list[str]:
    return [f"{found.place} {found.rule.code} {found.message}" for found in mini.diagnostics()]


def test_check_names_the_character_and_its_place(mini: MiniProject) -> None:
    mini.edit(WELCOME, "Read it once", "Read it one‑time")
    (line,) = [number for number, text in enumerate((mini.root / WELCOME).read_text(encoding="utf-8").splitlines(), 1) if "‑" in text]
    assert messages(mini) == [f"{WELCOME}:{line}:12 PG605 no font of the theme has “‑” (U+2011 non-breaking hyphen)"]


def test_each_text_that_holds_it_is_named(mini: MiniProject) -> None:
    mini.edit(WELCOME, "Read it once", "Read it 中")
    mini.edit("content/words/glossary.yaml", "The last rise.", "The last 中 rise.")
    assert [message.split()[0] for message in messages(mini)] == ["content/pages/welcome.md:7:9", "content/words/glossary.yaml:3:67"]


def test_what_is_never_drawn_is_no_fault(mini: MiniProject) -> None:
    mini.edit(WELCOME, "Read it once", "Read it\u00a0on\u00adce\ufe0f")
    assert messages(mini) == []


def test_a_character_of_a_template_is_reported_at_its_line(mini: MiniProject) -> None:
    mini.theme("own", "two", sections__notes_html="<p>☃</p>", sections__glossary_html="<p>☃</p>")
    assert messages(mini) == ["templates/own/sections/glossary.html:1:4 PG605 no font of the theme has “☃” (U+2603 snowman)"]


def test_all_characters_of_a_script_in_one_text_are_one_problem(mini: MiniProject) -> None:
    mini.edit(WELCOME, "Read it once", "Read 中文 and שלום once, 中")
    assert messages(mini) == [
        f"{WELCOME}:7:6 PG605 no font of the theme has “中” (U+4E2D cjk unified ideograph-4e2d), nor others here",
        f"{WELCOME}:7:13 PG605 no font of the theme has “ש” (U+05E9 hebrew letter shin), nor others here",
    ]


def test_labels_that_no_font_can_print_are_reported_where_the_language_is_written(mini: MiniProject) -> None:
    mini.edit("content/project.yaml", "publisher:", "language: zh-Hans\npublisher:")
    places = {(str(found.place), found.rule.code) for found in mini.diagnostics("two")}
    assert places == {("content/project.yaml:2:11", "PG605")}


def test_a_file_that_is_no_font_is_named_where_the_theme_names_it(mini: MiniProject) -> None:
    mini.theme("own", "two")
    mini.add("templates/own/theme.yaml", "title: Own\nextends: base\nfonts:\n  - {family: X, file: x.ttf}\n")
    mini.add("templates/own/fonts/x.ttf", b"\x00\x01\x00\x00\xff\xff" + b"\xff" * 600)
    assert messages(mini) == ["templates/own/theme.yaml:4:23 PG506 x.ttf: not a font that can be read"]


def test_a_font_that_is_too_large_is_not_read(mini: MiniProject) -> None:
    mini.theme("own", "two")
    mini.add("templates/own/theme.yaml", "title: Own\nextends: base\nfonts:\n  - {family: X, file: x.ttf}\n")
    mini.add("templates/own/fonts/x.ttf", b"\x00" * 21_000_000)
    assert messages(mini) == ["templates/own/theme.yaml:4:23 PG506 x.ttf has over 20 MiB"]
