"""Pounds in text, pence inside: nothing is rounded, nothing is a float."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.errors import Unusable
from governance.domain.money import MOST, pence, pounds, short_pence


@pytest.mark.parametrize(
    ("text", "amount"),
    [("30,000.50", 3_000_050), ("£30000.5", 3_000_050), ("30000", 3_000_000), (" £ 0.01 ", 1)],
)
def test_pounds_are_read_as_pence(text: str, amount: int) -> None:
    assert pence(text) == amount


@given(st.integers(0, MOST))
def test_pence_come_back_as_they_went(amount: int) -> None:
    assert pence(str(pounds(amount))) == amount
    assert isinstance(pounds(amount), Decimal)


@pytest.mark.parametrize(
    "text", ["", "-1", "1.005", "1,00", "12,34,567", "1e3", "NaN", "inf", "1 000", "1" * 41]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Unusable) as caught:
        pence(text)
    assert [p.code for p in caught.value.problems] == ["money.unreadable"]


def test_more_than_anybody_commissions_for_is_refused() -> None:
    assert pence(str(pounds(MOST))) == MOST
    with pytest.raises(Unusable) as caught:
        pence(str(pounds(MOST + 1)))
    assert [p.code for p in caught.value.problems] == ["money.too_large"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("10m", 1_000_000_000),
        ("£2.5M", 250_000_000),
        ("30k", 3_000_000),
        ("1,000k", 100_000_000),
        ("30,000.50", 3_000_050),
    ],
)
def test_millions_and_thousands_may_be_short(text: str, amount: int) -> None:
    assert short_pence(text) == amount


@pytest.mark.parametrize("text", ["m", "0.000000001m", "-1m", "1mk", "999999999999m", "1.2.3m"])
def test_what_is_short_and_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Unusable):
        short_pence(text)
