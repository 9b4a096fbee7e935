"""What next? For any commission and person: moves open and closed, who decides, by when.

Nothing is decided here. Moves come from the lifecycles' own guards, deciders and days from the
outlook of reports; a gate that needs a decision nobody has asked for is imagined, so that it
can say who would decide it. All as plain values with words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from governance import words
from governance.application.commissions.facts import CommissionFile, commission_facts
from governance.application.commissions.gates import OpenMove, decision_for, moves
from governance.application.decommissioning import queries as cases
from governance.application.desk import Desk
from governance.application.escalations.queries import blocks, exceptions
from governance.application.improvement import queries as improvement
from governance.application.performance import queries as performance
from governance.application.proposals import outlook
from governance.application.proposals.drafting import governing_scheme
from governance.application.proposals.findings import closed_by_escalation, path_changed
from governance.application.proposals.outlook import Outlook
from governance.application.proposals.queries import OPEN, of_commission, shown
from governance.application.proposals.reading import Report, read_report
from governance.application.reviews import queries as reviews
from governance.application.triggers.queries import watched_of
from governance.domain.errors import Refusal, Refused, Unusable
from governance.domain.procedure import Alternative, Lawful, Working


def next_steps(desk: Desk, ref: str) -> dict[str, Any]:
    """Everything that can come next for a commission, for whoever asks at this desk."""
    row = desk.row("commission", ref)
    file = commission_facts(desk, row, desk.today)
    mine = of_commission(desk, row.id)
    return {
        "commission": row.ref,
        "title": row.title,
        "state": row.state,
        "asked_by": desk.actor.name,
        "on": desk.today.isoformat(),
        "stages": [{"stage": s.stage, "state": s.state} for s in file.stages],
        "exceptions": [hold.plain() for hold in exceptions(file.holds)],
        "blocks": [hold.plain() for hold in blocks(file.holds)],
        "moves": [_move(m) for m in moves(file, reason="as given")],
        "decisions_ahead": [_ahead(desk, file, *gate) for gate in gates_ahead(file, mine)],
        "review": _review_ahead(desk, row),
        "improvement": improvement_ahead(desk, row.id),
        "cases": cases_ahead(desk, row.id),
        "ending": [_reason(Refusal("trigger.amber", one)) for one in watched_of(desk, row.id)],
        "measures": _measures(desk, row),
        "reports": [report_steps(desk, p) for p in mine if _waits(p)],
    }


def _review_ahead(desk: Desk, row: Any) -> dict[str, Any] | None:
    """The open review: what is due, and by when."""
    there = reviews.ahead(desk, row.id)
    if there is None:
        return None
    code = "review.ahead"
    if there["missed"]:
        code = "review.was_missed"
    elif there["state"] in ("reported", "held_late"):
        code = "review.waits"
    elif there["state"] == "referred_back":
        code = "review.to_report_again"
    return {**there, "due": there["due"].isoformat(), **_reason(Refusal(code, there))}


def _measures(desk: Desk, row: Any) -> dict[str, Any] | None:
    """How the commission's measures do, and what they wait for; None where it has none."""
    found = performance.summary(desk, row.id)
    if not found["measures"]:
        return None
    wanting = performance.wanting(desk, row.id)
    return found | {
        "words": words.say("measures.summary", found),
        "wanting": [
            {"ref": one["params"]["ref"], **_reason(Refusal(one["code"], one["params"]))}
            for one in wanting
        ],
    }


def improvement_ahead(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """The open improvement plans: what is due, by when, and what one still lacks."""
    return [
        {
            **{name: one[name] for name in ("ref", "state", "officer", "open", "overdue", "case")},
            "due": one["due"].isoformat() if one["due"] else None,
            **_reason(one["said"]),
            "wants": _reasons(one["wants"]),
        }
        for one in improvement.ahead(desk, commission_id)
    ]


def cases_ahead(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """The decommissioning cases that go on: where each stands, what it lacks, its first days."""
    return [
        {
            **{name: one[name] for name in ("ref", "state", "cause")},
            **_reason(Refusal("decommissioning.ahead", one)),
            "moves": [
                {
                    "move": m["move"],
                    "to": m["to"],
                    "open": not m["refusals"],
                    "closed_because": _reasons(m["refusals"]),
                }
                for m in one["moves"]
            ],
            "missing": _reasons(one["ahead"]["missing"]),
            "unclear": _reasons(one["ahead"]["unclear"]),
            "decider": one["ahead"].get("decider"),
            "rule": one["ahead"].get("rule"),
            **{
                name: day.isoformat() if (day := one["ahead"].get(name)) else None
                for name in ("decision_from", "end_from")
            },
        }
        for one in cases.ahead(desk, commission_id)
    ]


def _waits(row: Any) -> bool:
    """Whether anything can still come of a report."""
    return row.state in OPEN or (row.state == "decided" and row.outcome != "refused")


def report_steps(desk: Desk, row: Any) -> dict[str, Any]:
    """What can come next for one report."""
    report = read_report(desk, row, on=row.decided_on or desk.today)
    seen = outlook.outlook(desk, report)
    found = {
        "report": row.ref,
        "kind": row.kind,
        "title": row.title,
        "state": row.state,
        "rule": row.rule or report.rule,
        "provisional": row.path is None,
        "path_lost": _path_lost(report),
        **_outlook(seen),
    }
    found["moves"] = [
        {
            "move": m.move,
            "to": m.target,
            "open": m.open,
            "closed_because": [_reason(r) for r in m.refusals],
        }
        for m in outlook.moves(desk, report)
    ]
    return found


def _path_lost(report: Report) -> list[dict[str, str]]:
    """Why the path that was drawn no longer holds; nothing where it does, or none is drawn."""
    if report.row.path is None or report.row.decided_on is not None:
        return []
    changed = path_changed(report)
    return [_reason(one) for one in changed if one.code == "proposal.path_changed"]


def _outlook(seen: Outlook) -> dict[str, Any]:
    return {
        "decider": seen.decider,
        "decider_title": seen.title,
        "could_decide": list(seen.could),
        "besides": {how: list(titles) for how, titles in seen.besides.items()},
        "waits_for": seen.waits_for,
        "unclear": [_reason(r) for r in seen.unclear],
        "earliest": _earliest(seen.earliest),
        "call_in_until": seen.call_in_until.isoformat() if seen.call_in_until else None,
        "call_in_hour": seen.call_in_hour,
        "path": [
            {"kind": s.kind, "decider": s.decider, "state": s.state} for s in seen.report.steps
        ],
    }


def _earliest(found: Lawful | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "day": found.day.isoformat() if found.day else None,
        "working": _working(found.working),
        "missing": [_reason(r) for r in found.missing],
        "sooner": [_sooner(a) for a in found.exceptions],
    }


def _working(steps: Iterable[Working]) -> list[dict[str, Any]]:
    return [{"code": w.code, "words": words.say(w.code, w.params)} for w in steps]


def _sooner(found: Alternative) -> dict[str, Any]:
    return {
        "by": list(found.kinds),
        "day": found.day.isoformat(),
        "working": _working(found.working),
    }


def _move(found: OpenMove) -> dict[str, Any]:
    return {
        "about": found.about,
        "move": found.move,
        "to": found.target,
        "open": not found.refusals,
        "closed_because": [_reason(r) for r in found.refusals],
    }


def _reason(refusal: Refusal) -> dict[str, str]:
    return {
        "code": refusal.code,
        "words": words.say(refusal.code, refusal.params),
        "remedy": words.remedy(refusal.code, refusal.params),
    }


def gates_ahead(file: CommissionFile, reports: Iterable[Any]) -> list[tuple[str, str]]:
    """Gates of stages under way that need a decision nobody has asked for yet, and its kind.

    `reports` are all those on the commission.
    """
    if file.framework is None or file.row.state not in ("proposed", "in_cycle"):
        return []
    asked = {(p.gate, p.kind) for p in reports if _waits(p) and p.round == file.row.round}
    found = []
    for row in file.stages:
        stage = file.framework.stage(row.stage)
        if row.state not in ("open", "at_gate", "reopened") or stage is None:
            continue
        found += [
            (gate.key, gate.decision)
            for gate in stage.required_gates
            if gate.decision is not None
            and (gate.key, gate.decision) not in asked
            and decision_for(file, row.stage, gate) is None
        ]
    return found


def _ahead(desk: Desk, file: CommissionFile, gate: str, decision: str) -> dict[str, Any]:
    """A decision to ask for: who would take it, and when at the earliest."""
    told: dict[str, Any] = {"gate": gate, "decision": decision}
    try:
        scheme = governing_scheme(desk, file.row, None)
        seen = outlook.imagine(desk, file.row, kind=decision, gate=gate, scheme=scheme)
    except Refused as refused:
        return told | {"unclear": _reasons(refused.refusals)}
    except Unusable as unusable:
        return told | {"unclear": _reasons([Refusal(p.code, p.params) for p in unusable.problems])}
    blocked = _reasons(closed_by_escalation(seen.report))
    return told | {
        "scheme": scheme,
        "rule": seen.report.rule,
        **_outlook(seen),
        "blocked": blocked,
    }


def _reasons(refusals: Sequence[Refusal]) -> list[dict[str, str]]:
    return [_reason(r) for r in refusals]


def page(desk: Desk, ref: str) -> dict[str, Any]:
    """A report's page: what it is, what was decided, and what lies ahead."""
    found = shown(desk, ref)
    row = desk.row("proposal", ref)
    ahead = report_steps(desk, row) if _waits(row) else None
    return found | {"ahead": ahead}
