"""Files of a git revision: read as they are stored, and nothing of the repository is run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from prepguides.stages import revision
from prepguides.stages.revision import NoRevision, find_revision, read_revision


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, "-C", str(folder), *words], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """One commit with a file in content/, one outside, and a link to each."""
    folder = tmp_path / "project"
    (folder / "content" / "deep").mkdir(parents=True)
    git(folder, "init", "--quiet")
    (folder / "content" / "deep" / "é b.yaml").write_bytes(b"tags: []\r\n")
    (folder / "secret.yaml").write_text("tags: []\n")
    (folder / "content" / "inside.yaml").symlink_to("deep/é b.yaml")
    (folder / "content" / "outside.yaml").symlink_to("../secret.yaml")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "one")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_files_are_those_of_the_commit_and_links_stay_inside(repository: Path, tmp_path: Path) -> None:
    (repository / "content" / "deep" / "é b.yaml").write_text("changed since\n")
    found = find_revision(repository, "HEAD")
    read_revision(repository, found, tmp_path / "out")
    assert files(tmp_path / "out") == {"content/deep/é b.yaml": b"tags: []\r\n", "content/inside.yaml": b"tags: []\r\n"}
    assert not any(path.is_symlink() for path in (tmp_path / "out").rglob("*"))
    assert found.id == git(repository, "rev-parse", "HEAD")
    assert found.day == git(repository, "show", "-s", "--format=%cs")


def test_a_project_may_lie_in_a_folder_of_its_repository(repository: Path, tmp_path: Path) -> None:
    git(repository, "mv", "content", "elsewhere")
    (repository / "mine").mkdir()
    git(repository, "mv", "elsewhere", "mine/content")
    git(repository, "commit", "--quiet", "--message", "two")
    read_revision(repository / "mine", find_revision(repository / "mine", "HEAD"), tmp_path / "out")
    assert list(files(tmp_path / "out")) == ["content/deep/é b.yaml", "content/inside.yaml"]


def test_nothing_of_the_repository_is_run(repository: Path, tmp_path: Path) -> None:
    """Programs that a repository's settings and attributes would have git start."""
    trap = tmp_path / "trap"
    trap.write_text(f'#!/bin/sh\ntouch "{tmp_path}/caught"\ncat\n')
    trap.chmod(0o755)
    (repository / ".gitattributes").write_text("*.yaml filter=trap diff=trap export-ignore\n")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "attributes")
    for key in ("core.fsmonitor", "core.pager", "pager.show", "filter.trap.smudge", "diff.trap.textconv", "diff.external", "gpg.program"):
        git(repository, "config", key, str(trap))
    git(repository, "config", "log.showSignature", "true")
    (tmp_path / "caught").unlink(missing_ok=True)
    read_revision(repository, find_revision(repository, "HEAD"), tmp_path / "out")
    assert "content/deep/é b.yaml" in files(tmp_path / "out")
    assert not (tmp_path / "caught").exists()


@pytest.mark.parametrize("name", ["nothing", "--output=x", "-h", "HEAD~7", "HEAD:content", ""])
def test_what_is_no_commit_is_refused(repository: Path, name: str) -> None:
    before = files(repository)
    with pytest.raises(NoRevision, match="no revision"):
        find_revision(repository, name)
    assert files(repository) == before


def test_without_a_repository_and_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(NoRevision, match="in no git repository"):
        find_revision(tmp_path, "HEAD")
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(NoRevision, match="git cannot be run"):
        find_revision(tmp_path, "HEAD")


def test_a_git_that_does_not_answer_is_not_waited_for(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(revision, "_SECONDS", 0.2)
    with pytest.raises(NoRevision, match="has not answered"):
        find_revision(repository, "HEAD")


def test_a_revision_with_more_than_it_may_have_is_refused(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revision, "_MOST_BYTES", 5)
    with pytest.raises(NoRevision, match="more than 5 bytes"):
        read_revision(repository, find_revision(repository, "HEAD"), tmp_path / "out")
    assert not (tmp_path / "out").exists()
