"""A disk that is full while the clock works, until somebody makes room again.

On a small disk of its own, where we may mount one, the database, the letters and PostgreSQL's
server share it, and it is filled to the last byte. Elsewhere, and once anyway, the clock alone
is forbidden to let any file grow.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from governance.adapters.carriers.files import Files
from governance.application.deadlines.claiming import due_flows
from governance.store import migrations
from governance.store.engine import Store, open_store
from survival import hands, tally, town
from survival.disks import Disk, Kept, small_disk
from survival.hands import approve, started
from survival.kills import ended, finish
from survival.restarts import own_server

WAITS: Final = 90.0
"""Seconds in which the clock has to be done by itself; its lanes pause up to 60."""
WAVE: Final = {"sqlite": 10, "postgresql": 40}
"""Reviews missed at a time: on PostgreSQL more than fits into the room its files have already."""
NO_ROOM: Final = (
    "There is no room left on the disk of the database {where}.\n"
    "  Nothing was changed. Make room on the disk, then try again.\n"
)


def survive(folder: Path, *, times: int, seed: int = 0) -> str:
    """Fill a small disk so often, under SQLite; the counts in a line."""
    with small_disk(folder) as (disk, room):
        return _survive(disk, room, f"sqlite:///{room / 'vires.db'}", times=times, seed=seed)


def survive_on_postgresql(folder: Path, *, times: int, seed: int = 0) -> str:
    """Fill a small disk so often, under PostgreSQL; the counts in a line."""
    with small_disk(folder) as (disk, room), own_server(room) as server:
        url = make_url(server.get_uri()).set(drivername="postgresql")
        address = url.render_as_string(hide_password=False)
        return _survive(disk, room, address, times=times, seed=seed)


def survive_without_growing(folder: Path, *, times: int, seed: int = 0) -> str:
    """Keep the files of a clock from growing so often, under SQLite; the counts in a line."""
    return _survive(Kept(), folder, f"sqlite:///{folder / 'vires.db'}", times=times, seed=seed)


def _survive(disk: Disk, room: Path, url: str, *, times: int, seed: int) -> str:
    chance = random.Random(seed)
    store = open_store(url, busy_seconds=60)
    migrations.upgrade(store)
    refs = town.town(store, commissions=0, reports=1)
    approve(store, refs[0], town.MORNING)
    ahead = (town.MORNING - dt.datetime.now(dt.UTC)).total_seconds()
    post = {"VIRES_MAIL": "files", "VIRES_DATA_DIR": str(room)}
    longest = 0.0
    for _ in range(times):
        town.missed_reviews(store, WAVE[store.dialect])
        _cut_the_log(store)
        before = tally.number_of(store, "ledger_entry")
        disk.fill()
        if not isinstance(disk, Kept):
            _is_told(store)
        clock = started(hands.keep_going, url, ahead=ahead, mail=post)
        disk.keep(clock)
        time.sleep(chance.uniform(1.0, 2.0))
        if store.dialect == "sqlite":
            assert tally.number_of(store, "ledger_entry") == before
        disk.make_room(clock)
        began = time.monotonic()
        _wait_until_done(store)
        longest = max(longest, time.monotonic() - began)
        assert clock.is_alive(), "a clock goes on whatever happens"
        clock.kill()
        ended(clock, killed=True)
    finish(store, url, refs, post, ahead=ahead, carrier=Files(folder=room / "outbox"))
    arrived = [letter.stem for letter in (room / "outbox").glob("*.eml")]
    said = (tally.prompts(store), tally.effects(store), tally.messages(store, arrived))
    assert "0 parked" in said[2], said[2]
    tally.whole(store)
    store.close()
    told = f"{disk.told} {times} times, done within {longest:.1f} s"
    return f"{told}: " + "; ".join(said)


def _wait_until_done(store: Store) -> None:
    until = time.monotonic() + WAITS
    while due_flows(store, now=town.MORNING):
        assert time.monotonic() < until, "nothing is done any more"
        time.sleep(0.02)


def _cut_the_log(store: Store) -> None:
    """Leave nothing in SQLite's write-ahead log: it would be room to write in."""
    if store.dialect != "sqlite":
        return
    path = str(store.url.database)
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
        while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            time.sleep(0.01)


def _is_told(store: Store) -> None:
    """Somebody at the command line is told, in a sentence, that there is no room."""
    database = store.url.render_as_string(hide_password=False)
    told = subprocess.run(
        (sys.executable, "-c", "from governance.interfaces.cli.main import main; main()", "tick"),
        env={**os.environ, "VIRES_DATABASE_URL": database, "VIRES_MAIL": "files"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    where = store.url.database if store.dialect == "sqlite" else "the local socket/postgres"
    assert (told.returncode, told.stderr) == (2, NO_ROOM.format(where=where)), told
