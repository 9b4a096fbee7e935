"""Running what must be survived by name, on both databases, a line of counts for each.

Whatever is lost or done twice fails at once. The short form is what the tests run; `--long`
kills 200 times and lets four workers loose on 20,000 prompts.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.databases import Databases, both

from survival import crowd, days, kills, post
from survival.hands import quiet


@dataclass(frozen=True, slots=True)
class Ordeal:
    """Something to survive: `survive(url, **short)`, or with the figures of `long`."""

    survive: Callable[..., str]
    short: Mapping[str, Any]
    long: Mapping[str, Any]


ORDEALS: Mapping[str, Ordeal] = {
    "kills": Ordeal(kills.survive, {"kills": 20}, {"kills": 200}),
    "crowd": Ordeal(crowd.survive, {"number": 2_000}, {"number": 20_000}),
    "days": Ordeal(days.survive, {"commissions": 2}, {"commissions": 10}),
    "post": Ordeal(post.survive, {"number": 40}, {"number": 400}),
}


def main() -> None:
    """Read the names, run, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.survival", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(ORDEALS))
    parser.add_argument("--long", action="store_true", help="200 kills instead of 20, and so on")
    parser.add_argument("--on", choices=("sqlite", "postgresql"), help="one database alone")
    parser.add_argument("--seed", type=int, default=0, help="for other moments and moods")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in ORDEALS]:
        parser.error(f"nothing is called {unknown[0]}; there are {', '.join(ORDEALS)}")
    quiet()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}")
    with both() as kinds:
        wanted = [kind for kind in kinds if given.on in (None, kind.kind)]
        _run(given.names or list(ORDEALS), wanted, long=given.long, seed=given.seed)


def _run(names: Sequence[str], kinds: Sequence[Databases], *, long: bool, seed: int) -> None:
    for name in names:
        ordeal = ORDEALS[name]
        for databases in kinds:
            began = time.monotonic()
            said = ordeal.survive(
                databases.fresh(), seed=seed, **(ordeal.long if long else ordeal.short)
            )
            print(f"{databases.kind}, {time.monotonic() - began:.0f} s: {said}", flush=True)
