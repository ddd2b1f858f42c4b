"""Files that are written whole or not at all, and what the system says when it refuses."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...model.diagnostic import Checked, Diagnostic, Place
from ...model.rules import RULES
from ..project_files import Unreadable, read_file
from .locks import Busy

MAX_BYTES = 1024 * 1024 * 1024
"""Of a file that is compared with what was recorded of it."""

_UNFINISHED = (".prepguides-", ".part")
"""How the names of temporary files begin and end."""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


OPEN, PRIVATE = 0o666, 0o600
"""Who may read and write a file, as far as the umask of this process lets them: everybody, or its owner alone."""


def write(path: Path, content: bytes, mode: int = OPEN) -> None:
    """Write to a temporary file beside `path` and move it into place; identical bytes are not written again. OSError that names a path."""
    write_together({path: content}, mode)


def write_together(files: Mapping[Path, bytes], mode: int = OPEN) -> None:
    """Write several files as `write` does: none is moved into place before all of them are written. OSError that names a path."""
    unfinished: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in files.items():
            if not _holds(path, content):
                path.parent.mkdir(parents=True, exist_ok=True)
                unfinished[path] = path.parent / secrets.token_hex(8).join(_UNFINISHED)
                _written(unfinished[path], content, mode)
        for path, temporary in unfinished.items():
            temporary.replace(path)
    except OSError as error:
        if error.filename is None or Path(str(error.filename)).name.startswith(_UNFINISHED[0]):
            raise OSError(error.errno, error.strerror, str(path)) from error  # nobody looks for the temporary file
        raise
    finally:
        for temporary in unfinished.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_files(files: Mapping[Path, bytes]) -> Checked[tuple[Path, ...]]:
    """Write each file, up to the first that the system refuses."""
    for folder in {path.parent for path in files}:
        sweep(folder)
    written: list[Path] = []
    for path, content in files.items():
        try:
            write(path, content)
        except OSError as error:
            return Checked(tuple(written), (refused(error, path),))
        written.append(path)
    return Checked(tuple(written))


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:  # not to be read; perhaps to be replaced
        return False


def _written(temporary: Path, content: bytes, mode: int) -> None:
    """A new file."""
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        with contextlib.suppress(OSError):  # a file system without locks, where nothing is swept either
            fcntl.flock(file, fcntl.LOCK_EX)
        file.write(content)


def remove_empty(inner: Path, folder: Path) -> None:
    """Remove folders that nothing lies in any more, from the inner one outwards, up to and without `folder`. OSError."""
    for parent in (inner, *inner.parents):
        if parent == folder or any(parent.iterdir()):
            break
        parent.rmdir()


def sweep(folder: Path) -> None:
    """Remove the temporary files of builds that were killed. A living writer holds a lock on its own, which dies with it."""
    prefix, suffix = _UNFINISHED
    for path in folder.rglob(f"{prefix}*{suffix}"):
        with contextlib.suppress(OSError), path.open("rb") as file:  # locked, or gone meanwhile
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def hashes_on_disk(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """SHA-256 of each of the paths that is a file; the empty string for one that cannot be read, or lies outside the folder."""
    found: dict[str, str] = {}
    for path in paths:
        try:
            found[path] = sha256(read_file(folder / path, folder, MAX_BYTES))
        except Unreadable as error:
            if not isinstance(error.__cause__, FileNotFoundError | NotADirectoryError) and not (folder / path).is_dir():
                found[path] = ""
    return found


def is_there(path: Path) -> bool:
    """Whether it is a file; where the system does not let us look, it is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def refused(error: OSError, path: Path) -> Diagnostic:
    """What the system did not let us do to a file or folder: why, and to which. `path` is what we meant, should the error name none."""
    if isinstance(error, Busy):
        hint = "let it end, or wait longer with --wait SECONDS"
        return Diagnostic(RULES["PG807"], str(error.strerror), Place.of_subject(str(error.filename)), hint)
    return Diagnostic(RULES["PG803"], f"{error.strerror or error}: {error.filename or path}", Place.of_subject(str(path)))
