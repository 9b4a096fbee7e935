"""The clock: what is due is done once, in order, and a broken effect stops nobody else."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from sqlalchemy import bindparam, select
from world import World, empty_world

from governance.application.change import Change, Insert, Receipt
from governance.application.deadlines import effects as brought_about
from governance.application.deadlines.effects import EFFECTS, effect_named
from governance.application.deadlines.rows import deadline
from governance.application.deadlines.tick import tick
from governance.application.desk import Desk
from governance.domain.errors import Refused
from governance.store import ledger
from governance.store.engine import Store
from governance.store.tables import TABLES

_ENTRIES = (
    select(TABLES["ledger_entry"].c.kind, TABLES["ledger_entry"].c.actor)
    .where(TABLES["ledger_entry"].c.subject_id == bindparam("subject"))
    .order_by(TABLES["ledger_entry"].c.number)
)
_DEADLINES = select(TABLES["deadline"]).order_by(TABLES["deadline"].c.id)

_ran: list[str] = []


def ring(desk: Desk, due: Any) -> list[Receipt]:
    """An effect that leaves an entry on its subject."""
    subject = desk.by_id(due.subject_table, due.subject_id)
    _ran.append(due.cause)
    facts = {"cause": due.cause, "by": desk.actor.name}
    return [
        desk.apply(
            Change(kind="bell.rung", table="organisation", subject=subject, values={}, facts=facts)
        )
    ]


def nothing(_desk: Desk, due: Any) -> None:
    _ran.append(due.cause)


def refuse(_desk: Desk, due: Any) -> None:
    _ran.append(due.cause)
    raise Refused.one("name.reason_missing")


def crash(desk: Desk, due: Any) -> None:
    ring(desk, due)
    raise RuntimeError("a wire came loose")


@pytest.fixture(autouse=True)
def effects(monkeypatch: pytest.MonkeyPatch) -> None:
    _ran.clear()
    here = {f.__name__: f"{__name__}:{f.__name__}" for f in (ring, nothing, refuse, crash)}
    monkeypatch.setattr(brought_about, "EFFECTS", {**EFFECTS, **here})


@pytest.fixture
def small(store: Store, now: dt.datetime) -> World:
    return empty_world(store, now)


def organisation(world: World, key: str, *rows: tuple[str, str | None, int]) -> str:
    """An organisation with deadlines: cause, effect, and days from today on which each is due."""
    with world.acting() as desk:
        row_id = desk.new_id()
        writes: list[Insert] = [
            deadline(
                desk,
                kind="bell",
                cause=cause,
                subject=("organisation", row_id),
                due_day=desk.today + dt.timedelta(days=days),
                effect=effect,
            )
            for cause, effect, days in rows
        ]
        values = {"id": row_id, "ref": desk.next_ref("organisation"), "key": key, "name": key}
        desk.apply(
            Change(
                kind="organisation.added",
                table="organisation",
                subject=None,
                values=values,
                writes=tuple(writes),
            )
        )
    return row_id


def states(store: Store) -> dict[str, str]:
    with store.read() as tx:
        return {row.cause: row.state for row in tx.all(_DEADLINES)}


def entries(store: Store, subject: str) -> list[tuple[str, str]]:
    with store.read() as tx:
        return [(row.kind, row.actor) for row in tx.all(_ENTRIES, subject=subject)]


def later(now: dt.datetime, days: int) -> dt.datetime:
    return now + dt.timedelta(days=days)


def test_what_is_due_is_done_and_what_is_not_waits(small: World) -> None:
    subject = organisation(small, "a", ("first", "ring", 1), ("far", "ring", 30))
    assert tick(small.store, now=small.now).done == []
    report = tick(small.store, now=later(small.now, 1))
    assert [(d.ref, d.kind, d.effect) for d in report.done] == [("G-0001", "bell", "ring")]
    assert [r.kind for r in report.done[0].receipts] == ["bell.rung", "deadline.met"]
    assert states(small.store) == {"first": "met", "far": "running"}
    assert entries(small.store, subject) == [
        ("organisation.added", "operator"),
        ("bell.rung", "clock"),
        ("deadline.met", "clock"),
    ]


def test_it_is_done_once_however_often_the_clock_ticks(small: World) -> None:
    organisation(small, "a", ("once", "ring", 0))
    for _ in range(3):
        tick(small.store, now=later(small.now, 1))
    assert _ran == ["once"]


def test_a_deadline_is_due_when_its_day_begins_for_the_partnership(small: World) -> None:
    organisation(small, "a", ("june", "ring", 120))
    day = (small.now + dt.timedelta(days=120)).date()
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC) - dt.timedelta(hours=1)
    assert tick(small.store, now=midnight - dt.timedelta(seconds=1)).done == []
    assert len(tick(small.store, now=midnight).done) == 1


def test_deadlines_for_people_stay(small: World) -> None:
    organisation(small, "a", ("people", None, 0))
    assert tick(small.store, now=later(small.now, 99)).done == []
    assert states(small.store) == {"people": "running"}


def test_within_a_subject_they_are_done_in_the_order_of_their_days(small: World) -> None:
    organisation(small, "a", ("third", "ring", 9), ("first", "ring", 1), ("second", "nothing", 5))
    tick(small.store, now=later(small.now, 30))
    assert _ran == ["first", "second", "third"]


def test_a_failing_effect_keeps_its_trouble_and_stops_nobody_else(small: World) -> None:
    broken = organisation(small, "a", ("fails", "refuse", 1), ("behind", "ring", 2))
    organisation(small, "b", ("fine", "ring", 3))
    report = tick(small.store, now=later(small.now, 5))
    assert [p.code for f in report.failed for p in f.problems] == ["name.reason_missing"]
    assert _ran == ["fails", "fine"]
    assert states(small.store) == {"fails": "running", "behind": "running", "fine": "met"}
    with small.store.read() as tx:
        trouble = {row.cause: row.trouble for row in tx.all(_DEADLINES)}
    assert trouble["fails"] == {"code": "name.reason_missing", "params": {}, "times": 1}
    tick(small.store, now=later(small.now, 6))
    assert [kind for kind, _ in entries(small.store, broken)] == [
        "organisation.added",
        "deadline.failed",
    ], "the same trouble is said once"


def test_what_a_crashing_effect_wrote_is_undone(small: World) -> None:
    subject = organisation(small, "a", ("crash", "crash", 0))
    report = tick(small.store, now=later(small.now, 1))
    assert report.failed[0].problems[0].params == {"detail": "RuntimeError"}
    assert [kind for kind, _ in entries(small.store, subject)] == [
        "organisation.added",
        "deadline.failed",
    ]
    with small.store.read() as tx:
        kept = str([*tx.all(_DEADLINES), *tx.all(select(TABLES["ledger_entry"]))])
    assert "'detail': 'RuntimeError'" in kept
    assert "a wire came loose" not in kept, "it could name somebody, and the record is for good"


def test_trouble_goes_once_the_effect_works(small: World, monkeypatch: pytest.MonkeyPatch) -> None:
    organisation(small, "a", ("mended", "refuse", 0))
    tick(small.store, now=later(small.now, 1))
    monkeypatch.setitem(brought_about.EFFECTS, "refuse", f"{__name__}:nothing")
    assert tick(small.store, now=later(small.now, 1)).done == [], "it waits a minute"
    assert len(tick(small.store, now=later(small.now, 1), again=True).done) == 1
    with small.store.read() as tx:
        assert [(row.state, row.trouble) for row in tx.all(_DEADLINES)] == [("met", None)]


def test_an_effect_nobody_provides_is_said(small: World) -> None:
    organisation(small, "a", ("odd", "rign", 0))
    problem = tick(small.store, now=later(small.now, 1)).failed[0].problems[0]
    assert (problem.code, problem.params["nearest"]) == ("deadline.effect_unknown", "ring")


def test_a_tick_stops_at_its_limit_and_says_so(small: World) -> None:
    for number in range(5):
        organisation(small, f"o{number}", (f"d{number}", "nothing", 0))
    at = later(small.now, 1)
    first = tick(small.store, now=at, limit=3)
    assert (len(first.done), first.more) == (3, True)
    rest = tick(small.store, now=at, limit=3)
    assert (len(rest.done), rest.more) == (2, False)


def test_troubled_ones_do_not_starve_the_others(small: World) -> None:
    for number in range(3):
        organisation(small, f"bad{number}", (f"bad{number}", "refuse", 0))
    at = later(small.now, 5)
    tick(small.store, now=at)
    organisation(small, "good", ("good", "ring", 4))
    assert [d.kind for d in tick(small.store, now=at, limit=1).done] == ["bell"]
    assert states(small.store)["good"] == "met"


def test_many_clocks_at_once_do_each_thing_once(small: World) -> None:
    for number in range(12):
        organisation(small, f"o{number}", (f"{number}-1", "ring", 0), (f"{number}-2", "ring", 1))
    at = later(small.now, 2)
    trouble: list[BaseException] = []

    def run() -> None:
        try:
            tick(small.store, now=at)
        except BaseException as error:  # noqa: BLE001  # told to the test
            trouble.append(error)

    clocks = [threading.Thread(target=run) for _ in range(4)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    assert trouble == []
    assert set(states(small.store).values()) == {"met"}
    with small.store.read() as tx:
        rung = tx.all(_ALL_RUNG)
        assert ledger.verify(tx).ok
    assert len(rung) == 24


_ALL_RUNG = select(TABLES["ledger_entry"].c.id).where(TABLES["ledger_entry"].c.kind == "bell.rung")


@pytest.mark.parametrize("name", sorted(EFFECTS))
def test_every_effect_names_a_function(name: str) -> None:
    assert callable(effect_named(name))
    assert EFFECTS[name].startswith("governance.application.")
