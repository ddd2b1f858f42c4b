"""A git revision -> the project's files as they were then, in a folder. The only stage that runs git.

Blobs are read as they are stored: no hook, filter, attribute or setting of the repository has a say, nothing is fetched, and the working
tree and the index are not touched.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_GIT = ("git", "--no-pager", "--no-optional-locks", "--literal-pathspecs")
_SETTINGS = ("core.fsmonitor=", "core.hooksPath=/dev/null", "core.quotePath=false", "protocol.allow=never", "log.showSignature=false")
_SECONDS = 60
"""That git may take for an answer: a library's files are read in a fraction of one."""
_MOST_BYTES = 512 * 1024 * 1024
"""Of all files of a revision."""
_FILE, _PROGRAM, _LINK = "100644", "100755", "120000"
"""Modes of what is read. Submodules are passed over."""


class NoRevision(ValueError):
    """The revision cannot be read. `hint` says what to do, or what git has said."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Revision:
    """A commit of the project's repository."""

    id: str
    """Its hash, in full."""
    day: str
    """When it was committed, as 2026-11-25."""

    @property
    def short(self) -> str:
        return self.id[:9]


@dataclass(frozen=True)
class _Blob:
    mode: str
    id: str
    size: int
    path: PurePosixPath


def find_revision(root: Path, name: str) -> Revision:
    """The commit that a project's author calls so: a branch, a tag, `HEAD~3`. NoRevision."""
    if not name.strip() or "\0" in name:
        raise NoRevision("no revision is named", "name a branch, a tag or a commit, such as HEAD~1")
    _git(root, "rev-parse", "--git-dir", failing=("this project is in no git repository", "compare two folders or manifests instead"))
    told = (f'"{name}" is no revision here', "a copy that was cloned with --depth lacks older ones: git fetch --unshallow")
    id = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", failing=told).decode().strip()
    day = _git(root, "show", "--no-patch", "--format=%cs", id, "--", failing=(f'"{name}" cannot be read', "")).decode().strip()
    return Revision(id, day)


def is_tracked(path: Path) -> bool:
    """Whether a repository keeps this file. False where that cannot be told, as without git."""
    try:
        return bool(_git(path.parent, "ls-files", "-z", "--", path.name, failing=("", "")))
    except NoRevision:
        return False


def read_revision(root: Path, revision: Revision, folder: Path, below: str = "content") -> None:
    """Write into a folder the files that the project had at that commit below that path. NoRevision, OSError."""
    failing = (f"{revision.short} cannot be read", "")
    listed = _git(root, "ls-tree", "-r", "-z", "--long", revision.id, "--", below, failing=failing)
    blobs = [blob for line in listed.split(b"\0") if line and (blob := _blob(line)) is not None]
    if sum(blob.size for blob in blobs) > _MOST_BYTES:
        raise NoRevision(f"the files of {revision.short} have more than {_MOST_BYTES:,} bytes")
    asked = "".join(f"{blob.id}\n" for blob in blobs).encode()
    contents = list(_contents(_git(root, "cat-file", "--batch", failing=failing, input=asked)))
    if len(contents) != len(blobs):
        raise NoRevision(f"not all files of {revision.short} are here", "fetch the whole repository: git fetch --refetch")
    by_path = {blob.path: (blob, content) for blob, content in zip(blobs, contents, strict=True)}
    for path, (blob, content) in by_path.items():
        linked = _followed(path, content) if blob.mode == _LINK else None
        if blob.mode != _LINK or linked in by_path:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(by_path[linked][1] if linked else content)


def _blob(line: bytes) -> _Blob | None:
    """`100644 blob 3f2a…    1234\\tcontent/project.yaml`; None for a submodule, and for a path that would lead out of the folder."""
    told, _, name = line.partition(b"\t")
    mode, _, id, size = told.decode().split()
    path = PurePosixPath(name.decode("utf-8", "surrogateescape"))
    sound = not path.is_absolute() and ".." not in path.parts
    return _Blob(mode, id, int(size), path) if mode in (_FILE, _PROGRAM, _LINK) and sound else None


def _contents(answer: bytes) -> Iterator[bytes]:
    """What `cat-file --batch` tells: a line with hash, type and size, the content, a line feed; and again."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        head = answer[at:end].split()
        if len(head) != 3:  # "missing"
            return
        size = int(head[2])
        yield answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _followed(path: PurePosixPath, target: bytes) -> PurePosixPath:
    """Where a link leads, inside the tree."""
    parts: list[str] = []
    for part in (path.parent / target.decode("utf-8", "surrogateescape")).parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def _git(root: Path, *words: str, failing: tuple[str, str], input: bytes = b"") -> bytes:
    """What git answers. NoRevision, with what was wrong and git's own words for it."""
    settings: Iterable[str] = (word for setting in _SETTINGS for word in ("-c", setting))
    try:
        command = [*_GIT, *settings, "-C", str(root), *words]
        done = subprocess.run(command, check=False, input=input, capture_output=True, timeout=_SECONDS)  # noqa: S603 - words of ours, and ids
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        raise NoRevision("git cannot be run", "install git, or compare two folders or manifests") from None
    except subprocess.TimeoutExpired:
        raise NoRevision(f"git has not answered for {_SECONDS} seconds") from None
    if done.returncode:
        message, hint = failing
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoRevision(message, hint or (f"git said: {said[0]}" if said else ""))
    return done.stdout
