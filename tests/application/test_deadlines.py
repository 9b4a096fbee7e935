"""What people do with deadlines, and what is asked about them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from world import World, empty_world

from governance.application.change import Change
from governance.application.deadlines import acts, effects, tick
from governance.application.deadlines.queries import deadline_named, deadlines
from governance.application.deadlines.rows import deadline
from governance.application.desk import Desk
from governance.domain.errors import GuardRefused, NoSuchMove, Refused, Unusable
from governance.store.engine import Store


@pytest.fixture
def small(store: Store, now: dt.datetime) -> World:
    """An organisation with a deadline for people and one for the clock, due in ten days."""
    world = empty_world(store, now)
    with world.acting() as desk:
        row_id = desk.new_id()
        day = desk.today + dt.timedelta(days=10)
        kinds: tuple[tuple[str, str | None], ...] = (("answer", None), ("bell", "ring"))
        desk.apply(
            Change(
                kind="organisation.added",
                table="organisation",
                subject=None,
                values={
                    "id": row_id,
                    "ref": desk.next_ref("organisation"),
                    "key": "icb",
                    "name": "icb",
                },
                writes=tuple(
                    deadline(
                        desk,
                        kind=kind,
                        subject=("organisation", row_id),
                        due_day=day,
                        effect=effect,
                    )
                    for kind, effect in kinds
                ),
            )
        )
    return world


def due(world: World, name: str) -> dt.date:
    with world.looking() as desk:
        day: dt.date = deadline_named(desk, name).row.due_day
        return day


def test_pausing_keeps_what_remains(small: World) -> None:
    with small.acting() as desk:
        acts.pause(desk, "G-0001/answer", reason="they asked for more time")
    resumed = small.now + dt.timedelta(days=6)
    with small.looking(now=small.now + dt.timedelta(days=40)) as desk:
        assert [v.row.kind for v in deadlines(desk, overdue=True)] == ["bell"]
    with small.acting(now=resumed) as desk:
        acts.resume(desk, "G-0001/answer")
    assert due(small, "G-0001/answer") == small.now.date() + dt.timedelta(days=16)
    with small.looking() as desk:
        row = deadline_named(desk, "icb/answer").row
    assert row.due_at == dt.datetime(2025, 3, 8, tzinfo=dt.UTC)
    assert (row.state, row.paused_at) == ("running", None)
    assert row.working[-1]["resumed"].startswith("2025-02-26")


def test_overdue_is_worked_out_from_the_moment_asked_about(small: World) -> None:
    for days, late in ((9, []), (10, ["answer", "bell"])):
        at = dt.datetime(2025, 2, 20, tzinfo=dt.UTC) + dt.timedelta(days=days)
        with small.looking(now=at) as desk:
            assert [v.row.kind for v in deadlines(desk, overdue=True)] == late


def test_waiving_wants_a_reason_and_is_for_good(small: World) -> None:
    with pytest.raises(GuardRefused) as refused, small.acting() as desk:
        acts.waive(desk, "G-0001/bell", reason=" ")
    assert [r.code for r in refused.value.refusals] == ["lifecycle.reason_missing"]
    with small.acting() as desk:
        assert acts.waive(desk, "G-0001/bell", reason="no longer wanted").kind == "deadline.waived"
    with pytest.raises(NoSuchMove), small.acting() as desk:
        acts.pause(desk, "G-0001/bell", reason="too late")
    with small.looking() as desk:
        assert [v.name for v in deadlines(desk)] == ["G-0001/answer"]
        assert [v.name for v in deadlines(desk, state="waived")] == ["G-0001/bell"]


def test_what_the_clock_brings_about_is_not_let_go(
    small: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call-in window waived would shut the call-in and keep the decision waiting for ever."""
    monkeypatch.setitem(effects.EFFECTS, "ring", "test_deadlines:no_bell")
    with pytest.raises(GuardRefused) as refused, small.acting() as desk:
        acts.waive(desk, "G-0001/bell", reason="in a hurry")
    assert [r.code for r in refused.value.refusals] == ["deadline.would_never_come"]
    late = small.now + dt.timedelta(days=11)
    assert len(tick.tick(small.store, now=late).failed) == 1
    with small.acting(now=late) as desk:
        assert acts.waive(desk, "G-0001/bell", reason="it fails").kind == "deadline.waived"


def no_bell(_desk: Desk, _due: Any) -> None:
    raise Refused.one("lifecycle.reason_missing")


def test_people_meet_their_own_deadlines_and_not_the_clocks(small: World) -> None:
    with small.acting() as desk:
        acts.meet(desk, "G-0001/answer")
    with pytest.raises(GuardRefused) as refused, small.acting() as desk:
        acts.meet(desk, "G-0001/bell")
    assert [r.code for r in refused.value.refusals] == ["deadline.by_the_clock"]


def test_a_name_that_fits_several_deadlines_is_asked_about(small: World) -> None:
    with pytest.raises(Unusable) as unusable, small.looking() as desk:
        deadline_named(desk, "G-0001")
    assert unusable.value.problems[0].params["known"] == ["G-0001/answer", "G-0001/bell"]
    with pytest.raises(Unusable) as unusable, small.looking() as desk:
        deadline_named(desk, "G-0001/anser")
    assert unusable.value.problems[0].params["nearest"] == "G-0001/answer"
