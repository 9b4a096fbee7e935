"""Comparing two versions of a scheme: held to brute force, and what a secretary reads."""

import datetime as dt
import functools
import itertools
from collections.abc import Callable
from dataclasses import replace
from operator import or_
from random import Random
from typing import Any

import pytest
from assurance_small import Goes, all_cases, goings, scheme

from governance.domain.assurance import grid
from governance.domain.assurance.comparing import Comparison, compare
from governance.domain.authority import Case, Scheme, load_scheme
from governance.domain.authority.conditions import all_of
from governance.domain.authority.model import (
    AllOf,
    Compare,
    Condition,
    Const,
    In,
    PathStep,
    Rule,
)
from governance.domain.errors import Unusable
from governance.domain.procedure import CallIn, NoticeRule, Procedure

ON = dt.date(2026, 1, 1)


def altered(random: Random, old: Scheme) -> Scheme:
    """Another version: a rule or two, or all of them, drawn anew."""
    other = scheme(random)
    if random.random() < 0.3:
        return other
    rules = list(old.rules)
    rules[random.randrange(len(rules))] = other.rules[0]
    ids = [f"R{number}" for number in range(len(rules))]
    kept = [replace(rule, id=name) for rule, name in zip(rules, ids, strict=True)]
    return replace(old, rules=tuple(kept[: random.randint(max(1, len(kept) - 1), len(kept))]))


def check(old: Scheme, new: Scheme, found: Comparison) -> int:
    """Every case by brute force; how many go elsewhere."""
    assert found.unsettled == ()
    every = all_cases(found.inputs)
    told = [(one, every.within(one.region)) for one in found.changes]
    anywhere = functools.reduce(or_, (there for _, there in told), 0)
    by_old, by_new = goings(old, every), goings(new, every)
    differing = 0
    for (before, those), (after, others) in itertools.product(by_old, by_new):
        here = those & others
        if before.key == after.key:
            assert before.kind == "impossible" or not here & anywhere, every.case(here & anywhere)
            continue
        differing += here.bit_count()
        assert not here & ~anywhere, every.case(here & ~anywhere)
        for one, there in told:
            same = (one.before.key, one.after.key) == (before.key, after.key)
            assert same or not here & there, every.case(here & there)
    for one, there in told:
        example = every.bit(one.example.values)
        assert example & there
        (before,) = (going for going, cases in by_old if example & cases)
        (after,) = (going for going, cases in by_new if example & cases)
        assert before.key == one.before.key != one.after.key == after.key
    return differing


SEEDS, EACH = 20, 500
"""Together 10,000 pairs, in parts that workers share among them."""


@pytest.mark.parametrize("seed", range(SEEDS))
def test_ten_thousand_pairs_of_small_schemes_agree_with_brute_force(seed: int) -> None:
    random = Random(seed)
    differing = same = 0
    for _ in range(EACH):
        old = scheme(random)
        new = altered(random, old)
        found = check(old, new, compare(old, new, ON))
        differing += found > 0
        same += found == 0
    assert differing > EACH // 2
    assert same > 15


def test_inputs_may_differ() -> None:
    random = Random(12)
    differing = 0
    for _ in range(400):
        old, new = scheme(random, varied=True), scheme(random, varied=True)
        differing += check(old, new, compare(old, new, ON)) > 0
    assert differing > 250


# --- weakenings planted in a cell of a scheme


LADDER = ("low", "middle", "top")


def bands(random: Random) -> Scheme:
    """A proved scheme: for each kind a ladder of deciders, the higher the more it costs."""
    base = scheme(random)
    rules = []
    for kind in base.inputs["kind"].choices:
        first, second = sorted(random.sample(range(1, 99), 2))
        for number, (low, high) in enumerate(((0, first), (first + 1, second), (second + 1, 100))):
            path = (
                (PathStep("consult", "other"), PathStep("clear", "other")),
                (PathStep("decide", LADDER[number]),),
            )
            when = all_of(
                (
                    In("kind", frozenset((kind,))),
                    Compare("value", ">=", Const(low)),
                    Compare("value", "<=", Const(high)),
                )
            )
            rules.append(Rule(f"{kind}-{number}", when, path, ("whole",)))
    inputs = {**base.inputs, "value": replace(base.inputs["value"], most=100)}
    return replace(base, inputs=inputs, rules=tuple(rules), assume=(), procedures={"whole": WHOLE})


WHOLE = Procedure(
    "whole",
    "Everything",
    key_decision=True,
    notices=(NoticeRule("forward_plan", "clear_calendar_days", 28),),
    evidence=("options",),
    call_in=CallIn("end_of_nth_working_day_after", 5),
    publish=("minutes",),
    meeting_only=True,
)


def with_rule(one: Scheme, at: int, **changes: Any) -> Scheme:
    rules = list(one.rules)
    rules[at] = replace(rules[at], **changes)
    return replace(one, rules=tuple(rules))


def with_procedure(one: Scheme, at: int, **changes: Any) -> Scheme:
    laxer = replace(WHOLE, **changes)
    return with_rule(
        replace(one, procedures={"whole": WHOLE, "laxer": laxer}), at, procedure=("laxer",)
    )


def without_step(one: Scheme, at: int, kind: str) -> Scheme:
    path = one.rules[at].path
    return with_rule(
        one, at, path=tuple(tuple(step for step in group if step.kind != kind) for group in path)
    )


def lowered(one: Scheme, at: int) -> Scheme:
    above, _ = one.rules[at].path
    lower = LADDER[LADDER.index(one.rules[at].path[1][0].decider) - 1]
    return with_rule(one, at, path=(above, (PathStep("decide", lower),)))


def promoted(one: Scheme, at: int) -> Scheme:
    """A lower decider takes over, whom the new version ranks above all others."""
    lower = lowered(one, at)
    first = lower.rules[at].path[1][0].decider
    others = tuple(name for name in LADDER if name != first)
    return replace(lower, ranks=((first, *others),))


def newcomer(one: Scheme, at: int) -> Scheme:
    """One whom the old version ranks nowhere takes over, ranked above all by the new one."""
    above, _ = one.rules[at].path
    changed = with_rule(one, at, path=(above, (PathStep("decide", "other"),)))
    return replace(changed, ranks=(("other", *reversed(LADDER)),))


def raised(one: Scheme, at: int) -> Scheme:
    """The upper end of the band below goes up by one, the lower end of this one too."""

    def moved(rule: Rule, place: int) -> tuple[Condition, ...]:
        parts = list(rule.when.parts)  # type: ignore[union-attr]
        edge = parts[place]
        parts[place] = replace(edge, term=Const(edge.term.value + 1))
        return tuple(parts)

    below = with_rule(one, at - 1, when=AllOf(moved(one.rules[at - 1], 2)))
    return with_rule(below, at, when=AllOf(moved(one.rules[at], 1)))


PLANTED: list[tuple[Callable[[Scheme, int], Scheme], str]] = [
    (lambda s, at: without_step(s, at, "consult"), "lost.consult"),
    (lambda s, at: without_step(s, at, "clear"), "lost.clear"),
    (lowered, "lost.decider_below"),
    (raised, "lost.decider_below"),
    (lambda s, at: with_procedure(s, at, key_decision=False), "lost.key_decision"),
    (lambda s, at: with_procedure(s, at, meeting_only=False), "lost.meeting_only"),
    (lambda s, at: with_procedure(s, at, evidence=()), "lost.evidence"),
    (lambda s, at: with_procedure(s, at, publish=()), "lost.publish"),
    (lambda s, at: with_procedure(s, at, call_in=None), "lost.call_in"),
    (
        lambda s, at: with_procedure(s, at, call_in=replace(WHOLE.call_in, days=4)),  # type: ignore[type-var]
        "lost.call_in_shorter",
    ),
    (
        lambda s, at: with_procedure(s, at, notices=(replace(WHOLE.notices[0], days=27),)),
        "lost.notice_shorter",
    ),
    (
        lambda s, at: with_procedure(
            s, at, exceptions=(NoticeRule("special_urgency", "clear_working_days", 0),)
        ),
        "lost.exception",
    ),
]


@pytest.mark.parametrize("number", range(len(PLANTED)))
def test_a_planted_weakening_is_found_with_its_loss_and_its_reverse_is_none(number: int) -> None:
    weaken, code = PLANTED[number]
    random = Random(number)
    for _ in range(40):
        old = bands(random)
        at = random.randrange(len(old.rules) // 3) * 3 + random.choice((1, 2))
        new = weaken(old, at)
        (change,) = compare(old, new, ON).changes
        assert change.weaker
        assert [loss.code for loss in change.lost] == [code]
        assert goes_by(old, change.example) == old.rules[at].id
        (back,) = compare(new, old, ON).changes
        assert not back.weaker
        assert back.region == change.region


@pytest.mark.parametrize("weaken", [promoted, newcomer])
def test_a_version_cannot_rank_its_way_out_of_being_weaker(
    weaken: Callable[[Scheme, int], Scheme],
) -> None:
    random = Random(11)
    for _ in range(40):
        old = bands(random)
        at = random.randrange(len(old.rules) // 3) * 3 + random.choice((1, 2))
        (change,) = compare(old, weaken(old, at), ON).changes
        assert [loss.code for loss in change.lost] == ["lost.decider_unranked"]
        assert goes_by(old, change.example) == old.rules[at].id


def goes_by(one: Scheme, case: Case) -> str:
    found = Goes(one)(case.values).rule
    assert found is not None
    return found.id


def test_an_order_of_names_and_ids_changes_nothing() -> None:
    old = bands(Random(5))
    rules = [replace(rule, id=f"X{rule.id}", title="new") for rule in reversed(old.rules)]
    assert compare(old, replace(old, rules=tuple(rules)), ON).same


# --- days, inputs of one version only


DATED = b"""
vires: scheme/1
key: dated
title: Dated
standing: own
owner: top
vat: including
deciders:
  top: {kind: body, title: the board}
  low: {kind: office, title: the director}
ranks: [[top, low]]
inputs:
  value: {type: money, most: "1,000"}
  decided: {type: day, from: decision_day}
limits:
  small:
    title: the small sum
    dates:
      - {from: 2020-01-01, amount: "100"}
      - {from: 2026-04-01, amount: "200"}
rules:
  - {id: A, when: {value: up to small}, path: [{decide: low}]}
  - {id: B, when: {value: over small}, path: [{decide: top}]}
"""


def test_what_differs_only_later_is_found_with_its_day() -> None:
    old = load_scheme(DATED, "old")
    later = load_scheme(DATED.replace(b'"200"', b'"300"'), "new")
    (change,) = compare(old, later, ON).changes
    assert (change.on, change.until) == (dt.date(2026, 4, 1), dt.date(2099, 12, 31))
    assert change.region.bounds == {"value": (200_01, 300_00)}
    assert change.example.values == {"value": 210_00, "decided": dt.date(2026, 4, 1).toordinal()}
    assert change.weaker


def test_what_differs_throughout_is_said_once() -> None:
    old = load_scheme(DATED, "old")
    new = load_scheme(DATED.replace(b"{value: over small}", b'{value: "over 900"}'), "new")
    found = compare(old, new, ON).changes
    assert [(one.on, one.region.bounds["value"]) for one in found] == [
        (ON, (100_01, 900_00)),
        (dt.date(2026, 4, 1), (200_01, 900_00)),
    ]
    wider = load_scheme(DATED.replace(b'"1,000"', b'"2,000"'), "new")
    (more,) = compare(old, wider, ON).changes
    assert (more.on, more.until) == (ON, dt.date(2099, 12, 31))
    assert (more.before.kind, more.after.rule) == ("impossible", wider.rules[1])
    assert not more.weaker
    (less,) = compare(wider, old, ON).changes
    assert [loss.code for loss in less.lost] == ["lost.impossible"]


def test_inputs_of_one_name_must_be_of_one_type() -> None:
    old = load_scheme(DATED, "old")
    new = replace(old, inputs={**old.inputs, "value": replace(old.inputs["value"], type="integer")})
    with pytest.raises(Unusable) as raised:
        compare(old, new, ON)
    assert [problem.code for problem in raised.value.problems] == ["compare.input_type"]


def test_an_input_renamed_is_the_same_where_the_register_says_so() -> None:
    text = DATED.replace(b'"1,000"}', b'"1,000", from: value}')
    renamed = text.replace(b"  value:", b"  sum:").replace(b"{value:", b"{sum:")
    assert compare(load_scheme(text, "old"), load_scheme(renamed, "new"), ON).same


def test_what_cannot_be_settled_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    text = DATED.replace(b"  value: {", b"  kind: {one of: [a, b]}\n  value: {")
    old = load_scheme(text, "old")
    either = b"any: [{value: 1, kind: a}, {value: 2, kind: b}]"
    new = load_scheme(text.replace(b"value: up to small", either), "new")
    monkeypatch.setattr(grid, "MOST_BOXES", 1)
    found = compare(old, new, ON)
    assert found.unsettled == ("A",)
    assert not found.same
    assert found.changes == ()


def test_an_input_renamed_may_have_other_choices_and_bounds() -> None:
    text = DATED.replace(b"  value: {", b"  kind: {one of: [a, b], from: kind}\n  value: {")
    other = text.replace(b"  kind: {one of: [a, b]", b"  sort: {one of: [b, c]")
    old, new = load_scheme(text, "old"), load_scheme(other, "new")
    found = {
        (one.example.values["kind"], one.example.values["sort"], one.before.kind, one.after.kind)
        for one in compare(old, new, ON).changes
    }
    assert found == {("a", "a", "rule", "impossible"), ("c", "c", "impossible", "rule")}


def test_what_no_case_shows_is_said_beside() -> None:
    old = load_scheme(DATED, "old")
    new = load_scheme(
        DATED.replace(b"ranks: [[top, low]]\n", b"")
        .replace(b"vat: including", b"vat: excluding")
        .replace(b'"1,000"}', b'"1,000", from: value}'),
        "new",
    )
    found = compare(old, new, ON)
    assert found.beside == ("ranks", "vat", "sources")
    assert found.same
