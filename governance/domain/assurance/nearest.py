"""The nearest case that would go elsewhere: the smallest change of one input, all else as it is.

Exact: between the values at which some comparison turns, nothing can change, so only those and
their neighbours are looked at, outwards from the value itself. Cases that the scheme has no room
for are passed over. With other inputs unknown it is the nearest value at which something else
could come of the case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from governance.domain.assurance.going import Going, going
from governance.domain.assurance.space import changes
from governance.domain.authority.choosing import choose
from governance.domain.authority.compiling import Compiled, compile_scheme
from governance.domain.authority.completions import Prospect, prospect
from governance.domain.authority.conditions import inputs_of, truth
from governance.domain.authority.folding import folded_all, representatives
from governance.domain.authority.model import Input, Scheme, Value
from governance.domain.errors import Unusable


@dataclass(frozen=True, slots=True)
class Nearest:
    """A case next to another that goes elsewhere.

    `input` names what changes; None is the day of decision where no input stands for it.
    `going` is where the case goes then; None where unknown inputs leave that open.
    """

    input: str | None
    value: Value
    going: Going | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    key: Hashable
    going: Going | None


def nearest(compiled: Compiled, values: Mapping[str, Value]) -> tuple[Nearest, ...]:
    """For every known input that can change where the case goes, its nearest values that do.

    Of an amount, number or day the nearest above and below; of a choice each other choice. The
    case itself must be possible.
    """
    values = {**compiled.given, **values}
    here = _outcome(compiled, values)
    if here is None:
        return ()
    found: list[Nearest] = []
    for name, one in compiled.scheme.inputs.items():
        if name in values and one.derived != "decision_day":
            found += _of_input(compiled, values, one, here.key)
    return (*found, *_of_day(compiled, values, here.key))


def _outcome(compiled: Compiled, values: Mapping[str, Value]) -> _Outcome | None:
    """Where a case goes; None where it is not possible."""
    for condition in compiled.assume:
        if truth(condition, values) is False:
            return None
    if compiled.asks <= values.keys() and compiled.assumes <= values.keys():
        holding = [one.rule for one in compiled.rules_for(values) if one.test(values)]
        return _settled(going(compiled.scheme, choose(holding)))
    try:
        found = prospect(compiled, values)
    except Unusable:
        return None
    if found.settled is not None:
        return _settled(going(compiled.scheme, found.settled))
    return _Outcome(_open(found), None)


def _settled(one: Going) -> _Outcome:
    return _Outcome(one.key, one)


def _open(found: Prospect) -> Hashable:
    return ("open", found.possible, found.no_rule, found.conflict)


def _of_input(
    compiled: Compiled, values: Mapping[str, Value], one: Input, key: Hashable
) -> Iterator[Nearest]:
    if one.discrete:
        others: list[Value] = [choice for choice in one.choices if choice != values[one.name]]
        for other in others:
            changed = _changed(compiled, values, one.name, other, key)
            if changed is not None:
                yield changed
        return
    here = int(values[one.name])
    turns = _turns(compiled, values, one)
    for side in (
        sorted(value for value in turns if value > here),
        sorted((value for value in turns if value < here), reverse=True),
    ):
        for value in side:
            changed = _changed(compiled, values, one.name, value, key)
            if changed is not None:
                yield changed
                break


def _changed(
    compiled: Compiled, values: Mapping[str, Value], name: str, value: Value, key: Hashable
) -> Nearest | None:
    found = _outcome(compiled, {**values, name: value})
    return None if found is None or found.key == key else Nearest(name, value, found.going)


def _turns(compiled: Compiled, values: Mapping[str, Value], one: Input) -> set[int]:
    """The values of a number next to which something turns, all else as it is."""
    rest = {name: value for name, value in values.items() if name != one.name}
    conditions = [folded_all(rule.when, rest) for rule in compiled.rules_for(rest)]
    conditions += [folded_all(assumed, rest) for assumed in compiled.assume]
    asking = [each for each in conditions if one.name in inputs_of(each)]
    if not asking:
        return set()
    found = representatives(one, asking, compiled.scheme.inputs)
    near = {int(value) + by for value in found for by in (-1, 0, 1)}
    return {value for value in {*near, one.most} if one.least <= value <= one.most}


def _of_day(compiled: Compiled, values: Mapping[str, Value], key: Hashable) -> Iterator[Nearest]:
    """The nearest days of decision, before and after, on which the case would go elsewhere."""
    scheme, on = compiled.scheme, compiled.on
    days = [one for one in scheme.inputs.values() if one.derived == "decision_day"]
    least = max([dt.date(2000, 1, 1), *(dt.date.fromordinal(one.least) for one in days)])
    most = min([dt.date(2099, 12, 31), *(dt.date.fromordinal(one.most) for one in days)])
    turns = sorted(changes(scheme))
    later = [(max(on, start), end) for start, end in _between(turns, least, most) if end > on]
    sooner = [(start, min(on, end)) for start, end in _between(turns, least, most) if start < on]
    for stretches, forwards in ((later, True), (reversed(sooner), False)):
        found = None
        for start, end in stretches:
            found = _in_stretch(scheme, values, days, (start, end), on, key, forwards=forwards)
            if found is not None:
                yield found
                break


def _between(
    changes: list[dt.date], least: dt.date, most: dt.date
) -> Iterator[tuple[dt.date, dt.date]]:
    starts = [least, *(day for day in changes if least < day <= most)]
    ends = [*(day - dt.timedelta(days=1) for day in starts[1:]), most]
    yield from zip(starts, ends, strict=True)


def _in_stretch(
    scheme: Scheme,
    values: Mapping[str, Value],
    days: list[Input],
    stretch: tuple[dt.date, dt.date],
    on: dt.date,
    key: Hashable,
    *,
    forwards: bool,
) -> Nearest | None:
    """The day of a stretch, on which all limits stay, that is nearest and goes elsewhere."""
    start, end = (day.toordinal() for day in stretch)
    try:
        compiled = compile_scheme(scheme, stretch[0])
    except Unusable:
        return None
    turns = {start, end}
    for one in days:
        turns |= {day for day in _turns(compiled, values, one) if start <= day <= end}
    for day in sorted(turns, reverse=not forwards):
        if day == on.toordinal():
            continue
        found = _outcome(compiled, {**values, **{one.name: day for one in days}})
        if found is not None and found.key != key:
            return Nearest(days[0].name if days else None, day, found.going)
    return None
