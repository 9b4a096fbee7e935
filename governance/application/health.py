"""How an installation stands: its database, its clock, its flows, what did not go, what was found.

One read model for whoever looks after it, in a browser or by a program. Nothing in it names
anybody.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, func, select

from governance.application.nightcheck.place import read_place
from governance.application.runs import Run, last_run, run_named, runs
from governance.application.sweeping import SWEEPS, Sweep
from governance.application.webhooks.queries import Undelivered, undelivered
from governance.store import migrations
from governance.store.engine import Store
from governance.store.leading import who_leads
from governance.store.private import is_open
from governance.store.processes import spoken
from governance.store.tables import TABLES

NIGHTLY = "nightly_assurance"

_message = TABLES["message"]
_WAITING = (
    select(_message.c.state, func.count().label("count"))
    .where(_message.c.partnership_id == bindparam("partnership"), _message.c.state != "sent")
    .group_by(_message.c.state)
)

_SOME = select(TABLES["partnership"].c.id).limit(2)


@dataclass(frozen=True, slots=True)
class FlowHealth:
    """A flow, its last run (None where it never ran), and since when something is due."""

    sweep: Sweep
    last: Run | None
    due_since: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """How things stand.

    `messages` are how many of the partnership's stand in each state but sent; `found` what the
    last night's check could not mend by itself, `trouble` the latest runs that failed or were
    lost. Those, what runs counted and `where` the database is are left out where an installation
    is of more than one partnership.
    """

    version: str
    dialect: str
    where: str | None
    schema: str
    expected_schema: str
    leader: str | None
    free_bytes: int | None
    open_to_everybody: bool
    """Whether everybody on the machine can look into the data folder."""
    flows: tuple[FlowHealth, ...]
    messages: Mapping[str, int]
    events: Undelivered
    """What waits to be sent to the partnership's webhooks."""
    night: dt.datetime | None
    night_whole: bool
    found: tuple[Mapping[str, Any], ...]
    trouble: tuple[Run, ...]
    alone: bool
    """Whether there is one partnership: what a flow found is of all, and nobody sees another's."""


def health(store: Store, *, partnership_id: str, data_dir: Path, now: dt.datetime) -> Health:
    """How an installation stands, and what of a partnership's messages did not go."""
    with store.read() as tx:
        waiting = {row.state: row.count for row in tx.all(_WAITING, partnership=partnership_id)}
        place = read_place(tx)
        events = undelivered(tx, partnership_id)
    leader = who_leads(store)
    last = {name: last_run(store, name) for name in SWEEPS}
    night = last[NIGHTLY]
    alone = is_alone(store)
    return Health(
        version=version("vires"),
        dialect=store.dialect,
        where=store.where if alone else None,
        schema=migrations.revision(store)[1] or "",
        expected_schema=migrations.head(),
        leader=spoken(leader) if leader else None,
        free_bytes=_free(data_dir),
        open_to_everybody=is_open(data_dir),
        flows=tuple(
            FlowHealth(sweep, _shown(last[name], alone=alone), sweep.due(store, now=now))
            for name, sweep in SWEEPS.items()
        ),
        messages=waiting,
        events=events,
        night=place.night if place else None,
        night_whole=place is not None and place.part is None,
        found=tuple(night.amiss or ()) if night is not None and alone else (),
        trouble=tuple(run for run in runs(store, limit=50) if run.state in ("failed", "lost"))
        if alone
        else (),
        alone=alone,
    )


def run_shown(store: Store, name: str) -> Run:
    """A run as an administrator may see it. Raises `Unusable` where there is none."""
    found = _shown(run_named(store, name), alone=is_alone(store))
    assert found is not None
    return found


def _shown(run: Run | None, *, alone: bool) -> Run | None:
    """A run without what it counted and met, where that may be another partnership's."""
    if alone or run is None:
        return run
    return replace(run, counts={}, trouble=None, amiss=None)


def is_alone(store: Store) -> bool:
    """Whether the installation has no more than one partnership."""
    with store.read() as tx:
        return len(tx.all(_SOME)) <= 1


def _free(data_dir: Path) -> int | None:
    try:
        return shutil.disk_usage(data_dir).free
    except OSError:
        return None
