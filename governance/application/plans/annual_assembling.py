"""Assembling an annual report: what each partner's returns for a year say, as at a day.

Plain values, worked out in a few statements whatever the number of partners and commitments.
Of each commitment the latest return that speaks of it counts, as it stood on that day; what no
return says is said nowhere, and a partner that returned nothing is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select

from governance.application.desk import Desk
from governance.application.plans.returns_finding import RETURNED
from governance.application.plans.returns_queries import latest
from governance.application.plans.returns_said import JUDGEMENTS
from governance.store.lists import in_list
from governance.store.tables import TABLES

FORMAT: Final = 1
"""The version of what is kept; readers of an older one bring it up to date."""

NONE: Final = "none"
"""Counted as this where no return says anything of a commitment."""

COUNTED: Final = (*JUDGEMENTS, NONE)

_commitment = TABLES["commitment"]
_priority = TABLES["priority"]
_organisation = TABLES["organisation"]
_return = TABLES["monitoring_return"]
_line = TABLES["return_line"]
_here: Any = bindparam("partnership")
_this: Any = bindparam("plan")

_COMMITMENTS = (
    select(
        _commitment,
        _priority.c.number.label("priority_number"),
        _priority.c.title.label("priority"),
    )
    .join(
        _priority,
        and_(
            _priority.c.partnership_id == _commitment.c.partnership_id,
            _priority.c.id == _commitment.c.priority_id,
        ),
    )
    .where(_commitment.c.partnership_id == _here, _commitment.c.plan_id == _this)
    .order_by(_commitment.c.number)
)
_RETURNS = (
    select(_return)
    .where(
        _return.c.partnership_id == _here,
        _return.c.plan_id == _this,
        _return.c.state != "lapsed",
        _return.c.period_end >= bindparam("first"),
        _return.c.period_end <= bindparam("last"),
    )
    .order_by(_return.c.period_end, _return.c.ref)
)
_SPOKEN = (
    select(
        _line.c.commitment_id,
        _line.c.return_id,
        _line.c.number,
        _line.c.judgement,
        _line.c.evidence,
        _line.c.said_on,
        func.row_number()
        .over(
            partition_by=_line.c.commitment_id,
            order_by=(_return.c.period_end.desc(), _line.c.number.desc()),
        )
        .label("place"),
    )
    .join(
        _return,
        and_(
            _return.c.partnership_id == _line.c.partnership_id,
            _return.c.id == _line.c.return_id,
        ),
    )
    .where(
        _line.c.partnership_id == _here,
        _line.c.said_on <= bindparam("on"),
        _return.c.plan_id == _this,
        _return.c.state.in_(RETURNED),
        _return.c.returned_on <= bindparam("on"),
        _return.c.period_end >= bindparam("first"),
        _return.c.period_end <= bindparam("last"),
    )
    .subquery()
)
_LINES = select(_SPOKEN).where(_SPOKEN.c.place == 1)
_PARTNERS = (
    select(_organisation)
    .where(_organisation.c.partnership_id == _here, in_list(_organisation.c.id, "ids"))
    .order_by(_organisation.c.name, _organisation.c.key)
)


def assembled(desk: Desk, plan: Any, report: Any, *, on: dt.date) -> dict[str, Any]:
    """What the returns for an annual report's year say, as they stood at the end of a day."""
    year: dict[str, Any] = {"first": report.period_start, "last": report.period_end}
    returns = desk.all(_RETURNS, plan=plan.id, **year)
    lines = {row.commitment_id: row for row in desk.all(_LINES, plan=plan.id, on=on, **year)}
    commitments = [
        row
        for row in desk.all(_COMMITMENTS, plan=plan.id)
        if _of_the_year(desk, row, report, spoken=row.id in lines)
    ]
    measured = latest(desk, [row.measure_id for row in commitments], on=report.period_end, by=on)
    whose = {row.organisation_id for row in (*commitments, *returns)}
    by_return = {row.id: row for row in returns}
    mine = _grouped(commitments)
    asked = _grouped(returns)
    partners = [
        _partner(
            partner,
            asked.get(partner.id, ()),
            [
                _commitment_told(row, lines.get(row.id), by_return, measured, report)
                for row in mine.get(partner.id, ())
            ],
            on=on,
        )
        for partner in desk.all(_PARTNERS, ids=sorted(whose))
    ]
    board = desk.by_id("body", plan.body_id)
    return {
        "format": FORMAT,
        "as_at": on.isoformat(),
        "plan": {
            "ref": plan.ref,
            "title": plan.title,
            "basis": plan.basis,
            "from": plan.from_day.isoformat(),
            "to": plan.to_day.isoformat(),
            "board": board.name,
        },
        "year": {"from": report.period_start.isoformat(), "to": report.period_end.isoformat()},
        "due": report.due_day.isoformat(),
        "partners": partners,
        "priorities": _priorities(commitments, lines, report),
        "counts": _sum(one["counts"] for one in partners),
        "returns": _sum(one["returns_made"] for one in partners),
    }


def _grouped(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _of_the_year(desk: Desk, row: Any, report: Any, *, spoken: bool) -> bool:
    """Whether a commitment was one in the year: not dropped before it, and made by its end."""
    if row.dropped_on is not None and row.dropped_on < report.period_start:
        return False
    return spoken or _made_on(desk, row) <= report.period_end


def _made_on(desk: Desk, row: Any) -> dt.date:
    """The day on which a row was made: an id of ours begins with its moment (RFC 9562)."""
    milliseconds = UUID(row.id).int >> 80
    return desk.day_of(dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC))


def _is_dropped(row: Any, report: Any) -> bool:
    """Whether a commitment was dropped by the year's end, so that it is not counted."""
    return row.dropped_on is not None and row.dropped_on <= report.period_end


def _commitment_told(
    row: Any,
    line: Any | None,
    by_return: Mapping[str, Any],
    measured: Mapping[str, dict[str, Any]],
    report: Any,
) -> dict[str, Any]:
    rests = by_return.get(line.return_id) if line is not None else None
    return {
        "number": row.number,
        "what": row.what,
        "due": row.due_on.isoformat(),
        "priority": row.priority,
        "judgement": None if line is None else line.judgement,
        "evidence": "" if line is None else line.evidence,
        "corrected": line is not None and line.number > 1,
        "return": None if rests is None else rests.ref,
        "period": None if rests is None else _period(rests),
        "measure": measured.get(row.measure_id or ""),
        "dropped": _dropped(row) if _is_dropped(row, report) else None,
    }


def _dropped(row: Any) -> dict[str, Any]:
    return {"on": row.dropped_on.isoformat(), "reason": row.drop_reason}


def _period(row: Any) -> dict[str, str]:
    return {"from": row.period_start.isoformat(), "to": row.period_end.isoformat()}


def _partner(
    partner: Any, returns: Sequence[Any], commitments: Sequence[Mapping[str, Any]], *, on: dt.date
) -> dict[str, Any]:
    asked = [_return_told(row, on) for row in returns]
    made = {what: sum(one["came"] == what for one in asked) for what in CAME}
    return {
        "key": partner.key,
        "name": partner.name,
        "returns": asked,
        "returns_made": made,
        "returned_nothing": made["in_time"] + made["late"] == 0,
        "commitments": list(commitments),
        "counts": _counts(one["judgement"] for one in commitments if one["dropped"] is None),
    }


CAME: Final = ("in_time", "late", "missing", "awaited")
"""What became of a return by a day: its day may not have passed yet."""


def _return_told(row: Any, on: dt.date) -> dict[str, Any]:
    came = row.state in RETURNED and row.returned_on <= on
    if came:
        what = "late" if row.state == "returned_late" else "in_time"
    else:
        what = "missing" if on > row.due_day else "awaited"
    return {
        "ref": row.ref,
        **_period(row),
        "due": row.due_day.isoformat(),
        "came": what,
        "returned_on": row.returned_on.isoformat() if came else None,
        "on_behalf": came and row.on_behalf,
    }


def _priorities(
    commitments: Sequence[Any], lines: Mapping[str, Any], report: Any
) -> list[dict[str, Any]]:
    found: dict[str, tuple[int, str, list[str | None]]] = {}
    for row in commitments:
        if _is_dropped(row, report):
            continue
        line = lines.get(row.id)
        entry = found.setdefault(row.priority_id, (row.priority_number, row.priority, []))
        entry[2].append(None if line is None else line.judgement)
    return [
        {"number": number, "title": title, "counts": _counts(judgements)}
        for number, title, judgements in sorted(found.values(), key=lambda one: one[:2])
    ]


def _counts(judgements: Iterable[str | None]) -> dict[str, int]:
    counts = dict.fromkeys(COUNTED, 0)
    for one in judgements:
        counts[one or NONE] += 1
    return counts


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in counts:
        for name, number in one.items():
            total[name] = total.get(name, 0) + number
    return total
