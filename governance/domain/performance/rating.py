"""Rating a value by a rule, exactly: distances are cross-multiplied, nothing is rounded.

Where a rule asks for something nobody knows, the value is unrated and a code says why. What a
rule says of a value without a year before is the rule's to say (`not known`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from governance.domain.performance.model import Bound, Line, RagRule, Since
from governance.domain.performance.travel import shortfall, travel
from governance.domain.performance.values import ONE

_HUNDREDTHS = 100 * ONE


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule is asked about: values in millionths, None where one is not known.

    `tolerance` is millionths of the unit, or of a hundredth of the target.
    """

    value: int
    direction: str
    target: int | None = None
    tolerance: int | None = None
    tolerance_percent: bool = True
    before: dict[Since, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating, or why there is none."""

    rating: str | None
    unrated: str | None = None


def rate(rule: RagRule, facts: Facts) -> Rated:
    """The rating of the first line all of whose conditions hold.

    A line with a condition that cannot be told, and none that fails, ends the search: what
    comes after it was written for values that line does not take. A comparison with nothing
    can be told where some line of the rule takes `not_known`.
    """
    told = told_without(rule.lines)
    for line in rule.lines:
        said = list(_conditions(line, facts, told))
        if False in said:
            continue
        unknown = [one for one in said if isinstance(one, str)]
        return Rated(None, unknown[0]) if unknown else Rated(line.rating)
    return Rated(None, "no_line")


def told_without(lines: Iterable[Line]) -> frozenset[Since]:
    """The comparisons whose outcome `not_known` a rule speaks of."""
    return frozenset(
        since for line in lines for since, allowed in line.since.items() if "not_known" in allowed
    )


def _conditions(line: Line, facts: Facts, told: frozenset[Since]) -> Iterable[bool | str]:
    """Whether each condition holds; a code where that cannot be told."""
    for bound in line.off:
        yield _within(bound, facts)
    for since, allowed in line.since.items():
        found: Any = travel(facts.value, facts.before.get(since), facts.direction)
        known = found != "not_known" or since in told
        yield found in allowed if known else f"no_{since}"


def _within(bound: Bound, facts: Facts) -> bool | str:
    if facts.target is None:
        return "no_target"
    off = shortfall(facts.value, facts.target, facts.direction)
    if off == 0:
        return not bound.beyond
    percent, amount = bound.of == "percent", bound.amount
    if bound.of == "tolerance":
        if facts.tolerance is None:
            return "no_tolerance"
        percent, amount = facts.tolerance_percent, facts.tolerance
    if percent and facts.target == 0:
        return "zero_target" if bound.of == "percent" else "zero_target_tolerance"
    near = off * _HUNDREDTHS <= amount * abs(facts.target) if percent else off <= amount
    return near != bound.beyond
