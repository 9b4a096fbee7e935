"""Messages through the real carriers, to servers that fail in every way they can."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from letters import everything, queue, small_world, state
from mail_server import MailServer, free_port
from notify_server import KEY, TEMPLATE, NotifyServer

from governance.adapters.carriers import Carrier, carrier_from
from governance.application.messages import delivery
from governance.store.engine import Store

MINUTE = dt.timedelta(minutes=1)


def smtp(port: int, folder: Path) -> Carrier:
    return carried(
        {
            "VIRES_MAIL": "smtp",
            "VIRES_SMTP_HOST": "127.0.0.1",
            "VIRES_SMTP_PORT": str(port),
            "VIRES_SMTP_FROM": "Vires <vires@example.org>",
            "VIRES_SMTP_TLS": "none",
        },
        folder,
    )


def notify(server: NotifyServer, folder: Path) -> Carrier:
    return carried(
        {
            "VIRES_MAIL": "notify",
            "VIRES_NOTIFY_KEY": KEY,
            "VIRES_NOTIFY_TEMPLATE": TEMPLATE,
            "VIRES_NOTIFY_URL": server.url,
        },
        folder,
    )


def carried(environment: Mapping[str, str], folder: Path) -> Carrier:
    return carrier_from(environment, data_dir=folder)


def filled(store: Store, now: dt.datetime, number: int) -> list[str]:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        return [queue(desk, to="example-ann") for _ in range(number)]


def uncertain(store: Store) -> int:
    made = everything(store, "message_attempt")
    assert all(one.outcome is not None for one in made)
    return [one.outcome for one in made].count("uncertain")


def test_a_mail_server_that_drops_what_it_took(
    quick_store: Store, now: dt.datetime, tmp_path: Path
) -> None:
    sent = filled(quick_store, now, 12)
    chance = random.Random(3)
    at = now
    with MailServer() as server:
        carrier = smtp(server.port, tmp_path)
        for _ in range(40):
            modes = ["accept", "keep_and_drop", "lose_and_drop", "greylist", "full", "drop_early"]
            server.mode = chance.choice(modes)
            delivery.work(quick_store, flow="", now=at, carrier=carrier, limit=2)
            at += 10 * MINUTE
        server.mode = "accept"
        at += dt.timedelta(hours=7)
        delivery.work(quick_store, flow="", now=at, carrier=carrier)
    assert {state(quick_store, one).state for one in sent} == {"sent"}
    copies = Counter(str(letter["Message-ID"]) for letter in server.letters)
    assert len(copies) == 12
    assert 0 < len(server.letters) - 12 <= uncertain(quick_store)


def test_notify_is_asked_first_so_nothing_comes_twice(
    quick_store: Store, now: dt.datetime, tmp_path: Path
) -> None:
    sent = filled(quick_store, now, 12)
    chance = random.Random(5)
    at = now
    with NotifyServer() as server:
        carrier = notify(server, tmp_path)
        for _ in range(40):
            modes = ["accept", "keep_and_drop", "lose_and_drop", "keep_and_break", "unavailable"]
            server.mode = chance.choice(modes)
            delivery.work(quick_store, flow="", now=at, carrier=carrier, limit=2)
            at += 10 * MINUTE
        server.mode = "accept"
        at += dt.timedelta(hours=7)
        delivery.work(quick_store, flow="", now=at, carrier=carrier)
        assert {state(quick_store, one).state for one in sent} == {"sent"}
        assert Counter(one["reference"] for one in server.taken) == Counter(sent)
        assert uncertain(quick_store) > 0
        server.delivery(sent[0], "permanent-failure")
        delivery.work(quick_store, flow="", now=at + dt.timedelta(days=1), carrier=carrier)
    row = state(quick_store, sent[0])
    assert (row.state, row.trouble["code"]) == ("parked", "carrier.notify_permanent")


@pytest.mark.parametrize("kind", ["smtp", "notify"])
def test_nobody_is_there_and_then_somebody_is(
    quick_store: Store, now: dt.datetime, tmp_path: Path, kind: str
) -> None:
    [one] = filled(quick_store, now, 1)
    down = smtp(free_port(), tmp_path)
    assert delivery.work(quick_store, flow="", now=now, carrier=down).failed == 1
    assert state(quick_store, one).state == "failed"
    if kind == "smtp":
        with MailServer() as server:
            up = smtp(server.port, tmp_path)
            assert delivery.work(quick_store, flow="", now=now + MINUTE, carrier=up).done == 1
    else:
        with NotifyServer() as notified:
            up = notify(notified, tmp_path)
            assert delivery.work(quick_store, flow="", now=now + MINUTE, carrier=up).done == 1
    made = everything(quick_store, "message_attempt")
    assert [(a.carrier, a.outcome) for a in made] == [("smtp", "failed"), (kind, "sent")]


def test_files_survive_a_crash_without_a_second_copy(
    quick_store: Store, now: dt.datetime, tmp_path: Path
) -> None:
    """The process died after the file was written: the outbox is asked, and has it."""
    [one] = filled(quick_store, now, 1)
    carrier = carried({"VIRES_MAIL": "files"}, tmp_path)

    class Dying:
        name = carrier.name
        confirm = carrier.confirm
        bounced = carrier.bounced

        def carry(self, letter: object) -> object:
            carrier.carry(letter)  # type: ignore[arg-type]  # a letter
            raise KeyboardInterrupt

    dying: Carrier = Dying()  # type: ignore[assignment]  # it dies before it answers
    with pytest.raises(KeyboardInterrupt):
        delivery.work(quick_store, flow="", now=now, carrier=dying)
    assert state(quick_store, one).state == "queued"
    assert delivery.work(quick_store, flow="", now=now + 5 * MINUTE, carrier=carrier).done == 1
    assert state(quick_store, one).state == "sent"
    assert len(list((tmp_path / "outbox").iterdir())) == 1
