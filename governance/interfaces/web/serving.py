"""The application on a socket: opened at once or said why not, served from a thread, ended soon."""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from governance.domain.errors import Problem, Unusable

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp, Receive, Scope, Send

    from governance.interfaces.served import Served

PROXY: Final = "VIRES_PROXY"
HOSTS: Final = "VIRES_HOSTS"
ENDS_WITHIN: Final = 5
"""Seconds that requests under way may take to be answered once the server is to end."""
STARTS_WITHIN: Final = 20.0
"""Seconds until the server takes requests, at the most."""
ANY: Final = ("0.0.0.0", "::", "")  # noqa: S104  # compared with, never listened on by default
"""Addresses that mean every network of the machine."""
BACKLOG: Final = 512
AT_ONCE: Final = 400
"""Connections at the most; whoever comes then is told to come again."""


@dataclass(frozen=True, slots=True)
class WebTold:
    """What the environment says about the web."""

    proxies: tuple[str, ...]
    """Addresses or networks of proxies whose word on who comes, and how, is taken."""
    hosts: tuple[str, ...]
    """Names that people call it by, besides those of the machine itself."""
    metrics_token: str | None = field(default=None, repr=False)
    """Whoever has it is given figures; None where nobody is."""


def web_told(environment: Mapping[str, str] | None = None) -> WebTold:
    """Read what the environment says. Raises `Unusable` with everything that is wrong in it."""
    from governance.interfaces.web.monitoring import told_token  # noqa: PLC0415  # slow to import

    given = os.environ if environment is None else environment
    proxies = _parts(given.get(PROXY))
    hosts = _parts(given.get(HOSTS))
    problems = [
        Problem("serve.proxy_unreadable", {"given": one[:60]}) for one in proxies if not _net(one)
    ]
    problems += [
        Problem("serve.host_unreadable", {"given": one[:60]})
        for one in hosts
        if "/" in one or (":" in one and not one.startswith("["))
    ]
    token = told_token(given, problems)
    if problems:
        raise Unusable(problems)
    return WebTold(proxies, tuple(one.lower() for one in hosts), token)


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _net(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches what listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listening(host: str, port: int) -> socket.socket:
    """A socket on which the application can be served.

    Raises `Unusable` where the port is taken or may not be used, or the address is none of ours.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError):
        raise Unusable.one("serve.address_unknown", host=host[:100]) from None
    found = socket.socket(family, kind, protocol)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        # Not a moment may pass in which somebody else has the port as well.
        found.listen(BACKLOG)
    except OSError as error:
        found.close()
        raise _not_had(error, host, port) from None
    return found


def _not_had(error: OSError, host: str, port: int) -> Unusable:
    if error.errno == errno.EADDRINUSE:
        return Unusable.one("serve.port_taken", host=host, port=port, other=port + 1)
    if error.errno in (errno.EACCES, errno.EPERM):
        return Unusable.one("serve.port_not_allowed", host=host, port=port)
    return Unusable.one("serve.address_unknown", host=host[:100])


class ThroughProxies:
    """Believes who comes, how, and under which id, of the proxies that were named."""

    def __init__(self, app: ASGIApp, proxies: tuple[str, ...]) -> None:
        from uvicorn.middleware.proxy_headers import (  # noqa: PLC0415  # slow to import
            ProxyHeadersMiddleware,
        )

        from governance.interfaces.web.middleware import FROM_PROXY  # noqa: PLC0415  # the same

        self._mark = FROM_PROXY
        self._app = ProxyHeadersMiddleware(app, trusted_hosts=list(proxies))  # type: ignore[arg-type]  # the same under two names
        self._networks = [ipaddress.ip_network(one) for one in proxies]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope[self._mark] = self._named(scope.get("client"))
        await self._app(scope, receive, send)  # type: ignore[arg-type]  # the same under two names

    def _named(self, client: tuple[str, int] | None) -> bool:
        try:
            address = ipaddress.ip_address(client[0] if client else "")
        except ValueError:
            return False
        return any(address in network for network in self._networks)


class Web:
    """The application, served from a thread of its own until told to end."""

    def __init__(
        self, served: Served, listening: socket.socket, *, proxies: tuple[str, ...] = ()
    ) -> None:
        self._served = served
        self._socket = listening
        self._proxies = proxies
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        host, port = self._socket.getsockname()[:2]
        if host in ANY:
            host = "127.0.0.1"
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def start(self) -> None:
        """Serve, in the background; returns once requests are taken."""
        import uvicorn  # noqa: PLC0415  # slow to import, and not every command serves

        from governance.interfaces.web.app import create_app  # noqa: PLC0415
        from governance.interfaces.web.patience import Patient  # noqa: PLC0415

        logging.getLogger("uvicorn").setLevel(logging.WARNING)
        app: ASGIApp = create_app(self._served)
        if self._proxies:
            app = ThroughProxies(app, self._proxies)
        config = uvicorn.Config(
            app,
            http=Patient,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=AT_ONCE,
            timeout_graceful_shutdown=ENDS_WITHIN,
        )
        self._server = server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=server.run, kwargs={"sockets": [self._socket]}, name="web", daemon=True
        )
        self._thread.start()
        until = time.monotonic() + STARTS_WITHIN
        while not server.started and self._thread.is_alive() and time.monotonic() < until:
            time.sleep(0.02)

    def end(self) -> None:
        """Take no more requests; those under way are answered. Returns at once."""
        if self._server is not None:
            self._server.should_exit = True

    def ended(self, seconds: float = ENDS_WITHIN + 1.0) -> bool:
        """Wait until it has ended, at most so long; whether it has."""
        if self._thread is None:
            self._socket.close()
            return True
        self._thread.join(timeout=seconds)
        return not self._thread.is_alive()
