"""Shares to the penny, years and quarters, gaps and overlaps, what an agreement lacks."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.funds.clauses import CLAUSES, lacking
from governance.domain.funds.periods import (
    Period,
    gaps,
    next_period,
    overlaps,
    quarter_of,
    quarters,
    year_of,
)
from governance.domain.funds.sharing import Order, Part, order_of, order_plain, shared

KEYS = ("council", "icb", "police", "schools")
SUMS = st.integers(0, 10**13)
PUT = st.dictionaries(st.sampled_from(KEYS), st.integers(-5, 10**12))
CAPS = st.none() | SUMS


@st.composite
def orders(draw: st.DrawFn) -> Order:
    how = draw(st.sampled_from(["proportional", "shares", "in_order", "host_first"]))
    names = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    if how == "shares":
        weights = [draw(st.integers(1, 997)) for _ in names]
        parts = [Part(n, Fraction(w, sum(weights))) for n, w in zip(names, weights, strict=True)]
        return Order(how, tuple(parts))
    if how == "in_order":
        return Order(how, tuple(Part(n, up_to=draw(CAPS)) for n in names))
    return Order(how, up_to=draw(CAPS) if how == "host_first" else None)


@given(SUMS, orders(), PUT)
def test_what_is_shared_adds_up_to_the_penny(
    amount: int, order: Order, contributions: dict[str, int]
) -> None:
    found = shared(amount, order, contributions=contributions, host="council")
    assert sum(found.parts.values()) + found.to_nobody == amount
    assert found.to_nobody >= 0
    assert all(part >= 0 for part in found.parts.values())
    if order.how == "in_order":
        caps = {part.partner: amount if part.up_to is None else part.up_to for part in order.parts}
        assert all(part <= caps[key] for key, part in found.parts.items())
    if order.how == "shares":
        exact = {part.partner: amount * (part.share or Fraction(0)) for part in order.parts}
        assert found.to_nobody == 0
        assert all(abs(found.parts[key] - exact[key]) < 1 for key in exact)
    assert order_of(order_plain(order)) == order


@pytest.mark.parametrize(
    ("amount", "order", "parts", "nobody"),
    [
        (100, Order("proportional"), {"council": 34, "icb": 33, "police": 33}, 0),
        (2, Order("proportional"), {"council": 1, "icb": 1, "police": 0}, 0),
        (100, Order("host_first", up_to=40), {"council": 40, "icb": 30, "police": 30}, 0),
        (100, Order("host_first"), {"council": 100, "icb": 0, "police": 0}, 0),
        (
            100,
            Order("in_order", (Part("icb", up_to=30), Part("council", up_to=50))),
            {"icb": 30, "council": 50},
            20,
        ),
        (
            100,
            Order("in_order", (Part("icb", up_to=30), Part("council"))),
            {"icb": 30, "council": 70},
            0,
        ),
    ],
)
def test_how_a_sum_is_shared(amount: int, order: Order, parts: dict[str, int], nobody: int) -> None:
    put = {"council": 10, "icb": 10, "police": 10}
    found = shared(amount, order, contributions=put, host="council")
    assert (dict(found.parts), found.to_nobody) == (parts, nobody)


def test_nobody_bears_what_no_contribution_stands_for() -> None:
    assert shared(5, Order("proportional"), contributions={}, host="council").to_nobody == 5
    with pytest.raises(ValueError, match="-1"):
        shared(-1, Order("proportional"), contributions={}, host="council")


@given(st.dates(dt.date(1990, 1, 1), dt.date(2150, 1, 1)), st.integers(1, 12))
def test_quarters_make_up_the_year(day: dt.date, starts: int) -> None:
    year = year_of(day, starts)
    four = quarters(year)
    assert year.start <= day <= year.end
    assert (four[0].start, four[-1].end) == (year.start, year.end)
    assert not overlaps(four)
    assert not gaps(four, year)
    after = next_period(quarter_of(day, starts), kind="quarter", starts=starts)
    assert after.start == quarter_of(day, starts).end + dt.timedelta(days=1)


def test_gaps_and_overlaps() -> None:
    def days(a: int, b: int) -> Period:
        return Period(dt.date(2025, 1, a), dt.date(2025, 1, b))

    assert gaps([days(3, 5), days(2, 4), days(9, 9)], days(1, 10)) == [
        days(1, 1),
        days(6, 8),
        days(10, 10),
    ]
    assert overlaps([days(1, 9), days(2, 3), days(2, 3), days(9, 10)]) == [
        (days(1, 9), days(2, 3)),
        (days(1, 9), days(9, 10)),
    ]


def test_an_agreement_that_says_everything_lacks_nothing() -> None:
    day = dt.date(2025, 4, 1)
    full = dict.fromkeys(CLAUSES, "Said.")
    assert not lacking(full, parties=2, starts_on=day, ends_on=day, has_manager=True)
    blank = {**full, "d": " \n"}
    (one,) = lacking(blank, parties=2, starts_on=day, ends_on=day, has_manager=True)
    assert one.params == {"clause": "d", "what": "pool_clause_d"}
