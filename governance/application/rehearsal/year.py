"""A year under way: its clock jumps to whatever is due next, and the real use cases do it.

What people would do stands in a queue by its moment; what the clock has to do is asked of the
deadlines themselves. At one moment the clock comes first.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from governance.application.deadlines.claiming import FLOWS
from governance.application.deadlines.tick import tick
from governance.application.desk import Desk, acting, looking
from governance.application.rehearsal.notes import Notes
from governance.application.rulebook import in_force
from governance.application.sweeping import SWEEPS
from governance.domain.calendar import Calendar
from governance.domain.errors import Problem, Unusable, ViresError
from governance.domain.rehearsal.supposing import Supposed
from governance.store.engine import Store
from governance.store.tables import TABLES

OFFICE_HOURS: Final = dt.time(9)
MOST_BATCHES: Final = 1000
"""Batches of one sweep in a week at the most."""
A_MOMENT: Final = dt.timedelta(milliseconds=1)

_deadline = TABLES["deadline"]
_now: Any = bindparam("now", type_=_deadline.c.wake_at.type)


def _first(flow: str) -> Any:
    """When a flow next has something to do; the index of flows and moments answers it."""
    return (
        select(_deadline.c.wake_at)
        .where(_deadline.c.flow == flow, _deadline.c.wake_at > _now, _deadline.c.retry_at.is_(None))
        .order_by(_deadline.c.wake_at)
        .limit(1)
        .scalar_subquery()
    )


_NEXT = select(
    *(_first(flow).label(flow) for flow in FLOWS),
    select(func.min(_deadline.c.retry_at))
    .where(
        _deadline.c.flow.in_(FLOWS), _deadline.c.wake_at.is_not(None), _deadline.c.retry_at > _now
    )
    .scalar_subquery()
    .label("retry"),
)

T = TypeVar("T")
Progress = Callable[[dt.date], None]
"""Told of each day that comes."""


@dataclass(slots=True)
class Year:
    """A rehearsal under way. Days are the partnership's.

    It begins today; what is told of it lies between `start` and `end`, both included.
    """

    store: Store
    partnership: str
    start: dt.date
    end: dt.date
    seed: int
    supposed: Supposed
    zone: ZoneInfo
    began: dt.datetime
    progress: Progress = lambda _day: None
    notes: Notes = field(default_factory=Notes)
    now: dt.datetime = field(init=False)
    _queue: list[tuple[dt.datetime, int, Callable[[], None]]] = field(default_factory=list)
    _queued: int = 0

    def __post_init__(self) -> None:
        self.now = self.began

    @property
    def begin(self) -> dt.date:
        """The day on which it began."""
        return self.began.astimezone(self.zone).date()

    @property
    def told(self) -> bool:
        """Whether the period that is told of has come."""
        return self.today >= self.start

    @property
    def today(self) -> dt.date:
        """The day it is in the rehearsal."""
        return self.now.astimezone(self.zone).date()

    # --- what is to come

    def moment(self, day: dt.date, hour: dt.time = OFFICE_HOURS) -> dt.datetime:
        """An hour of a day by the clock on the partnership's wall."""
        return dt.datetime.combine(day, hour, tzinfo=self.zone).astimezone(dt.UTC)

    def at(self, moment: dt.datetime, act: Callable[[], None]) -> None:
        """Let something be done at a moment, at once where that has gone by."""
        self._queued += 1
        heapq.heappush(self._queue, (max(moment, self.now), self._queued, act))

    def run(self) -> None:
        """Let the period go by, to the end of its last day."""
        until = self.moment(self.end + dt.timedelta(days=1), dt.time())
        self._tick()
        shown = self.today
        while True:
            wake = self._next_wake()
            planned = self._queue[0][0] if self._queue else None
            moments = [moment for moment in (wake, planned) if moment is not None]
            if not moments or min(moments) >= until:
                return
            first = min(moments)
            self.now = max(self.now, first)
            if self.today != shown:
                shown = self.today
                self.progress(shown)
            if wake is not None and wake <= first:
                self._tick()
            while self._queue and self._queue[0][0] <= first:
                heapq.heappop(self._queue)[2]()

    def _next_wake(self) -> dt.datetime | None:
        with self.store.read() as tx:
            found = tx.one(_NEXT, now=self.now)
        return min((one for one in found if one is not None), default=None)

    def _tick(self) -> None:
        """Let the real clock do what is due, as often as it takes."""
        more = True
        while more:
            report = tick(self.store, now=self.now)
            for done in report.done if self.told else ():
                if done.prompt is not None:
                    self.notes.told[done.kind, done.prompt.partition("/")[0]] += 1
                else:
                    self.notes.acts[done.effect or done.kind] += 1
            for failed in report.failed:
                self.refused("clock", failed.ref, Unusable(failed.problems))
            more = report.more
            self.now += A_MOMENT

    def look(self) -> None:
        """Let the other sweeps look for what they bring about, such as causes for a case.

        The night's checks and the sending of messages are no part of a rehearsal.
        """
        for place in [place for sweep in SWEEPS.values() for place in sweep.then]:
            module = import_module(place)
            for _ in range(MOST_BATCHES):
                self.now += A_MOMENT
                if module.due(self.store, flow="", now=self.now) is None:
                    break
                swept = module.work(self.store, flow="", now=self.now)
                if not swept.more:
                    break

    # --- desks

    @contextmanager
    def acting(self, actor: str | None = None) -> Iterator[Desk]:
        """A desk of the copy for an act; the operator's unless a person is named."""
        self.now += A_MOMENT
        with acting(self.store, now=self.now, partnership=self.partnership, actor=actor) as desk:
            yield desk

    @contextmanager
    def looking(self) -> Iterator[Desk]:
        """A desk of the copy for a question."""
        with looking(self.store, now=self.now, partnership=self.partnership) as desk:
            yield desk

    def attempt(
        self, tried: str, ref: str, act: Callable[[Desk], T], *, actor: str | None = None
    ) -> T | None:
        """Do one act; what Vires refuses is a finding, and None is given."""
        try:
            with self.acting(actor) as desk:
                found = act(desk)
        except ViresError as error:
            self.refused(tried, ref, error)
            return None
        except Exception as error:  # noqa: BLE001  # a rehearsal goes on and says what broke
            said = {"name": type(error).__name__, "said": str(error)[:200]}
            self.refused(tried, ref, Unusable([Problem("cli.unexpected", said)]))
            return None
        self.did(tried)
        return found

    def did(self, what: str) -> None:
        """Note that something was done."""
        self.notes.acts[what] += self.told

    def refused(self, tried: str, ref: str, error: ViresError) -> None:
        """Note that something was refused."""
        if self.told:
            self.notes.refused(self.today, tried, ref, error)

    # --- days

    def calendar(self, day: dt.date) -> Calendar:
        """The working days of the partnership, by what is in force on a day."""
        with self.looking() as desk:
            return in_force.calendar(desk, day)

    def working_days_on(self, day: dt.date, number: int) -> dt.date:
        """The working day that comes so many working days after a day."""
        known = self.calendar(day)
        for _ in range(number):
            day = known.on_or_after(day + dt.timedelta(days=1))
        return day
