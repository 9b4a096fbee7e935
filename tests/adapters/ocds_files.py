"""Small OCDS files for the tests."""

import json
from typing import Any

from governance.adapters.ocds import Package, Release, read_package

OCID = "ocds-example-0001"


def raw_release(**changes: Any) -> dict[str, Any]:
    release = {
        "ocid": OCID,
        "id": "r1",
        "date": "2025-01-23T17:45:04Z",
        "tag": ["tender"],
        "initiationType": "tender",
        "buyer": {"id": "B1", "name": "Exampleshire County Council"},
        "tender": {
            "id": "T1",
            "title": "Foster care",
            "value": {"amount": 1000, "currency": "GBP"},
        },
    }
    return {k: v for k, v in (release | changes).items() if v is not ...}


def read(*releases: Any) -> Package:
    return read_package(json.dumps({"version": "1.1", "releases": releases}).encode(), "f.json")


def one(**changes: Any) -> Release:
    package = read(raw_release(**changes))
    assert package.rejected == ()
    return package.releases[0]


def codes(things: Any) -> list[str]:
    return [thing.code for thing in things]
