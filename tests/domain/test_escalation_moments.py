"""When each level of a policy is due: worked cases of 2026, and what holds for any day."""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance import words
from governance.domain.calendar import Calendar, Period
from governance.domain.calendar.rules import PeriodKind
from governance.domain.errors import Unusable
from governance.domain.escalation import (
    EVENTS,
    DeadlineRule,
    Offset,
    Prompt,
    Rhythm,
    Span,
    Start,
    counted,
    due_day,
    wakes,
)
from governance.domain.escalation.units import UNITS

CALENDAR = Calendar()
PERIODS = (
    Period("recess", "Summer recess", dt.date(2026, 7, 27), dt.date(2026, 8, 31)),
    Period("pre-election", "Elections of May", dt.date(2026, 3, 27), dt.date(2026, 5, 7)),
    Period("term", "Summer term", dt.date(2026, 4, 13), dt.date(2026, 7, 21)),
    Period("term", "Autumn term", dt.date(2026, 9, 2), dt.date(2026, 12, 18)),
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def rule(*offsets: Offset, **more: Any) -> DeadlineRule:
    """A rule that tells the owner at each moment."""
    prompts = tuple(Prompt(offset, tell=("owner",)) for offset in offsets)
    return DeadlineRule("review", "", "lead", prompts=prompts, **more)


def days(
    due: str, said: DeadlineRule, periods: Sequence[Period] = PERIODS
) -> list[tuple[str, str, tuple[str, ...]]]:
    found = wakes(said, due=day(due), calendar=CALENDAR, periods=periods)
    return [(wake.key, wake.day.isoformat(), wake.waits) for wake in found]


def before(count: int, unit: str = "working_days") -> Offset:
    return Offset(count, unit, "before")


def after(count: int, unit: str = "working_days") -> Offset:
    return Offset(count, unit, "after")


ON = Offset(0, "calendar_days", "on")
LADDER = (before(20), before(5), after(1), after(5), after(10))

# --- worked cases


def test_a_ladder_is_counted_round_the_late_may_bank_holiday() -> None:
    assert days("2026-05-27", rule(*LADDER)) == [
        ("before-20-working-days", "2026-04-27", ()),
        ("before-5-working-days", "2026-05-19", ()),
        ("after-1-working-day", "2026-05-28", ()),
        ("after-5-working-days", "2026-06-03", ()),
        ("after-10-working-days", "2026-06-10", ()),
    ]


def test_the_clock_of_an_escalation_stands_still_in_recess() -> None:
    waits = rule(*LADDER, ON, wait_in=frozenset({"recess"}))
    assert days("2026-07-28", waits) == [
        ("before-20-working-days", "2026-06-30", ()),
        ("before-5-working-days", "2026-07-21", ()),
        ("on-the-day", "2026-07-24", ("Summer recess",)),
        ("after-1-working-day", "2026-09-01", ("Summer recess",)),
        ("after-5-working-days", "2026-09-07", ("Summer recess",)),
        ("after-10-working-days", "2026-09-14", ("Summer recess",)),
    ]


def test_a_level_that_began_to_count_before_recess_goes_on_after_it() -> None:
    waits = rule(*LADDER, after(2, "weeks"), wait_in=frozenset({"recess"}))
    assert days("2026-07-22", waits)[2:] == [
        ("after-1-working-day", "2026-07-23", ()),
        ("after-5-working-days", "2026-09-03", ("Summer recess",)),
        ("after-10-working-days", "2026-09-10", ("Summer recess",)),
        ("after-2-weeks", "2026-09-10", ("Summer recess",)),
    ]


def test_a_reminder_waits_only_as_long_as_it_is_still_in_time() -> None:
    waits = rule(before(20), before(1), wait_in=frozenset({"recess"}))
    assert days("2026-09-10", waits) == [
        ("before-20-working-days", "2026-09-01", ("Summer recess",)),
        ("before-1-working-day", "2026-09-09", ()),
    ]
    assert days("2026-08-20", waits) == [
        ("before-20-working-days", "2026-07-23", ()),
        ("before-1-working-day", "2026-07-24", ("Summer recess",)),
    ]


def test_a_level_that_waited_says_so_after_its_count() -> None:
    waits = rule(after(1), wait_in=frozenset({"recess"}))
    (wake,) = wakes(waits, due=day("2026-08-28"), calendar=CALENDAR, periods=PERIODS)
    assert [
        (w["day"], w["counted"], words.say(w["why"], {"name": w.get("name", "")}))
        for w in wake.working
    ] == [
        ("2026-08-28", False, "day it starts from, left out"),
        ("2026-08-29", False, "Saturday"),
        ("2026-08-30", False, "Sunday"),
        ("2026-08-31", False, "bank holiday: Late Summer Bank Holiday"),
        ("2026-09-01", True, "counts"),
    ]
    (wake,) = wakes(waits, due=day("2026-08-27"), calendar=CALENDAR, periods=PERIODS)
    skipped = wake.working[1]
    assert skipped == {
        "day": "2026-08-28",
        "counted": False,
        "why": "escalation.day.waits",
        "name": "Summer recess",
    }
    assert words.say(skipped["why"], skipped) == "nothing is prompted in: Summer recess"
    assert [step["day"] for step in wake.working if step["counted"]] == ["2026-09-01"]


def test_one_period_may_end_in_another() -> None:
    joined = (
        Period("recess", "Recess", day("2026-03-20"), day("2026-03-27")),
        Period("pre-election", "Elections", day("2026-03-27"), day("2026-05-07")),
    )
    waits = rule(ON, wait_in=frozenset({"recess", "pre-election"}))
    assert days("2026-03-24", waits, joined) == [("on-the-day", "2026-03-19", ("Recess",))]
    assert days("2026-03-24", rule(after(1, "months"), wait_in=waits.wait_in), joined) == [
        ("after-1-month", "2026-05-08", ("Elections",))
    ]


def test_levels_that_come_only_in_term_wait_for_the_next_term() -> None:
    term = rule(ON, only_in="term")
    assert days("2026-07-21", term) == [("on-the-day", "2026-07-21", ())]
    assert days("2026-07-22", term) == [("on-the-day", "2026-07-21", ("Autumn term",))]
    assert days("2026-07-21", rule(after(2), only_in="term")) == [
        ("after-2-working-days", "2026-09-03", ("Autumn term",))
    ]


def test_term_and_waiting_hold_together() -> None:
    both = rule(ON, only_in="term", wait_in=frozenset({"pre-election"}))
    assert days("2026-04-15", both) == [("on-the-day", "2026-03-26", ("Elections of May",))]
    first = rule(after(1), only_in="term", wait_in=frozenset({"pre-election"}))
    assert days("2026-04-15", first)[0][:2] == ("after-1-working-day", "2026-05-08")


def test_nothing_waits_for_a_term_that_nobody_has_entered() -> None:
    (wake,) = wakes(
        rule(ON, only_in="term"), due=day("2026-12-29"), calendar=CALENDAR, periods=PERIODS
    )
    assert (wake.day, wake.waits) == (day("2026-12-29"), ())
    assert [words.say(step["why"], step) for step in wake.working] == [
        "should wait for a period of the kind “term”, but the calendar has none from here on"
    ]


def test_waiting_still_holds_where_no_term_is_known() -> None:
    recess = (Period("recess", "Recess", day("2026-12-28"), day("2027-01-03")),)
    both = rule(ON, only_in="term", wait_in=frozenset({"recess"}))
    assert days("2026-12-29", both, recess) == [("on-the-day", "2026-12-24", ("Recess",))]


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (ON, "2026-03-31"),
        (before(1, "weeks"), "2026-03-24"),
        (after(2, "weeks"), "2026-04-14"),
        (before(1, "months"), "2026-02-28"),
        (after(1, "months"), "2026-04-30"),
        (after(1, "years"), "2027-03-31"),
        (before(90, "calendar_days"), "2025-12-31"),
        (after(3), "2026-04-07"),
        (before(5, "clear_working_days"), "2026-03-23"),
        (after(2, "clear_working_days"), "2026-04-07"),
        (before(3, "clear_calendar_days"), "2026-03-27"),
        (before(3, "s243_clear_days"), "2026-03-26"),
    ],
    ids=lambda value: value.key if isinstance(value, Offset) else value,
)
def test_each_unit_counts_as_the_calendar_counts_it(offset: Offset, expected: str) -> None:
    found = counted(offset, day=day("2026-03-31"), calendar=CALENDAR)
    assert found.day == day(expected)


def test_a_deadline_of_ones_own_is_counted_from_its_event_whatever_the_recess() -> None:
    start = Start(EVENTS["commission opened"].event({}), after(60))
    found = due_day(start, on=day("2026-06-01"), calendar=CALENDAR)
    assert found.day == day("2026-08-24")
    assert sum(step["counted"] for step in found.working) == 60


def test_counting_beyond_the_years_known_is_refused() -> None:
    with pytest.raises(Unusable):
        wakes(rule(after(12, "months")), due=day("2100-06-01"), calendar=CALENDAR, periods=())


# --- the rhythm

RHYTHM = Rhythm(
    {"high": Span(1, "months"), "medium": Span(2, "weeks"), "low": Span(1, "years")}, "medium"
)


@pytest.mark.parametrize(
    ("tier", "after_day", "due"),
    [
        ("high", "2026-01-31", "2026-02-28"),
        ("high", "2028-01-31", "2028-02-29"),
        ("high", "2026-02-28", "2026-03-28"),
        ("low", "2028-02-29", "2029-02-28"),
        ("medium", "2026-12-25", "2027-01-08"),
        (None, "2026-01-01", "2026-01-15"),
        ("unheard-of", "2026-01-01", "2026-01-15"),
    ],
)
def test_reviews_come_round_by_the_calendar(tier: str | None, after_day: str, due: str) -> None:
    assert RHYTHM.next_due(tier, day(after_day)) == day(due)


@pytest.mark.parametrize("tier", ["high", "medium", "low"])
def test_a_review_beyond_the_years_is_refused(tier: str) -> None:
    with pytest.raises(Unusable) as failed:
        RHYTHM.next_due(tier, dt.date.max)
    (problem,) = failed.value.problems
    assert "beyond the year 9999" in words.say(problem.code, problem.params)


# --- whatever the day

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2090, 12, 31))
COUNTED = st.builds(
    Offset,
    st.integers(1, 60),
    st.sampled_from(sorted(UNITS)).filter(lambda unit: unit not in ("years", "months")),
    st.sampled_from(["before", "after"]),
)
LADDERS = st.lists(st.just(ON) | COUNTED, min_size=1, max_size=6, unique_by=lambda o: o.moment)


@st.composite
def _periods(draw: st.DrawFn) -> tuple[dt.date, tuple[Period, ...]]:
    """A due day, and periods near it."""
    due = draw(DAYS)
    found = []
    for number in range(draw(st.integers(0, 4))):
        first = due + dt.timedelta(days=draw(st.integers(-80, 80)))
        last = first + dt.timedelta(days=draw(st.integers(0, 40)))
        kind: PeriodKind = draw(st.sampled_from(get_args(PeriodKind)))
        found.append(Period(kind, f"Period {number}", first, last))
    return due, tuple(found)


WAITING = st.frozensets(st.sampled_from(["recess", "pre-election"]))


@given(LADDERS, _periods(), WAITING, st.sampled_from([None, "term"]))
def test_each_level_comes_once_in_order_and_never_while_it_waits(
    ladder: list[Offset],
    near: tuple[dt.date, tuple[Period, ...]],
    waits: frozenset[str],
    only: str | None,
) -> None:
    due, periods = near
    said = rule(*ladder, wait_in=waits, only_in=only)
    found = wakes(said, due=due, calendar=CALENDAR, periods=periods)
    assert sorted(wake.key for wake in found) == sorted(offset.key for offset in ladder)
    assert [wake.day for wake in found] == sorted(wake.day for wake in found)
    raw = {o.key: counted(o, day=due, calendar=CALENDAR).day for o in ladder}
    for wake in found:
        assert not any(p.kind in waits and wake.day in p for p in periods)
        assert (wake.day == raw[wake.key]) == (not wake.waits)
        if wake.key.startswith("after"):
            assert wake.day >= raw[wake.key]
        else:
            assert wake.day <= due
    for unit in UNITS:
        same = [o for o in ladder if o.unit == unit and o.side != "on"]
        of_unit = [wake for wake in found if wake.key in {o.key for o in same}]
        for one, other in itertools.pairwise(of_unit):
            assert raw[one.key] <= raw[other.key]


@given(COUNTED, DAYS)
def test_before_is_before_and_after_is_after(offset: Offset, due: dt.date) -> None:
    found = counted(offset, day=due, calendar=CALENDAR).day
    assert found < due if offset.side == "before" else found > due


@given(COUNTED, DAYS)
def test_the_working_adds_up_to_what_was_asked(offset: Offset, due: dt.date) -> None:
    found = counted(offset, day=due, calendar=CALENDAR)
    asked = offset.count * UNITS[offset.unit].times
    assert sum(step["counted"] for step in found.working) == asked
    assert [step["day"] for step in found.working] == sorted(step["day"] for step in found.working)
    for step in found.working:
        assert words.say(step["why"], {"name": step.get("name", "")})


@given(
    LADDERS.map(lambda ladder: [o for o in ladder if o.count <= 20]).filter(bool),
    st.dates(dt.date(2027, 7, 6), dt.date(2027, 7, 16)),
)
def test_a_week_later_far_from_holidays_everything_is_a_week_later(
    ladder: list[Offset], due: dt.date
) -> None:
    near = [o for o in ladder if o.unit != "weeks"] or [ON]
    week = dt.timedelta(days=7)
    found = wakes(rule(*near), due=due, calendar=CALENDAR, periods=())
    later = wakes(rule(*near), due=due + week, calendar=CALENDAR, periods=())
    assert [(w.key, w.day + week) for w in found] == [(w.key, w.day) for w in later]


@given(
    st.builds(
        Span,
        st.integers(1, 36),
        st.sampled_from(sorted(name for name, u in UNITS.items() if not u.needs_calendar)),
    ),
    st.lists(DAYS, min_size=2, max_size=2).map(sorted),
)
def test_reviews_never_overtake_each_other(span: Span, two: list[dt.date]) -> None:
    rhythm = Rhythm({"only": span}, "only")
    first, second = (rhythm.next_due("only", one) for one in two)
    assert two[0] < first <= second
