"""What the record says of a decision: the decision's row, by what right, and on what facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance.application.desk import Desk
from governance.application.proposals import findings
from governance.application.proposals.counting import Count
from governance.application.proposals.findings import Deciding
from governance.application.proposals.powers import Turn, as_deciders
from governance.application.proposals.reading import Report, mentioned
from governance.domain.bodies.powers import Basis, Entitlement
from governance.domain.bodies.standing import Way


def decision_values(
    desk: Desk, report: Report, turn: Turn, deciding: Deciding, counted: Count
) -> dict[str, Any]:
    """The row of a decision: verbatim, how it was taken, the interests that were declared."""
    meeting = deciding.sitting.meeting if deciding.sitting is not None else None
    alone = deciding.sitting is None or deciding.way is Way.CHAIRS_ACTION
    return {
        "id": desk.new_id(),
        "proposal_id": report.row.id,
        "step_id": turn.own.id,
        "meeting_id": meeting.id if meeting is not None else None,
        "taken_by_id": desk.actor.person_id if alone else None,
        "decider": acting_as(turn, deciding),
        "outcome": deciding.outcome,
        "how_taken": counted.how,
        "verbatim": deciding.words.verbatim,
        "reasons": deciding.words.reasons,
        "alternatives": deciding.words.alternatives,
        "conflicts": [
            {"person_id": d.person_id, "kind": d.kind, "outcome": d.outcome}
            for d in report.declarations
        ],
        "count": counted.plain,
        "quorum": counted.quorum,
        "on_day": desk.today,
    }


def acting_as(turn: Turn, deciding: Deciding) -> str:
    """The key of the decider as whom the decision is taken."""
    held = as_deciders(deciding.acting) & set(turn.could)
    return turn.lowest if turn.lowest in held else entitled_by(turn, deciding).decider


def entitled_by(turn: Turn, deciding: Deciding) -> Entitlement:
    """On what the power of whoever decides rests, once nothing speaks against it."""
    found = findings.entitlement(turn, deciding)
    assert isinstance(found, Entitlement)
    return found


def authority_of(report: Report, turn: Turn, deciding: Deciding) -> str:
    """By what right it is decided: the rule, the power kept, or the delegation."""
    found = entitled_by(turn, deciding)
    version = report.version.ref if report.version is not None else "none"
    rule = f"{report.row.scheme_key} {version} rule {report.row.rule}"
    if found.basis is Basis.DELEGATION:
        return f"{rule}; {', '.join(found.delegations)}"
    return f"{rule}; {found.basis} power of {found.decider}"


def facts_on_record(
    report: Report, turn: Turn, deciding: Deciding, counted: Count, decision: Mapping[str, Any]
) -> dict[str, Any]:
    """What the decision rested on, as the ledger says it."""
    sitting = deciding.sitting
    found = entitled_by(turn, deciding)
    told: dict[str, Any] = {
        "outcome": deciding.outcome,
        "rule": report.rule,
        "decider": decision["decider"],
        "basis": found.basis.value,
        "delegations": list(found.delegations),
        "count": counted.plain,
        "notices": [{"kind": n.kind, "on": n.published_on} for n in report.notices],
        "evidence": [{"kind": e.kind, "digest": e.digest} for e in report.evidence],
    }
    told |= mentioned(report)
    if sitting is not None:
        if deciding.way is None:
            told["meeting"] = sitting.meeting.ref
        else:
            told["way"] = deciding.way.value
        told["present"] = dict(sitting.present)
        told["interests"] = {person: o.value for person, o in sitting.outcomes.items()}
        told["quorum"] = counted.quorum
    return told
