"""The editions that are looked at: each is shown anew after every save, one after the other, the one that was asked for last first.

One thread lays out; who looks waits on the event loop of the server. A new save, or a new wish, ends what is under way after its next page.
A bug of ours costs what was under way: it is shown like any other problem, and the thread goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import traceback
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import count
from threading import Condition, Thread

from ..build.live import LayoutProcess, LiveEdition, LiveUpdate
from ..model.request import Project, Selection
from ..stages.resolve import Sets
from .choice import Choice, Plain
from .messages import message, with_bug

MOST = 8
"""Sessions that are kept: as many as the process keeps the pages of."""
BREATH = 15.0
"""Seconds after which a silent stream says that it is still there."""


@dataclass
class Session:
    """One edition that is looked at, by any number of windows."""

    key: str
    live: LiveEdition
    view: int = 1
    """The page that was looked at last."""
    due: bool = True
    """Whether there is something to lay out."""
    asked: int = 0
    """When it was asked for, in the order of wishes."""
    said: Plain = field(default_factory=dict)
    """The last message."""
    text: str = ""
    """The same as JSON."""
    version: int = 0
    update: LiveUpdate = field(default_factory=lambda: LiveUpdate((), (), False, ()))
    windows: set[asyncio.Event] = field(default_factory=set)


class Sessions:
    """All that is looked at in a project. `crashed` is told the traceback of each bug of ours."""

    def __init__(
        self,
        project: Project,
        process: LayoutProcess,
        editor: str = "",
        sets: Sets = (),
        crashed: Callable[[str], None] = lambda trace: None,
    ) -> None:
        self.project, self.process, self.editor, self.sets, self.crashed = project, process, editor, sets, crashed
        self._sessions: dict[Choice, Session] = {}
        self._changed = Condition()
        self._wishes, self._keys = count(1), count(1)
        self._latest = 0
        self.closed = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        Thread(target=self._work, name="layout", daemon=True).start()

    def close(self) -> None:
        """End every stream, and the thread after the page that it is at."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()
        for session in tuple(self._sessions.values()):
            self._wake(session)

    def open(self, choice: Choice, view: int = 1) -> Session:
        """The session of a choice: one that is there already, or a new one."""
        with self._changed:
            session = self._sessions.pop(choice, None)
            if session is None:
                live = LiveEdition(self.project, choice.selection, self.process, choice.sets(self.sets))
                session = Session(str(next(self._keys)), live)
            self._sessions[choice] = session
            for oldest in [each for each, other in self._sessions.items() if not other.windows][: max(0, len(self._sessions) - MOST)]:
                if oldest != choice:
                    del self._sessions[oldest]
            session.view, session.asked = view, next(self._wishes)
            if session.due:
                self._latest = session.asked
                self._changed.notify_all()
            return session

    def find(self, key: str) -> Session | None:
        return next((session for session in tuple(self._sessions.values()) if session.key == key), None)

    def save(self) -> None:
        """Something was saved: everything may look different."""
        with self._changed:
            for session in self._sessions.values():
                session.due = True
            self._latest = next(self._wishes)
            self._changed.notify_all()

    async def stream(self, session: Session) -> AsyncIterator[str]:
        """What there is to see in a session, as events, each time that it is something else. Of several at once, the last."""
        wake, seen = asyncio.Event(), -1
        session.windows.add(wake)
        with self._changed:
            self._changed.notify_all()
        try:
            while not self.closed:
                wake.clear()
                if seen != session.version and session.text:
                    seen = session.version
                    yield f"data: {session.text}\n\n"
                try:
                    await asyncio.wait_for(wake.wait(), BREATH)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            session.windows.discard(wake)

    def _work(self) -> None:
        while True:
            with self._changed:
                session = self._next()
                while session is None and not self.closed:
                    self._changed.wait()
                    session = self._next()
                if session is None or self.closed:
                    return
                session.due, begun = False, self._latest
            try:
                self._show(session, begun)
            except Exception:
                self.crashed(traceback.format_exc())
                self._say(session, {**with_bug(session.said, session.key, self.project), "settled": False, "busy": False})

    def report_bug(self, session: Session) -> None:
        """Say of the exception that is being handled that it is a bug of ours: in the windows, and its traceback to who started us.

        Once for each message: a window asks again for what it did not get.
        """
        said = with_bug(session.said, session.key, self.project)
        if said != session.said:
            self.crashed(traceback.format_exc())
            self._say(session, said)

    def _next(self) -> Session | None:
        """Of those that are looked at and due, the one that was asked for last."""
        due = [session for session in self._sessions.values() if session.due and session.windows]
        return max(due, key=lambda session: session.asked, default=None)

    def _show(self, session: Session, begun: int) -> None:
        """Tell what there is to see, until it is settled or something newer is asked for."""
        self._tell(session, busy=True)
        for update in session.live.updates(session.view):
            session.update = update
            self._settle_on(session)
            newer = self._latest != begun or self.closed
            session.due = session.due or newer
            self._tell(session, busy=not newer)
            if newer:
                break
        else:
            self._tell(session, busy=False)

    @staticmethod
    def _settle_on(session: Session) -> None:
        """What the project chose for an open choice stays: other editions need not be looked up again."""
        if edition := session.live.shown:
            session.live.selection = Selection((edition.guide,), (edition.cohort,), (edition.audience,), variants=(edition.layout,))

    def _tell(self, session: Session, *, busy: bool) -> None:
        self._say(session, {**message(session.key, session.live, session.update, self.project, self.editor), "busy": busy})

    def _say(self, session: Session, said: Plain) -> None:
        session.said, session.text = said, json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        session.version += 1
        self._wake(session)

    def _wake(self, session: Session) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(_ring, session)


def _ring(session: Session) -> None:
    for wake in session.windows:
        wake.set()
