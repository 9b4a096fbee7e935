"""The partnership's record, page by page: nothing twice, nothing left out, filters that hold."""

import datetime as dt
from typing import Any

import pytest
from example_year import IN_ONE_WORKER, ExampleYear

from governance.application.desk import looking
from governance.application.ledger.listing import MOST, entries
from governance.domain.errors import Unusable
from governance.store.engine import open_store

pytestmark = IN_ONE_WORKER
AFTER = dt.datetime(2027, 4, 1, 9, tzinfo=dt.UTC)


def test_the_pages_hold_every_entry_once_the_latest_first(example_year: ExampleYear) -> None:
    store = open_store(example_year.url)
    with looking(store, now=AFTER) as desk:
        seen: list[Any] = []
        after = ""
        while True:
            page = entries(desk, after=after)
            assert len(page.entries) <= MOST
            seen += page.entries
            if page.after is None:
                break
            after = page.after
        first = entries(desk, since=dt.date(2025, 4, 29), until=dt.date(2025, 4, 29)).entries
    store.close()
    assert len(seen) == example_year.year.ledger["entries"]
    assert len({one.entry.hash for one in seen}) == len(seen)
    days = [one.entry.at for one in seen]
    assert days == sorted(days, reverse=True)
    assert (
        first
        == tuple(one for one in seen if one.entry.at.date() == dt.date(2025, 4, 29))[: len(first)]
    )
    assert len(first) > 5


def test_filters_hold_together(example_year: ExampleYear) -> None:
    store = open_store(example_year.url)
    with looking(store, now=AFTER) as desk:
        found = entries(desk, actor="clock", table="review").entries
        nobody = entries(desk, actor="nobody-at-all").entries
        with pytest.raises(Unusable, match="kind_unknown"):
            entries(desk, table="nothing")
        with pytest.raises(Unusable, match="page_unknown"):
            entries(desk, after="nothing")
    store.close()
    assert found
    assert {(one.table, one.entry.actor) for one in found} == {("review", "clock")}
    assert all(one.ref.startswith("W-") for one in found)
    assert nobody == ()
