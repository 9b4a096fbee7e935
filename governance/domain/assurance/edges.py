"""The edges of a test ("30,001 to 60,000"), and the test written with another lower edge."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.domain.authority.model import (
    AllOf,
    Compare,
    Condition,
    Const,
    DayOffset,
    Fraction,
    Input,
    LimitOn,
    Op,
    Term,
)
from governance.domain.authority.wording import Names, read_test
from governance.domain.errors import Unusable

_WORDS: dict[Op, str] = {"<": "under", "<=": "up to", ">": "over", ">=": "at least"}
_DAY_WORDS: dict[Op, str] = {
    "<": "before",
    "<=": "on or before",
    ">": "after",
    ">=": "on or after",
}


@dataclass(frozen=True, slots=True)
class Band:
    """A test that is a stretch: at most one comparison from below and one from above."""

    input: Input
    written: str
    lower: Compare | None
    upper: Compare | None

    @property
    def least(self) -> int | None:
        """The least number it takes, where that is a fixed one."""
        if self.lower is None or not isinstance(self.lower.term, Const):
            return None
        return self.lower.term.value + (self.lower.op == ">")

    @property
    def most(self) -> int | None:
        """The most it takes, where that is a fixed one."""
        if self.upper is None or not isinstance(self.upper.term, Const):
            return None
        return self.upper.term.value - (self.upper.op == "<")

    def from_over(self, number: int) -> str:
        """The test with its lower edge just over a number."""
        lower = self._from_below(number)
        if self.upper is None:
            return lower
        return f"{lower} and {self._said(self.upper.op, self._term(self.upper.term))}"

    def up_to(self, number: int) -> str:
        """The test with its upper edge at a number, itself included."""
        if self.input.type == "money" and number % 100 and (number + 1) % 100 == 0:
            upper = self._said("<", self._number(number + 1))
        else:
            upper = self._said("<=", self._number(number))
        if self.lower is None:
            return upper
        return f"{self._said(self.lower.op, self._term(self.lower.term))} and {upper}"

    def _from_below(self, number: int) -> str:
        """Just over a number: said by the rounder of the two that say it."""
        rounder = self.input.type == "money" and number % 100 and (number + 1) % 100 == 0
        if not (rounder or self.input.type == "integer"):
            return self._said(">", self._number(number))
        if self.upper is None and self.written.endswith(" or more"):
            return f"{self._number(number + 1)} or more"
        return self._said(">=", self._number(number + 1))

    def _said(self, op: Op, bound: str) -> str:
        if any(symbol in self.written for symbol in "<>≤≥"):
            return f"{op} {bound}"
        return f"{(_DAY_WORDS if self.input.type == 'day' else _WORDS)[op]} {bound}"

    def _term(self, term: Term) -> str:
        match term:
            case Const(value):
                return self._number(value)
            case Fraction(1, 1, other):
                return other
            case Fraction(numerator, denominator, other):
                return f"{numerator}/{denominator} of {other}"
            case DayOffset(other, 0):
                return other
            case DayOffset(other, days):
                return f"{other} {'plus' if days > 0 else 'minus'} {abs(days)} days"
            case LimitOn(name, None):
                return name
            case LimitOn(name, read_on):
                return f"{name} on {read_on}"

    def _number(self, value: int) -> str:
        if self.input.type == "day":
            return dt.date.fromordinal(value).isoformat()
        commas = "," in self.written or not any(sign in self.written for sign in "<>≤≥")
        pounds, pence = divmod(value, 100) if self.input.type == "money" else (value, 0)
        sign = "£" if "£" in self.written else ""
        text = f"{pounds:,}" if commas else str(pounds)
        return f"{sign}{text}" + (f".{pence:02}" if pence else "")


def band(text: str, one: Input, names: Names) -> Band | None:
    """The test as a band; None where it is anything else."""
    try:
        found = read_test(text, one, names)
    except Unusable:
        return None
    parts: tuple[Condition, ...] = found.parts if isinstance(found, AllOf) else (found,)
    leaves = [part for part in parts if isinstance(part, Compare)]
    lower = [leaf for leaf in leaves if leaf.op in (">", ">=")]
    upper = [leaf for leaf in leaves if leaf.op in ("<", "<=")]
    if len(leaves) != len(parts) or len(lower) > 1 or len(upper) > 1:
        return None
    if len(lower) + len(upper) != len(leaves) or not leaves:
        return None
    return Band(one, text, lower[0] if lower else None, upper[0] if upper else None)
