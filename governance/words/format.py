"""How amounts, days and lists read in a sentence.

Templates use Python's format syntax with these specifiers: `{value:money}` for pence,
`{when:day}` for a date, `{when:time}` for an instant already in the reader's zone,
`{period:months}` for months,
`{names:and}` and `{names:or}` for lists, `{n:count(day,days)}` for a number with its noun,
`{near:maybe}` for "Did you mean X? " or nothing.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterable
from typing import Any


def money(pence: int) -> str:
    """Pence as pounds: £30,000 or £30,000.50."""
    sign = "-" if pence < 0 else ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{sign}£{pounds:,}" + (f".{rest:02}" if rest else "")


def day(value: dt.date | str) -> str:
    """A date as GOV.UK writes it: 20 February 2025."""
    if isinstance(value, str):
        value = dt.date.fromisoformat(value[:10])
    return f"{value.day} {value:%B} {value.year}"


def weekday(value: dt.date | str) -> str:
    """A date with its weekday: Thursday 20 February 2025."""
    if isinstance(value, str):
        value = dt.date.fromisoformat(value[:10])
    return f"{value:%A} {day(value)}"


def months(text: str) -> str:
    """Months as GOV.UK writes them, of “2026-07 to 2026-09” or “2026-07”: July to September 2026."""
    first, _, last = text.partition(" to ")
    begins = dt.date.fromisoformat(f"{first}-01")
    if not last:
        return f"{begins:%B} {begins.year}"
    ends = dt.date.fromisoformat(f"{last}-01")
    year = f" {begins.year}" if begins.year != ends.year else ""
    return f"{begins:%B}{year} to {ends:%B} {ends.year}"


def time(value: dt.datetime | str) -> str:
    """An instant as GOV.UK writes it: 5:30pm on 20 February 2025; given as text where kept."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    hour = value.hour % 12 or 12
    minutes = f":{value.minute:02}" if value.minute else ""
    half = "am" if value.hour < 12 else "pm"
    return f"{hour}{minutes}{half} on {day(value)}"


def listed(values: Iterable[Any], joiner: str) -> str:
    """A list in a sentence: a, b and c."""
    texts = [str(v) for v in values]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {joiner} {texts[-1]}"


def count(number: int, one: str, many: str) -> str:
    """A number with its noun: 1 day, 5 days."""
    return f"{number:,} {one if number == 1 else many}"


_COUNT = re.compile(r"count\((?P<one>[^,]*),(?P<many>[^)]*)\)")


class Formatter(string.Formatter):
    """`str.format` with the specifiers this module names."""

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "money":
                return money(value)
            case "day":
                return day(value)
            case "weekday":
                return weekday(value)
            case "time":
                return time(value)
            case "months":
                return months(value)
            case "and" | "or":
                return listed(value, format_spec)
            case "maybe":
                return f"Did you mean {value}? " if value else ""
        if counted := _COUNT.fullmatch(format_spec):
            return count(value, counted["one"], counted["many"])
        return str(super().format_field(value, format_spec))
