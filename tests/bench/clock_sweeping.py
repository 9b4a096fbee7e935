"""Sweeping what is due among many deadlines, against the same statements by the bare driver.

Each size has two copies of its register. On one the sweep takes a round of prompts, in batches
as flows do; what it sent, reads included, is then run by the driver alone on the other. The
sizes take turns in each round, and the first round does not count.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bench.clock_register import FLOW, Register
from bench.databases import Databases, Replay, Statement
from bench.figures import Figure, middle, seconds
from bench.tapping import tapped
from governance.application.deadlines.tick import work
from governance.application.sweeping import Swept
from governance.store.engine import Store, open_store


@dataclass(slots=True)
class _Size:
    """One register, and how long each of its rounds took: the sweep, and the driver alone."""

    register: Register
    store: Store
    replay: Replay
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    statements: int = 0


def measure(databases: Databases, registers: Sequence[Register]) -> list[Figure]:
    """Prompts a second by the size of the register around them, the smallest first."""
    with ExitStack() as opened:
        sizes = [opened.enter_context(_opened(databases, one)) for one in registers]
        for number in range(len(registers[0].rounds)):
            for size in sizes:
                _round(size, number)
    return [_figure(databases, size, first=sizes[0]) for size in sizes]


def sweep(store: Store, now: Any) -> Swept:
    """Do all that is due of reviews, batch after batch."""
    whole = Swept()
    while True:
        whole.take(work(store, flow=FLOW, now=now))
        if not whole.more:
            return whole


@contextmanager
def _opened(databases: Databases, register: Register) -> Iterator[_Size]:
    store = open_store(databases.copy(register.url))
    with databases.bare(databases.copy(register.url)) as replay:
        yield _Size(register, store, replay)
    store.close()


def _round(size: _Size, number: int) -> None:
    due, now = size.register.due, size.register.rounds[number]
    with tapped(size.store, reads=True) as acts:
        ours = seconds(partial(_all_done, size.store, now, due))
    theirs = seconds(partial(_replayed, size.replay, acts))
    if number > 0:
        size.ours.append(ours)
        size.theirs.append(theirs)
        size.statements = sum(len(act) for act in acts)


def _all_done(store: Store, now: Any, due: int) -> None:
    done = sweep(store, now)
    assert (done.done, done.failed, done.parked) == (due, 0, 0), done.counts()


def _replayed(replay: Replay, acts: Sequence[Sequence[Statement]]) -> None:
    for act in acts:
        replay(act)


def _figure(databases: Databases, size: _Size, *, first: _Size) -> Figure:
    due = size.register.due
    ratio = middle([b / a for a, b in zip(size.ours, size.theirs, strict=True)])
    longer = middle([a / b for a, b in zip(size.ours, first.ours, strict=True)])
    compared = "" if size is first else f"; {longer:.2f} times the smallest's time"
    return Figure(
        f"clock: {due:,} due among {size.register.size:,}",
        databases.kind,
        due / middle(size.ours),
        "prompts a second",
        f"{size.statements / due:.1f} statements each; bare driver"
        f" {due / middle(size.theirs):,.0f} a second, ratio {ratio:.2f}{compared}",
    )
