"""A scheme along one amount: the stretches are those that asking about each amount would give."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.configuration import config_dir
from governance.domain.assurance.line import Stretch, value_line, views
from governance.domain.authority import Case, Scheme, load_scheme
from governance.domain.authority.compiling import compile_scheme
from governance.domain.authority.evaluating import answer
from governance.domain.authority.model import Value
from governance.domain.authority.outcome import Conflict, Determined, NoRule
from governance.domain.errors import Unusable

ON = dt.date(2026, 4, 1)


def scheme(name: str) -> Scheme:
    file = config_dir() / "schemes" / f"{name}.yaml"
    return load_scheme(file.read_bytes(), file.name)


def test_the_pence_between_two_bands_are_a_gap() -> None:
    held = {"kind": "award", "forward_plan_listed": "yes"}
    found = value_line(scheme("gloucester-city-2026"), on=ON, along="value", held=held)
    assert found[:3] == (
        Stretch(0, 30_000_00, "band", ("G1",)),
        Stretch(30_000_01, 30_000_99, "gap"),
        Stretch(30_001_00, 60_000_00, "band", ("G2",)),
    )


def test_a_band_measured_by_another_amount_ends_where_that_one_says() -> None:
    held: dict[str, Value] = {"kind": "vary", "awarded_value": 333_333_33}
    found = value_line(scheme("example-partnership"), on=ON, along="variation_value", held=held)
    assert found[:2] == (
        Stretch(0, 33_333_33, "band", ("V1",)),
        Stretch(33_333_34, 500_000_00, "band", ("V2",)),
    )


def test_what_is_not_held_leaves_several_rules_open() -> None:
    example = scheme("example-partnership")
    found = value_line(example, on=ON, along="variation_value", held={"kind": "vary"})
    assert found[0] == Stretch(0, 0, "band", ("V1",))
    assert (found[1].kind, found[1].rules) == ("open", ("V1", "V2"))
    assert found[1].unknown == ("awarded_value",)


def test_what_is_assumed_leaves_no_case_at_one_end() -> None:
    held: dict[str, Value] = {"kind": "award", "whole_life_value": 50_000_00}
    example = scheme("example-partnership")
    found = value_line(example, on=ON, along="cumulative_value", held=held)
    assert found[0] == Stretch(0, 49_999_99, "impossible")


def test_the_line_of_a_decommissioning_is_its_saving() -> None:
    lines = views(scheme("example-partnership"), on=ON)
    parted = [one.rules for one in lines]
    assert parted == sorted(parted, reverse=True), "what most rules part comes first"
    found = {str(one.held["kind"]): one.along for one in lines}
    assert found["exit"] == "savings"
    assert found["permission-to-procure"] == "cumulative_value"


def test_only_an_amount_number_or_day_can_be_a_line() -> None:
    with pytest.raises(Unusable) as failed:
        value_line(scheme("example-partnership"), on=ON, along="kind", held={})
    assert [one.code for one in failed.value.problems] == ["scheme.line.along"]


@settings(max_examples=60, deadline=None)
@given(value=st.integers(0, 700_000_00), listed=st.sampled_from(["yes", "no"]))
def test_each_amount_lies_in_the_stretch_that_says_what_is_answered(
    value: int, listed: str
) -> None:
    held = {"kind": "award", "forward_plan_listed": listed}
    whole = scheme("gloucester-city-2026")
    line = value_line(whole, on=ON, along="value", held=held)
    assert [one.least for one in line[1:]] == [one.most + 1 for one in line[:-1]]
    (here,) = (one for one in line if one.least <= value <= one.most)
    match answer(compile_scheme(whole, ON), Case({**held, "value": value})):
        case Determined(rule):
            assert (here.kind, here.rules) == ("band", (rule,))
        case NoRule():
            assert here.kind == "gap"
        case Conflict(rules):
            assert (here.kind, here.rules) == ("overlap", rules)
