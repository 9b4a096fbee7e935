"""Why a rule takes a case: each comparison that held, as a code with parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from governance.domain.authority.choosing import Verdict
from governance.domain.authority.compiling import Compiled, limit_on, resolved
from governance.domain.authority.conditions import truth
from governance.domain.authority.model import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Const,
    DayOffset,
    Fraction,
    In,
    Input,
    LimitOn,
    Op,
    Value,
)
from governance.domain.authority.outcome import Reason

OPERATOR_NAMES: Mapping[Op, str] = {
    "<": "under",
    "<=": "at_most",
    ">": "over",
    ">=": "at_least",
    "=": "equal",
    "!=": "not_equal",
}
"""How a comparison is called in the codes of reasons."""


def reasons(
    compiled: Compiled, verdict: Verdict, values: Mapping[str, Value]
) -> tuple[Reason, ...]:
    """Why the winner takes the case: what held, which rules agree or gave way, the source."""
    rule = verdict.winner
    assert rule is not None
    found = list(dict.fromkeys(_Explainer(compiled, values).held(rule.when)))
    if rule.when == ALWAYS:
        found.append(_Held("scheme.because.always", ()))
    told = [one.reason for one in found]
    if verdict.hidden:
        told.append(_about("scheme.because.overrides", rule.id, verdict.hidden))
    if verdict.agreeing:
        told.append(_about("scheme.because.agreeing", rule.id, verdict.agreeing))
    source = rule.source or compiled.scheme.source.title
    if source:
        told.append(Reason("scheme.because.source", {"rule": rule.id, "source": source}))
    return tuple(told)


def comparison(
    compiled: Compiled, leaf: Compare | In, values: Mapping[str, Value]
) -> tuple[Reason, ...]:
    """A comparison as it stands, with the values, whether or not it holds; all must be known."""
    return tuple(one.reason for one in _Explainer(compiled, values).told(leaf))


def _about(code: str, rule_id: str, others: tuple[Any, ...]) -> Reason:
    return Reason(code, {"rule": rule_id, "rules": [one.id for one in others]})


@dataclass(frozen=True, slots=True)
class _Held:
    """A reason that can be told once, however often a rule says it."""

    code: str
    params: tuple[tuple[str, Any], ...]

    @property
    def reason(self) -> Reason:
        return Reason(self.code, dict(self.params))


def _held(code: str, **params: Any) -> _Held:
    return _Held(code, tuple(params.items()))


class _Explainer:
    """Walks a condition as it was written, limits still named."""

    def __init__(self, compiled: Compiled, values: Mapping[str, Value]) -> None:
        self.scheme = compiled.scheme
        self.on = compiled.on
        self.values = values

    def held(self, condition: Condition) -> Iterator[_Held]:
        """What held. Of "any of" the first part that does is enough."""
        match condition:
            case AllOf(parts):
                for part in parts:
                    yield from self.held(part)
            case AnyOf(parts):
                for part in parts:
                    if self._truth(part):
                        yield from self.held(part)
                        return
            case _:
                if self._truth(condition):
                    yield from self.told(condition)

    def _truth(self, condition: Condition) -> bool | None:
        return truth(resolved(condition, self.scheme.limits, self.on), self.values)

    def told(self, leaf: Compare | In) -> Iterator[_Held]:
        """A comparison, its values and the limit in it."""
        one = self.scheme.inputs[leaf.input]
        value = self.values[leaf.input]
        if isinstance(leaf, In):
            yield _held(f"scheme.because.{one.type.replace('-', '_')}", title=one.title, is_=value)
            return
        assert isinstance(value, int)
        yield from self._compared(one, value, leaf)

    def _compared(self, one: Input, value: int, leaf: Compare) -> Iterator[_Held]:
        op = OPERATOR_NAMES[leaf.op]
        told = {"title": one.title, "value": _shown(one, value)}
        match leaf.term:
            case Const(bound):
                yield _held(f"scheme.because.{one.type}.{op}", **told, bound=_shown(one, bound))
            case LimitOn(name, day):
                limit = self.scheme.limits[name]
                read_on = self.on if day is None else self._day(day)
                bound = limit_on(limit, read_on)
                yield _held(f"scheme.because.{one.type}.{op}", **told, bound=_shown(one, bound))
                code = f"scheme.because.limit.{one.type}"
                yield _held(code, title=limit.title, bound=bound, day=read_on)
            case Fraction(numerator, denominator, other):
                whole = self.values[other]
                part = "same" if numerator == denominator else "share"
                yield _held(
                    f"scheme.because.{part}.{one.type}.{op}",
                    **told,
                    share=share(numerator, denominator),
                    other=self.scheme.inputs[other].title,
                    whole=whole,
                )
            case DayOffset(other, days):
                base = self._day(other)
                yield _held(
                    f"scheme.because.offset.{op}",
                    **told,
                    other=self.scheme.inputs[other].title,
                    bound=base + dt.timedelta(days=days),
                    days=days,
                )

    def _day(self, name: str) -> dt.date:
        return dt.date.fromordinal(int(self.values[name]))


def _shown(one: Input, value: int) -> int | dt.date:
    return dt.date.fromordinal(value) if one.type == "day" else value


def share(numerator: int, denominator: int) -> str:
    """A fraction as a percentage where that is exact and short, else as written."""
    hundredths, rest = divmod(numerator * 10_000, denominator)
    if rest:
        return f"{numerator}/{denominator}"
    percent = f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")
    return f"{percent}%"
