"""What tests of messages share: a carrier that remembers, and messages to be carried."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from world import World, empty_world

from governance.adapters.carriers import Carried, Letter, Outcome
from governance.application.change import Change
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from governance.application.messages import delivery
from governance.application.people import acts as people
from governance.application.sweeping import Swept
from governance.domain.errors import Problem
from governance.store.engine import Store
from governance.store.tables import TABLES

WENT = Carried(Outcome.SENT)
DOWN = Carried(Outcome.FAILED, Problem("carrier.console_closed", {"detail": "a test"}))
LOST = Carried(Outcome.UNCERTAIN, Problem("carrier.notify_silent"))
WRONG = Carried(Outcome.REFUSED, Problem("carrier.address_unusable"))


@dataclass
class Recorder:
    """Keeps every letter it was given; `answer` says how an attempt ends.

    What ended as sent or uncertain counts as delivered, as a mail server would have it.
    """

    answer: Callable[[Letter], Carried] = lambda _: WENT
    knows: Callable[[str], Outcome | None] = lambda _: None
    back: Mapping[str, Problem] = field(default_factory=dict)
    name: str = "files"
    delivered: list[Letter] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def carry(self, letter: Letter) -> Carried:
        carried = self.answer(letter)
        if carried.outcome in (Outcome.SENT, Outcome.UNCERTAIN):
            self.delivered.append(letter)
        return carried

    def confirm(self, reference: str) -> Outcome | None:
        self.asked.append(reference)
        return self.knows(reference)

    def bounced(self, reference: str) -> Problem | None:
        return self.back.get(reference)

    @property
    def told(self) -> list[str]:
        """To whom letters were delivered, by the beginning of the address."""
        return [letter.to.partition("@")[0] for letter in self.delivered]


def small_world(store: Store, now: dt.datetime, *keys: str) -> World:
    """A partnership with a secretary and a few people, each with an address."""
    built = empty_world(store, now)
    with built.acting() as desk:
        for key in ("example-secretary", *keys):
            people.add_person(
                desk,
                key=key,
                name=key.title(),
                address=f"{key.removeprefix('example-')}@example.org",
            )
        people.grant(
            desk, person="example-secretary", role="secretary", from_day=dt.date(2024, 1, 1)
        )
    return built


def queue(
    desk: Desk,
    *,
    to: str | None = None,
    recipient: str | None = None,
    template: str = "decision_wanted",
    params: Mapping[str, Any] | None = None,
    subject: tuple[str, str] | None = None,
    prompt_id: str | None = None,
) -> str:
    """A message in the outbox, written with an act on the person it is for, or the first one."""
    person = desk.row("person", to or "example-secretary")
    row = message(
        desk,
        template=template,
        subject=subject or ("person", person.id),
        person_id=person.id if to is not None else None,
        recipient=recipient,
        params=params or {"ref": "R-0001", "title": "A report"},
        prompt_id=prompt_id,
    )
    change = Change(
        kind="person.told", table="person", subject=person, values={}, facts={}, writes=(row,)
    )
    desk.apply(change)
    return str(row.values["id"])


def sweep(store: Store, carrier: Recorder, now: dt.datetime, *, limit: int = 100) -> Swept:
    """Deliver until nothing more is due at that moment."""
    whole = Swept()
    while True:
        whole.take(
            delivery.work(store, flow="deliver_messages", now=now, carrier=carrier, limit=limit)
        )
        if not whole.more:
            return whole


def state(store: Store, message_id: str) -> Any:
    """A message's row."""
    table = TABLES["message"]
    with store.read() as tx:
        return tx.one(select(table).where(table.c.id == message_id))


def everything(store: Store, table: str) -> list[Any]:
    """Every row of a table, in the order of their making."""
    rows = TABLES[table]
    with store.read() as tx:
        return tx.all(select(rows).order_by(rows.c.id))
