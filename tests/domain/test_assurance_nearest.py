"""The nearest case that goes elsewhere, and the derivation: held to brute force, and in examples."""

import datetime as dt
from collections.abc import Mapping
from random import Random

import pytest
from assurance_small import Goes, scheme, values

from governance.domain.assurance.deriving import Deriver, Node
from governance.domain.assurance.nearest import Nearest, nearest
from governance.domain.authority import Scheme, compile_scheme, load_scheme
from governance.domain.authority.conditions import truth
from governance.domain.authority.model import Value

ON = dt.date(2026, 1, 1)


def brute(one: Scheme, case: Mapping[str, Value]) -> set[tuple[str, Value]]:
    """For every input, by trying each of its values: the nearest that go elsewhere."""
    goes = Goes(one)
    here = goes(case)
    found: set[tuple[str, Value]] = set()
    for name, i in one.inputs.items():
        others = [
            value
            for value in values(i)
            if (there := goes({**case, name: value})).kind != "impossible" and there.key != here.key
        ]
        if i.discrete:
            found |= {(name, value) for value in others}
            continue
        at = int(case[name])
        above = [int(value) for value in others if int(value) > at]
        below = [int(value) for value in others if int(value) < at]
        found |= {(name, min(above))} if above else set()
        found |= {(name, max(below))} if below else set()
    return found


def told(found: tuple[Nearest, ...]) -> set[tuple[str, Value]]:
    assert len({(one.input, one.value) for one in found}) == len(found)
    return {(one.input or "", one.value) for one in found}


def test_the_nearest_is_what_brute_force_finds() -> None:
    random = Random(21)
    some = 0
    for _ in range(1_500):
        one = scheme(random, rules=4, varied=True)
        compiled = compile_scheme(one, ON)
        for _ in range(2):
            case = {name: random.choice(values(i)) for name, i in one.inputs.items()}
            if Goes(one)(case).kind == "impossible":
                continue
            found = nearest(compiled, case)
            assert told(found) == brute(one, case), (case, one.rules)
            for near in found:
                assert near.going is not None
                assert near.going.key == Goes(one)({**case, near.input or "": near.value}).key
            some += bool(found)
    assert some > 1_000


def test_what_a_tree_says_holds_is_what_holds() -> None:
    random = Random(22)
    failed = 0
    for _ in range(400):
        one = scheme(random, varied=True)
        compiled = compile_scheme(one, ON)
        case = {name: random.choice(values(i)) for name, i in one.inputs.items()}
        deriver = Deriver(compiled, case)
        for rule in one.rules:
            tree = deriver.tree(rule)
            assert tree.held == truth(rule.when, case)
            check(tree)
            assert bool(deriver.failed(rule)) == (tree.held is False)
            failed += tree.held is False
    assert failed > 200


def check(node: Node) -> None:
    """A node holds as its parts say."""
    if node.kind == "test":
        assert node.reasons
        return
    parts = [part.held for part in node.parts]
    if node.kind in ("all", "any"):
        assert node.held == (all(parts) if node.kind == "all" else any(parts))
    for part in node.parts:
        check(part)


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
inputs:
  value: {type: money, most: "1,000"}
  listed: {type: yes-no}
limits:
  small:
    title: the small sum
    dates:
      - {from: 2020-01-01, amount: "100", source: "scheme, paragraph 1"}
      - {from: 2026-04-01, amount: "200"}
definitions:
  modest: {title: a modest sum, when: {value: up to small, listed: no}}
rules:
  - {id: A, when: {is: modest}, path: [{decide: low}]}
  - {id: B, when: {not: modest}, path: [{decide: top}]}
"""


def test_a_day_moves_limits_too() -> None:
    one = load_scheme(DATED, "dated")
    found = nearest(compile_scheme(one, ON), {"value": 150_00, "listed": "no"})
    assert [(n.input, n.value) for n in found] == [
        ("value", 100_00),
        (None, dt.date(2026, 4, 1).toordinal()),
    ]
    later = compile_scheme(one, dt.date(2027, 1, 1))
    (_, _, sooner) = nearest(later, {"value": 150_00, "listed": "no"})
    assert (sooner.input, sooner.value) == (None, dt.date(2026, 3, 31).toordinal())


def test_with_something_unknown_it_is_where_something_else_could_come_of_it() -> None:
    one = load_scheme(DATED, "dated")
    (found,) = nearest(compile_scheme(one, ON), {"value": 250_00})
    assert (found.input, found.value, found.going) == ("value", 100_00, None)
    assert nearest(compile_scheme(one, ON), {"listed": "yes"})[0].going is None


def test_a_definition_is_called_by_its_title_and_a_limit_has_its_source() -> None:
    one = load_scheme(DATED, "dated")
    deriver = Deriver(compile_scheme(one, ON), {"value": 50_00, "listed": "no"})
    tree = deriver.tree(one.rules[0])
    assert (tree.kind, tree.title, tree.held) == ("definition", "a modest sum", True)
    assert [reason.code for reason in tree.parts[0].reasons] == [
        "scheme.because.money.at_most",
        "scheme.because.limit.money",
        "explain.limit",
    ]
    other = deriver.tree(one.rules[1])
    assert (other.kind, other.title, other.held) == ("not_definition", "a modest sum", False)
    (first, *_) = deriver.failed(one.rules[1])
    assert first.code == "scheme.because.money.at_most"


@pytest.mark.parametrize("known", [{}, {"value": 1}])
def test_what_is_not_known_is_said(known: dict[str, Value]) -> None:
    one = load_scheme(DATED, "dated")
    deriver = Deriver(compile_scheme(one, ON), known)
    assert deriver.tree(one.rules[0]).held is None
    assert {reason.code for reason in deriver.failed(one.rules[0])} == {"explain.unknown"}
