"""What is sent next: the oldest first, found by an index however much else there is."""

import datetime as dt
import re
from typing import Any

import pytest
from letters import DOWN, Recorder, everything, queue, small_world, state, sweep
from sqlalchemy import Connection

from governance.adapters.carriers import Carried, Letter, Outcome
from governance.application.messages import acts, bounces, delivery, gathering
from governance.application.messages.times import DIGEST
from governance.application.people.preferences import tell
from governance.store.engine import Store
from governance.store.statements import prepared

MINUTE = dt.timedelta(minutes=1)
WAITING = ("queued", "failed", "uncertain")
REPORTED = {"ref": "W-0001", "title": "A review", "commission": "C-0001"}


MANY = """
INSERT INTO message SELECT (jsonb_populate_record(NULL::message, to_jsonb(one) || jsonb_build_object(
  'id', 'made-' || place,
  'person_id', 'person-' || place % 500,
  'state', CASE WHEN place % 100 = 0 THEN 'queued' ELSE 'sent' END,
  'not_before', one.not_before + place * interval '1 minute'))).*
FROM (SELECT * FROM message LIMIT 1) AS one, generate_series(1, 20000) AS place
"""


def plan(connection: Connection, statement: Any, **values: Any) -> str:
    """How the database would answer; PostgreSQL with so many messages that it matters.

    What it makes of an empty table depends on what other tests left in its statistics, and of
    a full one on a sample of it: it sorts here only what no index has in order.
    """
    dialect = connection.dialect
    found = prepared(statement, dialect)
    driver: Any = connection.connection.driver_connection
    if dialect.name == "sqlite":
        rows = driver.execute(f"EXPLAIN QUERY PLAN {found.text}", found.bind(values)).fetchall()
        return "\n".join(row[-1] for row in rows)
    with driver.transaction(force_rollback=True):
        driver.execute("SET LOCAL session_replication_role = replica")
        driver.execute(MANY)
        driver.execute("ANALYZE message")
        driver.execute("SET LOCAL enable_sort = off")
        rows = driver.execute(f"EXPLAIN {found.text}", found.bind(values)).fetchall()
    return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize(
    ("statement", "index", "times", "values"),
    [
        (delivery._WAITING, "message_next", 3, {"most": 10}),
        (bounces._TO_ASK, "message_next", 1, {"most": 20, "since": None}),
        (gathering._WAITING, "message_person", 1, {"partnership": "p", "person": "x"}),
    ],
    ids=["waiting", "sent", "for a digest"],
)
def test_nothing_else_is_read(
    store: Store, now: dt.datetime, statement: Any, index: str, times: int, values: dict[str, Any]
) -> None:
    given = {**values, **({"since": now - MINUTE} if "since" in values else {})}
    given |= {"now": now} if index == "message_next" else {}
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        queue(desk, to="example-ann")
    with store.engine.connect() as connection:
        said = plan(connection, statement, **given)
    assert said.count(index) == times
    assert "SCAN message" not in said
    if index == "message_next":
        sorts = re.findall(r"Sort  \(|SEARCH message.*\n.*ORDER BY", said)
        assert sorts == [], "the index has them in order already"


def test_whatever_waits_says_from_when(store: Store, now: dt.datetime) -> None:
    """Made with an act, for each of a body's people, as a digest, in place of a person, again."""
    world = small_world(store, now, "example-ann", "example-ben")
    with world.acting() as desk:
        tell(desk, person="example-ben", digest=True)
        refused = queue(desk, to="example-ann")
        queue(desk, to="example-ben", template="review_reported", params=REPORTED)
        queue(desk, recipient="secretary")
    carrier = Recorder(answer=lambda _: DOWN)
    seen = set()
    for hour in range(40):
        sweep(store, carrier, now + hour * 60 * MINUTE)
        seen |= {(row.template, row.state) for row in everything(store, "message")}
        waiting = [row for row in everything(store, "message") if row.state in WAITING]
        assert [row for row in waiting if row.not_before is None] == []
    assert {("decision_wanted", "failed"), (DIGEST, "failed")} <= seen
    assert state(store, refused).state == "parked"
    with world.acting() as desk:
        acts.retry(desk, refused)
    assert state(store, refused).not_before == now


def test_the_oldest_goes_first_whatever_became_of_it(store: Store, now: dt.datetime) -> None:
    world = small_world(store, now, "example-ann")
    sent: list[str] = []

    def answer(letter: Letter) -> Carried:
        sent.append(letter.reference)
        return DOWN if len(sent) == 1 else Carried(Outcome.SENT)

    made = []
    for minutes in (0, 2, -5):
        with world.acting(now=now + minutes * MINUTE) as desk:
            made.append(queue(desk, to="example-ann"))
        if minutes == 0:
            sweep(store, Recorder(answer=answer), now)
    assert delivery.due(store, flow="", now=now + 3 * MINUTE) == now - 5 * MINUTE
    for _ in range(3):
        delivery.work(
            store, flow="", now=now + 3 * MINUTE, limit=1, carrier=Recorder(answer=answer)
        )
    first, second, third = made
    assert sent == [first, third, first, second], "by when each could be sent"
