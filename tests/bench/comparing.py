"""Comparing two versions of 1,000 rules, alone and against a register of many commissions.

A few rules differ, then all of them; the register has commissions whose next decision is ahead,
one in ten with a report under way.
"""

import datetime as dt
from typing import Any

import world
from sqlalchemy import update

from bench.databases import Databases, know
from bench.figures import Figure, middle, seconds
from bench.register import fill
from governance.application.desk import acting, looking
from governance.application.rulebook.comparing import on_the_register
from governance.domain.assurance.comparing import compare
from governance.domain.authority import Scheme, load_scheme
from governance.store.engine import open_store
from governance.store.tables import TABLES

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
KINDS = ("permission-to-procure", "award", "extend", "vary", "grant")
RULES, QUICK_RULES = 1_000, 50
SIZE, QUICK_SIZE = 100_000, 60
HEAD = """
vires: scheme/1
key: example-partnership
title: Many rules
standing: own
owner: trust-board
vat: excluding
deciders:
  trust-board: {kind: body, title: the board}
  executive-board: {kind: body, title: the executive board}
  director: {kind: office, title: the director}
ranks: [[trust-board, executive-board, director]]
inputs:
  kind: {one of: [KINDS], from: kind}
  value: {type: money, from: value}
  cumulative: {type: money, from: cumulative_value}
rules:
"""
_stage = TABLES["stage_progress"]
UNDER_WAY = update(_stage).where(_stage.c.stage == "plan").values(state="open")
"""Every commission's planning is under way: a decision lies ahead of it."""
DECIDERS = ("director", "executive-board", "trust-board")


def scheme(rules: int, *, moved: int = 0, of: int = 1) -> Scheme:
    """Bands of £1,000s by kind; the edges of one rule in so many are moved by so many pence."""
    lines = [HEAD.replace("KINDS", ", ".join(KINDS))]
    bands = rules // len(KINDS)
    for kind in KINDS:
        edges = [band * 1_000_00 + (moved if band % of == 0 else 0) for band in range(bands)]
        for band in range(bands):
            tests = [f"over {_pounds(edges[band])}"] if band else []
            tests += [f"up to {_pounds(edges[band + 1])}"] if band + 1 < bands else []
            when = f"{{kind: {kind}, cumulative: {' and '.join(tests)}}}"
            path = f"[{{decide: {DECIDERS[band % len(DECIDERS)]}}}]"
            lines.append(f"  - {{id: {kind}-{band}, when: {when}, path: {path}}}")
    return load_scheme("\n".join(lines).encode(), "many.yaml")


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"


def alone(*, quick: bool) -> list[Figure]:
    """Seconds to compare two versions, by how much differs."""
    rules = QUICK_RULES if quick else RULES
    old, few, every = (scheme(rules), scheme(rules, moved=-5_00, of=20), scheme(rules, moved=-5_00))
    return [
        _compared("one rule in ten differing", old, few),
        _compared("every rule differing", old, every),
    ]


def _compared(what: str, old: Scheme, new: Scheme) -> Figure:
    on = NOW.date()
    took = middle([seconds(lambda: compare(old, new, on)) for _ in range(3)])
    found = compare(old, new, on)
    note = f"{len(old.rules):,} rules; {len(found.changes):,} groups of cases"
    return Figure(f"compare, {what}", "no database", took * 1000, "ms", note)


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Seconds to ask two versions about a whole register, the comparison included."""
    rules = QUICK_RULES if quick else RULES
    size = QUICK_SIZE if quick else SIZE
    store = open_store(databases.fresh())
    world.world(store, NOW)
    with acting(store, now=NOW, partnership=world.KEY) as desk:
        fill(desk, size)
        desk.writer.run(UNDER_WAY)
    know(store)
    old, new = scheme(rules), scheme(rules, moved=-5_00)
    told: dict[str, Any] = {}

    def ask() -> None:
        with looking(store, now=NOW, partnership=world.KEY) as desk:
            found = compare(old, new, desk.today)
            told.update(on_the_register(desk, found, old, new))

    took = seconds(ask)
    store.close()
    asked = f"{told['commissions']:,} decisions ahead, {told['proposals']:,} reports"
    note = f"{rules:,} rules, all differing; {asked}; {len(told['elsewhere']):,} go elsewhere"
    return [Figure(f"compare, {size:,} commissions", databases.kind, took, "s", note)]
