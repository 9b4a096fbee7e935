"""Looking at processes from outside, and waiting for what they do."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROC = Path("/proc")
needs_proc = pytest.mark.skipif(
    not (PROC / "self/stat").exists(), reason="no /proc here to see processes in"
)


def eventually(holds: Callable[[], object], seconds: float = 60, *, what: str = "it") -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"{what} did not come to pass in {seconds:g} s"
        time.sleep(0.05)


def lives(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be collected."""
    try:
        stat = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def offspring(pid: int) -> set[int]:
    """Every process that descends from one."""
    children: dict[int, set[int]] = {}
    for each in _all():
        children.setdefault(each[1], set()).add(each[0])
    found: set[int] = set()
    wave = {pid}
    while wave:
        wave = set().union(*(children.get(one, set()) for one in wave)) - found
        found |= wave
    return found


def _all() -> Iterator[tuple[int, int]]:
    for path in PROC.iterdir():
        if path.name.isdigit():
            try:
                fields = (path / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            yield int(path.name), int(fields[1])


def kill(pid: int, number: int = signal.SIGKILL) -> None:
    os.kill(pid, number)
