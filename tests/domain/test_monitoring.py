"""Periods of returns and years of a plan: they follow on each other and cover every day once."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.monitoring import Period, Span

APRIL = dt.date(2026, 4, 1)
THREE_YEARS = Span(APRIL, dt.date(2029, 3, 31), 3)


def period(start: str, end: str) -> Period:
    return Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def test_quarters_go_by_the_plan_s_first_day() -> None:
    assert THREE_YEARS.period_from(APRIL) == period("2026-04-01", "2026-06-30")
    assert THREE_YEARS.after(dt.date(2026, 6, 30)) == period("2026-07-01", "2026-09-30")


def test_the_first_period_begins_with_publication_and_no_earlier_than_the_plan() -> None:
    assert THREE_YEARS.period_from(dt.date(2026, 5, 12)) == period("2026-05-12", "2026-06-30")
    assert THREE_YEARS.period_from(dt.date(2026, 1, 5)) == period("2026-04-01", "2026-06-30")


def test_less_than_a_month_is_reported_on_with_the_next_period() -> None:
    assert THREE_YEARS.period_from(dt.date(2026, 6, 2)) == period("2026-06-02", "2026-09-30")
    assert THREE_YEARS.period_from(dt.date(2026, 6, 1)) == period("2026-06-01", "2026-06-30")
    assert Span(APRIL, dt.date(2029, 3, 31), 1).period_from(dt.date(2027, 2, 1)) == period(
        "2027-02-01", "2027-02-28"
    )


def test_nothing_lies_beyond_the_plan() -> None:
    assert THREE_YEARS.after(dt.date(2029, 3, 31)) is None
    assert THREE_YEARS.year_of(dt.date(2029, 4, 1)) is None
    cut = Span(APRIL, dt.date(2026, 12, 31), 12)
    assert cut.period_from(APRIL) == period("2026-04-01", "2026-12-31")
    assert cut.year_of(APRIL) == period("2026-04-01", "2026-12-31")


def test_years_are_the_plan_s_own() -> None:
    assert THREE_YEARS.year_of(dt.date(2027, 3, 31)) == period("2026-04-01", "2027-03-31")
    assert THREE_YEARS.year_of(dt.date(2027, 4, 1)) == period("2027-04-01", "2028-03-31")
    assert THREE_YEARS.year_of(dt.date(2020, 1, 1)) == period("2026-04-01", "2027-03-31")


def test_a_rhythm_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="0 months"):
        Span(APRIL, APRIL, 0)


@given(
    first=st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)),
    days=st.integers(1, 2000),
    rhythm=st.integers(1, 18),
    late=st.integers(0, 400),
)
def test_periods_cover_every_day_once(first: dt.date, days: int, rhythm: int, late: int) -> None:
    last = first + dt.timedelta(days=days)
    span = Span(first, last, rhythm)
    one = span.period_from(first + dt.timedelta(days=late))
    if one is None:
        assert late > days
        return
    assert one.start == first + dt.timedelta(days=late)
    while (following := span.after(one.end)) is not None:
        assert one.start <= one.end
        assert following.start == one.end + dt.timedelta(days=1)
        one = following
    assert one.end == last
