"""Decisions that were published: pages of them, those on a commission, who took them.

What each has to state is put together in `publishing.stated`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Date, and_, bindparam, or_, select, tuple_

from governance.application.desk import Desk
from governance.application.proposals.powers import titles
from governance.application.publishing.coming import COLUMNS, commission_plain
from governance.application.publishing.openness import commission_open, decided_openly
from governance.application.publishing.paging import (
    MOST,
    Listed,
    day_and_ref,
    mark,
    page_of,
    read_mark,
    searched,
)
from governance.store.lists import by_reference, contains
from governance.store.tables import TABLES

_proposal = TABLES["proposal"]
_commission = TABLES["commission"]
_here: Any = bindparam("partnership")

_TAKEN = (
    select(*COLUMNS)
    .outerjoin(
        _commission,
        and_(
            _commission.c.partnership_id == _proposal.c.partnership_id,
            _commission.c.id == _proposal.c.commission_id,
            commission_open(),
        ),
    )
    .where(_proposal.c.partnership_id == _here, decided_openly())
)
_BY_DAY = (_proposal.c.published_on, *by_reference(_proposal.c.ref))
_NEWEST = tuple(one.desc() for one in _BY_DAY)


def _page(*who: Any) -> Any:
    return (
        _TAKEN.where(
            *who,
            # Said twice, for databases that find only the day of it in an index.
            _proposal.c.published_on <= bindparam("mark_day", type_=Date),
            tuple_(*_BY_DAY) < mark(),
            or_(bindparam("any_day"), _proposal.c.published_on >= bindparam("since")),
            contains(_proposal.c.title, "words"),
        )
        .order_by(*_NEWEST)
        .limit(MOST + 1)
    )


_PAGE, _PAGE_OF = _page(), _page(_proposal.c.decider == bindparam("decider"))
_ONE = _TAKEN.where(_proposal.c.ref == bindparam("ref"))
_OF_COMMISSION = (
    _TAKEN.where(_proposal.c.commission_id == bindparam("commission"))
    .order_by(*_NEWEST)
    .limit(MOST)
)


def _next_decider(*after: Any) -> Any:
    """The first decider by key, or the first after another: one step in an index."""
    return (
        select(_proposal.c.decider)
        .where(_proposal.c.partnership_id == _here, _proposal.c.decider.is_not(None), *after)
        .order_by(_proposal.c.decider)
        .limit(1)
        .scalar_subquery()
    )


def _every_decider() -> Any:
    """Whoever took a published decision: from key to key, not over all their decisions."""
    found = select(_next_decider().label("decider")).cte("deciders", recursive=True)
    after = _next_decider(_proposal.c.decider > found.c.decider)
    found = found.union_all(select(after).where(found.c.decider.is_not(None)))
    openly = select(_proposal.c.id).where(
        _proposal.c.partnership_id == _here,
        _proposal.c.decider == found.c.decider,
        decided_openly(),
    )
    return select(found.c.decider).where(openly.correlate(found).exists()).limit(200)


_DECIDERS = _every_decider()


def decided(
    desk: Desk, *, words: str = "", decided_by: str = "", since: Any = None, after: str = ""
) -> Listed:
    """A page of published decisions, the latest first.

    `words` are looked for in the title; `decided_by` is the key of a body or an office; `since` the
    first day of publication. Raises `Unusable` for a mark that is none.
    """
    who = {"decider": decided_by[:80]} if decided_by else {}
    rows = desk.all(
        _PAGE_OF if who else _PAGE,
        **who,
        today=desk.today,
        words=searched(words),
        any_day=since is None,
        since=since,
        **read_mark(after),
    )
    told = _lines(desk, rows[:MOST])
    return page_of(
        rows, lambda row: day_and_ref(row.published_on, row.ref), lambda row: told[row.id]
    )


def decided_on_commission(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """The published decisions on one commission, by its id, the latest first."""
    rows = desk.all(_OF_COMMISSION, commission=commission_id, today=desk.today)
    return list(_lines(desk, rows).values())


def deciders(desk: Desk) -> dict[str, str]:
    """Everybody who took a published decision: what each is called, by key."""
    keys = {row.decider for row in desk.all(_DECIDERS, today=desk.today)}
    called = titles(desk, None, keys) if keys else {}
    return dict(sorted(called.items(), key=lambda one: one[1]))


def _lines(desk: Desk, rows: Any) -> dict[str, dict[str, Any]]:
    keys = {row.decider for row in rows} - {None}
    called = titles(desk, None, keys) if keys else {}
    return {
        row.id: {
            "ref": row.ref,
            "title": row.title,
            "kind": row.kind,
            "decider": called.get(row.decider, ""),
            "decided_on": row.decided_on,
            "published_on": row.published_on,
            "outcome": row.outcome,
            "state": row.state,
            "commission": commission_plain(row),
        }
        for row in rows
    }


def one_decided(desk: Desk, ref: str) -> tuple[Any, dict[str, Any]] | None:
    """A published decision's row, and what a list says of it; None where none is published."""
    row = desk.first(_ONE, ref=ref, today=desk.today)
    return None if row is None else (row, _lines(desk, [row])[row.id])
