"""What is read for some commissions at once, and the rows' states one after the other.

An entry of the ledger carries what its act wrote, so the states of a row follow from its own
chain. Whether a thing is public now is asked of the register's own conditions.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from governance.application.desk import Desk
from governance.application.publishing.openness import (
    ANNOUNCES,
    commission_open,
    decided_openly,
    to_come,
)
from governance.domain.errors import Unusable
from governance.store.lists import after_reference, by_reference, in_list
from governance.store.tables import TABLES

AT_ONCE: Final = 200
"""Commissions that are read at once."""

_commission = TABLES["commission"]
_agreement = TABLES["agreement"]
_proposal = TABLES["proposal"]
_notice = TABLES["notice"]
_organisation = TABLES["organisation"]
_release = TABLES["imported_release"]
_entry = TABLES["ledger_entry"]
_here: Any = bindparam("partnership")

_OPEN = select(_commission).where(_commission.c.partnership_id == _here, commission_open())
_NEXT = (
    _OPEN.where(or_(bindparam("first"), after_reference(_commission.c.ref, "after")))
    .order_by(*by_reference(_commission.c.ref))
    .limit(bindparam("most"))
)
_ONE = _OPEN.where(_commission.c.ref == bindparam("ref"))
_AGREEMENTS = (
    select(_agreement)
    .where(_agreement.c.partnership_id == _here, in_list(_agreement.c.commission_id, "ids"))
    .order_by(*by_reference(_agreement.c.ref))
)
_REPORTS = select(_proposal).where(
    _proposal.c.partnership_id == _here,
    _proposal.c.parent_id.is_(None),
    in_list(_proposal.c.commission_id, "ids"),
)
_PUBLIC = select(_proposal.c.id).where(
    _proposal.c.partnership_id == _here,
    in_list(_proposal.c.commission_id, "ids"),
    or_(to_come(), decided_openly()),
)
_NOTICES = select(_notice).where(
    _notice.c.partnership_id == _here,
    in_list(_notice.c.proposal_id, "ids"),
    _notice.c.kind.in_(ANNOUNCES),
    _notice.c.withdrawn.is_(False),
    _notice.c.published_on <= bindparam("today"),
)
_ORGANISATIONS = select(_organisation).where(
    _organisation.c.partnership_id == _here, in_list(_organisation.c.id, "ids")
)
_IMPORTED = select(_release).where(
    _release.c.partnership_id == _here, in_list(_release.c.ocid, "ocids")
)
_ENTRIES = (
    select(_entry)
    .where(_entry.c.partnership_id == _here, in_list(_entry.c.subject_id, "ids"))
    .order_by(_entry.c.subject_id, _entry.c.number)
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One act on a row: when, which, on what facts, and how the row stood afterwards."""

    id: str
    at: dt.datetime
    number: int
    kind: str
    facts: Mapping[str, Any]
    values: Mapping[str, Any]
    writes: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Material:
    """All that is known of one commission for its releases. `turns` are by the row's id."""

    row: Any
    agreements: Sequence[Any]
    reports: Sequence[Any]
    public: frozenset[str]
    """Ids of the reports that anybody may see."""
    notices: Mapping[str, Any]
    organisations: Mapping[str, Any]
    imported: Sequence[Any]
    turns: Mapping[str, Sequence[Turn]] = field(repr=False)


def one_commission(desk: Desk, ref: str) -> Material:
    """What is known of a commission. Raises `Unusable` where it is not on the public register."""
    row = desk.first(_ONE, ref=ref.upper())
    if row is None:
        raise Unusable.one("public.commission_unknown", ref=ref[:40])
    return _materials(desk, [row])[0]


def some_commissions(desk: Desk, *, after: str, most: int = AT_ONCE) -> list[Material]:
    """What is known of commissions on the public register after a reference; "" is before all."""
    rows = _rows(desk, _NEXT, first=not after, after=after, most=most)
    return _materials(desk, rows)


def every_commission(desk: Desk) -> Iterator[Material]:
    """What is known of every commission on the public register, read some at a time."""
    after = ""
    while some := some_commissions(desk, after=after):
        yield from some
        after = some[-1].row.ref


def _rows(desk: Desk, statement: Any, **params: Any) -> list[Any]:
    """Rows that the desk does not have to remember: there may be very many."""
    return desk.tx.all(statement, partnership=desk.pid, **params)


def _materials(desk: Desk, rows: Sequence[Any]) -> list[Material]:
    ids = [row.id for row in rows]
    agreements = _by(_rows(desk, _AGREEMENTS, ids=ids), "commission_id")
    reports = _by(_rows(desk, _REPORTS, ids=ids), "commission_id")
    public = frozenset(r.id for r in _rows(desk, _PUBLIC, ids=ids, today=desk.today))
    told = {n.id: n for n in _rows(desk, _NOTICES, ids=sorted(public), today=desk.today)}
    wanted = {row.organisation_id for row in rows}
    wanted |= {one.provider_id for some in agreements.values() for one in some}
    organisations = {
        one.id: one for one in _rows(desk, _ORGANISATIONS, ids=sorted(wanted - {None}))
    }
    ocids = sorted({row.ocid for row in rows if row.ocid is not None})
    imported = _by(_rows(desk, _IMPORTED, ocids=ocids) if ocids else [], "ocid")
    subjects = {**dict.fromkeys(ids, "commission")}
    subjects |= {one.id: "agreement" for some in agreements.values() for one in some}
    subjects |= dict.fromkeys(public, "proposal")
    turns = _turns(desk, subjects)
    return [
        Material(
            row=row,
            agreements=agreements.get(row.id, ()),
            reports=reports.get(row.id, ()),
            public=public,
            notices=told,
            organisations=organisations,
            imported=[i for i in imported.get(row.ocid, ()) if i.commission_id == row.id],
            turns=turns,
        )
        for row in rows
    ]


def _by(rows: Sequence[Any], column: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def _turns(desk: Desk, subjects: Mapping[str, str]) -> dict[str, list[Turn]]:
    """The acts on some rows (their tables by their ids), in the order of each chain."""
    found: dict[str, list[Turn]] = defaultdict(list)
    for entry in _rows(desk, _ENTRIES, ids=sorted(subjects)):
        table = subjects[entry.subject_id]
        chain = found[entry.subject_id]
        body = json.loads(entry.body)
        values = dict(chain[-1].values) if chain else {}
        writes = body["writes"] or ()
        for _, of, row_id, written in writes:
            if (of, row_id) == (table, entry.subject_id):
                values |= written
        chain.append(
            Turn(
                id=entry.id,
                at=entry.at,
                number=entry.number,
                kind=entry.kind,
                facts=body["facts"] or {},
                values=values,
                writes=writes,
            )
        )
    return found
