"""The sweep that delivers messages: from the outbox to whoever carries them.

No message is lost, and one arrives twice only after an attempt that is on record as uncertain.
What is to be done with a message is decided and claimed in one transaction; each attempt is
written before it is made; the carrier is called outside any transaction. Whoever dies in
between leaves a claim that runs out, and at most one attempt that nobody knows the end of.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from sqlalchemy import bindparam, literal, select, union_all

from governance.adapters.carriers import Carried, Carrier, Outcome
from governance.application.desk import CLOCK, Desk, acting
from governance.application.messages import bounces, carrying
from governance.application.messages.attempts import (
    Claimed,
    Ended,
    Open,
    begin,
    carrier_broke,
    release,
    settle,
)
from governance.application.messages.moving import CHUNK
from governance.application.messages.sorting import WAITING, Sorted, give_up, sort, text_trouble
from governance.application.plain import plain_params
from governance.application.sweeping import BATCH, LINES, Swept
from governance.domain.errors import MovedFirst, Problem, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

IN_A_ROW: Final = 3
"""Failed attempts one after the other after which a sweep stops: the carrier is out of order."""

BREATH: Final = dt.timedelta(minutes=1)
"""How long what was claimed then waits at least, without that being an attempt."""

_LOG: Final = logging.getLogger("vires")
_message = TABLES["message"]


def _oldest(state: str) -> Any:
    """The first of what waits in a state, by the index that has them in this order."""
    return (
        select(_message.c.not_before, _message.c.id, _message.c.partnership_id)
        .where(_message.c.state == literal(state), _message.c.not_before <= bindparam("now"))
        .order_by(_message.c.not_before, _message.c.id)
        .limit(bindparam("most"))
        .subquery()
    )


_each = union_all(*(select(_oldest(state)) for state in WAITING)).subquery()
_WAITING = select(_each).order_by(_each.c.not_before, _each.c.id).limit(bindparam("most"))
"""What has waited longest: asked of each state by itself, so that nothing else is read."""


def due(store: Store, *, flow: str, now: dt.datetime) -> dt.datetime | None:
    """Since when a message waits to be sent, or to be asked about; None where none does."""
    del flow
    with store.read() as tx:
        first = tx.first(_WAITING, now=now, most=1)
    if first is None:
        first = next(iter(bounces.to_ask(store, now=now, most=1)), None)
    return None if first is None else first.not_before


def work(
    store: Store,
    *,
    flow: str,
    now: dt.datetime,
    limit: int = BATCH,
    carrier: Carrier | None = None,
) -> Swept:
    """Deal with at most `limit` of the messages that wait by `now`, the oldest first.

    It is never more than a handful: a claim holds for a time from `now` on, and must outlast
    the attempts made under it, so the time is asked anew for every handful.

    `carrier` is the process's own unless one is given. A carrier that fails several times in a
    row, or asks for time, is left alone until the next sweep. Raises `Unusable` where the store
    fails; whatever was done by then stands.
    """
    del flow
    run = _Run(store, carrier or carrying.carrier(), now)
    with store.read() as tx:
        waiting = tx.all(_WAITING, now=now, most=min(limit, CHUNK))
    for partnership_id, rows in groupby(_by_partnership(waiting), lambda r: r.partnership_id):
        if not run.stopped:
            run.handle(partnership_id, [row.id for row in rows])
    bounces.look(store, run.carrier, now=now, swept=run.swept)
    went_on = run.touched and not run.stopped
    run.swept.more = went_on and due(store, flow="", now=now) is not None
    return run.swept


def _by_partnership(rows: Sequence[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row.partnership_id)


@dataclass(slots=True)
class _Run:
    """One sweep: the carrier it has, and how that has been doing."""

    store: Store
    carrier: Carrier
    now: dt.datetime
    swept: Swept = field(default_factory=Swept)
    touched: bool = False
    troubles: int = 0
    wait: dt.timedelta = BREATH
    asked_to_wait: bool = False

    @property
    def stopped(self) -> bool:
        """Whether the carrier is to be left alone for now."""
        return self.asked_to_wait or self.troubles >= IN_A_ROW

    def handle(self, partnership_id: str, ids: Sequence[str]) -> None:
        """Decide about a handful, then try those that are to be tried."""
        found = self._sorted(partnership_id, ids)
        self.touched = self.touched or found.touched
        for row, outcome, problem in found.moved_on:
            self._report(row.template, row.params.get("ref", ""), row.created_at, outcome, problem)
            _log(row.id, row.template, row.person_id, outcome)
        self._send(partnership_id, found.claimed)

    def _desk(self, partnership_id: str) -> AbstractContextManager[Desk]:
        return acting(self.store, now=self.now, partnership=partnership_id, actor=CLOCK)

    def _sorted(self, partnership_id: str, ids: Sequence[str]) -> Sorted:
        """What is to be done; where one of them breaks it, each by itself, and that one parked."""
        try:
            with self._desk(partnership_id) as desk:
                return sort(desk, ids)
        except MovedFirst:
            if len(ids) == 1:
                return Sorted()
        except Exception as error:  # one broken message must not stop the others
            if _of_the_store(error):
                raise
            if len(ids) == 1:
                broken = _why_broken(error)
                with self._desk(partnership_id) as desk:
                    return give_up(desk, ids[0], broken)
        whole = Sorted()
        for one in ids:
            part = self._sorted(partnership_id, [one])
            whole.claimed += part.claimed
            whole.moved_on += part.moved_on
            whole.held += part.held
        return whole

    def _send(self, partnership_id: str, claimed: Sequence[Claimed]) -> None:
        """Try one after the other; each attempt is settled with the opening of the next."""
        last: tuple[Open, Carried] | None = None
        for one in claimed:
            answer = None
            if one.ask and not self.stopped:
                self._settled(partnership_id, last)
                last = None
                answer = self._asked(one)
            with self._desk(partnership_id) as desk:
                ended = None if last is None else settle(desk, *last)
                last, opened = None, None
                if self.stopped:
                    release(desk, one, wait=self.wait)
                else:
                    opened = begin(desk, one, carrier=self.carrier.name, answer=answer)
            self._tell(ended)
            if isinstance(opened, Open):
                last = (opened, self._carried(one))
            else:
                self._tell(opened)
        self._settled(partnership_id, last)

    def _settled(self, partnership_id: str, last: tuple[Open, Carried] | None) -> None:
        if last is not None:
            with self._desk(partnership_id) as desk:
                ended = settle(desk, *last)
            self._tell(ended)

    def _asked(self, one: Claimed) -> Outcome | None:
        try:
            return self.carrier.confirm(one.letter.reference)
        except Exception as error:  # noqa: BLE001  # it cannot be asked; the letter is tried again
            carrier_broke(error)
            return None

    def _carried(self, one: Claimed) -> Carried:
        try:
            carried = self.carrier.carry(one.letter)
        except Exception as error:  # noqa: BLE001  # nobody knows how far it got
            broken = Problem("message.carrier_broken", {"detail": carrier_broke(error)})
            carried = Carried(Outcome.UNCERTAIN, broken)
        if carried.outcome in (Outcome.FAILED, Outcome.UNCERTAIN):
            self.troubles += 1
        else:
            self.troubles = 0
        if carried.retry_after is not None:
            self.asked_to_wait = True
            self.wait = max(BREATH, carried.retry_after)
        return carried

    def _tell(self, ended: Ended | None) -> None:
        """Report what became of a message, once that is written."""
        if ended is None:
            return
        one = ended.claimed
        self._report(one.template, one.ref, one.created_at, ended.became, ended.problem)
        _log(one.id, one.template, one.person_id, ended.became)

    def _report(
        self,
        template: str,
        ref: str,
        since: dt.datetime,
        outcome: str,
        problem: Problem | None,
    ) -> None:
        match outcome:
            case "parked":
                self.swept.parked += 1
            case "failed":
                self.swept.failed += 1
            case "uncertain":
                self.swept.uncertain += 1
            case "addressed" | "gathered":
                pass  # what came of it is counted when it is sent
            case _:
                self.swept.done += 1
        if len(self.swept.lines) < LINES:
            line: dict[str, Any] = {
                "ref": ref,
                "what": template,
                "due": since.isoformat(),
                "outcome": outcome,
            }
            if problem is not None:
                line["problem"] = {"code": problem.code, "params": plain_params(problem.params)}
            self.swept.lines.append(line)


def _why_broken(error: Exception) -> Problem:
    """Why a message cannot be handled: what its text lacks, or a fault of ours, which is logged."""
    if isinstance(error, Unusable):
        return text_trouble(error)
    _LOG.error("a message could not be handled", exc_info=error)
    return Problem("message.broken", {"detail": type(error).__name__})


def _of_the_store(error: Exception) -> bool:
    """Whether it is the database that failed, and not one message."""
    return isinstance(error, Unusable) and any(
        problem.code.startswith("store.") for problem in error.problems
    )


def _log(message_id: str, template: str, person_id: str | None, outcome: str) -> None:
    """One line for each message moved on: identifiers only."""
    if not _LOG.isEnabledFor(logging.INFO):
        return
    import structlog  # noqa: PLC0415  # a tenth of a second that few commands need

    structlog.get_logger().info(
        "message", message=message_id, template=template, person=person_id, outcome=outcome
    )
