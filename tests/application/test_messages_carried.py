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
from governance.application.messages import acts, delivery
from governance.application.messages.moving import LEASE, MOST_ATTEMPTS
from governance.application.people import preferences
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


@pytest.mark.parametrize("mode", ["lose_and_drop", "keep_and_drop"])
def test_what_became_of_a_letter_before_a_release_says_nothing_of_the_next(
    quick_store: Store, now: dt.datetime, tmp_path: Path, mode: str
) -> None:
    """No answer came to the letter to the mended address; Notify knows that of the first one."""
    world = small_world(quick_store, now, "example-ann")
    with world.acting() as desk:
        preferences.set_address(desk, person="example-ann", address="wrong@example.org")
        one = queue(desk, to="example-ann")
    with NotifyServer() as server:
        carrier = notify(server, tmp_path)
        delivery.work(quick_store, flow="", now=now, carrier=carrier)
        server.delivery(one, "permanent-failure")
        delivery.work(quick_store, flow="", now=now + 5 * MINUTE, carrier=carrier)
        row = state(quick_store, one)
        assert (row.state, row.trouble["code"]) == ("parked", "carrier.notify_permanent")
        with world.acting(now=now + 20 * MINUTE) as desk:
            preferences.set_address(desk, person="example-ann", address="ann@example.org")
        with world.acting("example-secretary", now=now + 20 * MINUTE) as desk:
            acts.retry(desk, one)
        server.mode = mode
        delivery.work(quick_store, flow="", now=now + 20 * MINUTE, carrier=carrier)
        server.mode = "accept"
        for hours in (1, 2, 26, 100):
            at = now + hours * 60 * MINUTE
            delivery.work(quick_store, flow="", now=at, carrier=carrier)
        assert state(quick_store, one).state == "sent"
        arrived = [(x["email_address"], x["reference"]) for x in server.taken]
    assert [x for x in arrived if x[0] != "secretary@example.org"] == [
        ("wrong@example.org", one),
        ("ann@example.org", f"{one}-2"),
    ]
    made = [x for x in everything(quick_store, "message_attempt") if x.message_id == one]
    again = [f"{one}-2"] * (2 if mode == "lose_and_drop" else 1)
    assert [x.reference for x in made] == [one, *again]


def test_a_letter_that_comes_back_a_second_time_is_parked_again(
    quick_store: Store, now: dt.datetime, tmp_path: Path
) -> None:
    with NotifyServer() as server:
        carrier = notify(server, tmp_path)
        world = small_world(quick_store, now, "example-ann")
        with world.acting() as desk:
            one = queue(desk, to="example-ann")
        at = now
        for release in ("", "-2", "-3"):
            delivery.work(quick_store, flow="", now=at, carrier=carrier)
            assert state(quick_store, one).state == "sent"
            server.delivery(f"{one}{release}", "permanent-failure")
            delivery.work(quick_store, flow="", now=at + 5 * MINUTE, carrier=carrier)
            assert state(quick_store, one).state == "parked"
            at += 60 * MINUTE
            with world.acting("example-secretary", now=at) as desk:
                acts.retry(desk, one)


@pytest.mark.parametrize("kind", ["smtp", "files"])
def test_doubles_of_one_release_are_known_and_a_new_release_is_a_new_letter(
    quick_store: Store, now: dt.datetime, tmp_path: Path, kind: str
) -> None:
    world = small_world(quick_store, now, "example-ann")
    with world.acting() as desk:
        one = queue(desk, to="example-ann")
    at = now
    with MailServer() as server:
        server.mode = "keep_and_drop"
        for _ in range(MOST_ATTEMPTS + 1):  # kept each time, never acknowledged, then given up
            delivery.work(quick_store, flow="", now=at, carrier=smtp(server.port, tmp_path))
            at += dt.timedelta(hours=7)
        theirs = [letter for letter in server.letters if "ann" in str(letter["To"])]
        assert len(theirs) == MOST_ATTEMPTS
        assert len({str(letter["Message-ID"]) for letter in theirs}) == 1
        assert state(quick_store, one).state == "parked"
        with world.acting("example-secretary", now=at) as desk:
            acts.retry(desk, one)
        server.mode = "accept"
        files = carried({"VIRES_MAIL": "files"}, tmp_path)
        last = smtp(server.port, tmp_path) if kind == "smtp" else files
        delivery.work(quick_store, flow="", now=at, carrier=last)
        assert state(quick_store, one).state == "sent"
        name = f"{one}-{MOST_ATTEMPTS + 1}"
        if kind == "smtp":
            to_ann = [letter for letter in server.letters if "ann" in str(letter["To"])]
            assert str(to_ann[-1]["Message-ID"]) == f"<{name}@example.org>"
        else:
            assert (tmp_path / "outbox" / f"{name}.eml").exists()


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
    assert delivery.work(quick_store, flow="", now=now + LEASE, carrier=carrier).done == 1
    assert state(quick_store, one).state == "sent"
    assert len(list((tmp_path / "outbox").iterdir())) == 1
