"""A receiver of webhooks: a real server on this machine that keeps what it is sent."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from ssl import SSLContext
from typing import Any, Final

from world import World

from governance.adapters.webhooks import Networks, Sender
from governance.application.ledger.sealing import seal_all
from governance.application.webhooks import acts
from governance.store.engine import Store

HERE: Final = Networks((ip_network("127.0.0.0/8"),))
"""This machine, as a private network that is named."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A request that came: its headers by lower-case names, and its body."""

    path: str
    headers: dict[str, str]
    body: bytes


Behaves = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Receiver:
    """What came, and how it is answered: `behaves` writes the answer."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    behaves: Behaves | None = None
    scheme: str = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/hook?a=b"

    @property
    def ids(self) -> list[str]:
        return [one.headers["webhook-id"] for one in self.taken]


def answers(status: int, **headers: str) -> Behaves:
    """A behaviour: this status, with these headers."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return behave


def drops(handler: BaseHTTPRequestHandler) -> None:
    """A behaviour: takes it, and hangs up without a word."""
    handler.close_connection = True
    handler.connection.close()


@contextmanager
def receiving(tls: SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver, stopped at the end."""
    receiver = Receiver(scheme="http" if tls is None else "https")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.taken.append(Taken(self.path, headers, self.rfile.read(length)))
            (receiver.behaves or answers(204))(self)

        def do_GET(self) -> None:
            receiver.taken.append(Taken(f"GET {self.path}", {"webhook-id": "get"}, b""))
            answers(200)(self)

        def log_message(self, *_: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        receiver.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


def here(**settings: Any) -> Sender:
    """A sender that may send to this machine."""
    return Sender(HERE, **settings)


def added(world: World, address: str, *listens: str, title: str = "") -> acts.Given:
    """A webhook of the example partnership."""
    with world.acting() as desk:
        return acts.add(desk, address=address, listens=listens or ("*",), title=title)


def seal(store: Store, folder: Path, now: Any) -> int:
    """Seal everything that waits, with a key in a folder."""
    return seal_all(store, now=now, path=folder / "seal.pem", makes_key=True)
