"""Webhooks in a browser: added with a secret shown once, looked at, stopped, sent again."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browsing import Browser, Site, text_of
from hooks import Receiver, answers, here, receiving, seal
from world import KEY, World, world

from governance.adapters.webhooks.guarding import PRIVATE
from governance.application.people import acts as people
from governance.application.webhooks import delivery
from governance.application.webhooks.queries import deliveries, webhook_named
from governance.store.engine import Store

SECRETARY, COMMISSIONER = "example-secretary", "example-commissioner"
MINUTE = dt.timedelta(minutes=1)
LIST = "/administration/webhooks"
ONE = f"{LIST}/H-0001"


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(PRIVATE, "127.0.0.0/8")
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))


@pytest.fixture
def now(now: dt.datetime) -> dt.datetime:
    """A minute after the world is in place: none of what made it is told."""
    return now + MINUTE


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> World:
    return replace(world(quick_store, now - MINUTE), now=now)


@pytest.fixture
def site(built: World, now: dt.datetime) -> Site:
    return Site(built.store, now, KEY)


@pytest.fixture
def administrator(site: Site) -> Browser:
    return site.as_(SECRETARY)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def add(browser: Browser, address: str, events: str = "organisation.*") -> str:
    page = browser.send(
        f"{LIST}/new", {"title": "Contract register", "address": address, "events": events}
    )
    found = re.search(r"whsec_[A-Za-z0-9+/=]+", text_of(page))
    assert found, text_of(page)
    return found[0]


def test_a_webhook_is_added_and_its_secret_is_shown_once(
    administrator: Browser, built: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    assert "There are no webhooks" in text_of(administrator.get(LIST))
    secret = add(administrator, receiver.url, "organisation.*\n\nproposal.decided")
    listed = text_of(administrator.get(LIST))
    assert "Contract register" in listed
    assert "H-0001" in listed
    shown = text_of(administrator.get(ONE))
    assert "organisation.*, proposal.decided" in shown
    assert secret not in shown
    assert secret.removeprefix("whsec_") not in text_of(administrator.get("/record/H-0001"))
    with built.acting() as desk:
        people.add_organisation(desk, key="new", name="New", provider=True)
    seal(built.store, tmp_path, now)
    delivery.work(built.store, flow="", now=now, through=here())
    assert len(receiver.taken) == 1
    page = text_of(administrator.get(ONE))
    assert "Organisation added" in page
    assert "204" in page


def test_what_is_wrong_with_a_webhook_is_said_and_what_was_typed_stays(
    administrator: Browser,
) -> None:
    typed = {"address": "https://10.0.0.1/x", "events": "comission.*"}
    page = administrator.send(f"{LIST}/new", typed)
    assert page.status_code == 400
    told = text_of(page)
    assert "which is a private address" in told
    assert "There is no event “comission.*”" in told
    assert "https://10.0.0.1/x" in page.text
    assert "There are no webhooks" in text_of(administrator.get(LIST))


def test_a_webhook_is_paused_resumed_tried_out_and_ended(
    administrator: Browser, built: World, receiver: Receiver, now: dt.datetime
) -> None:
    add(administrator, receiver.url)
    administrator.send(f"{ONE}/pause", {"reason": "Moving house."})
    assert "Moving house." in text_of(administrator.get(ONE))
    administrator.send(f"{ONE}/resume")
    administrator.send(f"{ONE}/test")
    assert "Webhook tried out" in text_of(administrator.get(ONE))
    delivery.work(built.store, flow="", now=now, through=here())
    assert len(receiver.taken) == 1
    old = text_of(administrator.send(f"{ONE}/rotate"))
    assert "the secret before signs as well" in old
    administrator.send(f"{ONE}/end", {"reason": "Replaced."})
    page = text_of(administrator.get(ONE))
    assert "Ended" in page
    assert "Resume" not in page


def test_an_event_is_looked_at_and_sent_again(
    administrator: Browser, built: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    add(administrator, receiver.url)
    with built.acting() as desk:
        people.add_organisation(desk, key="new", name="New", provider=True)
    seal(built.store, tmp_path, now)
    receiver.behaves = answers(500)
    delivery.work(built.store, flow="", now=now, through=here())
    assert "1 event waits" in text_of(administrator.get("/administration"))
    with built.looking() as desk:
        (one,) = deliveries(desk, webhook_named(desk, "H-0001").row.id)
    page = text_of(administrator.get(f"{ONE}/deliveries/{one.short}"))
    assert "The receiver answered 500" in page
    receiver.behaves = None
    administrator.send(f"{ONE}/deliveries/{one.short}/replay")
    delivery.work(built.store, flow="", now=now, through=here())
    assert "Sent" in text_of(administrator.get(f"{ONE}/deliveries/{one.short}"))
    administrator.send(f"{ONE}/replay", {"since": now.date()})
    later = now + dt.timedelta(seconds=5)
    delivery.work(built.store, flow="", now=later, through=here())
    assert receiver.ids.count(one.row.entry_id) == 3


def test_nobody_but_administrators_sees_webhooks(site: Site) -> None:
    for path in (LIST, f"{LIST}/new"):
        assert site.as_(COMMISSIONER).get(path).status_code == 403
