"""Measures, observations and triggers in force, put in place for tests of what comes of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from reports import COMMISSIONER, Life
from sqlalchemy import bindparam, select
from world import bring_into_force

from governance.application.change import Change, Insert, Update
from governance.application.sweeping import SWEEPS, Swept
from governance.store.tables import TABLES

FLOW = "decommissioning_triggers"
QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
_CASES = select(TABLES["decommissioning_case"]).where(
    TABLES["decommissioning_case"].c.partnership_id == bindparam("partnership")
)


def in_force(life: Life, triggers: str, *, key: str = "local", number: int = 1) -> None:
    """Triggers in force; `triggers` are the lines under “triggers:”, indented by two."""
    text = f"vires: triggers/1\nkey: {key}\ntitle: Local triggers\ntriggers:\n{triggers}"
    with life.acting(None) as desk:
        bring_into_force(
            desk,
            kind="triggers",
            file="local.yaml",
            since=life.today - dt.timedelta(days=30),
            text=text.encode(),
            number=number,
        )


REDS = """\
  red-twice:
    title: Red twice
    source: local
    looks for: consecutive reds
    periods: 2
    offers: support
"""


def measure(life: Life, commission: str, **more: Any) -> str:
    """A measure of a commission, without observations."""
    with life.acting(None) as desk:
        row = desk.row("commission", commission)
        return desk.apply(
            Change(
                kind="measure.added",
                table="measure",
                subject=None,
                values={
                    "id": desk.new_id(),
                    "ref": desk.next_ref("measure"),
                    "commission_id": row.id,
                    "title": "Families offered a break in time",
                    "question": "better_off",
                    "direction": "higher",
                    "target": 90_000_000,
                    **more,
                },
            )
        ).ref


def observe(life: Life, ref: str, *ratings: str | None, first: int = 0) -> None:
    """Observations of quarter after quarter, from the first of 2024 on; `reds` as they stand."""
    with life.acting(None) as desk:
        row = desk.row("measure", ref)
        writes: list[Insert | Update] = []
        reds = 0 if first == 0 else row.reds
        for place, rating in enumerate(ratings, first):
            end = quarter(place)
            reds = reds + 1 if rating == "red" else 0
            writes.append(
                Insert(
                    "observation",
                    {
                        "id": desk.new_id(),
                        "measure_id": row.id,
                        "period_start": end - dt.timedelta(days=89),
                        "period_end": end,
                        "value": 50_000_000,
                        "entered_at": desk.now,
                        "rating": rating,
                    },
                )
            )
        desk.apply(
            Change(
                kind="measure.observed",
                table="measure",
                subject=row,
                values={"reds": reds, "rating": ratings[-1], "latest_end": end},
                facts={"reds": reds},
                writes=tuple(writes),
            )
        )


def quarter(place: int) -> dt.date:
    """The last day of a quarter, counted from the first of 2024."""
    month, day = QUARTER_ENDS[place % 4]
    return dt.date(2024 + place // 4, month, day)


def sweep(life: Life) -> Swept:
    """Everything that is due of triggers and their deadlines, now."""
    one, whole = SWEEPS[FLOW], Swept()
    while True:
        done = one.work(life.world.store, now=life.now, limit=100)
        whole.take(done)
        if not done.more:
            return whole


def is_due(life: Life) -> bool:
    return SWEEPS[FLOW].due(life.world.store, now=life.now) is not None


def cases(life: Life) -> Sequence[Any]:
    """Every case, in the order in which they were opened."""
    with life.looking() as desk:
        return sorted(desk.all(_CASES), key=lambda row: row.ref)


__all__ = ["COMMISSIONER", "FLOW", "REDS", "cases", "in_force", "is_due", "measure", "observe"]
