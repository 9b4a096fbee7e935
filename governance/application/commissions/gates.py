"""What the guards of commissions and stages are told, made from the file; and what comes next.

A stage has one state and may have several gates. It is complete when every required gate is:
each has its evidence and answers, and where gates need decisions those are in effect. A gate
that is not required (an extension, an exit) is asked when a report asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from governance.application.commissions.facts import CommissionFile, commission_facts
from governance.application.desk import Desk
from governance.application.escalations.queries import CLOSE, GATE, blocked
from governance.domain.errors import Problem, Refusal, Unusable
from governance.domain.framework import (
    Framework,
    Gate,
    Stage,
    gate_wants,
    may_open,
    may_reopen,
    round_unfinished,
)
from governance.domain.framework.model import FIELDS
from governance.domain.suggest import nearest
from statemachines.commission import COMMISSION, CommissionFacts
from statemachines.machine import look
from statemachines.stage import STAGE, StageFacts

OVER: Final = frozenset({"ended", "expired"})
"""States of an agreement under which nothing is delivered any more."""


TURNING: Final = frozenset({"in_cycle", "under_notice"})
"""States of a commission in which its stages go on."""


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move of a commission or of one of its stages: where it leads, and what closes it now."""

    about: str
    """`commission`, or the key of a stage."""
    move: str
    target: str | None
    refusals: tuple[Refusal, ...]


def moves(file: CommissionFile, *, reason: str = "") -> list[OpenMove]:
    """Every move that exists now for the commission and each stage of its round.

    `reason` is the one that would be given; without it the moves that want one say so.
    """
    found = [
        OpenMove("commission", seen.move, seen.target, seen.refusals)
        for seen in look(COMMISSION, file.row.state, lifecycle_facts(file, reason=reason))
    ]
    if file.row.state not in TURNING:
        return found
    for row in file.stages:
        found += [
            OpenMove(row.stage, seen.move, seen.target, seen.refusals)
            for seen in look(STAGE, row.state, stage_facts(file, row.stage, reason=reason))
        ]
    return found


def lifecycle_facts(
    file: CommissionFile, *, reason: str = "", successor: str | None = None
) -> CommissionFacts:
    """What the guards of a commission's moves are told."""
    return CommissionFacts(
        permissions=file.permissions,
        reason=reason,
        essentials_missing=_essentials_missing(file),
        round_unfinished=_round_unfinished(file),
        exit_undecided=_exit_undecided(file),
        agreements_open=_agreements_open(file),
        paused_from=file.row.state_before_pause,
        successor=successor,
        closing_blocked=()
        if file.row.state == "closed"
        else (*_blocked(file, CLOSE), *file.cases_want),
    )


def stage_facts(file: CommissionFile, key: str, *, reason: str = "") -> StageFacts:
    """What the guards of a stage's moves are told. Raises `Unusable` for no such stage."""
    framework, stage = known_stage(file, key)
    wanted = [g for g in _required(stage) if g.decision is not None]
    return StageFacts(
        permissions=file.permissions,
        reason=reason,
        may_not_open=may_open(framework, file.states, key),
        gate_wants=gate_missing(file, key),
        decision_wanted=" and ".join(str(g.decision) for g in wanted) or None,
        undecided=tuple(r for gate in wanted for r in _undecided(file, key, gate)),
        may_not_reopen=may_reopen(framework, file.states, key),
        blocked=_blocked(file, GATE),
    )


def gate_missing(file: CommissionFile, stage: str) -> tuple[Refusal, ...]:
    """What a stage's gates ask for and do not have: earlier stages, evidence, facts, answers.

    Raises `Unusable` where there is no such stage.
    """
    framework, found = known_stage(file, stage)
    before = may_open(framework, file.states, stage)
    wants = [Refusal("gate.earlier_stage", refusal.params) for refusal in before]
    for gate in _required(found):
        wants += [w for w in _wants(file, framework, gate) if w not in wants]
    return tuple(wants)


def gate_refusals(desk: Desk, proposal: Any, commission: Any | None) -> tuple[Refusal, ...]:
    """What the gate that a report asks for still wants. Raises `Unusable` for no such gate."""
    if commission is None:
        return (Refusal("gate.no_commission", {"ref": proposal.ref}),)
    file = commission_facts(desk, commission, desk.today)
    framework = must_have_framework(file)
    gate = known_gate(framework, proposal.gate)
    return _other_decision(gate, proposal.kind) or _wants(file, framework, gate)


def gate_problems(desk: Desk, commission: Any | None, gate: str | None, kind: str) -> list[Problem]:
    """Why a report of a kind on a commission cannot ask for a gate; nothing where it asks none."""
    if gate is None:
        return []
    if commission is None:
        return [Problem("proposal.gate_of_no_commission", {"gate": gate[:80]})]
    try:
        found = known_gate(
            must_have_framework(commission_facts(desk, commission, desk.today)), gate
        )
    except Unusable as error:
        return list(error.problems)
    return [Problem(one.code, one.params) for one in _other_decision(found, kind)]


def _other_decision(gate: Gate, kind: str) -> tuple[Refusal, ...]:
    """That a gate wants another decision than that of a kind, or none."""
    if gate.decision == kind:
        return ()
    params = {"gate": gate.title, "decision": gate.decision, "kind": kind}
    code = "gate.other_decision" if gate.decision else "gate.certified_by_lead"
    return (Refusal(code, params),)


def known_gate(framework: Framework, key: str) -> Gate:
    """The gate of that key. Raises `Unusable` with the nearest name."""
    found = framework.gate(key)
    if found is None:
        known = [g.key for s in framework.stages for g in s.gates]
        raise Unusable.one(
            "framework.unknown_gate", gate=key, known=known, nearest=nearest(key, known)
        )
    return found


def known_stage(file: CommissionFile, key: str) -> tuple[Framework, Stage]:
    """The framework and its stage of that key. Raises `Unusable` with the nearest name."""
    framework = must_have_framework(file)
    found = framework.stage(key)
    if found is None or file.stage(key) is None:
        known = [row.stage for row in file.stages]
        raise Unusable.one(
            "framework.unknown_stage", stage=key, known=known, nearest=nearest(key, known)
        )
    return framework, found


def must_have_framework(file: CommissionFile) -> Framework:
    """The commission's framework. Raises `Unusable` where none is known."""
    if file.framework is None:
        raise Unusable([Problem("commission.no_framework", {"ref": file.row.ref})])
    return file.framework


def decision_for(file: CommissionFile, stage: str, gate: Gate) -> Any | None:
    """The report in effect that passes a gate in this round, or None.

    What was submitted before the work came back to the stage does not pass its gate again.
    """
    row = file.stage(stage)
    since = None if row is None else row.reopened_at
    return next(
        (
            d
            for d in file.decisions
            if d.kind == gate.decision
            and d.gate in (None, gate.key)
            and d.round == file.row.round
            and (since is None or (d.submitted_at is not None and d.submitted_at > since))
        ),
        None,
    )


def _required(stage: Stage) -> list[Gate]:
    return [gate for gate in stage.gates if gate.required]


def _wants(file: CommissionFile, framework: Framework, gate: Gate) -> tuple[Refusal, ...]:
    return gate_wants(
        framework,
        gate.key,
        evidence=file.evidence_kinds,
        known=[field for field in FIELDS if getattr(file.row, field) not in (None, "", [])],
        answered=file.answers.keys(),
        value=file.row.value,
    )


def _undecided(file: CommissionFile, stage: str, gate: Gate) -> tuple[Refusal, ...]:
    if decision_for(file, stage, gate) is not None:
        return ()
    params = {"gate": gate.title, "key": gate.key, "decision": gate.decision}
    return (Refusal("gate.undecided", params),)


def _blocked(file: CommissionFile, move: str) -> tuple[Refusal, ...]:
    return blocked(file.holds, move, commission=file.row.ref)


def _essentials_missing(file: CommissionFile) -> tuple[Refusal, ...]:
    row = file.row
    found = []
    if row.lead_id is None:
        found.append(Refusal("commission.no_lead", {"ref": row.ref}))
    elif file.lead is not None and file.lead.left_on is not None and file.lead.left_on <= file.on:
        params = {"lead": file.lead.key, "on": file.lead.left_on}
        found.append(Refusal("commission.lead_left", params))
    if row.end_date is None:
        found.append(Refusal("commission.no_end_date", {"ref": row.ref}))
    if file.framework is None:
        found.append(Refusal("commission.no_framework", {"ref": row.ref}))
    return tuple(found)


def _round_unfinished(file: CommissionFile) -> tuple[Refusal, ...]:
    if file.framework is None:
        return (Refusal("commission.no_framework", {"ref": file.row.ref}),)
    return round_unfinished(file.framework, file.states)


def _exit_undecided(file: CommissionFile) -> tuple[Refusal, ...]:
    if any(d.kind == "exit" for d in file.decisions):
        return ()
    return (Refusal("commission.exit_undecided", {"ref": file.row.ref}),)


def _agreements_open(file: CommissionFile) -> tuple[Refusal, ...]:
    return tuple(
        Refusal("commission.agreement_open", {"ref": a.ref, "state": a.state.replace("_", " ")})
        for a in file.agreements
        if a.state not in OVER
    )
