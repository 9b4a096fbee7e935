"""Public lists of decisions: pages that follow one another, read by an index."""

import datetime as dt
from typing import Any

import pytest
from growing import grow
from test_messages_waiting import plan
from world import World, empty_world, world

from governance.application.proposals.partners import UNDECIDED
from governance.application.publishing import coming, decisions
from governance.store.engine import Store
from governance.store.tables import TABLES

HERE = {"partnership": "p", "today": dt.date(2025, 3, 1)}
FIRST = {"mark_day": dt.date.min, "mark_ref": ""}


def test_decisions_to_come_and_deciders_are_found_by_an_index(
    quick_store: Store, now: dt.datetime
) -> None:
    empty_world(quick_store, now)
    with quick_store.engine.connect() as connection:
        said = plan(connection, coming._PAGE, **HERE, **FIRST)
        assert said.count("proposal_to_come") == 2 * len(UNDECIDED)
        assert "SCAN proposal" not in said
        assert "RIGHT PART OF ORDER BY" not in said
        said = plan(connection, decisions._DECIDERS, **HERE)
        assert said.count("proposal_decider") == 3
        assert "SCAN proposal" not in said


@pytest.fixture
def made(store: Store, now: Any) -> World:
    return world(store, now)


def written(made: World, **values: Any) -> str:
    """A report with a notice of the forward plan."""
    with made.acting() as desk:
        row = {"partnership_id": desk.pid, "version": 1, "id": desk.new_id()}
        report = {
            **row,
            "ref": desk.next_ref("proposal"),
            "kind": "award",
            "title": "Award",
            "recommendation": "",
            "scheme_key": "example-partnership",
            "group_id": row["id"],
            "author_id": desk.row("person", "example-commissioner").id,
            **values,
        }
        notice = {
            **row,
            "id": desk.new_id(),
            "proposal_id": row["id"],
            "kind": "forward_plan",
            "published_on": desk.today,
            "content": {},
        }
        desk.writer.insert(TABLES["proposal"], report)
        desk.writer.insert(TABLES["notice"], notice)
    return str(report["ref"])


def test_every_decision_to_come_is_on_one_page_and_in_order(made: World) -> None:
    states = ("on_forward_plan", "draft", "before_decider")
    days = (None, dt.date(2025, 9, 1), dt.date(2025, 6, 1))
    for state in states:
        for day in days:
            written(made, state=state, decision_due=day)
    written(made, state="effective", decision_due=days[1], decided_on=days[1])
    with made.looking() as desk:
        partnership = desk.pid
    grow(made.store, partnership, times=4)
    found: list[str] = []
    after = ""
    with made.looking() as desk:
        while True:
            page = coming.coming(desk, after=after)
            found += [row["ref"] for row in page.rows]
            if page.after is None:
                break
            after = page.after
    with made.store.read() as tx:
        table = TABLES["proposal"]
        rows = tx.all(table.select().where(table.c.state != "effective"))
    last = dt.date.max
    in_order = sorted(rows, key=lambda row: (row.decision_due or last, len(row.ref), row.ref))
    assert found == [row.ref for row in in_order]
    assert len(found) == 45


def test_whoever_took_a_published_decision_is_named_once(made: World) -> None:
    day = dt.date(2025, 1, 1)
    given = {"state": "effective", "decided_on": day}
    for decider in ("executive-board", "director", "director", None):
        written(made, **given, decider=decider, published_on=day)
    written(made, **given, decider="cabinet", published_on=None)
    written(made, **given, decider="cabinet", published_on=dt.date(2099, 1, 1))
    written(made, **given, decider="zz-nobody-knows", published_on=day)
    with made.looking() as desk:
        found = decisions.deciders(desk)
        theirs = decisions.decided(desk, decided_by="director")
        everybody = decisions.decided(desk)
        with_words = decisions.decided(desk, words="  AWARD ")
        without = decisions.decided(desk, words="100%_")
    assert (len(with_words.rows), len(without.rows)) == (5, 0)
    assert found.keys() == {"director", "executive-board", "zz-nobody-knows"}
    assert len(theirs.rows) == 2
    assert len(everybody.rows) == 5
