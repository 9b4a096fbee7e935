"""What tests in words and symbols mean, to the penny and to the day."""

import datetime as dt
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.domain.authority.compiling import resolved
from governance.domain.authority.conditions import negate, truth
from governance.domain.authority.model import Dated, Input, Limit
from governance.domain.authority.wording import Names, read_test
from governance.domain.errors import Unusable, problems_of
from governance.words import remedy, say

START = dt.date(2024, 1, 1)


def days(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


INPUTS = {
    one.name: one
    for one in (
        Input("kind", "kind", "choice", ("award", "waive", "light-touch")),
        Input("listed", "listed", "yes-no", ("no", "yes")),
        Input("value", "value", "money", (), 0, 100_000_000_00),
        Input("budget", "budget", "money", (), 0, 100_000_000_00),
        Input("wards", "wards", "integer", (), 0, 100),
        Input("seats", "seats", "integer", (), 0, 100),
        Input("starts", "starts", "day", (), START.toordinal(), days("2049-12-31")),
        Input("ends", "ends", "day", (), days("2000-01-01"), days("2049-12-31")),
    )
}
LIMITS = {
    "threshold": Limit(
        "threshold",
        "threshold",
        "money",
        (Dated(START, 214_904_00), Dated(dt.date(2026, 1, 1), 207_720_00)),
    ),
    "few": Limit("few", "few", "integer", (Dated(START, 3),)),
}
NAMES = Names(INPUTS, LIMITS)


def holds(name: str, test: str, value: int | str, on: dt.date = START, **others: int | str) -> bool:
    condition = resolved(read_test(test, INPUTS[name], NAMES), LIMITS, on)
    found = truth(condition, {name: value, **others})
    assert found is not None
    # A condition and its opposite never agree.
    opposite = resolved(negate(read_test(test, INPUTS[name], NAMES), INPUTS), LIMITS, on)
    assert truth(opposite, {name: value, **others}) is not found
    return found


@pytest.mark.parametrize(
    ("test", "below", "at", "above"),
    [
        (test, *expected)
        for expected, tests in {
            (True, False, False): ["< 30000", "under 30,000", "less than £30,000.00", "below 30k"],
            (True, True, False): ["<= 30000", "≤ 30000", "up to 30,000", "at most 30,000", "30,000 or less", "no more than 30000", "not over 30000", "0 to 30,000", "not more than 30000"],
            (False, True, True): [">= 30000", "≥ 30k", "at least 30,000", "from 30,000", "30,000 or more", "not under 30,000", "no less than 30000"],
            (False, False, True): ["> 30000", "over 30,000", "more than 30,000", "above £30,000", "exceeding 0.03m"],
            (False, True, False): ["30000", "= 30,000", "exactly £30,000", "30,000 to 30,000", "between 30,000 and 30,000", "at least 30,000 and up to 30,000"],
            (True, False, True): ["!= 30000", "<> 30000", "other than 30,000", "not 30,000", "under 30,000 or over 30,000", "not (at least 30,000 and at most 30,000)"],
        }.items()
        for test in tests
    ],
)  # fmt: skip
def test_amounts_are_compared_to_the_penny(test: str, below: bool, at: bool, above: bool) -> None:
    found = [holds("value", test, pence) for pence in (29_999_99, 30_000_00, 30_000_01)]
    assert found == [below, at, above]


@pytest.mark.parametrize(
    ("test", "inside", "outside"),
    [
        ("over 30,000 and up to 60,000", [30_000_01, 60_000_00], [30_000_00, 60_000_01]),
        ("30,001 to 60,000", [30_001_00, 60_000_00], [30_000_50, 60_000_01]),
        ("30,001 - 60,000", [30_001_00], [60_000_01]),
        ("100,000 to under 500,000", [100_000_00, 499_999_99], [500_000_00, 99_999_99]),
        ("from 100,000 to 500,000", [100_000_00, 500_000_00], [500_000_01]),
        ("100,000 or more and under 500,000", [100_000_00], [500_000_00]),
        ("up to 10 or over 20 and under 30", [10_00, 25_00], [15_00, 30_00]),
        ("(up to 10 or over 20) and under 30", [10_00, 25_00], [15_00, 30_00]),
        ("2.5m or more", [2_500_000_00], [2_499_999_99]),
        ("over 30,000.50", [30_000_51], [30_000_50]),
    ],
)
def test_ranges_and_joined_tests(test: str, inside: list[int], outside: list[int]) -> None:
    assert all(holds("value", test, pence) for pence in inside)
    assert not any(holds("value", test, pence) for pence in outside)


@pytest.mark.parametrize(
    ("name", "test", "yes", "no"),
    [
        ("kind", "award", ["award"], ["waive", "light-touch"]),
        ("kind", "award or waive", ["award", "waive"], ["light-touch"]),
        ("kind", "award, light-touch", ["award", "light-touch"], ["waive"]),
        ("kind", "not award", ["waive", "light-touch"], ["award"]),
        ("kind", "!= award", ["waive"], ["award"]),
        ("kind", "not (award or waive)", ["light-touch"], ["award"]),
        ("listed", "yes", ["yes"], ["no"]),
        ("listed", "true", ["yes"], ["no"]),
        ("listed", "not yes", ["no"], ["yes"]),
    ],
)
def test_choices(name: str, test: str, yes: list[str], no: list[str]) -> None:
    assert all(holds(name, test, choice) for choice in yes)
    assert not any(holds(name, test, choice) for choice in no)


def test_a_share_of_another_amount_is_never_rounded() -> None:
    # 10% of £0.99 is 9.9p: 9p is under it, 10p over it, and nothing is exactly it.
    assert not holds("value", "over 10% of budget", 9, budget=99)
    assert holds("value", "over 10% of budget", 10, budget=99)
    assert not holds("value", "exactly 10% of budget", 9, budget=99)
    assert not holds("value", "exactly 10% of budget", 10, budget=99)
    assert holds("value", "exactly 2.5% of budget", 1, budget=40)
    assert holds("value", "up to 1/3 of budget", 33, budget=100)
    assert not holds("value", "up to 1/3 of budget", 34, budget=100)
    assert holds("value", "at least half of budget", 2, budget=4)
    assert holds("value", "up to budget", 4, budget=4)


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "=", "!="])
@given(value=st.integers(0, 30), budget=st.integers(0, 30))
@settings(max_examples=40)
def test_smaller_and_larger_of(op: str, value: int, budget: int) -> None:
    compare = {
        "<": int.__lt__,
        "<=": int.__le__,
        ">": int.__gt__,
        ">=": int.__ge__,
        "=": int.__eq__,
        "!=": int.__ne__,
    }[op]
    low, high = min(budget, 40, 14), max(budget, 40, 14)
    for which, bound in (("smaller", low), ("larger", high)):
        test = f"{op} {which} of (50% of budget, 0.20, 0.07)"
        assert holds("value", test, value, budget=budget) == compare(value * 2, bound)


@pytest.mark.parametrize(
    ("test", "yes", "no"),
    [
        ("before 2025-06-01", "2025-05-31", "2025-06-01"),
        ("after 2025-06-01", "2025-06-02", "2025-06-01"),
        ("on 2025-06-01", "2025-06-01", "2025-06-02"),
        ("on or before 2025-06-01", "2025-06-01", "2025-06-02"),
        ("on or after 2025-06-01", "2025-06-01", "2025-05-31"),
        ("until 2025-06-01", "2025-06-01", "2025-06-02"),
        ("2025-06-01 to 2025-06-30", "2025-06-30", "2025-07-01"),
        ("before starts", "2025-02-28", "2025-03-01"),
        ("after starts plus 30 days", "2025-04-01", "2025-03-31"),
        ("on or before starts minus 28 days", "2025-02-01", "2025-02-02"),
        ("on 10 days after starts", "2025-03-11", "2025-03-10"),
        ("on 1 day before starts", "2025-02-28", "2025-03-01"),
        ("from 28 days before starts", "2025-02-01", "2025-01-31"),
        ("on starts", "2025-03-01", "2025-03-02"),
        ("2025-06-01 or later", "2025-06-01", "2025-05-31"),
    ],
)
def test_days(test: str, yes: str, no: str) -> None:
    starts = days("2025-03-01")
    assert holds("ends", test, days(yes), starts=starts)
    assert not holds("ends", test, days(no), starts=starts)


def test_limits_change_on_their_date_and_can_be_read_on_another_day() -> None:
    between = 210_000_00
    assert holds("value", "up to threshold", between, on=dt.date(2025, 12, 31))
    assert not holds("value", "up to threshold", between, on=dt.date(2026, 1, 1))
    for on in (dt.date(2025, 1, 1), dt.date(2027, 1, 1)):
        assert holds("value", "up to threshold on starts", between, on, starts=days("2025-12-31"))
        assert not holds(
            "value", "up to threshold on starts", between, on, starts=days("2026-01-01")
        )
    assert holds("wards", "up to few", 3)
    assert holds("wards", "over seats", 3, seats=2)


@pytest.mark.parametrize(
    ("name", "test", "code"),
    [
        ("value", "", "scheme.test.want_amount"),
        ("value", "over", "scheme.test.want_amount"),
        ("value", "over thresold", "scheme.test.unknown_name"),
        ("value", "over few", "scheme.test.unknown_name"),
        ("value", "over value", "scheme.test.unknown_name"),
        ("value", "over 10% of value", "scheme.test.want_input"),
        ("value", "over 10% of wards", "scheme.test.want_input"),
        ("value", "over 0% of budget", "scheme.test.fraction"),
        ("value", "over 1/0 of budget", "scheme.test.fraction"),
        ("value", "over 10%", "scheme.test.fraction"),
        ("value", "over 10.123", "money.unreadable"),
        ("value", "over 0.000000001m", "money.unreadable"),
        ("value", "over 999999999999999", "money.unreadable"),
        ("value", "over 10 up to 20", "scheme.test.unexpected"),
        ("value", "between 10 20", "scheme.test.unexpected"),
        ("value", "(over 10", "scheme.test.unexpected"),
        ("value", "20 to 10", "scheme.test.range"),
        ("value", "over smaller of 10, 20", "scheme.test.want_terms"),
        ("value", "over smaller of (10)", "scheme.test.want_terms"),
        ("value", "over smaller than 10", "scheme.test.want_terms"),
        ("value", "over ; drop", "scheme.test.unreadable"),
        ("value", "over value * 2", "scheme.test.unreadable"),
        ("value", "over -5", "scheme.test.want_amount"),
        ("value", "over threshold on value", "scheme.test.want_input"),
        ("value", "over threshold on ends", "scheme.limit.reach"),
        ("value", "(" * 30 + "1" + ")" * 30, "scheme.test.too_deep"),
        ("value", "not " * 30 + "1", "scheme.test.too_deep"),
        ("value", "1 or " * 1000 + "1", "scheme.test.too_long"),
        ("wards", "over 1.5", "scheme.test.want_number"),
        ("wards", "over £2", "scheme.test.want_number"),
        ("kind", "awrd", "scheme.test.want_choice"),
        ("kind", "", "scheme.test.want_choice"),
        ("kind", "over 3", "scheme.test.want_choice"),
        ("ends", "before 2025-02-30", "scheme.test.want_day"),
        ("ends", "before tomorrow", "scheme.test.want_input"),
        ("ends", "before starts plus 5", "scheme.test.want_days"),
        ("ends", "before starts plus five days", "scheme.test.want_day"),
        ("ends", "before 5 weeks after starts", "scheme.test.want_days"),
        ("ends", "5 days from starts", "scheme.test.want_day"),
        ("ends", "before (", "scheme.test.want_day"),
    ],
)
def test_what_cannot_be_read_is_said_with_a_remedy(name: str, test: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_test(test, INPUTS[name], NAMES)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert say(problem.code, problem.params)
    assert remedy(problem.code, problem.params)


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text: str) -> None:
    for one in INPUTS.values():
        problems = problems_of(partial(read_test, text, one, NAMES))
        assert all(say(p.code, p.params) for p in problems)


def test_a_name_where_none_could_stand_is_told_what_can() -> None:
    alone = Names({"value": INPUTS["value"]}, {})
    with pytest.raises(Unusable) as caught:
        read_test("up to ten", INPUTS["value"], alone)
    (problem,) = caught.value.problems
    assert problem.code == "scheme.test.want_amount"
    assert "“ten”, which is not an amount" in say(problem.code, problem.params)
