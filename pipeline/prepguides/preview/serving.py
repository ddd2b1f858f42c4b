"""Runs a preview: on this machine alone, at the first free port, until it is stopped; no process is left behind."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from ..build.live import LayoutProcess
from ..model.request import Project
from ..stages.resolve import Sets
from .server import app
from .sessions import Sessions

HOST = "127.0.0.1"
PORT = 8430
TRIES = 50
"""Ports that are tried after the first."""


class _Server(uvicorn.Server):
    """Ends its streams first, for whose end it waits."""

    def __init__(self, config: uvicorn.Config, sessions: Sessions) -> None:
        super().__init__(config)
        self._sessions = sessions

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._sessions.close()
        self.should_exit = True


def free_socket(port: int) -> socket.socket:
    """Listening at this port, or at the next one that is free. OSError when none of fifty is."""
    for candidate in range(port, port + TRIES):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((HOST, candidate))
            listening.listen(64)
        except OSError:
            listening.close()
            if candidate == port + TRIES - 1:
                raise
            continue
        return listening
    raise OSError(f"no port is free from {port} on")


def serve(project: Project, port: int, editor: str, sets: Sets, started: Callable[[str], None], crashed: Callable[[str], None]) -> None:
    """Until Ctrl-C. `started` is told the address, without what is chosen in it; `crashed` the traceback of a bug of ours."""
    token = secrets.token_urlsafe(16)
    with free_socket(port) as listening, LayoutProcess(project.root, project.templates) as process:
        process.start()
        sessions = Sessions(project, process, editor, sets, crashed)
        config = uvicorn.Config(app(sessions, token), log_level="error", access_log=False, timeout_graceful_shutdown=2, ws="none")
        started(f"http://{HOST}:{listening.getsockname()[1]}/{token}/")
        _Server(config, sessions).run(sockets=[listening])
