"""Deadlines for the clock, in any number, poured into the tables as a backup would be.

Every commission has three reviews to come. Those of a round wake for their first reminder on
the round's day; they lie evenly all over the register, each on a commission of its own, so that
a larger register is met on as many more pages. All others wake over the months after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

import policies as texts
import world

from bench.databases import Databases, know
from governance.adapters.carriers import Carried, Letter, Outcome
from governance.application.deadlines import rows
from governance.application.desk import Desk, acting
from governance.application.messages import delivery
from governance.application.nightcheck import nightly
from governance.application.rulebook import in_force
from governance.domain.errors import Problem
from governance.store.engine import Store, open_store
from governance.store.statements import inserting
from governance.store.tables import TABLES

NOW = dt.datetime(2025, 1, 6, 9, 30, tzinfo=dt.UTC)
"""When the register is filled: nothing in it is due."""
FLOW = "review_reminders"
EACH = 3
"""Deadlines of a commission."""
POURED = 20_000
LATER = 60
"""Days on which the others wake."""
LONGER = dt.timedelta(days=180)

Row = dict[str, Any]


class Nowhere:
    """Says that every letter went out."""

    name = "console"

    def carry(self, letter: Letter) -> Carried:
        """It went."""
        del letter
        return Carried(Outcome.SENT)

    def confirm(self, reference: str) -> Outcome | None:
        """Nobody asks."""
        raise NotImplementedError(reference)

    def bounced(self, reference: str) -> Problem | None:
        """Nothing comes back."""
        del reference
        return None


@dataclass(frozen=True, slots=True)
class Register:
    """An address where deadlines wait, and the moments at which each round of them is due."""

    url: str
    size: int
    rounds: Sequence[dt.datetime]
    due: int
    """Deadlines due in each round."""


def register(
    databases: Databases,
    *,
    size: int,
    rounds: int,
    due: int,
    before: Callable[[Store], object] = lambda store: world.world(store, NOW),
) -> Register:
    """A register of so many open deadlines, in a partnership that `before` makes."""
    url = databases.fresh()
    store = open_store(url)
    before(store)
    texts.adopt_policy(world.World(store, NOW), texts.policy())
    _leave_nothing_due(store)
    with acting(store, now=NOW, partnership=world.KEY) as desk:
        models = [_model(desk, day) for day in _working_days(NOW.date() + LONGER / 3, rounds)]
        others = [_model(desk, day) for day in _working_days(NOW.date() + LONGER, LATER)]
        pid, commission = desk.pid, _commission(desk)
    pour(store, "commission", pid, _commissions(commission, -(-size // EACH)))
    pour(store, "deadline", pid, _deadlines(models, others, size=size, due=due))
    know(store)
    store.close()
    moments = [model["wake_at"] + dt.timedelta(hours=1) for model in models]
    return Register(url, size, moments, due)


def pour(store: Store, table: str, partnership_id: str, values: Iterable[Row]) -> None:
    """Write rows by the driver's quickest way, some at a time."""
    with store.engine.connect() as connection:
        writing = inserting(TABLES[table], store.engine.dialect)
        driver: Any = connection.connection.driver_connection
        first = {"partnership_id": partnership_id, "version": 1}
        rest = iter(values)
        while bound := [writing.bind(table, {**first, **row}) for row in islice(rest, POURED)]:
            if store.dialect == "sqlite":
                driver.execute("BEGIN IMMEDIATE")
                driver.executemany(writing.text, bound)
                driver.execute("COMMIT")
                continue
            names = ", ".join(name for name, _ in writing.columns)
            with driver.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in bound:
                    copy.write_row(row)


def _leave_nothing_due(store: Store) -> None:
    """Look over the record and send what there is to send, so that only deadlines are left."""
    while nightly.due(store, flow="", now=NOW) is not None:
        nightly.work(store, flow="", now=NOW)
    while delivery.due(store, flow="", now=NOW) is not None:
        delivery.work(store, flow="", now=NOW, carrier=Nowhere())


def row_id(kind: str, number: int) -> str:
    """An identifier in the order of the numbers, as those of time are."""
    return f"01943a00-{kind}-7000-8000-{number:012}"


def _model(desk: Desk, due_day: dt.date) -> Row:
    made = rows.deadline(
        desk, kind="review", subject=("commission", ""), due_day=due_day, owner="lead"
    )
    return dict(made.values)


def _working_days(first: dt.date, wanted: int) -> list[dt.date]:
    days = (first + dt.timedelta(days=n) for n in count())
    found: list[dt.date] = []
    while len(found) < wanted:
        day = next(days)
        if day.weekday() < 5:
            found.append(day)
    return found


def _commission(desk: Desk) -> Row:
    return {
        "title": "Short breaks for disabled children",
        "state": "in_cycle",
        "lead_id": desk.row("person", texts.LEAD).id,
        "end_date": dt.date(2027, 3, 31),
        "framework_key": "four-step",
        "framework_version_id": in_force.must(
            desk, kind="framework", key="four-step", on=desk.today
        ).id,
        "value": 250_000_00,
    }


def _commissions(model: Mapping[str, Any], wanted: int) -> Iterator[Row]:
    for number in range(wanted):
        key = row_id("c000", number)
        yield {**model, "id": key, "group_id": key, "ref": f"C-{number + 100_001}"}


def _deadlines(
    models: Sequence[Row], others: Sequence[Row], *, size: int, due: int
) -> Iterator[Row]:
    wanted = due * len(models)
    apart = size // wanted
    assert apart * len(models) >= EACH, "two of a round would be on one commission"
    for number in range(size):
        place, between = divmod(number, apart)
        of_a_round = between == 0 and place < wanted
        model = models[place % len(models)] if of_a_round else others[number % len(others)]
        yield {
            **model,
            "id": row_id("d000", number),
            "subject_id": row_id("c000", number // EACH),
            "cause": f"round-{number % EACH}",
        }
