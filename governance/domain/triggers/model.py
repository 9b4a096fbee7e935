"""Triggers as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from governance.domain.escalation.model import Span

FORMAT: Final = "triggers/1"

WAYS: Final = ("support", "change", "emergency")
"""Which way a trigger offers: support and challenge, a case for change, emergency continuity."""


@dataclass(frozen=True, slots=True)
class Scope:
    """For which commissions a trigger holds; what is empty leaves nothing out.

    `value_from` is the least whole-life value in pence and `value_under` the first that is too
    much; a commission whose value is not known is left out by neither. `voluntary`: only where
    a voluntary provider delivers, or only where none does.
    """

    levels: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    value_from: int | None = None
    value_under: int | None = None
    voluntary: bool | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: what it looks for, which way it offers, for which commissions.

    `answer` is how long the lead has to say which way the case goes. Of what it looks for:
    `periods` red in a row on at least `measures` measures, of `questions` only where they are
    named; `raised_as` the escalation's name and `in_a_row` how many missed reviews;
    `days_before` an agreement's end (red) and `warn_days` (amber); `months_before` the end that
    the pre-expiry review is due, `complex_months` where the value is at least `complex_from`
    pence, and `days_after` that day that one not held is a cause.
    """

    key: str
    title: str
    source: str
    looks_for: str
    offers: str
    answer: Span
    scope: Scope = Scope()
    periods: int = 2
    measures: int = 1
    questions: tuple[str, ...] = ()
    raised_as: str = ""
    in_a_row: int = 1
    days_before: int = 90
    warn_days: int = 180
    months_before: int = 12
    complex_months: int = 18
    complex_from: int | None = None
    days_after: int = 30


@dataclass(frozen=True, slots=True)
class Triggers:
    """A text of triggers, in the order in which they are asked."""

    key: str
    title: str
    source: str
    triggers: Mapping[str, Trigger]
