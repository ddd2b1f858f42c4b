"""Commands that work in one output folder at the same time, and commands that are told to end."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kit import MiniProject, hear_ctrl_c, unmeasured
from prepguides.build.lifeline import sweep_scratch

BUILD = ("build", "--jobs", "1", "--paper", "a4")


def command(mini: MiniProject, *words: str, **env: str) -> subprocess.Popen[str]:
    """In a group of its own; what it says is read when it has ended."""
    return subprocess.Popen(
        [sys.executable, "-m", "prepguides", *words, "--project", str(mini.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **env},
        start_new_session=True,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509
    )


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder for temporary files whose path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="scratch-") as folder:
        yield Path(folder)


def manifest_of(mini: MiniProject) -> dict[str, dict[str, object]]:
    read: dict[str, dict[str, object]] = json.loads((mini.output / "manifest.json").read_text(encoding="utf-8"))
    return read


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """As by a build that was suspended while it wrote."""
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    yield
    os.close(handle)


# --- the lock ---


@pytest.mark.parametrize("words", [BUILD, ("clean",), ("verify",)])
def test_a_folder_that_another_holds_is_in_use_after_the_wait(built: MiniProject, words: Sequence[str]) -> None:
    before = built.files()
    with held(built.output):
        run = built.run(words[0], *words[1:], "--wait", "0")
    assert run.code == 1
    assert run.err.startswith(f"{built.output}: error PG807 another prepguides has been writing here for 0 seconds")
    assert "--wait SECONDS" in run.err
    assert built.files() == before


def test_a_command_waits_until_the_folder_is_free(built: MiniProject) -> None:
    with held(built.output):
        waiting = command(built, "verify")
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(1.5)
    said, _ = waiting.communicate(timeout=60)
    assert (waiting.returncode, said) == (0, "4 files, all as they were built\n")


def test_two_builds_at_once_lose_no_entry_of_each_other(mini: MiniProject) -> None:
    """Each began with a manifest that knew of neither."""
    builds = [command(mini, *BUILD, "two", "--edition", edition) for edition in ("candidate", "coach")]
    said = [build.communicate(timeout=120)[0] for build in builds]
    assert [build.returncode for build in builds] == [0, 0], said
    assert set(manifest_of(mini)["artifacts"]) == {"standard/two/candidate", "standard/two/coach"}
    assert len(manifest_of(mini)["runs"]) == 2
    assert mini.run("verify").out == "2 files, all as they were built\n"


def rounds(mini: MiniProject, number: int, seed: int) -> None:
    """Builds of different content, a clean, a prune and a verify, begun within a moment: whatever comes first, the folder is sound."""
    moments = random.Random(seed)
    at_once = [(*BUILD, "two"), (*BUILD, "two", "--edition", "coach"), ("clean",), (*BUILD, "one", "--prune"), ("verify",), ("verify",)]
    for _ in range(number):
        page = mini.root / "content" / "pages" / "welcome.md"
        page.write_text(page.read_text(encoding="utf-8").replace("Read it", "Read it now"), encoding="utf-8")
        commands = []
        for words in moments.sample(at_once, len(at_once)):
            commands.append((words, command(mini, *words)))
            time.sleep(moments.random() * moments.choice((0.02, 1.0)))
        for words, process in commands:
            said, _ = process.communicate(timeout=240)
            expected = said == "" or process.returncode == 0 or (words == ("verify",) and "nothing was built here" in said)
            assert expected, (words, process.returncode, said)
        assert list(mini.output.rglob(".*")) == [], "no temporary file"
        verified = mini.run("verify")
        on_record = manifest_of(mini)["artifacts"] if verified.code == 0 else {}
        assert verified.code == 0 or "nothing was built here" in verified.err, verified.err
        assert len(mini.files()) == len(on_record), "no file without a record"


def test_builds_a_clean_a_prune_and_verifications_at_once_leave_a_sound_folder(mini: MiniProject) -> None:
    with unmeasured():
        rounds(mini, 1, seed=1)


@pytest.mark.slow
def test_many_times_at_once(mini: MiniProject) -> None:
    """Four rounds take half a minute; `tox -e faults` goes fifty."""
    rounds(mini, int(os.environ.get("ROUNDS_AT_ONCE", "4")), seed=2)


# --- being told to end ---


def typesetting(mini: MiniProject, scratch: Path) -> subprocess.Popen[str]:
    """A build whose worker is at work and will not be done soon."""
    if not (mini.root / "templates" / "endless").exists():
        mini.theme("endless", "two", own_css=f".kind-page::after {{ content: '{'word ' * 400_000}' }}\n")
    build = command(mini, *BUILD, TMPDIR=str(scratch))
    while not list(mini.output.rglob("*.pdf")) or not list(scratch.rglob("weasyprint-*")):
        assert build.poll() is None, build.communicate()[0]
        time.sleep(0.05)
    return build


def group_of(leader: int) -> list[str]:
    """What runs in the leader's session, except for what has ended and is not yet collected."""
    running = subprocess.run(["ps", "-o", "stat=,args=", "-s", str(leader)], check=False, capture_output=True, text=True).stdout
    return [line for line in running.splitlines() if not line.startswith("Z")]


def is_soon_empty(leader: int) -> bool:
    until = time.monotonic() + 15
    while group_of(leader) and time.monotonic() < until:
        time.sleep(0.1)
    return group_of(leader) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_build_that_is_told_to_end_leaves_no_process_and_no_temporary_file(
    mini: MiniProject, scratch: Path, number: signal.Signals, code: int
) -> None:
    build = typesetting(mini, scratch)
    build.send_signal(number)
    said, _ = build.communicate(timeout=60)
    assert build.returncode == code, said
    assert said.splitlines()[-1] == "stopped"
    assert "Traceback" not in said
    assert is_soon_empty(build.pid)
    assert list(scratch.iterdir()) == []
    assert list(mini.output.rglob(".*")) == []
    assert mini.run("verify").code == 0


def test_the_workers_of_a_build_that_was_killed_end_and_the_next_command_clears_up(mini: MiniProject, scratch: Path) -> None:
    build = typesetting(mini, scratch)
    build.kill()
    build.communicate(timeout=60)
    assert is_soon_empty(build.pid)
    (left,) = scratch.iterdir()
    (scratch / "pymp-of-another").mkdir()
    again = command(mini, *BUILD, TMPDIR=str(scratch))
    while left.exists():
        assert again.poll() is None, again.communicate()[0]
        time.sleep(0.05)
    again.terminate()
    again.communicate(timeout=60)
    assert [path.name for path in scratch.iterdir()] == ["pymp-of-another"]


def test_a_folder_in_use_is_not_cleared_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    living, dead = tmp_path / "pymp-a", tmp_path / "pymp-b"
    for folder in (living, dead):
        folder.mkdir()
        (folder / "prepguides").touch()
    with held(living):
        sweep_scratch()
    assert list(tmp_path.iterdir()) == [living]
