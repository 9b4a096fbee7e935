"""Working days, jurisdictions, what cannot be counted, and calendar rulebooks."""

import datetime as dt
from pathlib import Path

import pytest

from governance import words
from governance.domain.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    POLICIES,
    Calendar,
    bank_holidays,
    earliest,
    latest,
    load_calendar,
    policy_named,
    window,
)
from governance.domain.errors import Unusable
from governance.domain.texts import parse

CONFIG = Path(__file__).parents[2] / "config" / "calendars"


def codes(error: Unusable) -> list[str]:
    for problem in error.problems:
        assert words.say(problem.code, problem.params)
        assert words.remedy(problem.code, problem.params)
    return [problem.code for problem in error.problems]


@pytest.mark.parametrize(
    "day",
    ["2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08", "2011-04-29"],
)
def test_one_off_bank_holidays_are_known(day: str) -> None:
    why = Calendar().why_not_working(dt.date.fromisoformat(day))
    assert why is not None
    assert why.code == "calendar.day.bank_holiday"
    assert why.name


@pytest.mark.parametrize("day", ["2020-05-04", "2022-05-30"])
def test_bank_holidays_that_were_moved_are_working_days(day: str) -> None:
    assert Calendar().is_working_day(dt.date.fromisoformat(day))


def test_why_a_day_is_not_a_working_day() -> None:
    strike = dt.date(2025, 6, 3)
    calendar = Calendar(closed=frozenset({strike}))
    said = {
        day: None if (why := calendar.why_not_working(day)) is None else why.code
        for day in (dt.date(2025, 5, 31), dt.date(2025, 6, 1), dt.date(2025, 6, 2), strike)
    }
    assert list(said.values()) == [
        "calendar.day.saturday",
        "calendar.day.sunday",
        None,
        "calendar.day.closed",
    ]
    substitute = calendar.why_not_working(dt.date(2021, 12, 28))
    assert substitute is not None
    assert substitute.name == "Boxing Day (substitute day)"


def test_jurisdictions_have_their_own_holidays() -> None:
    patrick, andrew, easter_monday = (
        dt.date(2025, 3, 17),
        dt.date(2026, 11, 30),
        dt.date(2025, 4, 21),
    )
    open_on = {
        name: [Calendar(name).is_working_day(d) for d in (patrick, andrew, easter_monday)]
        for name in ("england-and-wales", "england", "wales", "scotland", "northern-ireland")
    }
    assert open_on == {
        "england-and-wales": [True, True, False],
        "england": [True, True, False],
        "wales": [True, True, False],
        "scotland": [True, False, True],
        "northern-ireland": [False, True, False],
    }


def test_england_and_wales_are_one() -> None:
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        assert bank_holidays("england", year) == bank_holidays("wales", year)


def test_an_office_day_is_no_working_day_but_counts_for_a_parish() -> None:
    day = dt.date(2025, 6, 3)
    office = Calendar(closed=frozenset({day}), office_only=frozenset({day}))
    mourning = Calendar(closed=frozenset({day}))
    assert not office.is_working_day(day)
    assert office.why_disregarded(day) is None
    assert mourning.why_disregarded(day) is not None
    assert office.also_closed(frozenset({day})) == mourning


def test_rolling_back_and_on() -> None:
    calendar = Calendar()
    assert calendar.on_or_after(dt.date(2025, 4, 18)) == dt.date(2025, 4, 22)
    assert calendar.on_or_before(dt.date(2025, 4, 21)) == dt.date(2025, 4, 17)


def test_an_unknown_jurisdiction_suggests_the_nearest() -> None:
    with pytest.raises(Unusable) as caught:
        Calendar("scotlnd")
    assert codes(caught.value) == ["calendar.jurisdiction_unknown"]
    assert caught.value.problems[0].params["nearest"] == "scotland"


def test_everything_wrong_with_a_question_is_said_at_once() -> None:
    with pytest.raises(Unusable) as caught:
        earliest(policy="clear_day", days=0, notice=dt.date(1, 1, 1), calendar=Calendar())
    assert codes(caught.value) == [
        "calendar.policy_unknown",
        "calendar.days_out_of_bounds",
        "calendar.year",
    ]
    assert caught.value.problems[0].params["nearest"] is not None


def test_the_wrong_verb_names_those_that_fit() -> None:
    day, calendar = dt.date(2025, 1, 1), Calendar()
    with pytest.raises(Unusable) as caught:
        window(policy="clear_working_days", days=5, start=day, calendar=calendar)
    assert codes(caught.value) == ["calendar.policy_wrong_verb"]
    assert caught.value.problems[0].params["verbs"] == ["earliest", "latest"]
    for fitting in caught.value.problems[0].params["fitting"]:
        assert window(policy=fitting, days=5, start=day, calendar=calendar).last_day > day
    for name in ("working_days_first_included", "end_of_nth_working_day_after"):
        with pytest.raises(Unusable):
            earliest(policy=name, days=5, notice=day, calendar=calendar)
        with pytest.raises(Unusable):
            latest(policy=name, days=5, meeting=day, calendar=calendar)


@pytest.mark.parametrize("days", [-1, 0, 2001, 10**30])
def test_days_are_bounded(days: int) -> None:
    with pytest.raises(Unusable) as caught:
        window(
            policy="calendar_days_after",
            days=days,
            start=dt.date(2025, 1, 1),
            calendar=Calendar(),
        )
    assert codes(caught.value) == ["calendar.days_out_of_bounds"]


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max, dt.date(1977, 12, 31)])
def test_years_nobody_knows_are_refused(day: dt.date) -> None:
    for ask in (
        lambda: earliest(policy="clear_calendar_days", days=28, notice=day, calendar=Calendar()),
        lambda: latest(policy="calendar_months_before", days=2, meeting=day, calendar=Calendar()),
        lambda: window(policy="working_days_after", days=8, start=day, calendar=Calendar()),
        lambda: bank_holidays("england-and-wales", day.year),
    ):
        with pytest.raises(Unusable) as caught:
            ask()
        assert codes(caught.value) == ["calendar.year"]


def test_counting_past_the_years_known_is_refused() -> None:
    first, last = dt.date(FIRST_YEAR, 1, 3), dt.date(LAST_YEAR, 12, 28)
    for ask in (
        lambda: earliest(policy="clear_calendar_days", days=28, notice=last, calendar=Calendar()),
        lambda: latest(policy="clear_working_days", days=28, meeting=first, calendar=Calendar()),
        lambda: window(policy="calendar_months_after", days=2, start=last, calendar=Calendar()),
        lambda: latest(policy="calendar_months_before", days=2, meeting=first, calendar=Calendar()),
        lambda: window(policy="calendar_days_after", days=3, start=last, calendar=Calendar()),
    ):
        with pytest.raises(Unusable) as caught:
            ask()
        assert codes(caught.value) == ["calendar.out_of_years"]


def test_every_policy_has_a_meaning_a_source_and_a_question() -> None:
    for name, policy in POLICIES.items():
        assert policy_named(name) is policy
        assert words.say(f"calendar.policy.{name}", {})
        assert policy.source
        assert policy.verbs


def test_the_bundled_calendars_are_read() -> None:
    for file in sorted(CONFIG.glob("*.yaml")):
        rules = load_calendar(file.read_bytes(), file.name)
        assert rules.calendar().jurisdiction == "england-and-wales"
    text = (CONFIG / "example.yaml").read_bytes()
    example = load_calendar(text, "example.yaml")
    assert load_calendar(parse(text, "example.yaml"), "example.yaml") == example
    assert not example.calendar().is_working_day(dt.date(2026, 12, 30))
    why = example.calendar().why_not_working(dt.date(2026, 12, 30))
    assert why is not None
    assert why.name == "County offices closed"
    assert [p.name for p in example.periods_on(dt.date(2026, 5, 1))] == [
        "Elections of May 2026",
        "Summer term 2026",
    ]


def test_a_day_of_mourning_is_kept_apart_from_an_office_day() -> None:
    text = b"""
vires: calendar/1
key: parish
title: A parish
jurisdiction: england
closed:
  - {day: 2025-06-04, reason: Mourning, kind: mourning}
  - {day: 2025-06-05, reason: Flood}
"""
    calendar = load_calendar(text, "parish.yaml").calendar()
    assert calendar.closed == {dt.date(2025, 6, 4), dt.date(2025, 6, 5)}
    assert calendar.office_only == {dt.date(2025, 6, 5)}


def test_all_that_is_wrong_with_a_calendar_is_said_with_its_line() -> None:
    text = b"""vires: calendar/1
key: Bad Key
title: Broken
jurisdiction: englnd
closed:
  - {day: 2026-12-24, reason: Closed}
  - {day: 2026-12-24, reason: Closed again}
  - {day: 0001-01-01, reason: Long ago}
  - {reason: No day}
periods:
  - {kind: holiday, name: Summer, from: 2026-08-01, to: 2026-07-01}
extra: yes
"""
    with pytest.raises(Unusable) as caught:
        load_calendar(text, "bad.yaml")
    assert codes(caught.value)
    assert [(p.line, p.code) for p in caught.value.problems] == [
        (2, "text.want_key"),
        (4, "text.not_one_of"),
        (7, "calendar.closed_twice"),
        (8, "calendar.year"),
        (9, "text.missing"),
        (11, "text.not_one_of"),
        (11, "calendar.period_backwards"),
        (12, "text.unknown_key"),
    ]
