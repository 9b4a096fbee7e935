"""Prompts that somebody else holds just now do not keep a second worker from those after them."""

from __future__ import annotations

import datetime as dt

from policies import a_commission, a_deadline, adopt_policy, policy
from world import world

from governance.application.deadlines.tick import tick, work
from governance.store.engine import open_store
from governance.store.tables import TABLES

DUE = dt.date(2025, 6, 2)
FIRST_REMINDER = dt.datetime(2025, 5, 1, 7, tzinfo=dt.UTC)


def test_what_others_hold_is_left_to_them_and_what_comes_after_is_done(postgres_url: str) -> None:
    """On PostgreSQL: on SQLite whoever writes holds everything."""
    store = open_store(postgres_url)
    built = world(store, dt.datetime(2025, 4, 7, 9, tzinfo=dt.UTC))
    adopt_policy(built, policy())
    commissions = [a_commission(built, f"Short breaks {number}") for number in range(5)]
    for commission in commissions:
        a_deadline(built, commission, DUE)
    held = [commission.id for commission in commissions[:4]]
    with store.write() as somebody:
        pid = commissions[0].partnership_id
        somebody.lock(TABLES["commission"], partnership_id=pid, ids=held)
        swept = work(store, flow="review_reminders", now=FIRST_REMINDER, limit=2)
        assert [line["ref"] for line in swept.lines] == [commissions[4].ref]
        assert swept.more
        assert not work(store, flow="review_reminders", now=FIRST_REMINDER, limit=2).more
    assert len(tick(store, now=FIRST_REMINDER).done) == 4
    store.close()
