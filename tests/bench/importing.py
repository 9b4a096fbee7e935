"""Releases a second that an import takes: new ones, and the same file once more."""

import datetime as dt
import json
from typing import Any

from bench.databases import Databases
from bench.figures import Figure, seconds
from governance.application.imports.acts import import_ocds
from governance.store.engine import open_store

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
AREA = "exampleshire"
BUYERS = tuple(f"Example Authority {number}" for number in range(20))
SUPPLIERS = tuple(f"Example Supplier {number} Limited" for number in range(100))


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """The rate of a first import and of a second import of the same file."""
    number = 20 if quick else 1_000
    content = json.dumps(
        {"version": "1.1", "releases": [release(n) for n in range(number)]}
    ).encode()
    store = open_store(databases.fresh())
    figures = []
    for what in ("first import", "import of the same file again"):

        def take() -> None:
            report = import_ocds(
                store, partnership=AREA, content=content, file="releases.json", now=NOW
            )
            assert not report.rejected

        rate = number / seconds(take)
        note = f"{number:,} releases of a tender and its award, one commit each"
        figures.append(Figure(what, databases.kind, rate, "releases a second", note))
    store.close()
    return figures


def release(number: int) -> dict[str, Any]:
    """An award notice with its tender, as Contracts Finder publishes them."""
    supplier = SUPPLIERS[number % len(SUPPLIERS)]
    buyer = BUYERS[number % len(BUYERS)]
    period = {"startDate": "2025-04-01T00:00:00Z", "endDate": "2028-03-31T00:00:00Z"}
    value = {"amount": 30_000 + number, "currency": "GBP"}
    return {
        "ocid": f"ocds-example-{number:06}",
        "id": f"ocds-example-{number:06}-award",
        "date": "2025-02-10T09:00:00Z",
        "tag": ["award"],
        "buyer": {"id": f"buyer-{number % len(BUYERS)}", "name": buyer},
        "tender": {
            "id": f"T{number}",
            "title": f"Short breaks, area {number}",
            "description": "Short breaks for disabled children and their families. " * 8,
            "procurementMethod": "open",
            "value": value,
            "contractPeriod": period,
        },
        "awards": [
            {
                "id": f"A{number}",
                "status": "active",
                "date": "2025-02-01T00:00:00Z",
                "value": value,
                "suppliers": [{"id": f"supplier-{supplier}", "name": supplier}],
                "contractPeriod": period,
            }
        ],
    }
