"""What a framework says about one commission: what opens, what a gate wants, the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance import words
from governance.configuration import config_dir
from governance.domain.errors import Refusal, Unusable
from governance.domain.framework import (
    Framework,
    gate_wants,
    load_framework,
    may_open,
    may_reopen,
    principles_due,
    round_unfinished,
    translate,
)
from governance.domain.texts import parse
from statemachines.stage import STAGE


def bundled(key: str) -> Framework:
    file = config_dir() / "frameworks" / f"{key}.yaml"
    return load_framework(parse(file.read_bytes(), file.name), file.name)


FOUR, NINE = bundled("four-step"), bundled("nine-step-2005")


def said(refusals: tuple[Refusal, ...]) -> list[str]:
    assert all(words.remedy(refusal.code, refusal.params) for refusal in refusals)
    return [words.say(refusal.code, refusal.params) for refusal in refusals]


def test_four_steps_follow_each_other() -> None:
    assert may_open(FOUR, {}, "understand") == ()
    assert said(may_open(FOUR, {"understand": "at_gate"}, "plan")) == [
        "“Plan” cannot open while “Understand” is not complete."
    ]
    assert may_open(FOUR, {"understand": "complete"}, "plan") == ()
    assert may_open(FOUR, {"understand": "reopened"}, "plan") != ()


def test_most_of_the_nine_steps_run_at_once() -> None:
    free = [stage for stage in NINE.stage_keys if may_open(NINE, {}, stage) == ()]
    assert free == [
        "outcomes",
        "groups",
        "needs",
        "priorities",
        "pattern",
        "workforce-and-market",
    ]


def test_work_goes_back_where_the_framework_has_a_way() -> None:
    assert may_reopen(FOUR, {"plan": "complete", "do": "open"}, "plan") == ()
    assert said(may_reopen(FOUR, {"do": "not_started"}, "plan")) == [
        "The work can go back to “Plan” only while “Do or Review” is under way."
    ]
    assert said(may_reopen(FOUR, {"review": "open"}, "do")) == [
        "The framework has no way back to “Do”."
    ]


def test_a_gate_names_everything_it_wants() -> None:
    assert said(
        gate_wants(
            FOUR,
            "permission-to-procure",
            evidence={"options-appraisal"},
            known={"outcomes", "mechanism", "level"},
            answered={"outcomes", "open-process"},
            value=20_000_00,
        )
    ) == [
        "The gate “Permission to secure provision” wants evidence: Equality impact assessment.",
        "The gate “Permission to secure provision” asks for the commission’s value, which is not known.",
        "It is not yet said how this commission answers the principle “Value for money”.",
    ]


def test_a_gate_that_has_everything_wants_nothing() -> None:
    wants = gate_wants(
        FOUR,
        "needs-understood",
        evidence={"needs-assessment", "views"},
        known={"need", "population"},
        answered=(),
        value=None,
    )
    assert wants == ()


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_principles_are_in_proportion(one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert set(principles_due(FOUR, less)) <= set(principles_due(FOUR, more))
    assert set(principles_due(FOUR, more)) <= set(principles_due(FOUR, None))


def test_the_threshold_itself_is_within() -> None:
    due = {principle.key for principle in principles_due(FOUR, 25_000_00)}
    below = {principle.key for principle in principles_due(FOUR, 24_999_99)}
    assert due - below == {
        "early-intervention",
        "narrowing-the-gap",
        "decommissioning",
        "challenge",
        "performance-information",
    }
    assert principles_due(FOUR, None) == FOUR.principles


@given(st.dictionaries(st.sampled_from(NINE.stage_keys), st.sampled_from(STAGE.state_names)))
def test_a_round_is_finished_when_every_stage_is_complete(states: dict[str, str]) -> None:
    unfinished = {refusal.params["stage"] for refusal in round_unfinished(NINE, states)}
    complete = {s.title for s in NINE.stages if states.get(s.key) == "complete"}
    assert unfinished | complete == {stage.title for stage in NINE.stages}
    assert not unfinished & complete


@given(st.permutations(NINE.stage_keys))
def test_every_stage_opens_in_the_end_whatever_is_tried_first(order: list[str]) -> None:
    states: dict[str, str] = {}
    for _ in order:
        for stage in order:
            if may_open(NINE, states, stage) == ():
                states[stage] = "complete"
    assert set(states) == set(NINE.stage_keys)


def test_names_nobody_knows_are_unusable_and_the_nearest_is_named() -> None:
    with pytest.raises(Unusable) as caught:
        may_open(FOUR, {}, "plam")
    assert caught.value.problems[0].params["nearest"] == "plan"
    with pytest.raises(Unusable) as caught:
        gate_wants(FOUR, "awart", evidence=(), known=(), answered=(), value=None)
    assert caught.value.problems[0].params["nearest"] == "award"
    with pytest.raises(Unusable) as caught:
        translate(FOUR, "plan", replace(NINE, key="alone", crosswalk={}))
    assert caught.value.problems[0].code == "framework.no_crosswalk"
    assert translate(FOUR, "plan", FOUR) == ("plan",)
    assert FOUR.gate("nothing") is None
