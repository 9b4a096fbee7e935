"""A clock that jumps, goes back, crosses both changes of summer time and sleeps over holidays.

The days on which levels fall are worked out here from the calendar's dates alone, and each level
has to be done at the first moment the clock showed that was not before its own.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from typing import Any, Final
from zoneinfo import ZoneInfo

from policies import a_commission, adopt_policy
from sqlalchemy import select
from world import World, world

from governance.application.deadlines.tick import tick
from governance.store.engine import open_store
from governance.store.tables import TABLES
from survival import tally
from survival.town import deadlines_on

LONDON: Final = ZoneInfo("Europe/London")
HOUR: Final = dt.time(8)
HOLIDAYS: Final = frozenset(
    dt.date.fromisoformat(day)
    for day in (
        "2025-04-18",
        "2025-04-21",
        "2025-05-05",
        "2025-05-26",
        "2025-08-25",
        "2025-12-25",
        "2025-12-26",
        "2026-01-01",
    )
)
LEVELS: Final = {
    "before-5-working-days": -5,
    "before-1-working-day": -1,
    "after-1-working-day": 1,
    "after-3-working-days": 3,
}
POLICY: Final = """
vires: escalation/1
key: days
title: Levels around holidays
hour: "08:00"
deadlines:
  review:
    owner: lead
    prompts:
      - {when: 5 working days before, tell: owner}
      - {when: 1 working day before, tell: owner}
      - {when: 1 working day after, tell: owner}
      - {when: 3 working days after, tell: owner}
"""
DUE: Final = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "2025-03-28",
        "2025-03-31",
        "2025-04-16",
        "2025-04-17",
        "2025-04-22",
        "2025-10-24",
        "2025-10-27",
        "2025-12-24",
        "2025-12-29",
        "2026-01-05",
    )
)
SET: Final = dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC)
ASLEEP: Final = (dt.date(2025, 4, 18), dt.date(2025, 12, 25))
"""The first of three days on which nothing runs."""
END: Final = dt.datetime(2026, 1, 20, tzinfo=dt.UTC)


def survive(url: str, *, seed: int = 0, commissions: int = 2) -> str:
    """Show the clock one moment after another; the counts in a line."""
    store = open_store(url)
    built = world(store, SET)
    adopt_policy(built, POLICY)
    for number in range(commissions):
        subject = a_commission(built, f"Example service {number}")
        for due in DUE:
            _deadline_on(built, subject, due)
    shown: list[dt.datetime] = []
    back = 0
    for moment in moments(random.Random(seed)):
        back += bool(shown) and moment < shown[-1]
        shown.append(moment)
        while tick(store, now=moment).more:
            pass
    due_days = {row.id: row.due_day for row in tally.rows(store, "deadline")}
    fired = tally.rows(store, "prompt")
    found = {(row.deadline_id, row.key): (row.wanted_at, row.done_at, row.late) for row in fired}
    assert len(found) == len(fired) == commissions * len(DUE) * len(LEVELS)
    for (deadline, key), (wanted, done, late) in found.items():
        own = moment_of(due_days[deadline], LEVELS[key])
        assert wanted == own
        assert done == next(at for at in shown if at >= own)
        assert late is (_day(done) > _day(own))
    _in_order(store)
    tally.whole(store)
    store.close()
    late_ones = sum(row.late for row in fired)
    return (
        f"{len(shown)} moments, {back} of them back: {len(fired)} prompts fired, 0 twice, 0 lost, "
        f"{late_ones} late and said so"
    )


def _deadline_on(built: World, subject: Any, due: dt.date) -> None:
    deadlines_on(built, subject, 1, now=SET, due=due, cause=f"survival-{due}")


def moments(chance: random.Random) -> Iterator[dt.datetime]:
    """What the clock shows: it runs on, jumps a day, goes back an hour, sleeps on holidays."""
    now = SET
    while now < END:
        yield now
        if chance.random() < 0.15:
            yield now - dt.timedelta(hours=1)
        step = chance.choice((3, 7, 11, 24, 24, 24))
        now += dt.timedelta(hours=step, minutes=chance.choice((0, 0, 1, 59)))
        for first in ASLEEP:
            if first <= _day(now) < first + dt.timedelta(days=3):
                wakes = dt.datetime.combine(first + dt.timedelta(days=3), dt.time(23), LONDON)
                now = wakes.astimezone(dt.UTC)
    yield END


def moment_of(due: dt.date, working_days: int) -> dt.datetime:
    """The hour of the day so many working days from a day."""
    step = dt.timedelta(days=1 if working_days > 0 else -1)
    day, left = due, abs(working_days)
    while left:
        day += step
        left -= day.weekday() < 5 and day not in HOLIDAYS
    return dt.datetime.combine(day, HOUR, LONDON).astimezone(dt.UTC)


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(LONDON).date()


def _in_order(store: Any) -> None:
    """Each subject's prompts stand in its record in the order in which they were due."""
    entry = TABLES["ledger_entry"]
    with store.read() as tx:
        told = tx.all(
            select(entry.c.subject_id, entry.c.body)
            .where(entry.c.kind == "deadline.prompted")
            .order_by(entry.c.subject_id, entry.c.number)
        )
    latest: dict[str, dt.datetime] = {}
    for row in told:
        facts = json.loads(row.body)["facts"]
        wanted = moment_of(dt.date.fromisoformat(facts["due"]), LEVELS[facts["prompt"]])
        assert wanted >= latest.get(row.subject_id, wanted)
        latest[row.subject_id] = wanted
