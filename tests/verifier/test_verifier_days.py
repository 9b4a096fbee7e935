"""The verifier counts days as the engine counts them, by a calendar of its own."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.calendar import Calendar, earliest, window
from governance.domain.calendar import days as theirs
from governance.verifier import days as ours

FIRST = {"scotland": 2007}
"""The year of the Act that made St Andrew's Day a bank holiday there."""


@pytest.mark.parametrize("nation", ["england-and-wales", "wales", "scotland", "northern-ireland"])
def test_bank_holidays_are_the_same(nation: str) -> None:
    for year in range(FIRST.get(nation, 1978), 2101):
        known = {day for day in theirs.bank_holidays(nation, year) if day.year == year}
        assert ours.bank_holidays(nation, year) == known, year


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2080, 1, 1)),
    st.integers(1, 60),
    st.sampled_from(["clear_calendar_days", "clear_working_days", "s243_clear_days"]),
)
def test_a_notice_allows_the_same_day(notice: dt.date, number: int, policy: str) -> None:
    counted = earliest(policy=policy, days=number, notice=notice, calendar=Calendar())
    allowed = ours.Calendar("england-and-wales").allowed_from(policy, number, notice)
    assert allowed == counted.last_counted + dt.timedelta(days=1)


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2080, 1, 1)),
    st.integers(1, 60),
    st.sampled_from(
        [
            "working_days_first_included",
            "working_days_first_excluded",
            "end_of_nth_working_day_after",
            "working_days_after",
            "calendar_days_after",
            "calendar_months_after",
        ]
    ),
)
def test_a_period_ends_on_the_same_day(start: dt.date, number: int, policy: str) -> None:
    counted = window(policy=policy, days=number, start=start, calendar=Calendar())
    assert ours.Calendar("england-and-wales").last_day(policy, number, start) == counted.last_day
