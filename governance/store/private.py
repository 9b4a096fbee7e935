"""Folders and files that nobody else on the machine reads.

What is kept is personal, and some of it exempt. A folder that Vires makes is for its user alone.
One that was there is as somebody made it, on purpose: what is put into it follows the umask, so
that a group may share it, and is never for everybody.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import Final

OTHERS: Final = stat.S_IRWXO
SHARED: Final = 0o660
"""The mode of a new file, of which the umask takes away what it says."""


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for its user alone. Raises `OSError`."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        with contextlib.suppress(FileExistsError):  # another process was faster
            one.mkdir(mode=stat.S_IRWXU)
    folder.mkdir(parents=True, exist_ok=True)


def make_within(folder: Path) -> None:
    """Make a folder as the one it lies in is shared: by the umask, but never for everybody.

    Where that one is missing, it is made for its user alone. Raises `OSError`.
    """
    make_private(folder.parent)
    folder.mkdir(mode=0o770, exist_ok=True)


def keep_from_others(file: Path) -> None:
    """Take from everybody what they may do with a file; where it is another user's, nothing."""
    with contextlib.suppress(OSError):
        mode = stat.S_IMODE(file.stat().st_mode)
        if mode & OTHERS:
            file.chmod(mode & ~OTHERS)


def is_open(folder: Path) -> bool:
    """Whether everybody on the machine can look into a folder; not where it is missing."""
    try:
        return os.name == "posix" and bool(folder.stat().st_mode & OTHERS)
    except OSError:
        return False
