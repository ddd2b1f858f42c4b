"""Runs a command while something fails, then again while nothing does, and says what was not as promised.

Promised: exit code 0 or 1, no traceback, no temporary file, a located message where something was not done, no file lost or cut short; and
that the next build gives the same bytes as if nothing had happened.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO
from unittest.mock import patch

from faults.inject import Fault, injected
from kit import MiniProject, Run
from prepguides.build import rendering, scheduler
from prepguides.build.worker import Task, WorkerResult
from remembered import PoolHere

ERRORS = (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EMFILE)
Command = tuple[str, ...]
COMMANDS: dict[str, Command] = {
    "build": ("build", "--jobs", "1"),
    "build again": ("build", "--jobs", "1"),
    "build --prune": ("build", "--jobs", "1", "--prune"),
    "clean": ("clean",),
    "verify": ("verify",),
}
"""By the names of rows; all but the first begin with a folder that holds what was built before an edit."""


@dataclass(frozen=True)
class Finding:
    """A promise that was not kept."""

    fault: str
    what: str


class InstantPool:
    """Workers that answer at once, with bytes that follow from the HTML: what is tried here is the writing."""

    def __init__(self, *words: object) -> None:
        pass

    def run(self, tasks: Sequence[Task], started: Callable[[int], None], groups: object) -> Iterator[tuple[int, WorkerResult]]:
        for index, task in enumerate(tasks):
            started(index)
            files = {target.path: f"%PDF-1.7 {target.path} {sha256(task.html.encode()).hexdigest()}".encode() for target in task.targets}
            yield index, WorkerResult(task.name, 3, 0.1, files, ())


@contextlib.contextmanager
def without_workers() -> Iterator[None]:
    """Commands in this process render in it, and lay out nothing."""
    with patch.object(scheduler, "Pool", InstantPool), patch.object(rendering, "Pool", PoolHere):
        yield


def edited(folder: Path, name: str) -> MiniProject:
    """The project in the state that the command of this row begins with."""
    mini = MiniProject.at(folder)
    if name != "build":
        with without_workers():
            assert mini.run("build").code == 0
        mini.edit("content/pages/welcome.md", "Read it once.", "Read it twice.")
    if name == "build --prune":
        mini.edit("content/guides/two.yaml", "  - id: two\n", "  - id: second\n")
        mini.edit("content/project.yaml", "[one, two]", "[one, second]")
    return mini


def system_calls(name: str, folder: Path) -> list[str]:
    """The calls on the output folder that the command of this row makes when nothing fails."""
    mini = edited(folder, name)
    with without_workers(), injected(Fault(mini.output)) as fault:
        mini.run(*COMMANDS[name])
    return fault.seen


def with_failing_calls(name: str, folder: Path, step: int = 1) -> tuple[int, list[Finding]]:
    """The command once for each call and error, or for each of every so many: how often, and what was not as promised."""
    calls = system_calls(name, folder / "calls")
    start = edited(folder / "start", name)
    whole = MiniProject(Path(shutil.copytree(start.root, folder / "whole")))
    findings: list[Finding] = []
    tried = 0
    with without_workers():
        assert whole.run("build", "--prune").code == 0
        kinds = [(number, error) for number in range(1, len(calls) + 1) for error in ERRORS]
        for number, error in kinds[::step]:
            mini = MiniProject(Path(shutil.copytree(start.root, folder / "mini")))
            with injected(Fault(mini.output, number, error)):
                run = mini.run(*COMMANDS[name])
            said = f"{name}: {calls[number - 1]} no. {number} fails with {errno.errorcode[error]}"
            findings += [Finding(said, what) for what in (*unkept(mini, run), *not_mended(mini, whole))]
            tried += 1
            shutil.rmtree(mini.root)
    return tried, findings


def unkept(mini: MiniProject, run: Run) -> Iterator[str]:
    """What is wrong right after the fault."""
    said = run.out + run.err
    if run.code not in (0, 1):
        yield f"exit code {run.code}: {said[-300:]}"
    if "Traceback" in said:
        yield "a traceback"
    problems = [line for line in run.err.splitlines() if ": error PG8" in line]
    if run.code == 1 and not problems:
        yield f"exit code 1 without a located message: {said[-300:]}"
    if len(problems) > 4:
        yield f"{len(problems)} messages"
    if cut_short(mini):
        yield "a file that is cut short"


def cut_short(mini: MiniProject) -> list[Path]:
    return [path for path in mini.output.rglob("*.pdf") if not path.name.startswith(".") and not path.read_bytes().startswith(b"%PDF-1.7")]


def not_mended(mini: MiniProject, whole: MiniProject) -> Iterator[str]:
    """What the next build does not set right."""
    again = mini.run("build", "--prune")
    if again.code != 0:
        yield f"the next build: {again.code} {again.err[-300:]}"
    finished = {path: digest for path, digest in mini.files().items() if "-draft" not in path}
    if finished != {path: digest for path, digest in whole.files().items() if "-draft" not in path}:
        yield "other bytes after the next build"
    if (verified := mini.run("verify")).code != 0:
        yield f"verify: {verified.err[-300:]}"


def with_kills(name: str, folder: Path, number: int, seed: int = 7) -> tuple[int, list[Finding]]:
    """The command with real workers, its process group killed at so many moments spread over its length."""
    moments = random.Random(seed)
    start = MiniProject.at(folder / "start")
    if name != "build":
        assert in_a_group(start, "build", "--jobs", "2").wait() == 0
        start.edit("content/pages/welcome.md", "Read it once.", "Read it twice.")
    whole = MiniProject(Path(shutil.copytree(start.root, folder / "whole")))
    begun = time.perf_counter()
    in_a_group(whole, *COMMANDS[name]).wait()
    length = time.perf_counter() - begun
    assert in_a_group(whole, "build", "--prune").wait() == 0
    findings: list[Finding] = []
    for moment in range(number):
        mini = MiniProject(Path(shutil.copytree(start.root, folder / "mini")))
        process = in_a_group(mini, *COMMANDS[name])
        time.sleep(length * (moment + moments.random()) / number)
        kill(process)
        said = f"{name}: killed at moment {moment}"
        findings += [Finding(said, what) for what in ("a file that is cut short",) if cut_short(mini)]
        findings += [Finding(said, what) for what in not_mended(mini, whole)]
        findings += [Finding(said, f"left behind: {path}") for path in mini.output.rglob(".*")]
        shutil.rmtree(mini.root)
    return number, findings


def with_commands_killed(folder: Path, number: int, seed: int = 7) -> tuple[int, list[Finding]]:
    """A build's own process alone, killed at so many moments: its workers end by themselves, and nobody says a word after its death."""
    moments = random.Random(seed)
    start = MiniProject.at(folder / "start")
    begun = time.perf_counter()
    assert in_a_group(MiniProject(Path(shutil.copytree(start.root, folder / "whole"))), *COMMANDS["build"]).wait() == 0
    length = time.perf_counter() - begun
    findings: list[Finding] = []
    for moment in range(number):
        mini = MiniProject(Path(shutil.copytree(start.root, folder / "mini")))
        with (folder / "said").open("w+b") as said:
            process = in_a_group(mini, *COMMANDS["build"], stderr=said)
            time.sleep(length * (moment + moments.random()) / number)
            killed = process.poll() is None
            process.kill()
            process.wait()
            left = _left_of(process.pid)
            said.seek(0)
            words = said.read().decode("utf-8", "replace") if killed else ""
        name = f"build: its own process killed at moment {moment}"
        findings += [Finding(name, f"{len(left)} processes live on")] if left else []
        findings += [Finding(name, f"said: {words[-300:]}")] if words else []
        shutil.rmtree(mini.root)
    return number, findings


def _left_of(group: int) -> list[str]:
    """Processes of the group that still run after half a minute."""
    until = time.monotonic() + 30.0
    while (left := _alive(group)) and time.monotonic() < until:
        time.sleep(0.1)
    return left


LEARNERS = "name,interview date,start\n" + "".join(f"Learner {number},2026-12-{number + 10},2026-11-02\n" for number in range(8))


def with_copies_killed(folder: Path, number: int, seed: int = 7) -> tuple[int, list[Finding]]:
    """Copies for learners, of a guide that is there: killed at so many moments, and begun again."""
    moments = random.Random(seed)
    start = MiniProject.at(folder / "start")
    roster = start.add("roster.csv", LEARNERS)
    words = ("build", "one", "--paper", "a4", "--jobs", "2")
    assert in_a_group(start, *words).wait() == 0
    copying = (*words, "--learners", str(roster))
    whole = MiniProject(Path(shutil.copytree(start.root, folder / "whole")))
    begun = time.perf_counter()
    assert in_a_group(whole, *copying).wait() == 0
    length = time.perf_counter() - begun
    findings: list[Finding] = []
    for moment in range(number):
        mini = MiniProject(Path(shutil.copytree(start.root, folder / "mini")))
        process = in_a_group(mini, *copying)
        time.sleep(length * (moment + moments.random()) / number)
        kill(process)
        said = f"build --learners: killed at moment {moment}"
        findings += [Finding(said, what) for what in ("a file that is cut short",) if cut_short(mini)]
        if (code := in_a_group(mini, *copying).wait()) != 0:
            findings.append(Finding(said, f"the next build: exit code {code}"))
        if _finished(mini) != _finished(whole):
            findings.append(Finding(said, "other bytes, or other files, after the next build"))
        shutil.rmtree(mini.root)
    return number, findings


def with_publishing_killed(folder: Path, number: int, seed: int = 7) -> tuple[int, list[Finding]]:
    """Publishing over an older state, killed at so many moments: no manifest there names what is not there."""
    moments = random.Random(seed)
    start, shop = edited(folder / "start", "build again"), folder / "shop"
    publishing = ("publish", f"file://{shop}")
    assert in_a_group(start, *publishing).wait() == 0
    shutil.copytree(shop, folder / "before")
    with without_workers():
        assert start.run("build").code == 0
    begun = time.perf_counter()
    assert in_a_group(start, *publishing).wait() == 0
    length = time.perf_counter() - begun
    whole = _hashes(shop)
    findings: list[Finding] = []
    for moment in range(number):
        shutil.rmtree(shop)
        shutil.copytree(folder / "before", shop)
        process = in_a_group(start, *publishing)
        time.sleep(length * (moment + moments.random()) / number)
        kill(process)
        said = f"publish: killed at moment {moment}"
        findings += [Finding(said, f"a reader misses {path}") for path in _missed(shop)]
        if in_a_group(start, *publishing).wait() != 0 or _hashes(shop) != whole:
            findings.append(Finding(said, "other files after the next time"))
    return number, findings


def _missed(shop: Path) -> list[str]:
    """What the manifest there names and is not there. What it names may be of the state before, or of the one after."""
    artifacts = json.loads((shop / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    return [path for artifact in artifacts.values() for path in artifact["outputs"] if not (shop / path).is_file()]


def _hashes(shop: Path) -> dict[str, str]:
    """Of all files but those that say when they were sent."""
    files = [path for path in shop.rglob("*") if path.suffix in (".pdf", ".part", ".tmp")]
    return {path.relative_to(shop).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def with_previews_killed(folder: Path, number: int, seed: int = 7) -> tuple[int, list[Finding]]:
    """A preview's server alone, killed at so many moments of its first five seconds: its worker ends too, the next command clears up."""
    moments = random.Random(seed)
    mini = MiniProject.at(folder / "mini")
    before = {path: path.read_bytes() for path in mini.root.rglob("*") if path.is_file()}
    temporary = Path(tempfile.mkdtemp(prefix="faults-"))
    findings: list[Finding] = []
    for moment in range(number):
        process = in_a_group(mini, "preview", "--no-open", TMPDIR=str(temporary))
        time.sleep(5.0 * (moment + moments.random()) / number)
        process.kill()
        process.wait()
        left = _left_of(process.pid)
        said = f"preview: killed at moment {moment}"
        findings += [Finding(said, f"{len(left)} processes live on")] if left else []
        in_a_group(mini, "check", TMPDIR=str(temporary)).wait()
        findings += [Finding(said, f"left behind: {path.name}") for path in temporary.iterdir()]
    if {path: path.read_bytes() for path in mini.root.rglob("*") if path.is_file()} != before:
        findings.append(Finding("preview: killed", "files of the project changed"))
    shutil.rmtree(temporary)
    return number, findings


def _alive(group: int) -> list[str]:
    """Processes of the group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, of_group, *_ = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
            found += [stat.parent.name] if int(of_group) == group and state != "Z" else []
    return found


def with_small_file_systems(folder: Path) -> tuple[int, list[Finding]]:
    """Real ones, which only the superuser may mount: 16 MiB of shared memory, no room for temporary files, none for what is printed."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        return 0, []
    start, findings = MiniProject.at(folder / "start"), list[Finding]()
    whole = MiniProject(Path(shutil.copytree(start.root, folder / "whole")))
    assert in_a_group(whole, "build", "--jobs", "1").wait() == 0
    short = Path(tempfile.mkdtemp(prefix="faults-"))
    for name, at, kilobytes, code in (
        ("16 MiB of shared memory", "/dev/shm", 16_384, 0),
        ("a full temporary folder", str(short), 64, 0),
        ("a full output folder", "output", 64, 1),
    ):
        mini = MiniProject(Path(shutil.copytree(start.root, folder / name.replace(" ", "-"))))
        where = mini.root / at
        where.mkdir(exist_ok=True)
        fills = f"head -c {kilobytes}k /dev/zero > '{where}/full'; " if where == short else ""
        within = f"mount -t tmpfs -o size={kilobytes}k none '{where}' && {fills}exec \"$@\""
        command = [sys.executable, "-m", "prepguides", "build", "--jobs", "1", "--project", str(mini.root)]
        environment = {**os.environ, "TMPDIR": str(short)} if where == short else dict(os.environ)
        words = ["unshare", "-m", "sh", "-c", within, "sh", *command]
        done = subprocess.run(words, check=False, capture_output=True, text=True, env=environment)
        findings += [Finding(name, what) for what in unkept(mini, Run(done.returncode, done.stdout, done.stderr))]
        if done.returncode != code:
            findings.append(Finding(name, f"exit code {done.returncode}: {done.stderr[-300:]}"))
        if code == 0 and mini.files() != whole.files():
            findings.append(Finding(name, "other bytes"))
    shutil.rmtree(short)
    return 3, findings


def _finished(mini: MiniProject) -> dict[str, str]:
    """Digests of all files but the folder's secret, and but the record of times and of what that secret hashes."""
    kept = [path for path in mini.output.rglob("*") if path.is_file() and path.suffix in (".pdf", ".csv", ".tmp", ".part")]
    hidden = [path for path in mini.output.rglob(".*") if path.name != ".copies-key"]
    return {path.relative_to(mini.output).as_posix(): sha256(path.read_bytes()).hexdigest() for path in (*kept, *hidden)}


def in_a_group(mini: MiniProject, *words: str, stderr: IO[bytes] | int = subprocess.DEVNULL, **env: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "prepguides", *words, "--project", str(mini.root)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr, start_new_session=True, env={**os.environ, **env})


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def with_a_clock_that_runs_backward(folder: Path) -> tuple[int, list[Finding]]:
    """Everything lies there from the year 2100, and an edit from 2001."""
    mini = MiniProject.at(folder / "clock")
    findings: list[Finding] = []
    with without_workers():
        mini.run("build")
        before = mini.files()
        for path in mini.root.rglob("*"):
            os.utime(path, (4_102_444_800, 4_102_444_800))
        if "unchanged" not in mini.run("build").out or mini.files() != before:
            findings.append(Finding("files from the future", "printed again"))
        mini.edit("content/pages/welcome.md", "Read it once.", "Read it twice.")
        os.utime(mini.root / "content/pages/welcome.md", (1_000_000_000, 1_000_000_000))
        if mini.run("build").code != 0 or mini.files() == before:
            findings.append(Finding("an edit from the past", "not noticed"))
    return 2, findings


def with_temporary_folders_that_fail(folder: Path) -> tuple[int, list[Finding]]:
    """None, one that is a file, and file sizes limited to less than a font: real workers."""
    mini = MiniProject.at(folder / "temporary")
    short = Path(tempfile.mkdtemp(prefix="faults-"))  # instead of a path too long for sockets workers would use /tmp
    (short / "file").write_text("in the way", encoding="utf-8")
    script = (
        "import resource, sys, tempfile\n"
        "if sys.argv[1] == 'limit': resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "else: tempfile.tempdir = sys.argv[1]\n"
        "sys.argv = ['prepguides', 'build', 'two', '--jobs', '1', '--paper', 'a4', '--project', sys.argv[2]]\n"
        "from prepguides.cli import main\n"
        "main()\n"
    )
    findings: list[Finding] = []
    faults = (str(short / "absent"), str(short / "file"), "limit")
    for fault in faults:
        command = [sys.executable, "-c", script, fault, str(mini.root)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        run = Run(done.returncode, done.stdout, done.stderr)
        findings += [Finding(f"temporary folder: {fault}", what) for what in unkept(mini, run)]
        if run.code != 1:
            findings.append(Finding(f"temporary folder: {fault}", f"exit code {run.code}"))
    shutil.rmtree(short)
    return len(faults), findings
