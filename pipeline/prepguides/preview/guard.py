"""Who may look: this machine alone, with the token that the address holds, and from no page of another site."""

from __future__ import annotations

import re
from secrets import compare_digest

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self' data:; script-src 'self'; style-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Of every answer: the page loads nothing from elsewhere, nobody frames it, and its address goes nowhere."""


class Guard:
    """Hands on what has the token as the first part of its path, a loopback Host, and no other Origin."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app, self.token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http" or not self._may(scope):
            await PlainTextResponse("not found", 404, HEADERS)(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, sealed)

    def _may(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        path: str = scope["path"]
        first = path.removeprefix("/").split("/")[0]
        return (
            compare_digest(first.encode(), self.token.encode())
            and _LOOPBACK.fullmatch(host) is not None
            and origin in (None, f"http://{host}")
            and headers.get("sec-fetch-site", "none") in ("none", "same-origin")
        )
