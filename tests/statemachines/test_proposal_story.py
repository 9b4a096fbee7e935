"""A proposal's ways: the whole round, what closes each decision, and lawful reality outside."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from governance.domain.errors import GuardRefused, NoSuchMove, Refusal
from statemachines.machine import enter, step
from statemachines.permissions import Permission
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import OUTCOMES, POSITIVE, ProposalFacts
from statemachines.table import Findings

CLEAR: dict[str, Findings] = {
    field.name: () for field in dataclasses.fields(ProposalFacts) if field.type == "Findings"
}
AGAINST = (Refusal("x"),)


def facts(*who: Permission, **more: Any) -> ProposalFacts:
    told: dict[str, Any] = {**CLEAR, "outcome": "approved", "decider_kind": "body"}
    told |= {"permissions": frozenset(who or set(Permission)), "reason": "Because."} | more
    return ProposalFacts(**told)


def go(state: str, *moves: str, **more: Any) -> str:
    for move in moves:
        state = step(PROPOSAL, state, move, facts(**more))
    return state


def codes(state: str, move: str, told: ProposalFacts) -> list[str]:
    with pytest.raises(GuardRefused) as caught:
        step(PROPOSAL, state, move, told)
    return [refusal.code for refusal in caught.value.refusals]


def test_from_draft_to_effect_through_a_body_and_a_call_in() -> None:
    assert enter(PROPOSAL, "start", facts(Permission.AUTHOR)) == "draft"
    state = go("draft", "put_on_forward_plan", "submit", "clear", "place_on_agenda")
    assert state == "on_agenda"
    state = go(state, "bring_before_decider", "decide", "open_call_in")
    assert state == "call_in_window"
    heard = go(state, "call_in", "bring_before_scrutiny", "ask_to_reconsider", "decide_again")
    assert heard == "released"
    assert go(heard, "take_effect") == "effective"


def test_an_officer_decides_without_an_agenda() -> None:
    assert codes("cleared", "place_on_agenda", facts(decider_kind="office")) == [
        "proposal.not_for_agenda"
    ]
    assert codes("cleared", "hand_to_officer", facts()) == ["proposal.not_for_officer"]
    state = go(
        "cleared",
        "hand_to_officer",
        "bring_before_decider",
        "decide",
        decider_kind="office",
        not_quorate=None,
    )
    assert state == "decided", "an officer needs no quorum"


def test_each_thing_a_lawful_decision_rests_on_closes_it() -> None:
    for name in (
        "not_entitled",
        "not_quorate",
        "record_wants",
        "path_changed",
        "path_incomplete",
        "notices_irregular",
        "evidence_missing",
        "not_separate",
        "above_powers",
    ):
        assert codes("before_decider", "decide", facts(**{name: AGAINST})) == ["x"], name
        looked = codes("before_decider", "decide", facts(**{name: None}))
        assert looked == ["lifecycle.not_established"], name


@pytest.mark.parametrize("outcome", sorted(OUTCOMES - POSITIVE))
def test_a_body_may_say_no_before_the_paper_is_in_order(outcome: str) -> None:
    told = facts(
        outcome=outcome,
        path_changed=None,
        path_incomplete=AGAINST,
        notices_irregular=AGAINST,
        evidence_missing=AGAINST,
        not_separate=AGAINST,
        above_powers=AGAINST,
    )
    assert step(PROPOSAL, "before_decider", "decide", told) == "decided"
    assert "x" in codes("before_decider", "decide", facts(outcome=outcome, not_quorate=AGAINST))


def test_an_unknown_outcome_is_refused_and_opens_nothing() -> None:
    assert "proposal.outcome_unknown" in codes("before_decider", "decide", facts(outcome="maybe"))
    assert codes("decided", "take_effect", facts(outcome=None)) == ["proposal.outcome_not_positive"]


@pytest.mark.parametrize(
    ("outcome", "move", "reached"),
    [("referred_back", "rework", "draft"), ("deferred", "bring_back", "cleared")],
)
def test_what_was_not_refused_for_good_goes_on(outcome: str, move: str, reached: str) -> None:
    assert go("decided", move, outcome=outcome) == reached
    assert codes("decided", move, facts(outcome="refused")) == [
        {"rework": "proposal.not_referred_back", "bring_back": "proposal.not_deferred"}[move]
    ]
    assert codes("decided", "take_effect", facts(outcome=outcome)) == [
        "proposal.outcome_not_positive"
    ]


def test_one_partner_who_refuses_sends_it_back() -> None:
    waiting = go("decided", "await_partners", partners_outstanding=AGAINST)
    assert waiting == "awaiting_partners"
    assert codes(waiting, "take_effect", facts(partners_outstanding=AGAINST)) == ["x"]
    assert codes(waiting, "rework", facts()) == ["proposal.not_referred_back"]
    assert go(waiting, "rework", partners_refused=AGAINST) == "draft"
    assert codes("decided", "await_partners", facts()) == ["proposal.no_partner_wanted"]
    assert codes("decided", "await_partners", facts(partners_outstanding=None)) == [
        "lifecycle.not_established"
    ]


def test_a_decision_that_can_be_called_in_waits() -> None:
    for state in ("decided", "awaiting_partners", "call_in_window"):
        assert codes(state, "take_effect", facts(call_in_open=AGAINST)) == ["x"]
    assert go("decided", "take_effect", call_in_applies=False, call_in_open=None) == "effective"
    assert codes("decided", "open_call_in", facts(call_in_applies=False)) == [
        "proposal.not_callable"
    ]


def test_call_in_is_waived_by_a_consent_of_its_own() -> None:
    assert codes("decided", "waive_call_in", facts(urgency_wants=AGAINST)) == ["x"]
    assert codes("decided", "waive_call_in", facts(Permission.DECIDER)) == [
        "lifecycle.not_permitted"
    ]
    released = go("decided", "waive_call_in")
    assert go(released, "take_effect", call_in_open=AGAINST) == "effective"


def test_a_call_in_nobody_heard_in_time_falls() -> None:
    assert codes("called_in", "release_unheard", facts(call_in_waits=AGAINST)) == ["x"]
    assert go("called_in", "release_unheard") == "released"


def test_a_decider_may_refer_up_and_the_higher_one_decides() -> None:
    state = go("before_decider", "refer_up", "place_on_agenda", "bring_before_decider", "decide")
    assert state == "decided"
    assert codes("before_decider", "refer_up", facts(higher_missing=AGAINST)) == ["x"]


def test_a_path_with_more_to_come_is_passed_on() -> None:
    assert go("before_decider", "pass_on", path_incomplete=AGAINST) == "cleared"
    assert codes("before_decider", "pass_on", facts()) == ["proposal.path_complete"]
    assert codes("before_decider", "pass_on", facts(path_incomplete=None)) == [
        "lifecycle.not_established"
    ]


def test_lawful_reality_is_recorded_and_not_refused() -> None:
    unlooked = ProposalFacts(
        permissions=frozenset({Permission.SECRETARY}),
        reason="Decided by telephone on Friday.",
        outcome="approved",
        record_wants=(),
    )
    for state in ("draft", "cleared", "before_decider"):
        assert step(PROPOSAL, state, "record_decision_outside", unlooked) == "decided"
    assert enter(PROPOSAL, "record_decision_outside", unlooked) == "decided"
    assert step(PROPOSAL, "called_in", "record_effect_outside", unlooked) == "effective"


def test_a_court_undoes_what_nothing_else_can() -> None:
    assert go("effective", "quash") == "quashed"
    assert codes("effective", "quash", facts(Permission.SECRETARY)) == ["lifecycle.not_permitted"]
    assert go("effective", "rescind") == "rescinded"
    with pytest.raises(NoSuchMove):
        step(PROPOSAL, "quashed", "rescind", facts())
