"""Prefect's server hung, its database deleted, killed, while `vires serve` has much to do.

Whatever happens beside it, all that falls due is done within `WAITS` seconds. At the end
`vires serve` itself is killed, and no process may be left of it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from processes import eventually, kill, lives, offspring
from sqlalchemy import func, select

from flows.probing import answers
from flows.settings import database
from flows.starting import LEFT_ALONE_FOR
from governance.store import migrations
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES
from survival import tally, town

WAITS: Final = 60.0
"""Seconds in which all has to be done. A run through a server that hangs takes a few of them."""
STARTS: Final = 240.0
"""Seconds that Prefect's server may take to answer on a busy machine."""
SEEN: Final = 2.0
"""Seconds in which `vires serve` has seen, too, that the server answers."""
TRIES: Final = 2
"""Times that a server which was left alone is given another chance."""
GONE: Final = 5.0
"""Seconds in which everything ends that belonged to a killed `vires serve`."""


def survive(folder: Path, *, rounds: int, seed: int = 0) -> str:
    """Bring each trouble on so often while prompts fall due; the counts in a line."""
    del seed
    store = open_store(f"sqlite:///{folder / 'vires.db'}", busy_seconds=60)
    migrations.upgrade(store)
    town.town(store, commissions=0, reports=0)
    took: dict[str, float] = {}
    with _serving(folder, store) as (pid, api):
        for trouble, bring_on in _TROUBLES.items():
            for _ in range(rounds):
                eventually(lambda: answers(api), STARTS, what="Prefect's server")
                time.sleep(SEEN)
                bring_on(folder, _server_of(pid))
                took[trouble] = max(took.get(trouble, 0.0), _done(store))
            if trouble == "well":
                _went_through(store)
        _server_of(pid)
        family = offspring(pid)
        kill(pid)
        eventually(lambda: not any(map(lives, family)), GONE, what="the end of every process")
    ways = _ways(store)
    assert set(ways) == {"prefect", "direct"}
    said = (tally.prompts(store), tally.effects(store))
    tally.whole(store)
    store.close()
    slow = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in took.items())
    runs = f"{ways['prefect']} runs through it and {ways['direct']} direct"
    return f"prefect’s server: {slow}; {runs}: " + "; ".join(said) + "; 0 processes left"


def _ways(store: Store) -> dict[str, int]:
    """How many flows ran through Prefect, and how many without it."""
    run = TABLES["flow_run"]
    with store.read() as tx:
        return dict(map(tuple, tx.all(select(run.c.through, func.count()).group_by(run.c.through))))


def _went_through(store: Store) -> None:
    """Runs go through a server that is well: at the latest once it is asked again.

    On a busy machine the first may break, and then the server is left alone for a while.
    """
    for _ in range(TRIES):
        if "prefect" in _ways(store):
            return
        time.sleep(LEFT_ALONE_FOR + SEEN)
        _done(store)


def _leave_alone(_folder: Path, _server: int) -> None:
    """Nothing is wrong."""


def _hang(_folder: Path, server: int) -> None:
    kill(server, signal.SIGSTOP)


def _delete_database(folder: Path, _server: int) -> None:
    for path in database(folder).parent.glob("prefect.db*"):
        path.unlink()


def _kill(_folder: Path, server: int) -> None:
    kill(server)


_TROUBLES: Final[Mapping[str, Callable[[Path, int], None]]] = {
    "well": _leave_alone,
    "hung": _hang,
    "without its database": _delete_database,
    "killed": _kill,
}


def _done(store: Store) -> float:
    """Let prompts fall due; how many seconds until the last of them has fired."""
    began = time.monotonic()
    town.missed_reviews(store, 5)
    prompt = TABLES["prompt"]
    wanted = len(tally.wanted(store)) * len(town.TOLD)
    eventually(
        lambda: tally.number_of(store, "prompt", prompt.c.state == "fired") == wanted,
        WAITS,
        what="every prompt",
    )
    return time.monotonic() - began


def _server_of(pid: int) -> int:
    """The child in which Prefect's server runs, once there is one and no other ends beside it."""
    eventually(lambda: len(_living(pid)) == 1, STARTS, what="one server")
    return _living(pid)[0]


def _living(pid: int) -> list[int]:
    return [one for one in offspring(pid) if lives(one)]


@contextmanager
def _serving(folder: Path, store: Store) -> Iterator[tuple[int, str]]:
    """A `vires serve`: its number, and where Prefect's API is to be."""
    names = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "VIRES_"))}
    said: dict[str, Any] = {}
    with (
        (folder / "serve.log").open("w") as log,
        subprocess.Popen(
            (
                sys.executable,
                "-c",
                "from governance.interfaces.cli.main import main; main()",
                "serve",
                "--json",
                "--no-web",
            ),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={
                **names,
                "VIRES_DATABASE_URL": store.url.render_as_string(hide_password=False),
                "VIRES_DATA_DIR": str(folder),
                "VIRES_TICK_SECONDS": "0.2",
                "VIRES_MAIL": "files",
            },
        ) as process,
    ):
        try:
            assert process.stdout is not None
            said = json.loads(process.stdout.readline())
            yield process.pid, said["prefect"]
        finally:
            process.kill()
