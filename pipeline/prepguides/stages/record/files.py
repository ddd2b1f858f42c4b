"""Files that are written whole or not at all, and what the system says when it refuses."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import signal
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ...model.diagnostic import Checked, Diagnostic, Place
from ...model.rules import RULES

_UNFINISHED = (".prepguides-", ".part")
"""How the names of temporary files begin and end."""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write(path: Path, content: bytes) -> None:
    """Write to a temporary file beside `path` and move it into place; identical bytes are not written again. OSError that names a path."""
    if _holds(path, content):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _moved_into_place(path, content)
    except OSError as error:
        if error.filename is None or Path(str(error.filename)).name.startswith(_UNFINISHED[0]):
            raise OSError(error.errno, error.strerror, str(path)) from error  # nobody looks for the temporary file
        raise


def write_files(files: Mapping[Path, bytes]) -> Checked[tuple[Path, ...]]:
    """Write each file, up to the first that the system refuses."""
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


def _moved_into_place(path: Path, content: bytes) -> None:
    prefix, suffix = _UNFINISHED
    handle, temporary = tempfile.mkstemp(prefix=prefix, suffix=suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Remove the temporary files of builds that were killed. A living writer holds a lock on its own, which dies with it."""
    prefix, suffix = _UNFINISHED
    for path in folder.rglob(f"{prefix}*{suffix}"):
        with contextlib.suppress(OSError), path.open("rb") as file:  # locked, or gone meanwhile
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def hashes_on_disk(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """SHA-256 of each of the paths that is a file below the folder; the empty string for one that cannot be read."""
    found: dict[str, str] = {}
    for path in paths:
        try:
            found[path] = sha256((folder / path).read_bytes())
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            continue
        except OSError:
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
    return Diagnostic(RULES["PG803"], f"{error.strerror or error}: {error.filename or path}", Place.of_subject(str(path)))


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """No other build changes the folder's manifest during the block: waits for one that does. Makes the folder. OSError.

    The lock is the folder's own, so that it leaves no file behind, and ends with the process that holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a file system without locks, where two builds at once were never safe
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits for the end of the block: a finished file without its record in the manifest would be nobody's."""
    if threading.current_thread() is not threading.main_thread():  # where no Ctrl-C is heard
        yield
        return
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if heard:
            signal.raise_signal(signal.SIGINT)
