"""What is still possible when something is unknown, held to brute force on small schemes."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from governance.domain.authority import (
    Case,
    Conflict,
    Determined,
    NoRule,
    Scheme,
    Undetermined,
    answer,
    compile_scheme,
    load_scheme,
)
from governance.domain.authority.choosing import choose
from governance.domain.authority.completions import MOST_VISITS
from governance.domain.authority.conditions import truth
from governance.domain.authority.model import Value
from governance.domain.errors import Unusable

ON = dt.date(2026, 1, 1)
MOST = 6
"""Amounts of the small schemes run from nought to this many pence."""

HEAD = """
vires: scheme/1
key: small
title: Small
standing: own
owner: board
vat: including
deciders:
  a: {kind: office, title: A}
  b: {kind: body, title: B}
inputs:
  kind: {one of: [award, waive, pool]}
  listed: {type: yes-no}
  value: {type: money, most: "0.06"}
  budget: {type: money, most: "0.06"}
  wards: {type: number, most: 3}
"""

AMOUNTS = st.integers(0, MOST).map(lambda pence: f"0.0{pence}")
OPERATORS = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])


def money_test(other: str) -> st.SearchStrategy[str]:
    shares = st.sampled_from(
        [f"50% of {other}", f"1/3 of {other}", other, f"200% of {other}", f"2/3 of {other}"]
    )
    terms = (
        AMOUNTS
        | shares
        | st.tuples(shares, AMOUNTS).map(lambda pair: f"smaller of ({pair[0]}, {pair[1]})")
    )
    return st.tuples(OPERATORS, terms).map(" ".join)


WHEN = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["award", "not award", "award or pool"]),
        "listed": st.sampled_from(["yes", "no"]),
        "value": money_test("budget"),
        "budget": money_test("value"),
        "wards": st.tuples(OPERATORS, st.integers(0, 3).map(str)).map(" ".join),
    },
).filter(bool)


def written(when: Mapping[str, str]) -> str:
    return "{" + ", ".join(f'{name}: "{test}"' for name, test in when.items()) + "}"


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    count = draw(st.integers(1, 4))
    lines = [HEAD, "rules:"]
    for number in range(count):
        whens = ", ".join(written(when) for when in draw(st.lists(WHEN, min_size=1, max_size=2)))
        decider = draw(st.sampled_from(["a", "b"]))
        over = draw(st.sampled_from([[], [], [f"R{number + 1}"]])) if number + 1 < count else []
        lines.append(f"  - id: R{number}\n    when: [{whens}]\n    path: [{{decide: {decider}}}]")
        lines.append(f"    overrides: [{', '.join(over)}]")
    relations = draw(st.lists(WHEN, max_size=1))
    if relations:
        lines += ["assume:", *(f"  - {written(when)}" for when in relations)]
    return load_scheme("\n".join(lines).encode(), "small.yaml")


CASES = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["award", "waive", "pool"]),
        "listed": st.sampled_from(["yes", "no"]),
        "value": st.integers(0, MOST),
        "budget": st.integers(0, MOST),
        "wards": st.integers(0, 3),
    },
)


def completions(scheme: Scheme, known: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    """Every completion of a case, one by one."""
    asked = {
        name: list(one.choices) if one.discrete else list(range(one.least, one.most + 1))
        for name, one in scheme.inputs.items()
    }
    ranges = [[known[name]] if name in known else values for name, values in asked.items()]
    for values in itertools.product(*ranges):
        full: dict[str, Value] = dict(zip(asked, values, strict=True))
        if all(truth(one.holds, full) for one in scheme.assume):
            yield full


def way(scheme: Scheme, full: Mapping[str, Value]) -> tuple[object, ...]:
    """Which way a complete case goes, by the plain reading of the rules."""
    verdict = choose([rule for rule in scheme.rules if truth(rule.when, full)])
    return verdict.outcome


def standing(scheme: Scheme, full: Mapping[str, Value]) -> set[str]:
    holding = [rule for rule in scheme.rules if truth(rule.when, full)]
    hidden = {name for rule in holding for name in rule.overrides}
    return {rule.id for rule in holding} - hidden


@given(scheme=schemes(), known=CASES)
@settings(max_examples=60, deadline=None)
def test_the_answer_agrees_with_brute_force(scheme: Scheme, known: dict[str, Value]) -> None:
    compiled = compile_scheme(scheme, ON)
    every = [(full, way(scheme, full)) for full in completions(scheme, known)]
    ways = {goes for _, goes in every}
    try:
        outcome = answer(compiled, Case(known))
    except Unusable:
        assert not every
        return
    if not every:
        # Impossible, but only inputs no rule asks about make it so: any answer would do.
        assert not isinstance(outcome, Undetermined)
        return
    match outcome:
        case Determined():
            assert len(ways) == 1
            assert any(outcome.rule in standing(scheme, full) for full, _ in every)
        case NoRule() | Conflict():
            assert len(ways) == 1
        case Undetermined():
            assert len(ways) > 1
            assert set(outcome.possible) == set().union(*(standing(scheme, f) for f, _ in every))
            assert outcome.no_rule == (() in ways)
            assert_settles(every, outcome.unknown)
            if not scheme.assume:
                assert set(outcome.unknown) == single_handed(scheme, every)


Gone = tuple[dict[str, Value], tuple[object, ...]]
"""A complete case, and the way it goes."""


def assert_settles(every: list[Gone], unknown: tuple[str, ...]) -> None:
    """Completions that agree on the inputs named go one way."""
    seen: dict[tuple[Value, ...], tuple[object, ...]] = {}
    for full, goes in every:
        key = tuple(full[name] for name in unknown)
        assert seen.setdefault(key, goes) == goes


def single_handed(scheme: Scheme, every: list[Gone]) -> set[str]:
    """The inputs that can change the way by themselves."""
    found = set()
    for name in scheme.inputs:
        seen: dict[tuple[Value, ...], tuple[object, ...]] = {}
        for full, goes in every:
            key = tuple(value for other, value in full.items() if other != name)
            if seen.setdefault(key, goes) != goes:
                found.add(name)
    return found


@given(scheme=schemes(), known=CASES)
@settings(max_examples=100, deadline=None)
def test_the_compiled_rules_read_as_the_plain_ones(scheme: Scheme, known: dict[str, Value]) -> None:
    full = {"kind": "pool", "listed": "no", "value": 3, "budget": 6, "wards": 0, **known}
    assume(all(truth(one.holds, full) for one in scheme.assume))
    outcome = answer(compile_scheme(scheme, ON), Case(full))
    verdict = choose([rule for rule in scheme.rules if truth(rule.when, full)])
    match outcome:
        case Determined(rule):
            assert verdict.winner is not None
            assert verdict.winner.id == rule
        case Conflict(rules):
            assert rules == tuple(rule.id for rule in verdict.conflicting)
        case _:
            assert outcome == NoRule(None)
            assert verdict.outcome == ()


def test_too_many_completions_are_answered_with_care() -> None:
    """Every rule not ruled out is possible; a rule that another surely overrides is not."""
    inputs = [f"amount{n}" for n in range(8)]
    declared = "\n".join(f"  {name}: {{type: money}}" for name in inputs)
    rules = "\n".join(
        f"  - {{id: R{n}{m}, when: {{listed: yes, {name}: 'over {m}'}}, path: [{{decide: a}}]}}"
        for n, name in enumerate(inputs)
        for m in range(1, 9)
    )
    text = HEAD + declared + "\nrules:\n" + rules + "\n"
    text += "  - {id: ALL, when: {listed: yes}, path: [{decide: b}], overrides: [R01]}\n"
    scheme = load_scheme(text.encode(), "many.yaml")
    outcome = answer(compile_scheme(scheme, ON), Case({"listed": "yes"}))
    assert MOST_VISITS < 9**8
    assert isinstance(outcome, Undetermined)
    assert "ALL" in outcome.possible
    assert "R01" not in outcome.possible
    assert len(outcome.possible) == 64
    assert set(outcome.unknown) == set(inputs)


def test_what_cannot_change_the_outcome_is_not_asked_for() -> None:
    text = HEAD + (
        "rules:\n"
        "  - {id: A, when: {kind: award, listed: yes}, path: [{decide: a}]}\n"
        "  - {id: B, when: {kind: award, listed: no}, path: [{decide: a}]}\n"
        "  - {id: C, when: {kind: waive, value: 'up to 0.05'}, path: [{decide: b}]}\n"
    )
    compiled = compile_scheme(load_scheme(text.encode(), "small.yaml"), ON)
    settled = answer(compiled, Case({"kind": "award"}))
    assert isinstance(settled, Determined)
    assert settled.rule == "A"
    assert answer(compiled, Case({"kind": "pool"})) == NoRule(None)
    assert answer(compiled, Case({"kind": "waive"})) == Undetermined(
        unknown=("value",), possible=("C",), no_rule=True
    )


def test_inputs_tied_together_by_what_is_assumed_are_still_asked_for() -> None:
    """Neither can change alone, so either settles the case: the first is asked for."""
    text = HEAD + (
        "assume:\n"
        "  - [{listed: yes, value: 'over 0'}, {listed: no, value: '0'}]\n"
        "rules:\n"
        "  - {id: A, when: {listed: yes, value: 'over 0'}, path: [{decide: a}]}\n"
    )
    text = text.replace("  - [{listed: yes", "  - any: [{listed: yes")
    compiled = compile_scheme(load_scheme(text.encode(), "small.yaml"), ON)
    assert answer(compiled, Case({})) == Undetermined(
        unknown=("listed",), possible=("A",), no_rule=True
    )


def test_days_that_hang_on_days_are_followed() -> None:
    text = HEAD + (
        "  starts: {type: day}\n"
        "  ends: {type: day}\n"
        "rules:\n"
        "  - {id: A, when: {ends: on or after starts plus 28 days}, path: [{decide: a}]}\n"
        "  - {id: B, when: {ends: before starts plus 28 days}, path: [{decide: b}]}\n"
    )
    compiled = compile_scheme(load_scheme(text.encode(), "small.yaml"), ON)
    starts = dt.date(2026, 3, 1).toordinal()
    assert answer(compiled, Case({"starts": starts})) == Undetermined(
        unknown=("ends",), possible=("A", "B")
    )
    late = answer(compiled, Case({"starts": starts, "ends": starts + 28}))
    soon = answer(compiled, Case({"starts": starts, "ends": starts + 27}))
    assert isinstance(late, Determined)
    assert isinstance(soon, Determined)
    assert (late.rule, soon.rule) == ("A", "B")
    last = dt.date(2099, 12, 31).toordinal()
    settled = answer(compiled, Case({"starts": last - 27}))
    assert isinstance(settled, Determined)
    assert settled.rule == "B"
