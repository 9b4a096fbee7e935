"""A provider that says nothing, or a byte now and then, and whoever asks while it does."""

import datetime as dt
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from governance.adapters.openid import Provider, Speaker, asking
from governance.domain.errors import Refused

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)


@dataclass
class Listener:
    """Who listens at a port: what it does with a connection, and how many there were."""

    port: int
    over: threading.Event = field(default_factory=threading.Event)
    taken: list[socket.socket] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def listening(serve: Callable[[Listener, socket.socket], None]) -> Iterator[Listener]:
    server = socket.create_server(("127.0.0.1", 0), backlog=64)
    one = Listener(server.getsockname()[1])
    threads: list[threading.Thread] = []

    def accept() -> None:
        while True:
            try:
                taken, _ = server.accept()
            except OSError:
                return
            one.taken.append(taken)
            threads.append(threading.Thread(target=serve, args=(one, taken)))
            threads[-1].start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield one
    finally:
        one.over.set()
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        accepting.join()
        for taken in one.taken:
            taken.close()
        for thread in threads:
            thread.join()


def silent(one: Listener, taken: socket.socket) -> None:
    del taken
    one.over.wait()


def dripping(one: Listener, taken: socket.socket) -> None:
    """A line of a header that goes on and on: something comes at each read, and never an end."""
    try:
        taken.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not one.over.wait(0.05):
            taken.sendall(b"x")
    except OSError:
        return


def dripping_body(one: Listener, taken: socket.socket) -> None:
    try:
        taken.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not one.over.wait(0.05):
            taken.sendall(b" ")
    except OSError:
        return


def speaker_of(one: Listener) -> Speaker:
    return Speaker(Provider(key="x", title="X", issuer=one.issuer, client="c", secret="s"))


def asked(speaker: Speaker, now: dt.datetime = NOW) -> str:
    try:
        speaker.sign_in_at(back="https://x", state="s", nonce="n", verifier="v" * 43, now=now)
    except Refused as refused:
        return refused.refusals[0].code
    return "sent"


@pytest.mark.parametrize("serve", [dripping, dripping_body, silent])
def test_an_answer_that_does_not_come_to_an_end_is_none(
    serve: Callable[[Listener, socket.socket], None],
) -> None:
    with listening(serve) as one, pytest.raises(asking.NoAnswer):
        asking.ask("GET", one.issuer, whole=0.5)


def test_several_at_once_wait_for_one_answer_and_later_ones_for_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = asking.ask
    monkeypatch.setattr(
        "governance.adapters.openid.speaking.ask",
        lambda method, url, **more: whole(method, url, whole=1.0, **more),
    )
    with listening(silent) as one, ThreadPoolExecutor(30) as pool:
        speaker = speaker_of(one)
        found = list(pool.map(lambda _: asked(speaker), range(30)))
        assert found == ["openid.away"] * 30
        # One asked, and what it learned was enough for all.
        assert len(one.taken) == 1
        assert asked(speaker) == "openid.away"
        assert len(one.taken) == 1
        # Some seconds later it is asked again.
        assert asked(speaker, NOW + asking.AWAY_FOR) == "openid.away"
        assert len(one.taken) == 2


def test_whoever_asks_while_another_does_gets_what_was_said_before() -> None:
    kept: asking.Remembered[str] = asking.Remembered(says="before", at=NOW)
    later = NOW + dt.timedelta(hours=2)
    begun, may_end = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        may_end.wait()
        return "after"

    def away() -> Refused:
        return Refused.one("openid.away", provider="X")

    def get(fetch: Callable[[], str]) -> str:
        return kept.get(fetch, now=later, during=dt.timedelta(hours=1), away=away)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(get, slow)
        begun.wait()
        assert get(lambda: "never") == "before"
        may_end.set()
        assert first.result() == "after"
    assert get(lambda: "never") == "after"


def test_no_more_wait_than_leave_room_for_everybody_else() -> None:
    kept: asking.Remembered[str] = asking.Remembered()
    begun, may_end = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        may_end.wait()
        return "said"

    def away() -> Refused:
        return Refused.one("openid.away", provider="X")

    def get(_: int) -> str:
        try:
            return kept.get(slow, now=NOW, during=dt.timedelta(hours=1), away=away)
        except Refused:
            may_end.set()  # the first who is not to wait
            return "away"

    with ThreadPoolExecutor(30) as pool:
        found = list(pool.map(get, range(30)))
    assert found.count("away") >= 1
    assert found.count("said") >= asking.MOST_WAITING
