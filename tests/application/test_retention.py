"""What is due for disposal by which rule, and that disposing takes that and nothing else."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from world import World, empty_world, world

from governance.application.ledger.differing import differences
from governance.application.nightcheck import passing
from governance.application.people import acts
from governance.application.people.leaving import leave
from governance.application.retention.disposing import dispose
from governance.application.retention.due import due
from governance.application.retention.kept import NIGHTLY, RECORD, every_table
from governance.domain.errors import GuardRefused, Refused, Unusable
from governance.domain.retention import RULES, years_after
from governance.store.engine import Store
from governance.store.leading import INSTALLATION
from governance.store.tables import ROWS, TABLES
from governance.store.tables.base import Retention

DAY = dt.timedelta(days=1)


def put(store: Store, table: str, key: str, **values: Any) -> None:
    """A row that no act writes."""
    with store.write() as tx:
        tx.insert(TABLES[table], {"version": 1, "id": key, **values})


def ids(store: Store, table: str) -> set[str]:
    with store.read() as tx:
        return {row.id for row in tx.all(select(TABLES[table].c.id))}


def run(store: Store, key: str, ended: dt.datetime | None, **values: Any) -> None:
    at = ended or dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    state = "running" if ended is None else "done"
    told = {"flow": "seal_ledger", "state": state, "started_by": "clock", "through": "direct"}
    moments = {"process": "here", "started_at": at, "beat_at": at, "ended_at": ended}
    put(store, "flow_run", key, partnership_id=INSTALLATION, counts={}, **told, **moments, **values)


def message(
    built: World, key: str, settled: dt.datetime | None, *, origin: str | None, state: str = "sent"
) -> None:
    """A message, and the attempt that carried it."""
    with built.looking() as desk:
        here = {"partnership_id": desk.pid}
    at = settled or dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    told = {"template": "overdue", "subject_table": "person", "subject_id": "x", "params": {}}
    moments = {"created_at": at, "not_before": None, "settled_at": settled}
    put(built.store, "message", key, **here, **told, **moments, state=state, origin_id=origin)
    put(
        built.store,
        "message_attempt",
        f"try-{key}",
        **here,
        message_id=key,
        number=1,
        carrier="files",
        reference=key,
        began_at=at,
        ended_at=settled,
        outcome="sent",
    )


def test_rows_past_two_years_are_due_and_go_when_somebody_says_so(
    store: Store, now: dt.datetime
) -> None:
    built = empty_world(store, now)
    past, kept = now.replace(year=now.year - 2), now.replace(year=now.year - 2) + DAY
    run(store, "run-past", past)
    run(store, "run-kept", kept)
    run(store, "run-open", None)
    message(built, "of-an-act", past, origin=None)
    message(built, "copy", past, origin="of-an-act")
    message(built, "copy-of-copy", past, origin="copy")
    message(built, "told-of-it", past, origin="of-an-act")
    message(built, "still-tells-of-it", kept, origin="told-of-it")
    message(built, "given-up", past, origin="of-an-act", state="parked")
    with built.looking() as desk:
        found = due(desk)
        tomorrow = due(desk, on=desk.today + DAY)
    assert [(one.ref, one.rows) for one in found] == [("runs", 1), ("attempts", 5), ("copies", 1)]
    assert {(one.rule.name, one.since, one.due_on) for one in found} == {
        ("2 years", past.date(), now.date())
    }
    assert [one.rows for one in tomorrow] == [2, 6, 2]
    assert ids(store, "flow_run") == {"run-past", "run-kept", "run-open"}  # listing takes nothing

    with built.acting() as desk:
        done = dispose(desk, ["runs", "copies", "attempts"], reason="yearly")
    assert [(name, rows) for name, rows, _ in done] == [("runs", 1), ("copies", 2), ("attempts", 3)]
    assert ids(store, "flow_run") == {"run-kept", "run-open"}
    assert ids(store, "message") == {
        "of-an-act",
        "told-of-it",
        "still-tells-of-it",
        "given-up",
    }
    assert ids(store, "message_attempt") == {"try-still-tells-of-it"}
    with store.read() as tx:
        entry = TABLES["ledger_entry"]
        where = entry.c.kind == "partnership.disposed"
        facts = [json.loads(row.body)["facts"] for row in tx.all(select(entry.c.body).where(where))]
    assert {"disposed": "copies", "rows": 2, "reason": "yearly"}.items() <= facts[1].items()
    with built.acting() as desk, pytest.raises(Refused) as caught:
        dispose(desk, ["runs"], reason="yearly")
    assert caught.value.refusals[0].code == "retention.not_due"


def test_a_person_is_due_six_years_after_they_left_and_disposed_of_by_erasing(
    quick_store: Store, now: dt.datetime
) -> None:
    built = empty_world(quick_store, now)
    with built.acting() as desk:
        for key in ("example-sam", "example-kim"):
            acts.add_person(desk, key=key, name=f"{key} by name")
        leave(desk, person="example-sam")
    day = years_after(now.date(), 6)
    with built.looking() as desk:
        assert due(desk, on=day - DAY) == []
        (one,) = due(desk, on=day)
    assert (one.ref, one.due_on, one.rule.name) == ("P-0001", day, "while in office")
    with built.acting() as desk, pytest.raises(Refused) as caught:
        dispose(desk, ["P-0001"], reason="yearly")
    assert caught.value.refusals[0].code == "people.erase_early"
    with built.acting(now=now.replace(year=now.year + 6)) as desk:
        ((ref, rows, receipt),) = dispose(desk, ["P-0001", "P-0001"], reason="yearly")
        assert (ref, rows, receipt.kind) == ("P-0001", 1, "person.erased")
        assert due(desk) == []
    assert differences(quick_store) == ()


def test_nothing_is_disposed_of_where_one_thing_cannot_be(
    quick_store: Store, now: dt.datetime
) -> None:
    built = empty_world(quick_store, now)
    run(quick_store, "run-past", now.replace(year=now.year - 3))
    for refs, reason, code in (
        (["runs", "rnus"], "yearly", "retention.unknown"),
        (["runs", "jobs"], "yearly", "retention.not_due"),
        (["runs"], " ", "name.reason_missing"),
        ([], "yearly", "retention.nothing_named"),
    ):
        with pytest.raises((Refused, Unusable)) as caught, built.acting() as desk:
            dispose(desk, refs, reason=reason)
        error = caught.value
        found = getattr(error, "refusals", ()) or getattr(error, "problems", ())
        assert [one.code for one in found] == [code]
    assert ids(quick_store, "flow_run") == {"run-past"}


def test_only_administrators_see_and_dispose_and_what_is_of_all_is_the_operators(
    quick_store: Store, now: dt.datetime
) -> None:
    built = world(quick_store, now)
    run(quick_store, "run-past", now.replace(year=now.year - 3))
    with built.looking("example-secretary") as desk:
        assert [one.ref for one in due(desk)] == ["runs"]
    with pytest.raises(GuardRefused), built.looking("example-director") as desk:
        due(desk)
    with pytest.raises(GuardRefused), built.acting("example-director") as desk:
        dispose(desk, ["runs"], reason="yearly")
    acts.create_partnership(quick_store, key="example-other", name="Another Example", now=now)
    with built.looking("example-secretary") as desk:
        assert due(desk) == []
    with built.looking() as desk:
        assert [one.ref for one in due(desk)] == ["runs"]


def test_every_class_has_a_rule_and_every_table_is_said() -> None:
    assert set(RULES) == {one.value for one in Retention}
    assert {one.table for one in every_table()} == set(ROWS)
    permanent = {one.becomes for one in every_table() if one.rule.for_ever}
    assert permanent == {RECORD}


def test_what_goes_by_itself_is_of_the_class_that_lasts_days(
    quick_store: Store, now: dt.datetime
) -> None:
    nightly = {one.table for one in every_table() if one.becomes == NIGHTLY}
    assert nightly | {"unsealed_entry"} == {
        table for table, row in ROWS.items() if row.retention is Retention.DAYS
    }
    put(quick_store, "done_form", "old", partnership_id=INSTALLATION, made_at=now - 31 * DAY)
    run(quick_store, "run-past", now.replace(year=now.year - 3))
    swept = passing.delete(quick_store, after=None, now=now, limit=100)
    assert swept.looked == 1
    assert ids(quick_store, "done_form") == set()
    assert ids(quick_store, "flow_run") == {"run-past"}


@given(st.dates(dt.date(1990, 1, 1), dt.date(2150, 1, 1)), st.sampled_from(sorted(RULES)))
def test_the_last_day_that_is_due_is_due_and_the_next_is_not(today: dt.date, name: str) -> None:
    rule = RULES[name]
    if rule.for_ever:
        return
    last = rule.before(today)
    assert rule.due_on(last) <= today < rule.due_on(last + DAY)
