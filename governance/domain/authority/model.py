"""A scheme of delegation as values: inputs, conditions, rules, and who decides.

Kept small on purpose: what is not here cannot be said in a scheme, so that a scheme can be
proved. A condition compares an input with a term, or asks whether a choice is among some; the
rest is "all of" and "any of" (negation is pushed into the leaves when a scheme is loaded, names
of definitions are replaced by what they mean). Amounts are pence, days are ordinals, yes and no
are choices.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from governance.domain.procedure import Procedure

Value = int | str
"""A known input: pence, a number, a day's ordinal, or the name of a choice."""

Op = Literal["<", "<=", ">", ">=", "=", "!="]
InputType = Literal["choice", "yes-no", "money", "integer", "day"]
Standing = Literal["own", "recorded"]
StepKind = Literal["decide", "consult", "recommend", "endorse", "consent", "clear"]
DeciderKind = Literal["office", "body", "each-partner"]

STEP_KINDS: tuple[StepKind, ...] = (
    "decide",
    "consult",
    "recommend",
    "endorse",
    "consent",
    "clear",
)
DECIDER_KINDS: tuple[DeciderKind, ...] = ("office", "body", "each-partner")

DERIVED_TYPES: Mapping[str, InputType] = MappingProxyType(
    {
        "kind": "choice",
        "gate": "choice",
        "commission_level": "choice",
        "mechanism": "choice",
        "regime": "choice",
        "risk_tier": "choice",
        "category": "choice",
        "funding": "choice",
        "value": "money",
        "whole_life_value": "money",
        "cumulative_value": "money",
        "prior_approval": "money",
        "awarded_value": "money",
        "variation_value": "money",
        "savings": "money",
        "budget": "money",
        "forward_plan_listed": "yes-no",
        "urgent": "yes-no",
        "routine": "yes-no",
        "lowest_price": "yes-no",
        "wards_affected": "integer",
        "term_months": "integer",
        "extension_months": "integer",
        "decision_day": "day",
        "procurement_commenced": "day",
        "starts": "day",
        "ends": "day",
    }
)
DERIVED: tuple[str, ...] = tuple(DERIVED_TYPES)
"""What the register can tell a scheme: the names an input's `from` may have, and their types."""


@dataclass(frozen=True, slots=True)
class Input:
    """One thing a rule may ask about a case: typed and bounded.

    `least` and `most` bound amounts (pence), integers and days (ordinals), both included;
    `choices` lists what a choice can be ("no", "yes" for yes-no). `derived` is the name under
    which the register supplies it, or None where a person answers.
    """

    name: str
    title: str
    type: InputType
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    derived: str | None = None

    @property
    def discrete(self) -> bool:
        """Whether it is one of a few named choices rather than a number."""
        return self.type in ("choice", "yes-no")


@dataclass(frozen=True, slots=True)
class Const:
    """A fixed amount (pence), number or day (ordinal)."""

    value: int


@dataclass(frozen=True, slots=True)
class Fraction:
    """`numerator`/`denominator` of another input; compared by cross-multiplying, never rounded."""

    numerator: int
    denominator: int
    input: str


@dataclass(frozen=True, slots=True)
class DayOffset:
    """The day another input gives, plus (or minus) some calendar days."""

    input: str
    days: int


@dataclass(frozen=True, slots=True)
class LimitOn:
    """A named, dated limit as it stood on the day `day` gives; None: the day of decision."""

    limit: str
    day: str | None = None


Term = Const | Fraction | DayOffset | LimitOn


@dataclass(frozen=True, slots=True)
class Compare:
    """An amount, number or day compared with a term."""

    input: str
    op: Op
    term: Term


@dataclass(frozen=True, slots=True)
class In:
    """A choice is among these."""

    input: str
    choices: frozenset[str]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; with no parts, always."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; with no parts, never."""

    parts: tuple[Condition, ...] = ()


Condition = Compare | In | AllOf | AnyOf
"""Negation-free. Once compiled for a day, no `LimitOn` is left in it."""

ALWAYS = AllOf()
NEVER = AnyOf()


@dataclass(frozen=True, slots=True)
class Dated:
    """A limit's value (pence, or a number) from a day on, until the next."""

    starts: dt.date
    value: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A named limit whose value changes on dates; `dated` is in order of time.

    `by` names the day input on which it is read; None: the day of decision.
    """

    name: str
    title: str
    type: Literal["money", "integer"]
    dated: tuple[Dated, ...]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Decider:
    """An office, a body, or each partner, as paths name it."""

    key: str
    kind: DeciderKind
    title: str
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class PathStep:
    """One act on the way to a decision. `decider` is a key of the scheme's deciders.

    `method` says how it is taken; None leaves it to the body's terms of reference (or, for an
    office, to the officer alone).
    """

    kind: StepKind
    decider: str
    method: str | None = None


Path = tuple[tuple[PathStep, ...], ...]
"""Groups in order; the steps of one group run at once."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When it holds, who decides, on which path and after which procedures."""

    id: str
    when: Condition
    path: Path
    procedure: tuple[str, ...] = ()
    overrides: frozenset[str] = frozenset()
    source: str = ""
    title: str = ""
    line: int = 0

    @property
    def deciders(self) -> tuple[frozenset[str], ...]:
        """Who decides, group by group: what a conflict is about. The last is the final word."""
        groups = (frozenset(s.decider for s in group if s.kind == "decide") for group in self.path)
        return tuple(group for group in groups if group)


@dataclass(frozen=True, slots=True)
class Definition:
    """A named condition; already inlined wherever a rule uses it."""

    name: str
    title: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is true of every case, so that a proof need not ask about the rest."""

    holds: Condition
    line: int = 0


@dataclass(frozen=True, slots=True)
class Separation:
    """Separation of duties: whoever does `step` may not be, or come from, `apart_from`.

    `step` is a kind of step or a decider's key; `apart_from` is `author`, `lead`, `provider`, a
    kind of step or a decider's key. No `rules` means every rule.
    """

    step: str
    apart_from: str
    rules: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the scheme was published."""

    title: str
    reference: str = ""
    published: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """The rules of one owner body. `ranks` are chains of deciders, higher first."""

    key: str
    title: str
    standing: Standing
    owner: str
    source: Source
    vat: Literal["including", "excluding", "not-stated"]
    fallback: str | None
    deciders: Mapping[str, Decider]
    ranks: tuple[tuple[str, ...], ...]
    inputs: Mapping[str, Input]
    limits: Mapping[str, Limit]
    definitions: Mapping[str, Definition]
    assume: tuple[Assumption, ...]
    separate: tuple[Separation, ...]
    procedures: Mapping[str, Procedure]
    rules: tuple[Rule, ...]

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises `KeyError`."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)
