"""The desks of a visit: one for questions, and one at which an act is tried and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from governance.application.desk import Desk, acting, looking
from governance.domain.errors import Refused, Unusable
from governance.interfaces.web.visit import Visit


@contextmanager
def visit_looking(visit: Visit) -> Iterator[None]:
    """A desk for questions at a visit, closed again."""
    with looking(
        visit.store, now=visit.now, partnership=visit.partnership.key, actor=visit.actor
    ) as desk:
        visit.desk = desk
        try:
            yield
        finally:
            visit.desk = None  # type: ignore[assignment]  # there is none outside


class _TakenBack(Exception):  # leaves the desk with nothing written
    """What was only tried is taken back."""


def against(visit: Visit, do: Callable[[Desk], object]) -> Refused | Unusable | None:
    """What a use case would meet at the desk of whoever asks; None where it would be done.

    Nothing of it stays: only for a use case that does nothing outside the desk's transaction.
    """
    try:
        with acting(
            visit.store, now=visit.now, partnership=visit.partnership.key, actor=visit.actor
        ) as desk:
            do(desk)
            raise _TakenBack
    except _TakenBack:
        return None
    except (Refused, Unusable) as error:
        return error
