"""Measured values: integer millionths inside, decimals as text at the edges; never a float."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from governance.domain.errors import Unusable

PLACES: Final = 6
"""Decimals that a value can have."""
ONE: Final = 10**PLACES
"""Millionths in one."""
MOST: Final = 10**12
"""The largest value taken, either side of nought: a million millions."""

_WRITTEN: Final = re.compile(
    r"(?P<sign>[-+−]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,13})(?:\.(?P<part>[0-9]{1,40}))?"
)


def read_value(text: str) -> int:
    """Read a decimal ("82.5", "1,240", "-3") as millionths.

    Raises `Unusable` where the text is no number, has more than six decimals that say
    something, or is beyond `MOST`. A percent sign is no part of a number: the unit says it.
    """
    said = text.strip()
    match = _WRITTEN.fullmatch(said) if len(said) <= 60 else None
    if match is None:
        raise Unusable.one("value.unreadable", text=text[:40])
    part = (match["part"] or "").rstrip("0")
    if len(part) > PLACES:
        raise Unusable.one("value.too_exact", text=text[:40], most=PLACES)
    amount = int(match["whole"].replace(",", "")) * ONE + int(part.ljust(PLACES, "0"))
    if amount > MOST * ONE:
        raise Unusable.one("value.too_large", text=text[:40], most=MOST)
    return -amount if match["sign"] in ("-", "−") else amount


def said_value(millionths: int) -> str:
    """Millionths as an exact decimal without idle noughts: 82.5."""
    text = f"{Decimal(millionths).scaleb(-PLACES):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def places_of(millionths: int) -> int:
    """How many decimals a value is written with."""
    return len(said_value(millionths).partition(".")[2])


def rounded(exact: Fraction, places: int) -> int:
    """An exact number of millionths, rounded to so many decimals (half away from nought)."""
    step = 10 ** (PLACES - min(places, PLACES))
    whole, rest = divmod(abs(exact), step)
    amount: int = (int(whole) + (1 if rest * 2 >= step else 0)) * step
    return -amount if exact < 0 else amount
