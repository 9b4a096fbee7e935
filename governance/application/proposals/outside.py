"""Recording what happened outside Vires, as it happened, with what is irregular.

Lawful reality is never refused: a decision taken by consensus, an urgent oral one, a late
agreement. The record says what was not in order and whose duty it now is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from governance.application.bodies.facts import BodyFacts
from governance.application.bodies.facts import decider as decider_named
from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.rows import message
from governance.application.decommissioning.safeguards import safeguards_missing
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.proposals import after, effects, findings
from governance.application.proposals.concluding import draw_down
from governance.application.proposals.findings import Deciding, Words
from governance.application.proposals.listing import off_the_agenda
from governance.application.proposals.powers import (
    PROPER_OFFICER,
    Turn,
    partner_deciders,
    titles,
    turn_of,
)
from governance.application.proposals.reading import (
    Report,
    last_draw,
    lock_group,
    mentioned,
    read_report,
)
from governance.application.proposals.submitting import draw_path
from governance.application.proposals.turns import ADVISES, DECIDING, OVER, skipped
from governance.domain.authority.model import PathStep
from governance.domain.authority.outcome import Determined
from governance.domain.errors import Refusal, Refused, Unusable
from governance.domain.suggest import nearest
from statemachines.machine import step
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import POSITIVE, ProposalFacts
from statemachines.step import STEP, StepFacts


def record_outside(
    desk: Desk,
    ref: str,
    *,
    decider: str,
    on: dt.date,
    outcome: str,
    words: Words,
    reason: str,
    how: str = "outside",
    published_on: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Record a decision that was taken outside Vires.

    `decider` is the key of whoever took it, `reason` why it was taken so. Everything that was
    not in order is flagged on the decision and the proper officer is told; nothing is refused
    for it.
    """
    row = desk.row("proposal", ref, seen=seen)
    if on > desk.today:
        raise Unusable.one("decision.in_future", on=on)
    lock_group(desk, row.group_id)
    report = read_report(desk, row, on=on)
    kind = _kind_of(desk, report, decider)
    deciding = Deciding(acting=frozenset({decider}), outcome=outcome, words=words)
    held = permissions(desk, commission=report.commission, proposal=row)
    wants = () if words.verbatim.strip() else (Refusal("decision.no_words"),)
    facts = ProposalFacts(permissions=held, reason=reason, outcome=outcome, record_wants=wants)
    state = step(PROPOSAL, row.state, "record_decision_outside", facts)
    turn = _final_turn(desk, report)
    irregular = [
        {"code": one.code, "params": _plain(one)}
        for one in (
            *_nobody_asked(desk, report),
            *safeguards_missing(desk, row, on=on),
            *_irregular(report, turn, deciding, at_meeting=kind == "body"),
        )
    ]
    values: dict[str, Any] = {
        "state": state,
        "outcome": outcome,
        "decided_on": on,
        "published_on": published_on,
        "live": outcome in POSITIVE or (row.live and outcome == "deferred"),
        "flags": [*row.flags, {"code": "decided_outside", "on": on.isoformat()}],
    }
    writes: list[Insert | Update] = []
    if row.path is None:
        drawn, writes, _ = draw_path(desk, report, draw=last_draw(desk, row) + 1, decider=decider)
        values = drawn | values
        writes = [write for write in writes if write.table == "step"]
    path = [*report.steps, *(_Drawn(**_named(w)) for w in writes)]
    own = _own_step(report, path, decider=decider, outcome=outcome)
    decision = {
        "id": desk.new_id(),
        "proposal_id": row.id,
        "step_id": None if own is None else own.id,
        "taken_by_id": None,
        "decider": decider,
        "outcome": outcome,
        "how_taken": how,
        "verbatim": words.verbatim,
        "reasons": words.reasons,
        "alternatives": words.alternatives,
        "on_day": on,
        "outside": True,
        "irregular": irregular,
    }
    receipt = desk.apply(
        Change(
            kind="proposal.decided_outside",
            table="proposal",
            subject=row,
            values=values,
            facts={
                "decider": decider,
                "on": on,
                "outcome": outcome,
                "reason": reason,
                "irregular": irregular,
                **mentioned(report),
            },
            writes=(
                *(_over_as_drawn(w, own, outcome, on) for w in writes),
                *_steps_recorded(report, own, outcome, reason),
                Insert("decision", decision),
                *off_the_agenda(desk, row, state="decided"),
                *_duty(desk, row, irregular),
            ),
        )
    )
    if outcome in POSITIVE:
        if turn is not None and findings.delegated(turn, deciding):
            draw_down(desk, report, turn, deciding)
        after.follow_on(desk, row.id)
    effects.turned_down(desk, row, outcome=outcome)
    return receipt


def _kind_of(desk: Desk, report: Report, name: str) -> str:
    """Whether whoever decided is an office, a body, or the partner itself. Raises `Unusable`."""
    if report.row.organisation_id is not None:
        partner = desk.by_id("organisation", report.row.organisation_id)
        if name in (partner.key, partner.ref):
            return "partner"
    known = report.scheme.deciders if report.scheme is not None else {}
    try:
        return "body" if isinstance(decider_named(desk, name, desk.today), BodyFacts) else "office"
    except Unusable as unknown:
        if name not in known:
            near = nearest(name, known)
            told = {"what": "office or body", "name": name[:80], "nearest": near}
            raise Unusable.one("name.unknown", **told) from unknown
        return str(known[name].kind)


def _final_turn(desk: Desk, report: Report) -> Turn | None:
    """The turn of the decision itself, whatever should have come before it.

    Of a report that had no path, as the scheme of the day would have drawn it.
    """
    partners = partner_deciders(report.scheme)
    ours = [s for s in report.steps if s.kind == "decide" and s.decider not in partners]
    if ours:
        return turn_of(desk, report, lowest=ours[-1].decider, steps=(ours[-1],))
    keys = [s.decider for s in _path(report) if s.kind == "decide" and s.decider not in partners]
    return turn_of(desk, report, lowest=keys[-1], steps=()) if keys else None


def _path(report: Report) -> tuple[PathStep, ...]:
    """The steps that the scheme of the day gives, of a report for which none were drawn."""
    if report.steps or not isinstance(report.outcome, Determined):
        return ()
    return tuple(step for group in report.outcome.path for step in group)


def _nobody_asked(desk: Desk, report: Report) -> list[Refusal]:
    """Steps before the decision that nobody was asked for, because no path had been drawn."""
    wanted = dict.fromkeys((s.kind, s.decider) for s in _path(report) if s.kind != "decide")
    told = titles(desk, report.scheme, {key for _, key in wanted})
    return [Refusal(f"step.{kind}_wanted", {"who": told[key]}) for kind, key in wanted]


def _irregular(
    report: Report, turn: Turn | None, deciding: Deciding, *, at_meeting: bool
) -> list[Refusal]:
    """What would have been refused had it been decided here.

    A partner without a scheme on record decides as it does: there is nothing to hold it to.
    """
    found = [
        *findings.closed_by_escalation(report),
        *(findings.no_path(report) if report.row.scheme_key else ()),
        *(findings.path_incomplete(report, turn) if turn is not None else ()),
        *findings.notices_irregular(report, day=report.on, at_meeting=at_meeting, agenda=None),
        *findings.evidence_missing(report),
        *(r for r in findings.record_wants(report, deciding) if r.code != "decision.no_words"),
    ]
    if turn is not None:
        found += findings.not_entitled(report, turn, deciding)
    return found


def _plain(refusal: Refusal) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, dt.date) else value
        for key, value in refusal.params.items()
    }


@dataclass(frozen=True)
class _Drawn:
    """A step of a path drawn only for the record."""

    id: str
    kind: str
    decider: str
    state: str


def _named(write: Insert | Update) -> dict[str, Any]:
    return {name: write.values[name] for name in ("id", "kind", "decider", "state")}


def _own_step(report: Report, path: Sequence[Any], *, decider: str, outcome: str) -> Any | None:
    """The step of the path that the decision itself was; None where it was none.

    Whoever decided may be another than the path says: it is the decision all the same. Advice is
    the step of whoever gave it.
    """
    if outcome == "deferred":
        return None
    partners = partner_deciders(report.scheme)
    turns = [s for s in path if s.state not in OVER and s.kind in DECIDING]
    decides = [s for s in turns if s.kind == "decide" and s.decider not in partners]
    advises = [s for s in turns if s.kind != "decide"] if outcome in ADVISES else []
    theirs = [s for s in (*decides, *advises) if s.decider == decider]
    return next(iter((*theirs[-1:], *decides[-1:])), None)


def _steps_recorded(report: Report, own: Any | None, outcome: str, reason: str) -> list[Update]:
    """The steps of the path as over: the decision itself as taken, and no other.

    Nobody waits for the others any more, and the record claims of none of them that it was done.
    A deferral leaves them as they are.
    """
    if outcome == "deferred":
        return []
    facts = StepFacts(
        permissions=frozenset({"secretary"}), record_wants=(), reason=reason or "outside"
    )
    others = [s for s in report.steps if own is None or s.id != own.id]
    taken = [s for s in report.steps if own is not None and s.id == own.id]
    return [
        *(
            Update(
                "step",
                one,
                {
                    "state": step(STEP, one.state, "record_outside", facts),
                    "supports": outcome in POSITIVE,
                    "done_on": report.on,
                },
            )
            for one in taken
        ),
        *skipped(others, "the decision was taken outside"),
    ]


def _over_as_drawn(
    write: Insert | Update, own: Any | None, outcome: str, on: dt.date
) -> Insert | Update:
    """A step of a path drawn only for the record, as over: done where it is the decision."""
    if outcome == "deferred":
        return Insert(write.table, write.values)
    taken = own is not None and write.values["id"] == own.id
    done = {"state": "done", "done_on": on} if taken else {"state": "skipped"}
    return Insert(write.table, {**write.values, **done})


def _duty(desk: Desk, row: Any, irregular: list[dict[str, Any]]) -> list[Insert]:
    """Who is told that something was not in order: the proper officer."""
    if not irregular:
        return []
    return [
        message(
            desk,
            template="decision_irregular",
            subject=("proposal", row.id),
            recipient=PROPER_OFFICER,
            params={"ref": row.ref, "title": row.title, "codes": [i["code"] for i in irregular]},
        )
    ]


def record_effect_outside(desk: Desk, ref: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Record that a decision was carried out before Vires let it; flagged."""
    row = desk.row("proposal", ref, seen=seen)
    if row.outcome not in POSITIVE:
        raise Refused.one("decision.nothing_to_effect", ref=row.ref)
    facts = ProposalFacts(permissions=permissions(desk, proposal=row), reason=reason)
    state = step(PROPOSAL, row.state, "record_effect_outside", facts)
    flag = {"code": "effect_outside", "on": desk.today.isoformat(), "reason": reason}
    receipt = desk.apply(
        Change(
            kind="proposal.effect_recorded",
            table="proposal",
            subject=row,
            values={
                "state": state,
                "live": False,
                "effective_on": desk.today,
                "flags": [*row.flags, flag],
            },
            facts={"reason": reason},
            writes=tuple(after.settled(desk, row.id)),
        )
    )
    effects.bring_about(desk, desk.by_id("proposal", row.id))
    if row.parent_id is not None:
        after.follow_on(desk, row.parent_id)
    return receipt
