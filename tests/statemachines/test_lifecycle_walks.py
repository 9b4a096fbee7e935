"""Random walks through every lifecycle, under random facts.

For each lifecycle a machine of Hypothesis's walks from nothing: whatever it is told, it never
reaches a state that is not in the table, a refusal changes nothing, and what `look` says of a
move is what `step` does. A further test finds a walk to every state.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Iterable
from typing import Any
from unittest import TestCase

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from governance import words
from governance.domain.errors import GuardRefused, NoSuchMove, Refusal
from statemachines import LIFECYCLES
from statemachines.agreement import AgreementFacts
from statemachines.allocation import AllocationFacts
from statemachines.annual_report import AnnualReportFacts
from statemachines.approval import ApprovalFacts, example
from statemachines.chair import ChairFacts
from statemachines.commission import CommissionFacts
from statemachines.deadline import DeadlineFacts
from statemachines.decommissioning import CaseFacts
from statemachines.improvement_plan import ImprovementFacts
from statemachines.job import JobFacts
from statemachines.machine import edges, look, moves_from, step
from statemachines.meeting import MeetingFacts
from statemachines.message import MessageFacts
from statemachines.monitoring_return import ReturnFacts
from statemachines.plan import PlanFacts
from statemachines.pooled_agreement import PooledAgreementFacts
from statemachines.prompt import PromptFacts
from statemachines.proposal_facts import OUTCOMES, ProposalFacts
from statemachines.proposed_item import ProposedItemFacts
from statemachines.review import ReviewFacts
from statemachines.rulebook import RulebookFacts
from statemachines.stage import StageFacts
from statemachines.step import StepFacts
from statemachines.table import NEW, Facts, Findings, Lifecycle

KINDS: dict[str, type[Facts]] = {
    "commission": CommissionFacts,
    "stage": StageFacts,
    "agreement": AgreementFacts,
    "proposal": ProposalFacts,
    "step": StepFacts,
    "rulebook": RulebookFacts,
    "meeting": MeetingFacts,
    "deadline": DeadlineFacts,
    "message": MessageFacts,
    "chair": ChairFacts,
    "prompt": PromptFacts,
    "proposed_item": ProposedItemFacts,
    "plan": PlanFacts,
    "monitoring_return": ReturnFacts,
    "annual_report": AnnualReportFacts,
    "pooled_agreement": PooledAgreementFacts,
    "allocation": AllocationFacts,
    "review": ReviewFacts,
    "improvement_plan": ImprovementFacts,
    "decommissioning": CaseFacts,
    "job": JobFacts,
    "webhook": Facts,
    "webhook_delivery": Facts,
    "approval": ApprovalFacts,
}
ALL: dict[str, Lifecycle[Any]] = {**LIFECYCLES, "approval": example()}

FOUND = st.sampled_from([(), (), (), None, (Refusal("lifecycle.reason_missing"),)])


def facts_for(lifecycle: Lifecycle[Any]) -> st.SearchStrategy[Any]:
    """Facts of a lifecycle's kind, mostly favourable so that walks get somewhere."""
    everybody = sorted({permission for move in lifecycle.moves for permission in move.who})
    named: dict[str, st.SearchStrategy[Any]] = {
        "permissions": st.frozensets(st.sampled_from(everybody)) | st.just(frozenset(everybody)),
        "reason": st.sampled_from(["", "Because.", "Because."]),
        "outcome": st.sampled_from([None, "nonsense", *sorted(OUTCOMES)]),
        "decider_kind": st.sampled_from([None, "body", "office"]),
        "decision_wanted": st.sampled_from([None, "award"]),
        "successor": st.sampled_from([None, "C-2"]),
        "lane": st.sampled_from([None, 0, 1, 7]),
        "done_lanes": st.frozensets(st.sampled_from([0, 1])),
    }
    states = st.sampled_from([None, *lifecycle.state_names])
    kind = KINDS[lifecycle.name]
    hints = typing.get_type_hints(kind)
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for field in dataclasses.fields(kind):
        if field.name in named:
            fields[field.name] = named[field.name]
        elif hints[field.name] is bool:
            fields[field.name] = st.booleans()
        elif hints[field.name] == Findings:
            fields[field.name] = FOUND
        else:
            fields[field.name] = states
    return st.builds(kind, **fields)


def walker(lifecycle: Lifecycle[Any]) -> type[RuleBasedStateMachine]:
    """A Hypothesis machine that walks through one lifecycle."""
    facts = facts_for(lifecycle)

    class Walk(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.state = NEW

        @rule(data=st.data(), told=facts)
        def try_a_move_from_here(self, data: st.DataObject, told: Facts) -> None:
            moves = moves_from(lifecycle, self.state)
            if not moves:
                self.state = NEW
                return
            move = data.draw(st.sampled_from(moves))
            seen = {one.move: one for one in look(lifecycle, self.state, told)}[move]
            if not seen.open:
                with pytest.raises(GuardRefused) as caught:
                    step(lifecycle, self.state, move, told)
                assert caught.value.refusals == seen.refusals
                for refusal in seen.refusals:
                    assert words.say(refusal.code, refusal.params)
                    assert words.remedy(refusal.code, refusal.params)
                return
            reached = step(lifecycle, self.state, move, told)
            assert reached == seen.target
            assert (self.state, move, reached) in edges(lifecycle)
            self.state = reached

        @rule(told=facts, move=st.sampled_from([*lifecycle.move_names, "fly"]))
        def try_any_move(self, told: Facts, move: str) -> None:
            if move in moves_from(lifecycle, self.state):
                return
            with pytest.raises(NoSuchMove):
                step(lifecycle, self.state, move, told)

        @rule(told=facts)
        def nobody_may_do_anything(self, told: Facts) -> None:
            told = dataclasses.replace(told, permissions=frozenset())
            assert not any(seen.open for seen in look(lifecycle, self.state, told))

        @invariant()
        def it_is_somewhere_the_table_knows(self) -> None:
            assert self.state == NEW or self.state in lifecycle.state_names

    Walk.__name__ = f"WalkThrough{lifecycle.name.title()}"
    return Walk


def case_for(lifecycle: Lifecycle[Any]) -> type[TestCase]:
    case: type[TestCase] = walker(lifecycle).TestCase
    case.settings = settings(  # type: ignore[attr-defined]  # Hypothesis adds it
        max_examples=15,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    return case


TestCommissionWalk = case_for(ALL["commission"])
TestStageWalk = case_for(ALL["stage"])
TestAgreementWalk = case_for(ALL["agreement"])
TestProposalWalk = case_for(ALL["proposal"])
TestStepWalk = case_for(ALL["step"])
TestRulebookWalk = case_for(ALL["rulebook"])
TestMeetingWalk = case_for(ALL["meeting"])
TestDeadlineWalk = case_for(ALL["deadline"])
TestMessageWalk = case_for(ALL["message"])
TestChairWalk = case_for(ALL["chair"])
TestPromptWalk = case_for(ALL["prompt"])
TestProposedItemWalk = case_for(ALL["proposed_item"])
TestReviewWalk = case_for(ALL["review"])
TestImprovementPlanWalk = case_for(ALL["improvement_plan"])
TestDecommissioningWalk = case_for(ALL["decommissioning"])
TestPlanWalk = case_for(ALL["plan"])
TestMonitoringReturnWalk = case_for(ALL["monitoring_return"])
TestPooledAgreementWalk = case_for(ALL["pooled_agreement"])
TestAllocationWalk = case_for(ALL["allocation"])
TestAnnualReportWalk = case_for(ALL["annual_report"])
TestJobWalk = case_for(ALL["job"])
TestWebhookWalk = case_for(ALL["webhook"])
TestWebhookDeliveryWalk = case_for(ALL["webhook_delivery"])
TestApprovalWalk = case_for(ALL["approval"])


def test_every_lifecycle_has_its_walk() -> None:
    assert set(KINDS) == set(ALL)
    walks = {
        re.sub(r"(?<!^)(?=[A-Z])", "_", name.removeprefix("Test").removesuffix("Walk")).lower()
        for name in globals()
        if name.startswith("Test") and name.endswith("Walk")
    }
    assert walks == set(ALL)


def favourable(lifecycle: Lifecycle[Any]) -> list[Any]:
    """Facts under which moves are open, in every combination that matters for a choice."""
    everybody = frozenset(p for move in lifecycle.moves for p in move.who)
    kind = KINDS[lifecycle.name]
    hints = typing.get_type_hints(kind)
    base = {f.name: () for f in dataclasses.fields(kind) if hints[f.name] == Findings} | {
        "permissions": everybody,
        "reason": "Because.",
    }
    against = (Refusal("lifecycle.reason_missing"),)
    variants: list[dict[str, Any]] = [{}]

    def offer(name: str, values: Iterable[Any]) -> None:
        if name in hints:
            variants[:] = [v | {name: value} for v in variants for value in values]

    for name in ("found_state", "paused_from"):
        offer(name, lifecycle.state_names)
    offer("outcome", sorted(OUTCOMES))
    offer("decider_kind", ["body", "office"])
    offer("call_in_applies", [True, False])
    offer("successor", ["C-2"])
    offer("decision_wanted", [None, "award"])
    offer("alters_who_decides", [True, False])
    offer("recorded_scheme", [True, False])
    offer("constituted", [False])
    offer("quorum_wants", [(), against])
    offer("partners_outstanding", [(), against])
    offer("path_incomplete", [(), against])
    offer("clearances_missing", [(), against])
    offer("runs_on", [True, False])
    offer("departs", [True, False])
    offer("lane", [0, 1])
    offer("done_lanes", [frozenset(), frozenset({0}), frozenset({1})])
    return [kind(**(base | variant)) for variant in variants]


@pytest.mark.parametrize("name", list(ALL))
def test_some_walk_reaches_every_state_and_makes_every_move(name: Any) -> None:
    lifecycle = ALL[name]
    told = favourable(lifecycle)
    reached: set[str] = set()
    made: set[tuple[str, str, str]] = set()
    waiting = {NEW}
    while waiting:
        here = waiting.pop()
        for facts in told:
            for seen in look(lifecycle, here, facts):
                if seen.open and seen.target is not None:
                    made.add((here, seen.move, seen.target))
                    if seen.target not in reached:
                        reached.add(seen.target)
                        waiting.add(seen.target)
    assert reached == set(lifecycle.state_names)
    assert made == set(edges(lifecycle)), set(edges(lifecycle)) - made
