"""The schemes that ship: what was published comes out, gaps and all; the example is complete."""

import datetime as dt
import time
from pathlib import Path

import pytest

from governance import words
from governance.configuration import config_dir
from governance.domain.authority import (
    Case,
    Conflict,
    Determined,
    NoRule,
    Outcome,
    Scheme,
    Undetermined,
    answer,
    compile_scheme,
    evaluate,
    load_scheme,
    parse_case,
)
from governance.domain.authority.model import AllOf
from governance.domain.errors import Unusable
from governance.domain.procedure import merge

ON = dt.date(2026, 2, 2)
NAMES = sorted(file.stem for file in (config_dir() / "schemes").glob("*.yaml"))


def scheme(name: str) -> Scheme:
    file = config_dir() / "schemes" / f"{name}.yaml"
    return load_scheme(file.read_bytes(), file.name)


def ask(name: str, case: str, on: dt.date = ON) -> Outcome:
    loaded = scheme(name)
    return evaluate(loaded, parse_case(case.encode(), loaded), on)


def rule(name: str, case: str, on: dt.date = ON) -> str | None:
    match ask(name, case, on):
        case Determined(found):
            return found
        case NoRule():
            return None
        case other:
            raise AssertionError(other)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "G1"),
        ("30000", "G1"),
        ("30000.01", None),
        ("30000.50", None),
        ("30001", "G2"),
        ("60000", "G2"),
        ("60000.99", None),
        ("60001", "G3"),
        ("100000", "G3"),
        ("100000.50", None),
        ("100001", "G4"),
        ("250000", "G4"),
        ("250000.50", None),
        ("250001", "G5"),
        ("500000", "G5"),
        ("500000.01", "G6"),
    ],
)
def test_gloucester_as_published_pence_gaps_and_all(value: str, expected: str | None) -> None:
    case = f'{{"kind": "award", "value": "{value}", "forward_plan_listed": true}}'
    assert rule("gloucester-city-2026", case) == expected


def test_gloucester_officer_without_forward_plan_entry_has_no_authority() -> None:
    name = "gloucester-city-2026"
    unlisted = '{"kind": "award", "value": "150000", "forward_plan_listed": false}'
    assert ask(name, unlisted) == NoRule("proper_officer")
    listed = ask(name, unlisted.replace("false", "true"))
    assert isinstance(listed, Determined)
    assert listed.procedure == ("key-decision",)
    assert ask(name, '{"kind": "award", "value": "150000"}') == Undetermined(
        unknown=("forward_plan_listed",), possible=("G4",), no_rule=True
    )


@pytest.mark.parametrize(
    ("value", "category", "urgent", "commenced", "expected"),
    [
        ("200000", "goods-and-services", "no", "2026-03-01", "W1"),
        ("210000", "goods-and-services", "no", "2026-03-01", None),
        ("210000", "goods-and-services", "no", "2025-12-31", "W1"),
        ("250000", "light-touch", "no", "2026-03-01", "W1"),
        ("250000.01", "light-touch", "no", "2026-03-01", "W2"),
        ("250000.01", "light-touch", "yes", "2026-03-01", "W3"),
        ("663540", "light-touch", "yes", "2026-03-01", "W3"),
        ("663540.01", "light-touch", "yes", "2026-03-01", None),
        ("5200000", "works", "no", "2025-03-01", "W2"),
        ("5200000", "works", "no", "2026-01-01", None),
    ],
)
def test_gloucester_waivers_and_the_threshold_of_the_day_the_procurement_commenced(
    value: str, category: str, urgent: str, commenced: str, expected: str | None
) -> None:
    case = (
        f'{{"kind": "waive", "value": "{value}", "category": "{category}", '
        f'"urgent": "{urgent}", "procurement_commenced": "{commenced}"}}'
    )
    assert rule("gloucester-city-2026", case) == expected


@pytest.mark.parametrize(
    ("value", "wards", "expected"),
    [("500000", 0, "L2"), ("500000.01", 0, "L1"), ("1", 1, "L1"), ("600000", 3, "L1")],
)
def test_leeds_is_over_and_not_at(value: str, wards: int, expected: str) -> None:
    assert rule("leeds-2019", f'{{"value": "{value}", "wards_affected": {wards}}}') == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("99999.99", "B1"),
        ("100000", "B2"),
        ("499999.99", "B2"),
        ("500000", None),
        ("2499999.99", None),
        ("2500000", "B3"),
    ],
)
def test_west_berkshire_leaves_its_gap(value: str, expected: str | None) -> None:
    assert rule("west-berkshire-2016", f'{{"value": "{value}"}}') == expected


@pytest.mark.parametrize(
    ("value", "budget", "expected"),
    [
        ("10000", "100000", "K2"),
        ("10000.01", "100000", "K1"),
        ("500000", "9000000", "K2"),
        ("500000.01", "9000000", "K1"),
        ("0.10", "0.99", "K1"),
        ("0.09", "0.99", "K2"),
    ],
)
def test_wirral_is_the_smaller_of_two(value: str, budget: str, expected: str) -> None:
    assert rule("wirral", f'{{"value": "{value}", "budget": "{budget}"}}') == expected


def test_wirral_needs_no_budget_over_the_fixed_sum() -> None:
    assert rule("wirral", '{"value": "600000"}') == "K1"
    assert isinstance(ask("wirral", '{"value": "400000"}'), Undetermined)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("499999.99", None), ("500000", "O1"), ("1000000", "O1"), ("1000000.01", "O2")],
)
def test_oxford(value: str, expected: str | None) -> None:
    assert rule("oxford-city-2016", f'{{"value": "{value}"}}') == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_of_every_bundled_scheme_has_its_source_and_can_apply(name: str) -> None:
    loaded = scheme(name)
    assert loaded.key == name
    assert all(one.source for one in loaded.rules)
    assert all(one.when != AllOf() for one in loaded.rules)
    for one in loaded.rules:
        merge([loaded.procedures[key] for key in one.procedure])
    outcome = evaluate(loaded, Case({}), ON)
    assert isinstance(outcome, Undetermined)
    assert set(outcome.possible) == {one.id for one in loaded.rules}
    assert not outcome.conflict


def test_the_example_partnership_leaves_no_gap_and_no_conflict() -> None:
    loaded = scheme("example-partnership")
    for on in (dt.date(2020, 4, 1), dt.date(2024, 4, 1), dt.date(2030, 1, 1)):
        compiled = compile_scheme(loaded, on)
        for kind in loaded.inputs["kind"].choices:
            match answer(compiled, Case({"kind": kind})):
                case Undetermined(no_rule=no_rule, conflict=conflict):
                    assert (no_rule, conflict) == (False, False), kind
                case Determined():
                    pass
                case other:
                    raise AssertionError(other)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ('{"kind": "award", "cumulative_value": "100000", "prior_approval": "0"}', "S1"),
        ('{"kind": "award", "cumulative_value": "100000.01", "prior_approval": "0"}', "S2"),
        ('{"kind": "permission-to-procure", "cumulative_value": "500000.01"}', "S3"),
        ('{"kind": "permission-to-procure", "cumulative_value": "2000000.01"}', "S4"),
        ('{"kind": "award", "whole_life_value": "900000", "prior_approval": "900000"}', "A1"),
        ('{"kind": "grant", "funding": "capital", "value": "5"}', "R3"),
        ('{"kind": "grant", "funding": "revenue", "value": "150000", "budget": "3000000"}', "R2"),
        ('{"kind": "grant", "funding": "revenue", "value": "150000.01", "budget": "3000000"}', "R3"),
        ('{"kind": "exit", "savings": "10000.01", "budget": "100000"}', "X2"),
        ('{"kind": "vary", "variation_value": "5000", "awarded_value": "50000"}', "V1"),
        ('{"kind": "vary", "variation_value": "5000.01", "awarded_value": "50000"}', "V2"),
        ('{"kind": "waive", "value": "200000", "urgent": "no"}', "W2"),
        ('{"kind": "waive", "value": "663540.01"}', "W3"),
        ('{"kind": "pool"}', "P3"),
    ],
)  # fmt: skip
def test_the_example_partnership(case: str, expected: str) -> None:
    assert rule("example-partnership", case) == expected


def test_a_limit_of_the_scheme_changes_on_its_date() -> None:
    case = '{"kind": "permission-to-procure", "cumulative_value": "90000"}'
    assert rule("example-partnership", case, dt.date(2024, 3, 31)) == "S2"
    assert rule("example-partnership", case, dt.date(2024, 4, 1)) == "S1"
    with pytest.raises(Unusable) as caught:
        rule("example-partnership", case, dt.date(2019, 1, 1))
    assert caught.value.problems[0].code == "scheme.limit.not_yet"


def test_because_says_each_thing_that_held_in_words() -> None:
    outcome = ask(
        "example-partnership",
        '{"kind": "award", "whole_life_value": "400000", "cumulative_value": "400000", '
        '"prior_approval": "450000"}',
    )
    assert isinstance(outcome, Determined)
    assert [words.say(one.code, one.params) for one in outcome.because] == [
        "the decision asked for is award.",
        "the sum approved before (£450,000) is over £0.",
        (
            "the whole-life value, extensions included (£400,000) is not over "
            "the sum approved before (£450,000)."
        ),
        "Rule A1 goes before S2.",
        "Rule A1 stands in: scheme, paragraph 3.5, which goes before 3.1 to 3.4.",
    ]


def test_because_of_days_limits_shares_and_nothing_at_all() -> None:
    extension = ask(
        "example-partnership",
        '{"kind": "extend", "value": "5", "whole_life_value": "90", "prior_approval": "90", '
        '"extension_months": 24, "ends": "2026-03-02"}',
    )
    assert isinstance(extension, Determined)
    assert [words.say(one.code, one.params) for one in extension.because][3:6] == [
        (
            "the day of the decision (2 February 2026) is on or before 2 February 2026 "
            "(the day the agreement ends -28 days)."
        ),
        "the months added (24) is not over 24.",
        "the longest extension an officer may give, in months is 24 on 2 February 2026.",
    ]
    vary = '{"kind": "vary", "variation_value": "50000", "awarded_value": "500000"}'
    variation = ask("example-partnership", vary)
    assert isinstance(variation, Determined)
    assert [words.say(one.code, one.params) for one in variation.because][1:4] == [
        "all variations together (£50,000) is not over 10% of the sum first awarded (£500,000).",
        "all variations together (£50,000) is not over £100,000.",
        "the sum the Director may commit is £100,000 on 2 February 2026.",
    ]
    text = TWO.replace("{value: up to 50}", "always")
    always = evaluate(load_scheme(text.encode(), "two.yaml"), Case({}), ON)
    assert isinstance(always, Determined)
    assert [words.say(one.code, one.params) for one in always.because] == [
        "The rule takes every case."
    ]


def test_a_share_that_is_no_short_percentage_is_told_as_a_fraction() -> None:
    text = TWO.replace("up to 50", "up to 1/3 of other").replace(
        "inputs: {", "inputs: {other: {type: money}, "
    )
    case = Case({"value": 100, "other": 300})
    outcome = evaluate(load_scheme(text.encode(), "two.yaml"), case, ON)
    assert isinstance(outcome, Determined)
    assert outcome.because[0].params["share"] == "1/3"


TWO = """\
vires: scheme/1
key: two
title: Two
standing: own
owner: board
vat: including
deciders: {a: {kind: office, title: A}, b: {kind: office, title: B}}
inputs: {value: {type: money, most: "100"}}
procedures: {key: {title: Key, key_decision: yes}}
rules:
  - {id: R1, when: {value: up to 50}, path: [{decide: a}]}
"""


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("path: [{decide: b}]", Conflict(("R1", "R2"))),
        ("path: [{decide: a}], procedure: key", Conflict(("R1", "R2"))),
        ("path: [{decide: b}], overrides: [R1]", "R2"),
        ("path: [{decide: a}]", "R1"),
        ("path: [{consult: b}, {decide: a}]", "R2"),
    ],
)
def test_two_rules_that_hold_at_once(second: str, expected: Conflict | str) -> None:
    text = TWO + f"  - {{id: R2, when: {{value: over 20}}, {second}}}\n"
    outcome = evaluate(load_scheme(text.encode(), "two.yaml"), Case({"value": 3000}), ON)
    if isinstance(outcome, Determined):
        assert outcome.rule == expected
        told = outcome.because[-1]
        assert "R1" in told.params["rules"] or "R2" in told.params["rules"]
    else:
        assert outcome == expected


def test_where_only_advice_differs_and_neither_asks_for_all_nobody_chooses() -> None:
    text = TWO.replace("[{decide: a}]", "[{consult: a}, {decide: a}]")
    text += "  - {id: R2, when: {value: over 20}, path: [{consult: b}, {decide: a}]}\n"
    outcome = evaluate(load_scheme(text.encode(), "two.yaml"), Case({"value": 3000}), ON)
    assert outcome == Conflict(("R1", "R2"))


def test_overridden_rules_stay_hidden_whoever_overrides_them() -> None:
    text = TWO + (
        "  - {id: R2, when: {value: over 20}, path: [{decide: b}], overrides: [R1]}\n"
        "  - {id: R3, when: {value: over 25}, path: [{decide: a}], procedure: key, overrides: [R2]}\n"
    )
    outcome = evaluate(load_scheme(text.encode(), "two.yaml"), Case({"value": 3000}), ON)
    assert isinstance(outcome, Determined)
    assert outcome.rule == "R3"


def test_a_scheme_is_evaluated_thousands_of_times_a_second() -> None:
    compiled = compile_scheme(scheme("example-partnership"), ON)
    case = Case(KNOWN | {"kind": "permission-to-procure", "cumulative_value": 90_000_00})
    start = time.perf_counter()
    for _ in range(2_000):
        answer(compiled, case)
    assert time.perf_counter() - start < 2


KNOWN: dict[str, int | str] = {
    "value": 1_00,
    "whole_life_value": 1_00,
    "prior_approval": 0,
    "awarded_value": 0,
    "variation_value": 0,
    "savings": 0,
    "budget": 0,
    "funding": "revenue",
    "urgent": "no",
    "extension_months": 0,
    "procurement_commenced": ON.toordinal(),
    "ends": ON.toordinal(),
}


def test_the_shipped_texts_are_found_packaged_or_in_the_checkout(tmp_path: Path) -> None:
    package = tmp_path / "governance"
    package.mkdir()
    assert config_dir(package) == tmp_path / "config"
    (package / "_config").mkdir()
    assert config_dir(package) == package / "_config"
