"""Doing every job that waits, in the test's own thread: what a process of its own does else."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from governance.application.jobs.working import begin, perform
from governance.store.engine import Store
from governance.store.processes import this_process


def perform_waiting(
    store: Store, *, folder: Path, evidence: Path, clock: Callable[[], datetime]
) -> int:
    """Begin and do every job that waits, one after the other; how many."""
    number = 0
    while begun := begin(store, process=this_process(), now=clock()):
        perform(store, begun, folder=folder, evidence=evidence, clock=clock)
        number += 1
    return number
