"""Monitoring returns as lists and pages show them: plain values, read in one picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from governance.application.deadlines.queries import deadlines
from governance.application.desk import Desk
from governance.application.plans.finding import commitments
from governance.application.plans.returns_finding import OPEN, lines_of, promised
from governance.store.lists import belongs, by_reference, in_list
from governance.store.tables import TABLES

MOST: Final = 500
"""Returns in one list at the most."""

_return = TABLES["monitoring_return"]
_plan = TABLES["plan"]
_organisation = TABLES["organisation"]
_measure = TABLES["measure"]
_observation = TABLES["observation"]
_here: Any = bindparam("partnership")


_COLUMNS = (
    select(
        _return,
        _plan.c.ref.label("plan"),
        _plan.c.title.label("plan_title"),
        _organisation.c.key.label("partner"),
        _organisation.c.name.label("partner_name"),
    )
    .join(_plan, belongs(_return, "plan_id", _plan))
    .join(_organisation, belongs(_return, "organisation_id", _organisation))
    .where(_return.c.partnership_id == _here)
)
_ORDER = (_return.c.due_day, *by_reference(_return.c.ref))
_OPEN = _COLUMNS.where(in_list(_return.c.state, "states")).order_by(*_ORDER).limit(MOST)
_ALL = _COLUMNS.order_by(*_ORDER).limit(MOST)
_ONE = _COLUMNS.where(_return.c.id == bindparam("id"))
_LATEST = (
    select(
        _observation,
        func.row_number()
        .over(
            partition_by=_observation.c.measure_id,
            order_by=(_observation.c.period_end.desc(), _observation.c.number.desc()),
        )
        .label("place"),
    )
    .where(
        _observation.c.partnership_id == _here,
        _observation.c.period_end <= bindparam("on"),
        _observation.c.entered_at < bindparam("before"),
        in_list(_observation.c.measure_id, "measures"),
    )
    .subquery()
)
_MEASURES = select(_measure).where(
    _measure.c.partnership_id == _here, in_list(_measure.c.id, "measures")
)
_OBSERVED = select(_LATEST).where(_LATEST.c.place == 1)


def listing(
    desk: Desk,
    *,
    plan: str | None = None,
    partner: str | None = None,
    late: bool = False,
    every: bool = False,
) -> list[dict[str, Any]]:
    """Returns, the first due first: those still to be made, or `every` one.

    `late` leaves only those whose day has passed. Raises `Unusable` for names nobody knows.
    """
    plan_id = desk.row("plan", plan).id if plan is not None else None
    partner_id = desk.row("organisation", partner).id if partner is not None else None
    rows = desk.all(_ALL) if every else desk.all(_OPEN, states=list(OPEN))
    return [
        told(desk, row)
        for row in rows
        if plan_id in (None, row.plan_id)
        and partner_id in (None, row.organisation_id)
        and not (late and not _late(desk, row))
    ]


def _late(desk: Desk, row: Any) -> bool:
    return row.state in OPEN and desk.today > row.due_day


def told(desk: Desk, row: Any) -> dict[str, Any]:
    """A return as lists show it."""
    return {
        "ref": row.ref,
        "plan": row.plan,
        "partner": row.partner,
        "name": row.partner_name,
        "from": row.period_start.isoformat(),
        "to": row.period_end.isoformat(),
        "due": row.due_day.isoformat(),
        "state": row.state,
        "missed": row.state == "missed" or _late(desk, row),
        "missed_on": _iso(row.missed_on),
        "returned_on": _iso(row.returned_on),
    }


def show(desk: Desk, name: str) -> dict[str, Any]:
    """A return: what it says of each commitment, what it corrects, and its days."""
    found = desk.row("monitoring_return", name)
    row = desk.first(_ONE, id=found.id)
    lines = lines_of(desk, row.id)
    owed = promised(desk, row.plan_id, row.organisation_id)
    spoken = [c for c in commitments(desk, row.plan_id) if c.id in lines]
    rows = spoken if row.state not in OPEN else owed
    observed = latest(desk, [c.measure_id for c in rows], on=desk.today)
    return {
        **told(desk, row),
        "title": row.plan_title,
        "said": row.said,
        "returned_by": _key(desk, row.returned_by_id),
        "on_behalf": row.on_behalf,
        "commitments": [_commitment(c, lines.get(c.id, ()), observed) for c in rows],
        "deadlines": [v.plain() for v in deadlines(desk, subject=row.ref, state="all")],
    }


def _commitment(
    row: Any, lines: Sequence[Any], observed: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    stands = lines[-1] if lines else None
    return {
        "number": row.number,
        "what": row.what,
        "due": row.due_on.isoformat(),
        "judgement": stands.judgement if stands else None,
        "evidence": stands.evidence if stands else "",
        "measure": observed.get(row.measure_id or ""),
        "said_before": [
            {"judgement": was.judgement, "evidence": was.evidence, "on": _iso(was.said_on)}
            for was in lines[:-1]
        ],
        "reason": stands.reason if stands else "",
    }


def latest(
    desk: Desk, measures: Iterable[str | None], *, on: dt.date, by: dt.date | None = None
) -> dict[str, dict[str, Any]]:
    """Each measure with its latest observation on a period that was over `on` a day, by its id.

    As it stood at the end of the day `by`, which is the same unless said: what was entered or
    corrected later is left out. Two statements, whatever the number.
    """
    wanted = sorted({one for one in measures if one is not None})
    if not wanted:
        return {}
    from governance.application.deadlines.rows import start_of  # noqa: PLC0415  # a day's end

    before = start_of(desk, (by or on) + dt.timedelta(days=1))
    observed = {
        row.measure_id: row for row in desk.all(_OBSERVED, measures=wanted, on=on, before=before)
    }
    return {
        row.id: _measured(row, observed.get(row.id)) for row in desk.all(_MEASURES, measures=wanted)
    }


def _measured(measure: Any, seen: Any | None) -> dict[str, Any]:
    return {
        "ref": measure.ref,
        "title": measure.title,
        "unit": measure.unit,
        "target": measure.target,
        "value": None if seen is None else seen.value,
        "on": None if seen is None else seen.period_end.isoformat(),
        "rating": None if seen is None else seen.rating,
    }


def _key(desk: Desk, person_id: str | None) -> str | None:
    person = desk.by_id("person", person_id)
    return None if person is None else str(person.key)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
