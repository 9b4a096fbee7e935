"""The pages of `vires serve`: where they are, who is believed, how they end, whose clock it is."""

import datetime as dt
import http.client
import json
import shutil
import socket
import threading
from pathlib import Path

import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from processes import eventually, lives, needs_proc, offspring
from served import GONE_WITHIN, Serve, serve
from world import empty_world

from flows.present import present_in, real
from governance.application import example_clock
from governance.application.desk import looking
from governance.application.ledger.moments import moments
from governance.application.people.acts import create_partnership
from governance.domain.errors import Unusable
from governance.interfaces.cli.main import main
from governance.interfaces.cli.options import instant, instant_for_all
from governance.interfaces.story.going_on import go_on
from governance.interfaces.story.year import FIRST, LAST
from governance.interfaces.web.serving import is_loopback, listening, web_told
from governance.store.engine import Store, open_store

__all__ = ["serve"]
NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def asked(address: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer; no redirect is followed."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    connection.request("GET", path, headers={n.replace("_", "-"): v for n, v in headers.items()})
    answer = connection.getresponse()
    found = answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read().decode()
    connection.close()
    return found


@needs_proc
def test_pages_are_served_believe_no_stranger_and_end_when_told(
    sqlite_url: str, serve: Serve
) -> None:
    store = open_store(sqlite_url)
    empty_world(store, NOW)
    served = serve(sqlite_url, "--no-prefect", "--port", "0", VIRES_HOSTS="vires.example.org")
    address = served.said["web"]
    assert address.startswith("http://127.0.0.1:")
    status, headers, text = asked(address, "/healthz")
    assert (status, json.loads(text)) == (200, {"alive": True})
    assert "server" not in headers
    assert asked(address, "/readyz")[0] == 200
    assert asked(address, "/healthz", Host="vires.example.org")[0] == 200
    assert asked(address, "/healthz", Host="evil.example.org")[0] == 421
    # Nobody was named as a proxy, so nobody is believed that the line is encrypted.
    assert (
        "strict-transport-security" not in asked(address, "/healthz", X_Forwarded_Proto="https")[1]
    )
    sent, told = threading.Event(), threading.Event()

    def slow() -> None:
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            sent.set()
            told.wait(60)  # a request that never ends holds nothing up

    holding = threading.Thread(target=slow)
    holding.start()
    assert sent.wait(30)
    left = offspring(served.pid)
    code, seconds = served.told_to_stop()
    told.set()
    holding.join()
    assert (code, seconds < GONE_WITHIN) == (0, True)
    assert not any(map(lives, left))
    assert "Traceback" not in served.log
    store.close()


def test_a_proxy_that_was_named_is_believed(sqlite_url: str, serve: Serve) -> None:
    served = serve(sqlite_url, "--no-prefect", "--port", "0", VIRES_PROXY="127.0.0.0/8")
    status, headers, _ = asked(served.said["web"], "/healthz", X_Forwarded_Proto="https")
    assert (status, "strict-transport-security" in headers) == (200, True)


def test_a_port_that_is_taken_is_said_and_what_to_do(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as ended:
            main(["serve", "--port", str(port)])
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        f"Port {port} on 127.0.0.1 is taken by another program; perhaps Vires is running"
        " already.\n"
        f"  Stop the other program, or choose another port: vires serve --port {port + 1}."
        " To keep only the clock going, use --no-web.\n"
    )


@pytest.mark.parametrize("host", ["256.1.1.1", "no.such.host.example", "203.0.113.1", "x" * 300])
def test_an_address_that_is_none_of_ours_is_said(host: str) -> None:
    with pytest.raises(Unusable) as wrong:
        listening(host, 0)
    assert [p.code for p in wrong.value.problems] == ["serve.address_unknown"]


def test_all_that_is_wrong_in_the_environment_is_said_at_once() -> None:
    given = {"VIRES_PROXY": "10.0.0.5, everybody", "VIRES_HOSTS": "https://vires.example.org"}
    with pytest.raises(Unusable) as wrong:
        web_told(given)
    assert [p.code for p in wrong.value.problems] == [
        "serve.proxy_unreadable",
        "serve.host_unreadable",
    ]
    fine = web_told({"VIRES_PROXY": "10.0.0.0/24,::1", "VIRES_HOSTS": "Vires.example.org,"})
    assert (fine.proxies, fine.hosts) == (("10.0.0.0/24", "::1"), ("vires.example.org",))


@pytest.mark.parametrize(
    ("host", "here"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)]
)
def test_what_only_this_machine_reaches(host: str, here: bool) -> None:
    assert is_loopback(host) is here


# --- the example's clock


@pytest.fixture
def year(example_year: ExampleYear, tmp_path: Path) -> str:
    """A copy of the year that was played, to go on with."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(example_year.folder / "vires.db", folder)
    return f"sqlite:///{folder / 'vires.db'}"


@IN_ONE_WORKER
def test_the_example_goes_on_from_where_its_year_ended_and_never_goes_back(year: str) -> None:
    store = open_store(year)
    begun = real()
    go_on(store, real=begun)
    now = present_in(store)()
    assert LAST < now < LAST + HOUR
    go_on(store, real=begun + dt.timedelta(days=400))
    again = present_in(store)()
    assert now <= again < now + HOUR
    store.close()


@IN_ONE_WORKER
def test_served_the_example_says_its_day_and_keeps_it(year: str, serve: Serve) -> None:
    served = serve(year, "--no-prefect", "--port", "0", "--example")
    status, _, page = asked(served.said["web"], "/p/exampleshire/sign-in")
    assert (status, "In this example it is 8 March 2027." in page) == (200, True)
    assert "/sign-in/example" in page
    store = open_store(year)
    eventually(lambda: example_clock.ahead(store) is not None, what="the clock")
    served.told_to_stop()
    with looking(store, now=LAST, partnership="exampleshire") as desk:
        after = [at for at in moments(desk, since=FIRST) if at > LAST]
    assert all(at < LAST + HOUR for at in after)
    store.close()


@IN_ONE_WORKER
def test_the_command_line_goes_by_the_examples_clock_too(year: str) -> None:
    store = open_store(year)
    assert abs(instant(None, store, None) - real()) < HOUR
    go_on(store, real=real() - dt.timedelta(days=3))
    for now in (instant(None, store, None), instant_for_all(None, store)):
        assert LAST < now - dt.timedelta(days=3) < LAST + HOUR
    given = instant("2026-01-05T10:00", store, None)
    assert given == dt.datetime(2026, 1, 5, 10, tzinfo=dt.UTC)
    store.close()


def test_only_the_example_alone_goes_on_as_an_example(quick_store: Store) -> None:
    with pytest.raises(Unusable) as nothing:
        go_on(quick_store, real=NOW)
    assert [p.code for p in nothing.value.problems] == ["example.not_played"]
    empty_world(quick_store, NOW)
    with pytest.raises(Unusable) as half:
        go_on(quick_store, real=NOW)
    assert [p.code for p in half.value.problems] == ["example.not_played"]
    create_partnership(quick_store, key="realshire", name="Realshire (example)", now=NOW)
    with pytest.raises(Unusable) as others:
        go_on(quick_store, real=NOW)
    assert [p.code for p in others.value.problems] == ["example.others_here"]
    assert example_clock.ahead(quick_store) is None
    assert abs(present_in(quick_store)() - real()) < HOUR


def test_the_example_is_not_served_to_others(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--example", "--host", "0.0.0.0"])  # refused
    assert ended.value.code == 2
    assert "not served on 0.0.0.0" in capsys.readouterr().err
