"""Whatever is killed and whenever: no message is lost, and doubled ones were on record.

Every transaction and every letter of a sweep is a point at which the process dies: before it,
or just after. Then the clock goes on, as another process would.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from letters import LOST, WENT, Recorder, everything, queue, small_world, sweep
from world import World

from governance.adapters.carriers import Carried, Letter, Outcome
from governance.application.bodies import acts as bodies
from governance.application.messages import delivery
from governance.application.messages.moving import LEASE
from governance.application.people.preferences import tell
from governance.store.engine import Store, WriteTransaction

FINAL = {"sent", "addressed", "gathered"}


class Killed(BaseException):
    """The process is gone: nothing may catch this."""


class Dying:
    """A store whose process dies at its nth transaction, before it is kept or just after."""

    def __init__(self, store: Store, *, at: int, kept: bool) -> None:
        self.store, self.at, self.kept, self.count = store, at, kept, 0

    def read(self) -> Any:
        return self.store.read()

    @contextmanager
    def write(self) -> Iterator[WriteTransaction]:
        self.count += 1
        with self.store.write() as tx:
            yield tx
            if self.count == self.at and not self.kept:
                raise Killed
        if self.count == self.at:
            raise Killed


def filled(store: Store, now: dt.datetime) -> World:
    """Messages of every kind: to people, to an office, for a digest, one cut off before."""
    world = small_world(store, now, "example-ann", "example-bob", "example-eve")
    with world.acting() as desk:
        bodies.add_office(desk, key="post", title="the Example Post")
        bodies.hold_office(desk, office="post", person="example-ann")
        tell(desk, person="example-bob", digest=True)
        for _ in range(3):
            queue(desk, to="example-eve")
        queue(desk, recipient="post")
        queue(desk, recipient="manager:post")
        for _ in range(3):
            queue(
                desk, to="example-bob", template="step_open", params={"ref": "R", "kind": "clear"}
            )
    return world


def goes_on(store: Store, carrier: Recorder, now: dt.datetime) -> None:
    """Sweep on through the days until nothing waits any more."""
    for hours in range(0, 72, 6):
        sweep(store, carrier, now + LEASE + dt.timedelta(hours=hours))


def nothing_lost(store: Store, carrier: Recorder) -> None:
    rows = everything(store, "message")
    assert {row.state for row in rows} <= FINAL
    copies = Counter(letter.reference for letter in carrier.delivered)
    sent = [row for row in rows if row.state == "sent"]
    assert set(copies) == {row.id for row in sent}
    made = everything(store, "message_attempt")
    assert all(one.outcome is not None for one in made)
    uncertain = Counter(one.message_id for one in made if one.outcome == "uncertain")
    for message_id, number in copies.items():
        assert number - 1 <= uncertain[message_id]
    told = sorted((row.template, row.person_id) for row in sent)
    assert len(told) == 3 + 1 + 1 + 1  # Eve's three, Ann's, the secretary's, Bob's digest
    [digest] = [row for row in sent if row.template == "daily_digest"]
    assert len(digest.params["messages"]) == 3


@pytest.mark.parametrize("kept", [False, True])
def test_it_dies_at_any_transaction(
    store: Store, now: dt.datetime, sqlite_template: bytes, *, kept: bool
) -> None:
    from conftest import memory_store

    points = 0
    for at in range(1, 40):
        fresh = store if at == 1 else memory_store(sqlite_template)
        filled(fresh, now)
        carrier = Recorder()
        dying: Any = Dying(fresh, at=at, kept=kept)
        try:
            sweep(dying, carrier, now)
        except Killed:
            points += 1
        goes_on(fresh, carrier, now)
        nothing_lost(fresh, carrier)
        if fresh is not store:
            fresh.close()
        if dying.count < at:
            break
    assert points == at - 1 >= 8


@pytest.mark.parametrize("out", [False, True])
def test_it_dies_while_a_letter_is_carried(store: Store, now: dt.datetime, *, out: bool) -> None:
    filled(store, now)
    carrier = Recorder()
    for nth in range(1, 6):

        def killed(letter: Letter, left: list[int] = [nth]) -> Carried:  # noqa: B006  # a counter
            left[0] -= 1
            if left[0]:
                return WENT
            if out:
                carrier.delivered.append(letter)
            raise Killed

        carrier.answer = killed
        with suppress(Killed):
            sweep(store, carrier, now + LEASE * nth)
    carrier.answer = Recorder().answer
    goes_on(store, carrier, now + LEASE * 6)
    nothing_lost(store, carrier)
    made = [one.outcome for one in everything(store, "message_attempt")]
    copies = Counter(letter.reference for letter in carrier.delivered)
    assert made.count("uncertain") >= 3
    assert any(number > 1 for number in copies.values()) is out


def test_a_carrier_that_can_be_asked_doubles_nothing(store: Store, now: dt.datetime) -> None:
    filled(store, now)
    turn = iter(range(10_000))
    carrier = Recorder(answer=lambda _: LOST if next(turn) % 2 else WENT)
    carrier.knows = lambda reference: (
        Outcome.SENT if any(x.reference == reference for x in carrier.delivered) else Outcome.FAILED
    )
    goes_on(store, carrier, now)
    nothing_lost(store, carrier)
    assert max(Counter(letter.reference for letter in carrier.delivered).values()) == 1


def test_a_deliverer_that_lost_its_claim_leaves_the_message_to_the_next(
    store: Store, now: dt.datetime
) -> None:
    """The first one stands still with letters in hand while a second one takes over."""
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        for _ in range(5):
            queue(desk, to="example-ann")
    second = Recorder()

    def slow(_: Letter) -> Carried:
        if not second.delivered:
            sweep(store, second, now + LEASE)
        return WENT

    first = Recorder(answer=slow)
    swept = delivery.work(store, flow="", now=now, carrier=first)
    assert swept.done == 1  # the one in hand: the others were gone when their turn came
    copies = Counter(letter.reference for letter in (*first.delivered, *second.delivered))
    assert len(copies) == 5
    made = [one.outcome for one in everything(store, "message_attempt")]
    assert sum(copies.values()) - 5 <= made.count("uncertain") == 1
    assert {row.state for row in everything(store, "message")} == {"sent"}


def test_it_says_so_where_a_letter_was_carried_after_all(store: Store, now: dt.datetime) -> None:
    """The lease ran out, the carrier could not be asked yet, and then the first one came back."""
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        queue(desk, to="example-ann")
    second = Recorder(answer=lambda _: LOST)

    def slow(_: Letter) -> Carried:
        sweep(store, second, now + LEASE)
        return WENT

    delivery.work(store, flow="", now=now, carrier=Recorder(answer=slow))
    [row] = everything(store, "message")
    assert row.state == "sent"
    assert [one.outcome for one in everything(store, "message_attempt")] == ["uncertain"] * 2
