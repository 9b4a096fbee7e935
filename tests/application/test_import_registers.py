"""Registers in spreadsheets: one reference, one commission; its rows, the agreements."""

import datetime as dt
from typing import Any

from import_files import (
    AGREEMENTS,
    AREA,
    COMMISSIONS,
    ENTRIES,
    NOW,
    ORGANISATIONS,
    counts,
    flags,
    only,
    rows,
)
from world import world

from governance.application.imports.acts import import_csv
from governance.application.imports.model import Report
from governance.store import ledger
from governance.store.engine import Store

MAPPING = b"""\
vires: csv-mapping/1
title: Contracts register
dates: [DD/MM/YYYY]
unknown: [TBC]
columns:
  reference: Ref
  title: Title
  lead: Officer
  provider: Supplier
  starts: Start
  ends: End
  value: Value
"""
HEADINGS = "Ref,Title,Officer,Supplier,Start,End,Value"
FOSTER = 'E1,Foster care,Jane Example,Example Care Ltd,01/02/2025,31/01/2027,"£30,000"'
SECOND = "E1,Foster care,Jane Example,Other Care Ltd,01/02/2025,31/01/2026,10000"
SHORT = ",Short breaks,example-commissioner,Example Breaks,01/06/2025,31/05/2026,TBC"


def take(store: Store, *lines: str, **options: Any) -> Report:
    given: dict[str, Any] = {"partnership": AREA, "now": NOW, "mapping": MAPPING} | options
    content = "\n".join((HEADINGS, *lines)).encode()
    return import_csv(store, content=content, file="r.csv", mapping_file="m.yaml", **given)


def test_rows_of_one_reference_are_one_commission(store: Store) -> None:
    assert counts(take(store, FOSTER, SECOND, SHORT)) == (2, 1, 0, 0)
    by_title = {row.title: row for row in rows(store, COMMISSIONS)}
    foster = by_title["Foster care"]
    assert (foster.value, foster.end_date) == (4_000_000, dt.date(2027, 1, 31))
    assert by_title["Short breaks"].value is None
    assert foster.ocid is None
    made = {(a.value, a.ends_on, a.state) for a in rows(store, AGREEMENTS)}
    assert made == {
        (3_000_000, dt.date(2027, 1, 31), "in_force"),
        (1_000_000, dt.date(2026, 1, 31), "in_force"),
        (None, dt.date(2026, 5, 31), "awarded"),
    }


def test_a_second_time_changes_nothing_wherever_the_rows_stand(store: Store) -> None:
    take(store, FOSTER, SECOND, SHORT)
    entries = len(rows(store, ENTRIES))
    assert counts(take(store, SHORT, "", FOSTER, SECOND)) == (0, 0, 3, 0)
    assert len(rows(store, ENTRIES)) == entries
    with store.read() as tx:
        assert ledger.verify(tx).ok


def test_a_row_that_says_something_new_is_an_update(store: Store) -> None:
    take(store, FOSTER, SHORT)
    report = take(store, FOSTER.replace("2027", "2028"), SHORT.replace("TBC", "£5"))
    assert counts(report) == (0, 2, 0, 0)
    by_title = {row.title: row for row in rows(store, COMMISSIONS)}
    assert by_title["Foster care"].end_date == dt.date(2028, 1, 31)
    assert by_title["Short breaks"].value == 500


def test_rows_alike_without_a_reference_are_told_apart_by_their_order(store: Store) -> None:
    dearer = SHORT.replace("TBC", "7")
    assert counts(take(store, SHORT, SHORT, dearer)) == (2, 0, 1, 0)
    assert counts(take(store, SHORT, dearer)) == (0, 0, 2, 0)


def test_rows_that_cannot_be_read_are_rejected_with_every_reason(store: Store) -> None:
    report = take(store, FOSTER, "E2,,X,Y,yesterday,31/01/2027,-5")
    assert counts(report) == (1, 0, 0, 1)
    (rejected,) = report.rejected
    assert rejected.ref == "row 3"
    assert [p.code for p in rejected.reasons] == [
        "import.row_without_title",
        "import.cell_not_a_day",
        "money.unreadable",
    ]


def test_an_officer_is_the_lead_only_where_the_key_says_so(store: Store) -> None:
    built = world(store, NOW)
    take(store, FOSTER, SHORT)
    with built.looking() as desk:
        lead = desk.row("person", "example-commissioner").id
    leads = {row.title: row.lead_id for row in rows(store, COMMISSIONS)}
    assert leads == {"Foster care": None, "Short breaks": lead}
    bodies = b"".join(entry.body for entry in rows(store, ENTRIES))
    assert b"Jane" not in bodies


def test_two_registers_do_not_take_each_others_references(store: Store) -> None:
    take(store, FOSTER)
    grants = MAPPING.replace(b"Contracts register", b"Grants register")
    assert counts(take(store, FOSTER, mapping=grants)) == (1, 0, 0, 0)
    assert len(rows(store, COMMISSIONS)) == 2
    assert len(rows(store, ORGANISATIONS)) == 1


def test_a_row_without_a_provider_has_no_agreement(store: Store) -> None:
    take(store, "E3,Advice,,,,,")
    assert rows(store, AGREEMENTS) == []
    assert flags(only(store, COMMISSIONS)) == {
        "import.found",
        "import.no_lead",
        "import.no_end_date",
    }
