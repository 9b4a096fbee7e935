"""The lists that the Local Government Transparency Code 2015 asks for, one row for each thing.

Part 2.1, each quarter: invitations to tender and contracts above £5,000. Part 2.2, each year:
grants to voluntary, community and social enterprise organisations. The list of contracts has what
the public register has, and the day of the next review, which the code asks for. What is not on
record is left empty and never guessed; an agreement of unknown value is listed, as nobody can say
that it is below the threshold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Date, and_, bindparam, func, or_, select

from governance import words
from governance.adapters.csv_out import Pence, csv_parts
from governance.application.commissions.facts import DECIDES
from governance.application.desk import Desk
from governance.application.publishing.open_data.delivering import CONTRACTS
from governance.application.publishing.open_data.happening import TO_PROCURE, named
from governance.application.publishing.openness import (
    agreement_open,
    commission_open,
)
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store.lists import after_reference, by_reference
from governance.store.tables import TABLES

OVER: Final = 5_000_00
"""Contracts above this sum, in pence, are listed (part 2.1 of the code)."""
AT_ONCE: Final = 500

_commission = TABLES["commission"]
_agreement = TABLES["agreement"]
_proposal = TABLES["proposal"]
_organisation = TABLES["organisation"]
_review = TABLES["review"]
_provider = _organisation.alias("provider")
_here: Any = bindparam("partnership")


def _on(rows: Any, column: Any, of: Any) -> Any:
    return and_(rows.c.partnership_id == of.c.partnership_id, rows.c.id == column)


_NEXT_REVIEW = (
    select(func.min(_review.c.due_day))
    .where(
        _review.c.partnership_id == _commission.c.partnership_id,
        _review.c.commission_id == _commission.c.id,
        _review.c.state.in_(("due", "rescheduled")),
    )
    .scalar_subquery()
)
_AGREEMENTS = (
    select(
        _agreement,
        _commission.c.ref.label("commission_ref"),
        _commission.c.title.label("commission_title"),
        _commission.c.mechanism,
        _commission.c.facts,
        _organisation.c.name.label("department"),
        _provider.c.name.label("supplier"),
        _provider.c.identifiers,
        _provider.c.key,
        _provider.c.voluntary,
        _NEXT_REVIEW.label("review"),
    )
    .join(_commission, _on(_commission, _agreement.c.commission_id, _agreement))
    .outerjoin(_organisation, _on(_organisation, _commission.c.organisation_id, _commission))
    .outerjoin(_provider, _on(_provider, _agreement.c.provider_id, _agreement))
    .where(
        _agreement.c.partnership_id == _here,
        agreement_open(),
        or_(bindparam("first"), after_reference(_agreement.c.ref, "after")),
    )
    .order_by(*by_reference(_agreement.c.ref))
    .limit(bindparam("most"))
)
_CONTRACTS = _AGREEMENTS.where(
    _agreement.c.kind.in_(CONTRACTS),
    or_(_agreement.c.value.is_(None), _agreement.c.value > OVER),
)
_GRANTS = _AGREEMENTS.where(_agreement.c.kind == "grant")
_asked = _proposal.alias("asked")
_PERMISSION = (
    select(func.max(_asked.c.id))
    .where(
        _asked.c.partnership_id == _commission.c.partnership_id,
        _asked.c.commission_id == _commission.c.id,
        _asked.c.round == _commission.c.round,
        _asked.c.kind == TO_PROCURE,
        _asked.c.parent_id.is_(None),
        _asked.c.state == "effective",
        _asked.c.outcome.in_(sorted(DECIDES)),
        _asked.c.decided_on.is_not(None),
        _asked.c.published_on <= bindparam("today", type_=Date),
    )
    .correlate(_commission)
    .scalar_subquery()
)
"""The latest published permission to procure in the commission's present round."""
_TENDERS = (
    select(
        _commission,
        _proposal.c.ref.label("report"),
        _proposal.c.decided_on,
        _organisation.c.name.label("department"),
        _NEXT_REVIEW.label("review"),
    )
    .outerjoin(_organisation, _on(_organisation, _commission.c.organisation_id, _commission))
    .outerjoin(_proposal, _on(_proposal, _PERMISSION, _commission))
    .where(
        _commission.c.partnership_id == _here,
        commission_open(),
        or_(_proposal.c.id.is_not(None), _commission.c.ocid.is_not(None)),
        or_(bindparam("first"), after_reference(_commission.c.ref, "after")),
    )
    .order_by(*by_reference(_commission.c.ref))
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class List:
    """One list: its columns by their names, and a row's cells in the same order."""

    name: str
    columns: tuple[str, ...]
    rows: Any
    of_today: bool
    """Whether its rows are asked for by the day."""
    cells: Callable[[Any], Sequence[Any] | None]


def _registered(row: Any) -> str:
    """The numbers of a supplier in public registers."""
    if row.key is None:
        return ""
    party = named(_Party(row.key, row.supplier, row.identifiers))
    return "; ".join(f"{s} {i}" for s, i in (() if party is None else party.identifiers))


@dataclass(frozen=True, slots=True)
class _Party:
    key: str
    name: str
    identifiers: Sequence[str]


def _voluntary(row: Any) -> str:
    """That the supplier is of the voluntary sector, where somebody said so."""
    return words.say("web.yes", {}) if row.voluntary else ""


def _sum(pence: int | None) -> Pence | None:
    return None if pence is None else Pence(pence)


def _process(row: Any) -> str:
    """How it came about, as far as it is on record: a competition, or what a notice says."""
    told = row.facts.get("method")
    return str(told) if told else (words.term(row.mechanism) if row.mechanism else "")


def _contract(row: Any) -> Sequence[Any]:
    return (
        row.ref,
        row.title,
        row.commission_title,
        row.department,
        words.term(row.kind),
        row.supplier,
        _registered(row),
        _voluntary(row),
        None,
        _sum(row.value),
        None,
        row.starts_on,
        row.ends_on,
        row.review,
        _process(row),
        words.term(row.state),
        row.commission_ref,
    )


def _grant(row: Any) -> Sequence[Any]:
    return (
        row.ref,
        row.title,
        row.commission_title,
        row.department,
        row.supplier,
        _registered(row),
        _voluntary(row),
        _sum(row.value),
        row.starts_on,
        row.ends_on,
        words.term(row.state),
        row.commission_ref,
    )


def _tender(row: Any) -> Sequence[Any] | None:
    told: Mapping[str, Any] = row.facts
    closes = told.get("tenders_close")
    if row.report is None and closes is None:
        return None
    return (
        told.get("reference") or row.ref,
        row.title,
        row.need if row.report is not None else None,
        row.department,
        row.decided_on,
        dt.date.fromisoformat(closes) if closes else None,
        row.end_date,
        row.review,
        row.report,
        row.ref,
    )


_CONTRACT_COLUMNS: Final = (
    "reference",
    "title",
    "description",
    "department",
    "agreement_kind",
    "supplier",
    "supplier_registered",
    "voluntary",
    "small",
    "sum",
    "vat_not_recovered",
    "starts",
    "ends",
    "review",
    "process",
    "state",
    "commission",
)
_GRANT_COLUMNS: Final = (
    "reference",
    "title",
    "purpose",
    "department",
    "beneficiary",
    "beneficiary_registered",
    "voluntary",
    "sum",
    "starts",
    "ends",
    "state",
    "commission",
)
_TENDER_COLUMNS: Final = (
    "reference",
    "title",
    "description",
    "department",
    "permitted",
    "closes",
    "ends",
    "review",
    "decision",
    "commission",
)
LISTS: Final[Mapping[str, List]] = {
    one.name: one
    for one in (
        List("contracts", _CONTRACT_COLUMNS, _CONTRACTS, False, _contract),
        List("grants", _GRANT_COLUMNS, _GRANTS, False, _grant),
        List("tenders", _TENDER_COLUMNS, _TENDERS, True, _tender),
    )
}
"""Every list by its name."""


def known_list(name: str) -> List:
    """The list of that name. Raises `Unusable` with the nearest."""
    found = LISTS.get(name)
    if found is None:
        known = list(LISTS)
        near = nearest(name, known)
        raise Unusable.one("open_data.list_unknown", name=name[:40], nearest=near, known=known)
    return found


def list_parts(desk: Desk, wanted: List) -> Iterator[bytes]:
    """A list as a CSV file, in pieces: days ISO, amounts in pounds."""
    titles = [words.say(f"open_data.column.{name}", {}) for name in wanted.columns]
    return csv_parts(titles, _rows(desk, wanted))


def _rows(desk: Desk, wanted: List) -> Iterator[Sequence[Any]]:
    params: dict[str, Any] = {"most": AT_ONCE}
    params |= {"today": desk.today} if wanted.of_today else {}
    after = ""
    while True:
        rows = desk.tx.all(
            wanted.rows, partnership=desk.pid, first=not after, after=after, **params
        )
        for row in rows:
            cells = wanted.cells(row)
            if cells is not None:
                yield cells
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].ref
