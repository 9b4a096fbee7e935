"""Agreements by the day they end, a page at a time: which run out, and what is over."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, select, tuple_

from governance.application.commissions.queries import agreements_plain
from governance.application.desk import Desk
from governance.store.lists import unindexed
from governance.store.tables import TABLES
from statemachines.agreement import AGREEMENT

SIZE: Final = 50
"""Agreements on a page."""
OVER: Final = tuple(state.name for state in AGREEMENT.states if state.final)
"""States in which an agreement binds nobody any more."""

_agreement = TABLES["agreement"]
_commission = TABLES["commission"]
_rows = _agreement.c
_here: Any = bindparam("partnership")


def agreements_page(
    desk: Desk,
    *,
    ending_before: dt.date | None = None,
    over: bool = False,
    after: str | None = None,
    size: int = SIZE,
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of agreements, those that end first at the top, and the reference the next follows.

    Those whose end is not known come last, where no day is given. `over` shows those too that
    bind nobody any more; `after` is the reference that the page follows. Raises `Unusable`.
    """
    at = None if after is None else desk.row("agreement", after)
    given = {} if ending_before is None else {"before": ending_before}
    found: list[Any] = []
    for kind, place in _parts(at, dated=ending_before is not None):
        if len(found) <= size:
            statement = _part(kind, ending_before is not None, over)
            found += desk.all(statement, size=size + 1 - len(found), **given, **place)
    shown = found[:size]
    plain = agreements_plain(desk, shown)
    told = [{**one, "commission": row.commission} for one, row in zip(plain, shown, strict=True)]
    return told, shown[-1].ref if len(found) > size else None


def _parts(at: Any | None, *, dated: bool) -> list[tuple[str, dict[str, Any]]]:
    """The parts of a page: those with an end, then those whose end is not known."""
    if at is None:
        found: list[tuple[str, dict[str, Any]]] = [("ends", {}), ("open", {})]
    elif at.ends_on is None:
        found = [("open_after", {"at_ref": at.ref})]
    else:
        found = [("ends_after", {"at": at.ends_on, "at_ref": at.ref}), ("open", {})]
    return [part for part in found if not (dated and part[0].startswith("open"))]


@cache
def _part(kind: str, dated: bool, over: bool) -> Any:  # noqa: FBT001  # keys of what is kept
    ref: Any = bindparam("at_ref", type_=_rows.ref.type)
    at: Any = bindparam("at", type_=_rows.ends_on.type)
    known: dict[str, list[Any]] = {
        "ends": [_rows.ends_on.is_not(None)],
        "ends_after": [tuple_(_rows.ends_on, _rows.ref) > tuple_(at, ref)],
        "open": [_rows.ends_on.is_(None)],
        "open_after": [_rows.ends_on.is_(None), _rows.ref > ref],
    }
    where = known[kind]
    if dated:
        where.append(_rows.ends_on < bindparam("before"))
    if not over:
        where.append(unindexed(_rows.state).not_in(OVER))
    return (
        select(_agreement, _commission.c.ref.label("commission"))
        .join(
            _commission,
            (_commission.c.partnership_id == _rows.partnership_id)
            & (_commission.c.id == _rows.commission_id),
        )
        .where(_rows.partnership_id == _here, *where)
        .order_by(_rows.ends_on, _rows.ref)
        .limit(bindparam("size"))
    )
