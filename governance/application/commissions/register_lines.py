"""What a line of the register says beyond the commission's own row, read for a whole page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.commissions.register_next import next_dates
from governance.application.commissions.register_rows import AT_WORK, MISSED_BY, WAITING
from governance.application.desk import Desk
from governance.application.people.queries import names
from governance.store.lists import in_list
from governance.store.tables import TABLES

_stage = TABLES["stage_progress"]
_agreement = TABLES["agreement"]
_organisation = TABLES["organisation"]
_review = TABLES["review"]
_proposal = TABLES["proposal"]
_here: Any = bindparam("partnership")

_STAGES = (
    select(_stage.c.commission_id, _stage.c.stage, _stage.c.round, _stage.c.state)
    .where(
        _stage.c.partnership_id == _here,
        in_list(_stage.c.commission_id, "ids"),
        _stage.c.state.in_(AT_WORK),
    )
    .order_by(_stage.c.id)
)
_PROVIDERS = (
    select(_agreement.c.commission_id, _organisation.c.name)
    .join(
        _organisation,
        (_organisation.c.partnership_id == _agreement.c.partnership_id)
        & (_organisation.c.id == _agreement.c.provider_id),
    )
    .where(_agreement.c.partnership_id == _here, in_list(_agreement.c.commission_id, "ids"))
    .order_by(_organisation.c.name)
)
_MISSED = select(_review.c.commission_id).where(
    _review.c.partnership_id == _here, in_list(_review.c.commission_id, "ids"), MISSED_BY
)
_WAITING = (
    select(_proposal.c.commission_id, _proposal.c.ref)
    .where(
        _proposal.c.partnership_id == _here,
        in_list(_proposal.c.commission_id, "ids"),
        _proposal.c.state.in_(WAITING),
    )
    .order_by(_proposal.c.ref)
)


def told(desk: Desk, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The lines of some commissions, in the order they are given; six statements for all."""
    if not rows:
        return []
    ids = sorted(row.id for row in rows)
    people = names(desk, [row.lead_id for row in rows if row.lead_id is not None])
    rounds = {row.id: row.round for row in rows}
    stages = _by_commission(
        row for row in desk.all(_STAGES, ids=ids) if row.round == rounds[row.commission_id]
    )
    providers = _by_commission(desk.all(_PROVIDERS, ids=ids))
    missed = {row.commission_id for row in desk.all(_MISSED, ids=ids, missed=desk.today)}
    waiting = _by_commission(desk.all(_WAITING, ids=ids))
    dates = next_dates(desk, ids)
    return [
        {
            "ref": row.ref,
            "title": row.title,
            "state": row.state,
            "round": row.round,
            "stages": [one.stage for one in stages.get(row.id, ())],
            "lead": people.get(row.lead_id),
            "providers": list(dict.fromkeys(one.name for one in providers.get(row.id, ()))),
            "end_date": row.end_date,
            "value": row.value,
            "level": row.level,
            "review_missed": row.id in missed,
            "waiting": [one.ref for one in waiting.get(row.id, ())],
            "next_on": dates[row.id].due_day if row.id in dates else None,
            "next_kind": dates[row.id].kind if row.id in dates else None,
            "flags": len(row.flags),
        }
        for row in rows
    ]


def _by_commission(rows: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.commission_id, []).append(row)
    return found
