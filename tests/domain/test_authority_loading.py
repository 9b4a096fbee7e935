"""Reading schemes: everything wrong at once, with line and remedy; nothing hostile gets through."""

import datetime as dt

import pytest

from governance import words
from governance.domain.authority import Scheme, load_scheme
from governance.domain.authority.conditions import leaves
from governance.domain.authority.model import (
    DERIVED,
    DERIVED_TYPES,
    Compare,
    Const,
    Fraction,
    In,
    PathStep,
    Separation,
)
from governance.domain.errors import Unusable

SMALL = """\
vires: scheme/1
key: small
title: A small scheme
standing: own
owner: board
vat: including
deciders:
  officer: {kind: office, title: The officer}
  board: {kind: body, title: The board}
inputs:
  kind: {one of: [award, waive], from: kind}
  value: {type: money, most: "1,000,000"}
  starts: {type: day}
rules:
  - id: A
    when: {kind: award}
    path: [{decide: officer}]
"""


def load(text: str) -> Scheme:
    return load_scheme(text.encode(), "small.yaml")


def complaints(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(Unusable) as caught:
        load(text)
    for problem in caught.value.problems:
        assert problem.file == "small.yaml"
        assert words.say(problem.code, problem.params)
        assert words.remedy(problem.code, problem.params)
    return [(problem.line, problem.code) for problem in caught.value.problems]


def test_everything_wrong_is_said_at_once_with_its_line() -> None:
    with pytest.raises(Unusable) as caught:
        load(
            """\
vires: scheme/1
key: Small Scheme
title: A small scheme
standing: owned
owner: board
vat: inclusive
deciders:
  officer: {kind: person, title: The officer}
inputs:
  kind: {one of: [award], from: knd}
  value: {type: money, most: lots, color: red}
  over: {type: day}
  late: {type: day, least: 2030-01-01, most: 2020-01-01}
limits:
  value: {dates: [{from: 2024-01-01, amount: 5}]}
  threshold: {by: strts, dates: [{from: 2024-01-01, amount: -5}, {from: 2024-01-01, amount: 6}]}
ranks:
  - [officer, bord]
rules:
  - id: A
    when: {kind: awrd, valu: up to 5, value: over tresh}
    path: [{decide: oficer}, {consult: officer}]
    procedure: key
    overrides: [A, B]
  - id: A
    when: {}
    path: [{consult: officer, decide: officer}]
  - id: "?"
    path: []
"""
        )
    told = "\n".join(f"{p.line}: {words.say(p.code, p.params)}" for p in caught.value.problems)
    assert told == EXPECTED


EXPECTED = """\
2: “Small Scheme” cannot be used for “key”.
4: “owned” is not a possible value of “standing”.
6: “inclusive” is not a possible value of “vat”.
8: “person” is not a possible value of “kind”.
10: “kind” needs two or more different choices.
10: The register knows nothing called “knd”.
11: “lots” is not an amount of money.
11: “color” means nothing here.
12: “over” is a word of the scheme language and cannot be a name.
13: The least “late” can be is more than the most it can be.
15: “value” is an input already.
16: “-5” is not an amount of money.
16: The limit “threshold” has two values from the same date.
16: “strts” is not a day input, so no limit can be read on it.
18: “bord” is not among the deciders of this scheme.
20: Advice on this path comes after the decision.
20: There is no rule “B”.
20: Rule A overrides itself, directly or through others.
21: “kind” cannot be “awrd”.
21: “valu” is not an input of this scheme.
21: “tresh”, in the test of “value”, is neither an input nor a limit of the same type.
22: “oficer” is not among the deciders of this scheme.
23: There is no procedure “key”.
25: Nobody decides on this path.
25: There is already a rule A.
26: This condition is empty or is not one.
27: A line of a path should name one kind of step and who takes it.
28: “?” cannot be the id of a rule.
28: “when” is missing.
28: Nobody decides on this path."""


def test_definitions_are_put_in_place_and_may_not_go_in_circles() -> None:
    scheme = load(
        SMALL
        + """\
  - id: B
    when: {is: large-waiver}
    path: [{decide: board}]
  - id: C
    when: {kind: waive, not: large}
    path: [{decide: board}]
definitions:
  large-waiver: {when: {is: large, kind: waive}}
  large: {title: large sums, when: {value: over 50}}
"""
    )
    assert (
        scheme.rule("C").when
        == load(
            SMALL + "  - {id: C, when: {kind: waive, value: up to 50}, path: [{decide: board}]}\n"
        )
        .rule("C")
        .when
    )
    assert set(scheme.definitions) == {"large", "large-waiver"}
    with pytest.raises(Unusable) as caught:
        load(
            SMALL
            + "definitions:\n"
            + "  a: {when: {is: b}}\n  b: {when: {not: [c]}}\n  c: {when: {any: [{is: a}]}}\n"
        )
    (problem,) = caught.value.problems
    assert problem.params["cycle"] == "a → b → c → a"
    assert problem.line == 21


@pytest.mark.parametrize(
    ("added", "code"),
    [
        ("fallback: director\n", "scheme.fallback.own"),
        ("ranks: [[officer]]\n", "scheme.ranks.chain"),
        ("ranks: [[officer, board], [board, officer]]\n", "scheme.ranks.circle"),
        ("ranks: [[officer, officer]]\n", "scheme.ranks.circle"),
        ("definitions: {a: {when: {is: bb}}}\n", "scheme.definition.unknown"),
        ("definitions: {a: {when: {is: {x: y}}}}\n", "scheme.definition.want_name"),
        ("definitions: {not: {when: always}}\n", "scheme.name.reserved"),
        ("definitions: {A: {when: always}}\n", "scheme.name.unusable"),
        ("definitions: {a: {title: x}}\n", "text.missing"),
        ("definitions: {a: {when: {any: {kind: award}}}}\n", "scheme.when.any"),
        ("definitions: {a: {when: {kind: {x: y}}}}\n", "scheme.when.want_test"),
        ("definitions: {a: {when: sometimes}}\n", "scheme.when.unreadable"),
        ("assume: [{if: {kind: award}}]\n", "text.missing"),
        ("separate: [{step: decide, not: autor}]\n", "scheme.separate.unknown"),
        ("separate: [{step: decide, not: author, rules: [Z]}]\n", "scheme.rule.unknown"),
        ("limits: {small: {dates: []}}\n", "scheme.limit.empty"),
        ("limits: {small: {by: starts, dates: [{from: 2024-01-01, amount: 1}]}}\n", "scheme.limit.reach"),
        ("limits: {small: {dates: [{from: 2024-01-01, number: 1}]}}\n", "text.missing"),
        ("procedures: {p: {title: P, notices: [{kind: a, policy: clear_days, days: 5}]}}\n", "calendar.policy_unknown"),
        ("procedures: {p: {title: P, call_in: {policy: clear_working_days, days: 5, who: x}}}\n", "calendar.policy_wrong_verb"),
        ("procedures: {p: {title: P, notices: [{kind: a, policy: clear_working_days, days: 0}]}}\n", "text.want_integer"),
        ("  - {id: B, when: {kind: waive}, path: [{decide: board, method: two_third}]}\n", "scheme.path.method"),
        ("  - {id: B, when: {kind: waive}, path: [{decide: []}]}\n", "scheme.path.one_step"),
        ("  - {id: B, when: {kind: waive}, path: [{recommend: board}]}\n", "scheme.path.no_decision"),
        ("colour: red\n", "text.unknown_key"),
    ],
)  # fmt: skip
def test_what_else_can_be_wrong(added: str, code: str) -> None:
    assert code in [found for _, found in complaints(SMALL + added)]


def test_a_recorded_scheme_cites_its_source_and_falls_back_on_the_proper_officer() -> None:
    recorded = SMALL.replace("standing: own", "standing: recorded")
    assert complaints(recorded) == [(1, "text.missing")]
    scheme = load(recorded + "source: {title: Constitution, published: 2024-05-01}\n")
    assert scheme.fallback == "proper_officer"
    assert scheme.source.published == dt.date(2024, 5, 1)
    assert load(recorded + "source: {title: C}\nfallback: clerk\n").fallback == "clerk"


def test_what_a_scheme_says_is_kept() -> None:
    budget = "  starts: {type: day}\n  budget: {type: money}"
    scheme = load(SMALL.replace("  starts: {type: day}", budget) + KEPT)
    kept = scheme.rule("B")
    assert kept.path == (
        (PathStep("consult", "officer"), PathStep("consult", "board")),
        (PathStep("clear", "officer"), PathStep("endorse", "board", "3 of 5")),
        (PathStep("decide", "board", "two_thirds"),),
    )
    assert kept.deciders == (frozenset({"board"}),)
    assert kept.procedure == ("key",)
    assert kept.overrides == {"A"}
    assert scheme.procedures["key"].evidence == ("options-appraisal",)
    assert scheme.separate == (Separation("decide", "author", ("B",), "paragraph 3"),)
    assert list(leaves(kept.when)) == [
        In("kind", frozenset({"waive"})),
        Compare("value", "<", Const(500)),
        Compare("value", ">", Fraction(1, 10, "budget")),
    ]
    with pytest.raises(KeyError):
        scheme.rule("Z")


KEPT = """\
  - id: B
    title: Waivers
    when: {kind: [waive], value: ["under 5", "over 10% of budget"]}
    path:
      - consult: [officer, board]
      - parallel: [{clear: officer}, {endorse: board, method: 3 of 5}]
      - decide: board
        method: two_thirds
    procedure: key
    overrides: [A]
    source: paragraph 2
separate:
  - {step: decide, not: author, rules: [B], source: paragraph 3}
procedures:
  key: {title: Key, key_decision: yes, evidence: [options-appraisal]}
"""


def test_hostile_definitions_do_not_explode() -> None:
    doubling = "".join(
        f"  d{n}: {{when: {{is: [d{n - 1}, d{n - 1}, d{n - 1}]}}}}\n" for n in range(1, 30)
    )
    text = SMALL + "definitions:\n  d0: {when: {kind: award}}\n" + doubling
    assert {code for _, code in complaints(text)} == {"scheme.definition.too_much"}
    chain = "".join(f"  e{n}: {{when: {{is: e{n + 1}}}}}\n" for n in range(3000))
    text = SMALL + "definitions:\n" + chain + "  e3000: {when: {kind: award}}\n"
    assert {code for _, code in complaints(text)} == {"scheme.when.too_deep"}
    nested = "".join(
        f"  f{n}: {{when: {{any: [{{is: f{n + 1}}}, {{kind: award, value: over {n}}}]}}}}\n"
        for n in range(45)
    )
    text = SMALL + "definitions:\n" + nested + "  f45: {when: {kind: award}}\n"
    assert "scheme.when.too_deep" in {code for _, code in complaints(text)}


@pytest.mark.parametrize(
    "text", ["", "[]", "a", "- 1", "vires: scheme/2\n", "rules: 5\ninputs: []\n"]
)
def test_what_is_no_scheme_at_all(text: str) -> None:
    assert complaints(text)


def test_the_register_supplies_only_what_it_knows_in_its_type() -> None:
    assert set(DERIVED) == set(DERIVED_TYPES)
    wrong = SMALL.replace('most: "1,000,000"}', "from: wards_affected}")
    assert complaints(wrong) == [(12, "scheme.input.from_type")]


def test_bounds_and_limits_may_be_as_short_as_tests() -> None:
    limit = "limits:\n  lim: {dates: [{from: 2020-01-01, amount: 2.5m}]}\nrules:"
    short = SMALL.replace('most: "1,000,000"', "least: 1k, most: 10m").replace("rules:", limit)
    text = load(short)
    assert (text.inputs["value"].least, text.inputs["value"].most) == (1_000_00, 10_000_000_00)
    assert text.limits["lim"].dated[0].value == 2_500_000_00
