"""What a proof of a scheme finds, as values: a hole, a clash, a rule that never applies.

A finding names rules, gives one concrete case and the region of cases like it. Words for it
live in `governance.words`; amounts are pence and days ordinals, as in conditions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from governance.domain.authority.model import Condition, DayOffset, Fraction, Value
from governance.domain.authority.outcome import Case

Kind = Literal["gap", "overlap", "duplicate", "unreachable", "contradiction"]
KINDS: tuple[Kind, ...] = ("gap", "overlap", "duplicate", "unreachable", "contradiction")

Side = Literal["below", "above", "choice"]
Why = Literal["", "impossible", "overridden", "assumptions"]
"""Why a rule is never reached: its condition cannot hold, others always go before it, or
what the scheme assumes leaves no case at all."""


@dataclass(frozen=True, slots=True)
class Region:
    """A box of cases: what each input may be, and which amounts are related how.

    `choices` and `bounds` (both ends included) hold only inputs that the region narrows;
    `relations` say how amounts or days stand to one another in it.
    """

    choices: Mapping[str, tuple[str, ...]]
    bounds: Mapping[str, tuple[int, int]]
    relations: tuple[Condition, ...] = ()

    @property
    def wide(self) -> bool:
        """Whether it leaves an input more than one value where it narrows it at all."""
        return (
            any(len(choices) > 1 for choices in self.choices.values())
            or any(least < most for least, most in self.bounds.values())
            or bool(self.relations)
        )

    def within(self, other: Region) -> bool:
        """Whether every case of this region lies in the other one too."""
        return (
            all(set(self.choices.get(k, ())) <= set(v) != set() for k, v in other.choices.items())
            and all(k in self.choices for k in other.choices)
            and all(
                k in self.bounds and v[0] <= self.bounds[k][0] and self.bounds[k][1] <= v[1]
                for k, v in other.bounds.items()
            )
            and set(other.relations) <= set(self.relations)
        )


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a neighbour of a gap begins: `rule` would take the case if `input` were `value`.

    `side` says whether that value lies below the gap, above it, or is another choice. `term`
    is what the rule measures by, where that is another amount or day: 10% of the budget.
    """

    input: str
    side: Side
    value: Value
    rule: str
    term: Fraction | DayOffset | None = None


@dataclass(frozen=True, slots=True)
class Mend:
    """One test in the scheme's text, changed: rule, line, input, and the text before and after."""

    rule: str
    line: int
    input: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that keeps a scheme from being proved.

    `rules` are those concerned, in the scheme's order; for a gap its neighbours. `example` is
    a case that shows it (None where no case can), `on` the day on which that case would be
    decided. `since` is the first day of the stretch in which it was found (the limits that are
    read on the day of decision stay the same in it), and `until` the last, where it ends.
    `changed`: a gap that was there before `since` too, within other edges.
    """

    kind: Kind
    rules: tuple[str, ...]
    example: Case | None
    on: dt.date
    region: Region | None = None
    edges: tuple[Edge, ...] = ()
    why: Why = ""
    mend: Mend | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """What the proof of a scheme came to.

    `rules` is how many it has, `unsettled` names the rules about which something could not be
    settled, `more` says that there were more findings than are shown.
    """

    proved: bool
    rules: int
    findings: tuple[Finding, ...]
    unsettled: tuple[str, ...] = ()
    more: bool = False
