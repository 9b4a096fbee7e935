"""Naming a process so that another on the same machine can tell whether it still lives.

A number alone would be given to somebody else one day; the moment the process started makes it
its own. The machine's boot and the set of processes seen from here (a container's) say whether
two names can be compared at all.
"""

from __future__ import annotations

import os
import platform
from functools import cache
from pathlib import Path
from typing import Final

_STARTED: Final = 19
"""Where the start stands among the fields after a process's name in /proc/PID/stat."""


def this_process() -> str:
    """This process as `MACHINE/BOOT/CONTAINER/PID/START`, at most 120 characters."""
    return name_of(os.getpid())


def name_of(pid: int) -> str:
    """A process seen from here, by its number, as `this_process` names it."""
    return f"{_place()}/{pid}/{_start_of(pid) or 0}"


def can_be_seen(process: str) -> bool:
    """Whether a process so named would be seen from here if it lived."""
    return process.rsplit("/", 2)[0] == _place()


def is_gone(process: str) -> bool:
    """Whether that process certainly lives no more; False where that cannot be seen from here."""
    place, _, own = process.partition(f"{_place()}/")
    pid, _, started = own.partition("/")
    if place or not pid.isdigit():
        return False
    start = _start_of(int(pid))
    return start is None or str(start) != started


def spoken(process: str) -> str:
    """The process for people: `process 123 on MACHINE`."""
    parts = process.split("/")
    return f"process {parts[-2]} on {parts[0]}" if len(parts) > 3 else process


@cache
def _place() -> str:
    return f"{platform.node()[:60].replace('/', '-')}/{_boot()}"


@cache
def _boot() -> str:
    """The boot and the set of processes; the same for two processes that see each other."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
        seen = Path("/proc/self/ns/pid").readlink().name
    except OSError:
        return "-/-"
    return f"{boot.strip()[:8]}/{''.join(filter(str.isdigit, seen))}"


def _start_of(pid: int) -> int | None:
    """When a process started, in ticks since the boot; None for one that is not there or dead."""
    if _boot() == "-/-":
        return _start_without_proc(pid)
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else int(fields[_STARTED])


def _start_without_proc(pid: int) -> int | None:
    """Where there is no /proc: 0 while any process has that number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return 0
    return 0
