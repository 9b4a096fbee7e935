"""Closing a day: a new version of the calendar, in force at once, with everything else kept."""

import datetime as dt

import pytest
from world import RULEBOOKS, World, empty_world, world

from governance.application.deadlines.queries import deadlines
from governance.application.meetings import acts
from governance.application.meetings.meeting_page import meeting_page
from governance.application.rulebook import in_force
from governance.application.rulebook.closed_days import calendars, close_day
from governance.domain.errors import GuardRefused, Refused, Unusable
from governance.store.engine import Store

DAY = dt.date(2025, 3, 5)


@pytest.fixture
def place(quick_store: Store, now: dt.datetime) -> World:
    return world(quick_store, now, rulebooks=RULEBOOKS)


def test_a_closed_day_is_no_working_day_any_more_and_nothing_else_changes(place: World) -> None:
    with place.looking() as desk:
        before = calendars(desk)
        assert in_force.calendar(desk, desk.today).is_working_day(DAY)
    with place.acting("example-secretary") as desk:
        done = close_day(desk, day=DAY, reason='Snow: "all" closed # today')
    assert done.kind == "rulebook.adopted"
    with place.looking() as desk:
        assert not in_force.calendar(desk, desk.today).is_working_day(DAY)
        (after,) = calendars(desk)
    added = [one for one in after.rules.closed if one.day == DAY]
    assert [(one.reason, one.kind) for one in added] == [('Snow: "all" closed # today', "office")]
    assert set(before[0].rules.closed if before else ()) == set(after.rules.closed) - set(added)
    assert (before[0].rules.periods if before else ()) == after.rules.periods


def test_two_days_stand_beside_one_another(place: World) -> None:
    for number in (5, 6):
        with place.acting("example-secretary") as desk:
            close_day(desk, day=dt.date(2025, 3, number), reason="Snow", kind="mourning")
    with place.looking() as desk:
        (found,) = calendars(desk)
        days = {one.day.day for one in found.rules.closed if one.day.month == 3}
    assert {5, 6} <= days


def test_a_day_is_closed_once_and_for_a_reason(place: World) -> None:
    with place.acting("example-secretary") as desk:
        close_day(desk, day=DAY, reason="Snow")
    with pytest.raises(Refused) as twice, place.acting("example-secretary") as desk:
        close_day(desk, day=DAY, reason="Snow again")
    assert [one.code for one in twice.value.refusals] == ["calendar.closed_already"]
    for wrong in (
        {"reason": " "},
        {"reason": "x", "kind": "party"},
        {"reason": "x", "calendar": "no"},
    ):
        with pytest.raises(Unusable), place.acting("example-secretary") as desk:
            close_day(desk, day=dt.date(2025, 3, 7), **wrong)


def test_only_who_keeps_the_rules_may(place: World) -> None:
    with pytest.raises(GuardRefused), place.acting("example-parent") as desk:
        close_day(desk, day=DAY, reason="Snow")


def test_a_partnership_without_a_calendar_gets_its_first(
    quick_store: Store, now: dt.datetime
) -> None:
    small = empty_world(quick_store, now)
    with small.acting() as desk:
        close_day(desk, day=DAY, reason="Snow")
    with small.looking() as desk:
        assert [one.rules.closed[0].day for one in calendars(desk)] == [DAY]


def test_a_day_closed_moves_the_last_day_for_an_agenda_everywhere(place: World) -> None:
    on = dt.date(2025, 3, 6)
    with place.acting() as desk:
        ref = acts.plan(desk, body="trust-board", on=on, starts=dt.time(10), place="Hall").ref
        far = acts.plan(desk, body="trust-board", on=dt.date(2025, 6, 5)).ref
    with place.looking() as desk:
        (before,), (other,) = deadlines(desk, subject=ref), deadlines(desk, subject=far)
    with place.acting("example-secretary") as desk:
        close_day(desk, day=on - dt.timedelta(days=2), reason="Boiler")
    with place.looking() as desk:
        (after,), (same,) = deadlines(desk, subject=ref), deadlines(desk, subject=far)
        (notice,) = [one for one in meeting_page(desk, ref)["notices"] if one["kind"] == "agenda"]
    assert after.row.due_day == notice["by"] < before.row.due_day
    assert after.row.due_at.date() == notice["by"] + dt.timedelta(days=1)
    assert after.row.working == notice["working"]
    assert (same.row.due_day, same.row.working) == (other.row.due_day, other.row.working)
