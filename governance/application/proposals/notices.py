"""Notices of coming decisions, and the exceptions that may stand in for them.

SI 2012/2089: forward plan (reg 9), general exception (reg 10), special urgency (reg 11), private
meetings (reg 5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.proposals import findings
from governance.application.proposals.partners import UNDECIDED
from governance.application.proposals.powers import may
from governance.application.proposals.reading import (
    Report,
    read_report,
)
from governance.domain.authority.outcome import Determined
from governance.domain.errors import GuardRefused, Refusal, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.permissions import Permission, titles
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import ProposalFacts

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


_notice = TABLES["notice"]


_NOTICE = select(_notice).where(
    _notice.c.partnership_id == bindparam("partnership"),
    _notice.c.proposal_id == bindparam("proposal"),
    _notice.c.kind == bindparam("kind"),
    _notice.c.withdrawn.is_(False),
)


_entry = TABLES["ledger_entry"]
_DRAFTED = select(_entry.c.at).where(
    _entry.c.partnership_id == bindparam("partnership"),
    _entry.c.subject_table == "proposal",
    _entry.c.subject_id == bindparam("proposal"),
    _entry.c.number == 1,
)


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """A notice that is to be recorded: its kind, its day, who agreed to urgency, and why."""

    kind: str
    on: dt.date
    agreed_by: str | None = None
    reasons: str = ""


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
    private meetings (reg 5). An exception needs reasons; urgency needs whoever agreed. A notice
    may precede its report; that it is said to is flagged.
    """
    if kind not in NOTICES:
        near = nearest(kind, NOTICES)
        raise Unusable.one("notice.kind_unknown", kind=kind, nearest=near, known=list(NOTICES))
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    published = on or desk.today
    given = NoticeGiven(kind, published, agreed_by=agreed_by, reasons=reasons)
    held = may(desk, report)
    wants = (*_not_theirs(desk, held, published), *notice_wants(desk, report, given))
    facts = ProposalFacts(permissions=held, notice_wants=wants)
    values: dict[str, Any] = _flagged(desk, row, given)
    if kind == "forward_plan" and row.state == "draft":
        values["state"] = step(PROPOSAL, row.state, "put_on_forward_plan", facts)
    elif wants:
        raise GuardRefused(wants)
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


def _flagged(desk: Desk, row: Any, given: NoticeGiven) -> dict[str, Any]:
    """The flags of a report whose notice is said to have been given before it was drafted."""
    if given.on >= desk.day_of(desk.first(_DRAFTED, proposal=row.id).at):
        return {}
    flag = {
        "code": "notice_before_report",
        "notice": given.kind,
        "published": given.on.isoformat(),
        "on": desk.today.isoformat(),
    }
    return {"flags": [*row.flags, flag]}


def _not_theirs(desk: Desk, held: frozenset[str], published: dt.date) -> tuple[Refusal, ...]:
    """Why the actor may not give the notice, or not for a day that is past."""
    keepers = {Permission.SECRETARY, Permission.PROPER_OFFICER}
    who = {*keepers, Permission.AUTHOR, Permission.COMMISSION_LEAD}
    if not held & who:
        params = {"actor": desk.actor.name, "who": titles(who)}
        return (Refusal("permissions.not_theirs", params),)
    if published < desk.today and not held & keepers:
        return (Refusal("notice.past_day", {"on": published}),)
    return ()


def take_off_plan(desk: Desk, ref: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Take the forward plan's notice of a report back; one given later counts anew."""
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    facts = ProposalFacts(permissions=may(desk, report), reason=reason)
    state = step(PROPOSAL, row.state, "take_off_forward_plan", facts)
    return desk.apply(
        Change(
            kind="proposal.notice_withdrawn",
            table="proposal",
            subject=row,
            values={"state": state},
            facts={"notice": "forward_plan", "reason": reason},
            writes=tuple(
                Update("notice", one, {"withdrawn": True})
                for one in report.notices
                if one.kind == "forward_plan"
            ),
        )
    )


def notice_wants(desk: Desk, report: Report, given: NoticeGiven) -> tuple[Refusal, ...]:
    """What speaks against a notice, or is missing of it."""
    row = report.row
    kind, published, agreed_by, reasons = given.kind, given.on, given.agreed_by, given.reasons
    found = []
    if published > desk.today:
        found.append(Refusal("notice.in_future", {"on": published}))
    if row.state not in UNDECIDED:
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
