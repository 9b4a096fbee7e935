"""Figures of the whole installation for a monitoring system: what is due, what waits, what ran.

Each source asks a statement or two that an index answers, and names nobody: a partnership by its
key, a kind, a state, a flow. What a new part of Vires has to tell is one more source here.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import bindparam, func, or_, select

from governance.application.deadlines.settling import LIVE
from governance.application.messages.queries import OPEN
from governance.application.people.partnerships import partnerships
from governance.application.sweeping import SWEEPS
from governance.store.engine import Store, Transaction
from governance.store.leading import INSTALLATION, who_leads
from governance.store.processes import is_gone
from governance.store.tables import TABLES

SOON: Final = dt.timedelta(days=7)
"""How far ahead a deadline counts as falling due soon."""
A_DAY: Final = dt.timedelta(days=1)
"""How far back runs of flows are counted."""

_deadline = TABLES["deadline"]
_message = TABLES["message"]
_queue = TABLES["unsealed_entry"]
_entry = TABLES["ledger_entry"]
_run = TABLES["flow_run"]
_job = TABLES["job"]
_delivery = TABLES["webhook_delivery"]
_told = TABLES["webhook_place"]

_SOON = (
    select(_deadline.c.partnership_id, func.count().label("number"))
    .where(
        _deadline.c.state == "running",
        _deadline.c.due_at > bindparam("now"),
        _deadline.c.due_at <= bindparam("until"),
    )
    .group_by(_deadline.c.partnership_id)
)
_OVERDUE = (
    select(
        _deadline.c.partnership_id,
        _deadline.c.kind,
        func.count().label("number"),
        func.min(_deadline.c.due_at, type_=_deadline.c.due_at.type).label("oldest"),
    )
    .where(
        _deadline.c.state.in_(LIVE),
        _deadline.c.due_at <= bindparam("now"),
        or_(_deadline.c.paused_at.is_(None), _deadline.c.paused_at >= _deadline.c.due_at),
    )
    .group_by(_deadline.c.partnership_id, _deadline.c.kind)
    .order_by(_deadline.c.partnership_id, _deadline.c.kind)
)
_MESSAGES = (
    select(
        _message.c.partnership_id,
        _message.c.state,
        func.count().label("number"),
        func.min(_message.c.created_at, type_=_message.c.created_at.type).label("oldest"),
        func.min(_message.c.not_before, type_=_message.c.not_before.type).label("wanted"),
    )
    .where(_message.c.state.in_(OPEN))
    .group_by(_message.c.partnership_id, _message.c.state)
)
_first = (
    select(_queue.c.partnership_id, func.count().label("number"), func.min(_queue.c.id).label("id"))
    .group_by(_queue.c.partnership_id)
    .subquery()
)
_UNSEALED = select(_first.c.partnership_id, _first.c.number, _entry.c.at).select_from(
    _first.join(
        _entry,
        (_entry.c.partnership_id == _first.c.partnership_id) & (_entry.c.id == _first.c.id),
    )
)
_RUNS = (
    select(_run.c.flow, _run.c.state, func.count().label("number"))
    .where(
        _run.c.partnership_id == INSTALLATION,
        _run.c.flow.in_(tuple(SWEEPS)),
        _run.c.started_at >= bindparam("since"),
    )
    .group_by(_run.c.flow, _run.c.state)
)
_SUCCESS = (
    select(_run.c.ended_at)
    .where(
        _run.c.partnership_id == INSTALLATION,
        _run.c.flow == bindparam("flow"),
        _run.c.state == "done",
    )
    .order_by(_run.c.started_at.desc())
    .limit(1)
)
_JOBS = (
    select(
        _job.c.state,
        func.count().label("number"),
        func.min(_job.c.asked_at, type_=_job.c.asked_at.type).label("oldest"),
    )
    .where(_job.c.state.in_(("waiting", "running")))
    .group_by(_job.c.state)
)

_DELIVERIES = (
    select(
        _delivery.c.partnership_id,
        func.count().label("number"),
        func.min(_delivery.c.not_before, type_=_delivery.c.not_before.type).label("wanted"),
    )
    .where(_delivery.c.not_before.is_not(None))
    .group_by(_delivery.c.partnership_id)
)
_FAILING = (
    select(
        _told.c.partnership_id,
        func.min(_told.c.failing_since, type_=_told.c.failing_since.type).label("since"),
    )
    .where(_told.c.failing_since.is_not(None))
    .group_by(_told.c.partnership_id)
)


Values = Mapping[tuple[str, ...], float]
"""A value for each set of labels."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, the names of its labels, and a value for each set of labels."""

    name: str
    labels: tuple[str, ...]
    values: Values


@dataclass(frozen=True, slots=True)
class Asked:
    """What a source is given: where to look, the moment, and partnerships' keys by their ids."""

    store: Store
    data_dir: Path
    now: dt.datetime
    keys: Mapping[str, str]

    def read(self, statement: Any, **params: Any) -> list[Any]:
        """The rows of a statement."""
        with self.store.read() as tx:
            return tx.all(statement, **params)

    def since(self, moment: dt.datetime | None) -> float:
        """Seconds from a moment until now; 0 for none, and for one to come."""
        return 0.0 if moment is None else max(0.0, (self.now - moment).total_seconds())

    def of_each(self, name: str, values: Mapping[str, float]) -> Figure:
        """A figure of every partnership, 0 where nothing is said; values are by id."""
        told: Values = {(key,): values.get(id_, 0.0) for id_, key in self.keys.items()}
        return Figure(name, ("partnership",), told)


def figures(store: Store, *, data_dir: Path, now: dt.datetime) -> list[Figure]:
    """Every figure of the installation at a moment. Raises `Unusable` where the store fails."""
    with store.read() as tx:
        keys = _keys(tx)
    asked = Asked(store, data_dir, now, keys)
    return [figure for source in SOURCES for figure in source(asked)]


def _keys(tx: Transaction) -> dict[str, str]:
    return {row.id: row.key for row in partnerships(tx)}


def _deadlines(asked: Asked) -> Iterator[Figure]:
    soon = asked.read(_SOON, now=asked.now, until=asked.now + SOON)
    yield asked.of_each("vires_deadlines_due_soon", {r.partnership_id: r.number for r in soon})
    late = [r for r in asked.read(_OVERDUE, now=asked.now) if r.partnership_id in asked.keys]
    yield Figure(
        "vires_deadlines_overdue",
        ("partnership", "kind"),
        {(asked.keys[r.partnership_id], r.kind): r.number for r in late},
    )
    oldest: dict[str, float] = {}
    for row in late:
        seconds = asked.since(row.oldest)
        oldest[row.partnership_id] = max(seconds, oldest.get(row.partnership_id, 0.0))
    yield asked.of_each("vires_deadline_oldest_overdue_seconds", oldest)


def _messages(asked: Asked) -> Iterator[Figure]:
    rows = [r for r in asked.read(_MESSAGES) if r.partnership_id in asked.keys]
    counted = {(r.partnership_id, r.state): r.number for r in rows}
    yield Figure(
        "vires_messages",
        ("partnership", "state"),
        {
            (key, state): counted.get((id_, state), 0)
            for id_, key in asked.keys.items()
            for state in OPEN
        },
    )
    unsent: dict[str, float] = {}
    waits: dict[str, float] = {}
    for row in rows:
        unsent[row.partnership_id] = max(
            asked.since(row.oldest), unsent.get(row.partnership_id, 0.0)
        )
        if row.state != "parked":
            waits[row.partnership_id] = max(
                asked.since(row.wanted), waits.get(row.partnership_id, 0.0)
            )
    yield asked.of_each("vires_message_oldest_unsent_seconds", unsent)
    yield asked.of_each("vires_message_oldest_wanted_seconds", waits)


def _seals(asked: Asked) -> Iterator[Figure]:
    rows = asked.read(_UNSEALED)
    yield asked.of_each("vires_ledger_entries_waiting", {r.partnership_id: r.number for r in rows})
    yield asked.of_each(
        "vires_seal_lag_seconds", {r.partnership_id: asked.since(r.at) for r in rows}
    )


def _flows(asked: Asked) -> Iterator[Figure]:
    waits = {name: asked.since(s.due(asked.store, now=asked.now)) for name, s in SWEEPS.items()}
    yield Figure("vires_flow_due_seconds", ("flow",), {(n,): v for n, v in waits.items()})
    counted = {(r.flow, r.state): r.number for r in asked.read(_RUNS, since=asked.now - A_DAY)}
    yield Figure(
        "vires_flow_runs_last_day",
        ("flow", "outcome"),
        {(f, o): counted.get((f, o), 0) for f in SWEEPS for o in OUTCOMES},
    )
    with asked.store.read() as tx:
        last = {name: tx.scalar(_SUCCESS, flow=name) for name in SWEEPS}
    yield Figure(
        "vires_flow_last_success_timestamp_seconds",
        ("flow",),
        {(name,): at.timestamp() for name, at in last.items() if at is not None},
    )


OUTCOMES: Final = ("done", "failed", "lost", "running")
"""How a run of a flow stands."""


def _clock(asked: Asked) -> Iterator[Figure]:
    holder = who_leads(asked.store)
    yield Figure(
        "vires_clock_leader_present", (), {(): float(bool(holder and not is_gone(holder)))}
    )


def _jobs(asked: Asked) -> Iterator[Figure]:
    rows = {r.state: r for r in asked.read(_JOBS)}
    counted: Values = {(s,): rows[s].number if s in rows else 0 for s in ("waiting", "running")}
    yield Figure("vires_jobs", ("state",), counted)
    oldest = rows["waiting"].oldest if "waiting" in rows else None
    yield Figure("vires_job_oldest_waiting_seconds", (), {(): asked.since(oldest)})


def _webhooks(asked: Asked) -> Iterator[Figure]:
    rows = asked.read(_DELIVERIES)
    waiting = {row.partnership_id: row.number for row in rows}
    yield asked.of_each("vires_webhook_deliveries_waiting", waiting)
    wanted = {row.partnership_id: asked.since(row.wanted) for row in rows}
    yield asked.of_each("vires_webhook_oldest_wanted_seconds", wanted)
    failing = {row.partnership_id: asked.since(row.since) for row in asked.read(_FAILING)}
    yield asked.of_each("vires_webhook_failing_seconds", failing)


def _disk(asked: Asked) -> Iterator[Figure]:
    try:
        free = shutil.disk_usage(asked.data_dir).free
    except OSError:
        return
    yield Figure("vires_data_free_bytes", (), {(): float(free)})


Source = Callable[[Asked], Iterable[Figure]]

SOURCES: Final[tuple[Source, ...]] = (
    _deadlines,
    _messages,
    _seals,
    _flows,
    _clock,
    _jobs,
    _webhooks,
    _disk,
)
"""Everything that has figures to tell. Each name has its words as `figure.NAME`."""
