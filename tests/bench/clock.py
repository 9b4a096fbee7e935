"""The clock: what is due among many, many at work at once, a tick with nothing due, messages."""

from bench import clock_crowd, clock_idle, clock_messages, clock_sweeping
from bench.clock_register import register
from bench.databases import Databases
from bench.figures import Figure

SIZES, DUE, ROUNDS = (10_000, 100_000, 1_000_000), 1_000, 5
QUICK_SIZES, QUICK_DUE, QUICK_ROUNDS = (30, 60), 4, 3


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """All of it; the register of each size is made once."""
    sizes, due, rounds = (QUICK_SIZES, QUICK_DUE, QUICK_ROUNDS) if quick else (SIZES, DUE, ROUNDS)
    registers = [register(databases, size=size, rounds=rounds, due=due) for size in sizes]
    return [
        *clock_idle.measure(databases, registers[0], quick=quick),
        *clock_idle.measure(databases, registers[-1], quick=quick),
        *clock_sweeping.measure(databases, registers),
        *clock_messages.measure(databases, registers[0]),
        *clock_crowd.measure(databases, quick=quick),
    ]
