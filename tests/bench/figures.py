"""What a benchmark found: figures with their unit, measured side by side within one run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `note` says what the figure is compared with."""

    what: str
    where: str
    value: float
    unit: str
    note: str = ""


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, by the clock on the wall."""
    started = perf_counter()
    work()
    return perf_counter() - started


def middle(values: Sequence[float]) -> float:
    """The median: what one slow moment of the machine does not move."""
    return median(values)


def table(figures: Sequence[Figure]) -> str:
    """The figures as text, columns aligned."""
    rows = [
        (f.what, f.where, f"{f.value:,.{2 if f.value < 100 else 0}f} {f.unit}", f.note)
        for f in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        f"{what:<{widths[0]}}  {where:<{widths[1]}}  {value:>{widths[2]}}  {note}".rstrip()
        for what, where, value, note in rows
    )
