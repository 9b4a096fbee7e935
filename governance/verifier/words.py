"""Days, sums and names as people say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any


def in_words(day: dt.date | str | None) -> str:
    """A day: “3 March 2025”."""
    if day is None:
        return "no day"
    on = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return f"{on.day} {on:%B %Y}"


def pounds(pence: Any) -> str:
    """A sum of money: “£300,000”, “£99,999.50”."""
    whole, part = divmod(int(pence), 100)
    return f"£{whole:,}" + (f".{part:02}" if part else "")


def spoken(name: Any) -> str:
    """A name out of a table or a text, as words: “stays without vote”."""
    return str(name).replace("_", " ").replace("-", " ")


def several(number: int, one: str, many: str | None = None) -> str:
    """So many of something: “1 entry”, “12 entries”."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str], *, none: str = "nobody") -> str:
    """Names one after another: “A, B and C”."""
    known = list(names)
    if len(known) < 2:
        return known[0] if known else none
    return f"{', '.join(known[:-1])} and {known[-1]}"
