"""What the system keeps a worker process from: files that it has no need of, and the network. On Linux, by Landlock and seccomp.

Both are system calls that a process makes for itself, without rights and without a way back. Where a kernel, a container or another system
has them not, a worker works without, and `prepguides doctor` says so. See docs/adr/0017-isolation-by-system-calls.md.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import site
import stat
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_SYSTEM = (
    *("/usr", "/lib", "/lib32", "/lib64", "/opt", "/nix/store", "/gnu/store", "/home/linuxbrew/.linuxbrew"),
    *("/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/var/cache/fontconfig"),
    *("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"),
)
"""Programs, libraries, fonts: what every process of the machine may read."""
_FONT_CACHES = (".cache/fontconfig", ".fontconfig")
"""Below the home folder: without them, fontconfig reads all fonts of the system again. Fonts themselves come from themes."""


@dataclass(frozen=True)
class Isolation:
    """What a process is kept from."""

    files: bool = False
    """Reading what it was not given, and writing outside its folder for temporary files."""
    network: bool = False

    def __str__(self) -> str:
        """In words, for `doctor`."""
        kept = [words for holds, words in ((self.files, "other files (Landlock)"), (self.network, "the network (seccomp)")) if holds]
        return f"workers are kept from {' and '.join(kept)}" if kept else "workers have limits of time and memory, and no other wall"


def available() -> Isolation:
    """What this machine can keep a process from."""
    if sys.platform != "linux":
        return Isolation()
    # Without a program to install, the kernel says whether it could read one: EFAULT, and EINVAL where it knows no filters.
    knows_filters = _prctl(_SET_SECCOMP, _FILTER, 0) < 0 and ctypes.get_errno() == _EFAULT
    return Isolation(_landlock_version() > 0, knows_filters and platform.machine() in _ARCHITECTURES)


def isolate(readable: Iterable[Path], writable: Iterable[Path] = ()) -> Isolation:
    """From now on, this process reads what is below these folders, the system's and Python's, writes below the others, and has no network.

    For good: there is no way back, and its children inherit it.
    """
    can = available()
    if not (can.files or can.network) or _prctl(_NO_NEW_PRIVILEGES, 1, 0) != 0:
        return Isolation()
    files = can.files and _keep_from_files(_given(), readable, [*_measuring(), *writable])
    return Isolation(files, can.network and _keep_from_network())


def _given() -> Iterator[Path]:
    """What a process needs to run at all."""
    yield from map(Path, (*_SYSTEM, sys.prefix, sys.base_prefix, sys.exec_prefix, site.getusersitepackages()))
    with contextlib.suppress(RuntimeError):  # nobody knows where home is
        yield from (Path.home() / name for name in _FONT_CACHES)
    yield _PACKAGE
    for name, module in tuple(sys.modules.items()):  # libraries elsewhere, of which some modules are loaded late
        if "." not in name and (folders := getattr(module, "__path__", None)):
            yield from map(Path, folders)


def _measuring() -> Iterator[Path]:
    """Where coverage, when it measures this process, writes what it saw."""
    coverage = sys.modules.get("coverage")
    running = coverage.Coverage.current() if coverage else None
    if running is not None:
        yield Path(running.config.data_file).resolve().parent


# Landlock: https://docs.kernel.org/userspace-api/landlock.html. The numbers of its calls are the same on every architecture.

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1, 2, 4, 8
_TRUNCATE, _DEVICE = 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _DEVICE
"""Rights that a file can have; others are a folder's."""
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights to files a version knows."""
_READS = _READ_FILE | _READ_FOLDER
_TCP = 0b11
"""To bind and to connect; from version 4 on."""
_SCOPES = 0b11
"""Sockets and signals of processes outside; from version 6 on."""


def _landlock_version() -> int:
    """0 where the kernel has none, or has it switched off."""
    return max(0, _call(_CREATE, None, 0, 1))


def _keep_from_files(programs: Iterable[Path], readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    version = _landlock_version()
    rights = (1 << _RIGHTS.get(version, 16)) - 1
    asked = struct.pack("=Q", rights)
    if version >= 4:
        asked += struct.pack("=Q", _TCP)
    if version >= 6:
        asked += struct.pack("=Q", _SCOPES)
    rules = _call(_CREATE, asked, len(asked), 0)
    if rules < 0:
        return False
    try:
        for path in dict.fromkeys(programs):
            _allow(rules, path, _READS | _EXECUTE)
        for path in dict.fromkeys(readable):
            _allow(rules, path, _READS)
        for path in dict.fromkeys(writable):
            _allow(rules, path, rights & ~_EXECUTE)
        return _call(_RESTRICT, rules, 0) == 0
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    """These rights to a file, or to a folder and all below it. What is not there, or cannot be looked at, is not allowed either."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            rights &= _OF_FILES
        _call(_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", rights, handle), 0)
    finally:
        os.close(handle)


# seccomp: a filter of system calls, in the language of packet filters.

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_EFAULT, _EACCES = 14, 13
_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198), "riscv64": (0xC00000F3, 198)}
"""By machine: how the kernel calls it, and the number of its call `socket`."""
_IO_URING = 425
"""The call that sets up a queue of calls, which no filter sees; alike everywhere."""
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
"""Where they stand in what a filter sees of a call."""
_OTHER_NUMBERS = 0x40000000
"""From here on, x86-64 has a second set of calls."""
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | _EACCES, 0x80000000


def _keep_from_network() -> bool:
    """No new socket of any kind: the pipes to the command are open already."""
    architecture, socket = _ARCHITECTURES[platform.machine()]
    program = (
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUALS, 0, 6, architecture),  # else: kill
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 4, 0, _OTHER_NUMBERS),  # kill
        (_EQUALS, 1, 0, _IO_URING),  # refuse
        (_EQUALS, 0, 1, socket),  # refuse; else: allow
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    )
    steps = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    whole = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(steps)))
    return _prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(whole)) == 0


def _call(number: int, *words: int | bytes | None) -> int:
    system = ctypes.CDLL(None, use_errno=True)
    return int(system.syscall(ctypes.c_long(number), *(ctypes.c_long(word) if isinstance(word, int) else word for word in words)))


def _prctl(what: int, first: int, second: int) -> int:
    system = ctypes.CDLL(None, use_errno=True)
    return int(system.prctl(what, *map(ctypes.c_ulong, (first, second, 0, 0))))
