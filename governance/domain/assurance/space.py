"""Which cases are possible on a stretch of days: bounds, what is assumed, the day of decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from governance.domain.authority.compiling import Compiled, compile_scheme
from governance.domain.authority.conditions import leaves
from governance.domain.authority.model import Compare, Condition, Input, LimitOn, Scheme

LAST = dt.date(2099, 12, 31)
"""The last day of decision that a proof looks at, where the scheme sets no earlier one."""


@dataclass(frozen=True, slots=True)
class Space:
    """The cases possible on the days `first` to `last`, on all of which the rules read alike.

    An input that is the day of decision itself is bounded by the stretch. `assume` holds of
    every case.
    """

    inputs: Mapping[str, Input]
    assume: tuple[Condition, ...]
    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, compiled: Compiled, *, last: dt.date | None = None) -> Space:
        """The space of a scheme made ready for a day: that day alone, or up to `last`."""
        first, last = compiled.on, last or compiled.on
        inputs = within_days(compiled.scheme.inputs, first, last)
        return cls(inputs, compiled.assume, first, last)

    @property
    def empty(self) -> bool:
        """Whether the day of decision leaves no case, whatever is assumed."""
        return any(not one.discrete and one.least > one.most for one in self.inputs.values())


def within_days(inputs: Mapping[str, Input], first: dt.date, last: dt.date) -> dict[str, Input]:
    """The inputs, those that are the day of decision bounded by a stretch of days."""
    return {
        name: one
        if one.derived != "decision_day"
        else replace(
            one,
            least=max(one.least, first.toordinal()),
            most=min(one.most, last.toordinal()),
        )
        for name, one in inputs.items()
    }


def stretches(scheme: Scheme, on: dt.date) -> Iterator[tuple[Compiled, Space]]:
    """The scheme for each stretch of days, from `on`, in which its limits stay the same.

    Days on which no case is possible (before or after what the input for the day of decision
    may be) are passed over. Raises `Unusable` where a limit has no value yet on the first day.
    """
    days = [one for one in scheme.inputs.values() if one.derived == "decision_day"]
    first = max([on, *(dt.date.fromordinal(one.least) for one in days)])
    last = min([LAST, *(dt.date.fromordinal(one.most) for one in days)])
    last = max(first, last) if not days else last
    starts = sorted({first, *(day for day in changes(scheme) if first < day <= last)})
    ends = [day - dt.timedelta(days=1) for day in starts[1:]]
    for start, end in zip(starts, [*ends, last], strict=True):
        if start <= end:
            compiled = compile_scheme(scheme, start)
            yield compiled, Space.of(compiled, last=end)


def changes(scheme: Scheme) -> set[dt.date]:
    """The days on which a limit that is read on the day of decision changes."""
    conditions = [*(rule.when for rule in scheme.rules), *(one.holds for one in scheme.assume)]
    names = {
        leaf.term.limit
        for condition in conditions
        for leaf in leaves(condition)
        if isinstance(leaf, Compare) and isinstance(leaf.term, LimitOn) and leaf.term.day is None
    }
    return {dated.starts for name in names for dated in scheme.limits[name].dated}
