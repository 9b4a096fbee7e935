"""What holds for every date: against a naive walker, inverses, monotony, sums."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.domain.calendar import (
    POLICIES,
    Calendar,
    bank_holidays,
    counted_between,
    earliest,
    latest,
    window,
)

DAY = dt.timedelta(days=1)
CLEAR = ["clear_calendar_days", "clear_working_days", "s243_clear_days"]
BEFORE = ["working_days_before", "calendar_days_before", "calendar_months_before"]
WINDOWS = [name for name, policy in POLICIES.items() if "window" in policy.verbs]

dates = st.dates(dt.date(2005, 1, 1), dt.date(2030, 12, 31))
days = st.integers(1, 40)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    base = draw(dates)
    offsets = draw(st.frozensets(st.integers(-60, 60), max_size=6))
    closed = frozenset(base + n * DAY for n in offsets)
    office = draw(st.frozensets(st.sampled_from(sorted(closed)))) if closed else frozenset()
    jurisdiction = draw(st.sampled_from(["england-and-wales", "scotland", "northern-ireland"]))
    return Calendar(jurisdiction, closed, office)


def plain(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays("england-and-wales", day.year)


def parish(day: dt.date) -> bool:
    """Section 243 once more, by listing a year's days off."""
    off = set(bank_holidays("england-and-wales", day.year))
    christmas = dt.date(day.year, 12, 25)
    before = max(christmas - n * DAY for n in range(1, 5) if (christmas - n * DAY).weekday() < 5)
    after = min(christmas + n * DAY for n in range(1, 7) if plain(christmas + n * DAY))
    off |= {before + n * DAY for n in range((after - before).days + 1)}
    monday = next(
        d for d, n in bank_holidays("england-and-wales", day.year).items() if n == "Easter Monday"
    )
    off |= {monday + n * DAY for n in (-4, -3, -2, -1, 0, 1)}
    return day.weekday() != 6 and day not in off


NAIVE: dict[str, Callable[[dt.date], bool]] = {
    "clear_calendar_days": lambda _day: True,
    "clear_working_days": plain,
    "s243_clear_days": parish,
}


@pytest.mark.parametrize("policy", CLEAR)
def test_twenty_years_as_a_naive_walker_counts(policy: str) -> None:
    counts, calendar = NAIVE[policy], Calendar()
    day, end = dt.date(2008, 1, 1), dt.date(2027, 12, 31)
    listed = [d for n in range((end - day).days + 90) if counts(d := day + n * DAY)]
    place = 0
    while day <= end:
        while listed[place] <= day:
            place += 1
        found = earliest(policy=policy, days=5, notice=day, calendar=calendar)
        assert found.raw == listed[place + 5], day
        rolled = found.raw
        while not plain(rolled):
            rolled += DAY
        assert found.rolled == rolled, day
        day += DAY


@pytest.mark.parametrize("first_included", [True, False])
def test_twenty_years_of_windows_as_a_naive_walker_counts(*, first_included: bool) -> None:
    policy = "working_days_first_included" if first_included else "end_of_nth_working_day_after"
    day, calendar = dt.date(2008, 1, 1), Calendar()
    while day.year < 2028:
        walker, left = day if first_included else day + DAY, 8
        while True:
            left -= plain(walker)
            if left == 0:
                break
            walker += DAY
        found = window(policy=policy, days=8, start=day, calendar=calendar)
        assert (found.last_day, found.effective) == (walker, walker + DAY), day
        day += DAY


@pytest.mark.parametrize("policy", CLEAR)
@settings(max_examples=60, deadline=None)
@given(meeting=dates, number=days, calendar=calendars())
def test_latest_leaves_just_the_days_asked_for_before_the_meeting(
    policy: str, meeting: dt.date, number: int, calendar: Calendar
) -> None:
    found = latest(policy=policy, days=number, meeting=meeting, calendar=calendar)

    def between(notice: dt.date) -> int:
        return counted_between(policy=policy, notice=notice, meeting=meeting, calendar=calendar)

    assert between(found.latest_notice) == number
    # The next day that counts is too late; days that do not count are never offered.
    disregard = POLICIES[policy].disregard
    assert disregard(calendar, found.latest_notice) is None
    later = found.latest_notice + DAY
    while disregard(calendar, later) is not None:
        later += DAY
    assert between(later) == number - 1
    assert calendar.is_working_day(found.rolled)
    assert found.rolled <= found.latest_notice


@pytest.mark.parametrize("policy", CLEAR)
@settings(max_examples=60, deadline=None)
@given(notice=dates, number=days, calendar=calendars())
def test_earliest_is_monotone_and_its_trace_adds_up(
    policy: str, notice: dt.date, number: int, calendar: Calendar
) -> None:
    found = earliest(policy=policy, days=number, notice=notice, calendar=calendar)
    next_day = earliest(policy=policy, days=number, notice=notice + DAY, calendar=calendar)
    one_more = earliest(policy=policy, days=number + 1, notice=notice, calendar=calendar)
    assert found.raw <= next_day.raw
    assert found.raw < one_more.raw
    assert found.raw <= found.rolled
    assert calendar.is_working_day(found.rolled)
    assert sum(entry.counted for entry in found.trace) == number
    listed = [entry.day for entry in found.trace]
    assert listed == [notice + n * DAY for n in range((found.raw - notice).days + 1)]
    assert [e.day for e in found.passed_over] == [
        found.raw + n * DAY for n in range((found.rolled - found.raw).days)
    ]
    assert found.last_counted < found.raw
    between = counted_between(policy=policy, notice=notice, meeting=found.raw, calendar=calendar)
    assert between == number


@pytest.mark.parametrize("policy", WINDOWS)
@settings(max_examples=40, deadline=None)
@given(start=dates, number=days, calendar=calendars())
def test_windows_add_up_and_take_effect_the_day_after(
    policy: str, start: dt.date, number: int, calendar: Calendar
) -> None:
    found = window(policy=policy, days=number, start=start, calendar=calendar)
    assert found.effective == found.last_day + DAY
    assert sum(entry.counted for entry in found.trace) == number
    assert found.trace[-1].day == found.last_day
    assert found.trace[-1].counted
    if not POLICIES[policy].months:
        assert [e.day for e in found.trace] == [
            start + n * DAY for n in range((found.last_day - start).days + 1)
        ]


@pytest.mark.parametrize("policy", BEFORE)
@settings(max_examples=40, deadline=None)
@given(meeting=dates, number=days, calendar=calendars())
def test_before_adds_up(policy: str, meeting: dt.date, number: int, calendar: Calendar) -> None:
    found = latest(policy=policy, days=number, meeting=meeting, calendar=calendar)
    assert found.latest_notice < meeting
    assert sum(entry.counted for entry in found.trace) == number
    assert found.trace[0].day == found.latest_notice
    assert found.trace == tuple(sorted(found.trace, key=lambda entry: entry.day))


@settings(max_examples=60, deadline=None)
@given(start=dates, number=days, calendar=calendars())
def test_first_included_and_excluded_meet(start: dt.date, number: int, calendar: Calendar) -> None:
    included = window(
        policy="working_days_first_included", days=number, start=start, calendar=calendar
    )
    excluded = window(
        policy="working_days_first_excluded",
        days=number,
        start=start - DAY,
        calendar=calendar,
    )
    assert included.last_day == excluded.last_day


@settings(max_examples=100, deadline=None)
@given(notice=dates, number=days, calendar=calendars(), more=st.frozensets(dates, max_size=5))
def test_a_day_closed_later_never_moves_a_calendar_day_count(
    notice: dt.date, number: int, calendar: Calendar, more: frozenset[dt.date]
) -> None:
    policy = "clear_calendar_days"
    before = earliest(policy=policy, days=number, notice=notice, calendar=calendar)
    announced = calendar.also_closed(more | {before.raw})
    after = earliest(policy=policy, days=number, notice=notice, calendar=announced)
    assert after.raw == before.raw == notice + (number + 1) * DAY
    assert after.rolled > before.raw


@pytest.mark.parametrize("policy", CLEAR)
@settings(max_examples=40, deadline=None)
@given(notice=dates, number=days, calendar=calendars(), more=st.frozensets(dates, max_size=5))
def test_closing_days_only_puts_dates_later(
    policy: str,
    notice: dt.date,
    number: int,
    calendar: Calendar,
    more: frozenset[dt.date],
) -> None:
    before = earliest(policy=policy, days=number, notice=notice, calendar=calendar)
    after = earliest(policy=policy, days=number, notice=notice, calendar=calendar.also_closed(more))
    assert after.raw >= before.raw
