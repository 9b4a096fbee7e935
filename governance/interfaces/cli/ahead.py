"""A desk for an act that asks for a proof: it is made first, at a desk where nothing is written.

A proof can take seconds. So nobody else waits for it, and the act itself finds it made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from governance.interfaces.cli.options import acting_desk, looking_desk

if TYPE_CHECKING:
    from governance.application.desk import Desk

Asked = Callable[["Desk"], tuple[Iterable[str], dt.date | None]]
"""Which versions are to be proved, by their names, and from which day: today where it is None."""


@contextmanager
def proved_desk(
    partnership: str | None, actor: str | None, now: str | None, asked: Asked
) -> Iterator[Desk]:
    """A desk for an act, once what it asks for is proved as far as it can be."""
    from governance.application.rulebook.proving import prove_ahead

    with looking_desk(partnership, actor, now) as desk:
        names, start = asked(desk)
        prove_ahead(desk, names, start=start)
    with acting_desk(partnership, actor, now) as desk:
        yield desk
