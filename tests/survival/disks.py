"""Disks that can be full: a small one of our own, or a clock whose files may not grow."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final, Protocol

SIZE: Final = "256m"
CHUNK: Final = 4096


class LeftOut(Exception):
    """What cannot be tried here, and why."""


class Disk(Protocol):
    """Somewhere that can be full."""

    told: str

    def fill(self) -> None:
        """Leave no room for anybody."""

    def keep(self, clock: BaseProcess) -> None:
        """Leave no room for the clock, which has just begun."""

    def make_room(self, clock: BaseProcess) -> None:
        """Give it back."""


@contextmanager
def small_disk(folder: Path) -> Iterator[tuple[Disk, Path]]:
    """A disk of our own, for a while. Raises `LeftOut` where none may be mounted."""
    room = folder / "disk"
    room.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "vires", str(room))
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        raise LeftOut("no small disk may be mounted here")
    try:
        yield Small(room), room
    finally:
        subprocess.run(("umount", "--lazy", str(room)), check=True)


class Small:
    """A small disk, with a file that takes all the room there is."""

    told = "a disk was full"

    def __init__(self, room: Path) -> None:
        self._filler = room / "filler"

    def fill(self) -> None:
        with suppress(OSError), self._filler.open("wb", buffering=0) as file:
            while file.write(bytes(256 * CHUNK)):
                pass
        with suppress(OSError), self._filler.open("ab", buffering=0) as file:
            while file.write(bytes(CHUNK)):
                pass

    def keep(self, clock: BaseProcess) -> None:
        """It has no room already."""

    def make_room(self, clock: BaseProcess) -> None:
        self._filler.unlink()


class Kept:
    """A clock whose files may not grow."""

    told = "a clock’s files could not grow"

    def fill(self) -> None:
        """Only the clock is kept short."""

    def keep(self, clock: BaseProcess) -> None:
        assert clock.pid is not None
        resource.prlimit(clock.pid, resource.RLIMIT_FSIZE, (CHUNK, resource.RLIM_INFINITY))

    def make_room(self, clock: BaseProcess) -> None:
        assert clock.pid is not None
        endless = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(clock.pid, resource.RLIMIT_FSIZE, endless)
