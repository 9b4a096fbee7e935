"""Days, numbers of days and hours as people type them."""

import datetime as dt

import pytest

from governance.domain.calendar import read_cutoff, read_day, read_days
from governance.domain.errors import Unusable


def code(error: pytest.ExceptionInfo[Unusable]) -> str:
    return error.value.problems[0].code


def test_what_is_written_plainly_is_read() -> None:
    assert read_day("2025-02-20") == dt.date(2025, 2, 20)
    assert read_days("28") == 28
    assert read_cutoff("17:00") == dt.time(17)


@pytest.mark.parametrize(
    "text",
    ["", "20/02/2025", "2025-2-20", "20250220", "2025-02-30", "2025-W08-4", "２０２５-02-20"],
)
def test_a_day_that_is_none(text: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_day(text)
    assert code(caught) == "calendar.day_unreadable"


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31"])
def test_a_day_beyond_the_years_known(text: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_day(text)
    assert code(caught) == "calendar.year"


@pytest.mark.parametrize("text", ["", "five", "1.5", "1_000", "9" * 10, "٣"])
def test_a_number_of_days_that_is_none(text: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_days(text)
    assert code(caught) == "calendar.days_unreadable"


@pytest.mark.parametrize("text", ["", "9:00", "24:00", "12:60", "noon", "12:00:00"])
def test_an_hour_that_is_none(text: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_cutoff(text)
    assert code(caught) == "calendar.cutoff_unreadable"
