"""Where the system can do that, a worker reads what it was given and no other file, writes to its own folder alone, and has no network."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kit import prepguides
from prepguides.build import isolation
from prepguides.build.isolation import Isolation, available
from prepguides.build.pool import Pool

needs_files = pytest.mark.skipif(not available().files, reason="this system has no Landlock")
needs_network = pytest.mark.skipif(not available().network, reason="this system has no seccomp")


def asked(work: Callable[[str], str], *what: str | Path, readable: tuple[Path, ...] = ()) -> list[str]:
    """What a worker says to each."""
    results = dict(Pool(work, str, 1, readable=readable).run([str(each) for each in what]))
    return [str(results[index]) for index in range(len(what))]


def read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        return type(error).__name__


def write(path: str) -> str:
    import tempfile

    try:
        (Path(path or tempfile.gettempdir()) / "written").write_text("x", encoding="utf-8")
    except OSError as error:
        return type(error).__name__
    return "written"


def connect(address: str) -> str:
    host, port = address.split()
    try:
        with socket.create_connection((host, int(port)), 5):
            return "connected"
    except OSError as error:
        return type(error).__name__


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """One that is given, and one beside it."""
    given, other = tmp_path / "given.txt", tmp_path / "other.txt"
    given.write_text("given", encoding="utf-8")
    other.write_text("other", encoding="utf-8")
    return given, other


@needs_files
def test_a_worker_reads_what_it_was_given_and_nothing_beside_it(files: tuple[Path, Path]) -> None:
    given, other = files
    said = asked(read, given, other, "/etc/passwd", "/proc/self/environ", readable=(given,))
    assert said == ["given", "PermissionError", "PermissionError", "PermissionError"]


@needs_files
def test_a_link_in_a_folder_that_was_given_does_not_lead_out(tmp_path: Path, files: tuple[Path, Path]) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link.txt").symlink_to(files[1])
    assert asked(read, tmp_path / "folder" / "link.txt", readable=(tmp_path / "folder",)) == ["PermissionError"]


@needs_files
def test_a_worker_writes_to_its_own_folder_alone(tmp_path: Path) -> None:
    assert asked(write, tmp_path, "", readable=(tmp_path,)) == ["PermissionError", "written"]
    assert list(tmp_path.iterdir()) == []


@needs_network
def test_a_worker_reaches_no_server_of_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert asked(connect, f"127.0.0.1 {port}") == ["PermissionError"]
        server.settimeout(0.01)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_system_without_all_that_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "available", Isolation)
    assert isolation.isolate([]) == Isolation()
    assert str(Isolation()) == "workers have limits of time and memory, and no other wall"


@pytest.mark.skipif(sys.platform != "linux", reason="system calls of Linux")
@pytest.mark.parametrize("refused", ["_landlock_version", "_prctl"])
def test_what_the_kernel_refuses_is_left_out(refused: str) -> None:
    """In a process of its own, for there is no way back."""
    code = (
        f"from prepguides.build import isolation; isolation.{refused} = lambda *words: 0 if '{refused}'.startswith('_land') else -1;"
        "print(isolation.isolate([]))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    kept = available()
    expected = Isolation(False, kept.network) if refused == "_landlock_version" else Isolation()
    assert done.stdout.strip() == str(expected)


def test_the_doctor_says_what_workers_are_kept_from() -> None:
    assert f"Isolation        {available()}" in prepguides("doctor").out
