"""A build in a Dask cluster on loopback, its scheduler and workers being processes of their own: what comes of it, and what survives."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kit import MiniProject, Run, hear_ctrl_c
from prepguides.build.cluster import _difference, parcels
from prepguides.build.parcel import cluster_versions, packed, work_off
from prepguides.build.pool import Limits


def test_a_worker_with_other_versions_is_told_apart() -> None:
    ours = cluster_versions()
    assert not _difference(ours, dict(ours))
    assert _difference(ours, {**ours, "weasyprint": "69.0"}) == f"weasyprint 69.0 where {ours['weasyprint']} is expected"
    assert "prepguides" in _difference(ours, ModuleNotFoundError("No module named 'prepguides'"))


def test_what_shares_pages_stays_together_and_keeps_no_worker_idle() -> None:
    pairs = [number % 20 for number in range(40)]
    every = list(parcels(pairs, 2))
    assert sorted(number for parcel in every for number in parcel) == list(range(40))
    assert all(len({pairs[number] for number in parcel}) * 2 == len(parcel) for parcel in every), "a pair was parted"
    sizes = [len(parcel) for parcel in every]
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes) <= 40 / 4, "the first would keep its worker longer than all the others"
    assert sizes[-4:] == [2, 2, 2, 2], "a worker would be long at its last parcel"
    assert len(list(parcels(range(1000), 2))) >= 20, "copies of a guide have no group"
    assert set(map(len, parcels([0] * 12, 2))) == {2}, "one look, and two workers"
    assert list(parcels([], 2)) == []


def process_of(number: int) -> int:
    return os.getpid()


def test_one_process_does_theparcels_of_one_run_and_none_of_another() -> None:
    def worked(run: str, tasks: int = 2) -> set[int]:
        made = work_off(packed(run, process_of, int, dict(enumerate(range(tasks))), Limits()))
        return {pid for pid in made.values() if isinstance(pid, int)}

    first = worked("one")
    assert len(first) == 1
    assert worked("one") == first
    assert worked("another") != first
    assert worked("one") != first, "it ended when the other run came"


@contextmanager
def running(*words: str, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]]
    options = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "OMP_NUM_THREADS": "1", **os.environ}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=cwd, env=options) as process:
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def heard(process: subprocess.Popen[str], pattern: str) -> str:
    """What a process says of itself, once it does."""
    assert process.stderr is not None
    for line in process.stderr:
        if match := re.search(pattern, line):
            return match[1]
    raise AssertionError(f"ended without saying {pattern}")


Add = Callable[..., subprocess.Popen[str]]
Cluster = tuple[str, subprocess.Popen[str], Add]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """The scheduler's address and process, and how a worker is added. Workers run in a folder of their own, far from the project."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with ExitStack() as kept:
        listening = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        scheduler = kept.enter_context(running("dask_scheduler", *listening, cwd=folder))
        address = heard(scheduler, r"Scheduler at:\s+(tcp://\S+)")

        def add(*words: str) -> subprocess.Popen[str]:
            worker = kept.enter_context(
                running("dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", *words, cwd=folder)
            )
            heard(worker, r"(Registered to)")
            return worker

        yield address, scheduler, add


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The digests of what a build without a cluster makes."""
    here = MiniProject.at(tmp_path_factory.mktemp("local") / "here")
    assert here.run("build", "--edition", "all").code == 0
    return here.files()


def build(mini: MiniProject, address: str, *words: str) -> Run:
    return mini.run("build", "--executor", "dask", "--scheduler", address, *words)


def started(mini: MiniProject, address: str, *words: str) -> subprocess.Popen[str]:
    """The same in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "prepguides",
        "build",
        "--executor",
        "dask",
        "--scheduler",
        address,
        "--project",
        str(mini.root),
        *words,
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, preexec_fn=hear_ctrl_c)  # noqa: PLW1509


def copies(mini: MiniProject, *words: str) -> dict[str, str]:
    """The digests of copies for two learners."""
    roster = mini.add("roster.csv", "name\nAda Lovelace\nGrace Hopper\n")
    run = mini.run("build", "one", "--paper", "a4", "--learners", str(roster), *words)
    assert run.code == 0, run.err
    assert "2 copies made" in run.out
    return {name: digest for name, digest in mini.files().items() if "learners" in name and name.endswith(".pdf")}


@pytest.mark.slow
def test_a_cluster_prints_the_same_bytes(cluster: Cluster, mini: MiniProject, local: dict[str, str]) -> None:
    address, _, add = cluster
    add()
    (mini.root / "older.py").write_text("import prepguides\nprepguides.__version__ = '0.0.9'\n", encoding="utf-8")
    add("--preload", str(mini.root / "older.py"))
    run = build(mini, address, "--edition", "all")
    assert run.code == 0, run.err
    assert re.search(r"tcp://127\.0\.0\.1:\d+: warning PG808 prepguides 0\.0\.9 where \S+ is expected", run.err)
    assert mini.files() == local
    assert mini.run("verify").code == 0


@pytest.mark.slow
def test_copies_for_learners_are_the_same_too(cluster: Cluster, mini: MiniProject, tmp_path: Path) -> None:
    address, _, add = cluster
    add()
    made = copies(mini, "--executor", "dask", "--scheduler", address)
    assert len(made) == 2
    assert made == copies(MiniProject.at(tmp_path / "local"))


@contextmanager
def printing(cluster: Cluster, mini: MiniProject, local: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A worker that is at work. Whatever becomes of it in the block, the build comes to what it is without a cluster."""
    address, _, add = cluster
    worker = add()
    with started(mini, address, "--edition", "all") as process:
        until(lambda: is_printing(worker))
        yield worker
        _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert mini.files() == local


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_nothing_and_one_that_is_added_helps(
    cluster: Cluster, mini: MiniProject, local: dict[str, str]
) -> None:
    with printing(cluster, mini, local) as first:
        cluster[2]()
        first.send_signal(signal.SIGKILL)


@pytest.mark.slow
def test_a_parcel_goes_to_whoever_comes_when_all_that_it_was_for_are_gone(
    cluster: Cluster, mini: MiniProject, local: dict[str, str]
) -> None:
    with printing(cluster, mini, local) as first:
        first.send_signal(signal.SIGKILL)
        first.wait()
        cluster[2]()


@pytest.mark.slow
def test_an_interrupted_build_leaves_the_worker_to_the_next_one(cluster: Cluster, mini: MiniProject, local: dict[str, str]) -> None:
    address, _, add = cluster
    worker = add()
    with started(mini, address, "--edition", "all") as process:
        until(lambda: is_printing(worker))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert build(mini, address, "--edition", "all").code == 0
    assert mini.files() == local


@pytest.mark.slow
def test_a_scheduler_that_goes_away_is_said(cluster: Cluster, mini: MiniProject) -> None:
    address, scheduler, add = cluster
    worker = add()
    with started(mini, address) as process:
        until(lambda: is_printing(worker))
        scheduler.kill()
        _, err = process.communicate(timeout=300)
    assert process.returncode == 1, err
    assert "PG802" in err
    assert "scheduler" in err
    assert "Traceback" not in err
    assert mini.run("build").code == 0


def test_a_scheduler_that_is_not_there_is_one_message(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prepguides.build.cluster.CONNECT", 1.0)
    run = build(mini, "tcp://127.0.0.1:9")
    assert run.code == 1
    assert run.err.count("PG802") == 1
    assert "tcp://127.0.0.1:9: error PG802 the scheduler does not answer" in run.err


def test_an_executor_without_its_scheduler_is_refused(mini: MiniProject) -> None:
    assert mini.run("build", "--executor", "dask").code == 2
    assert "go together" in mini.run("build", "--scheduler", "tcp://127.0.0.1:9").err


def until(there: Callable[[], bool]) -> None:
    for _ in range(600):
        if there():
            return
        time.sleep(0.1)
    raise AssertionError("nothing came")


def is_printing(worker: subprocess.Popen[str]) -> bool:
    """Whether its fork server has a child like itself; other programs are run to look for libraries."""
    servers = [child for child in children(worker.pid) if "forkserver" in proc(child, "cmdline")]
    return any("forkserver" in proc(child, "cmdline") for server in servers for child in children(server))


def children(pid: int | str) -> list[str]:
    """Of all its threads."""
    return [child for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text(encoding="ascii").split()]


def proc(pid: str, name: str) -> str:
    """Empty for a process that has gone."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8")
    except OSError:
        return ""
