"""Annual reports as lists, pages and documents show them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.deadlines.queries import deadlines
from governance.application.desk import Desk
from governance.application.plans.annual import digest
from governance.application.plans.annual_assembling import assembled
from governance.application.plans.annual_document import Annual, Decided, document
from governance.application.plans.publishing import Document
from governance.domain.errors import Refused
from governance.store.lists import belongs, by_reference, in_list
from governance.store.tables import TABLES

MOST: Final = 500
"""Annual reports in one list at the most."""

DECIDED: Final = ("approved", "published")
"""States of an annual report on which a decision stands."""

_report = TABLES["annual_report"]
_plan = TABLES["plan"]
_proposal = TABLES["proposal"]
_decision = TABLES["decision"]
_here: Any = bindparam("partnership")


_COLUMNS = (
    select(
        *(column for column in _report.c if column.name != "content"),
        _plan.c.ref.label("plan"),
        _plan.c.title.label("plan_title"),
        _proposal.c.ref.label("report"),
    )
    .join(_plan, belongs(_report, "plan_id", _plan))
    .outerjoin(_proposal, belongs(_report, "proposal_id", _proposal))
    .where(_report.c.partnership_id == _here)
)
_ALL = _COLUMNS.order_by(_report.c.period_end, *by_reference(_report.c.ref)).limit(MOST)
_ONE = _COLUMNS.where(in_list(_report.c.id, "ids"))
_DECISIONS = (
    select(_decision)
    .where(_decision.c.partnership_id == _here, _decision.c.proposal_id == bindparam("proposal"))
    .order_by(_decision.c.id)
)


def listing(desk: Desk, *, plan: str | None = None) -> list[dict[str, Any]]:
    """Every annual report, the earliest year first; of one plan if it is named."""
    plan_id = desk.row("plan", plan).id if plan is not None else None
    return [_told(desk, row) for row in desk.all(_ALL) if plan_id in (None, row.plan_id)]


def _told(desk: Desk, row: Any) -> dict[str, Any]:
    open_ = row.state not in ("published", "lapsed")
    return {
        "ref": row.ref,
        "plan": row.plan,
        "title": row.plan_title,
        "from": row.period_start.isoformat(),
        "to": row.period_end.isoformat(),
        "due": row.due_day.isoformat(),
        "state": row.state,
        "late": open_ and desk.today > row.due_day,
        "as_at": _iso(row.assembled_on),
        "report": row.report,
        "published_on": _iso(row.published_on),
    }


def show(desk: Desk, name: str) -> dict[str, Any]:
    """An annual report: what is in it, what was decided, its days.

    One that is not assembled yet shows what it would say today (`preview`).
    """
    found = desk.row("annual_report", name)
    row = desk.all(_ONE, ids=[found.id])[0]
    preview = found.content is None
    content = _today(desk, found) if preview else found.content
    decided = _decided(desk, found)
    return {
        **_told(desk, row),
        "foreword": found.foreword,
        "preview": preview,
        "content": content,
        "decision": None
        if decided is None
        else {
            "decider": decided.decider,
            "on": decided.on.isoformat(),
            "report": decided.report,
            "verbatim": decided.verbatim,
            "reasons": decided.reasons,
        },
        "deadlines": [v.plain() for v in deadlines(desk, subject=found.ref, state="all")],
    }


def _today(desk: Desk, row: Any) -> dict[str, Any]:
    return assembled(desk, desk.by_id("plan", row.plan_id), row, on=desk.today)


def as_document(desk: Desk, name: str) -> Document:
    """An annual report as a document to be rendered. Raises `Refused` before it is assembled."""
    row = desk.row("annual_report", name)
    if row.content is None:
        raise Refused.one("annual.not_assembled", ref=row.ref)
    return document(
        Annual(
            ref=row.ref,
            state=row.state,
            publisher=desk.partnership.name,
            content=row.content,
            digest=digest(row),
            foreword=row.foreword,
            published_on=row.published_on,
            decided=_decided(desk, row),
        ),
        desk.partnership.language,
    )


def _decided(desk: Desk, row: Any) -> Decided | None:
    """The decision on which an annual report is published, word for word."""
    if row.state not in DECIDED or row.proposal_id is None:
        return None
    paper = desk.by_id("proposal", row.proposal_id)
    taken = [one for one in desk.all(_DECISIONS, proposal=paper.id) if one.outcome == paper.outcome]
    if not taken:
        return None
    last = taken[-1]
    from governance.application.proposals.powers import titles  # noqa: PLC0415  # effects name us

    called = titles(desk, None, {last.decider})
    return Decided(called[last.decider], last.on_day, paper.ref, last.verbatim, last.reasons)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
