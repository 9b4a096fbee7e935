"""A disk that is full while the clock works, until somebody makes room again.

A small disk of its own is filled to the last byte, where we may mount one. Where we may not,
and once anyway, the clock alone is forbidden to let any file grow. Letters go into files there.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final, Protocol

from governance.adapters.carriers.files import Files
from governance.application.deadlines.claiming import due_flows
from governance.store import migrations
from governance.store.engine import Store, open_store
from survival import hands, tally, town
from survival.hands import approve, started
from survival.kills import ended, finish

SIZE: Final = "48m"
CHUNK: Final = 4096
WAITS: Final = 90.0
"""Seconds in which the clock has to be done by itself; its lanes pause up to 60."""
NO_ROOM: Final = (
    "There is no room left on the disk of the database {where}.\n"
    "  Nothing was changed. Make room on the disk, then try again.\n"
)


class Disk(Protocol):
    """Somewhere that can be full."""

    told: str

    def fill(self, store: Store, clock: BaseProcess) -> None:
        """Leave no room."""

    def make_room(self, clock: BaseProcess) -> None:
        """Give it back."""


def survive(folder: Path, *, times: int, seed: int = 0, small: bool = True) -> str:
    """Fill the disk so often, then let what is left be done; the counts in a line.

    `small`: on a small disk if we may mount one.
    """
    chance = random.Random(seed)
    with _disk(folder, small=small) as (disk, room):
        url = f"sqlite:///{room / 'vires.db'}"
        store = open_store(url, busy_seconds=60)
        migrations.upgrade(store)
        refs = town.town(store, commissions=0, reports=1)
        approve(store, refs[0], town.MORNING)
        ahead = (town.MORNING - dt.datetime.now(dt.UTC)).total_seconds()
        post = {"VIRES_MAIL": "files", "VIRES_DATA_DIR": str(room)}
        clock = started(hands.keep_going, url, ahead=ahead, mail=post)
        longest = max(_filled(store, disk, clock, chance) for _ in range(times))
        assert clock.is_alive(), "a clock goes on whatever happens"
        clock.kill()
        ended(clock, killed=True)
        finish(store, url, refs, post, ahead=ahead, carrier=Files(folder=room / "outbox"))
        arrived = [letter.stem for letter in (room / "outbox").glob("*.eml")]
        said = (tally.prompts(store), tally.effects(store), tally.messages(store, arrived))
        tally.whole(store)
        store.close()
    told = f"{disk.told} {times} times, done within {longest:.1f} s"
    return f"{told}: " + "; ".join(said)


def _filled(store: Store, disk: Disk, clock: BaseProcess, chance: random.Random) -> float:
    """Let much fall due while the disk is full; how long the clock took once there was room."""
    assert clock.pid is not None
    _stopped(store, clock.pid)
    town.missed_reviews(store, 10)
    before = tally.number_of(store, "ledger_entry")
    disk.fill(store, clock)
    os.kill(clock.pid, signal.SIGCONT)
    time.sleep(chance.uniform(0.5, 1.5))
    assert tally.number_of(store, "ledger_entry") == before
    disk.make_room(clock)
    began = time.monotonic()
    while due_flows(store, now=town.MORNING):
        assert time.monotonic() < began + WAITS, "nothing is done any more"
        time.sleep(0.02)
    return time.monotonic() - began


def _stopped(store: Store, pid: int) -> None:
    """Stop the clock at a moment at which it holds nothing."""
    with closing(sqlite3.connect(_path(store), timeout=0.1, isolation_level=None)) as connection:
        while True:
            os.kill(pid, signal.SIGSTOP)
            time.sleep(0.1)
            with suppress(sqlite3.OperationalError):
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
                return
            os.kill(pid, signal.SIGCONT)
            time.sleep(0.1)


def _path(store: Store) -> str:
    return str(store.url.database)


@contextmanager
def _disk(folder: Path, *, small: bool) -> Iterator[tuple[Disk, Path]]:
    """A disk of our own, or a folder where the clock is kept short."""
    room = folder / "disk"
    room.mkdir()
    if not (small and _mounted(room)):
        yield Kept(), room
        return
    try:
        yield Small(room), room
    finally:
        subprocess.run(("umount", "--lazy", str(room)), check=True)


def _mounted(room: Path) -> bool:
    mount = ("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "vires", str(room))
    try:
        return subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


class Small:
    """A small disk, with a file that takes all the room there is."""

    told = "a disk was full"

    def __init__(self, room: Path) -> None:
        self._filler = room / "filler"

    def fill(self, store: Store, clock: BaseProcess) -> None:
        """Fill it, and see what somebody at the command line is told."""
        path = _path(store)
        _cut_the_log(path)
        with suppress(OSError), self._filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(CHUNK))
        told = _ticked(store)
        assert (told.returncode, told.stderr) == (2, NO_ROOM.format(where=path)), told

    def make_room(self, clock: BaseProcess) -> None:
        self._filler.unlink()


class Kept:
    """A clock whose files may not grow."""

    told = "a clock’s files could not grow"

    def fill(self, store: Store, clock: BaseProcess) -> None:
        assert clock.pid is not None
        resource.prlimit(clock.pid, resource.RLIMIT_FSIZE, (CHUNK, resource.RLIM_INFINITY))

    def make_room(self, clock: BaseProcess) -> None:
        assert clock.pid is not None
        endless = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(clock.pid, resource.RLIMIT_FSIZE, endless)


def _cut_the_log(path: str) -> None:
    """Leave nothing in the write-ahead log: it would be room to write in."""
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
        while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            time.sleep(0.01)


def _ticked(store: Store) -> Any:
    """`vires tick` in a process of its own."""
    database = store.url.render_as_string(hide_password=False)
    return subprocess.run(
        (sys.executable, "-c", "from governance.interfaces.cli.main import main; main()", "tick"),
        env={**os.environ, "VIRES_DATABASE_URL": database, "VIRES_MAIL": "files"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
