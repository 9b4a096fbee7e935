"""Asking a provider something: over in a few seconds in any case, and remembered either way.

However little comes at once, a whole answer has one time to come in. What was said is remembered,
and so is that nothing was said: whoever asks next is told at once, and does not wait for it again.
"""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode, urlsplit

import httpcore
import httpx

from governance.domain.errors import Refused

WHOLE: Final = 5.0
"""Seconds that a whole answer may take, from looking up the name to the last byte."""
CONNECT: Final = 3.0
LARGEST: Final = 1_000_000
"""Bytes of an answer at the most."""
AT_MOST_FOR: Final = dt.timedelta(hours=24)
"""How long what was said is taken as it was, where nothing is said when it is asked again."""
AWAY_FOR: Final = dt.timedelta(seconds=10)
"""How long nobody is asked again after nothing was said."""
MOST_WAITING: Final = 8
"""How many wait at once for something that another is asking; more are told that none comes."""

T = TypeVar("T")


class NoAnswer(Exception):  # it is nobody's error
    """None came, not in time, or one that is too large."""


def ask(
    method: str,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    whole: float = WHOLE,
) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object of an answer. Raises `NoAnswer`.

    No proxy of the environment is used, and nobody is followed elsewhere.
    """
    sent = {
        "Host": urlsplit(url).netloc.rpartition("@")[2],
        "User-Agent": "Vires",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **(headers or {}),
    }
    body = b""
    if form is not None:
        body = urlencode(form).encode()
        sent |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
        }
    if auth is not None:
        sent["Authorization"] = f"Basic {base64.b64encode(':'.join(auth).encode()).decode()}"
    way = _InTime(time.monotonic() + whole)
    limits = {"connect": CONNECT, "write": whole, "read": whole, "pool": whole}
    content = b""
    try:
        with (
            httpcore.ConnectionPool(ssl_context=_tls(), network_backend=way) as pool,
            pool.stream(
                method,
                url,
                headers=list(sent.items()),
                content=body,
                extensions={"timeout": limits},
            ) as answer,
        ):
            for part in answer.iter_stream():
                content += part
                if len(content) > LARGEST:
                    raise NoAnswer
            status = answer.status
    except (
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.TimeoutException,
        httpcore.UnsupportedProtocol,
        OSError,
        ValueError,
    ) as error:
        raise NoAnswer from error
    try:
        said = json.loads(content) if content else {}
    except (ValueError, RecursionError):
        said = {}
    return status, said if isinstance(said, dict) else {}


@cache
def _tls() -> Any:
    return httpx.create_ssl_context(trust_env=False)


@dataclass
class Remembered(Generic[T]):
    """Something a provider says of itself: asked by one at a time, outside every lock."""

    says: T | None = None
    at: dt.datetime | None = None
    _refused: Refused | None = None
    _refused_at: dt.datetime | None = None
    _asking: bool = False
    _waiting: int = 0
    _done: threading.Condition = field(default_factory=threading.Condition)

    def fresh(self, now: dt.datetime, during: dt.timedelta) -> bool:
        """Whether it was said so short a time ago."""
        return self.at is not None and abs(now - self.at) < during

    def get(
        self,
        fetch: Callable[[], T],
        *,
        now: dt.datetime,
        during: dt.timedelta,
        older: bool = True,
        away: Callable[[], Refused],
    ) -> T:
        """What was said within `during`; else it is asked for, by one of all who want it.

        Where nothing is said, what was said before, if `older` will do. Raises what `fetch`
        raises, `away` for whoever does not wait.
        """
        with self._done:
            if (known := self._known(now, during, older=older, away=away)) is not None:
                return known
            self._asking = True
        try:
            said = fetch()
        except Refused as refused:
            with self._done:
                self._refused, self._refused_at = refused, now
                known = self._older(now) if older else None
            if known is None:
                raise
            return known
        else:
            with self._done:
                self.says, self.at, self._refused, self._refused_at = said, now, None, None
            return said
        finally:
            with self._done:
                self._asking = False
                self._done.notify_all()

    def _known(
        self,
        now: dt.datetime,
        during: dt.timedelta,
        *,
        older: bool,
        away: Callable[[], Refused],
    ) -> T | None:
        """What need not be asked for, None where it is; the lock is held. Raises `Refused`."""
        until = time.monotonic() + WHOLE + 1
        while not self.fresh(now, during):
            past = self._refused_at
            lately = past is not None and abs(now - past) < AWAY_FOR
            if not self._asking and not lately:
                return None
            if older and (known := self._older(now)) is not None:
                return known
            if self._refused is not None:
                raise Refused(self._refused.refusals)
            left = until - time.monotonic()
            if self._waiting >= MOST_WAITING or left <= 0:
                raise away()
            self._waiting += 1
            try:
                self._done.wait(left)
            finally:
                self._waiting -= 1
        return self.says

    def _older(self, now: dt.datetime) -> T | None:
        return self.says if self.fresh(now, AT_MOST_FOR) else None


@dataclass
class _InTime(httpcore.NetworkBackend):
    """Connections that are over at one moment, however little comes at once."""

    until: float
    _sockets: httpcore.SyncBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002  # the library asks for it
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that can be reached."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        for address in addresses[:-1]:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._connected(address, port, timeout, socket_options)
        return self._connected(addresses[-1], port, timeout, socket_options)

    def _connected(
        self, address: str, port: int, seconds: float | None, options: Iterable[Any] | None
    ) -> httpcore.NetworkStream:
        seconds = _left(self.until, seconds, httpcore.ConnectTimeout)
        stream = self._sockets.connect_tcp(address, port, timeout=seconds, socket_options=options)
        return _Stream(stream, self.until)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        seconds = _left(self._until, timeout, httpcore.ReadTimeout)
        return self._stream.read(max_bytes, timeout=seconds)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        seconds = _left(self._until, timeout, httpcore.WriteTimeout)
        self._stream.write(buffer, timeout=seconds)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = _left(self._until, timeout, httpcore.ConnectTimeout)
        over = self._stream.start_tls(ssl_context, server_hostname, timeout=seconds)
        return _Stream(over, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float, seconds: float | None, error: type[Exception]) -> float:
    """The seconds that a step may take. Raises the error where the whole time is over."""
    remaining = until - time.monotonic()
    if remaining <= 0:
        raise error("the time for an answer is over")
    return remaining if seconds is None else min(seconds, remaining)
