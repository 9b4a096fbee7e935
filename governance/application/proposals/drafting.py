"""A report from its first draft to ready for the decider.

Submission freezes the facts: the linked commissions are locked, their sums made with live
reports counted, the path drawn from the scheme in force. What is shown earlier is provisional.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.commissions.gates import gate_refusals
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.proposals import findings
from governance.application.proposals.details import details_wanted
from governance.application.proposals.powers import PROPER_OFFICER, partner_deciders
from governance.application.proposals.reading import (
    Report,
    lock_group,
    plain_workings,
    read_report,
)
from governance.application.proposals.turns import OVER, drawn, skipped
from governance.application.rulebook import in_force
from governance.domain.authority.cases import parse_case
from governance.domain.authority.model import PathStep, Value
from governance.domain.authority.outcome import Determined
from governance.domain.errors import Refusal, Refused, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES
from statemachines.machine import enter, step
from statemachines.permissions import Permission
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import ProposalFacts

KINDS = (
    "permission-to-procure",
    "award",
    "grant",
    "extend",
    "vary",
    "waive",
    "exit",
    "pool",
    "delegate",
    "adopt",
    "agree-plan",
    "other",
)
"""What a report can ask for."""

NOTICES = (
    "forward_plan",
    "general_exception",
    "special_urgency",
    "private_28",
    "private_5",
    "private_urgency",
    "urgent_item",
)
"""Notices, and the exceptions that may stand in for them."""

BY_VIRES = frozenset({Permission.VIRES.value})

_notice = TABLES["notice"]
_NOTICE = select(_notice).where(
    _notice.c.partnership_id == bindparam("partnership"),
    _notice.c.proposal_id == bindparam("proposal"),
    _notice.c.kind == bindparam("kind"),
    _notice.c.withdrawn.is_(False),
)


def may(desk: Desk, report: Report) -> frozenset[str]:
    """What the actor is towards a report and its commission."""
    return permissions(desk, commission=report.commission, proposal=report.row)


def draft(
    desk: Desk,
    *,
    kind: str,
    title: str,
    commission: str | None = None,
    gate: str | None = None,
    agreement: str | None = None,
    version: str | None = None,
    value: int | None = None,
    recommendation: str = "",
    answers: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    scheme: str | None = None,
    delegation: str | None = None,
    decision_due: dt.date | None = None,
    parent: Any | None = None,
    organisation_id: str | None = None,
) -> Receipt:
    """Begin a report. `value` is pence; `answers` are inputs of the scheme by name.

    `scheme` is the key of the scheme that governs it; without one it is the scheme of the
    commission's lead organisation, else the partnership's own. Raises `Unusable` for names
    nobody knows.
    """
    if kind not in KINDS:
        near = nearest(kind, KINDS)
        raise Unusable.one("proposal.kind_unknown", kind=kind, nearest=near, known=list(KINDS))
    if not title.strip():
        raise Unusable.one("proposal.no_title")
    about = desk.row("commission", commission) if commission is not None else None
    facts = ProposalFacts(permissions=permissions(desk, commission=about))
    if parent is not None:
        facts = replace(facts, permissions=BY_VIRES)
    state = enter(PROPOSAL, "start", facts)
    governing = governing_scheme(desk, about, scheme) if parent is None else scheme or ""
    proposal_id = desk.new_id()
    values = {
        "id": proposal_id,
        "ref": desk.next_ref("proposal"),
        "kind": kind,
        "gate": gate,
        "title": title.strip(),
        "recommendation": recommendation.strip(),
        "state": state,
        "commission_id": about.id if about is not None else None,
        "agreement_id": desk.row("agreement", agreement).id if agreement is not None else None,
        "subject_version_id": desk.row("rulebook_version", version).id if version else None,
        "parent_id": parent.id if parent is not None else None,
        "organisation_id": organisation_id,
        "author_id": desk.actor.person_id,
        "group_id": about.group_id if about is not None else None,
        "round": about.round if about is not None else 1,
        "value": value,
        "answers": read_answers(desk, governing, answers),
        "details": dict(details or {}),
        "scheme_key": governing,
        "delegation_id": desk.row("delegation", delegation).id if delegation else None,
        "decision_due": decision_due,
    }
    told = {"kind": kind, "commission": about.ref if about is not None else None, "value": value}
    return desk.apply(
        Change(kind="proposal.drafted", table="proposal", subject=None, values=values, facts=told)
    )


def read_answers(desk: Desk, scheme: str, answers: Mapping[str, Any] | None) -> dict[str, Value]:
    """Answers to a scheme's inputs, as its cases are written. Raises `Unusable`.

    What the register knows itself is not asked for and not taken.
    """
    if not answers or not scheme:
        return {}
    rules = in_force.scheme(desk, scheme, desk.today)
    return dict(parse_case(json.dumps(dict(answers)).encode(), rules).values)


def governing_scheme(desk: Desk, commission: Any | None, named: str | None) -> str:
    """The key of the scheme that governs a report. Raises `Refused` where none is in force."""
    versions = in_force.keys_in_force(desk, kind="scheme", on=desk.today)
    known = [v.key for v in versions]
    if named is not None:
        if named not in known:
            near = nearest(named, known)
            raise Unusable.one("name.unknown", what="scheme in force", name=named, nearest=near)
        return named
    if len(known) == 1:
        return str(known[0])
    meanings = [in_force.meaning(desk, v) for v in versions]
    lead = desk.by_id("organisation", commission.organisation_id) if commission else None
    if lead is not None and (theirs := [s.key for s in meanings if s.owner == lead.key]):
        return str(theirs[0])
    own = [s.key for s in meanings if s.standing == "own"]
    if len(own) == 1:
        return str(own[0])
    raise Refused.one("proposal.which_scheme" if known else "proposal.no_scheme", known=known)


def amend(
    desk: Desk,
    ref: str,
    *,
    seen: int | None = None,
    title: str | None = None,
    recommendation: str | None = None,
    value: int | None = None,
    answers: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    decision_due: dt.date | None = None,
) -> Receipt:
    """Change a report that is still being written."""
    row = desk.row("proposal", ref, seen=seen)
    if row.state not in ("draft", "on_forward_plan"):
        raise Refused.one("proposal.not_in_draft", ref=row.ref, state=row.state.replace("_", " "))
    commission = desk.by_id("commission", row.commission_id)
    held = permissions(desk, commission=commission, proposal=row)
    if not held & {Permission.AUTHOR, Permission.COMMISSION_LEAD, Permission.SECRETARY}:
        raise Refused.one("proposal.not_yours", ref=row.ref)
    given = {
        "title": title,
        "recommendation": recommendation,
        "value": value,
        "decision_due": decision_due,
        "answers": (
            {**row.answers, **read_answers(desk, row.scheme_key, answers)} if answers else None
        ),
        "details": {**row.details, **details} if details else None,
    }
    values = {column: new for column, new in given.items() if new is not None}
    return desk.apply(
        Change(
            kind="proposal.amended",
            table="proposal",
            subject=row,
            values=values,
            facts={"changed": sorted(values)},
        )
    )


def give_notice(
    desk: Desk,
    ref: str,
    *,
    kind: str,
    on: dt.date | None = None,
    content: Mapping[str, Any] | None = None,
    agreed_by: str | None = None,
    reasons: str = "",
    seen: int | None = None,
) -> Receipt:
    """Record a notice of a coming decision, or an exception that stands in for one.

    SI 2012/2089: forward plan (reg 9), general exception (reg 10), special urgency (reg 11),
    private meetings (reg 5). An exception needs reasons; urgency needs whoever agreed.
    """
    if kind not in NOTICES:
        near = nearest(kind, NOTICES)
        raise Unusable.one("notice.kind_unknown", kind=kind, nearest=near, known=list(NOTICES))
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    published = on or desk.today
    wants = _notice_wants(desk, report, kind, published, agreed_by, reasons)
    facts = ProposalFacts(permissions=may(desk, report), notice_wants=wants)
    values = {}
    if kind == "forward_plan" and row.state == "draft":
        values["state"] = step(PROPOSAL, row.state, "put_on_forward_plan", facts)
    elif wants:
        raise Refused(wants)
    notice = {
        "id": desk.new_id(),
        "proposal_id": row.id,
        "kind": kind,
        "published_on": published,
        "content": {**_content(report), **(content or {})},
        "agreed_by": agreed_by,
        "reasons": reasons,
    }
    return desk.apply(
        Change(
            kind="proposal.notice_given",
            table="proposal",
            subject=row,
            values=values,
            facts={"notice": kind, "published_on": published, "agreed_by": agreed_by},
            writes=(Insert("notice", notice),),
        )
    )


def _notice_wants(
    desk: Desk, report: Report, kind: str, published: dt.date, agreed_by: str | None, reasons: str
) -> tuple[Refusal, ...]:
    row = report.row
    found = []
    if published > desk.today:
        found.append(Refusal("notice.in_future", {"on": published}))
    if row.state in ("effective", "withdrawn", "lapsed", "quashed", "rescinded"):
        found.append(Refusal("notice.too_late", {"ref": row.ref}))
    if kind == "forward_plan":
        if row.decision_due is None:
            found.append(Refusal("notice.no_date", {"ref": row.ref}))
        found += [r for r in findings.no_path(report) if r.code != "proposal.path_unknown"]
    elif not reasons.strip():
        found.append(Refusal("notice.no_reasons", {"kind": kind.replace("_", " ")}))
    if kind in ("special_urgency", "private_urgency", "urgent_item") and not agreed_by:
        found.append(Refusal("notice.nobody_agreed", {"kind": kind.replace("_", " ")}))
    if desk.first(_NOTICE, proposal=row.id, kind=kind) is not None:
        found.append(Refusal("notice.given_already", {"kind": kind.replace("_", " ")}))
    return tuple(found)


def _content(report: Report) -> dict[str, Any]:
    """What a forward-plan notice must state (SI 2012/2089 reg 9), as far as it is known."""
    decider = report.outcome.path if isinstance(report.outcome, Determined) else ()
    keys = [s.decider for group in decider for s in group if s.kind == "decide"]
    return {
        "matter": report.row.title,
        "decider": keys[-1] if keys else None,
        "date": report.row.decision_due.isoformat() if report.row.decision_due else None,
        "documents": sorted(e.title for e in report.evidence if e.closed is None),
    }


def submit(desk: Desk, ref: str, *, seen: int | None = None) -> Receipt:
    """Freeze a report's facts under the scheme in force and draw its path.

    Raises `GuardRefused` with everything that is missing.
    """
    row = desk.row("proposal", ref, seen=seen)
    lock_group(desk, row.group_id)
    report = read_report(desk, row, on=desk.today)
    facts = ProposalFacts(permissions=may(desk, report), paper_wants=paper_wants(desk, report))
    state = step(PROPOSAL, row.state, "submit", facts)
    values, writes, told = draw_path(desk, report, draw=1)
    if not any(w.values["kind"] == "clear" for w in writes if isinstance(w, Insert)):
        state = step(
            PROPOSAL, state, "clear", ProposalFacts(permissions=BY_VIRES, clearances_missing=())
        )
    values |= {"state": state, "live": True, "submitted_at": desk.now}
    return desk.apply(
        Change(
            kind="proposal.submitted",
            table="proposal",
            subject=row,
            values=values,
            facts=told,
            writes=tuple(writes),
        )
    )


def paper_wants(desk: Desk, report: Report) -> tuple[Refusal, ...]:
    """Everything that keeps a report from being submitted."""
    row = report.row
    gate = gate_refusals(desk, row, report.commission) if row.gate is not None else ()
    return findings.paper(report, (*gate, *details_wanted(desk, row)))


def draw_path(
    desk: Desk, report: Report, *, draw: int
) -> tuple[dict[str, Any], list[Insert | Update], dict[str, Any]]:
    """The columns, rows and facts of a path drawn from what the scheme answers now.

    A case that no rule of a recorded scheme takes goes to the proper officer.
    """
    outcome = report.outcome
    if isinstance(outcome, Determined):
        path, rule, procedures = outcome.path, outcome.rule, outcome.procedure
    else:
        path, rule, procedures = ((PathStep("decide", PROPER_OFFICER),),), None, ()
    deciders = [
        s.decider
        for group in path
        for s in group
        if s.kind == "decide" and s.decider not in partner_deciders(report.scheme)
    ]
    plain = findings.as_plain_path(path)
    values: dict[str, Any] = {
        "scheme_version_id": report.version.id if report.version is not None else None,
        "rule": rule,
        "decider": deciders[-1] if deciders else path[-1][-1].decider,
        "path": plain,
        "procedure": {"names": list(procedures)},
        "case_facts": {"on": report.on.isoformat(), "inputs": plain_workings(report.workings)},
    }
    writes: list[Insert | Update] = [*drawn(desk, report.row.id, path, draw=draw)]
    writes += [
        message(
            desk,
            template="step_open",
            subject=("proposal", report.row.id),
            recipient=one.decider,
            params={"ref": report.row.ref, "kind": one.kind},
        )
        for one in path[0]
        if one.kind in ("consult", "clear")
    ]
    told = {
        "scheme": report.row.scheme_key,
        "scheme_version": report.version.ref if report.version is not None else None,
        "rule": rule,
        "path": plain,
        "case": values["case_facts"],
    }
    return values, writes, told


def redraw(desk: Desk, report: Report) -> Receipt:
    """Draw a path anew because the facts or the scheme of the day give another rule."""
    row = report.row
    draw = max((s.draw for s in report.steps), default=0) + 1
    values, writes, told = draw_path(desk, report, draw=draw)
    values |= {"path_changed": True, "live": True}
    return desk.apply(
        Change(
            kind="proposal.path_redrawn",
            table="proposal",
            subject=row,
            values=values,
            facts=told | {"rule_before": row.rule},
            writes=(*skipped(report.steps, "the path was drawn anew"), *writes),
        )
    )


def give_back(desk: Desk, ref: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Give a report back to its author, from clearance or before a decider was asked."""
    return _back_to_draft(desk, ref, "return_to_author", reason, seen)


def rework(desk: Desk, ref: str, *, seen: int | None = None) -> Receipt:
    """Take a report that was referred back to the desk again."""
    return _back_to_draft(desk, ref, "rework", "referred back", seen)


def _back_to_draft(desk: Desk, ref: str, move: str, reason: str, seen: int | None) -> Receipt:
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    facts = ProposalFacts(
        permissions=may(desk, report),
        reason=reason,
        outcome=row.outcome,
        partners_refused=_refused_partners(desk, row),
    )
    values = {
        "state": step(PROPOSAL, row.state, move, facts),
        "live": False,
        "outcome": None,
        "decided_on": None,
        "published_on": None,
        "effective_on": None,
        "path": None,
        "rule": None,
    }
    return desk.apply(
        Change(
            kind="proposal.given_back",
            table="proposal",
            subject=row,
            values=values,
            facts={"reason": reason},
            writes=tuple(skipped(report.steps, reason)),
        )
    )


def _refused_partners(desk: Desk, row: Any) -> tuple[Refusal, ...]:
    from governance.application.proposals.partners import children  # noqa: PLC0415  # they ask us

    return findings.partners_refused(children(desk, row), {})


def clearances_missing(report: Report) -> tuple[Refusal, ...]:
    """Officers who have to clear a report and have not."""
    return tuple(
        Refusal("step.clear_wanted", {"who": s.decider.replace("-", " ")})
        for s in report.steps
        if s.kind == "clear" and s.state not in OVER
    )


def clear(desk: Desk, ref: str, *, seen: int | None = None) -> Receipt:
    """Note that everybody who has to clear a report has."""
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    facts = ProposalFacts(
        permissions=may(desk, report), clearances_missing=clearances_missing(report)
    )
    values = {"state": step(PROPOSAL, row.state, "clear", facts)}
    return desk.apply(Change(kind="proposal.cleared", table="proposal", subject=row, values=values))


def withdraw(desk: Desk, ref: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Withdraw a report before it is decided."""
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    facts = ProposalFacts(permissions=may(desk, report), reason=reason)
    values = {"state": step(PROPOSAL, row.state, "withdraw", facts), "live": False}
    return desk.apply(
        Change(
            kind="proposal.withdrawn",
            table="proposal",
            subject=row,
            values=values,
            facts={"reason": reason},
            writes=tuple(skipped(report.steps, reason)),
        )
    )
