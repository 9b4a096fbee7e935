"""What the other lifecycles promise, each in the case that would break it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from governance.domain.errors import GuardRefused, Refusal
from statemachines import LIFECYCLES
from statemachines.agreement import AgreementFacts
from statemachines.chair import ChairFacts
from statemachines.machine import enter, step
from statemachines.meeting import MeetingFacts
from statemachines.permissions import Permission
from statemachines.rulebook import RulebookFacts
from statemachines.stage import StageFacts
from statemachines.table import Facts

AGAINST = (Refusal("x"),)


def facts(kind: Any, *who: Permission, **more: Any) -> Any:
    """Facts with nothing against anything, everybody acting, and a reason."""
    told: dict[str, Any] = {f.name: () for f in dataclasses.fields(kind) if f.type == "Findings"}
    told |= {"permissions": frozenset(who or set(Permission)), "reason": "Because."}
    return kind(**{**told, **more})


def refused(name: str, state: str, move: str, told: Facts) -> list[str]:
    with pytest.raises(GuardRefused) as caught:
        step(LIFECYCLES[name], state, move, told)
    return [refusal.code for refusal in caught.value.refusals]


def go(name: str, state: str, *moves: str, told: Facts) -> str:
    for move in moves:
        state = step(LIFECYCLES[name], state, move, told)
    return state


def test_the_lead_partner_alone_appoints_and_only_after_consulting() -> None:
    told = facts(ChairFacts)
    assert go("chair", "consulting", "close_consultation", "appoint", "end", told=told) == "ended"
    unheard = facts(ChairFacts, not_consulted=AGAINST)
    assert refused("chair", "consulting", "close_consultation", unheard) == ["x"]
    assert refused("chair", "consulted", "appoint", unheard) == ["x"], "a member joined since"
    assert refused("chair", "consulted", "appoint", facts(ChairFacts, Permission.SECRETARY)) == [
        "lifecycle.not_permitted"
    ]


def test_what_alters_who_decides_needs_a_decision() -> None:
    terms = facts(RulebookFacts, undecided=AGAINST)
    assert refused("rulebook", "draft", "adopt", terms) == ["x"]
    assert refused("rulebook", "draft", "adopt_by_act", terms) == ["rulebook.needs_decision"]
    calendar = facts(RulebookFacts, alters_who_decides=False, undecided=None)
    assert step(LIFECYCLES["rulebook"], "draft", "adopt_by_act", calendar) == "adopted"


def test_another_bodys_scheme_comes_in_by_its_resolution_alone() -> None:
    recorded = facts(RulebookFacts, recorded_scheme=True)
    assert refused("rulebook", "draft", "adopt", recorded) == ["rulebook.recorded_scheme"]
    assert (
        go("rulebook", "draft", "acknowledge_findings", "cite_resolution", told=recorded)
        == "adopted"
    )
    own = facts(RulebookFacts)
    assert refused("rulebook", "draft", "cite_resolution", own) == ["rulebook.own_scheme"]


def test_the_first_rulebooks_enter_once_by_consent_of_all() -> None:
    assert refused("rulebook", "draft", "constitute", facts(RulebookFacts)) == [
        "rulebook.constituted_already"
    ]
    first = facts(RulebookFacts, constituted=False, consents_missing=AGAINST)
    assert refused("rulebook", "draft", "constitute", first) == ["x"]
    agreed = facts(RulebookFacts, constituted=False)
    assert (
        go("rulebook", "draft", "constitute", "come_into_force", "supersede", told=agreed)
        == "superseded"
    )


def test_a_version_waits_for_its_day() -> None:
    early = facts(RulebookFacts, not_yet=AGAINST)
    assert refused("rulebook", "adopted", "come_into_force", early) == ["x"]


def test_a_meeting_without_a_quorum_decides_nothing_and_can_go_on_informally() -> None:
    short = facts(MeetingFacts, quorum_wants=AGAINST)
    assert refused("meeting", "published", "hold", short) == ["x"]
    assert (
        go("meeting", "published", "find_inquorate", "go_on_informally", told=short) == "informal"
    )
    full = facts(MeetingFacts)
    assert refused("meeting", "published", "find_inquorate", full) == ["meeting.quorate"]
    assert step(LIFECYCLES["meeting"], "inquorate", "become_quorate", full) == "held"
    uncounted = facts(MeetingFacts, quorum_wants=None)
    assert refused("meeting", "held", "find_inquorate", uncounted) == ["lifecycle.not_established"]


def test_a_meeting_runs_from_its_plan_to_signed_minutes() -> None:
    assert (
        go(
            "meeting",
            "planned",
            "call",
            "publish",
            "publish_supplement",
            "hold",
            "adjourn",
            "resume",
            "draft_minutes",
            "sign",
            told=facts(MeetingFacts),
        )
        == "signed"
    )


def test_a_late_agenda_is_another_persons_act_and_recorded() -> None:
    late = facts(MeetingFacts, Permission.SECRETARY, agenda_wants=AGAINST)
    assert refused("meeting", "called", "publish", late) == ["x"]
    assert refused("meeting", "called", "publish_late", late) == ["lifecycle.not_permitted"]
    officer = facts(MeetingFacts, Permission.PROPER_OFFICER, agenda_wants=AGAINST)
    assert step(LIFECYCLES["meeting"], "called", "publish_late", officer) == "published"


@pytest.mark.parametrize("found", ["in_force", "continuing", "expired"])
def test_an_agreement_is_entered_as_it_stands(found: str) -> None:
    told = AgreementFacts(permissions=frozenset({Permission.COMMISSION_LEAD}), found_state=found)
    assert enter(LIFECYCLES["agreement"], "record_as_found", told) == found


def test_an_agreement_that_runs_late_goes_on_uncovered_until_it_is_regularised() -> None:
    told = facts(AgreementFacts)
    late = go("agreement", "in_force", "expire", "continue_uncovered", told=told)
    assert late == "continuing"
    undecided = facts(AgreementFacts, undecided=AGAINST)
    assert refused("agreement", late, "regularise", undecided) == ["x"]
    assert go("agreement", late, "regularise", "give_notice", "end", told=told) == "ended"


def test_nobody_signs_during_a_standstill_but_a_signature_is_recorded() -> None:
    waiting = facts(AgreementFacts, standstill_wants=AGAINST)
    assert refused("agreement", "standstill", "sign", waiting) == ["x"]
    assert step(LIFECYCLES["agreement"], "standstill", "record_signed", waiting) == "signed"


def test_a_gate_that_needs_a_decision_is_not_certified() -> None:
    award = facts(StageFacts, decision_wanted="award")
    assert refused("stage", "at_gate", "certify", award) == ["stage.needs_decision"]
    assert step(LIFECYCLES["stage"], "at_gate", "pass_by_decision", award) == "complete"
    plain = facts(StageFacts)
    assert refused("stage", "at_gate", "pass_by_decision", plain) == ["stage.needs_no_decision"]
    assert step(LIFECYCLES["stage"], "at_gate", "certify", plain) == "complete"
    bare = facts(StageFacts, gate_wants=AGAINST)
    assert refused("stage", "at_gate", "certify", bare) == ["x"]


def test_work_goes_back_to_a_stage_that_was_complete() -> None:
    assert (
        go("stage", "complete", "reopen", "bring_to_gate", "certify", told=facts(StageFacts))
        == "complete"
    )
