"""Who asked for a flow that runs in this very process, handed past Prefect.

Parameters of a flow show in Prefect and must be plain; what the clock hands over is neither. A
flow that nobody here asked for was started by a schedule, in a process of its own: it opens the
store that the environment names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from governance.application.sweeping import Swept
from governance.store.engine import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever starts a flow in this process says about it.

    `goes_on` is asked after each batch; a clock that is told to stop says no.
    """

    store: Store
    clock: Callable[[], dt.datetime]
    started_by: str
    goes_on: Callable[[Swept], bool] | None = None


_ASKED: ContextVar[Asked | None] = ContextVar("asked", default=None)


def asked() -> Asked | None:
    """What was said by whoever started the flow here; None in a worker's own process."""
    return _ASKED.get()


@contextmanager
def asking(how: Asked) -> Iterator[None]:
    """Flows started inside, by this thread or by tasks and threads of theirs, see `how`."""
    token = _ASKED.set(how)
    try:
        yield
    finally:
        _ASKED.reset(token)
