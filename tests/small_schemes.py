"""Small random schemes for holding a proof to brute force: made of values, every case listed."""

import datetime as dt
from collections.abc import Iterator, Mapping
from random import Random

from case_bits import Cases, cases_of

from governance.domain.authority import Scheme
from governance.domain.authority.compiling import Compiled
from governance.domain.authority.conditions import all_of, any_of, negate
from governance.domain.authority.model import (
    ALWAYS,
    Assumption,
    Compare,
    Condition,
    Const,
    Dated,
    DayOffset,
    Decider,
    Fraction,
    In,
    Input,
    Limit,
    LimitOn,
    Op,
    PathStep,
    Rule,
    Source,
    Term,
    Value,
)
from governance.domain.procedure import Procedure

ON = dt.date(2026, 1, 5)
LATER = dt.date(2026, 1, 7)
"""The day the dated limit of a small scheme changes."""
OPS: tuple[Op, ...] = ("<", "<=", ">", ">=", "=", "!=")
MOST = 4
SHARES = ((1, 1), (1, 2), (2, 1), (1, 3), (2, 3), (3, 2))
DECIDERS = {key: Decider(key, "office", key) for key in ("a", "b")}
KEY = Procedure("key", "key", key_decision=True)


def _inputs(random: Random) -> dict[str, Input]:
    first = ON.toordinal()
    found = [
        Input("kind", "kind", "choice", ("award", "waive", "pool")[: random.choice([2, 2, 3])]),
        Input("listed", "listed", "yes-no", ("no", "yes")),
        Input("value", "value", "money", least=random.choice([0, 0, 1]), most=MOST),
    ]
    if random.random() < 0.6:
        found.append(Input("budget", "budget", "money", most=MOST))
    if random.random() < 0.15:
        found.append(Input("total", "total", "money", most=2))
    if random.random() < 0.3:
        shift = random.choice([-2, 0, 1])
        found.append(
            Input(
                "day",
                "day",
                "day",
                least=first + shift,
                most=first + shift + 3,
                derived="decision_day",
            )
        )
        found.append(Input("ends", "ends", "day", least=first, most=first + 1))
    return {one.name: one for one in found}


def _term(random: Random, one: Input, inputs: Mapping[str, Input]) -> Term:
    others = [o.name for o in inputs.values() if o.type == one.type and o is not one]
    if one.type == "day":
        if others and random.random() < 0.5:
            return DayOffset(others[0], random.randint(-2, 2))
        return Const(random.randint(one.least, one.most))
    if others and random.random() < 0.5:
        return Fraction(*random.choice(SHARES), random.choice(others))
    if random.random() < 0.2:
        return LimitOn("small")
    return Const(random.randint(0, MOST))


def _leaf(random: Random, inputs: Mapping[str, Input]) -> Condition:
    one = random.choice(list(inputs.values()))
    if one.discrete:
        some = random.sample(one.choices, random.randint(1, len(one.choices) - 1))
        return In(one.name, frozenset(some))
    return Compare(one.name, random.choice(OPS), _term(random, one, inputs))


def _when(random: Random, inputs: Mapping[str, Input], deep: int = 0) -> Condition:
    shape = random.random()
    if deep > 1 or shape < 0.45:
        return _leaf(random, inputs)
    parts = [_when(random, inputs, deep + 1) for _ in range(random.randint(2, 3))]
    if shape < 0.55:
        return negate(all_of(parts), inputs)
    return all_of(parts) if shape < 0.8 else any_of(parts)


def _halves(random: Random, inputs: Mapping[str, Input]) -> list[Condition]:
    """Conditions that part all cases between them, now and then with a fault planted."""
    parts: list[Condition] = [ALWAYS]
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(parts))
        leaf = _leaf(random, inputs)
        whole = parts.pop(at)
        parts += [all_of((whole, leaf)), all_of((whole, negate(leaf, inputs)))]
    if random.random() < 0.25:
        parts.pop(random.randrange(len(parts)))
    if random.random() < 0.25:
        parts.append(_when(random, inputs))
    return parts


def _rule(random: Random, number: int, when: Condition, count: int) -> Rule:
    group = [PathStep("consult", key) for key in ("a", "b") if random.random() < 0.2]
    decide = (PathStep("decide", random.choice(["a", "a", "a", "b"])),)
    later = range(number + 1, count)
    over = [f"R{n}" for n in later if random.random() < 0.25]
    return Rule(
        id=f"R{number}",
        when=when,
        path=((tuple(group), decide) if group else (decide,)),
        procedure=("key",) if random.random() < 0.15 else (),
        overrides=frozenset(over),
        source=random.choice(["", "scheme, paragraph 1", "scheme, paragraph 2", "budget, part 3"]),
    )


def small_scheme(random: Random) -> Scheme:
    """A scheme of up to six rules whose cases can all be listed."""
    inputs = _inputs(random)
    if random.random() < 0.5:
        whens = _halves(random, inputs)
    else:
        whens = [_when(random, inputs) for _ in range(random.randint(1, 4))]
    assume = [_when(random, inputs, 1) for _ in range(random.choice([0, 0, 0, 1, 1, 2]))]
    small = Limit("small", "small", "money", (Dated(dt.date(2020, 1, 1), 2), Dated(LATER, 3)))
    return Scheme(
        key="small",
        title="Small",
        standing=random.choice(["own", "recorded"]),
        owner="board",
        source=Source(""),
        vat="not-stated",
        fallback=None,
        deciders=DECIDERS,
        ranks=(),
        inputs=inputs,
        limits={"small": small},
        definitions={},
        assume=tuple(Assumption(one) for one in assume),
        separate=(),
        procedures={"key": KEY},
        rules=tuple(_rule(random, n, when, len(whens)) for n, when in enumerate(whens)),
    )


def days_of(scheme: Scheme) -> list[dt.date]:
    """The days of decision that matter: each that the input can be, or each on which a limit is new."""
    for one in scheme.inputs.values():
        if one.derived == "decision_day":
            days = range(max(one.least, ON.toordinal()), one.most + 1)
            return [dt.date.fromordinal(day) for day in days]
    return [ON, LATER]


def all_cases(compiled: Compiled) -> Cases:
    """Every case on the day a scheme was made ready for, whatever is assumed."""
    return cases_of(
        tuple(
            (
                one.name,
                (compiled.given[one.name],)
                if one.name in compiled.given
                else one.choices
                if one.discrete
                else tuple(range(one.least, one.most + 1)),
            )
            for one in compiled.scheme.inputs.values()
        )
    )


def possible(compiled: Compiled) -> int:
    """The cases, as bits, that what is assumed leaves."""
    every = all_cases(compiled)
    found = every.all
    for one in compiled.assume:
        found &= every.where(one)
    return found


def cases(compiled: Compiled) -> Iterator[dict[str, Value]]:
    """Every case that is possible on the day a scheme was made ready for."""
    every, left = all_cases(compiled), possible(compiled)
    for number, values in enumerate(every.every):
        if left >> number & 1:
            yield dict(zip(every.ranges, values, strict=True))
