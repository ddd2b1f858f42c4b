"""Files are moved into place whole, and the manifest says what is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepguides.model.manifest import VERSION, Artifact, Manifest, Output, RunRecord
from prepguides.stages.record import hashes_on_disk, read_manifest, sha256, write, write_manifest, write_together

MANIFEST = Manifest(
    {"standard/one/candidate": Artifact("one (candidate)", 9, 1.5, {"content": "c"}, "h", {"a/é.pdf": Output("x", 3)}, ("K1",))},
    {"k": RunRecord("f", ("one (candidate)",), ("a/é.pdf",), ({"rule": "PG320"},), (("two (candidate)", ("questions/x",)),))},
)


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_file_appears_with_its_folders_and_for_whom_the_umask_allows(tmp_path: Path, umask: int, mode: int) -> None:
    path = tmp_path / "a" / "b" / "c.pdf"
    before = os.umask(umask)
    try:
        write(path, b"x")
    finally:
        os.umask(before)
    assert path.read_bytes() == b"x"
    assert path.stat().st_mode & 0o777 == mode


def test_identical_bytes_are_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write(path, b"x")
    os.utime(path, (1, 1))
    write(path, b"x")
    assert path.stat().st_mtime == 1
    write(path, b"y")
    assert path.stat().st_mtime != 1


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    write(path, b"old")

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write(path, b"new")
    assert [item.name for item in tmp_path.iterdir()] == ["a.pdf"]
    assert path.read_bytes() == b"old"


def test_of_files_that_belong_together_none_is_replaced_when_one_cannot_be_written(tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "in-the-way" / "b.pdf"
    write(first, b"old")
    write(tmp_path / "in-the-way", b"a file")
    with pytest.raises(OSError, match="in-the-way"):
        write_together({first: b"new", second: b"new"})
    assert first.read_bytes() == b"old"
    assert [item.name for item in sorted(tmp_path.iterdir())] == ["a.pdf", "in-the-way"]


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"mine")
    link = tmp_path / "a.pdf"
    link.symlink_to(precious)
    write(link, b"new")
    assert precious.read_bytes() == b"mine"
    assert not link.is_symlink()


def test_the_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST


def test_writing_it_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    before = (tmp_path / "manifest.json").read_bytes()
    write_manifest(tmp_path, read_manifest(tmp_path))
    assert (tmp_path / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"null", b"[]", b"3", b'"x"', b"{}", b'{"version": 0}', b'{"version": 1}', b"\xff\xfe",
    b'{"version": 1, "artifacts": 3, "runs": {}}',
     b'{"version": 2, "artifacts": {"a": 3}, "runs": {}, "orphaned": {}}',
     b'{"version": 1, "artifacts": {"a": 3}, "runs": {}}', b'{"version": 1, "artifacts": {}, "runs": {"a": {}}}'],
)  # fmt: skip
def test_a_damaged_manifest_counts_as_none(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(damage)
    assert read_manifest(tmp_path) == Manifest()


@given(st.integers(0, 2000), st.binary(max_size=3))
def test_a_manifest_damaged_anywhere_never_fails(tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes) -> None:
    folder = tmp_path_factory.mktemp("manifest")
    write_manifest(folder, MANIFEST)
    whole = (folder / "manifest.json").read_bytes()
    (folder / "manifest.json").write_bytes(whole[: at % len(whole)] + junk + whole[at % len(whole) + len(junk) :])
    assert isinstance(read_manifest(folder), Manifest)


def test_a_newer_manifest_is_not_understood(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace(f'"version": {VERSION}', f'"version": {VERSION + 1}'), encoding="utf-8")
    assert read_manifest(tmp_path) == Manifest()


def test_only_files_that_are_there_have_a_hash(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "d").mkdir()
    assert hashes_on_disk(tmp_path, ["a", "b", "d"]) == {"a": sha256(b"x")}


def test_a_manifest_that_is_a_pipe_or_lies_elsewhere_counts_as_empty(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "manifest.json")
    assert read_manifest(tmp_path) == Manifest()
    (tmp_path / "manifest.json").unlink()
    (tmp_path / "output").mkdir()
    write_manifest(tmp_path, Manifest(orphaned={"a.pdf": Output("0" * 64, 1)}))
    (tmp_path / "output" / "manifest.json").symlink_to(tmp_path / "manifest.json")
    assert read_manifest(tmp_path / "output") == Manifest()
