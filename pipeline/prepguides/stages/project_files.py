"""The one way in from disk, for every stage that reads: regular files below a root, whole, of modest size, without byte order mark."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
"""A pipe is not waited for."""


class Unreadable(ValueError):
    """The file is not read; says why."""


class Outside(Unreadable):
    """A link leads out of the root."""

    def __init__(self) -> None:
        super().__init__("the file lies outside the project")


class TooLarge(Unreadable):
    """The file has more bytes than it may have."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size:,} bytes of at most {limit:,}")
        self.size = size


def is_inside(path: Path, root: Path) -> bool:
    """Whether the path, with all links in it followed, lies below the root. ValueError for what is no path."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # links in a circle
        return False


def is_file(path: Path) -> bool:
    """Whether it is a file, or a link to one; where the system does not let us look, and for what can be no name, it is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_hidden(path: Path) -> bool:
    """Whether a folder above does not let us see whether the file is there."""
    try:
        path.stat()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return False


@dataclass(frozen=True)
class Entries:
    """What lies below a folder, in order, links not followed; and the folders that the system did not let us list, with its reason."""

    paths: tuple[Path, ...]
    refused: Mapping[Path, str]


def entries_below(folder: Path) -> Entries:
    """All files and folders below a folder; nothing where there is none."""
    paths: list[Path] = []
    refused: dict[Path, str] = {}

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError | NotADirectoryError):
            refused[Path(error.filename)] = error.strerror or "no reason given"

    for parent, folders, files in os.walk(folder, onerror=refuse):
        paths += (Path(parent, name) for name in (*folders, *files))
    return Entries(tuple(sorted(paths)), dict(sorted(refused.items())))


def read_file(path: Path, root: Path, limit: int) -> bytes:
    """All of a regular file below the root. Unreadable, with nothing read, when it is another thing, elsewhere or too large."""
    if not is_inside(path, root):
        raise Outside
    try:
        descriptor = os.open(path, _FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise Unreadable("not a regular file")
            if found.st_size > limit:
                raise TooLarge(found.st_size, limit)
            content = file.read(limit + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error
    if len(content) > limit:
        raise TooLarge(len(content), limit)
    return content


class NotUtf8(Unreadable):
    """Where the first byte stands that is not UTF-8: line and column from 1."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__("not UTF-8")
        self.line, self.column = line, column


def decoded(content: bytes) -> str:
    """The text without a byte order mark, its lines ended by line feeds. NotUtf8."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotUtf8(line, error.start - content.rfind(b"\n", 0, error.start)) from error
