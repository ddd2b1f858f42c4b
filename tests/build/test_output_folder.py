"""The output folder: what the manifest says of it, what is left by names that changed and by builds that were killed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kit import ROOT, MiniProject, hear_ctrl_c, prepguides, why
from prepguides.build.output_folder import verify
from prepguides.stages.record import sweep, write, write_together

TWO = ["standard/two-candidate-a4.pdf", "standard/two-candidate-letter.pdf"]
ONE = ["standard/one-candidate-a4.pdf", "standard/one-candidate-letter.pdf"]


@pytest.fixture
def warm(built: MiniProject, tmp_path: Path) -> MiniProject:
    """A project that has just been built, in a copy of its own."""
    shutil.copytree(built.root, tmp_path / "warm")
    return MiniProject(tmp_path / "warm")


def rename_two(mini: MiniProject) -> None:
    mini.edit("content/guides/two.yaml", "  - id: two\n", "  - id: second\n")
    mini.edit("content/project.yaml", "[one, two]", "[one, second]")


def manifest_of(mini: MiniProject) -> dict[str, dict[str, dict[str, object]]]:
    read: dict[str, dict[str, dict[str, object]]] = json.loads((mini.output / "manifest.json").read_text(encoding="utf-8"))
    return read


# --- the manifest ---


def test_verify_reads_nothing_that_a_manifest_names_elsewhere(tmp_path: Path) -> None:
    """Nobody learns by its hash whether a file of the machine is the one that they think it is."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    output = {"sha256": hashlib.sha256(b"secret").hexdigest(), "bytes": 6}
    artifact = {"edition": "x", "pages": 1, "seconds": 1, "digests": {}, "html": "x", "outputs": {"../secret.txt": output}, "claims": []}
    (tmp_path / "output").mkdir()
    manifest = {"version": 2, "artifacts": {"x": artifact}, "runs": {}, "orphaned": {}}
    (tmp_path / "output" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    _, problems = verify(tmp_path / "output")
    assert [f"{problem.place} {problem.message}" for problem in problems] == [
        "manifest.json names a file outside the folder: ../secret.txt"
    ]


def test_the_schema_of_the_manifest_is_fresh() -> None:
    page = (ROOT / "docs" / "manifest.schema.json").read_text(encoding="utf-8")
    assert page == prepguides("schema", "--manifest").out, "run: prepguides schema --manifest > docs/manifest.schema.json"


def test_a_manifest_is_as_its_schema_says(built: MiniProject) -> None:
    schema = json.loads((ROOT / "docs" / "manifest.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(manifest_of(built), schema)


def test_the_page_on_the_manifest_names_every_field() -> None:
    page = (ROOT / "docs" / "manifest.md").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "docs" / "manifest.schema.json").read_text(encoding="utf-8"))
    fields = {name for part in (schema, *schema["$defs"].values()) for name in part["properties"]}
    assert {name for name in fields if f"`{name}`" not in page} == set()


def test_the_manifest_says_which_tools_made_a_file(built: MiniProject) -> None:
    tools = manifest_of(built)["artifacts"]["standard/one/candidate"]["tools"]
    assert isinstance(tools, dict)
    assert {"prepguides", "weasyprint", "pikepdf"} <= set(tools)


# --- files that nobody makes any more ---


def test_the_files_of_a_renamed_guide_are_reported_and_kept(warm: MiniProject) -> None:
    rename_two(warm)
    for _ in range(2):
        run = warm.build()
        assert run.code == 0
        assert [line.split(":")[0] for line in run.err.splitlines() if " PG805 " in line] == TWO
        assert set(TWO) <= set(warm.files())


def test_prune_removes_them_and_nothing_else(warm: MiniProject) -> None:
    mine = warm.add("output/standard/notes.pdf", b"%PDF-1.7 mine")
    rename_two(warm)
    run = warm.build("--prune")
    assert run.code == 0, run.err
    assert "2 removed" in run.out
    assert "PG805" not in run.err
    assert list(warm.files()) == ["standard/notes.pdf", *ONE, *(path.replace("two", "second") for path in TWO)]
    assert mine.read_bytes() == b"%PDF-1.7 mine"
    assert "standard/two/candidate" not in manifest_of(warm)["artifacts"]
    assert warm.run("verify").code == 0
    assert "PG805" not in warm.build().err


def test_a_build_of_one_guide_calls_no_other_abandoned(warm: MiniProject) -> None:
    run = warm.build("one", "--paper", "a4", "--edition", "coach", "--prune")
    assert run.code == 0, run.err
    assert "PG805" not in run.err
    assert set(ONE + TWO) <= set(warm.files())


def test_a_guide_that_the_settings_do_not_list_is_not_abandoned(warm: MiniProject) -> None:
    """It can still be asked for by name."""
    warm.edit("content/project.yaml", "[one, two]", "[one]")
    assert "PG805" not in warm.build("--dry-run").err


def test_another_output_pattern_leaves_the_old_names_behind(warm: MiniProject) -> None:
    warm.edit("content/project.yaml", "guides: [one, two]\n", 'guides: [one, two]\noutput: "{guide}-{edition}-{paper}.pdf"\n')
    warm.edit("content/pages/welcome.md", "Read it once.", "Read it twice.")
    run = warm.build()
    assert [line.split(":")[0] for line in run.err.splitlines() if " PG805 " in line] == [*ONE, *TWO]
    assert warm.build("--prune").code == 0
    assert list(warm.files()) == [path.removeprefix("standard/") for path in (*ONE, *TWO)]
    assert not (warm.output / "standard").exists()


def test_while_content_has_errors_nothing_is_called_abandoned(warm: MiniProject) -> None:
    """A guide that cannot be read looks like a guide that is gone."""
    warm.edit("content/guides/two.yaml", "  - id: two\n", "\t- id: two\n")
    run = warm.build("one", "--prune")
    assert run.code == 1
    assert "PG805" not in run.err
    assert list(warm.files()) == [*ONE, *TWO]


def test_a_dry_run_prunes_nothing(warm: MiniProject) -> None:
    rename_two(warm)
    assert "PG805" in warm.build("--dry-run", "--prune").err
    assert set(TWO) <= set(warm.files())


def test_an_abandoned_file_that_somebody_removed_is_forgotten(warm: MiniProject) -> None:
    rename_two(warm)
    assert "PG805" in warm.build().err
    for path in TWO:
        (warm.output / path).unlink()
    assert "PG805" not in warm.build().err
    assert warm.run("verify").code == 0


def test_the_other_paper_of_pages_that_changed_is_cleaned_too(warm: MiniProject) -> None:
    warm.edit("content/pages/welcome.md", "Read it once.", "Read it twice.")
    assert warm.build("--paper", "a4").code == 0
    assert set(manifest_of(warm)["orphaned"]) == {ONE[1], TWO[1]}
    assert warm.run("clean").code == 0
    assert list(warm.output.rglob("*")) == []


# --- what a build says of itself ---


def test_a_summary_has_what_was_printed_and_why(mini: MiniProject, tmp_path: Path) -> None:
    page = tmp_path / "summary.md"
    mini.edit(
        "content/words/glossary.yaml", "glossary:\n", "glossary:\n  - {id: rye, term: 'Rye|x', roles: [miller], definishun: A grain.}\n"
    )
    assert mini.build("--paper", "a4", "--summary", str(page)).code == 1
    text = page.read_text(encoding="utf-8")
    assert re.search(r"\| one \(candidate\) \| printed \| never built \| \d+ \|", text) or "| one (candidate) | **blocked** |" in text
    assert "**blocked** | needs glossary/rye" in text
    assert "`content/words/glossary.yaml:2:" in text
    assert "PG204" in text


def test_a_summary_of_nothing_to_do_says_so(warm: MiniProject, tmp_path: Path) -> None:
    page = tmp_path / "summary.md"
    assert warm.build("--summary", str(page)).code == 0
    text = page.read_text(encoding="utf-8")
    assert "4 files unchanged" in text
    assert text.count("| unchanged |") == 2
    warm.edit("content/interview/questions.yaml", "Which was baked first?", "Which was baked on Monday?")
    assert warm.build("--dry-run", "--summary", str(page)).code == 0
    assert "| one (candidate) | to print | content |" in page.read_text(encoding="utf-8")


# --- builds that are killed ---


def test_a_temporary_file_of_a_killed_writer_is_swept_and_a_living_one_is_not(tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from prepguides.stages.record import files as record\n"
        "def hang(*_):\n"
        "    print('written', flush=True)\n"
        "    time.sleep(100_000)\n"
        "record.Path.replace = hang\n"
        "real = record.os.fdopen\n"
        "class Slow:\n"
        "    def __init__(self, file): self.file = file\n"
        "    def __enter__(self): self.file.__enter__(); return self\n"
        "    def __exit__(self, *how): hang()\n"
        "    def fileno(self): return self.file.fileno()\n"
        "    def write(self, content): self.file.write(content[:4]); self.file.flush()\n"
        "record.os.fdopen = lambda *words: Slow(real(*words))\n"
        "record.write(Path(sys.argv[1]), b'%PDF-1.7 whole')\n"
    )
    target = tmp_path / "deep" / "guide.pdf"
    with subprocess.Popen([sys.executable, "-c", code, str(target)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"written\n"
        (part,) = tmp_path.rglob("*.part")
        sweep(tmp_path)
        assert part.exists(), "its writer lives"
        writer.kill()
    assert not target.exists()
    sweep(tmp_path)
    assert not part.exists()


def test_a_part_file_of_somebody_else_is_left_alone(mini: MiniProject) -> None:
    mine = mini.add("output/standard/film.part", "a download of mine")
    stale = mini.add("output/standard/.prepguides-abc.part", "%PDF")
    assert mini.build("two", "--paper", "a4").code == 0
    assert mine.exists()
    assert not stale.exists()


def test_a_dry_run_sweeps_nothing(mini: MiniProject) -> None:
    stale = mini.add("output/standard/.prepguides-abc.part", "%PDF")
    mini.build("--dry-run")
    assert stale.exists()


def test_writing_the_same_bytes_touches_nothing(tmp_path: Path) -> None:
    target = tmp_path / "guide.pdf"
    write(target, b"same")
    before = target.stat().st_mtime_ns
    write(target, b"same")
    assert target.stat().st_mtime_ns == before


def test_ctrl_c_leaves_finished_files_whole_and_a_manifest_that_is_true(built: MiniProject, tmp_path: Path) -> None:
    """As a terminal sends it: to the build, its fork server and its workers alike. It comes while the second guide is typeset, which has so
    many words that it is not done before, however busy the machine is."""
    mini = MiniProject.at(tmp_path / "project")
    mini.theme("endless", "two", own_css=f".kind-page::after {{ content: '{'word ' * 400_000}' }}\n")
    build = build_in_a_group(mini, "--jobs", "1", "--paper", "a4")
    while not list(mini.output.rglob("*.pdf")):
        assert build.poll() is None, (mini.root / "said").read_text(encoding="utf-8")
        time.sleep(0.02)
    os.killpg(build.pid, signal.SIGINT)
    assert build.wait() == 130
    said = (mini.root / "said").read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert said.strip().endswith("stopped")
    assert list(mini.files()) == ["standard/one-candidate-a4.pdf"]
    assert mini.files().items() <= built.files().items()
    assert list(mini.output.rglob("*.part")) == []
    assert mini.run("verify").out == "1 file, all as it was built\n"
    shutil.rmtree(mini.root / "templates")
    mini.edit("content/guides/two.yaml", "    theme: endless\n", "")
    again = mini.build("--paper", "a4")
    assert again.code == 0
    assert list(why(again).values()).count("fresh") == 1, "what was finished is not printed again"
    assert mini.files().items() <= built.files().items()


def test_ctrl_c_between_a_file_and_its_record_waits_for_the_record(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    def written_and_stopped(files: Mapping[Path, bytes]) -> None:
        write_together(files)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("prepguides.build.ledger.write_together", written_and_stopped)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background of a shell inherit that it is ignored
    try:
        assert mini.build("two", "--paper", "a4").code == 130
    finally:
        signal.signal(signal.SIGINT, before)
    assert list(mini.files()) == ["standard/two-candidate-a4.pdf"]
    assert mini.run("verify").out == "1 file, all as it was built\n"


def test_verify_of_a_folder_without_a_manifest_is_no_success(mini: MiniProject) -> None:
    """A scheduled run that printed nothing must not pass."""
    run = mini.run("verify")
    assert run.code == 1
    assert "manifest.json: error PG804 missing: nothing was built here" in run.err
    mini.add("output/manifest.json", "{torn")
    assert "manifest.json: error PG804 damaged, or names no file" in mini.run("verify").err


MOMENTS = 20


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_no_partial_file_and_the_next_one_is_whole(built: MiniProject, tmp_path: Path) -> None:
    """`kill -9` of the whole process group, at seeded moments spread over a build's length."""
    moments = random.Random(4)
    mini = MiniProject.at(tmp_path / "project")
    length = length_of_a_build(mini)
    whole = mini.files()
    assert len(whole) == 4
    assert {path: whole[path] for path in TWO} == {path: built.files()[path] for path in TWO}, "the same bytes in another folder"
    killed = 0
    for moment in range(MOMENTS):
        shutil.rmtree(mini.output)
        build = build_in_a_group(mini)
        started = time.perf_counter()
        with contextlib.suppress(subprocess.TimeoutExpired):
            build.wait(timeout=length * (moment + moments.random()) / MOMENTS)
            length = time.perf_counter() - started  # it was done before: the machine is less busy than it was
        with contextlib.suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGKILL)
        killed += build.wait() != 0
        final = {path: digest for path, digest in mini.files().items() if not path.endswith(".part")}
        assert final.items() <= whole.items(), f"a partial file under a final name, after moment {moment}"
        recorded = (mini.output / "manifest.json").is_file()
        assert mini.run("verify").code == (0 if recorded else 1), "the manifest is true; where there is none yet, nothing is vouched for"
        assert build_in_a_group(mini).wait() == 0, (mini.root / "said").read_text(encoding="utf-8")
        assert mini.files() == whole, f"the next build after moment {moment}"
        assert mini.run("verify").code == 0
    assert killed >= MOMENTS // 2, "too few builds were killed in time to prove anything"


def length_of_a_build(mini: MiniProject) -> float:
    """Seconds by the clock of a build that ends well."""
    started = time.perf_counter()
    assert build_in_a_group(mini).wait() == 0, (mini.root / "said").read_text(encoding="utf-8")
    return time.perf_counter() - started


def build_in_a_group(mini: MiniProject, *words: str) -> subprocess.Popen[bytes]:
    with (mini.root / "said").open("wb") as said:
        command = [
            sys.executable,
            "-m",
            "prepguides",
            "build",
            *(words or ("two", "--edition", "all", "--jobs", "2")),
            "-q",
            "--project",
            str(mini.root),
        ]
        return subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True, preexec_fn=hear_ctrl_c)  # noqa: PLW1509


@pytest.mark.parametrize("command", ["verify", "clean"])
def test_a_manifest_that_may_not_be_read_is_not_a_missing_one(command: str, built: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest, opened = built.output / "manifest.json", os.open

    def opening(path: Any, *words: Any, **named: Any) -> int:
        if Path(path) == manifest:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *words, **named)

    monkeypatch.setattr(os, "open", opening)
    run = built.run(command)
    assert run.code == 1
    assert "cannot be read: Permission denied" in run.err
