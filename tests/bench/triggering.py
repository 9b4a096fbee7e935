"""Triggers over a register: 100,000 commissions with 10 measures each, 8 quarters of each.

The rows are made by the database itself, as no import would be quick enough. Beside what Vires
takes stand the bare driver's time for the very statement it sends, and for the same question
asked of the observations themselves, as one would who keeps no count of reds.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import world
from sqlalchemy import Column, Table, text
from trigger_bits import FLOW

from bench.databases import Databases, know
from bench.figures import Figure, middle, seconds
from governance.application.desk import CLOCK, acting, looking
from governance.application.sweeping import SWEEPS
from governance.application.triggers import reds
from governance.application.triggers.asking import ask
from governance.application.triggers.finding import found
from governance.application.triggers.rules import rules
from governance.configuration import config_dir
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

NOW = dt.datetime(2026, 1, 12, 9, 30, tzinfo=dt.UTC)
COMMISSIONS, QUICK_COMMISSIONS = 100_000, 60
MEASURES = 10
QUARTERS = 8
IN_A_ROW, QUICK_IN_A_ROW = 2_003, 41
"""Every so manyth measure was red in its last three quarters."""
ROUNDS = 15
SIZE = "VIRES_BENCH_COMMISSIONS"
"""How many commissions, where the machine has no room for all."""

_BARE = """
SELECT m.commission_id, count(*) FROM measure m
JOIN commission c ON c.partnership_id = m.partnership_id AND c.id = m.commission_id
WHERE m.partnership_id = :p AND m.ended_on IS NULL AND c.state IN ('proposed', 'in_cycle', 'paused')
AND (SELECT count(*) FROM (
  SELECT o.rating FROM observation o
  WHERE o.partnership_id = m.partnership_id AND o.measure_id = m.id AND o.stands
  ORDER BY o.period_end DESC LIMIT 2) last WHERE last.rating = 'red') = 2
GROUP BY m.commission_id
"""
"""The question of two reds in a row, asked of the observations."""


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """What the sweep takes: to ask, to look at everything, at one commission, to open cases."""
    size = QUICK_COMMISSIONS if quick else int(os.environ.get(SIZE, COMMISSIONS))
    store = open_store(databases.fresh())
    world.world(store, NOW, rulebooks=world.RULEBOOKS)
    _triggers(store)
    _fill(store, size, QUICK_IN_A_ROW if quick else IN_A_ROW)
    know(store)
    note = f"{size:,} commissions, {size * MEASURES * QUARTERS:,} observations"
    figures = [
        *_asked(store, databases.kind, note),
        *_swept(store, databases.kind, note),
    ]
    store.close()
    return figures


def _triggers(store: Store) -> None:
    built = world.World(store, NOW)
    with built.acting() as desk:
        world.bring_into_force(
            desk, kind="triggers", file="triggers/starting-triggers.yaml", since=NOW.date()
        )
    assert (config_dir() / "triggers/starting-triggers.yaml").is_file()


def _asked(store: Store, where: str, note: str) -> list[Figure]:
    """One trigger over everything, beside the bare driver."""
    with looking(store, now=NOW, partnership=world.KEY, actor=CLOCK) as desk:
        widely = next(r.trigger for r in rules(desk) if r.trigger.key == "red-twice")
        pid = desk.pid
        ours = middle([seconds(lambda: found(desk, widely)) for _ in range(ROUNDS)])
        sent = reds.statement(widely, some=False)
        same = middle([seconds(lambda: desk.tx.all(sent, partnership=pid)) for _ in range(ROUNDS)])
        every = middle(
            [seconds(lambda: [found(desk, r.trigger) for r in rules(desk)]) for _ in range(ROUNDS)]
        )
    with store.engine.connect() as bare:
        statement = text(_BARE)
        asked = seconds(lambda: bare.execute(statement, {"p": pid}).all())
        bare.rollback()
    return [
        Figure("triggers: one asked", where, ours * 1000, "ms", note),
        Figure("triggers: its statement, bare", where, same * 1000, "ms", "the driver alone"),
        Figure("triggers: of observations, bare", where, asked * 1000, "ms", "no count kept"),
        Figure("triggers: all asked", where, every * 1000, "ms", note),
    ]


def _swept(store: Store, where: str, note: str) -> list[Figure]:
    """The sweep: everything with its cases, everything again, one commission, and nothing."""
    sweep = SWEEPS[FLOW]
    opened = 0

    def everything() -> None:
        nonlocal opened
        while True:
            done = sweep.work(store, now=NOW, limit=100)
            opened += done.done
            if not done.more:
                return

    took = seconds(everything)
    later = NOW + dt.timedelta(days=1)
    again = seconds(lambda: sweep.work(store, now=later, limit=100))
    nothing = middle([seconds(lambda: sweep.due(store, now=later)) for _ in range(20)])
    with acting(store, now=later, partnership=world.KEY) as desk:
        ask(desk, ["c-1"])
    one = seconds(lambda: sweep.work(store, now=later, limit=100))
    assert opened
    assert sweep.due(store, now=later) is None
    return [
        Figure("triggers: cases opened", where, opened / took, "a second", f"{opened:,} cases"),
        Figure("triggers: a day’s look", where, again * 1000, "ms", "every case is there"),
        Figure("triggers: one changed", where, one * 1000, "ms", note),
        Figure("triggers: nothing due", where, nothing * 1000, "ms", note),
    ]


# --- rows made by the database


def _fill(store: Store, size: int, in_a_row: int) -> None:
    """Commissions, measures and observations, by three statements."""
    with looking(store, now=NOW, partnership=world.KEY) as desk:
        pid = desk.pid
        lead = desk.row("person", "example-commissioner").id
    series = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) "
    measures = size * MEASURES
    number = "CAST(substr(m.id, 3) AS INTEGER)"
    reds = f"CASE WHEN i % {in_a_row} = 0 THEN 3 WHEN i % 11 = 0 THEN 1 ELSE 0 END"
    ends = " ".join(
        f"WHEN {q} THEN '{2024 + q // 4}-{('03-31', '06-30', '09-30', '12-31')[q % 4]}'"
        for q in range(QUARTERS)
    )
    rating = (
        f"CASE WHEN {number} % {in_a_row} = 0 THEN CASE WHEN q.i > 5 THEN 'red' ELSE 'amber' END "
        f"WHEN q.i = 8 THEN CASE WHEN {number} % 11 = 0 THEN 'red' ELSE 'green' END "
        f"WHEN ({number} + q.i) % 5 = 0 AND q.i < 7 THEN 'red' ELSE 'amber' END"
    )
    commission = {
        "partnership_id": f"'{pid}'",
        "id": "'c-' || i",
        "ref": "'C-' || (100000 + i)",
        "title": "'Example service ' || i",
        "state": "'in_cycle'",
        "lead_id": f"'{lead}'",
        "framework_key": "'four-step'",
        "group_id": "'c-' || i",
        "risk_tier": "'low'",
    }
    of = {
        "partnership_id": f"'{pid}'",
        "id": "'m-' || i",
        "ref": "'Q-' || (1000000 + i)",
        "commission_id": f"'c-' || (1 + (i - 1) / {MEASURES})",
        "title": "'Example measure ' || i",
        "question": "CASE i % 3 WHEN 0 THEN 'how_much' WHEN 1 THEN 'how_well' ELSE 'better_off' END",
        "direction": "'higher'",
        "target": "90000000",
        "reds": reds,
        "rating": f"CASE WHEN {reds} > 0 THEN 'red' ELSE 'green' END",
        "latest_end": "'2025-12-31'",
    }
    observed = {
        "partnership_id": "m.partnership_id",
        "id": "'o-' || substr(m.id, 3) || '-' || q.i",
        "measure_id": "m.id",
        "period_start": f"CASE q.i - 1 {ends} END",
        "period_end": f"CASE q.i - 1 {ends} END",
        "value": "50000000",
        "entered_at": f"'{NOW:%Y-%m-%d %H:%M:%S}.000000'",
        "rating": rating,
    }
    with store.engine.begin() as made:
        for table, said, source, most in (
            ("commission", commission, "n", size),
            ("measure", of, "n", measures),
            ("observation", observed, "measure m, n q", QUARTERS),
        ):
            where = " WHERE m.id LIKE 'm-%'" if table == "observation" else ""
            into, values = _columns(TABLES[table], said, made.dialect)
            made.exec_driver_sql(
                f"INSERT INTO {table} ({into}) {series.format(most=most)}"  # our own names
                f"SELECT {values} FROM {source}{where}".replace("%", _percent(made.dialect))
            )


def _percent(dialect: Any) -> str:
    """A percent sign as the driver wants it where a statement has no parameters."""
    return "%" if dialect.name == "sqlite" else "%%"


def _columns(table: Table, said: dict[str, str], dialect: Any) -> tuple[str, str]:
    """The columns of a table and what to put in each: what is said, else its default."""
    values = [
        f"CAST({said.get(c.name, _default(c))} AS {c.type.compile(dialect=dialect)})"
        if dialect.name != "sqlite"
        else said.get(c.name, _default(c))
        for c in table.c
    ]
    return ", ".join(c.name for c in table.c), ", ".join(values)


def _default(column: Column[Any]) -> str:
    if column.default is None:
        return "NULL"
    value: Any = getattr(column.default, "arg", None)
    if callable(value):
        value = value(None)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    return f"'{value}'" if isinstance(value, str) else f"'{value!s}'"
