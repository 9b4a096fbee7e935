"""Running what must be survived by name, on both databases, a line of counts for each.

Whatever is lost or done twice fails at once. The short form is what the tests run; `--long`
kills 200 times, lets four workers loose on 20,000 prompts and has 4,000 decisions verified.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.databases import both

from survival import (
    beside,
    causes,
    crowd,
    days,
    kills,
    post,
    restarts,
    room,
    sealers,
    verifying,
)
from survival.disks import LeftOut
from survival.hands import quiet


@dataclass(frozen=True, slots=True)
class Ordeal:
    """Something to survive: `survive(where, **short)`, or with the figures of `long`.

    `where` is the address of an empty database, or else a folder to be `alone` in.
    """

    survive: Callable[..., str]
    short: Mapping[str, Any]
    long: Mapping[str, Any]


ON_EACH: Mapping[str, Ordeal] = {
    "kills": Ordeal(kills.survive, {"kills": 20}, {"kills": 200}),
    "crowd": Ordeal(crowd.survive, {"number": 2_000}, {"number": 20_000}),
    "days": Ordeal(days.survive, {"commissions": 2}, {"commissions": 10}),
    "causes": Ordeal(causes.survive, {"number": 24, "kills": 3}, {"number": 1_000, "kills": 60}),
    "post": Ordeal(post.survive, {"number": 40}, {"number": 400}),
    "sealers": Ordeal(sealers.survive, {"number": 60, "kills": 8}, {"number": 2_000, "kills": 200}),
}

"""What is to be survived on each database."""
ALONE: Mapping[str, Ordeal] = {
    "beside": Ordeal(beside.survive, {"rounds": 1}, {"rounds": 5}),
    "restarts": Ordeal(restarts.survive, {"restarts": 2}, {"restarts": 20}),
    "full": Ordeal(room.survive, {"times": 1}, {"times": 20}),
    "full-postgresql": Ordeal(room.survive_on_postgresql, {"times": 1}, {"times": 5}),
    "verifier": Ordeal(
        verifying.survive,
        {"decisions": 60, "changes": 300},
        {"decisions": 4_000, "changes": 20_000},
    ),
    "no-growth": Ordeal(room.survive_without_growing, {"times": 1}, {"times": 20}),
}
"""What brings its own database, and its own trouble with it."""
NAMES = (*ON_EACH, *ALONE)


def main() -> None:
    """Read the names, run, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.survival", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--long", action="store_true", help="200 kills instead of 20, and so on")
    parser.add_argument("--on", choices=("sqlite", "postgresql"), help="one database alone")
    parser.add_argument("--seed", type=int, default=0, help="for other moments and moods")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in NAMES]:
        parser.error(f"nothing is called {unknown[0]}; there are {', '.join(NAMES)}")
    quiet()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}")
    names = given.names or list(NAMES)
    with both() as kinds:
        for name in (name for name in names if name in ON_EACH):
            for databases in (kind for kind in kinds if given.on in (None, kind.kind)):
                _run(databases.kind, ON_EACH[name], databases.fresh(), given)
    for name in (name for name in names if name in ALONE):
        with tempfile.TemporaryDirectory(prefix="vires-") as folder:
            _run(name, ALONE[name], Path(folder), given)


def _run(told: str, ordeal: Ordeal, where: Any, given: argparse.Namespace) -> None:
    began = time.monotonic()
    sizes = ordeal.long if given.long else ordeal.short
    try:
        said = ordeal.survive(where, seed=given.seed, **sizes)
    except LeftOut as why:
        said = f"left out: {why}"
    print(f"{told}, {time.monotonic() - began:.0f} s: {said}", flush=True)
