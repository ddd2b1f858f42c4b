"""What a folder's digest reads, and what it must not: a build opens nothing outside the project, and waits for no pipe."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prepguides.build import digests
from prepguides.build.digests import folder_digest
from prepguides.model.assets import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "project" / "assets").mkdir(parents=True)
    (tmp_path / "project" / "assets" / "logo.svg").write_text("<svg/>", encoding="utf-8")
    return Folder(tmp_path / "project" / "assets", tmp_path / "project")


def test_names_and_contents_count(folder: Folder) -> None:
    before = folder_digest(folder)
    (folder.path / "logo.svg").write_text("<svg />", encoding="utf-8")
    edited = folder_digest(folder)
    (folder.path / "logo.svg").rename(folder.path / "mark.svg")
    assert len({before, edited, folder_digest(folder)}) == 3


def test_a_file_outside_is_not_read(folder: Folder, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("one", encoding="utf-8")
    before = folder_digest(folder)
    (folder.path / "linked.svg").symlink_to(secret)
    linked = folder_digest(folder)
    secret.write_text("another", encoding="utf-8")
    assert folder_digest(folder) == linked != before


def test_a_linked_folder_outside_is_not_read(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.svg").write_text("one", encoding="utf-8")
    (folder.path / "more").symlink_to(tmp_path / "elsewhere")
    linked = folder_digest(folder)
    (tmp_path / "elsewhere" / "a.svg").write_text("another", encoding="utf-8")
    assert folder_digest(folder) == linked
    (folder.root / "whole").symlink_to(tmp_path / "elsewhere")
    outside = Folder(folder.root / "whole", folder.root)
    before = folder_digest(outside)
    (tmp_path / "elsewhere" / "a.svg").write_text("a third", encoding="utf-8")
    assert folder_digest(outside) == before


def test_a_pipe_is_not_waited_for(folder: Folder) -> None:
    os.mkfifo(folder.path / "pipe.svg")
    assert folder_digest(folder) == folder_digest(folder)


def test_a_file_that_is_too_large_is_not_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "MAX_BYTES", 10)
    with (folder.path / "large.svg").open("wb") as file:
        file.truncate(20 * 2**30)  # holds nothing, and says 20 GiB
    assert folder_digest(folder)


def test_a_link_to_nowhere_and_one_in_a_circle(folder: Folder) -> None:
    (folder.path / "gone.svg").symlink_to(folder.path / "nowhere")
    (folder.path / "circle").symlink_to(folder.path / "circle")
    assert folder_digest(folder) == folder_digest(folder)


def test_a_folder_that_is_itself_a_link_outside_is_not_listed(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "beyond").mkdir()
    link = folder.root / "linked"
    link.symlink_to(tmp_path / "beyond")
    before = folder_digest(Folder(link, folder.root))
    (tmp_path / "beyond" / "secret.txt").write_text("secret", encoding="utf-8")
    assert folder_digest(Folder(link, folder.root)) == before
