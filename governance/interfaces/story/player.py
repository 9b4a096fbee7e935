"""Plays acts at given moments, each once.

Time is simulated: every act of the year has a moment of its own, and the ledger keeps it. So the
ledger says how far a year was played, and whoever was stopped goes on from there. Between the
acts the clock does every morning what is due, and messages leave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from governance.adapters.carriers.files import Files
from governance.application.change import Receipt
from governance.application.deadlines.tick import TickReport, due_flows, tick
from governance.application.desk import Desk, acting, looking
from governance.application.ledger.moments import Moments, moments
from governance.application.messages import delivery
from governance.application.triggers import looking as triggers
from governance.domain.errors import Refused
from governance.interfaces.story.telling import Teller
from governance.store.engine import Store

ZONE = ZoneInfo("Europe/London")
MORNING = dt.time(8, 1)
"""When the clock is let run each day: just after the hour at which levels happen."""
_MINUTE = dt.timedelta(minutes=1)

T = TypeVar("T")
UseCase = Callable[[Desk], Any]


class Player:
    """Plays the story in one store; what was played before is not played again."""

    def __init__(
        self,
        store: Store,
        *,
        partnership: str,
        evidence: Path,
        outbox: Path,
        teller: Teller,
        before: Moments,
    ) -> None:
        self.store = store
        self.partnership = partnership
        self.evidence = evidence
        self._mail = Files(outbox)
        self.teller = teller
        self.refs: dict[str, str] = {}
        """What later chapters call things by."""
        self.morning = TickReport()
        """What the clock did in the morning of this day."""
        self.now = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._before: Mapping[dt.datetime, list[tuple[str, str]]] = before
        self._until = max(before, default=self.now)

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        self._mute()
        self.teller.chapter(title)

    def on(self, day: str, hour: str = "10:00") -> None:
        """Set the clock. Time does not go backwards."""
        local = dt.datetime.combine(
            dt.date.fromisoformat(day), dt.time.fromisoformat(hour), tzinfo=ZONE
        )
        moment = local.astimezone(dt.UTC)
        assert moment >= self.now, f"{moment} is before {self.now}"
        self._mornings(until=moment)
        self.now = moment
        self.teller.day(local.date())
        self._mute()

    def _mornings(self, *, until: dt.datetime) -> None:
        """Let every morning come that lies between now and a moment."""
        self.morning = TickReport()
        if self.now.year == dt.MINYEAR:
            return
        last = until.astimezone(ZONE).date()
        for ahead in range((last - self.today).days + 1):
            morning = dt.datetime.combine(
                self.today + dt.timedelta(days=ahead), MORNING, tzinfo=ZONE
            ).astimezone(dt.UTC)
            if max(self.now, self._until) <= morning < until:
                today = morning.astimezone(ZONE).date() == last
                if today:
                    self._look(morning)
                done = self._work(morning)
                self.morning = done if today else TickReport()

    def _work(self, now: dt.datetime) -> TickReport:
        """Do what is due by a moment, and send what is to be sent."""
        report = tick(self.store, now=now) if due_flows(self.store, now=now) else TickReport()
        assert not report.failed, report.failed
        more = delivery.due(self.store, flow="", now=now) is not None
        while more:
            more = delivery.work(self.store, flow="", now=now, carrier=self._mail).more
        return report

    def _look(self, now: dt.datetime) -> None:
        """Look for causes on the mornings that something is told of; more would find no more."""
        more = triggers.due(self.store, flow="", now=now) is not None
        while more:
            more = triggers.work(self.store, flow="", now=now).more

    @property
    def today(self) -> dt.date:
        """The day it is in the story."""
        return self.now.astimezone(ZONE).date()

    @property
    def played(self) -> bool:
        """Whether this moment was played before."""
        return self.now <= self._until

    def act(self, actor: str | None, use_case: UseCase, *, about: str = "proposal") -> str:
        """Do one act and give the reference of what it wrote of this kind of subject."""
        if not self.played:
            with acting(
                self.store, now=self.now, partnership=self.partnership, actor=actor
            ) as desk:
                made = use_case(desk)
            receipts = [made] if isinstance(made, Receipt) else []
            found = next((r.ref for r in receipts if r.table == about), None)
        else:
            found = None
        found = self._written(about) if found is None else found
        self.step()
        return found

    def _written(self, about: str) -> str:
        """The first subject of a kind that was written at this moment; nothing where none was."""
        if self.now in self._before:
            there = self._before[self.now]
        else:
            with looking(self.store, now=self.now, partnership=self.partnership) as desk:
                there = moments(desk, since=self.now).get(self.now, [])
        return next((ref for table, ref in there if table == about), "")

    def refused(self, actor: str | None, use_case: UseCase) -> None:
        """Try an act that Vires refuses, and tell why."""
        if not self.played:
            try:
                with acting(
                    self.store, now=self.now, partnership=self.partnership, actor=actor
                ) as desk:
                    use_case(desk)
            except Refused as refused:
                self.teller.refusal(refused)
            else:
                raise AssertionError(f"not refused: {self.teller.chapters[-1]['title']}")
        self.step()

    def ask(self, actor: str | None, question: UseCase, tell: Callable[[Any], None]) -> None:
        """Ask something and tell the answer; nothing changes."""
        if self.played:
            return
        with looking(self.store, now=self.now, partnership=self.partnership, actor=actor) as desk:
            answer = question(desk)
        tell(answer)

    def run(self, use_case: Callable[[], T]) -> T | None:
        """Do what takes several transactions, and does nothing when it is done again.

        None where it was done before.
        """
        made = None if self.now < self._until else use_case()
        self.step()
        return made

    def clock(self) -> TickReport:
        """Let the clock do what is due by now."""
        return self.run(lambda: self._work(self.now)) or TickReport()

    def step(self) -> None:
        """Let a minute pass: no two acts have one moment."""
        self.now += _MINUTE
        self._mute()

    def _mute(self) -> None:
        """Say nothing about what was played, and told, before."""
        self.teller.silent = self.teller.muted or self.played
