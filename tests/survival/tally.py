"""What came of it all: every promise asserted, and the numbers in one line."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from governance.store.check import check
from governance.store.engine import Store
from governance.store.tables import TABLES
from survival.town import BLOCK, TOLD

FINAL = {"sent", "addressed", "gathered", "parked"}
"""States of a message that has arrived, become others, or is shown as given up."""


def rows(store: Store, table: str) -> list[Any]:
    """Every row of a table."""
    with store.read() as tx:
        return tx.all(select(TABLES[table]).order_by(TABLES[table].c.id))


def number_of(store: Store, table: str, *where: Any) -> int:
    """How many rows of a table there are."""
    with store.read() as tx:
        found: int = tx.scalar(select(func.count()).select_from(TABLES[table]).where(*where))
    return found


def wanted(store: Store) -> list[Any]:
    """The deadlines that a town was given."""
    table = TABLES["deadline"]
    with store.read() as tx:
        return tx.all(select(table).where(table.c.cause.startswith("survival-")))


def prompts(store: Store, *, levels: Mapping[str, int] = TOLD) -> str:
    """Each level of each deadline fired once, and brought about what it says, once."""
    deadlines = {row.id for row in wanted(store)}
    fired = [row for row in rows(store, "prompt") if row.deadline_id in deadlines]
    times = Counter((row.deadline_id, row.key) for row in fired)
    twice = sum(n - 1 for n in times.values())
    missing = {(one, key) for one in deadlines for key in levels} - set(times)
    assert (twice, missing) == (0, set())
    assert len(times) == len(deadlines) * len(levels)
    assert {row.state for row in fired} == {"fired"}
    assert all(row.late for row in fired)
    told = Counter(
        row.prompt_id
        for row in rows(store, "message")
        if row.origin_id is None and row.template in ("reminder", "escalation")
    )
    assert {row.id: told[row.id] for row in fired} == {row.id: levels[row.key] for row in fired}
    entries = _entries(store, "deadline.prompted")
    assert len(entries) == len(fired), "one entry for each that fired"
    return f"{len(fired)} prompts fired, {twice} twice, {len(missing)} lost"


def effects(store: Store) -> str:
    """What the levels of `town` bring about besides messages: each once for each deadline."""
    deadlines = {row.id for row in wanted(store)}
    each = {}
    for table in (
        "proposed_item",
        "exception_line",
        "block",
        "assurance_exception",
        "raised_trigger",
    ):
        times = Counter(row.deadline_id for row in rows(store, table))
        assert times == Counter(deadlines), table
        each[table] = len(times)
    assert {tuple(row.moves) for row in rows(store, "block")} == {BLOCK}
    return f"{sum(each.values())} further effects once each"


def decisions(store: Store, refs: Sequence[str]) -> str:
    """Each report decided once, with all that the first one, decided in peace, brought about."""
    reports = {row.ref: row.id for row in rows(store, "proposal")}
    of = Counter(row.proposal_id for row in rows(store, "decision"))
    assert of == Counter(reports[ref] for ref in refs)
    first, *others = refs
    entries: dict[str, Counter[str]] = {}
    for table in ("ledger_entry",):
        for row in rows(store, table):
            entries.setdefault(row.subject_id, Counter())[row.kind] += 1
    left = {ref: _left_by(store, reports[ref], entries) for ref in refs}
    assert all(left[ref] == left[first] for ref in others)
    return f"{len(refs)} decisions once each"


def _left_by(
    store: Store, report: str, entries: Mapping[str, Counter[str]]
) -> tuple[Counter[str], Counter[str]]:
    message = TABLES["message"]
    with store.read() as tx:
        told = tx.all(
            select(message.c.template).where(
                message.c.subject_id == report, message.c.origin_id.is_(None)
            )
        )
    return entries[report], Counter(row.template for row in told)


def messages(store: Store, arrived: Iterable[str]) -> str:
    """None lost, and none arrived more often than attempts at it are on record as uncertain."""
    all_of_them = rows(store, "message")
    assert {row.state for row in all_of_them} <= FINAL
    attempts = rows(store, "message_attempt")
    assert all(row.outcome is not None for row in attempts)
    uncertain = Counter(row.message_id for row in attempts if row.outcome == "uncertain")
    arrivals = Counter(arrived)
    sent = {row.id for row in all_of_them if row.state == "sent"}
    parked = Counter(row.trouble["code"] for row in all_of_them if row.state == "parked")
    why = f" ({', '.join(sorted(parked))})" if parked else ""
    lost = sent - set(arrivals)
    assert not lost
    assert set(arrivals) <= {row.id for row in all_of_them}
    for one, number in arrivals.items():
        assert number <= 1 + uncertain[one]
    return (
        f"{len(sent) + parked.total()} messages, {arrivals.total()} arrivals, "
        f"{uncertain.total()} uncertain, {parked.total()} parked{why}, {len(lost)} lost"
    )


def whole(store: Store) -> None:
    """The database is whole, and every chain of the ledger verifies."""
    with tempfile.TemporaryDirectory() as folder:
        report = check(store, evidence_dir=Path(folder))
    assert report.findings == ()


def _entries(store: Store, kind: str) -> list[Any]:
    table = TABLES["ledger_entry"]
    with store.read() as tx:
        found = tx.all(select(table.c.body).where(table.c.kind == kind))
    return [json.loads(row.body) for row in found]
