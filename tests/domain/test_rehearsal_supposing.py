"""What a rehearsal supposes, and where days lie in its calendar."""

import datetime as dt

from governance.domain.rehearsal.layout import Event, months
from governance.domain.rehearsal.supposing import Supposed, happens, ready_on, rhythm, share

START, END = dt.date(2026, 4, 1), dt.date(2027, 3, 31)


def test_a_choice_follows_from_the_seed_and_from_what_it_is_about() -> None:
    assert share(1, "absent", "board") == share(1, "absent", "board")
    assert share(1, "absent", "board") != share(2, "absent", "board")
    assert share(1, "a", "bc") != share(1, "ab", "c")


def test_a_rate_is_kept_over_many_choices() -> None:
    came = sum(happens(20, 7, "absent", number) for number in range(5_000))
    assert 900 < came < 1_100
    assert not any(happens(0, 7, number) for number in range(1_000))
    assert all(happens(100, 7, number) for number in range(1_000))


def test_the_more_a_lead_has_to_do_the_more_slips() -> None:
    days = [START + dt.timedelta(days=n) for n in range(365)]

    def slipped(load: int) -> int:
        return sum(
            ready_on(Supposed(), 3, about="C-0001", due=day, load=[day] * load) is not None
            for day in days
        )

    assert slipped(1) == slipped(8) < slipped(16) < slipped(80) == len(days)
    ready = ready_on(Supposed(slip=100), 3, about="C-0001", due=START, load=[])
    assert ready is not None
    assert START < ready <= START + dt.timedelta(weeks=6)


def test_a_rhythm_fills_only_what_is_missing() -> None:
    days = rhythm(START, END, a_year=4, there=())
    assert [day.weekday() for day in days] == [3, 3, 3, 3]
    assert [(day.year, day.month) for day in days] == [(2026, 5), (2026, 8), (2026, 11), (2027, 2)]
    there = [dt.date(2026, 4, 14), dt.date(2027, 2, 2)]
    filled = rhythm(START, END, a_year=4, there=there)
    assert [(day.month, day.weekday()) for day in filled] == [(8, 1), (11, 1)], "on Tuesdays"


def test_a_rhythm_stays_within_its_period() -> None:
    for a_year in (1, 2, 6, 12, 52):
        for length in (1, 20, 45, 400):
            end = START + dt.timedelta(days=length - 1)
            days = rhythm(START, end, a_year=a_year, there=())
            assert all(START <= day <= end for day in days)
            assert len(days) <= length * a_year // 365 + 1


def test_events_lie_in_the_weeks_of_their_months() -> None:
    found = months(
        dt.date(2026, 1, 20),
        dt.date(2026, 3, 2),
        [
            Event(dt.date(2026, 1, 31), "ending", "A-0001"),
            Event(dt.date(2026, 2, 7), "inquorate", "M-0002"),
            Event(dt.date(2026, 2, 1), "meeting", "M-0001"),
            Event(dt.date(2026, 2, 8), "missed", "W-0001"),
        ],
    )
    assert [month.first.month for month in found] == [1, 2, 3]
    assert found[0].weeks[4].endings == ("A-0001",)
    assert found[1].weeks[0].meetings == ("M-0001",)
    assert found[1].weeks[0].inquorate == ("M-0002",)
    assert found[1].weeks[1].of("missed") == ("W-0001",)
    assert all(cell.empty for cell in found[2].weeks)
