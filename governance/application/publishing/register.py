"""The public register: commissions in their cycle, and the agreements that were made for them.

Of a commission what it is for, where it stands and who commissions it; no lead, no estimate of
its value before an agreement is made, nothing of reviews, flags and escalations. Of an agreement
what the Local Government Transparency Code 2015 (part 2.1) asks for: title, supplier, sum, days.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import and_, bindparam, or_, select

from governance.application.commissions.facts import commission_facts
from governance.application.desk import Desk
from governance.application.publishing.coming import coming_on
from governance.application.publishing.decisions import decided_on_commission
from governance.application.publishing.openness import agreement_open, commission_open
from governance.application.publishing.paging import (
    MOST,
    Listed,
    page_of,
    read_ref,
    searched,
)
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store.lists import after_reference, by_reference, contains
from governance.store.tables import TABLES
from statemachines.commission import COMMISSION

STATES: Final = tuple(s for s in COMMISSION.state_names if s not in ("proposed", "withdrawn"))
"""States in which a commission may stand on the public register."""

_commission = TABLES["commission"]
_agreement = TABLES["agreement"]
_organisation = TABLES["organisation"]
_provider = _organisation.alias("provider")
_here: Any = bindparam("partnership")

_OPEN = (
    select(_commission, _organisation.c.name.label("organisation"))
    .outerjoin(
        _organisation,
        and_(
            _organisation.c.partnership_id == _commission.c.partnership_id,
            _organisation.c.id == _commission.c.organisation_id,
        ),
    )
    .where(_commission.c.partnership_id == _here, commission_open())
)
_PAGE = (
    _OPEN.where(
        or_(bindparam("first"), after_reference(_commission.c.ref, "after")),
        or_(bindparam("any_state"), _commission.c.state == bindparam("state")),
        contains(_commission.c.title, "words"),
    )
    .order_by(*by_reference(_commission.c.ref))
    .limit(MOST + 1)
)
_ONE = _OPEN.where(_commission.c.ref == bindparam("ref"))
_AGREEMENTS = (
    select(
        _agreement,
        _provider.c.name.label("provider"),
        _commission.c.ref.label("commission_ref"),
        _commission.c.title.label("commission_title"),
    )
    .join(
        _commission,
        and_(
            _commission.c.partnership_id == _agreement.c.partnership_id,
            _commission.c.id == _agreement.c.commission_id,
        ),
    )
    .outerjoin(
        _provider,
        and_(
            _provider.c.partnership_id == _agreement.c.partnership_id,
            _provider.c.id == _agreement.c.provider_id,
        ),
    )
    .where(_agreement.c.partnership_id == _here, agreement_open())
)
_AGREEMENTS_PAGE = (
    _AGREEMENTS.where(
        or_(bindparam("first"), after_reference(_agreement.c.ref, "after")),
        or_(bindparam("any_day"), _agreement.c.ends_on < bindparam("before")),
        or_(contains(_agreement.c.title, "words"), contains(_provider.c.name, "words")),
    )
    .order_by(*by_reference(_agreement.c.ref))
    .limit(MOST + 1)
)
_OF_COMMISSION = (
    _AGREEMENTS.where(_agreement.c.commission_id == bindparam("commission"))
    .order_by(*by_reference(_agreement.c.ref))
    .limit(200)
)


def commissions(desk: Desk, *, words: str = "", state: str = "", after: str = "") -> Listed:
    """A page of the public register, in the order in which commissions were entered.

    `words` are looked for in the title. Raises `Unusable` for a state nobody knows and for a mark
    that is none.
    """
    if state and state not in STATES:
        near = nearest(state, STATES)
        params = {"state": state[:40], "known": list(STATES), "nearest": near}
        raise Unusable.one("commission.state_unknown", **params)
    rows = desk.all(
        _PAGE,
        first=not after,
        after=read_ref(after) if after else "",
        any_state=not state,
        state=state,
        words=searched(words),
    )
    return page_of(rows, lambda row: str(row.ref), _line)


def _line(row: Any) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "title": row.title,
        "state": row.state,
        "population": row.population,
        "organisation": row.organisation,
        "end_date": row.end_date,
    }


def commission(desk: Desk, ref: str) -> dict[str, Any]:
    """One commission as anybody may see it. Raises `Unusable` where it is not on the register."""
    row = desk.first(_ONE, ref=ref)
    if row is None:
        raise Unusable.one("public.commission_unknown", ref=ref[:40])
    file = commission_facts(desk, row, desk.today)
    stages = []
    for progress in file.stages:
        stage = None if file.framework is None else file.framework.stage(progress.stage)
        if stage is not None:
            stages.append({"title": stage.title, "state": progress.state})
    agreements_made = [_agreement_line(a) for a in desk.all(_OF_COMMISSION, commission=row.id)]
    outcomes = () if file.framework is None else file.framework.outcomes
    titles = {one.key: one.title for one in outcomes}
    to_come, taken = coming_on(desk, row.id), decided_on_commission(desk, row.id)
    told = bool(agreements_made or to_come or taken)
    return {
        **_line(row),
        # Until something of it was published, what is needed is still being written.
        "need": row.need if told else None,
        "outcomes": [titles.get(key, key) for key in row.outcomes],
        "level": row.level,
        "mechanism": row.mechanism,
        "round": row.round,
        "stages": stages,
        "partners": [partner.name for partner in file.partners],
        "agreements": agreements_made,
        "coming": to_come,
        "decided": taken,
    }


def agreements(desk: Desk, *, words: str = "", before: Any = None, after: str = "") -> Listed:
    """A page of agreements that were made, in the order in which they were entered.

    `words` are looked for in the title and in the provider's name; `before` is the day before
    which they end. Raises `Unusable` for a mark that is none.
    """
    rows = desk.all(
        _AGREEMENTS_PAGE,
        first=not after,
        after=read_ref(after) if after else "",
        any_day=before is None,
        before=before,
        words=searched(words),
    )
    return page_of(rows, lambda row: str(row.ref), _agreement_line)


def _agreement_line(row: Any) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "title": row.title,
        "kind": row.kind,
        "lot": row.lot,
        "provider": row.provider,
        "value": row.value,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "state": row.state,
        "commission": {"ref": row.commission_ref, "title": row.commission_title},
    }
