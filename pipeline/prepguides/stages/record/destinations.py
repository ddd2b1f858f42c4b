"""Where finished files can be published: a folder, or whatever fsspec has a package for. The only module that knows fsspec.

A destination fails with OSError alone, whose words are ours: what a library says could hold a key or an address with one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from .files import remove_empty, sweep, write

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem


class UnusableAddress(ValueError):
    """An address that nothing can be published to; says why, and never repeats a password."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Destination(Protocol):
    """Files by relative path with "/" between folders. Each method raises OSError."""

    @property
    def address(self) -> str:
        """How reports call it."""

    def read(self, path: str) -> bytes | None:
        """The file's content; None when there is no such file."""

    def write(self, files: Mapping[str, bytes]) -> None:
        """Put the files there, each whole or not at all, in any order and perhaps at once."""

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files; one that is gone already is no failure."""

    def tidy(self) -> None:
        """Remove what runs that were killed had begun to write."""


def destination_at(address: str) -> Destination:
    """A folder's path, or an address such as `s3://bucket/folder`. UnusableAddress."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        return LocalFolder(Path(address).absolute())
    if scheme == "file":
        return LocalFolder(Path(rest).absolute())
    if "@" in urlsplit(address).netloc:
        raise UnusableAddress("an address with a name or a password in it", "keep these in the environment, where no log finds them")
    if not rest.strip("/"):
        raise UnusableAddress(f'"{address}" names no place', f"such as {scheme}://bucket/folder")
    return Remote(address.rstrip("/"), *_file_system(scheme, address))


@dataclass(frozen=True)
class LocalFolder:
    """A folder of this machine, or one that is mounted on it."""

    path: Path

    @property
    def address(self) -> str:
        return str(self.path)

    def read(self, path: str) -> bytes | None:
        try:
            return (self.path / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, files: Mapping[str, bytes]) -> None:
        for path, content in files.items():
            write(self.path / path, content)

    def remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            with suppress(FileNotFoundError):
                (self.path / path).unlink()
                remove_empty((self.path / path).parent, self.path)

    def tidy(self) -> None:
        sweep(self.path)


@dataclass(frozen=True)
class Remote:
    """What fsspec reaches. Several files travel at once where its package can do that."""

    address: str
    system: AbstractFileSystem
    root: str

    def read(self, path: str) -> bytes | None:
        with _own_words(f"{self.address}/{path}"):
            try:
                content: bytes = self.system.cat_file(self._below(path))
            except FileNotFoundError:
                return None
            return content

    def write(self, files: Mapping[str, bytes]) -> None:
        with _own_words(f"{self.address}/{next(iter(files), '')}"):
            self.system.pipe({self._below(path): content for path, content in files.items()})

    def remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            with _own_words(f"{self.address}/{path}"):
                try:
                    self.system.rm_file(self._below(path))
                except FileNotFoundError:
                    continue

    def tidy(self) -> None:
        """Nothing: what was begun there is no file."""

    def _below(self, path: str) -> str:
        return f"{self.root}/{path}"


def _file_system(scheme: str, address: str) -> tuple[AbstractFileSystem, str]:
    try:
        from fsspec import url_to_fs
        from fsspec.registry import known_implementations
    except ImportError:
        raise UnusableAddress(f'"{scheme}://" takes another package', 'pip install "prepguides[publish]"') from None
    if scheme not in known_implementations:
        raise UnusableAddress(f'nothing is known to publish to "{scheme}://"', "a folder, s3://bucket/folder, or another that fsspec knows")
    try:
        # Listings are not remembered: what another run publishes meanwhile is to be seen.
        system, root = url_to_fs(address, use_listings_cache=False)
    except ImportError:
        raise UnusableAddress(f'"{scheme}://" takes another package', known_implementations[scheme].get("err", "")) from None
    except Exception as error:
        raise UnusableAddress(
            f'"{scheme}://" cannot be used here: {type(error).__name__}', "look at its settings in the environment"
        ) from None
    return system, str(root).rstrip("/")


_REASONS: Mapping[type[BaseException], str] = {PermissionError: "access denied", FileNotFoundError: "no such bucket or folder"}


@contextmanager
def _own_words(address: str) -> Iterator[None]:
    """Any failure of the package or its service as an OSError that names the address and holds nothing that the package said."""
    try:
        yield
    except Exception as error:
        reason = next((words for kind, words in _REASONS.items() if isinstance(error, kind)), type(error).__name__)
        number = error.errno if isinstance(error, OSError) and error.errno else 0
        said = os.strerror(number) if number and type(error) is OSError else reason
        raise OSError(number, said, address) from None
