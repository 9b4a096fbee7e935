"""From the record to a receiver: what is told, in which order, how often, and what if not."""

import datetime as dt
import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cloudevents.http import from_http
from hooks import Receiver, added, answers, drops, here, receiving, seal
from letters import everything
from sqlalchemy import text
from standardwebhooks import Webhook, WebhookVerificationError
from world import KEY, World, empty_world

from governance.adapters.webhooks import Answer, Outcome, Parcel
from governance.adapters.webhooks.guarding import PRIVATE
from governance.application.example_clock import set_going
from governance.application.ledger.differing import differences
from governance.application.people import acts as people
from governance.application.webhooks import acts, delivery, gathering
from governance.application.webhooks.attempts import LEASE
from governance.application.webhooks.queries import attempts_of, deliveries, webhook_named, webhooks
from governance.domain.errors import NoSuchMove, Refused, Unusable
from governance.domain.webhooks.schedule import MOST_ATTEMPTS, SILENT, WAITS
from governance.store.engine import Store

SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """This machine may be sent to, and the key lies in a folder of its own."""
    monkeypatch.setenv(PRIVATE, "127.0.0.0/8")
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("VIRES_WEBHOOKS_KEY", raising=False)


@pytest.fixture
def area(store: Store, now: dt.datetime) -> World:
    return empty_world(store, now)


@pytest.fixture
def receiver() -> Any:
    with receiving() as one:
        yield one


def add_partner(world: World, key: str, now: dt.datetime | None = None) -> None:
    with world.acting(now=now) as desk:
        people.add_organisation(desk, key=key, name=key.title(), partner=True)


def sweep(world: World, now: dt.datetime, through: Any = None) -> Any:
    whole = delivery.work(world.store, flow="", now=now, through=through or here())
    while whole.more and len(whole.lines) < 150:
        more = delivery.work(world.store, flow="", now=now, through=through or here())
        whole.take(more)
        if not more.done:
            break
    return whole


def listed(world: World, ref: str = "H-0001") -> list[Any]:
    with world.looking() as desk:
        return deliveries(desk, webhook_named(desk, ref).row.id)


def states(world: World) -> list[str]:
    return [one.row.state for one in listed(world)]


def test_what_is_sealed_is_told_once_signed_and_in_order(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    store = area.store
    add_partner(area, "before")
    seal(store, tmp_path, now)
    made = added(area, receiver.url, "organisation.*")
    for key in ("first", "second", "third"):
        add_partner(area, key)
    assert delivery.due(store, flow="", now=now) is None  # nothing is told before it is sealed
    seal(store, tmp_path, now)
    assert delivery.due(store, flow="", now=now) == now
    assert sweep(area, now).counts()["done"] == 3
    assert delivery.due(store, flow="", now=now) is None
    assert sweep(area, now).counts()["done"] == 0

    events = [from_http(one.headers, one.body) for one in receiver.taken]
    assert [one["subject"] for one in events] == ["G-0002", "G-0003", "G-0004"]
    assert [one["type"] for one in events] == ["vires.organisation.added"] * 3
    assert events[0]["specversion"] == "1.0"
    assert sorted(one["sequence"] for one in events) == [one["sequence"] for one in events]
    entries = {row.id: row for row in everything(store, "ledger_entry")}
    for one, request in zip(events, receiver.taken, strict=True):
        entry = entries[one["id"]]
        assert one["source"] == f"urn:uuid:{entry.partnership_id}"
        assert dt.datetime.fromisoformat(one["time"]) == entry.at
        assert one.data == {
            "partnership": KEY,
            "kind": "organisation.added",
            "about": "organisation",
            "ref": one["subject"],
            "state": None,
            "by": "operator",
            "entry": 1,
            "hash": entry.hash,
            "seal": 2,
            "link": f"/p/{KEY}/record/{one['subject']}",
        }
        assert b"First" not in request.body  # names are asked for
        assert request.path == "/hook?a=b"
        assert request.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
        with time_machine.travel(now, tick=False):
            assert Webhook(made.secret).verify(request.body, request.headers)["id"] == one["id"]
            with pytest.raises(WebhookVerificationError):
                Webhook(made.secret).verify(request.body + b" ", request.headers)
    assert states(area) == ["sent"] * 3
    assert differences_of(store) == []


def differences_of(store: Store) -> list[Any]:
    return list(differences(store))


def test_patterns_say_what_is_told(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, receiver.url, "person.*", "webhook.added")
    add_partner(area, "one")
    seal(area.store, tmp_path, now)
    sweep(area, now)
    assert [json.loads(one.body)["type"] for one in receiver.taken] == ["vires.webhook.added"]


def test_a_partnership_is_told_of_its_own_alone(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, receiver.url)
    people.create_partnership(area.store, key="elsewhere", name="Elsewhere", now=now)
    seal(area.store, tmp_path, now)
    sweep(area, now)
    assert {json.loads(one.body)["data"]["partnership"] for one in receiver.taken} == {KEY}


def test_what_failed_is_tried_again_by_the_schedule_and_then_parked(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, receiver.url, "organisation.*")
    add_partner(area, "one")
    seal(area.store, tmp_path, now)
    receiver.behaves = answers(500)
    at, waits = now, []
    for _ in range(MOST_ATTEMPTS):
        sweep(area, at)
        (one,) = everything(area.store, "webhook_delivery")
        if one.not_before is not None:
            waits.append(one.not_before - everything(area.store, "webhook_attempt")[-1].ended_at)
            assert delivery.due(area.store, flow="", now=one.not_before - 2 * SECOND) is None
            at = one.not_before
    assert [round(wait / SECOND) for wait in waits] == [wait // SECOND for wait in WAITS]
    assert one.state == "parked"
    assert one.trouble == {"code": "webhook.answered", "params": {"status": 500}}
    assert len(receiver.taken) == MOST_ATTEMPTS
    assert len(set(receiver.ids)) == 1
    assert len({one.body for one in receiver.taken}) == 1
    assert delivery.due(area.store, flow="", now=at + 9 * WAITS[-1]) is None
    (shown,) = listed(area)
    with area.looking() as desk:
        assert [a.status for a in attempts_of(desk, shown.row.id)] == [500] * MOST_ATTEMPTS
    # An administrator has it sent again, once the receiver is well.
    receiver.behaves = None
    with area.acting(now=at) as desk:
        acts.replay(desk, shown.short)
        with pytest.raises(NoSuchMove):
            acts.replay(desk, shown.short)
    assert sweep(area, at).done == 1
    assert states(area) == ["sent"]


@pytest.mark.parametrize(
    ("behaves", "state", "code"),
    [
        (answers(302, Location="http://127.0.0.1:9/"), "failed", "webhook.redirected"),
        (answers(404), "failed", "webhook.answered"),
        (answers(503), "failed", "webhook.answered"),
        (drops, "uncertain", "webhook.broken_off"),
    ],
)
def test_what_is_not_taken_is_told_apart(
    area: World,
    receiver: Receiver,
    tmp_path: Path,
    now: dt.datetime,
    behaves: Any,
    state: str,
    code: str,
) -> None:
    added(area, receiver.url, "organisation.*")
    add_partner(area, "one")
    seal(area.store, tmp_path, now)
    receiver.behaves = behaves
    swept = sweep(area, now)
    assert swept.counts()[state] == 1
    (one,) = everything(area.store, "webhook_delivery")
    assert (one.state, one.trouble["code"]) == (state, code)
    assert len(receiver.taken) == 1


def test_a_receiver_that_is_gone_ends_its_webhook_and_administrators_hear(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    with area.acting() as desk:
        people.add_person(desk, key="example-ann", name="Ann", address="ann@example.org")
        people.grant(desk, person="example-ann", role="administrator")
    added(area, receiver.url, "organisation.*")
    for key in ("one", "two", "three"):
        add_partner(area, key)
    seal(area.store, tmp_path, now)
    receiver.behaves = answers(410)
    sweep(area, now)
    assert len(receiver.taken) == 1
    (hook,) = everything(area.store, "webhook")
    assert hook.state == "ended"
    assert states(area) == ["parked"] * 3
    assert all(one.row.trouble is not None for one in listed(area))
    (told,) = everything(area.store, "message")
    assert (told.template, told.params["code"]) == ("webhook_stopped", "webhook.ended_gone")
    assert delivery.due(area.store, flow="", now=now + SILENT) is None
    with area.acting() as desk, pytest.raises(Refused):
        acts.test(desk, "H-0001")


def test_whatever_still_waits_for_a_webhook_that_is_ended_is_let_go_and_says_why(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, receiver.url, "organisation.*")
    for key in ("one", "two", "three"):
        add_partner(area, key)
    seal(area.store, tmp_path, now)
    turns = [answers(503), drops, answers(204)]

    def behave(handler: BaseHTTPRequestHandler) -> None:
        turns.pop()(handler)

    receiver.behaves = behave
    sweep(area, now)
    assert states(area) == ["failed", "uncertain", "sent"]
    later = now + dt.timedelta(minutes=1)
    add_partner(area, "four", later)
    seal(area.store, tmp_path, later)
    with area.acting(now=later) as desk:
        gathering.gather(desk, desk.row("webhook", "H-0001").id)
    with area.acting() as desk:
        acts.end(desk, "H-0001", reason="Not wanted any more.")
    assert states(area) == ["parked", "parked", "parked", "sent"]
    whys = [one.row.trouble and one.row.trouble["code"] for one in listed(area)]
    assert whys == ["webhook.is_ended", "webhook.answered", "webhook.broken_off", None]


def test_a_receiver_that_is_silent_for_days_is_paused_and_misses_nothing(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, receiver.url, "organisation.*")
    add_partner(area, "one")
    seal(area.store, tmp_path, now)
    receiver.behaves = answers(500)
    sweep(area, now)
    later = now + SILENT + SECOND
    add_partner(area, "two", later)
    seal(area.store, tmp_path, later)
    sweep(area, later)
    (hook,) = everything(area.store, "webhook")
    assert hook.state == "paused"
    (told,) = everything(area.store, "message")
    assert (told.recipient, told.params["code"]) == ("secretary", "webhook.paused_silent")
    add_partner(area, "three", later)
    seal(area.store, tmp_path, later)
    assert delivery.due(area.store, flow="", now=later + WAITS[-1]) is None
    receiver.behaves, before = None, len(receiver.taken)
    with area.acting(now=later + WAITS[-1]) as desk:
        acts.resume(desk, "H-0001")
    sweep(area, later + WAITS[-1])
    came = {json.loads(one.body)["subject"] for one in receiver.taken[before:]}
    assert came == {"G-0001", "G-0002", "G-0003"}
    assert everything(area.store, "webhook_place")[0].failing_since is None


def test_a_receiver_that_does_not_answer_twice_is_left_alone_and_the_others_are_told(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, "http://127.0.0.1:1/", "organisation.*")
    added(area, receiver.url, "organisation.*")
    for number in range(5):
        add_partner(area, f"p{number}")
    seal(area.store, tmp_path, now)
    swept = delivery.work(area.store, flow="", now=now, through=here())
    assert (swept.done, swept.failed) == (5, 2)
    assert len(everything(area.store, "webhook_attempt")) == 7


def test_whoever_asks_for_time_gets_it(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, receiver.url, "organisation.*")
    add_partner(area, "one")
    seal(area.store, tmp_path, now)
    receiver.behaves = answers(429, Retry_After="3600")
    sweep(area, now)
    (one,) = everything(area.store, "webhook_delivery")
    assert dt.timedelta(hours=1) <= one.not_before - now < dt.timedelta(hours=1, seconds=30)


def test_two_deliverers_at_once_send_each_event_once(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, receiver.url, "organisation.*")
    for number in range(25):
        add_partner(area, f"p{number}")
    seal(area.store, tmp_path, now)
    with ThreadPoolExecutor(3) as pool:
        for at in (now + n * SECOND for n in range(6)):
            one = partial(delivery.work, area.store, flow="", now=at, through=here())
            for done in [pool.submit(one) for _ in range(3)]:
                done.result()
    assert len(receiver.taken) == 25
    assert len(set(receiver.ids)) == 25
    assert set(states(area)) == {"sent"}


class Dies:
    """Sends, and dies before anybody hears of it."""

    def __init__(self) -> None:
        self.sender = here()

    def send(self, parcel: Parcel) -> Answer:
        self.sender.send(parcel)
        raise KeyboardInterrupt


def test_who_dies_between_sending_and_noting_leaves_one_uncertain_attempt(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, receiver.url, "organisation.*")
    for key in ("one", "two", "three"):
        add_partner(area, key)
    seal(area.store, tmp_path, now)
    with pytest.raises(KeyboardInterrupt):
        delivery.work(area.store, flow="", now=now, through=Dies())
    assert len(receiver.taken) == 1
    assert delivery.due(area.store, flow="", now=now + LEASE - SECOND) is None
    later = now + LEASE + SECOND
    sweep(area, later)
    assert set(states(area)) == {"sent"}
    outcomes = [one.outcome for one in everything(area.store, "webhook_attempt")]
    assert sorted(outcomes) == ["sent", "sent", "sent", "uncertain"]
    doubled = len(receiver.ids) - len(set(receiver.ids))
    assert doubled <= outcomes.count("uncertain")
    assert len(set(receiver.ids)) == 3


def test_who_was_taken_over_changes_nothing_any_more(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, receiver.url, "organisation.*")
    add_partner(area, "one")
    seal(area.store, tmp_path, now)

    class Slow:
        def send(self, parcel: Parcel) -> Answer:
            sweep(area, now + LEASE + SECOND)  # somebody else, once the lease is over
            return Answer(Outcome.FAILED)

    delivery.work(area.store, flow="", now=now, through=Slow())
    assert states(area) == ["sent"]
    outcomes = [one.outcome for one in everything(area.store, "webhook_attempt")]
    assert outcomes == ["uncertain", "sent"]


def test_everything_since_an_instant_is_sent_again_and_what_was_before_the_webhook_too(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    hour = dt.timedelta(hours=1)
    add_partner(area, "one", now)
    seal(area.store, tmp_path, now)
    add_partner(area, "two", now + hour)
    seal(area.store, tmp_path, now + hour)
    with area.acting(now=now + 2 * hour) as desk:
        acts.add(desk, address=receiver.url, listens=["organisation.*"])
    add_partner(area, "three", now + 2 * hour)
    seal(area.store, tmp_path, now + 2 * hour)
    at = now + 3 * hour
    sweep(area, at)
    assert [json.loads(one.body)["subject"] for one in receiver.taken] == ["G-0003"]
    with area.acting(now=at) as desk:
        acts.replay_since(desk, "H-0001", since=now + hour)
    sweep(area, at)
    came = [json.loads(one.body)["subject"] for one in receiver.taken]
    assert sorted(came) == ["G-0002", "G-0003", "G-0003"]
    assert len(set(receiver.ids)) == 2
    with area.acting(now=at) as desk, pytest.raises(Refused):
        acts.replay_since(desk, "H-0001", since=at + hour)


def test_both_secrets_sign_for_a_day_after_a_new_one(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    old = added(area, receiver.url, "organisation.*").secret
    with area.acting() as desk:
        given = acts.rotate(desk, "H-0001")
    assert given.secret != old
    for at in (now, now + dt.timedelta(hours=25)):
        add_partner(area, f"p{at:%d}", at)
        seal(area.store, tmp_path, at)
        sweep(area, at)
    both, alone = receiver.taken
    with time_machine.travel(now, tick=False):
        Webhook(old).verify(both.body, both.headers)
        Webhook(given.secret).verify(both.body, both.headers)
    with time_machine.travel(now + dt.timedelta(hours=25), tick=False):
        Webhook(given.secret).verify(alone.body, alone.headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(old).verify(alone.body, alone.headers)


def test_a_trial_is_sent_at_once_even_to_one_that_is_paused(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, receiver.url, "commission.*")
    with area.acting() as desk:
        acts.pause(desk, "H-0001", reason="Moving house.")
        receipt, name = acts.test(desk, "H-0001")
        hook = desk.by_id("webhook", receipt.id)
    ended = delivery.send_one(area.store, name, hook.id, partnership=KEY, now=now, through=here())
    assert ended is not None
    assert ended.became == "sent"
    (one,) = receiver.taken
    assert json.loads(one.body)["type"] == "vires.webhook.tested"
    seal(area.store, tmp_path, now)
    sweep(area, now)
    assert len(receiver.taken) == 1
    # Left to the clock, a trial is sent to a paused one too, and is not sent again by its seal.
    with area.acting() as desk:
        acts.test(desk, "H-0001")
    sweep(area, now)
    with area.acting() as desk:
        acts.resume(desk, "H-0001")
    seal(area.store, tmp_path, now)
    sweep(area, now)
    assert len(receiver.taken) == 2


def test_without_the_key_nothing_is_sent_and_it_is_said_why(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    made = added(area, receiver.url, "organisation.*")
    add_partner(area, "one")
    seal(area.store, tmp_path, now)
    key = tmp_path / "keys" / "webhooks.key"
    assert key.stat().st_mode & 0o077 == 0
    kept = key.read_text()
    key.unlink()
    swept = sweep(area, now)
    assert swept.lines[0]["problem"]["code"] == "webhook.key_missing"
    assert delivery.due(area.store, flow="", now=now + SECOND) is None
    later = now + delivery.KEY_AGAIN + SECOND
    key.write_text("00" * 32)
    key.chmod(0o600)
    assert sweep(area, later).lines[0]["problem"]["code"] == "webhook.key_differs"
    assert receiver.taken == []
    key.write_text(kept)
    assert sweep(area, later + delivery.KEY_AGAIN + SECOND).done == 1
    with time_machine.travel(later + delivery.KEY_AGAIN + SECOND, tick=False):
        Webhook(made.secret).verify(receiver.taken[0].body, receiver.taken[0].headers)


def test_no_secret_lies_in_the_database(area: World, receiver: Receiver, tmp_path: Path) -> None:
    made = added(area, receiver.url)
    with area.acting() as desk:
        again = acts.rotate(desk, "H-0001")
    plain = [one.secret.removeprefix("whsec_") for one in (made, again)]
    with area.store.read() as tx:
        for table in ("webhook", "ledger_entry", "webhook_delivery", "webhook_place"):
            for row in tx.all(text(f"SELECT * FROM {table}")):
                held = " ".join(
                    value.decode() if isinstance(value, bytes) else str(value) for value in row
                )
                assert not any(one in held for one in plain)


def test_only_administrators_keep_webhooks(area: World, receiver: Receiver) -> None:
    with area.acting() as desk:
        people.add_person(desk, key="example-ann", name="Ann", address=None)
        people.grant(desk, person="example-ann", role="secretary")
    added(area, receiver.url)
    with area.acting("example-ann") as desk:
        for act in (
            lambda: acts.add(desk, address=receiver.url, listens=["*"]),
            lambda: acts.pause(desk, "H-0001", reason="No."),
            lambda: acts.rotate(desk, "H-0001"),
            lambda: acts.test(desk, "H-0001"),
            lambda: acts.end(desk, "H-0001", reason="No."),
            lambda: webhooks(desk),
        ):
            with pytest.raises(Refused):
                act()


@pytest.mark.parametrize(
    ("listens", "code"),
    [
        ([], "webhook.listens_to_nothing"),
        (["commission.pausd"], "webhook.event_unknown"),
        (["nothing.*"], "webhook.event_unknown"),
        ([f"x{n}" for n in range(60)], "webhook.listens_to_many"),
    ],
)
def test_what_is_listened_to_has_to_exist(
    area: World, receiver: Receiver, listens: list[str], code: str
) -> None:
    with area.acting() as desk, pytest.raises(Unusable) as wrong:
        acts.add(desk, address=receiver.url, listens=listens)
    assert wrong.value.problems[0].code == code


def test_what_was_recorded_before_is_not_told_though_it_is_sealed_later(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    add_partner(area, "before")
    added(area, receiver.url, "organisation.*")
    add_partner(area, "after")
    seal(area.store, tmp_path, now)
    sweep(area, now)
    assert [json.loads(one.body)["subject"] for one in receiver.taken] == ["G-0002"]


def test_what_was_begun_before_and_recorded_after_is_told(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    """An act gives the time at which its request came, and may wait for its turn to write."""
    add_partner(area, "before", now + SECOND)  # by a clock that is ahead
    added(area, receiver.url, "organisation.*")
    add_partner(area, "late", now - 2 * SECOND)
    add_partner(area, "after")
    seal(area.store, tmp_path, now)
    sweep(area, now)
    came = [json.loads(one.body)["subject"] for one in receiver.taken]
    assert came == ["G-0002", "G-0003"]


def test_what_waited_for_a_seal_is_told_where_it_is_asked_for(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    hour = dt.timedelta(hours=1)
    add_partner(area, "sealed", now - 2 * hour)
    seal(area.store, tmp_path, now)
    add_partner(area, "older", now - 2 * hour)
    add_partner(area, "waiting", now - hour)
    added(area, receiver.url, "organisation.*")
    seal(area.store, tmp_path, now)
    sweep(area, now)
    assert receiver.taken == []
    with area.acting() as desk:
        acts.replay_since(desk, "H-0001", since=now - hour)
    sweep(area, now)
    assert [json.loads(one.body)["subject"] for one in receiver.taken] == ["G-0003"]


@pytest.mark.parametrize("years", [1, -1])
def test_in_an_example_what_is_signed_says_the_real_time(
    area: World, receiver: Receiver, tmp_path: Path, now: dt.datetime, years: int
) -> None:
    """A receiver refuses what seems to come from another day; the event keeps the example's."""
    real = now + dt.timedelta(days=3) - years * dt.timedelta(days=366)
    by = set_going(area.store, ended=now, real=real)
    there = real + by
    made = added(area, receiver.url, "organisation.*")
    add_partner(area, "one", there)
    seal(area.store, tmp_path, there)
    sweep(area, there)
    (one,) = receiver.taken
    with time_machine.travel(real, tick=False):
        event = Webhook(made.secret).verify(one.body, one.headers)
    assert dt.datetime.fromisoformat(event["time"]) == there
    assert states(area) == ["sent"]


KILLED = """
import datetime, os, sys
sys.path.insert(0, sys.argv[1])
from hooks import here
from governance.application.webhooks import delivery
from governance.store.engine import open_store

class Killed:
    def __init__(self):
        self.sent = 0
    def send(self, parcel):
        answer = here().send(parcel)
        self.sent += 1
        if self.sent == 2:
            os.kill(os.getpid(), 9)
        return answer

store = open_store(sys.argv[2])
delivery.work(store, flow="", now=datetime.datetime.fromisoformat(sys.argv[3]), through=Killed())
"""


def test_a_process_killed_after_sending_doubles_no_more_than_is_uncertain(
    area: World, store_url: str, receiver: Receiver, tmp_path: Path, now: dt.datetime
) -> None:
    added(area, receiver.url, "organisation.*")
    for key in ("one", "two", "three"):
        add_partner(area, key)
    seal(area.store, tmp_path, now)
    here_are = str(Path(__file__).parent.parent)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, here_are, store_url, now.isoformat()], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(receiver.taken) == 2
    sweep(area, now + LEASE + dt.timedelta(minutes=1))
    assert states(area) == ["sent"] * 3
    outcomes = [one.outcome for one in everything(area.store, "webhook_attempt")]
    assert sorted(outcomes) == ["sent", "sent", "sent", "uncertain"]
    assert len(receiver.taken) == 4
    assert len(set(receiver.ids)) == 3
