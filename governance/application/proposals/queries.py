"""Reports as lists and pages show them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, or_, select

from governance import words
from governance.application.decommissioning.report_page import case_of_report
from governance.application.desk import Desk
from governance.application.proposals import partners
from governance.application.proposals.adopting import adopts
from governance.application.proposals.findings import path_incomplete
from governance.application.proposals.listing import listed_item
from governance.application.proposals.powers import partner_deciders, read_turn, titles
from governance.application.proposals.reading import Report, mentioned, read_report
from governance.application.proposals.turns import NOT_ON_RECORD, not_on_record
from governance.store.lists import after_reference, by_reference, in_list
from governance.store.tables import TABLES
from statemachines.proposal_facts import POSITIVE

_proposal = TABLES["proposal"]
_commission = TABLES["commission"]
_decision = TABLES["decision"]
_here: Any = bindparam("partnership")

_LIST = (
    select(_proposal, _commission.c.ref.label("commission_ref"))
    .outerjoin(
        _commission,
        (_commission.c.partnership_id == _proposal.c.partnership_id)
        & (_commission.c.id == _proposal.c.commission_id),
    )
    .where(
        _proposal.c.partnership_id == _here,
        after_reference(_proposal.c.ref, "after"),
        or_(bindparam("any_state"), in_list(_proposal.c.state, "states")),
    )
    .order_by(*by_reference(_proposal.c.ref))
    .limit(bindparam("most"))
)
_OF_COMMISSION = (
    select(_proposal)
    .where(
        _proposal.c.partnership_id == _here,
        _proposal.c.commission_id == bindparam("commission"),
    )
    .order_by(_proposal.c.ref)
)
_DECISIONS = (
    select(_decision)
    .where(_decision.c.partnership_id == _here, _decision.c.proposal_id == bindparam("proposal"))
    .order_by(_decision.c.on_day, _decision.c.id)
)

OPEN = (
    "draft",
    "on_forward_plan",
    "in_clearance",
    "cleared",
    "on_agenda",
    "with_officer",
    "before_decider",
    "sent_to_higher",
    "awaiting_partners",
    "call_in_window",
    "called_in",
    "before_scrutiny",
    "released",
    "reconsidered",
    "referred_to_council",
)
"""States in which a report still waits for something."""


def listed(
    desk: Desk, *, states: tuple[str, ...] = (), after: str = "", most: int = 100
) -> list[Any]:
    """Reports by reference, a page at a time; all states unless some are named."""
    return desk.all(_LIST, states=list(states), any_state=not states, after=after, most=most)


def of_commission(desk: Desk, commission_id: str) -> list[Any]:
    """Every report on a commission."""
    return desk.all(_OF_COMMISSION, commission=commission_id)


def decisions(desk: Desk, proposal_id: str) -> list[Any]:
    """Every decision on a report, in order; a recommendation is one too."""
    return desk.all(_DECISIONS, proposal=proposal_id)


def in_words(desk: Desk, row: Any) -> str:
    """Where a report is now, in a sentence; its decider by the name people use."""
    params = {
        "ref": row.ref,
        "state": row.state.replace("_", " "),
        "decider": _taken_by(desk, row),
        "rule": row.rule or "",
        "outcome": (row.outcome or "").replace("_", " "),
        "on": row.effective_on or row.decided_on,
    }
    code = f"proposal.is.{row.state}"
    if row.state == "decided" and row.outcome not in POSITIVE:
        code = "proposal.is.decided_negative"
    if code not in words.catalogue():
        code = "proposal.is"
    said = words.say(code, params)
    if row.state != "cleared" or not (wanted := _wanted_first(desk, row)):
        return said
    return " ".join((words.say("proposal.is.cleared_held_up", params), *wanted))


def _wanted_first(desk: Desk, row: Any) -> list[str]:
    """What must come before a cleared report can be brought to whoever decides, in sentences."""
    report = read_report(desk, row, on=desk.today)
    found = path_incomplete(report, read_turn(desk, report)) or ()
    return [words.say(one.code, one.params) for one in found]


def _taken_by(desk: Desk, row: Any) -> str:
    """Who a report is with: the body at whose meeting it is, else its decider."""
    item = listed_item(desk, row.id) if row.state in ("on_agenda", "before_decider") else None
    if item is not None:
        meeting = desk.by_id("meeting", item.meeting_id)
        return str(desk.by_id("body", meeting.body_id).name)
    return titles(desk, None, {row.decider}).get(row.decider, "") if row.decider else ""


WITH_PARTNERS = "with partners"
"""How the step of each partner is shown while partners have not decided for themselves."""


def _exceptions(report: Report) -> list[dict[str, Any]]:
    """The assurance exceptions a report mentions: the open ones, or those it was decided under."""
    if report.row.decided_on is not None:
        return list((report.row.case_facts or {}).get("exceptions", []))
    return list(mentioned(report).get("exceptions", []))


def _own_reports(desk: Desk, row: Any) -> list[dict[str, Any]]:
    """Each partner's own report under one, and how it stands."""
    called = partners.names(desk)
    return [
        {
            "ref": child.ref,
            "partner": called.get(child.organisation_id, ""),
            "state": child.state,
            "outcome": child.outcome,
        }
        for child in partners.children(desk, row)
    ]


def _state(step: Any, asked: frozenset[str], untaken: frozenset[str]) -> str:
    if step.id in untaken:
        return NOT_ON_RECORD
    return WITH_PARTNERS if step.decider in asked and step.state == "done" else str(step.state)


def shown(desk: Desk, ref: str) -> dict[str, Any]:
    """Everything on a report's page, as plain values; its case as of today."""
    row = desk.row("proposal", ref)
    report = read_report(desk, row, on=row.decided_on or desk.today)
    taken = decisions(desk, row.id)
    keys = {row.decider, *(s.decider for s in report.steps), *(d.decider for d in taken)} - {None}
    called = titles(desk, report.scheme, keys)
    untaken = not_on_record(report.steps, taken)
    waits = bool(partners.outstanding(desk, row))
    asked = partner_deciders(report.scheme) if waits else frozenset()
    return {
        "ref": row.ref,
        "version": row.version,
        "title": row.title,
        "kind": row.kind,
        "gate": row.gate,
        "commission": report.commission.ref if report.commission is not None else None,
        "state": row.state,
        "outcome": row.outcome,
        "value": row.value,
        "recommendation": row.recommendation,
        "scheme": row.scheme_key,
        "adopts": adopts(desk, row),
        "path_changed": row.path_changed,
        "rule": row.rule or report.rule,
        "decider": row.decider,
        "procedure": report.procedure.title,
        "path": [
            {
                "place": s.place,
                "kind": s.kind,
                "decider": s.decider,
                "title": called[s.decider],
                "state": _state(s, asked, untaken),
                "view": s.view,
                "on": None if s.decider in asked or s.id in untaken else s.done_on,
            }
            for s in report.steps
        ],
        "exceptions": _exceptions(report),
        "partners": _own_reports(desk, row),
        "notices": [{"kind": n.kind, "on": n.published_on} for n in report.notices],
        "evidence": [
            {"kind": e.kind, "title": e.title, "closed": e.closed} for e in report.evidence
        ],
        "decisions": [
            {
                "decider": d.decider,
                "title": called[d.decider],
                "on": d.on_day,
                "outcome": d.outcome,
                "how": d.how_taken,
                "verbatim": d.verbatim,
                "reasons": d.reasons,
                "alternatives": d.alternatives,
                "count": d.count,
                "outside": d.outside,
                "irregular": [
                    i | {"words": words.say(i["code"], i["params"])} for i in d.irregular
                ],
            }
            for d in taken
        ],
        "ends": case_of_report(desk, row),
        "decided_on": row.decided_on,
        "published_on": row.published_on,
        "effective_on": row.effective_on,
        "flags": row.flags,
    }
