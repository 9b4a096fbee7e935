"""Money is integer pence inside and pounds in text at the edges; never a float."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from governance.domain.errors import Problem, Unusable

MOST = 100_000_000_000_00
"""The largest amount taken, in pence: a hundred thousand million pounds."""

_POUNDS = re.compile(r"£?\s*(?P<pounds>\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(?P<pence>\d{1,2}))?")

_SHORT = re.compile(r"£?\s*(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)\s?(?P<scale>[mk])")
_SCALE = {"m": 1_000_000, "k": 1_000}


def pence(text: str) -> int:
    """Read pounds ("30,000.50", "£30000.5", "30000") as pence.

    Raises `Unusable` where the text is no amount, has more than two decimals, is negative or
    is beyond `MOST`.
    """
    match = _POUNDS.fullmatch(text.strip()) if len(text) <= 40 else None
    if match is None:
        raise Unusable.one("money.unreadable", text=text[:40])
    amount = int(match["pounds"].replace(",", "")) * 100
    amount += int((match["pence"] or "0").ljust(2, "0"))
    if amount > MOST:
        raise Unusable.one("money.too_large", text=text[:40], most=MOST)
    return amount


def short_pence(text: str) -> int:
    """Read pounds as pence, "2.5m" and "30k" for millions and thousands too.

    Raises `Unusable` as `pence` does, and where it comes to no whole pence.
    """
    match = _SHORT.fullmatch(text.strip().lower()) if len(text) <= 40 else None
    if match is None:
        return pence(text)
    exact = Fraction(match["number"].replace(",", "")) * _SCALE[match["scale"]] * 100
    if exact.denominator != 1 or exact > MOST:
        raise Unusable.one("money.unreadable", text=text[:40])
    return int(exact)


def pounds(amount: int) -> Decimal:
    """Give pence as an exact decimal of pounds, two places."""
    return Decimal(amount).scaleb(-2)


def amount_problems(amount: object, *, what: str = "") -> list[Problem]:
    """What is wrong with an amount in pence that cannot be below nothing; None is none said.

    The one check of every sum that is handed in; `what` names it among others. Where less is
    lawful (money taken out of a fund), whoever asks says so and does not ask here.
    """
    if amount is None:
        return []
    if isinstance(amount, bool) or not isinstance(amount, int):
        return [Problem("money.not_pence", {"what": what, "text": str(amount)[:40]})]
    if amount < 0:
        return [Problem("money.negative", {"what": what, "amount": amount})]
    if amount > MOST:
        return [Problem("money.too_large", {"text": pounds_text(amount), "most": MOST})]
    return []


def pounds_text(amount: int) -> str:
    """Pence as pounds in text, however large; not more than forty characters."""
    return f"£{amount // 100:,}.{amount % 100:02d}"[:40]
