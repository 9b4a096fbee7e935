"""GOV.UK Notify, by its official client, against a server that answers as Notify does."""

import datetime as dt
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from mail_server import dripping_server, free_port, silent_server
from notify_server import KEY, SECRET, SERVICE, TEMPLATE, NotifyServer

from governance import words
from governance.adapters.carriers import Carried, Letter, Outcome
from governance.adapters.carriers.notify import Notify

LETTER = Letter("a.member@example.org", "A. Member", "Subject", "Body\n", "a-reference")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[NotifyServer]:
    with NotifyServer() as running:
        yield running


def notify(url: str, **changed: Any) -> Notify:
    given = {"key": KEY, "template": TEMPLATE, "url": url, "timeout": 0.5}
    return Notify(**{**given, **changed})


def said(carried: Carried) -> tuple[str, str]:
    """The outcome and the code, once its words have been seen to fit."""
    assert carried.detail is not None
    assert words.say(carried.detail.code, carried.detail.params)
    assert words.remedy(carried.detail.code, carried.detail.params)
    return carried.outcome.value, carried.detail.code


@pytest.mark.parametrize(
    ("mode", "outcome", "code"),
    [
        ("rate", "failed", "carrier.notify_rate_limit"),
        ("daily", "failed", "carrier.notify_daily_limit"),
        ("key", "failed", "carrier.notify_key"),
        ("template", "refused", "carrier.notify_refused"),
        ("elsewhere", "failed", "carrier.notify_not_there"),
        ("broken", "uncertain", "carrier.notify_broken"),
        ("unavailable", "uncertain", "carrier.notify_broken"),
        ("keep_and_break", "uncertain", "carrier.notify_broken"),
        ("keep_and_drop", "uncertain", "carrier.notify_silent"),
        ("lose_and_drop", "uncertain", "carrier.notify_silent"),
        ("keep_and_hang", "uncertain", "carrier.notify_silent"),
        ("other_page", "uncertain", "carrier.notify_not_understood"),
        ("other_json", "uncertain", "carrier.notify_not_understood"),
    ],
)
def test_each_answer_says_what_is_known(
    server: NotifyServer, mode: str, outcome: str, code: str
) -> None:
    server.mode = mode
    assert said(notify(server.url).carry(LETTER)) == (outcome, code)


@pytest.mark.parametrize(
    ("mode", "taken"),
    [
        ("keep_and_break", Outcome.SENT),
        ("keep_and_drop", Outcome.SENT),
        ("keep_and_hang", Outcome.SENT),
        ("lose_and_drop", Outcome.FAILED),
        ("broken", Outcome.FAILED),
    ],
)
def test_what_was_uncertain_is_settled_by_asking(
    server: NotifyServer, mode: str, taken: Outcome
) -> None:
    carrier = notify(server.url)
    server.mode = mode
    assert carrier.carry(LETTER).outcome is Outcome.UNCERTAIN
    server.mode = "accept"
    assert carrier.confirm("a-reference") is taken


@pytest.mark.parametrize(
    "asking", ["broken", "key", "rate", "keep_and_drop", "other_page", "other_json"]
)
def test_no_answer_is_no_answer(server: NotifyServer, asking: str) -> None:
    carrier = notify(server.url)
    carrier.carry(LETTER)
    server.asking = asking
    assert carrier.confirm("a-reference") is None
    assert carrier.bounced("a-reference") is None


@pytest.mark.parametrize(
    ("mode", "seconds"),
    [("rate", 60), ("rate_in_seconds", 17), ("rate_by_date", 90), ("daily", 3600), ("key", None)],
)
def test_it_waits_as_long_as_it_is_asked_to(
    server: NotifyServer, mode: str, seconds: int | None
) -> None:
    server.mode = mode
    wait = notify(server.url).carry(LETTER).retry_after
    assert wait == (None if seconds is None else dt.timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("created", None),
        ("sending", None),
        ("delivered", None),
        ("permanent-failure", "carrier.notify_permanent"),
        ("temporary-failure", "carrier.notify_temporary"),
        ("technical-failure", "carrier.notify_technical"),
    ],
)
def test_what_bounces_is_noticed(server: NotifyServer, status: str, code: str | None) -> None:
    carrier = notify(server.url)
    carrier.carry(LETTER)
    server.delivery("a-reference", status)
    problem = carrier.bounced("a-reference")
    assert (problem.code if problem is not None else None) == code
    assert carrier.confirm("a-reference") is Outcome.SENT
    assert carrier.bounced("another") is None


def test_a_letter_sent_again_after_a_bounce_counts_anew(server: NotifyServer) -> None:
    carrier = notify(server.url)
    carrier.carry(LETTER)
    server.delivery("a-reference", "temporary-failure")
    carrier.carry(LETTER)
    assert carrier.bounced("a-reference") is None


def test_an_address_that_notify_refuses_is_refused_for_good(server: NotifyServer) -> None:
    letter = Letter("a@refused.example.org", "A", "S", "B", "r")
    carried = notify(server.url).carry(letter)
    assert said(carried) == ("refused", "carrier.notify_refused")
    assert carried.detail is not None
    assert carried.detail.params == {"detail": "email_address Not a valid email address"}


def test_nobody_answers() -> None:
    carrier = notify(f"http://127.0.0.1:{free_port()}")
    assert said(carrier.carry(LETTER)) == ("failed", "carrier.notify_unreachable")
    assert carrier.confirm("a-reference") is None


def test_a_host_that_is_not_there() -> None:
    carried = notify("https://nowhere.invalid").carry(LETTER)
    assert said(carried) == ("failed", "carrier.notify_unreachable")


def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    carried = notify("https://nowhere.invalid").carry(LETTER)
    assert said(carried) == ("failed", "carrier.notify_unreachable")


def test_a_server_that_says_nothing_is_given_up() -> None:
    with silent_server() as port:
        began = time.monotonic()
        carried = notify(f"http://127.0.0.1:{port}").carry(LETTER)
        assert time.monotonic() - began < 3
    assert said(carried) == ("uncertain", "carrier.notify_silent")


def test_a_server_that_speaks_something_else_is_not_believed() -> None:
    with dripping_server(b"220 hello\r\n") as port:
        carried = notify(f"http://127.0.0.1:{port}").carry(LETTER)
    assert said(carried) == ("uncertain", "carrier.notify_silent")


@pytest.mark.parametrize("mode", ["key", "broken", "keep_and_drop", "template"])
def test_the_key_is_shown_nowhere(
    server: NotifyServer, mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server.mode = mode
    carrier = notify(server.url)
    carried = carrier.carry(LETTER)
    shown = f"{carrier!r} {carried!r} {caplog.text}"
    assert SECRET not in shown
    assert SERVICE not in shown
    assert "a.member@example.org" not in shown
