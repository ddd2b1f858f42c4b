"""Makes one system call on a folder fail: the n-th open, mkdir, write, replace or unlink of what lies in it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from unittest.mock import patch

CALLS = ("open", "mkdir", "write", "replace", "unlink", "read", "list")
"""`read` is an open for reading; `write` what is written to a file that was opened by its descriptor."""
Real = Callable[..., Any]


@dataclass
class Fault:
    """Counts calls on the folder; the one of this number, from 1, fails with this error."""

    folder: Path
    number: int = 0
    errno: int = 0
    seen: list[str] = field(default_factory=list)
    """The calls in their order."""

    def meets(self, call: str, path: object) -> None:
        if not isinstance(path, str | os.PathLike):
            return
        where = os.path.abspath(path)  # noqa: PTH100 - a link is not followed
        if where != str(self.folder) and not where.startswith(f"{self.folder}/"):
            return
        self.seen.append(call)
        if len(self.seen) == self.number:
            raise OSError(self.errno, os.strerror(self.errno), str(path))


class _Written:
    """A file whose writes are counted."""

    def __init__(self, file: IO[bytes], path: object, fault: Fault) -> None:
        self._file, self._path, self._fault = file, path, fault

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *how: object) -> None:
        self._file.close()

    def fileno(self) -> int:
        return self._file.fileno()

    def write(self, content: bytes) -> int:
        self._file.write(content[: len(content) // 2])
        self._fault.meets("write", self._path)
        return self._file.write(content[len(content) // 2 :])


@contextmanager
def injected(fault: Fault) -> Iterator[Fault]:
    """While the block runs."""
    opened: dict[int, object] = {}
    real_open, real_fdopen = os.open, os.fdopen

    def counted(name: str, real: Real) -> Real:
        def call(path: object, *words: object, **more: object) -> object:
            fault.meets(name, path)
            return real(path, *words, **more)

        return call

    def open_(path: Any, *words: Any, **more: Any) -> int:
        fault.meets("open", path)
        handle = real_open(path, *words, **more)
        opened[handle] = path
        return handle

    def fdopen(handle: int, mode: str = "r", *words: Any, **more: Any) -> object:
        file = real_fdopen(handle, mode, *words, **more)
        return _Written(file, opened.get(handle), fault) if mode == "wb" else file

    with ExitStack() as stack:
        for name, module, attribute in (("mkdir", os, "mkdir"), ("replace", os, "replace"), ("unlink", os, "unlink"), ("read", io, "open")):
            stack.enter_context(patch.object(module, attribute, counted(name, getattr(module, attribute))))
        stack.enter_context(patch.object(os, "open", open_))
        stack.enter_context(patch.object(os, "fdopen", fdopen))
        stack.enter_context(patch.object(os, "scandir", counted("list", os.scandir)))
        yield fault
