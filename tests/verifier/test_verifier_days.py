"""The verifier counts days as the engine counts them, by a calendar of its own."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

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


SHARED = Path(os.environ.get("VIRES_SHARED", Path(__file__).parents[2] / ".." / "shared"))


def published() -> list[Any]:
    file = SHARED / "cases" / "dates.json"
    if not file.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"no published cases at {file}"))]
    return [pytest.param(case, id=case["id"]) for case in json.loads(file.read_text())["cases"]]


@pytest.mark.parametrize("case", published())
def test_published_case(case: dict[str, Any]) -> None:
    calendar, days = ours.Calendar("england-and-wales"), case["n"]
    policy = case["policy"]
    if "meeting" in case:
        meeting = dt.date.fromisoformat(case["meeting"])
        latest = dt.date.fromisoformat(case["latest_notice"])
        assert calendar.allowed_from(policy, days, latest) <= meeting
        later = latest + dt.timedelta(days=1)
        while not calendar.counts(policy, later):
            later += dt.timedelta(days=1)
        assert calendar.allowed_from(policy, days, later) > meeting
        return
    notice = dt.date.fromisoformat(case["notice"])
    if "raw" in case:
        first = calendar.allowed_from(policy, days, notice)
        while not calendar.counts(policy, first):
            first += dt.timedelta(days=1)
        assert first.isoformat() == case["raw"]
    else:
        last = calendar.last_day(policy, days, notice)
        assert last.isoformat() == case.get("last_day", case.get("window_ends"))
