"""Whoever sends half a request is given up; whoever sends slowly, or much, is answered."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest
import uvicorn
from processes import eventually

from governance.interfaces.web.patience import Patient
from governance.interfaces.web.serving import listening

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
LONG = 60.0
"""Seconds after which a test is given up: nothing here is timed."""
AT_ONCE = 8


class Hasty(Patient):
    """Gives up soon."""

    head_within = 0.3
    silent_at_most = 0.3


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Read all there is, slowly, and say how much it was."""
    del scope
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    headers = [(b"content-length", str(len(str(size))).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": str(size).encode()})


@pytest.fixture
def port() -> Iterator[int]:
    taken = listening("127.0.0.1", 0)
    config = uvicorn.Config(
        app, http=Hasty, lifespan="off", ws="none", log_config=None, limit_concurrency=AT_ONCE
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    eventually(lambda: server.started, what="the server")
    yield int(taken.getsockname()[1])
    server.should_exit = True
    thread.join()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=LONG)


def answered(sock: socket.socket, body: bytes) -> None:
    """Read one answer whose body is this."""
    got = b""
    while not got.endswith(b"\r\n\r\n" + body):
        more = sock.recv(1000)
        assert more, got
        got += more
    assert got.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("sent", [b"", HEAD[:9], HEAD, POST % 5, POST % 5 + b"12"])
@pytest.mark.parametrize("before", [False, True])
def test_half_a_request_is_given_up(port: int, sent: bytes, before: bool) -> None:
    with closing(connected(port)) as sock:
        if before:
            sock.sendall(HEAD + b"\r\n")
            answered(sock, b"0")
        sock.sendall(sent)
        assert sock.recv(1000) == b""


def test_a_head_by_drops_is_given_up(port: int) -> None:
    with closing(connected(port)) as sock:
        sock.settimeout(0.05)
        for _ in range(int(LONG / 0.05)):
            try:
                sock.sendall(b"G")
                assert sock.recv(1000) == b""
            except TimeoutError:
                continue
            except ConnectionError:
                pass
            break
        else:
            pytest.fail("it went on for ever")


def test_half_of_one_behind_another_is_given_up(port: int) -> None:
    for half in (HEAD, POST % 5 + b"1"):
        with closing(connected(port)) as sock:
            sock.sendall(HEAD + b"\r\n" + half)
            answered(sock, b"0")
            assert sock.recv(1000) == b""


def test_whole_requests_are_answered_on_one_connection(port: int) -> None:
    much = b"x" * 3_000_000
    with closing(connected(port)) as sock:
        for _ in range(2):
            sock.sendall(HEAD + b"\r\n")
            answered(sock, b"0")
            sock.sendall(POST % len(much) + much)
            answered(sock, str(len(much)).encode())


def test_those_who_keep_it_waiting_keep_nobody_out(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(AT_ONCE + 2):
            stack.enter_context(closing(connected(port))).sendall(HEAD)

        def served() -> bool:
            with closing(connected(port)) as sock:
                sock.sendall(HEAD + b"\r\n")
                return sock.recv(1000).startswith(b"HTTP/1.1 200")

        eventually(served, what="an answer")
