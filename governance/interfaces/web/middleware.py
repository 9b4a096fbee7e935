"""What surrounds every request: its id, its host, its size, and the headers of every answer."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from governance import words
from governance.interfaces.served import BODY_BESIDE_FILES, Served
from governance.interfaces.web.monitoring import Measured

FROM_PROXY = "vires.from_proxy"
"""Says of a request that it came from a proxy that was named."""
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_PORT = re.compile(r":\d+$")
_SECRET = re.compile(r"(?<=/calendars/)[^/]+", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{40}")
"""As long as what is drawn for an address: it is a secret wherever it stands."""
_log = structlog.get_logger("vires.web")

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
    " base-uri 'none'; manifest-src 'self'"
)
"""The Content-Security-Policy: everything from here, scripts only those we wrote."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


Broken = Callable[[Request, Exception], Response]
"""The answer where something broke that nobody foresaw."""


def logged(path: str) -> str:
    """A path as logs may have it: whoever knows the address of a calendar can read it.

    Also one that was mistyped: nothing as long as a token is told, wherever it stands.
    """
    parts = ("..." if _TOKEN.search(part) else part for part in path.split("/"))
    return _SECRET.sub("...", "/".join(parts))


class TooLarge(Exception):  # caught where it is turned into an answer
    """The body is larger than anything here takes."""


class Around:
    """Gives a request its id and nonce, refuses what is not for us, and logs how it went."""

    def __init__(
        self, app: ASGIApp, served: Served, broken: Broken, measured: Measured | None = None
    ) -> None:
        self.app = app
        self.served = served
        self.broken = broken
        self.measured = measured

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        # It enters the record: from anybody but a proxy that was named it is not believed.
        given = headers.get("x-request-id", "") if scope.get(FROM_PROXY) else ""
        state = scope.setdefault("state", {})
        state["request_id"] = given if _ID.fullmatch(given) else secrets.token_hex(8)
        state["nonce"] = secrets.token_urlsafe(16)
        with structlog.contextvars.bound_contextvars(request=state["request_id"]):
            await self._answer(scope, receive, send, headers)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        began = time.monotonic()
        told: dict[str, Any] = {"status": 500, "begun": False}

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["begun"] = True
                told["status"] = message["status"]
                self._head(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            host = _PORT.sub("", headers.get("host", ""))
            if host not in self.served.known_hosts:
                said = words.say("web.host_unknown", {"host": host[:100]})
                remedy = words.remedy("web.host_unknown", {"host": host[:100]})
                answer = PlainTextResponse(f"{said} {remedy}\n", 421)
                await answer(scope, receive, sent)
            else:
                await self.app(scope, self._bounded(scope, headers, receive), sent)
        except Exception as error:
            # Answered here, so that this answer too has its id and its headers; and raised on.
            if not told["begun"]:
                said_so = self.broken(Request(scope), error)
                said_so.headers["Connection"] = "close"  # the server ends it, as for any error
                await said_so(scope, receive, sent)
            raise
        finally:
            took = time.monotonic() - began
            if self.measured is not None:
                self.measured.request(scope, status=told["status"], seconds=took)
            _log.info(
                "request",
                method=scope["method"],
                path=logged(scope["path"]),
                status=told["status"],
                ms=round(took * 1000, 1),
                who=scope["state"].get("who"),
                partnership=scope["state"].get("partnership"),
            )

    def _bounded(self, scope: Scope, headers: Headers, receive: Receive) -> Receive:
        said = headers.get("content-length", "")
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            most = scope["state"].get("most", self.served.upload_limit + BODY_BESIDE_FILES)
            if said.isdecimal() and int(said[:20]) > most:
                raise TooLarge
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise TooLarge
            return message

        return bounded

    def _head(self, scope: Scope, headers: MutableHeaders) -> None:
        state = scope["state"]
        headers["X-Request-ID"] = state["request_id"]
        headers.setdefault("Content-Security-Policy", POLICY.format(nonce=state["nonce"]))
        headers.setdefault("Cache-Control", "no-store")
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if scope.get("scheme") == "https":
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
