"""Publishing to a service that speaks S3: `rclone serve s3` on loopback, a server process of its own that keeps objects as files."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kit import MiniProject, prepguides

KEY, SECRET = "an-access-key", "a-secret-that-no-log-shows"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("s3"),
    pytest.mark.skipif(sys.platform != "linux", reason="the server comes as a program for Linux"),
]


@dataclass(frozen=True)
class Server:
    """Where it listens, where its objects lie, and what it writes down."""

    address: str
    bucket: Path
    log: Path

    def sent(self) -> list[str]:
        """The objects that were sent, in order."""
        return re.findall(r"serve s3: CREATE OBJECT: guides (\S+)", self.log.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("s3")
    (folder / "objects" / "guides").mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    rclone = Path(sys.executable).with_name("rclone")
    command: list[str | Path] = [
        rclone,
        "serve",
        "s3",
        "--addr",
        f"127.0.0.1:{port}",
        "--auth-key",
        f"{KEY},{SECRET}",
        "-vv",
        str(folder / "objects"),
    ]
    environment = {"RCLONE_CONFIG": str(folder / "none"), "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, env=environment) as process:
        _wait(port, process)
        yield Server(f"http://127.0.0.1:{port}", folder / "objects" / "guides", log)
        process.terminate()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it takes connections; it has a minute, and is asked ten times a second."""
    for _ in range(600):
        assert process.poll() is None, "the server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server takes no connections")


@pytest.fixture
def keys(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Server:
    """The environment of somebody who may write there."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.address)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    shutil.rmtree(server.bucket)
    server.bucket.mkdir()
    return server


def test_a_bucket_holds_what_was_built_and_one_edit_sends_its_files_alone(keys: Server, mini: MiniProject) -> None:
    assert mini.run("build").code == 0
    first = prepguides("publish", "--project", mini.root, "s3://guides/site")
    assert (first.code, first.err) == (0, "")
    built = {path.relative_to(mini.output).as_posix(): path.read_bytes() for path in mini.output.rglob("*.pdf")}
    there = {path.relative_to(keys.bucket / "site").as_posix(): path.read_bytes() for path in (keys.bucket / "site").rglob("*.pdf")}
    assert there == built
    names = sorted(path.name for path in (keys.bucket / "site").iterdir() if path.is_file())
    assert names == ["manifest.json", "provenance.json"]
    again = prepguides("publish", "--project", mini.root, "s3://guides/site")
    assert "0 files sent (0.0 MB)" in again.out
    verified = prepguides("verify", "--project", mini.root, "--output", keys.bucket / "site")
    assert verified.code == 0, verified.err
    sent = len(keys.sent())
    mini.edit("content/guides/two.yaml", "subtitle: For ears at the stone", "subtitle: For eyes at the stone")
    assert mini.run("build").code == 0
    assert "2 files sent" in prepguides("publish", "--project", mini.root, "s3://guides/site").out
    paths = [path.removeprefix("site/") for path in keys.sent()[sent:]]
    assert sorted(paths[1:3]) == ["standard/two-candidate-a4.pdf", "standard/two-candidate-letter.pdf"]
    assert [*paths[:1], *paths[3:]] == ["publishing.json", "publishing.json", "provenance.json", "manifest.json"]


def test_a_key_that_may_not_write_is_a_located_problem_without_the_key(
    keys: Server, built: MiniProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-secret")
    done = prepguides("publish", "--project", built.root, "s3://guides/site")
    assert done.code == 1
    assert "PG803" in done.err
    assert "s3://guides/site" in done.err
    assert "another-secret" not in done.err + done.out
    assert KEY not in done.err + done.out


def test_a_bucket_that_is_not_there(keys: Server, built: MiniProject) -> None:
    done = prepguides("publish", "--project", built.root, "s3://nobodys/site")
    assert done.code == 1
    assert "PG803" in done.err


def test_no_server(keys: Server, built: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free.getsockname()[1]}")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        done = prepguides("publish", "--project", built.root, "s3://guides/site")
    assert done.code == 1
    assert "PG803" in done.err
    assert "Traceback" not in done.err
