"""Prompts: each level of a policy comes once, on its day, in order, whatever the clock does."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from letters import Recorder, sweep
from policies import LEAD, SECRETARY, a_commission, a_deadline, adopt_policy, policy, rows
from world import World, world

from governance.application.commissions.agreements import record_agreement
from governance.application.commissions.lifecycle import withdraw
from governance.application.deadlines import acts, firing
from governance.application.deadlines.extending import extend
from governance.application.deadlines.policies import policies
from governance.application.deadlines.queries import deadline_named, prompts
from governance.application.deadlines.retrying import retry
from governance.application.deadlines.tick import due_flows, tick, work
from governance.application.escalations.queries import holds
from governance.application.nightcheck.plans import follow_the_rules
from governance.application.people.leaving import leave
from governance.application.people.preferences import tell
from governance.domain.errors import GuardRefused, Refused
from governance.store import ledger
from governance.store.engine import Store
from governance.store.tables import TABLES

CALENDAR = """
vires: calendar/1
key: closed-days
title: Days on which the office is shut
jurisdiction: england-and-wales
closed:
  - {day: 2025-08-01, reason: Moving house}
"""
DUE = dt.date(2025, 6, 2)
"""A Monday; the Monday before is the spring bank holiday."""


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    """The example partnership with a policy, on a Monday morning in April."""
    made = world(store, dt.datetime(2025, 4, 7, 9, tzinfo=dt.UTC))
    adopt_policy(made, policy())
    return made


def at(text: str) -> dt.datetime:
    """A moment in London."""
    from zoneinfo import ZoneInfo

    return (
        dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(dt.UTC)
    )


def fired(built: World) -> list[str]:
    done = [row for row in rows(built, "prompt") if row.state == "fired"]
    return [row.key for row in sorted(done, key=lambda row: (row.done_at, row.wanted_at))]


def told(built: World) -> list[tuple[str, str]]:
    return [(row.template, row.recipient) for row in rows(built, "message") if row.prompt_id]


def test_each_level_comes_on_its_day_and_once(built: World) -> None:
    a_deadline(built, a_commission(built), DUE)
    days = [
        ("2025-05-01T08:00", ["before-20-working-days"]),
        ("2025-05-22T08:00", ["before-20-working-days"]),
        ("2025-05-23T08:00", ["before-20-working-days", "before-5-working-days"]),
    ]
    tick(built.store, now=at("2025-05-01T07:59"))
    assert fired(built) == []
    for moment, expected in days:
        for _ in range(2):
            tick(built.store, now=at(moment))
        assert fired(built) == expected, moment
    tick(built.store, now=at("2025-06-30T08:00"))
    assert sorted(told(built)) == [
        ("escalation", "director"),
        ("escalation", "manager:lead"),
        ("reminder", "lead"),
        ("reminder", "lead"),
    ]


def test_meeting_the_deadline_stops_its_prompts(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, DUE)
    tick(built.store, now=at("2025-05-01T08:00"))
    with built.acting(SECRETARY) as desk:
        acts.meet(desk, f"{commission.ref}/review", note="Held.")
    assert tick(built.store, now=at("2025-12-01T08:00")).done == []
    assert fired(built) == ["before-20-working-days"]
    assert due_flows(built.store, now=at("2025-12-01T08:00")) == {}


def test_a_clock_that_slept_goes_through_all_it_missed_in_order_and_says_it_is_late(
    built: World,
) -> None:
    first, second = a_commission(built), a_commission(built, "Foster care")
    a_deadline(built, first, DUE)
    a_deadline(built, second, DUE + dt.timedelta(days=1))
    report = tick(built.store, now=at("2025-06-09T08:00"))
    assert [(d.ref, d.prompt, d.late) for d in report.done if d.ref == first.ref] == [
        (first.ref, "before-20-working-days", True),
        (first.ref, "before-5-working-days", True),
        (first.ref, "after-1-working-day", True),
        (first.ref, "after-5-working-days", False),
    ]
    wanted = [row.wanted_at for row in rows(built, "prompt") if row.late]
    assert len(wanted) == 6


def test_a_deadline_set_late_is_told_of_once_and_not_for_all_that_has_passed(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, dt.date(2025, 4, 10))
    report = tick(built.store, now=built.now)
    assert [(d.prompt, d.late) for d in report.done] == [("before-5-working-days", False)]
    with built.looking() as desk:
        view = deadline_named(desk, f"{commission.ref}/review")
        states = {one.key: one.state for one in prompts(desk, view)}
    assert states == {
        "before-20-working-days": "passed_over",
        "before-5-working-days": "fired",
        "after-1-working-day": "to_come",
        "after-5-working-days": "to_come",
    }


def test_a_clock_that_goes_back_or_jumps_fires_nothing_twice(built: World) -> None:
    a_deadline(built, a_commission(built), DUE)
    for moment in ("2025-05-01T08:00", "2025-05-01T07:00", "2025-05-02T08:00", "2025-04-01T08:00"):
        tick(built.store, now=at(moment))
    assert fired(built) == ["before-20-working-days"]


@pytest.mark.parametrize(
    ("due", "moment"),
    [(dt.date(2025, 3, 31), "2025-04-01T08:00"), (dt.date(2025, 10, 24), "2025-10-27T08:00")],
)
def test_the_hour_is_the_partnerships_on_both_sides_of_summer_time(
    store: Store, due: dt.date, moment: str
) -> None:
    made = world(store, dt.datetime(2025, 1, 6, 9, tzinfo=dt.UTC))
    adopt_policy(made, policy())
    a_deadline(made, a_commission(made), due)
    tick(made.store, now=at(moment) - dt.timedelta(seconds=1))
    assert "after-1-working-day" not in fired(made)
    tick(made.store, now=at(moment))
    assert "after-1-working-day" in fired(made)


def test_pausing_keeps_what_remains_and_prompts_wait(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, DUE)
    name = f"{commission.ref}/review"
    with built.acting(SECRETARY, now=at("2025-04-28T09:00")) as desk:
        acts.pause(desk, name, reason="The provider changes hands.")
    assert tick(built.store, now=at("2025-05-28T08:00")).done == []
    with built.acting(SECRETARY, now=at("2025-05-26T09:00")) as desk:
        acts.resume(desk, name)
    with built.looking() as desk:
        assert deadline_named(desk, name).row.due_day == dt.date(2025, 6, 30)
    assert tick(built.store, now=at("2025-05-30T08:00")).done == []
    tick(built.store, now=at("2025-06-02T08:00"))
    assert fired(built) == ["before-20-working-days"]


def test_an_extension_is_bounded_and_its_prompts_come_again(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, DUE, kind="needs")
    a_deadline(built, commission, DUE)
    tick(built.store, now=at("2025-06-03T08:00"))
    name, monday = f"{commission.ref}/review", at("2025-06-03T09:00")
    with pytest.raises(GuardRefused) as refused, built.acting("example-police", now=monday) as desk:
        extend(desk, name, to=dt.date(2025, 7, 1), reason=" ")
    assert [r.code for r in refused.value.refusals] == [
        "lifecycle.not_permitted",
        "deadline.extension_too_long",
        "lifecycle.reason_missing",
    ]
    with pytest.raises(GuardRefused) as refused, built.acting(SECRETARY, now=monday) as desk:
        extend(desk, f"{commission.ref}/needs", to=dt.date(2025, 6, 3), reason="More time.")
    assert "deadline.extension_not_provided" in [r.code for r in refused.value.refusals]
    with built.acting("example-director", now=monday) as desk:
        extend(desk, name, to=dt.date(2025, 6, 16), reason="The inspector asked us to wait.")
    report = tick(built.store, now=at("2025-06-30T08:00"))
    assert [d.prompt for d in report.done] == [
        "before-5-working-days/2",
        "after-1-working-day/2",
        "after-5-working-days/2",
    ]
    with (
        pytest.raises(GuardRefused) as refused,
        built.acting("example-director", now=monday) as desk,
    ):
        extend(desk, name, to=dt.date(2025, 6, 20), reason="Again.")
    assert [r.code for r in refused.value.refusals] == ["deadline.extended_before"]


def test_a_vacant_post_gives_its_power_to_nobody(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, DUE)
    for person in ("example-director", "example-deputy"):
        with built.acting() as desk:
            leave(desk, person=person)
    with pytest.raises(GuardRefused) as refused, built.acting(SECRETARY) as desk:
        extend(desk, f"{commission.ref}/review", to=dt.date(2025, 6, 9), reason="More time.")
    assert [r.code for r in refused.value.refusals] == ["lifecycle.not_permitted"]


def test_another_policy_plans_what_runs_anew(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, DUE)
    tick(built.store, now=at("2025-05-01T08:00"))
    adopt_policy(
        built,
        policy().replace("5 working days before", "10 working days before"),
        now=at("2025-05-02T09:00"),
    )
    tick(built.store, now=at("2025-05-16T08:00"))
    assert fired(built) == ["before-20-working-days", "before-10-working-days"]


def test_a_new_policy_repeats_no_reminder_that_went_out_under_the_old_one(built: World) -> None:
    """Twenty working days before 2 June 2025 and 32 days before it are the same day."""
    commission = a_commission(built)
    a_deadline(built, commission, DUE)
    tick(built.store, now=at("2025-05-01T08:00"))
    adopt_policy(
        built,
        policy().replace("20 working days before", "32 calendar days before"),
        now=at("2025-05-02T09:01"),
    )
    assert tick(built.store, now=at("2025-05-02T10:00")).done == []
    with built.looking(now=at("2025-05-02T10:01")) as desk:
        view = deadline_named(desk, f"{commission.ref}/review")
        states = {one.key: one.state for one in prompts(desk, view)}
    assert states["before-32-calendar-days"] == "passed_over"
    tick(built.store, now=at("2025-05-23T08:00"))
    assert fired(built) == ["before-20-working-days", "before-5-working-days"]


def test_a_new_level_that_is_passed_over_stands_at_its_place_of_the_ladder(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, DUE)
    for day in ("2025-05-01", "2025-05-23"):
        tick(built.store, now=at(f"{day}T08:00"))
    adopt_policy(
        built,
        policy().replace("20 working days before", "15 working days before"),
        now=at("2025-05-23T09:00"),
    )
    with built.looking(now=at("2025-05-23T09:01")) as desk:
        levels = prompts(desk, deadline_named(desk, f"{commission.ref}/review"))
    assert [(one.key, one.state) for one in levels[:3]] == [
        ("before-20-working-days", "fired"),
        ("before-15-working-days", "passed_over"),
        ("before-5-working-days", "fired"),
    ]


def test_a_reminder_that_the_clock_slept_over_comes_under_the_new_policy(built: World) -> None:
    a_deadline(built, a_commission(built), DUE)
    tick(built.store, now=at("2025-05-01T08:00"))
    adopt_policy(built, CALENDAR, now=at("2025-05-23T09:00"))
    tick(built.store, now=at("2025-05-23T10:00"))
    assert fired(built) == ["before-20-working-days", "before-5-working-days"]


def test_a_policy_that_comes_into_force_later_governs_from_its_day(built: World) -> None:
    a_deadline(built, a_commission(built), DUE)
    adopt_policy(
        built,
        policy().replace("20 working days before", "15 working days before"),
        since=dt.date(2025, 4, 28),
    )
    tick(built.store, now=at("2025-05-01T08:00"))
    assert fired(built) == []
    tick(built.store, now=at("2025-05-09T08:00"))
    assert fired(built) == ["before-15-working-days"]


def test_a_policy_that_comes_while_the_clock_sleeps_loses_no_level(built: World) -> None:
    a_deadline(built, a_commission(built), DUE)
    tick(built.store, now=at("2025-05-23T08:00"))
    adopt_policy(
        built,
        CALENDAR,
        now=at("2025-06-20T09:00"),
    )
    report = tick(built.store, now=at("2025-06-20T09:30"))
    assert [(d.prompt, d.late) for d in report.done] == [
        ("after-1-working-day", True),
        ("after-5-working-days", True),
    ]


def test_more_deadlines_than_one_act_plans_follow_by_the_clock(
    built: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from governance.application.deadlines import replanning

    monkeypatch.setattr(replanning, "AT_ONCE", 2)
    for number in range(5):
        a_deadline(built, a_commission(built, f"Number {number}"), DUE)
    adopt_policy(built, policy().replace("20 working days before", "25 working days before"))
    before = {row.planned_by for row in rows(built, "deadline") if row.kind == "review"}
    assert len(before) == 2
    assert tick(built.store, now=at("2025-04-07T10:30")).failed == []
    after = {row.planned_by for row in rows(built, "deadline") if row.kind == "review"}
    assert len(after) == 1


def test_a_prompt_that_fails_for_good_is_parked_and_blocks_nothing(
    built: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    commission, other = a_commission(built), a_commission(built, "Foster care")
    a_deadline(built, commission, DUE)
    a_deadline(built, other, DUE)
    sound = firing.params

    def broken(desk: Any, due: Any, **rest: Any) -> dict[str, Any]:
        if due.subject_id == commission.id and rest["key"] == "before-20-working-days":
            raise Refused.one("lifecycle.reason_missing")
        return sound(desk, due, **rest)

    monkeypatch.setattr(firing, "params", broken)
    report = tick(built.store, now=at("2025-05-01T08:00"))
    assert [(f.ref, f.parked) for f in report.failed] == [(commission.ref, True)]
    assert [d.ref for d in report.done] == [other.ref]
    assert [row.template for row in rows(built, "message") if row.recipient == "secretary"] == [
        "prompt_parked"
    ]
    tick(built.store, now=at("2025-05-23T08:00"))
    assert fired(built).count("before-5-working-days") == 2, "the next level goes on"
    monkeypatch.setattr(firing, "params", sound)
    with built.acting(SECRETARY, now=at("2025-05-23T09:00")) as desk:
        retry(desk, f"{commission.ref}/review")
    assert fired(built).count("before-20-working-days") == 2


def test_a_prompt_that_breaks_is_tried_again_before_it_is_parked(
    built: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_deadline(built, a_commission(built), DUE)

    def broken(*_: Any, **__: Any) -> dict[str, Any]:
        raise RuntimeError("a wire came loose")

    monkeypatch.setattr(firing, "params", broken)
    moment = at("2025-05-01T08:00")
    assert [f.parked for f in tick(built.store, now=moment).failed] == [False]
    assert tick(built.store, now=moment).failed == [], "it waits"
    parked = [
        f.parked
        for hours in (1, 2, 3, 4)
        for f in tick(built.store, now=moment + dt.timedelta(hours=hours)).failed
    ]
    assert parked == [False, False, True]


def test_flows_share_out_what_is_due(built: World) -> None:
    a_deadline(built, a_commission(built), DUE)
    moment = at("2025-05-01T08:00")
    assert list(due_flows(built.store, now=moment)) == ["review_reminders"]
    assert work(built.store, flow="missed_review_escalations", now=moment).done == 0
    swept = work(built.store, flow="review_reminders", now=moment)
    assert (swept.done, swept.lines[0]["outcome"]) == (1, "before-20-working-days")
    work(built.store, flow="review_reminders", now=at("2025-05-23T08:00"))
    assert list(due_flows(built.store, now=at("2025-06-03T08:00"))) == ["missed_review_escalations"]


def test_many_clocks_on_the_same_prompts_fire_each_once(built: World) -> None:
    for number in range(30):
        a_deadline(built, a_commission(built, f"Number {number}"), DUE)
    moment = at("2025-06-30T08:00")
    trouble: list[BaseException] = []

    def run() -> None:
        try:
            while due_flows(built.store, now=moment):
                for flow in ("review_reminders", "missed_review_escalations"):
                    work(built.store, flow=flow, now=moment, limit=7)
        except BaseException as error:  # noqa: BLE001  # told to the test
            trouble.append(error)

    clocks = [threading.Thread(target=run) for _ in range(4)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    assert trouble == []
    assert len(fired(built)) == 120
    assert len(told(built)) == 120
    with built.store.read() as tx:
        assert ledger.verify(tx).ok


def test_the_partnerships_own_deadlines_follow_the_record(built: World) -> None:
    own = """
  first-stage:
    title: First stage after opening
    from: commission opened
    due: 60 working days after
    met by: commission closed
    owner: lead
    prompts:
      - {when: 10 working days before, tell: owner}
"""
    adopt_policy(built, policy(own))
    commission = a_commission(built)
    with built.looking() as desk:
        view = deadline_named(desk, f"{commission.ref}/first-stage")
        assert view.row.due_day == dt.date(2025, 7, 4)
        assert view.title == "First stage after opening"
        assert view.row.working
    tick(built.store, now=at("2025-06-20T08:00"))
    assert fired(built) == ["before-10-working-days"]


def test_two_agreements_have_a_deadline_each_and_meet_their_own(built: World) -> None:
    own = """
  to-sign:
    title: Agreement to be signed
    from: agreement recorded
    due: 20 working days after
    met by: agreement ended
    owner: lead
    prompts:
      - {when: 5 working days before, tell: owner}
  first-award:
    title: First award
    from: commission opened
    due: 12 months after
    met by: agreement recorded
    owner: lead
    prompts:
      - {when: 1 month before, tell: owner}
"""
    adopt_policy(built, policy(own))
    commission = a_commission(built)
    for number in (1, 2):
        with built.acting() as desk:
            record_agreement(
                desk, commission=commission.ref, title=f"Lot {number}", reason="As found."
            )
    own_kinds = ("to-sign", "first-award")
    live = [(row.kind, row.state) for row in rows(built, "deadline") if row.kind in own_kinds]
    assert sorted(live) == [("first-award", "met"), ("to-sign", "running"), ("to-sign", "running")]


def test_a_reminder_that_still_waits_is_dropped_once_its_deadline_is_met(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, DUE)
    with built.acting() as desk:
        tell(desk, person=LEAD, digest=True)
    tick(built.store, now=at("2025-05-01T08:00"))
    carrier = Recorder()
    sweep(built.store, carrier, at("2025-05-01T08:05"))
    assert carrier.delivered == [], "it waits for the next morning's digest"
    with built.acting(SECRETARY, now=at("2025-05-01T12:00")) as desk:
        acts.meet(desk, f"{commission.ref}/review", note="Held.")
    sweep(built.store, carrier, at("2025-05-02T07:30"))
    sweep(built.store, carrier, at("2025-05-02T07:31"))
    assert carrier.delivered == []
    states = {row.state for row in rows(built, "message") if row.prompt_id}
    assert states == {"addressed", "needless"}


def test_a_commission_that_is_over_has_no_deadlines_of_the_partnerships_own(built: World) -> None:
    own = """
  first-stage:
    title: First stage after opening
    from: commission opened
    due: 60 working days after
    met by: {event: stage completed, where: {stage: understand}}
    owner: lead
    prompts:
      - {when: 10 working days before, tell: owner}
"""
    adopt_policy(built, policy(own))
    commission = a_commission(built)
    with built.acting(SECRETARY) as desk:
        withdraw(desk, commission=commission.ref, reason="Opened twice.")
    assert [row.state for row in rows(built, "deadline")] == ["superseded"]


def test_an_extension_lifts_what_the_escalation_held_until_it_is_missed_again(
    built: World,
) -> None:
    adopt_policy(
        built,
        policy().replace("tell: director}", "tell: director, block: [award], exception: yes}"),
    )
    commission = a_commission(built)
    a_deadline(built, commission, DUE)
    tick(built.store, now=at("2025-06-09T08:00"))

    def held(moment: str) -> list[str]:
        with built.looking(now=at(moment)) as desk:
            return sorted(hold.what for hold in holds(desk, commission.id))

    assert held("2025-06-09T09:00") == ["assurance_exception", "block"]
    with built.acting("example-director", now=at("2025-06-09T10:00")) as desk:
        extend(desk, f"{commission.ref}/review", to=dt.date(2025, 6, 16), reason="Wait.")
    assert held("2025-06-09T11:00") == []
    tick(built.store, now=at("2025-06-20T08:00"))
    assert held("2025-06-20T09:00") == []
    tick(built.store, now=at("2025-06-23T08:00"))
    assert held("2025-06-23T09:00") == ["assurance_exception", "block"]


def test_whoever_is_escalated_past_cannot_stop_the_escalation(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, DUE)
    a_deadline(built, commission, DUE, kind="a-matter-between-us")
    with pytest.raises(GuardRefused) as refused, built.acting(LEAD) as desk:
        acts.pause(desk, f"{commission.ref}/review", reason="Too much to do.")
    assert [r.code for r in refused.value.refusals] == ["lifecycle.not_permitted"]
    with built.acting(LEAD) as desk:
        acts.pause(desk, f"{commission.ref}/a-matter-between-us", reason="Nobody minds.")
    with built.acting("example-director") as desk:
        acts.pause(desk, f"{commission.ref}/review", reason="The inspectors are in.")


def test_a_day_beyond_the_known_calendar_is_still_a_day(built: World) -> None:
    commission = a_commission(built)
    a_deadline(built, commission, dt.date(2100, 12, 31), kind="review")
    with built.looking() as desk:
        view = deadline_named(desk, f"{commission.ref}/review")
        ahead = [one.key for one in prompts(desk, view)]
    assert ahead == ["before-20-working-days", "before-5-working-days"]


def test_what_no_policy_speaks_of_any_more_holds_nobody(built: World) -> None:
    own = """
  note:
    title: A note to the board
    from: commission opened
    due: 10 working days after
    met by: commission paused
    owner: lead
    prompts:
      - {when: 1 working day after, tell: owner, block: [award], exception: yes}
"""
    adopt_policy(built, policy(own))
    commission = a_commission(built)
    tick(built.store, now=at("2025-05-20T08:00"))
    with built.looking(now=at("2025-05-20T09:00")) as desk:
        assert len(holds(desk, commission.id)) == 2
    adopt_policy(built, policy(), now=at("2025-05-20T10:00"))
    with built.looking(now=at("2025-05-20T11:00")) as desk:
        assert holds(desk, commission.id) == ()
    assert [row.state for row in rows(built, "deadline")] == ["superseded"]


def test_the_night_plans_what_was_held_when_other_rules_came_in(built: World) -> None:
    a_deadline(built, a_commission(built), DUE)
    with built.store.write() as tx:
        tx.run(
            TABLES["deadline"]
            .update()
            .values(planned_by="older", version=TABLES["deadline"].c.version + 1)
        )
    follow_the_rules(built.store, after=None, now=built.now, limit=100)
    with built.looking() as desk:
        assert {row.planned_by for row in rows(built, "deadline")} == {policies(desk).digest}
