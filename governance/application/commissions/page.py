"""A commission's whole page in one picture: everything on file, and what is ahead of it.

How many statements it takes depends on what is on the commission's own file, never on the
register around it. What comes next is asked of `next_steps`, as everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, literal, select, union_all

from governance.application.commissions import queries
from governance.application.commissions.agreement_facts import BEGINS, ENDS
from governance.application.commissions.allowed import READERS_OF_CLOSED
from governance.application.deadlines.settling import LIVE
from governance.application.desk import Desk
from governance.application.escalations.queries import called
from governance.application.ledger.queries import latest_of
from governance.application.performance import queries as performance
from governance.application.performance.finding import of_commission, period_of, standing_of
from governance.application.permissions import permissions
from governance.application.reviews import listing as reviews
from governance.store.tables import TABLES

HISTORY: Final = 20
"""Acts on one page of a commission's history."""

_BELONGS: Final = ("agreement", "proposal", "review")
_deadline = TABLES["deadline"]
_item = TABLES["agenda_item"]
_meeting = TABLES["meeting"]
_proposal = TABLES["proposal"]
_body = TABLES["body"]
_here: Any = bindparam("partnership")
_this: Any = bindparam("commission")


def _due(table: str) -> Any:
    """Deadlines that still matter on one kind of thing that belongs to the commission."""
    rows = TABLES[table]
    whose = rows.c.id if table == "commission" else rows.c.commission_id
    return (
        select(
            literal(table).label("table"),
            rows.c.ref,
            _deadline.c.kind,
            _deadline.c.due_day,
            _deadline.c.due_at,
            _deadline.c.state,
            _deadline.c.cause,
        )
        .join(
            _deadline,
            (_deadline.c.partnership_id == rows.c.partnership_id)
            & (_deadline.c.subject_id == rows.c.id),
        )
        .where(rows.c.partnership_id == _here, whose == _this, _deadline.c.state.in_(LIVE))
    )


_DUE = union_all(*(_due(table) for table in ("commission", *_BELONGS)))
_MEETINGS = (
    select(
        _meeting.c.ref,
        _meeting.c.on_day,
        _meeting.c.state,
        _body.c.name.label("body"),
        _proposal.c.ref.label("report"),
    )
    .join(
        _item,
        (_item.c.partnership_id == _proposal.c.partnership_id)
        & (_item.c.proposal_id == _proposal.c.id),
    )
    .join(
        _meeting,
        (_meeting.c.partnership_id == _item.c.partnership_id)
        & (_meeting.c.id == _item.c.meeting_id),
    )
    .join(
        _body,
        (_body.c.partnership_id == _meeting.c.partnership_id) & (_body.c.id == _meeting.c.body_id),
    )
    .where(_proposal.c.partnership_id == _here, _proposal.c.commission_id == _this)
    .order_by(_meeting.c.on_day, _meeting.c.ref)
)


def page(desk: Desk, ref: str, *, history_before: int | None = None) -> dict[str, Any]:
    """Everything on a commission's page; `history_before` is the number its history ends before.

    Raises `Unusable` for a name nobody knows. Refusals stand as codes, for whoever shows them.
    """
    told = queries.show(desk, commission=ref)
    row = desk.row("commission", ref)
    lead = desk.by_id("person", row.lead_id)
    mine = permissions(desk, commission=row)
    return {
        **told,
        "lead_key": None if lead is None else lead.key,
        "risk_tier": row.risk_tier,
        "framework_key": row.framework_key,
        "measure_lines": measures(desk, row),
        "reviews": reviews.listing(desk, commission=ref),
        "dates": dates(desk, row, told["agreements"]),
        "reads_closed": bool(mine & READERS_OF_CLOSED),
        "history": history(desk, row, before=history_before),
    }


def measures(desk: Desk, row: Any) -> list[dict[str, Any]]:
    """The measures of a commission's row, each with the values that stand, for its trend.

    Values, targets and baselines are in millionths of the unit.
    """
    lines = performance.listing(desk, commission=row.ref, ended=True)
    rows = {m.ref: m for m in of_commission(desk, row.id)}
    there = standing_of(desk, [m.id for m in rows.values()])
    return [
        {
            **line,
            "baseline": rows[line["ref"]].baseline,
            "baseline_on": rows[line["ref"]].baseline_on,
            "points": [
                {
                    "end": one.period_end,
                    "period": period_of(one).text,
                    "value": one.value,
                    "target": one.target,
                    "rating": one.rating,
                }
                for one in there[rows[line["ref"]].id]
            ],
        }
        for line in lines
    ]


def dates(desk: Desk, row: Any, agreements: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The days of a commission, the first first, each with what it is and whose.

    An agreement's own days stand for the clocks that wait for them. `what` is a deadline's kind,
    or `meeting`, `agreement_starts`, `agreement_ends`, `commission_ends`; `title` what people
    call it, where it has a name of its own.
    """
    found: list[dict[str, Any]] = [
        {
            "on": due.due_day,
            "what": due.kind,
            "title": called(desk, due.kind),
            "ref": due.ref,
            "overdue": due.state == "running" and due.due_at <= desk.now,
            "paused": due.state == "paused",
        }
        for due in desk.all(_DUE, commission=row.id)
        if due.kind not in (BEGINS, ENDS)
    ]
    found += [
        _day(m.on_day, "meeting", m.ref, title=m.body)
        for m in desk.all(_MEETINGS, commission=row.id)
    ]
    for one in agreements:
        found.append(_day(one["starts_on"], "agreement_starts", one["ref"], title=one["title"]))
        found.append(_day(one["ends_on"], "agreement_ends", one["ref"], title=one["title"]))
    found.append(_day(row.end_date, "commission_ends", row.ref))
    known = [one for one in found if one["on"] is not None]
    return sorted(known, key=lambda one: (one["on"], one["what"], one["ref"]))


def _day(on: dt.date | None, what: str, ref: str, *, title: str = "") -> dict[str, Any]:
    return {"on": on, "what": what, "title": title, "ref": ref, "overdue": False, "paused": False}


def history(desk: Desk, row: Any, *, before: int | None = None) -> dict[str, Any]:
    """A page of what was done to a subject's row, the latest first, and where the next begins."""
    found = latest_of(desk, row.id, before=before, most=HISTORY + 1)
    shown = found[:HISTORY]
    return {
        "entries": [one.plain() | {"at": one.at, "who": one.who} for one in shown],
        "older": shown[-1].number if len(found) > HISTORY else None,
        "newest": before is None,
    }
