"""One event, one request: to the very address that was looked at, within a time, no further.

Redirects are answers like any other, proxies of the environment are left alone, connections are
used once, and of what comes back only the status and a few bytes are read. An attempt is
uncertain only once some of it may have gone out and no status came back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore
import httpx

from governance.adapters.webhooks.guarding import Networks
from governance.domain.errors import Problem

CONNECT: Final = 5.0
"""Seconds that connecting may take."""
WHOLE: Final = 15.0
"""Seconds that an attempt may take, whatever comes how slowly."""
READ: Final = 4096
"""Bytes of an answer's body that are read at the most; nothing is made of them."""
_DIGITS: Final = 6
"""Digits of the seconds that a receiver may ask for; whoever writes more is given the most."""
LONGEST_ASKED: Final = dt.timedelta(seconds=10**_DIGITS)

Resolve = Callable[[str, int], list[str]]


class Outcome(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    """The receiver took it."""
    FAILED = "failed"
    """It was certainly not taken."""
    UNCERTAIN = "uncertain"
    """Nobody knows: it may have been taken."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """An event on its way: where to, its bytes, and the headers that it has."""

    address: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt. `gone` says that the receiver wants no more of them, ever."""

    outcome: Outcome
    status: int | None = None
    milliseconds: int = 0
    detail: Problem | None = None
    retry_after: dt.timedelta | None = None
    gone: bool = False


class _Barred(Exception):  # never leaves this module
    """Nothing may be sent there, or there is no such place."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def resolved(host: str, port: int) -> list[str]:
    """The addresses that a name has now, in the order in which to try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Sender:
    """Sends events. It holds nothing between two of them."""

    def __init__(
        self,
        networks: Networks,
        *,
        resolve: Resolve = resolved,
        whole: float = WHOLE,
        agent: str = "Vires",
    ) -> None:
        self._networks = networks
        self._resolve = resolve
        self._whole = whole
        self._agent = agent
        self._tls = httpx.create_ssl_context()

    def send(self, parcel: Parcel) -> Answer:
        """Make one attempt. Never raises for what the other side does."""
        parts = urlsplit(parcel.address)
        began = time.monotonic()
        way = _Way(
            self._networks, self._resolve, plain=parts.scheme == "http", until=began + self._whole
        )
        headers = {
            "Host": parts.netloc,
            "User-Agent": self._agent,
            "Accept-Encoding": "identity",
            "Connection": "close",
            "Content-Length": str(len(parcel.body)),
            **parcel.headers,
        }
        try:
            with httpcore.ConnectionPool(ssl_context=self._tls, network_backend=way) as pool:
                answer = _asked(pool, parcel, headers, self._whole)
        except _Barred as barred:
            answer = Answer(Outcome.FAILED, detail=barred.problem)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            answer = _broken(error, went_out=way.went_out)
        took = int((time.monotonic() - began) * 1000)
        return Answer(
            answer.outcome, answer.status, took, answer.detail, answer.retry_after, answer.gone
        )


def _asked(
    pool: httpcore.ConnectionPool, parcel: Parcel, headers: Mapping[str, str], whole: float
) -> Answer:
    limits = {"connect": CONNECT, "write": whole, "read": whole, "pool": whole}
    with pool.stream(
        "POST",
        parcel.address,
        headers=list(headers.items()),
        content=parcel.body,
        extensions={"timeout": limits},
    ) as response:
        answer = _understood(response.status, response.headers)
        read = 0
        with contextlib.suppress(
            httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException
        ):
            for part in response.iter_stream():
                read += len(part)
                if read >= READ:
                    break
        return answer


def _understood(status: int, headers: Iterable[tuple[bytes, bytes]]) -> Answer:
    """What a status means. Only one of success is taken for that."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Answer(Outcome.SENT, status)
    params = {"status": status}
    if status == HTTPStatus.GONE:
        return Answer(Outcome.FAILED, status, detail=Problem("webhook.gone", params), gone=True)
    redirect = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
    code = "webhook.redirected" if redirect else "webhook.answered"
    wait = next((v for k, v in headers if k.lower() == b"retry-after"), None)
    return Answer(Outcome.FAILED, status, detail=Problem(code, params), retry_after=_wait(wait))


def _wait(text: bytes | None) -> dt.timedelta | None:
    """How long a receiver asks to be left alone, in seconds; dates are not looked at."""
    given = (text or b"").strip()
    if not given.isdigit():
        return None
    digits = given.lstrip(b"0")
    return LONGEST_ASKED if len(digits) > _DIGITS else dt.timedelta(seconds=int(digits or b"0"))


def _broken(error: Exception, *, went_out: bool) -> Answer:
    """An attempt without an answer: uncertain once some of it may have gone out."""
    slow = isinstance(error, httpcore.TimeoutException)
    if went_out:
        code = "webhook.no_answer_in_time" if slow else "webhook.broken_off"
        return Answer(Outcome.UNCERTAIN, detail=Problem(code, {}))
    if slow:
        return Answer(Outcome.FAILED, detail=Problem("webhook.no_connection_in_time", {}))
    return Answer(Outcome.FAILED, detail=Problem("webhook.no_connection", {"said": _said(error)}))


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]


def _looked_up(resolve: Resolve, host: str, port: int, *, seconds: float) -> list[str]:
    """The addresses of a name; none where it has none. Raises `ConnectTimeout` after the seconds.

    The resolver of the system knows no time of its own, so it is asked in a thread that is left
    behind where it does not answer.
    """
    answer: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def ask() -> None:
        found: list[str] = []
        try:
            found = resolve(host, port)
        except (OSError, UnicodeError):
            pass
        finally:
            answer.put(found)

    threading.Thread(target=ask, name="webhook-resolver", daemon=True).start()
    try:
        return answer.get(timeout=seconds)
    except queue.Empty:
        raise httpcore.ConnectTimeout("the name was not looked up in time") from None


@dataclass
class _Way(httpcore.NetworkBackend):
    """The way to a receiver: its name is looked up once, and what is found is connected to."""

    networks: Networks
    resolve: Resolve
    plain: bool
    until: float
    went_out: bool = False
    _sockets: httpcore.SyncBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002  # the library asks for it
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to an address of the host, after a look at all it has."""
        seconds = left(self.until, timeout, httpcore.ConnectTimeout)
        found = _looked_up(self.resolve, host, port, seconds=seconds)
        if not found:
            raise _Barred(Problem("webhook.no_such_host", {"host": host}))
        for address in found:
            trouble = self.networks.trouble(address, plain=self.plain)
            if trouble is not None:
                raise _Barred(trouble)
        for address in found[:-1]:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._connected(address, port, timeout, socket_options)
        return self._connected(found[-1], port, timeout, socket_options)

    def _connected(
        self, address: str, port: int, seconds: float | None, options: Iterable[Any] | None
    ) -> httpcore.NetworkStream:
        seconds = left(self.until, seconds, httpcore.ConnectTimeout)
        stream = self._sockets.connect_tcp(address, port, timeout=seconds, socket_options=options)
        return _Stream(stream, self)


class _Stream(httpcore.NetworkStream):
    """A connection that is over when its attempt's time is, however little comes at once."""

    def __init__(self, stream: httpcore.NetworkStream, way: _Way) -> None:
        self._stream = stream
        self._way = way

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        seconds = left(self._way.until, timeout, httpcore.ReadTimeout)
        return self._stream.read(max_bytes, timeout=seconds)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        seconds = left(self._way.until, timeout, httpcore.WriteTimeout)
        self._way.went_out = True
        self._stream.write(buffer, timeout=seconds)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = left(self._way.until, timeout, httpcore.ConnectTimeout)
        over = self._stream.start_tls(ssl_context, server_hostname, timeout=seconds)
        return _Stream(over, self._way)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def left(until: float, seconds: float | None, error: type[Exception]) -> float:
    """The seconds that a step may take. Raises the error where the whole time is over."""
    remaining = until - time.monotonic()
    if remaining <= 0:
        raise error("the time of the attempt is over")
    return remaining if seconds is None else min(seconds, remaining)
