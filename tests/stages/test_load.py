"""Files are read strictly, and every position is kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import MiniProject, located
from prepguides.model.source import Source
from prepguides.stages.load import MAX_BYTES, load, parse_page, read_source
from prepguides.text.strict_yaml import MAX_DEPTH, parse_yaml


def parsed(text: str) -> Source:
    read = parse_yaml("a.yaml", text)
    assert read.value is not None, located(read.diagnostics)
    return read.value


def codes(text: str) -> list[str]:
    return located(parse_yaml("a.yaml", text).diagnostics)


@pytest.mark.parametrize(
    "word",
    ["no", "yes", "on", "off", "y", "12:30", "1.10", "0o14", "0x1F", "1_000", "true", "2026-11-23", ".5", "1e3", ".nan", "NO", "+1", "007"],
)
def test_a_scalar_stays_the_text_that_was_written(word: str) -> None:
    assert parsed(f"a: {word}\nb: [{word}]\n").value == {"a": word, "b": [word]}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_only_an_unquoted_null_is_nothing(nothing: str) -> None:
    assert parsed(f"a: {nothing}\nb: '{nothing}'\n").value == {"a": None, "b": nothing}


def test_a_key_that_stands_twice_is_reported_at_the_second_and_the_first_is_kept() -> None:
    text = "a: 1\nb:\n  c: 2\n  c: 3\na: {d: 4}\n"
    assert codes(text) == ["a.yaml:4:3 PG103", "a.yaml:5:1 PG103"]
    source = parsed(text)
    assert source.value == {"a": "1", "b": {"c": "2"}}
    assert str(source.place(("a",))) == "a.yaml:1:4"
    assert str(source.place(("a", "d"))) == "a.yaml:1:4", "nothing of the second is kept"


def test_a_duplicate_key_inside_a_discarded_value_is_reported_too() -> None:
    assert codes("a: 1\na: {b: 1, b: 2}\n") == ["a.yaml:2:1 PG103", "a.yaml:2:11 PG103"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\n", ["a.yaml:1:4 PG104"]),
        ("a: 1\nb: *x\n", ["a.yaml:2:4 PG104"]),
        ("a: &x [1]\nb: *x\n", ["a.yaml:1:4 PG104", "a.yaml:2:4 PG104"]),
        ("&k a: 1\n", ["a.yaml:1:1 PG104"]),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", ["a.yaml:1:4 PG104", "a.yaml:3:7 PG104"]),
        ("a: !!int 3\n", ["a.yaml:1:4 PG104"]),
        ("a: !!python/object/apply:os.system [ls]\n", ["a.yaml:1:4 PG104"]),
        ("a: !secret x\n", ["a.yaml:1:4 PG104"]),
        ("!!map {a: 1}\n", ["a.yaml:1:1 PG104"]),
        ("!!int 3: x\n", ["a.yaml:1:1 PG104"]),
    ],
)
def test_anchors_aliases_and_tags_are_refused_where_they_stand(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_billion_laughs_are_not_followed() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9))
    assert len(codes("l0: &l0 [ha]\n" + levels)) == 9 + 72


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\tb: 1\n", "a.yaml:2:1 PG102"),
        ("a:\n  - x\n \t- y\n", "a.yaml:3:2 PG102"),
        ("a: b: c\n", "a.yaml:1:5 PG102"),
        ("a: [1, 2\nb: 3\n", "a.yaml:2:2 PG102"),
        ("a: 'open\n", "a.yaml:2:1 PG102"),
        ("a: @x\n", "a.yaml:1:4 PG102"),
        ("a: `x`\n", "a.yaml:1:4 PG102"),
        ("a: *\n", "a.yaml:1:5 PG102"),
        ("- a\nb: c\n", "a.yaml:2:1 PG102"),
        ("a: \x07\n", "a.yaml:1:4 PG102"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2:1 PG102"),
        ("? [x, y]\n: z\n", "a.yaml:1:3 PG102"),
        ("%YAML 3.0\n---\na: 1\n", "a.yaml:1:1 PG102"),
    ],
)
def test_a_syntax_error_has_its_place(text: str, expected: str) -> None:
    assert codes(text) == [expected]


def test_a_tab_gets_a_hint_of_its_own() -> None:
    (problem,) = parse_yaml("a.yaml", "a:\n  b: 1\n\tc: 2\n").diagnostics
    assert (problem.message, problem.hint) == ("a tab in the indentation", "indent with two spaces")


def test_a_first_document_marker_is_no_second_document() -> None:
    assert parsed("---\na: 1\n").value == {"a": "1"}


@pytest.mark.parametrize(("levels", "expected"), [(MAX_DEPTH, []), (MAX_DEPTH + 1, ["a.yaml:1:22 PG105"]), (5000, ["a.yaml:1:22 PG105"])])
def test_nesting_ends_at_twenty(levels: int, expected: list[str]) -> None:
    assert codes("[" * (levels + 1) + "]" * (levels + 1)) == expected


def test_block_nesting_ends_at_twenty_too() -> None:
    deep = "".join(f"{'  ' * level}a:\n" for level in range(MAX_DEPTH + 5))
    assert [code.split(" ")[1] for code in codes(deep)] == ["PG105"]


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "--- \n...\n"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert parsed(text).value is None


def test_every_key_and_value_has_its_place() -> None:
    source = parsed("questions:\n  - id: a\n    tags: [x, {y: z}]\n  -   id: b\n")
    assert str(source.place(("questions",), key=True)) == "a.yaml:1:1"
    assert str(source.place(("questions", 0, "id"))) == "a.yaml:2:9"
    assert str(source.place(("questions", 0, "tags", 1, "y"))) == "a.yaml:3:19"
    assert str(source.place(("questions", 0, "tags", 1, "y"), key=True)) == "a.yaml:3:16"
    assert str(source.place(("questions", 1, "id"), key=True)) == "a.yaml:4:7"


def test_a_loc_that_is_not_there_sits_at_its_nearest_parent() -> None:
    source = parsed("questions:\n  - id: a\n")
    assert str(source.place(("questions", 0, "prompt"))) == "a.yaml:2:5"
    assert str(source.place(("questions", 7, "prompt"))) == "a.yaml:2:3"
    assert str(source.place(("worked_examples", 0, "full", "title"))) == "a.yaml:1:1"


def test_the_tag_of_a_union_is_passed_over() -> None:
    source = parsed("worked_examples:\n  - kind: full\n    title: x\n")
    assert str(source.place(("worked_examples", 0, "full", "title"))) == "a.yaml:3:12"


@pytest.mark.parametrize("words", ["🎈🎈", "e\u0301e\u0301", "日本", "👩‍👩‍👧"])
def test_columns_count_characters_whatever_they_are(words: str) -> None:
    text = f'a: ["{words}", *x]\n'
    (problem,) = parse_yaml("a.yaml", text).diagnostics
    assert problem.place.column - 1 == text.index("*x")
    assert problem.place.excerpt == text.rstrip("\n")


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\r"])
def test_an_invisible_line_break_is_refused_where_it_stands(separator: str) -> None:
    """libyaml ends a line there and an editor does not: every later position would be wrong."""
    (problem,) = parse_yaml("a.yaml", f'a: 1\nb: "x{separator}y"\nc: *x\n').diagnostics
    assert f"{problem.place} {problem.rule.code}" == "a.yaml:2:6 PG102"
    assert f"U+{ord(separator):04X}" in problem.message


def test_a_place_inside_a_literal_block_is_exact() -> None:
    source = parsed("a:\n  b: |\n    one\n      two\n\n    three\n")
    assert source.value == {"a": {"b": "one\n  two\n\nthree\n"}}
    assert str(source.place_in(("a", "b"), 0, 1)) == "a.yaml:3:6"
    assert str(source.place_in(("a", "b"), 1, 2)) == "a.yaml:4:7"
    assert str(source.place_in(("a", "b"), 3)) == "a.yaml:6:5"
    assert source.place_in(("a", "b"), 3, 0, 5).excerpt == "    three"


def test_a_place_inside_a_block_that_starts_with_blank_lines_is_exact() -> None:
    source = parsed("a: |\n\n\n  x\n")
    assert source.value == {"a": "\n\nx\n"}
    assert str(source.place_in(("a",), 2)) == "a.yaml:4:3"


def test_a_place_inside_a_block_with_an_indentation_indicator_is_exact() -> None:
    source = parsed("a: |2-\n    x\n  y\n")
    assert source.value == {"a": "  x\ny"}
    assert str(source.place_in(("a",), 1, 0)) == "a.yaml:3:3"
    assert str(source.place_in(("a",), 0, 2)) == "a.yaml:2:5"


@pytest.mark.parametrize("text", ["a: >-\n  x\n  y\n", "a: x\n", "a: 'x'\n"])
def test_a_place_past_the_text_is_where_the_text_starts(text: str) -> None:
    assert str(parsed(text).place_in(("a",), 1, 1)) == "a.yaml:1:4"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: >-\n  one two\n  three TODO\n", "a.yaml:3:9"),
        ("a: >\n\n  one\n\n  two TODO\n", "a.yaml:5:7"),
        ("a: one TODO\n", "a.yaml:1:8"),
        ("a: one\n  two TODO\n", "a.yaml:2:7"),
        ("a: 'it''s TODO'\n", "a.yaml:1:11"),
        ('a: "say \\"o\\" TODO"\n', "a.yaml:1:15"),
    ],
)
def test_a_place_inside_folded_or_quoted_text_is_exact(text: str, place: str) -> None:
    source = parsed(text)
    value = cast(Any, source.value)["a"].strip()
    line = value.count("\n", 0, value.index("TODO"))
    found = source.place_in(("a",), line, value.split("\n")[line].index("TODO"), 4)
    assert str(found) == place
    assert found.excerpt[found.column - 1 :][:4] == "TODO"


def test_a_byte_order_mark_and_crlf_change_neither_values_nor_places(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n  y\r\nc: *z\r\n")
    read = read_source(path, tmp_path)
    assert located(read.diagnostics) == ["a.yaml:5:4 PG104"]
    assert read.value is not None
    assert read.value.value == {"a": "1", "b": "x\ny\n", "c": None}
    assert str(read.value.place(("a",))) == "a.yaml:1:4"
    assert str(read.value.place_in(("b",), 1)) == "a.yaml:4:3"


def test_bytes_that_are_not_utf_8_have_a_place(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("a: 1\nb: café\n".encode("latin-1"))
    assert located(read_source(path, tmp_path).diagnostics) == ["a.yaml:2:7 PG101"]


def test_utf_16_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("a: 1\n".encode("utf-16"))
    assert located(read_source(path, tmp_path).diagnostics) == ["a.yaml:1:1 PG101"]


@pytest.mark.parametrize(("size", "expected"), [(MAX_BYTES, []), (MAX_BYTES + 1, ["a.yaml PG105"])])
def test_a_file_may_have_512_kib(tmp_path: Path, size: int, expected: list[str]) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"# " + b"x" * (size - 2))
    assert located(read_source(path, tmp_path).diagnostics) == expected


def test_a_link_out_of_the_project_is_not_followed(mini: MiniProject, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("claims: [secret]\n")
    (mini.root / "content/link.yaml").symlink_to(secret)
    read = load(mini.project)
    assert located(read.diagnostics) == ["content/link.yaml PG101"]
    assert read.value is not None
    assert not any("secret" in source.text for source in read.value.content)


@pytest.mark.parametrize("link", ["content/assets", "content/assets/brands", "content/assets/dot.png"])
def test_an_asset_s_link_out_of_the_project_is_refused_unlisted(mini: MiniProject, tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "dot.png").write_text("secret")
    (mini.root / link).parent.mkdir(exist_ok=True)
    (mini.root / link).symlink_to(outside if "." not in link else outside / "dot.png")
    read = load(mini.project)
    assert located(read.diagnostics) == [f"{link} PG101"]
    assert read.value is not None
    assert read.value.assets == frozenset()


def test_a_pipe_and_a_device_are_no_content(mini: MiniProject) -> None:
    os.mkfifo(mini.root / "content/pipe.yaml")
    (mini.root / "content/zero.yaml").symlink_to("/dev/zero")
    read = load(mini.project)
    assert read.diagnostics == ()


def test_a_sparse_file_of_many_gigabytes_is_refused_unread(mini: MiniProject) -> None:
    with (mini.root / "content/sparse.yaml").open("wb") as file:
        file.truncate(20 * 2**30)
    assert located(load(mini.project).diagnostics) == ["content/sparse.yaml PG105"]


def test_a_folder_named_like_a_file_and_drafts_are_passed_over(mini: MiniProject) -> None:
    (mini.root / "content/odd.yaml").mkdir()
    mini.add("content/_draft.yaml", "a: *b\n")
    mini.add("content/.hidden/a.yaml", "a: *b\n")
    mini.add("content/words/.#lock.yaml", "a: *b\n")
    assert load(mini.project).diagnostics == ()


def test_files_come_in_the_order_of_their_paths(mini: MiniProject) -> None:
    sources = load(mini.project).value
    assert sources is not None
    paths = [source.path for source in sources.content]
    assert paths == sorted(paths)
    assert "content/project.yaml" not in paths
    assert sources.settings.path == "content/project.yaml"


def test_without_a_settings_file_there_is_no_project(tmp_path: Path) -> None:
    read = MiniProject(tmp_path).project
    assert located(load(read).diagnostics) == ["content/project.yaml PG108"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No front matter.\n", ["p.md:1:1 PG107"]),
        ("---\nid: a\n", ["p.md:1:1 PG107"]),
        ("---\n- a\n---\nBody.\n", ["p.md:2:1 PG107"]),
        ("---\n---\nBody.\n", ["p.md:2:1 PG107"]),
        ("---\nid: a\n\ttitle: x\n---\nBody.\n", ["p.md:3:1 PG102"]),
        ("---\nid: a\nid: b\n---\nBody.\n", ["p.md:3:1 PG103"]),
        ("", ["p.md:1:1 PG107"]),
    ],
)
def test_a_page_needs_front_matter(text: str, expected: list[str]) -> None:
    assert located(parse_page("p.md", text).diagnostics) == expected


def test_a_page_is_an_entity_whose_body_keeps_its_places() -> None:
    page = parse_page("p.md", "---\nid: a\ntitle: T\n---\n\nFirst.\n\nThird.\n").value
    assert page is not None
    assert page.value == {"pages": [{"id": "a", "title": "T", "body": "First.\n\nThird.\n"}]}
    assert str(page.place(("pages", 0, "title"))) == "p.md:3:8"
    assert str(page.place_in(("pages", 0, "body"), 2, 1)) == "p.md:8:2"
    assert page.place_in(("pages", 0, "body"), 2).excerpt == "Third."


LOCS = st.lists(st.one_of(st.integers(-2, 3), st.sampled_from(["a", "b", "questions", "id", "", "?"])), max_size=5).map(tuple)


@given(text=st.text(alphabet=st.sampled_from("ab:- \n\t|>'\"[]{}&*!#%\u2028\x85\r🎈é"), max_size=60), loc=LOCS, key=st.booleans())
def test_whatever_the_file_a_place_is_found(text: str, loc: tuple[str | int, ...], key: bool) -> None:
    read = parse_yaml("a.yaml", text)
    for problem in read.diagnostics:
        assert problem.place.line <= text.count("\n") + 2, "at most the line after the last: something is missing there"
    if read.value is not None:
        place = read.value.place(loc, key=key)
        assert 0 <= place.line <= text.count("\n") + 1


@given(
    body=st.text(alphabet=st.sampled_from("ab \n#é🎈"), max_size=40),
    style=st.sampled_from(["|", ">", "|-", "|2", '"']),
    line=st.integers(-1, 50),
    column=st.integers(-1, 50),
    width=st.integers(-1, 99),
)
def test_whatever_the_text_a_place_inside_it_is_found(body: str, style: str, line: int, column: int, width: int) -> None:
    text = f"a: {style}\n" + "".join(f"  {part}\n" for part in body.split("\n"))
    read = parse_yaml("a.yaml", text)
    if read.value is not None:
        place = read.value.place_in(("a",), line, column, width)
        assert place.path == "a.yaml"
        assert place.width >= 1


@given(st.text(max_size=200))
def test_whatever_the_page_it_is_read_or_refused(text: str) -> None:
    read = parse_page("p.md", text)
    assert read.value is not None or read.diagnostics


def test_the_case_of_a_files_ending_does_not_matter(tmp_path: Path) -> None:
    mini = MiniProject.at(tmp_path / "project")
    for old, new in (("words/glossary.yaml", "words/glossary.YML"), ("pages/welcome.md", "pages/Welcome.MD")):
        (mini.root / "content" / old).rename(mini.root / "content" / new)
    assert mini.check() == []


@pytest.mark.parametrize("name", ["content/words", "content/assets/brands"])
def test_a_folder_that_cannot_be_listed_is_the_only_problem(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mini = MiniProject.at(tmp_path / "project")
    refused = mini.root / name
    refused.mkdir(parents=True, exist_ok=True)
    scandir = os.scandir

    def listing(path: str | Path) -> Any:
        if Path(path) == refused:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", listing)
    (problem,) = load(mini.project).diagnostics
    assert (str(problem.place), problem.rule.code) == (name, "PG101")
    assert problem.message == "the folder cannot be listed: Permission denied"
    assert problem.hint


def test_without_a_file_that_cannot_be_read_nothing_is_called_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mini = MiniProject.at(tmp_path / "project")
    refused, opened = mini.root / "content/pages/welcome.md", os.open

    def opening(path: Any, *words: Any, **named: Any) -> int:
        if Path(path) == refused:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *words, **named)

    monkeypatch.setattr(os, "open", opening)
    read = load(mini.project)
    assert read.value is None
    assert located(read.diagnostics) == ["content/pages/welcome.md PG101"]
    assert read.diagnostics[0].hint
