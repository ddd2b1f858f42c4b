"""What the system refuses is a finding with the path and exit code 1, and never a traceback."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit import MiniProject, Run, prepguides
from prepguides.model.manifest import Artifact, Manifest, Output
from prepguides.stages.record import write_manifest


def refused(run: Run, path: Path) -> None:
    assert run.code == 1, run.err
    assert "error PG803" in run.err
    assert str(path) in run.err
    assert "Traceback" not in run.err


@pytest.fixture(params=["real", "simulated"])
def locked_folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that nothing can be written to or removed from: by its mode, or as root by what the calls answer."""
    folder = tmp_path / "locked"
    folder.mkdir()
    write_manifest(folder, Manifest(orphaned={"a.pdf": Output("x", 1)}))
    (folder / "a.pdf").write_text("x")
    if request.param == "real":
        if os.geteuid() == 0:
            pytest.skip("root may write everywhere")
        folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
        yield folder
        folder.chmod(stat.S_IRWXU)
        return
    real_mkdir, real_unlink, real_mkstemp = Path.mkdir, Path.unlink, "tempfile.mkstemp"

    def no(path: Path) -> None:
        if path.is_relative_to(folder) and path != folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))

    def mkdir(path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        if not path.exists():
            no(path)
        real_mkdir(path, mode, parents, exist_ok)

    def unlink(path: Path, missing_ok: bool = False) -> None:
        no(path)
        real_unlink(path, missing_ok)

    def mkstemp(**how: object) -> None:
        no(Path(str(how["dir"])) / ".prepguides-x.part")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    monkeypatch.setattr(Path, "unlink", unlink)
    monkeypatch.setattr(real_mkstemp, mkstemp)
    yield folder


def test_a_build(mini: MiniProject, locked_folder: Path) -> None:
    run = mini.build("two", "--paper", "a4", "--output", str(locked_folder))
    refused(run, locked_folder)
    assert "nothing printed" in run.out


def test_a_build_whose_files_are_written_and_whose_manifest_is_not(mini: MiniProject) -> None:
    (mini.output / "manifest.json").mkdir(parents=True)
    run = mini.build("two", "--paper", "a4")
    refused(run, mini.output / "manifest.json")


def test_pruning(mini: MiniProject, locked_folder: Path) -> None:
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [two]")
    run = mini.run("build", "--paper", "a4", "--cohort", "standard", "--output", str(locked_folder), "--prune")
    refused(run, locked_folder)
    assert (locked_folder / "a.pdf").exists()


def test_cleaning(mini: MiniProject, locked_folder: Path) -> None:
    run = mini.run("clean", "--output", str(locked_folder))
    refused(run, locked_folder / "a.pdf")
    assert "0 files removed" in run.out
    assert (locked_folder / "manifest.json").exists()


def test_verifying_what_cannot_be_read_says_that_it_is_not_as_built(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    known = Artifact("a", 1, 0.1, {}, "h", {"a.pdf": Output("x", 1)})
    write_manifest(mini.output, Manifest({"k": known}))
    mini.add("output/a.pdf", "x")
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == "a.pdf":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    run = mini.run("verify")
    assert run.code == 1
    assert "a.pdf: error PG804 not what was built" in run.err


def test_schemas(mini: MiniProject) -> None:
    mini.add("content/schemas", "in the way")
    refused(mini.run("schema"), mini.root / "content" / "schemas")


def test_schemas_that_cannot_be_looked_at_are_not_up_to_date(mini: MiniProject) -> None:
    mini.add("content/schemas", "in the way")
    run = mini.run("schema", "--check")
    assert run.code == 1
    assert "is not up to date" in run.err


def test_a_new_theme(mini: MiniProject) -> None:
    mini.add("templates", "in the way")
    refused(mini.run("theme", "new", "mine"), mini.root / "templates")


def test_a_new_theme_of_a_name_that_is_taken_is_a_mistake_of_the_command(mini: MiniProject) -> None:
    mini.theme("mine")
    run = mini.run("theme", "new", "mine")
    assert run.code == 2
    assert "error PG803 a theme of that name stands there already" in run.err


def test_a_new_project(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refused(prepguides("init", tmp_path / "file" / "project"), tmp_path / "file")


def test_a_disk_that_is_full_is_named_with_the_file(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __init__(self, handle: int) -> None:
            self.handle = handle

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *how: object) -> None:
            os.close(self.handle)

        def fileno(self) -> int:
            return self.handle

        def write(self, content: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    usual = os.fdopen
    monkeypatch.setattr(
        "prepguides.stages.record.files.os.fdopen", lambda handle, mode: Full(handle) if "w" in mode else usual(handle, mode)
    )
    run = mini.run("schema")
    assert run.code == 1
    assert f"No space left on device: {mini.root / 'content' / 'schemas' / 'content.schema.json'}" in run.err
