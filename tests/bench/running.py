"""Running benchmarks by name, on both databases, and printing what was found.

Nothing is asserted on time: a figure that worries is profiled. `--quick` runs every benchmark
with tiny numbers, to see that it still runs.
"""

import argparse
import logging
import os
import platform
import sys

import structlog

from bench import (
    api,
    clock,
    comparing,
    covering,
    decisions,
    importing,
    proving,
    recording,
    rehearsing,
    reporting,
    schemes,
    sealing,
    triggering,
    web,
    whatnext,
)
from bench.databases import Databases, both
from bench.figures import Figure, table

ON_A_DATABASE = {
    "decisions": decisions.measure,
    "next": whatnext.measure,
    "import": importing.measure,
    "register": comparing.measure,
    "cover": covering.measure,
    "clock": clock.measure,
    "annual": reporting.measure,
    "triggers": triggering.measure,
    "rehearse": rehearsing.measure,
    "records": recording.measure,
    "seals": sealing.measure,
    "web": web.measure,
    "api": api.measure,
}
WITHOUT_ONE = {
    "schemes": schemes.measure,
    "proving": proving.measure,
    "compare": comparing.alone,
    "covering": covering.alone,
}
NAMES = (*WITHOUT_ONE, *ON_A_DATABASE)


def run(names: list[str], kinds: list[Databases], *, quick: bool) -> list[Figure]:
    """Run the benchmarks of these names on each database, saying what is under way."""
    figures = [f for name, one in WITHOUT_ONE.items() if name in names for f in one(quick=quick)]
    for name, measure in ON_A_DATABASE.items():
        for databases in kinds if name in names else ():
            print(f"{name} on {databases.kind} ...", file=sys.stderr, flush=True)
            figures += measure(databases, quick=quick)
    return figures


def main() -> None:
    """Read the names, run, print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="tiny numbers: does it still run?")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    if unknown := [name for name in given.names if name not in NAMES]:
        parser.error(f"no benchmark is called {unknown[0]}; there are {', '.join(NAMES)}")
    with both() as kinds:
        figures = run(given.names or list(NAMES), kinds, quick=given.quick)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}")
    print(table(figures))
