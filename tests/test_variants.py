"""Variants from the command line to the files: which are made, under which names, and what is said of those that there are not."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest

from bench import texts
from kit import MiniProject
from prepguides.model.variant import LAYOUTS, VARIANTS

ALL = ("standard", "large", "press", "booklet", "gray", "archive")


def paths(mini: MiniProject, *words: str) -> list[str]:
    outputs = json.loads(mini.run("list", "two", "--paper", "a4", *words, "--format", "json").out)["outputs"]
    assert all(output["variant"] in VARIANTS for output in outputs)
    return [output["path"] for output in outputs]


def test_these_are_the_variants() -> None:
    assert tuple(VARIANTS) == ALL
    assert LAYOUTS == ("standard", "large")


def test_the_plain_one_is_the_default_and_keeps_its_name(mini: MiniProject) -> None:
    assert paths(mini) == ["standard/two-candidate-a4.pdf"]


def test_the_command_line_names_variants(mini: MiniProject) -> None:
    assert paths(mini, "--variant", "press", "--variant", "gray") == [
        "standard/two-candidate-a4-press.pdf",
        "standard/two-candidate-a4-gray.pdf",
    ]
    assert paths(mini, "--variant", "all") == [
        f"standard/two-candidate-a4{suffix}.pdf" for suffix in ("", "-press", "-booklet", "-gray", "-archive", "-large")
    ]


def test_list_shows_which_variant_a_file_is(mini: MiniProject) -> None:
    rows = mini.run("list", "two", "--paper", "a4", "--variant", "standard", "--variant", "large", "--variant", "press").out.splitlines()
    assert [" ".join(row.split()) for row in rows] == [
        "two (candidate) A4 standard/two-candidate-a4.pdf",
        "two (candidate) A4, press standard/two-candidate-a4-press.pdf",
        "two (candidate, large) A4, large standard/two-candidate-a4-large.pdf",
    ]


def test_a_pattern_says_where_the_name_goes(mini: MiniProject) -> None:
    mini.edit("content/project.yaml", "guides:", 'output: "{variant}/{guide}-{edition}-{paper}.pdf"\nguides:')
    assert paths(mini, "--variant", "standard", "--variant", "press") == ["standard/two-candidate-a4.pdf", "press/two-candidate-a4.pdf"]


def test_a_pattern_that_calls_two_files_alike_is_an_error(mini: MiniProject) -> None:
    mini.edit("content/project.yaml", "guides:", 'output: "{guide}-{edition}-{variant}.pdf"\nguides:')
    run = mini.run("list", "two", "--variant", "press")
    assert run.code == 1
    assert (
        "PG404 two (candidate) on A4, press and two (candidate) on Letter, press would both be written to two-candidate-press.pdf"
        in run.err
    )


def test_the_project_says_which_it_wants(mini: MiniProject) -> None:
    mini.edit("content/project.yaml", "guides:", "variants: [standard, booklet]\nguides:")
    assert paths(mini) == ["standard/two-candidate-a4.pdf", "standard/two-candidate-a4-booklet.pdf"]
    assert paths(mini, "--set", "variants=gray") == ["standard/two-candidate-a4-gray.pdf"]


def test_a_cohort_says_which_it_wants_and_explain_says_where(mini: MiniProject) -> None:
    mini.add("content/cohorts/near.yaml", "cohorts:\n  - {id: near, programme: Near, variants: [archive, large]}\n")
    assert paths(mini, "--cohort", "near") == ["near/two-candidate-a4-archive.pdf", "near/two-candidate-a4-large.pdf"]
    said = mini.run("explain", "variants", "--guide", "two", "--cohort", "near").out.splitlines()
    assert [line.split()[0] for line in said] == ["default", "cohort", "command"]
    assert "archive, large" in said[1]
    assert said[1].endswith("wins")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("content/project.yaml", "guides:", "variants: [standard, boklet]\nguides:"),
        ("content/cohorts/near.yaml", "x", "cohorts:\n  - {id: near, programme: Near, variants: [boklet]}\n"),
    ],
)
def test_an_unknown_variant_is_reported_where_it_stands_with_the_nearest_name(mini: MiniProject, file: str, old: str, new: str) -> None:
    if old == "x":
        mini.add(file, new)
    else:
        mini.edit(file, old, new)
    run = mini.run("check")
    assert run.code == 1
    line = next(line for line in run.err.splitlines() if line.startswith(file))
    assert line.removeprefix(file)[1].isdigit()
    assert "boklet" in line
    assert 'did you mean "booklet"?' in run.err


def test_an_unknown_variant_on_the_command_line(mini: MiniProject) -> None:
    assert mini.run("list", "--variant", "boklet").code == 2
    run = mini.run("list", "--set", "variants=boklet")
    assert 'PG405 --set variants: no variant "boklet"\n  hint: did you mean "booklet"?' in run.err


def test_a_theme_without_a_large_layout_says_what_to_write(mini: MiniProject) -> None:
    mini.theme("own", "two", layout_html="x")
    mini.add("templates/own/theme.yaml", "title: Own\n")
    run = mini.run("list", "two", "--variant", "large")
    assert run.code == 1
    assert 'templates/own/theme.yaml: error PG506 the theme has no layout "large"' in run.err
    assert "hint: write templates/own/variants/large.css" in run.err
    assert paths(mini, "--variant", "press") == ["standard/two-candidate-a4-press.pdf"]


def test_a_layout_that_no_variant_has_is_reported(mini: MiniProject) -> None:
    mini.theme("own", "two", variants__larg_css=":root { --text-size: 15pt }\n")
    run = mini.run("check", "two")
    assert 'templates/own/variants/larg.css: error PG506 no variant "larg" is laid out by itself\n  hint: did you mean "large"?' in run.err


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> MiniProject:
    mini = MiniProject.at(tmp_path_factory.mktemp("variants") / "mini")
    run = mini.build("two", "--paper", "a4", "--variant", "all")
    assert run.code == 0, run.err
    return mini


def file(mini: MiniProject, variant: str) -> Path:
    return mini.output / "standard" / f"two-candidate-a4{'' if variant == 'standard' else f'-{variant}'}.pdf"


@pytest.mark.parametrize("name", ALL)
def test_each_file_is_made_and_on_record(built: MiniProject, name: str) -> None:
    manifest = json.loads((built.output / "manifest.json").read_text(encoding="utf-8"))
    outputs = {path: output for artifact in manifest["artifacts"].values() for path, output in artifact["outputs"].items()}
    recorded = outputs[file(built, name).relative_to(built.output).as_posix()]
    with pikepdf.open(file(built, name)) as pdf:
        assert (recorded["variant"], recorded["pages"]) == (name, len(pdf.pages))
    assert "What the sieve keeps." in " ".join(texts(file(built, name)))


def test_what_does_not_flow_anew_is_one_layout(built: MiniProject) -> None:
    manifest = json.loads((built.output / "manifest.json").read_text(encoding="utf-8"))
    assert {key: len(artifact["outputs"]) for key, artifact in manifest["artifacts"].items()} == {
        "standard/two/candidate": 5,
        "standard/two/candidate/large": 1,
    }
    assert built.run("verify").out == "6 files, all as they were built\n"


def test_all_of_them_are_fresh_afterward(built: MiniProject) -> None:
    run = built.build("two", "--paper", "a4", "--variant", "all", "--explain")
    assert run.out.splitlines()[:2] == ["two (candidate):        fresh", "two (candidate, large): fresh"]
    assert built.build("two", "--paper", "a4", "--variant", "press", "--explain").out.startswith("two (candidate): fresh\n")


@pytest.mark.usefixtures("anew")
def test_two_builds_make_the_same_bytes(built: MiniProject, mini: MiniProject) -> None:
    assert mini.build("two", "--paper", "a4", "--variant", "all").code == 0
    assert mini.files() == built.files()


def test_another_variant_leaves_the_plain_file_as_it_is(built: MiniProject, mini: MiniProject) -> None:
    assert mini.build("two", "--paper", "a4").code == 0
    plain = file(mini, "standard").read_bytes()
    assert plain == file(built, "standard").read_bytes()
    assert mini.build("two", "--paper", "a4", "--variant", "gray").code == 0
    assert file(mini, "standard").read_bytes() == plain
    assert "fresh" in mini.build("two", "--paper", "a4", "--explain").out


def test_a_file_of_another_look_is_not_taken_for_fresh(mini: MiniProject) -> None:
    """A variant is built in new colors of a style sheet: the plain file of before is in the old ones."""
    mini.theme("own", "two", tokens_css=":root { --soft: #444444 }\n")
    assert mini.build("two", "--paper", "a4").code == 0
    mini.add("templates/own/tokens.css", ":root { --soft: #333333 }\n")
    assert mini.build("two", "--paper", "a4", "--variant", "gray").code == 0
    run = mini.build("two", "--paper", "a4", "--explain")
    assert "standard/two-candidate-a4.pdf is missing" in run.out


def test_clean_removes_them(mini: MiniProject) -> None:
    assert mini.build("two", "--paper", "a4", "--variant", "booklet", "--variant", "gray").code == 0
    assert mini.run("clean").out == "3 files removed\n"
    assert not list(mini.output.rglob("*.pdf"))
