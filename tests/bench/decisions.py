"""A whole decision against the same statements by the bare driver.

The use case decides prepared reports on one copy of a database. What it sends is recorded on a
second copy, and run by the driver alone on a third: the same texts and values in the same
order, the same number of commits, the same settings. Both run in turns, so that a slow moment
of the machine meets both.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bench import ready
from bench.databases import Databases, Statement
from bench.figures import Figure, middle, seconds
from bench.ready import Ready
from bench.tapping import tapped
from governance.store.engine import Store, open_store

KINDS: Sequence[Callable[[Store, int], Ready]] = (ready.with_officer, ready.at_meeting)
Part = Sequence[tuple[str, Sequence[Statement]]]
ROUND, ROUNDS = 10, 20
"""Decisions made before it is the other's turn, and turns; in the first, which does not count,
caches fill and statements are compiled."""
QUICK_ROUND, QUICK_ROUNDS = 2, 1


@dataclass(frozen=True, slots=True)
class Prepared:
    """A database with reports that wait, and what deciding each of them sends."""

    url: str
    ready: Ready
    acts: Sequence[Sequence[Statement]]


def prepare(databases: Databases, make: Callable[[Store, int], Ready], number: int) -> Prepared:
    """Make reports ready, and record their decisions on a copy."""
    url = databases.fresh()
    store = open_store(url)
    ready = make(store, number)
    store.close()
    copied = open_store(databases.copy(url))
    with tapped(copied) as acts:
        for ref in ready.refs:
            ready.decide(copied, ref)
    copied.close()
    return Prepared(url, ready, acts)


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Decisions a second by an officer and at a meeting, and their share of the bare rate."""
    each, rounds = (QUICK_ROUND, QUICK_ROUNDS) if quick else (ROUND, ROUNDS)
    return [
        _compared(databases, prepare(databases, make, each * (rounds + 1)), each) for make in KINDS
    ]


def _compared(databases: Databases, prepared: Prepared, each: int) -> Figure:
    ours, theirs = _in_turns(databases, prepared, each)
    rate, bare = each / middle(ours), each / middle(theirs)
    ratio = middle([b / a for a, b in zip(ours, theirs, strict=True)])
    statements = middle([len(act) for act in prepared.acts])
    note = f"{statements:.0f} statements; bare driver {bare:,.0f} a second, ratio {ratio:.2f}"
    name = f"decision by {prepared.ready.name}"
    return Figure(name, databases.kind, rate, "a second", note)


def _in_turns(
    databases: Databases, prepared: Prepared, each: int
) -> tuple[list[float], list[float]]:
    """Seconds of each round but the first: the use case's, and the bare driver's."""
    store = open_store(databases.copy(prepared.url))
    work = list(zip(prepared.ready.refs, prepared.acts, strict=True))
    ours, theirs = [], []
    with databases.bare(databases.copy(prepared.url)) as replay:

        def decide_all(part: Part) -> None:
            for ref, _ in part:
                prepared.ready.decide(store, ref)

        def replay_all(part: Part) -> None:
            for _, act in part:
                replay(act)

        for start in range(0, len(work), each):
            part = work[start : start + each]
            ours.append(seconds(partial(decide_all, part)))
            theirs.append(seconds(partial(replay_all, part)))
    store.close()
    return ours[1:], theirs[1:]
