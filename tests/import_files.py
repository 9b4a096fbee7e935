"""Small files to import, and what stands in the register afterwards."""

import datetime as dt
import json
from typing import Any

from sqlalchemy import select

from governance.adapters.names import normalise
from governance.application.imports.acts import import_ocds
from governance.application.imports.model import Report
from governance.store.engine import Store
from governance.store.tables import TABLES

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
AREA = "exampleshire"

COMMISSIONS, AGREEMENTS, ORGANISATIONS, RELEASES, ENTRIES = (
    select(TABLES[name])
    for name in ("commission", "agreement", "organisation", "imported_release", "ledger_entry")
)


def release(**changes: Any) -> dict[str, Any]:
    """A tender notice; `...` takes a field out."""
    made = {
        "ocid": "ocds-example-0001",
        "id": "r1",
        "date": "2025-01-10T09:00:00Z",
        "tag": ["tender"],
        "buyer": {"id": "b", "name": "Exampleshire County Council"},
        "tender": {
            "id": "T1",
            "title": "Foster care",
            "value": {"amount": 30000, "currency": "GBP"},
            "contractPeriod": {
                "startDate": "2025-02-01T00:00:00Z",
                "endDate": "2027-01-31T00:00:00Z",
            },
        },
    }
    return {name: value for name, value in (made | changes).items() if value is not ...}


def award(supplier: str = "Example Care Limited", **changes: Any) -> dict[str, Any]:
    """An award of the contract that `release` tenders."""
    made = {
        "id": "a1",
        "status": "active",
        "date": "2025-01-20T00:00:00Z",
        "value": {"amount": 29000, "currency": "GBP"},
        "suppliers": [{"id": "s1", "name": supplier}],
        "contractPeriod": {"startDate": "2025-02-01", "endDate": "2027-01-31"},
    }
    return made | changes


def package(*releases: Any) -> bytes:
    return json.dumps({"version": "1.1", "releases": releases}).encode()


def take(store: Store, *releases: Any, **options: Any) -> Report:
    """Import a package of releases."""
    return take_file(store, package(*releases), **options)


def take_file(store: Store, content: bytes, **options: Any) -> Report:
    given: dict[str, Any] = {"partnership": AREA, "now": NOW, "file": "f.json"} | options
    return import_ocds(store, content=content, **given)


def counts(report: Report) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, rejected."""
    return report.created, report.updated, report.unchanged, len(report.rejected)


def rows(store: Store, statement: Any) -> list[Any]:
    with store.read() as tx:
        return tx.all(statement)


def only(store: Store, statement: Any) -> Any:
    (row,) = rows(store, statement)
    return row


def flags(row: Any) -> set[str]:
    return {flag["code"] for flag in row.flags}


def picture(store: Store) -> dict[str, Any]:
    """Everything an import wrote that does not depend on the order in which it came."""
    names = {row.id: normalise(row.name) for row in rows(store, ORGANISATIONS)}
    made: dict[str, Any] = {}
    for row in rows(store, COMMISSIONS):
        buyer = None if row.organisation_id is None else names[row.organisation_id].words
        made[row.id] = [row.title, row.value, row.end_date, row.regime, row.state, buyer]
        made[row.id] += [sorted(flags(row)), row.facts, {}]
    for row in rows(store, AGREEMENTS):
        provider = None if row.provider_id is None else names[row.provider_id].words
        made[row.commission_id][-1][row.source_key] = (
            row.title,
            row.lot,
            row.value,
            row.starts_on,
            row.ends_on,
            row.state,
            provider,
        )
    kept = sorted((r.ocid, r.release, r.digest, r.body) for r in rows(store, RELEASES))
    by_process = {row.ocid: made[row.commission_id] for row in rows(store, RELEASES)}
    return {"processes": by_process, "kept": kept, "organisations": len(names)}
