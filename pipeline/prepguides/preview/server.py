"""The pages of a preview over HTTP: three files of its own, pictures of pages, and answers to what a window asks. No file of a project."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event, Lock, Thread

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from ..build.live import Gone, Picture
from ..model.sheet import SHEETS
from .changes import SHORT, changes
from .choice import Choice
from .guard import Guard
from .messages import link
from .search import hits
from .sessions import Session, Sessions

_FOLDER = Path(__file__).with_name("page")
FILES = {"": ("preview.html", "text/html"), "preview.css": ("preview.css", "text/css"), "preview.js": ("preview.js", "text/javascript")}
"""Address to the file and its type: all that is served as it lies on the disk."""
LARGEST = 4.0
"""Pixels to a point."""
PICTURES = 96
"""Pictures that are kept."""


class Preview:
    """Answers windows."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self._pictures: OrderedDict[tuple[str, str, str, float], Picture] = OrderedDict()
        self._lock = Lock()

    async def events(self, request: Request) -> Response:
        """Everything that there is to see in what is chosen, whenever it changes."""
        session = self.sessions.open(Choice.of(request.query_params), _whole(request.query_params.get("view", "")))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self.sessions.stream(session), media_type="text/event-stream", headers=headers)

    async def view(self, request: Request) -> Response:
        """A window says which page it looks at, so that the next save shows it first."""
        if session := self._session(request):
            session.view = _whole(request.query_params.get("page", ""))
        return Response(status_code=204)

    def picture(self, request: Request) -> Response:
        """A page as it is cut to a paper. Its address says all that it is made from, so it is asked for once."""
        session, sheet = self._session(request), request.query_params.get("paper", "")
        if session is None or sheet not in SHEETS:
            return Response(status_code=404)
        try:
            scale = min(LARGEST, max(0.1, float(request.query_params.get("scale", "1"))))
            found = self._picture(session, request.path_params["id"], sheet, scale)
        except (ValueError, Gone):
            return Response(status_code=404)
        if not found.png:
            return Response(status_code=404)
        return Response(found.png, media_type="image/png", headers={"Cache-Control": "private, max-age=86400, immutable"})

    def _picture(self, session: Session, id: str, sheet: str, scale: float) -> Picture:
        key = (session.key, id, sheet, scale)
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
        found = session.live.picture(id, sheet, scale)
        if found.png:
            with self._lock:
                self._pictures[key] = found
                while len(self._pictures) > PICTURES:
                    self._pictures.popitem(last=False)
        return found

    def source(self, request: Request) -> Response:
        """Where that is written which stands at a point of a page."""
        session, asked = self._session(request), request.query_params
        if session is None or asked.get("paper") not in SHEETS:
            return Response(status_code=404)
        try:
            place = session.live.source_at(asked["id"], asked["paper"], float(asked["x"]), float(asked["y"]))
        except (KeyError, ValueError, Gone):
            return Response(status_code=404)
        if place is None:
            return JSONResponse({"place": "", "link": ""})
        opens = link(place, self.sessions.project, self.sessions.editor)
        return JSONResponse({"place": str(place), "link": opens, "excerpt": place.excerpt.strip()})

    def find(self, request: Request) -> Response:
        """Where words stand; without words, the lines of one page."""
        session, asked = self._session(request), request.query_params
        if session is None or asked.get("paper") not in SHEETS:
            return Response(status_code=404)
        try:
            lines = session.live.lines(asked["paper"], asked.get("id", ""))
        except Gone:
            lines = ()
        return JSONResponse(
            [
                {"page": line.page, "words": line.words, "area": [line.region.left, line.region.top, line.region.width, line.region.height]}
                for line in hits(lines, asked.get("words", ""))
            ]
        )

    def sound(self, answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
        """The same answers; where a bug of ours ends one, the session says so."""

        def sound(request: Request) -> Response:
            try:
                return answer(request)
            except Exception:
                if session := self._session(request):
                    self.sessions.report_bug(session)
                return Response(status_code=500)

        return sound

    def _session(self, request: Request) -> Session | None:
        return self.sessions.find(request.query_params.get("key", ""))


def _whole(words: str) -> int:
    return max(1, int(words)) if words.isdecimal() and len(words) < 7 else 1


def own_file(address: str) -> Callable[[Request], Response]:
    """Serves one of the preview's own files."""
    name, kind = FILES[address]

    def file(_: Request) -> Response:
        return Response((_FOLDER / name).read_bytes(), media_type=kind, headers={"Cache-Control": "no-cache"})

    return file


def app(sessions: Sessions, token: str) -> Guard:
    """The server's application. While it runs, the project is watched."""
    preview, stop = Preview(sessions), Event()

    def watch() -> None:
        for _ in changes(sessions.project, stop, SHORT):
            sessions.save()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        sessions.start(asyncio.get_running_loop())
        watcher = Thread(target=watch, name="watch", daemon=True)
        watcher.start()
        yield
        stop.set()
        sessions.close()
        watcher.join(2)

    routes = [
        Route("/events", preview.events),
        Route("/view", preview.view, methods=["POST"]),
        Route("/page/{id}.png", preview.sound(preview.picture)),
        Route("/source", preview.sound(preview.source)),
        Route("/find", preview.sound(preview.find)),
        *(Route(f"/{name}", own_file(name)) for name in FILES),
    ]
    return Guard(Starlette(routes=[Mount(f"/{token}", routes=routes)], lifespan=lifespan), token)
