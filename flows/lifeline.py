"""A child process that does not outlive the one that started it, however that one ends.

Two things hold it: Linux kills it when its parent dies, even while it is stopped; everywhere, it
ends when the pipe on its standard input does.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def die_with(parent: int | None) -> None:
    """Be killed when the parent dies; end at once where it, if it is known, is already gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def end_with_input(*, grace: float) -> None:
    """End when standard input does: first as if asked to, after `grace` seconds whatever hangs."""
    threading.Thread(target=_watch, args=(grace,), name="parent", daemon=True).start()


def _watch(grace: float) -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace)
    os._exit(0)
