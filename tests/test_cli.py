"""The command line: what it says, where, and with which exit code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kit import ROOT, TESTS, MiniProject, in_a_process, prepguides
from prepguides import cli
from prepguides.build import prepare
from prepguides.build.rendering import Page, rendered
from prepguides.model.edition import Edition
from prepguides.model.theme import Theme
from prepguides.project import doctor

COMMANDS = list(cli.cli.commands)
HEAVY = {"weasyprint", "jinja2", "pydantic", "rich", "pikepdf", "PIL", "markdown_it", "yaml"}


def test_help_lists_the_commands_in_the_order_of_need() -> None:
    run = prepguides("--help")
    assert run.code == 0
    listed = re.findall(r"^  ([a-z]+) ", run.out.split("Commands:")[1], re.MULTILINE)
    assert listed == COMMANDS
    assert listed[:5] == ["init", "build", "preview", "watch", "check"]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command: str) -> None:
    run = prepguides(command, "--help")
    assert run.code == 0
    assert run.out.startswith(f"Usage: prepguides {command}")
    assert len(run.out.splitlines()) > 4


def test_a_command_looks_for_hardly_any_garbage() -> None:
    """Neither while it runs nor when it ends: what it made is still in use, and Python would walk through all of it."""
    script = (
        "import atexit, gc, sys; from prepguides.cli import main\n"
        "looks = []; gc.callbacks.append(lambda phase, told: looks.append(told['generation']))\n"
        "atexit.register(lambda: print(looks.count(2), gc.get_freeze_count() > 10_000))\n"
        "sys.argv = ['prepguides', 'check', '-q', '--project', sys.argv[1]]; main()"
    )
    run = subprocess.run([sys.executable, "-c", script, TESTS / "mini"], capture_output=True, text=True, check=True)
    assert run.stdout == "0 True\n", run


@pytest.mark.parametrize(("words", "named"), [(("--help",), ()), (("--version",), ()), (("build", "--help"), ())])
def test_help_loads_nothing_heavy(words: tuple[str, ...], named: tuple[str, ...]) -> None:
    """What it imports is what Python itself reports."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "prepguides", *words], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    loaded = {line.split("|")[2].strip().split(".")[0] for line in run.stderr.splitlines() if line.count("|") == 2}
    assert "click" in loaded
    assert loaded & HEAVY == set()


def test_the_version_is_the_package_s() -> None:
    from prepguides import __version__

    assert __version__ in prepguides("--version").out


def test_a_sound_project_is_exit_code_0(mini: MiniProject) -> None:
    run = mini.run("check")
    assert (run.code, run.err) == (0, "")
    assert re.search(r"\d+ entities, 2 editions: no problems", run.out)


def test_a_check_says_what_only_a_build_sees(mini: MiniProject) -> None:
    """Every rule that is found on pages, and the command that looks at them."""
    said = mini.run("check").out.splitlines()[-1]
    assert said.endswith(": prepguides build")
    found = {
        code
        for path in sorted((ROOT / "pipeline/prepguides/stages/typeset").glob("*.py"))
        for code in re.findall(r'"(PG7\d\d)"', path.read_text())
    }
    assert found
    assert found <= set(re.findall(r"PG\d+", said))


def test_content_errors_are_exit_code_1(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "asks_about: future", "asks_abuot: future")
    run = mini.run("check")
    assert run.code == 1
    assert "content/words/formats.yaml:2:30: error PG204" in run.err
    assert 'did you mean "asks_about"?' in run.err
    assert run.err.endswith("1 error\n")


def test_a_warning_fails_only_when_asked_to(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "formats:\n", "formats:\n  - {id: riddle, name: Riddle}\n")
    assert mini.check() == ["content/words/formats.yaml:2:10 PG320"]
    assert mini.run("check").code == 0
    assert mini.run("check", "--strict").code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--nope",),
        ("nope",),
        ("build", "--paper", "a3"),
        ("build", "--jobs", "x"),
        ("check", "--format", "xml"),
        ("init",),
        ("completion", "cmd"),
    ],
)
def test_a_command_that_cannot_be_understood_is_exit_code_2(words: tuple[str, ...]) -> None:
    run = prepguides(*words)
    assert run.code == 2
    assert "Traceback" not in run.err
    assert run.out == "" or "Usage" in run.out


def test_a_bug_is_exit_code_3_with_a_traceback_and_a_plea(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **wishes: object) -> None:
        raise RuntimeError("the stage is broken")

    monkeypatch.setattr(prepare, "validate", broken)
    run = mini.run("check")
    assert run.code == 3
    assert "RuntimeError: the stage is broken" in run.err
    assert "This is a bug in prepguides; please report it" in run.err


def test_a_bug_in_a_preview_is_told_in_the_terminal_with_the_same_plea(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    def serve(project: object, port: int, editor: str, sets: object, started: object, crashed: Callable[[str], None]) -> None:
        crashed("RuntimeError: the page is broken\n")

    monkeypatch.setattr("prepguides.preview.serving.serve", serve)
    run = mini.run("preview", "--no-open")
    assert run.code == 0
    assert run.err.splitlines()[0] == "RuntimeError: the page is broken"
    assert "This is a bug in prepguides; please report it" in run.err.splitlines()[1]


def test_without_a_project_the_way_to_one_is_shown(tmp_path: Path) -> None:
    run = prepguides("build", "--project", tmp_path)
    assert run.code == 1
    assert "PG108" in run.err
    assert "prepguides init" in run.err


def test_old_sources_are_reported_when_asked_for_and_counted_from_today(mini: MiniProject) -> None:
    """The clock is read by the command alone: with --today a check says the same on every day."""
    assert mini.run("check", "--strict").code == 0
    aged = mini.run("check", "--stale", "180", "--today", "2026-07-14")
    assert (aged.code, aged.err) == (0, "")
    aged = mini.run("check", "--stale", "180", "--today", "2026-07-14", "--strict", "--format", "github")
    assert aged.code == 0
    aged = mini.run("check", "--stale", "180", "--today", "2026-07-15", "--format", "github")
    assert aged.code == 0
    assert "::warning file=content/words/resources.yaml,line=6," in aged.err + aged.out
    assert mini.run("check", "--stale", "1").err.count("PG329") == 1
    assert mini.run("check", "--stale", "180", "--today", "2026-07-15", "--strict").code == 1


def test_the_nearest_project_above_is_found(mini: MiniProject) -> None:
    assert in_a_process("list", cwd=mini.root / "content" / "words").out == mini.run("list").out


def test_json_is_all_that_stands_on_standard_output(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "asks_about: future", "asks_abuot: future")
    run = mini.run("check", "--format", "json")
    assert run.code == 1
    (found,) = json.loads(run.out)["diagnostics"]
    assert found == {
        "rule": "PG204",
        "severity": "error",
        "message": 'unknown field "asks_abuot"',
        "path": "content/words/formats.yaml",
        "line": 2,
        "column": 30,
        "width": 10,
        "excerpt": "  - {id: scene, name: Scene, asks_abuot: future}",
        "hint": 'did you mean "asks_about"?',
    }


def test_a_clean_check_is_an_empty_list_in_json(mini: MiniProject) -> None:
    assert json.loads(mini.run("check", "--format", "json").out) == {"diagnostics": []}


def test_a_build_in_json_is_json(mini: MiniProject) -> None:
    run = mini.run("build", "--dry-run", "--explain", "--format", "json")
    assert "diagnostics" in json.loads(run.out)


def test_github_annotations_are_one_line_each_and_escaped(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "asks_about: future", '"asks: 100%,": future')
    run = mini.run("check", "--format", "github")
    assert run.code == 1
    (line,) = run.out.splitlines()
    assert line.startswith("::error file=content/words/formats.yaml,line=2,col=30,title=PG204 unknown field::")
    assert "100%25" in line


def test_quiet_shows_errors_alone(mini: MiniProject) -> None:
    assert mini.run("check", "-q").out == ""
    mini.edit("content/words/formats.yaml", "formats:\n", "formats:\n  - {id: riddle, name: Riddle}\n")
    assert "PG320" not in mini.run("check", "-q").err


@pytest.mark.parametrize("words", [("check",), ("build", "one", "--dry-run")])
def test_a_strict_run_says_what_makes_it_fail_however_quiet_it_is(mini: MiniProject, words: tuple[str, ...]) -> None:
    mini.edit("content/words/formats.yaml", "formats:\n", "formats:\n  - {id: riddle, name: Riddle}\n")
    run = mini.run(*words, "--strict", "-q")
    assert (run.code, run.out) == (1, "")
    assert "content/words/formats.yaml:2:10: warning PG320" in run.err


def test_color_is_there_when_asked_for_and_not_otherwise(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "asks_about: future", "asks_abuot: future")
    assert "\x1b[" not in mini.run("check").err
    assert "\x1b[1;31m" in mini.run("check", "--color", "always").err


def test_list_names_every_edition_and_its_file(mini: MiniProject) -> None:
    rows = [line.split() for line in mini.run("list").out.splitlines()]
    assert rows == [
        [guide, "(candidate)", paper, f"standard/{guide}-candidate-{paper.lower()}.pdf"]
        for guide in ("one", "two")
        for paper in ("A4", "Letter")
    ]
    outputs = json.loads(mini.run("list", "one", "--edition", "coach", "--paper", "a4", "--format", "json").out)["outputs"]
    assert outputs == [
        {
            "guide": "one",
            "cohort": "standard",
            "edition": "coach",
            "paper": "a4",
            "variant": "standard",
            "path": "standard/one-coach-a4.pdf",
        }
    ]


def test_an_unknown_guide_is_told_its_nearest_spelling(mini: MiniProject) -> None:
    run = mini.run("build", "onne")
    assert run.code == 1
    assert 'command line: error PG405 no guide "onne"\n  hint: did you mean "one"?\n' in run.err
    assert mini.files() == {}


def test_an_unknown_guide_in_the_settings_is_reported_there(mini: MiniProject) -> None:
    mini.edit("content/project.yaml", "[one, two]", "[one, twoo]")
    assert any(line.startswith("content/project.yaml") and line.endswith("PG405") for line in mini.check())


def test_stats_count_claims_types_and_guides(mini: MiniProject) -> None:
    run = mini.run("stats", "--format", "json")
    labels = json.loads(run.out)["labels"]
    assert set(labels) == {"ar", "de", "en-GB", "es", "zh"}
    assert all(row["translated"] == row["total"] > 200 for row in labels.values())
    assert run.code == 0
    counts = json.loads(run.out)
    assert counts["claims"] == {"covered": 4, "total": 4, "missing": []}
    tasting = counts["interview_types"]["tasting"]
    assert tasting["questions"] == 4
    assert tasting["by_difficulty"] == {"1": 1, "2": 2, "3": 1}
    assert (tasting["worked_examples"], tasting["cases"], tasting["rubrics"], tasting["worksheets"]) == (1, 1, 1, 1)
    assert list(counts["guides"]) == ["one", "two"]
    assert counts["guides"]["one"]["claims"] == 3


def test_stats_name_the_claims_that_are_missing(mini: MiniProject) -> None:
    mini.edit("content/roles/miller.yaml", '"[You set the stones]{claim=K3} before anyone bakes."', "You set the stones.")
    run = mini.run("stats", "--format", "json")
    assert run.code == 1
    assert json.loads(run.out)["claims"] == {"covered": 3, "total": 4, "missing": ["K3"]}
    assert "3 of 4" in mini.run("stats").out


def test_doctor_is_content_with_this_machine_and_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, mini: MiniProject) -> None:
    assert mini.run("doctor").code == 0
    monkeypatch.setattr(doctor, "is_there", lambda library: library.title != "HarfBuzz subset")
    run = mini.run("doctor")
    assert run.code == 1
    assert "error PG801" in run.err
    assert "apt-get install libharfbuzz-subset0" in run.err


def test_doctor_notices_another_version_of_the_engine(monkeypatch: pytest.MonkeyPatch, mini: MiniProject) -> None:
    monkeypatch.setattr(doctor, "TESTED", {"weasyprint": "69.9"})
    run = mini.run("doctor")
    assert run.code == 0, "it prints the same pages, only slower"
    assert "warning PG806 weasyprint is 70.0, not 69.9" in run.err


def test_without_pango_a_build_says_what_to_install_and_prints_nothing(monkeypatch: pytest.MonkeyPatch, mini: MiniProject) -> None:
    monkeypatch.setattr(doctor, "is_there", lambda library: library.title != "Pango")
    run = mini.run("build")
    assert run.code == 1
    assert "error PG801 Pango is missing" in run.err
    assert not mini.output.exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(shell: str) -> None:
    run = prepguides("completion", shell)
    assert run.code == 0
    assert "_PREPGUIDES_COMPLETE" in run.out


def test_guides_are_completed_from_their_files(mini: MiniProject) -> None:
    run = in_a_process(cwd=mini.root, env={"_PREPGUIDES_COMPLETE": "bash_complete", "COMP_WORDS": "prepguides build o", "COMP_CWORD": "2"})
    assert run.out.split(",")[-1].strip() == "one"


def test_init_makes_a_complete_project_and_its_last_line_is_the_next_command(tmp_path: Path) -> None:
    run = prepguides("init", tmp_path / "my guides")
    assert run.code == 0
    last = run.out.splitlines()[-1]
    assert last == f"Next: prepguides build --project '{tmp_path}/my guides'"
    originals = {path.relative_to(ROOT).as_posix() for path in (ROOT / "content").rglob("*") if path.is_file()}
    made = {path.relative_to(tmp_path / "my guides").as_posix() for path in (tmp_path / "my guides").rglob("*") if path.is_file()}
    assert made == originals | {"templates/README.md", ".gitignore"}
    again = subprocess.run(
        f"{sys.executable} -m {last.removeprefix('Next: ')} --dry-run", shell=True, check=False, capture_output=True, text=True
    )
    assert "never built" in again.stdout
    assert again.returncode == 0, again.stderr


def test_a_blank_project_is_that_of_the_authors_page_and_is_sound(tmp_path: Path) -> None:
    assert prepguides("init", "--blank", tmp_path / "first").code == 0
    content = tmp_path / "first" / "content"
    page = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    files = {path.relative_to(content).as_posix(): path for path in content.rglob("*") if path.is_file() and path.parent.name != "schemas"}
    assert len(files) == 6
    assert [name for name, path in files.items() if f"\n{path.read_text(encoding='utf-8')}```" not in page] == []
    run = prepguides("check", "--strict", "--project", tmp_path / "first")
    assert (run.code, run.err) == (0, "")
    assert prepguides("schema", "--check", "--project", tmp_path / "first").code == 0


def test_init_overwrites_nothing_and_writes_nothing_beside_what_stands_there(tmp_path: Path) -> None:
    mine = tmp_path / "content" / "project.yaml"
    mine.parent.mkdir()
    mine.write_text("mine")
    run = prepguides("init", tmp_path)
    assert run.code != 0
    assert "PG803" in run.err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
    assert mine.read_text() == "mine"


def test_init_into_a_file_is_no_bug(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    run = prepguides("init", tmp_path / "taken")
    assert run.code == 2
    assert "Traceback" not in run.err


def test_stats_render_each_edition_once(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once to check it and to count the claims in it."""
    names: list[str] = []

    def counting(editions: Sequence[Edition], themes: Mapping[str, Theme], **options: Any) -> Iterator[Page]:
        names.extend(edition.name for edition in editions)
        return rendered(editions, themes, **options)

    monkeypatch.setattr(prepare, "rendered", counting)
    run = mini.run("stats")
    assert "Claims  4 of 4 covered" in run.out
    assert sorted(names) == ["one (candidate)", "one (coach)", "two (candidate)", "two (coach)"]


def test_an_explained_build_has_its_reasons_in_a_column(mini: MiniProject) -> None:
    mini.add("content/cohorts/spring.yaml", "cohorts:\n  - {id: spring, programme: Spring}\n")
    lines = mini.run("build", "--dry-run", "--cohort", "all").out.splitlines()
    assert len(lines) == 4
    assert len({line.index("never built") for line in lines}) == 1


def test_a_build_says_how_long_is_left(built: MiniProject, tmp_path: Path) -> None:
    """What it learnt from the last manifest is said from the first line on."""
    shutil.copytree(built.root, tmp_path / "again")
    run = MiniProject(tmp_path / "again").run("build", "--jobs", "1", "--force", "--paper", "a4")
    first, second = [line for line in run.out.splitlines() if line.startswith("[")]
    assert re.fullmatch(r"\[1/2\] \w+ \(candidate\): \d+ pages in \d+\.\d s, [\d.]+ (?:s|min) left", first)
    assert re.fullmatch(r"\[2/2\] \w+ \(candidate\): \d+ pages in \d+\.\d s", second)
