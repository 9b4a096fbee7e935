"""Dates worked by others: published pages (shared, when present) and cases of our own."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest

from governance.domain.calendar import Calendar, earliest, latest, window

ENGLAND = Calendar()
SHARED = Path(os.environ.get("VIRES_SHARED", Path(__file__).parents[2] / ".." / "shared"))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def published() -> list[Any]:
    file = SHARED / "cases" / "dates.json"
    if not file.exists():
        return [pytest.param({}, marks=pytest.mark.skip(reason=f"no published cases at {file}"))]
    return [pytest.param(case, id=case["id"]) for case in json.loads(file.read_text())["cases"]]


@pytest.mark.parametrize("case", published())
def test_published_case(case: dict[str, Any]) -> None:
    policy, days = case["policy"], case["n"]
    answers: dict[str, dt.date] = {}
    if "meeting" in case:
        found = latest(policy=policy, days=days, meeting=day(case["meeting"]), calendar=ENGLAND)
        answers["latest_notice"] = found.latest_notice
    elif "raw" in case:
        first = earliest(policy=policy, days=days, notice=day(case["notice"]), calendar=ENGLAND)
        answers |= {"raw": first.raw, "rolled": first.rolled}
        if "refused_on" in case:
            assert day(case["refused_on"]) < first.raw
    else:
        period = window(policy=policy, days=days, start=day(case["notice"]), calendar=ENGLAND)
        answers |= {"last_day": period.last_day, "window_ends": period.last_day}
        answers["effective"] = period.effective
    wanted = {key: day(case[key]) for key in answers if key in case}
    assert wanted
    assert {key: answers[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("policy", "days", "notice", "raw", "rolled"),
    [
        # Across 29 February, and not.
        ("clear_calendar_days", 28, "2024-02-01", "2024-03-01", "2024-03-01"),
        ("clear_calendar_days", 28, "2025-02-01", "2025-03-02", "2025-03-03"),
        # The state funeral of 19 September 2022 does not count, and does not move a 28-day date.
        ("clear_working_days", 5, "2022-09-15", "2022-09-26", "2022-09-26"),
        ("clear_calendar_days", 28, "2022-08-21", "2022-09-19", "2022-09-20"),
        # VE Day 2020: Friday 8 May was the bank holiday and Monday 4 May was not.
        ("clear_working_days", 1, "2020-04-30", "2020-05-04", "2020-05-04"),
        ("clear_working_days", 5, "2020-04-30", "2020-05-11", "2020-05-11"),
        # Notice on a Saturday is as notice on the Friday.
        ("clear_working_days", 5, "2021-11-27", "2021-12-06", "2021-12-06"),
        # Parish: Saturday counts, Sunday does not.
        ("s243_clear_days", 3, "2025-06-05", "2025-06-10", "2025-06-10"),
        ("s243_clear_days", 3, "2025-06-11", "2025-06-16", "2025-06-16"),
        # Parish: the Easter break of 2025 runs from 17 to 22 April.
        ("s243_clear_days", 3, "2025-04-15", "2025-04-25", "2025-04-25"),
        # Parish: the Christmas break of 2025 runs from 24 to 29 December.
        ("s243_clear_days", 3, "2025-12-22", "2026-01-02", "2026-01-02"),
        # Parish: Christmas Day on a Monday takes the weekday before, Friday 22 December.
        ("s243_clear_days", 1, "2023-12-21", "2023-12-29", "2023-12-29"),
    ],
)
def test_earliest(policy: str, days: int, notice: str, raw: str, rolled: str) -> None:
    found = earliest(policy=policy, days=days, notice=day(notice), calendar=ENGLAND)
    assert (found.raw, found.rolled) == (day(raw), day(rolled))


@pytest.mark.parametrize(
    ("policy", "days", "meeting", "notice", "rolled"),
    [
        ("clear_calendar_days", 28, "2025-03-21", "2025-02-20", "2025-02-20"),
        ("clear_calendar_days", 28, "2025-03-23", "2025-02-22", "2025-02-21"),
        ("clear_working_days", 5, "2022-06-09", "2022-05-30", "2022-05-30"),
        # A meeting on a Saturday: the five working days before it are enough.
        ("clear_working_days", 5, "2021-12-04", "2021-11-26", "2021-11-26"),
        # On a bank holiday.
        ("clear_working_days", 1, "2026-05-04", "2026-04-30", "2026-04-30"),
        ("s243_clear_days", 3, "2017-08-18", "2017-08-14", "2017-08-14"),
        ("working_days_before", 20, "2026-04-30", "2026-03-31", "2026-03-31"),
        ("calendar_days_before", 180, "2026-03-31", "2025-10-02", "2025-10-02"),
        ("calendar_months_before", 12, "2024-02-29", "2023-02-28", "2023-02-28"),
        ("calendar_months_before", 18, "2027-03-31", "2025-09-30", "2025-09-30"),
    ],
)
def test_latest(policy: str, days: int, meeting: str, notice: str, rolled: str) -> None:
    found = latest(policy=policy, days=days, meeting=day(meeting), calendar=ENGLAND)
    assert (found.latest_notice, found.rolled) == (day(notice), day(rolled))


@pytest.mark.parametrize(
    ("policy", "days", "start", "last_day", "effective"),
    [
        # A notice on a Saturday begins to count on the Monday.
        ("working_days_first_included", 1, "2025-03-01", "2025-03-03", "2025-03-04"),
        # The day after the window may be a Saturday; it is never rolled.
        ("end_of_nth_working_day_after", 5, "2025-03-07", "2025-03-14", "2025-03-15"),
        # The jubilee week of 2022.
        ("end_of_nth_working_day_after", 5, "2022-05-27", "2022-06-07", "2022-06-08"),
        ("working_days_after", 5, "2025-03-07", "2025-03-14", "2025-03-15"),
        ("calendar_days_after", 120, "2025-03-07", "2025-07-05", "2025-07-06"),
        ("calendar_months_after", 1, "2024-01-31", "2024-02-29", "2024-03-01"),
    ],
)
def test_window(policy: str, days: int, start: str, last_day: str, effective: str) -> None:
    found = window(policy=policy, days=days, start=day(start), calendar=ENGLAND)
    assert (found.last_day, found.effective) == (day(last_day), day(effective))


@pytest.mark.parametrize(
    ("start", "cutoff", "closes"),
    [
        ("2025-03-21", "17:00", "2025-03-28T17:00:00+00:00"),
        ("2025-03-24", "17:00", "2025-03-31T17:00:00+01:00"),
        ("2025-03-24", None, "2025-04-01T00:00:00+01:00"),
    ],
)
def test_a_window_closes_by_the_clock_on_the_wall(
    start: str, cutoff: str | None, closes: str
) -> None:
    hour = None if cutoff is None else dt.time.fromisoformat(cutoff)
    found = window(
        policy="end_of_nth_working_day_after",
        days=5,
        start=day(start),
        calendar=ENGLAND,
        cutoff=hour,
    )
    assert found.closes_at.isoformat() == closes
    assert found.effective == found.last_day + dt.timedelta(days=1)


def test_a_trace_says_why_for_each_day() -> None:
    calendar = Calendar(closed=frozenset({day("2019-04-12")}), reasons={day("2019-04-12"): "Flood"})
    found = latest(
        policy="clear_working_days", days=5, meeting=day("2019-04-23"), calendar=calendar
    )
    said = [
        f"{entry.day:%d %b} {'+' if entry.counted else '-'} "
        f"{entry.why.code.removeprefix('calendar.day.')} {entry.why.name}".rstrip()
        for entry in found.trace
    ]
    assert said == [
        "10 Apr - notice",
        "11 Apr + counts",
        "12 Apr - closed_named Flood",
        "13 Apr - saturday",
        "14 Apr - sunday",
        "15 Apr + counts",
        "16 Apr + counts",
        "17 Apr + counts",
        "18 Apr + counts",
        "19 Apr - bank_holiday Good Friday",
        "20 Apr - saturday",
        "21 Apr - sunday",
        "22 Apr - bank_holiday Easter Monday",
        "23 Apr - meeting",
    ]


def test_rolling_shows_what_was_passed_over() -> None:
    found = earliest(
        policy="clear_calendar_days", days=28, notice=day("2021-11-26"), calendar=ENGLAND
    )
    assert [(entry.day.day, entry.why.code) for entry in found.passed_over] == [
        (25, "calendar.day.saturday"),
        (26, "calendar.day.sunday"),
        (27, "calendar.day.bank_holiday"),
        (28, "calendar.day.bank_holiday"),
    ]
