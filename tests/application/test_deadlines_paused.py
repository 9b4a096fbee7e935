"""A pause keeps what remains: nothing that was still to come is lost, and nothing is made up."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from policies import SECRETARY, a_commission, a_deadline, adopt_policy, policy, rows
from world import World, world

from governance.application.deadlines import acts
from governance.application.deadlines.queries import deadline_named, deadlines, prompts
from governance.application.deadlines.tick import tick
from governance.store.engine import Store
from statemachines.deadline import DEADLINE

RECESS = """
vires: calendar/1
key: recesses
title: Recesses of the council
jurisdiction: england-and-wales
periods:
  - {kind: recess, name: Summer recess 2026, from: 2026-07-27, to: 2026-08-31}
"""


def at(text: str) -> dt.datetime:
    """A moment in London."""
    local = dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London"))
    return local.astimezone(dt.UTC)


@pytest.fixture
def built(store: Store) -> World:
    """The example partnership with a policy that waits in recess, in June 2026."""
    made = world(store, at("2026-06-08T09:00"))
    adopt_policy(made, policy().replace("owner: lead", "owner: lead\n    wait in: recess"))
    adopt_policy(made, RECESS)
    return made


def paused(built: World, due: str, *, stop: str, go_on: str) -> str:
    """A review's deadline that stood still for a time; what commands call it."""
    commission = a_commission(built)
    a_deadline(built, commission, dt.date.fromisoformat(due))
    name = f"{commission.ref}/review"
    with built.acting(SECRETARY, now=at(stop)) as desk:
        acts.pause(desk, name, reason="The provider changes hands.")
    with built.acting(SECRETARY, now=at(go_on)) as desk:
        acts.resume(desk, name)
    return name


def states(built: World, name: str, *, now: str) -> dict[str, tuple[str, bool]]:
    with built.looking(now=at(now)) as desk:
        return {one.key: (one.state, one.late) for one in prompts(desk, deadline_named(desk, name))}


def fired(built: World, now: str) -> list[tuple[str | None, bool]]:
    return [(one.prompt, one.late) for one in tick(built.store, now=at(now)).done]


def test_a_level_that_came_up_in_a_short_pause_comes_when_the_clock_runs_on(built: World) -> None:
    name = paused(built, "2026-12-01", stop="2026-11-03T07:20", go_on="2026-11-03T08:20")
    assert states(built, name, now="2026-11-03T08:21")["before-20-working-days"][0] == "to_come"
    assert fired(built, "2026-11-03T08:25") == [("before-20-working-days", False)]
    assert fired(built, "2026-11-03T08:30") == []


def test_a_level_whose_new_day_lies_in_the_pause_comes_late_and_says_so(built: World) -> None:
    name = paused(built, "2026-12-01", stop="2026-11-02T10:00", go_on="2026-12-14T10:00")
    assert fired(built, "2026-12-14T10:05") == [("before-20-working-days", True)]
    [prompt] = rows(built, "prompt")
    assert prompt.wanted_at == at("2026-12-04T08:00"), "the office is shut after Christmas"
    assert states(built, name, now="2026-12-15T10:00")["before-5-working-days"][0] == "to_come"


def test_levels_that_recess_puts_before_the_resumption_come_all_the_same(built: World) -> None:
    paused(built, "2026-08-14", stop="2026-07-10T09:00", go_on="2026-07-24T10:00")
    assert fired(built, "2026-07-24T10:05") == [
        ("before-20-working-days", False),
        ("before-5-working-days", False),
    ]


def test_what_had_passed_before_the_pause_stays_passed_over(built: World) -> None:
    name = paused(built, "2026-06-24", stop="2026-06-10T10:00", go_on="2026-06-12T10:00")
    assert fired(built, "2026-06-12T10:05") == [("before-20-working-days", True)]
    assert rows(built, "prompt")[0].wanted_at == built.now, "the day the deadline was set"
    other = paused(built, "2026-06-10", stop="2026-06-08T10:00", go_on="2026-06-09T10:00")
    assert states(built, other, now="2026-06-09T10:01")["before-20-working-days"][0] == (
        "passed_over"
    )
    assert fired(built, "2026-06-09T10:05") == [("before-5-working-days", True)]
    assert states(built, name, now="2026-06-12T10:06")["before-5-working-days"][0] == "to_come"


def test_a_policy_that_changed_in_the_pause_takes_nothing_away(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, dt.date(2026, 12, 1))
    name = f"{commission.ref}/review"
    with built.acting(SECRETARY, now=at("2026-11-02T10:00")) as desk:
        acts.pause(desk, name, reason="The provider changes hands.")
    other = policy().replace("20 working days before", "4 weeks before")
    adopt_policy(built, other, now=at("2026-11-05T10:00"))
    with built.acting(SECRETARY, now=at("2026-11-09T10:00")) as desk:
        acts.resume(desk, name)
    assert states(built, name, now="2026-11-09T10:01")["before-4-weeks"][0] == "to_come"
    assert fired(built, "2026-11-10T08:05") == [("before-4-weeks", False)]


def test_a_first_reminder_that_another_policy_puts_before_the_pause_still_comes(
    built: World,
) -> None:
    """Nobody was told yet: without the pause the new policy would tell them at once."""
    commission = a_commission(built)
    a_deadline(built, commission, dt.date(2026, 6, 29))
    name = f"{commission.ref}/review"
    with built.acting(SECRETARY, now=at("2026-06-12T10:00")) as desk:
        acts.pause(desk, name, reason="The provider changes hands.")
    other = policy().replace("5 working days before", "12 working days before")
    other = other.replace("      - {when: 20 working days before, tell: owner}\n", "")
    adopt_policy(built, other, now=at("2026-06-12T11:00"))
    assert states(built, name, now="2026-06-12T12:00")["before-12-working-days"][0] != "passed_over"
    with built.acting(SECRETARY, now=at("2026-06-12T14:00")) as desk:
        acts.resume(desk, name)
    assert fired(built, "2026-06-12T14:05") == [("before-12-working-days", True)]


def test_whoever_may_give_more_time_lets_a_clock_run_on() -> None:
    moves = {move.name: move.who for move in DEADLINE.moves}
    assert moves["pause"] <= moves["resume"]


def test_what_was_overdue_stays_due_on_its_day_and_its_levels_keep_their_distance(
    built: World,
) -> None:
    """Three of the five working days were gone when the clock stopped: two remain."""
    commission = a_commission(built)
    a_deadline(built, commission, dt.date(2026, 6, 15))
    name = f"{commission.ref}/review"
    tick(built.store, now=at("2026-06-18T09:00"))
    with built.acting(SECRETARY, now=at("2026-06-18T10:00")) as desk:
        acts.pause(desk, name, reason="A court looks into it.")
    for moment in ("2026-06-18T11:00", "2026-07-06T09:00"):
        with built.looking(now=at(moment)) as desk:
            assert [view.name for view in deadlines(desk, overdue=True)] == [name]
    with built.acting(SECRETARY, now=at("2026-07-07T10:00")) as desk:
        acts.resume(desk, name)
        assert deadline_named(desk, name).row.due_day == dt.date(2026, 6, 15)
    assert fired(built, "2026-07-08T09:00") == []
    assert fired(built, "2026-07-09T09:00") == [("after-5-working-days", False)]
    with built.looking(now=at("2026-07-09T10:00")) as desk:
        view = deadline_named(desk, name)
        [last] = [one for one in prompts(desk, view) if one.key == "after-5-working-days"]
        assert last.day == dt.date(2026, 7, 9)
        assert [step["overdue"] for step in view.row.working] == [True]


def test_a_paused_deadline_says_why_and_since_when_and_what_waits(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, dt.date(2026, 7, 13))
    name = f"{commission.ref}/review"
    tick(built.store, now=at("2026-06-16T09:00"))
    with built.acting(SECRETARY, now=at("2026-06-17T00:30")) as desk:
        acts.pause(desk, name, reason="The provider changes hands.")
    with built.looking(now=at("2026-07-16T09:00")) as desk:
        view = deadline_named(desk, name)
        assert view.plain()["pause"] == {
            "paused": "2026-06-17T00:30:00+01:00",  # on the 16th, in Greenwich
            "reason": "The provider changes hands.",
        }
        assert not view.overdue, "it was not when its clock stopped"
        assert {one.key: (one.state, one.day) for one in prompts(desk, view)} == {
            "before-20-working-days": ("fired", dt.date(2026, 6, 15)),
            "before-5-working-days": ("stands_still", None),
            "after-1-working-day": ("stands_still", None),
            "after-5-working-days": ("stands_still", None),
        }
