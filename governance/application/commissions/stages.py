"""Stages of a commission and their gates: opening, asking the gate, passing, going back.

Several stages may be at work at once where the framework allows it. Every act here is an act on
the commission, so that two people at two stages still learn of each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from governance.application.change import Change, Receipt, Update
from governance.application.commissions.facts import (
    CommissionFile,
    commission_facts,
    with_holds,
)
from governance.application.commissions.flags import flag
from governance.application.commissions.gates import TURNING, known_gate, known_stage, stage_facts
from governance.application.desk import Desk
from governance.domain.errors import GuardRefused, Refused
from statemachines.machine import step
from statemachines.permissions import Permission
from statemachines.stage import STAGE

_BY_VIRES = frozenset({Permission.VIRES.value})


def open_stage(desk: Desk, *, commission: str, stage: str, seen: int | None = None) -> Receipt:
    """Start work on a stage. Raises `GuardRefused` while one that comes first is not complete."""
    file, row = _at(desk, commission, stage, seen)
    state = step(STAGE, row.state, "open", stage_facts(file, stage))
    values = {"state": state, "opened_on": desk.today}
    return desk.apply(_change(file, row, "stage_opened", values))


def submit_stage(desk: Desk, *, commission: str, stage: str, seen: int | None = None) -> Receipt:
    """Bring a stage to its gate; it passes at once where the decision it needs is in effect.

    Where an escalation closes the commission's gates it waits there.
    Raises `GuardRefused` with everything the gate asks for and does not have.
    """
    file, row = _at(desk, commission, stage, seen)
    facts = stage_facts(file, stage)
    values: dict[str, Any] = {"state": step(STAGE, row.state, "bring_to_gate", facts)}
    kind = "stage_submitted"
    if facts.decision_wanted is not None and not facts.undecided and not facts.blocked:
        values = {
            "state": step(STAGE, values["state"], "pass_by_decision", facts),
            "completed_on": desk.today,
        }
        kind = "gate_passed"
    told = {"evidence": sorted(file.evidence_kinds)}
    return desk.apply(_change(file, row, kind, values, told=told))


def certify(desk: Desk, *, commission: str, stage: str, seen: int | None = None) -> Receipt:
    """Pass a gate that needs no decision: the lead answers for it. Raises `GuardRefused`."""
    file, row = _at(desk, commission, stage, seen)
    state = step(STAGE, row.state, "certify", stage_facts(file, stage))
    values = {"state": state, "completed_on": desk.today}
    told = {"evidence": sorted(file.evidence_kinds)}
    return desk.apply(_change(file, row, "stage_certified", values, told=told))


def return_from_gate(
    desk: Desk, *, commission: str, stage: str, reason: str, seen: int | None = None
) -> Receipt:
    """Take a stage back from its gate: there is more to do."""
    file, row = _at(desk, commission, stage, seen)
    state = step(STAGE, row.state, "return_from_gate", stage_facts(file, stage, reason=reason))
    told = {"reason": reason}
    return desk.apply(_change(file, row, "stage_returned", {"state": state}, told=told))


def reopen(
    desk: Desk, *, commission: str, stage: str, reason: str, seen: int | None = None
) -> Receipt:
    """Send the work back to a stage, where the framework has a way back to it.

    A decision made before does not pass the stage's gate again. Raises `GuardRefused`.
    """
    file, row = _at(desk, commission, stage, seen)
    state = step(STAGE, row.state, "reopen", stage_facts(file, stage, reason=reason))
    values = {"state": state, "completed_on": None, "reopened_at": desk.now}
    return desk.apply(_change(file, row, "stage_reopened", values, told={"reason": reason}))


def record_stage_outside(
    desk: Desk,
    *,
    commission: str,
    stage: str,
    reason: str,
    on: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Record that a stage's gate was passed outside Vires, on a day; flagged as irregular."""
    file, row = _at(desk, commission, stage, seen)
    day = on or desk.today
    if day > desk.today:
        raise Refused.one("commission.recorded_in_future", on=day)
    state = step(STAGE, row.state, "record_passed", stage_facts(file, stage, reason=reason))
    values = {"state": state, "opened_on": row.opened_on or day, "completed_on": day}
    known = flag("stage.passed_outside", stage=stage, on=day, reason=reason)
    told = {"reason": reason, "on": day}
    return desk.apply(_change(file, row, "stage_recorded", values, told=told, known=known))


def pass_gate(desk: Desk, *, commission: Any, gate: str | None, kind: str) -> Change | None:
    """What a decision that takes effect does to the stage whose gate waits for it.

    To be asked once the report is effective, with the commission's locked row, the report's
    gate and its kind. None where no stage waits at such a gate, or the gate still wants
    something: the decision stands, and "what next?" says what is missing.
    """
    file = commission_facts(desk, commission, desk.today, held=False)
    if file.framework is None or file.row.state not in TURNING:
        return None
    for row in file.stages:
        if row.state == "at_gate" and _waits_for(file, row, gate, kind):
            file = with_holds(desk, file)
            facts = replace(stage_facts(file, row.stage), permissions=_BY_VIRES)
            try:
                state = step(STAGE, row.state, "pass_by_decision", facts)
            except GuardRefused:
                return None
            values = {"state": state, "completed_on": desk.today}
            return _change(file, row, "gate_passed", values, told={"decision": kind})
    return None


def _waits_for(file: CommissionFile, row: Any, gate: str | None, kind: str) -> bool:
    framework, stage = known_stage(file, row.stage)
    if gate is not None and known_gate(framework, gate) not in stage.gates:
        return False
    return any(found.decision == kind and found.required for found in stage.gates)


def _at(desk: Desk, commission: str, stage: str, seen: int | None) -> tuple[CommissionFile, Any]:
    """The file, and the row of a stage. Raises `Unusable` for no such stage."""
    row = desk.row("commission", commission, seen=seen)
    file = commission_facts(desk, row, desk.today)
    known_stage(file, stage)
    if row.state not in TURNING:
        params = {"ref": row.ref, "state": row.state.replace("_", " ")}
        raise Refused.one("commission.not_in_cycle", **params)
    return file, file.stage(stage)


def _change(
    file: CommissionFile,
    row: Any,
    kind: str,
    values: Mapping[str, Any],
    *,
    told: Mapping[str, Any] | None = None,
    known: Mapping[str, Any] | None = None,
) -> Change:
    """A change of one stage, as an act on its commission."""
    commission = file.row
    return Change(
        kind=f"commission.{kind}",
        table="commission",
        subject=commission,
        values={} if known is None else {"flags": [*commission.flags, dict(known)]},
        facts={"stage": row.stage, "round": row.round, "before": row.state, **(told or {})},
        writes=(Update("stage_progress", row, values),),
    )
