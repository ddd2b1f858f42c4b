"""On the path of every process of an attack: takes down who asks for the network, and who opens a file outside the project."""

from __future__ import annotations

import os
import sys

_LOG = os.environ.get("ATTACK_LOG", "")
_OUTSIDE = os.environ.get("ATTACK_OUTSIDE", "")
_NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")


def _watch(event: str, words: tuple[object, ...]) -> None:
    if event == "open" and isinstance(words[0], str | bytes):
        path = os.path.realpath(os.fsdecode(words[0]))
        if path == _OUTSIDE or path.startswith(f"{_OUTSIDE}/"):
            os.write(_HANDLE, f"read {path}\n".encode())
    elif event in _NETWORK and words[-1] is not None and not isinstance(words[-1], str | bytes):  # a path is a socket's of the file system
        os.write(_HANDLE, f"network {event} {words[1:]!r}\n".encode())


if _LOG:
    _HANDLE = os.open(_LOG, os.O_WRONLY | os.O_APPEND)
    sys.addaudithook(_watch)
