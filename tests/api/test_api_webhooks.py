"""Webhooks through the API: how they stand, what was sent, stopping them, sending again."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browsing import Site
from calling_api import Program
from hooks import Receiver, here, receiving, seal
from world import KEY, World, world

from governance.adapters.webhooks.guarding import PRIVATE
from governance.application.people import acts as people
from governance.application.webhooks import acts, delivery
from governance.store.engine import Store

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(PRIVATE, "127.0.0.0/8")
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def built(quick_store: Store, now: dt.datetime, receiver: Receiver, tmp_path: Path) -> World:
    """A webhook that was told of one event."""
    built = replace(world(quick_store, now), now=now + MINUTE)
    with built.acting() as desk:
        acts.add(desk, address=receiver.url, listens=["organisation.*"], title="Register")
    with built.acting() as desk:
        people.add_organisation(desk, key="new", name="New", provider=True)
    seal(quick_store, tmp_path, built.now)
    delivery.work(quick_store, flow="", now=built.now, through=here())
    return built


def test_a_program_sees_how_webhooks_stand_and_has_events_sent_again(
    built: World, receiver: Receiver
) -> None:
    program = Program(Site(built.store, built.now + MINUTE, KEY), "example-secretary")
    (listed,) = program.get("/webhooks").json()["items"]
    assert (listed["ref"], listed["state"], listed["waiting"]) == ("H-0001", "active", 0)
    assert program.get("/webhooks/H-0001").json()["title"] == "Register"
    (sent,) = program.get("/webhooks/H-0001/deliveries").json()["items"]
    assert (sent["type"], sent["state"]) == ("vires.organisation.added", "sent")
    tried = program.get(f"/webhook-deliveries/{sent['id']}/attempts").json()["items"]
    assert [one["status"] for one in tried] == [204]

    assert program.post(f"/webhook-deliveries/{sent['id']}/replay", {}).status_code == 200
    assert program.post("/webhooks/H-0001/test", {}).status_code == 200
    delivery.work(built.store, flow="", now=built.now + 2 * MINUTE, through=here())
    assert len(receiver.taken) == 3
    since = built.now.isoformat()
    assert program.post("/webhooks/H-0001/replay", {"since": since}).status_code == 200
    delivery.work(built.store, flow="", now=built.now + 3 * MINUTE, through=here())
    assert receiver.ids.count(sent["event"]) == 3
    for act, body in (("pause", {"reason": "Moving."}), ("resume", {}), ("end", {"reason": "x"})):
        answer = program.post(f"/webhooks/H-0001/{act}", body)
        assert answer.status_code == 200, answer.text
    assert program.get("/webhooks/H-0001").json()["state"] == "ended"
    assert "whsec_" not in program.get("/webhooks/H-0001").text


def test_nobody_but_administrators_is_told(built: World) -> None:
    program = Program(Site(built.store, built.now + MINUTE, KEY), "example-commissioner")
    assert program.get("/webhooks").status_code == 403
    assert program.post("/webhooks/H-0001/test", {}).status_code == 403
