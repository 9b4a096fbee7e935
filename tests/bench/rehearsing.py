"""A year rehearsed, beside the clock alone: the same year in which nobody does anything."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import rehearsed

from bench.databases import Databases
from bench.figures import Figure, seconds
from governance.application.rehearsal.copying import copied
from governance.application.rehearsal.rehearsing import Asked, rehearse
from governance.application.rehearsal.year import Year
from governance.domain.rehearsal.supposing import Supposed
from governance.store.engine import Store, open_store

COMMISSIONS, LEADS = 500, 50
QUICK = dt.date(2026, 2, 22)


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Seconds for the copy, for the clock alone on it, and for the whole rehearsal."""
    store = open_store(databases.fresh())
    size = 2 if quick else COMMISSIONS
    rehearsed.year_ahead(store, commissions=size, leads=2 if quick else LEADS)
    asked = Asked(rehearsed.START, QUICK if quick else rehearsed.END, seed=1)
    copying = seconds(lambda: _copied(store))
    alone = seconds(lambda: _clock_alone(store, asked))
    whole = seconds(lambda: rehearse(store, asked, now=rehearsed.FIRST))
    store.close()
    what = f"rehearsal: {size} commissions, {(asked.end - asked.start).days + 1} days"
    return [
        Figure(f"{what}, copying", databases.kind, copying, "s"),
        Figure(f"{what}, the clock alone", databases.kind, alone, "s", "nobody does anything"),
        Figure(what, databases.kind, whole, "s", f"{whole / alone:.1f} times the clock alone"),
    ]


def _copied(store: Store) -> None:
    with copied(store, None):
        pass


def _clock_alone(store: Store, asked: Asked) -> None:
    with copied(store, None) as copy:
        Year(
            store=copy,
            partnership=rehearsed.KEY,
            start=asked.start,
            end=asked.end,
            seed=asked.seed,
            supposed=Supposed(),
            zone=ZoneInfo("Europe/London"),
            began=rehearsed.FIRST,
        ).run()
