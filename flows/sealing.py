"""The leader's sealing: every second while entries wait, directly and without a run's record.

A flow for each second would make a record of each, and cost a hundred times the work. Where the
key is missing, it says so once, and looks again after a while; nothing else stops. Where the seals
of one partnership are another's, it says so too, and goes on with all the others at once.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from typing import Final

import structlog

from flows.lanes import last_line
from flows.stopping import STOP
from governance.application.ledger.sealing import seal_all
from governance.domain.errors import Unusable
from governance.store.engine import Store
from governance.store.fencing import Fenced, under
from governance.store.sealing import OF_ONE

EVERY: Final = 1.0
"""Seconds between looks at what waits."""
PAUSE: Final = 15.0
"""Seconds before it looks again after it could not seal at all."""

_log = structlog.get_logger()


class Sealing:
    """Seals what waits, one look at a time. It never raises."""

    def __init__(
        self, store: Store, *, now: Callable[[], dt.datetime], stop: threading.Event = STOP
    ) -> None:
        self._store = store
        self._now = now
        self._stopping = stop
        self._alone = threading.Lock()
        self._not_before = float("-inf")
        self._told = ""

    def look(self, fence: Fenced | None) -> int:
        """Seal what waits, as the leader with this fence; how many were sealed, 0 after trouble."""
        if time.monotonic() < self._not_before or not self._alone.acquire(blocking=False):
            return 0
        try:
            with under(fence):
                sealed = seal_all(
                    self._store, now=self._now(), goes_on=lambda: not self._stopping.is_set()
                )
        except Exception as error:  # noqa: BLE001  # the clock goes on whatever happens
            if not _leads_no_more(error):
                self._tell(error)
                if not _of_one(error):
                    self._not_before = time.monotonic() + PAUSE
            return 0
        else:
            self._told = ""
            return sealed
        finally:
            self._alone.release()

    def ended(self, seconds: float) -> bool:
        """Wait for a look under way, at most so long; whether none is under way any more."""
        ended = self._alone.acquire(timeout=max(seconds, 0.0))
        if ended:
            self._alone.release()
        return ended

    def _tell(self, error: Exception) -> None:
        """Say what is in the way; once, however long it goes on."""
        said = f"{type(error).__name__}: {error}"
        if said == self._told:
            return
        self._told = said
        if isinstance(error, Unusable):
            codes = [one.code for one in error.problems]
            _log.error("entries wait and cannot be sealed", because=str(error), codes=codes)
        else:
            _log.error("sealing went wrong", because=said, at=last_line(error))


def _of_one(error: Exception) -> bool:
    """Whether only the seals of single partnerships are in the way, which stops no other's."""
    return isinstance(error, Unusable) and all(one.code in OF_ONE for one in error.problems)


def _leads_no_more(error: Exception) -> bool:
    """Whether somebody else leads by now, which is no trouble: they seal."""
    return isinstance(error, Unusable) and error.problems[0].code == "store.not_leading"
