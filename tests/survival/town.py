"""A partnership with much to do: deadlines with four levels each, and reports to be decided.

Everything is set in January, and at `MORNING` in March every level of every deadline is due.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from bench.ready import FIRST, with_officer
from policies import a_commission, adopt_policy
from world import World

from governance.application.change import Change
from governance.application.deadlines.rows import deadline
from governance.application.meetings import acts as meetings
from governance.store.engine import Store

MORNING: Final = dt.datetime(2025, 3, 3, 10, tzinfo=dt.UTC)
"""A Monday on which everything is late."""
DUE: Final = dt.date(2025, 2, 3)
BLOCK: Final = ("gate", "extend")

POLICY: Final = """
vires: escalation/1
key: survival
title: Levels for what must survive
deadlines:
  review:
    owner: lead
    prompts:
      - {when: 5 working days before, tell: owner}
      - {when: 1 working day after, tell: [owner, owner's manager]}
      - {when: 5 working days after, tell: executive-board, propose item: executive-board}
      - when: 10 working days after
        tell: [owner, director]
        exception: yes
        block: [gate, extend]
        trigger: unbroken-missed-reviews
"""
TOLD: Final = {
    "before-5-working-days": 1,
    "after-1-working-day": 2,
    "after-5-working-days": 0,
    "after-10-working-days": 2,
}
"""How many messages each level queues; a body is told by its exception report instead."""

REMIND: Final = """
vires: escalation/1
key: survival
title: One reminder
deadlines:
  review:
    owner: lead
    prompts:
      - {when: 1 working day after, tell: owner}
"""


def town(store: Store, *, commissions: int, reports: int) -> tuple[str, ...]:
    """Commissions with a missed review each, and reports on the Director's desk: their refs."""
    refs = with_officer(store, reports).refs
    built = World(store, FIRST)
    adopt_policy(built, POLICY)
    with built.acting() as desk:
        meetings.plan(desk, body="executive-board", on=dt.date(2025, 9, 1), starts=dt.time(10))
    missed_reviews(store, commissions)
    return refs


def missed_reviews(store: Store, number: int) -> None:
    """Commissions whose review was missed, one each."""
    built = World(store, FIRST)
    for place in range(number):
        subject = a_commission(built, f"Example service {place}")
        deadlines_on(built, subject, 1, now=FIRST, due=DUE)


def reminders(store: Store, *, number: int, commissions: int) -> None:
    """As many deadlines as said, with one reminder each, spread over some commissions."""
    with_officer(store, 0)
    built = World(store, FIRST)
    adopt_policy(built, REMIND)
    for place in range(commissions):
        subject = a_commission(built, f"Example service {place}")
        share = number // commissions + (place < number % commissions)
        deadlines_on(built, subject, share, now=FIRST, due=DUE)


def deadlines_on(
    built: World,
    subject: Any,
    number: int,
    *,
    now: dt.datetime,
    due: dt.date,
    cause: str = "survival",
) -> None:
    """Reviews of a commission that are all due on one day."""
    with built.acting(now=now) as desk:
        writes = tuple(
            deadline(
                desk,
                kind="review",
                cause=f"{cause}-{nth}",
                subject=("commission", subject.id),
                due_day=due,
                owner="lead",
            )
            for nth in range(number)
        )
        row = desk.row("commission", subject.ref)
        desk.apply(
            Change(kind="deadline.set", table="commission", subject=row, values={}, writes=writes)
        )
