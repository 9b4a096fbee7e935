"""A register of any size, written by plain inserts: no use case, no ledger, only rows to find.

For measuring questions alone. Every commission has its stages; one in ten has a report under
way and an agreement.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, func, select

from governance.application.desk import Desk
from governance.application.rulebook import in_force
from governance.store.tables import TABLES

BATCH = 5_000
STAGES = ("understand", "plan", "do", "review")

_commission = TABLES["commission"]
_COUNT = select(func.count()).where(_commission.c.partnership_id == bindparam("partnership"))


def fill(desk: Desk, size: int) -> None:
    """Add commissions until there are `size` in the register."""
    there = desk.tx.scalar(_COUNT, partnership=desk.pid)
    lead = desk.row("person", "example-commissioner").id
    framework = in_force.must(desk, kind="framework", key="four-step", on=desk.today).id
    for start in range(there + 1, size + 1, BATCH):
        numbers = range(start, min(start + BATCH, size + 1))
        ids = {number: desk.new_id() for number in numbers}
        desk.writer.insert_many(
            _commission,
            [_one(desk, lead, framework, number, row_id) for number, row_id in ids.items()],
        )
        desk.writer.insert_many(TABLES["stage_progress"], _stages(desk, ids))
        some = {number: row_id for number, row_id in ids.items() if number % 10 == 0}
        desk.writer.insert_many(TABLES["proposal"], _reports(desk, lead, some))
        desk.writer.insert_many(TABLES["agreement"], _agreements(desk, some))


def _row(desk: Desk, **values: Any) -> dict[str, Any]:
    return {"partnership_id": desk.pid, "version": 1, **values}


def _one(desk: Desk, lead: str, framework: str, number: int, row_id: str) -> dict[str, Any]:
    return _row(
        desk,
        id=row_id,
        ref=f"C-{number:04}",
        title=f"Commission {number}",
        state="in_cycle",
        lead_id=lead,
        end_date=dt.date(2026, 1, 1) + dt.timedelta(days=number % 1000),
        framework_key="four-step",
        framework_version_id=framework,
        value=number * 1_000_00,
        group_id=row_id,
    )


def _stages(desk: Desk, ids: dict[int, str]) -> Iterator[dict[str, Any]]:
    for row_id in ids.values():
        for stage in STAGES:
            opened = stage == STAGES[0]
            yield _row(
                desk,
                id=desk.new_id(),
                commission_id=row_id,
                stage=stage,
                state="open" if opened else "not_started",
                opened_on=desk.today if opened else None,
            )


def _reports(desk: Desk, author: str, ids: dict[int, str]) -> Iterator[dict[str, Any]]:
    for number, row_id in ids.items():
        yield _row(
            desk,
            id=desk.new_id(),
            ref=f"R-{number:04}",
            kind="award",
            title=f"Award {number}",
            recommendation="That the contract be awarded.",
            state="draft",
            commission_id=row_id,
            group_id=row_id,
            author_id=author,
            value=60_000_00,
            scheme_key="example-partnership",
        )


def _agreements(desk: Desk, ids: dict[int, str]) -> Iterator[dict[str, Any]]:
    for number, row_id in ids.items():
        yield _row(
            desk,
            id=desk.new_id(),
            ref=f"A-{number:04}",
            commission_id=row_id,
            title=f"Agreement {number}",
            state="in_force",
            value=60_000_00,
            ends_on=dt.date(2026, 1, 1),
        )
