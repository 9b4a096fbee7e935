"""The sweep that tells webhooks what the record took up.

What is new in the record is queued for each webhook that listens to it; what waits is claimed by
the handful, and each attempt is written before it is made. The receiver is called outside any
transaction. Whoever dies in between leaves a claim that runs out, and at most one attempt that
nobody knows the end of.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any, Final, Protocol

from governance import words
from governance.adapters.webhooks import Answer, Outcome, Parcel, Sender, networks_from
from governance.application.desk import CLOCK, Desk, acting
from governance.application.example_clock import ahead
from governance.application.plain import plain_params
from governance.application.sweeping import BATCH, LINES, Swept
from governance.application.webhooks import gathering, secrets
from governance.application.webhooks.attempts import (
    WAITS_OF,
    Claimed,
    Ended,
    Open,
    begin,
    claim,
    claim_one,
    release,
    settle,
)
from governance.application.webhooks.moving import put_off, stop_sending, stopped
from governance.domain.errors import MovedFirst, Problem, Unusable
from governance.domain.webhooks.schedule import SILENT
from governance.store.engine import Store
from governance.store.settings import settings

IN_A_ROW: Final = 2
"""Attempts in a row that did not get through after which a webhook is left alone for now."""
BREATH: Final = dt.timedelta(minutes=1)
"""How long what was claimed then waits at least, without that being an attempt."""
KEY_AGAIN: Final = dt.timedelta(minutes=5)
"""After how long what could not be signed is tried again."""

_LOG: Final = logging.getLogger("vires")


class Sends(Protocol):
    """Whatever makes an attempt; see `governance.adapters.webhooks.Sender`."""

    def send(self, parcel: Parcel) -> Answer: ...


@cache
def sender() -> Sender:
    """The sender of this process, by its settings. Raises `Unusable` for bad settings."""
    networks = networks_from(settings().webhooks_private)
    return Sender(networks, agent=f"Vires/{version('vires')}")


def due(store: Store, *, flow: str, now: dt.datetime) -> dt.datetime | None:
    """Since when a webhook has something to be told, or to be sent; None where none has."""
    del flow
    with store.read() as tx:
        waits = tx.all(WAITS_OF, now=now)
    since = [gathering.oldest(gathering.behind(store)), gathering.oldest(waits)]
    return min((one for one in since if one is not None), default=None)


def work(
    store: Store,
    *,
    flow: str,
    now: dt.datetime,
    limit: int = BATCH,
    through: Sends | None = None,
) -> Swept:
    """Queue what is new, and try a handful for each webhook that has something waiting.

    `through` is the process's own sender unless one is given. A receiver that does not answer
    twice in a row is left alone until the next sweep. Raises `Unusable` where the store fails.
    """
    del flow, limit
    run = _Run.of(store, now, through)
    for one in gathering.behind(store):
        run.gather(one.partnership_id, one.id)
    with store.read() as tx:
        waits = tx.all(WAITS_OF, now=run.present)
    for one in waits:
        run.handle(one.partnership_id, one.id)
    run.swept.more = run.got_on and due(store, flow="", now=run.present) is not None
    return run.swept


def send_one(
    store: Store,
    delivery_id: str,
    webhook_id: str,
    *,
    partnership: str,
    now: dt.datetime,
    through: Sends | None = None,
) -> Ended | None:
    """Try one delivery at once; None where somebody else has it. Raises `Unusable` for the key."""
    run = _Run.of(store, now, through)
    with run.desk(partnership) as desk:
        hook = desk.row("webhook", webhook_id)
        keys = secrets.signing(desk, hook)
        claimed = claim_one(desk, hook, delivery_id)
    if claimed is None:
        return None
    ended = run.send(partnership, [claimed], keys)
    return ended[0] if ended else None


@dataclass(slots=True)
class _Run:
    """One sweep. The time goes on from `now` while it lasts, for what is signed says when.

    An example's clock is left out of that: a receiver compares the time with the real one.
    """

    store: Store
    now: dt.datetime
    began: float
    through: Sends
    ahead: dt.timedelta
    swept: Swept = field(default_factory=Swept)
    got_on: bool = False

    @property
    def present(self) -> dt.datetime:
        return self.now + dt.timedelta(seconds=time.monotonic() - self.began)

    @property
    def really(self) -> dt.datetime:
        """The same moment by the clock that receivers have."""
        return self.present - self.ahead

    @classmethod
    def of(cls, store: Store, now: dt.datetime, through: Sends | None) -> _Run:
        """A sweep that begins now."""
        by = ahead(store) or dt.timedelta()
        return cls(store, now, time.monotonic(), through or sender(), by)

    def desk(self, partnership: str) -> AbstractContextManager[Desk]:
        return acting(self.store, now=self.present, partnership=partnership, actor=CLOCK)

    def gather(self, partnership: str, webhook_id: str) -> None:
        """Queue the next entries for a webhook."""
        self._tried(lambda: self._gather(partnership, webhook_id), webhook_id)

    def _gather(self, partnership: str, webhook_id: str) -> None:
        with self.desk(partnership) as desk:
            looked = gathering.gather(desk, webhook_id)
        self.got_on = self.got_on or looked > 0

    def handle(self, partnership: str, webhook_id: str) -> None:
        """Try a handful of what waits for a webhook, in its order."""
        self._tried(lambda: self._handle(partnership, webhook_id), webhook_id)

    def _handle(self, partnership: str, webhook_id: str) -> None:
        with self.desk(partnership) as desk:
            hook = desk.by_id("webhook", webhook_id)
            try:
                keys = secrets.signing(desk, hook)
            except Unusable as wrong:
                put_off(desk, hook, wait=KEY_AGAIN, why=wrong.problems[0])
                self._report(hook.ref, "webhook", "failed", desk.now, wrong.problems[0])
                return
            claimed = claim(desk, hook)
        self.got_on = self.got_on or bool(claimed)
        for ended in self.send(partnership, claimed, keys):
            self._told(ended)

    def _tried(self, work: Callable[[], None], webhook_id: str) -> None:
        """One webhook that breaks stops no other; a store that fails stops all."""
        try:
            work()
        except MovedFirst:
            pass  # somebody else is at it; it is still due
        except Exception as error:  # one broken webhook must not stop the others
            if isinstance(error, Unusable) and error.problems[0].code.startswith("store."):
                raise
            _LOG.error("a webhook could not be handled: %s", webhook_id, exc_info=error)
            problem = Problem("webhook.broken", {"detail": type(error).__name__})
            self._report(webhook_id, "webhook", "failed", self.now, problem)

    def send(self, partnership: str, claimed: list[Claimed], keys: list[bytes]) -> list[Ended]:
        """Try one after the other; each attempt is settled with the opening of the next."""
        told: list[Ended] = []
        last: tuple[Open, Answer] | None = None
        troubles, wait = 0, BREATH
        stop = False
        for one in claimed:
            with self.desk(partnership) as desk:
                ended = None if last is None else settle(desk, *last)
                last, opened = None, None
                if stop:
                    release(desk, one, wait=wait)
                else:
                    opened = begin(desk, one)
            self._followed(partnership, ended, told)
            if opened is None:
                continue
            answer = self._sent(one.parcel(keys, self.really))
            last = (opened, answer)
            troubles = 0 if answer.outcome is Outcome.SENT else troubles + 1
            if answer.retry_after is not None:
                wait = max(BREATH, min(answer.retry_after, dt.timedelta(hours=1)))
            stop = troubles >= IN_A_ROW or answer.gone or answer.retry_after is not None
        if last is not None:
            with self.desk(partnership) as desk:
                ended = settle(desk, *last)
            self._followed(partnership, ended, told)
        return told

    def _sent(self, parcel: Parcel) -> Answer:
        try:
            return self.through.send(parcel)
        except Exception as error:  # noqa: BLE001  # nobody knows how far it got
            _LOG.error("sending to a webhook broke", exc_info=error)
            detail = Problem("webhook.broken", {"detail": type(error).__name__})
            return Answer(Outcome.UNCERTAIN, detail=detail)

    def _followed(self, partnership: str, ended: Ended | None, told: list[Ended]) -> None:
        """What an attempt's end means for its webhook: gone for good, or silent for too long."""
        if ended is None:
            return
        told.append(ended)
        if not ended.gone and ended.silent is None:
            return
        with self.desk(partnership) as desk:
            hook = desk.row("webhook", ended.claimed.webhook_id)
            if hook.state == "ended" or (hook.state == "paused" and not ended.gone):
                return
            if ended.gone:
                why = Problem("webhook.ended_gone", {"ref": hook.ref})
                stopped(desk, hook, "end", why, words.say(why.code, why.params))
                stop_sending(desk, hook)
                return
            why = Problem("webhook.paused_silent", {"ref": hook.ref, "days": SILENT.days})
            stopped(desk, hook, "pause", why, words.say(why.code, why.params))

    def _told(self, ended: Ended) -> None:
        one = ended.claimed
        self._report(one.subject_ref, one.kind, ended.became, one.created_at, ended.problem)
        if _LOG.isEnabledFor(logging.INFO):
            _LOG.info("webhook %s: event %s %s", one.webhook_id, one.entry_id, ended.became)

    def _report(
        self, ref: str, what: str, outcome: str, since: dt.datetime, problem: Problem | None
    ) -> None:
        swept = self.swept
        match outcome:
            case "sent":
                swept.done += 1
            case "uncertain":
                swept.uncertain += 1
            case "parked":
                swept.parked += 1
            case _:
                swept.failed += 1
        if len(swept.lines) < LINES:
            line: dict[str, Any] = {
                "ref": ref,
                "what": what,
                "due": since.isoformat(),
                "outcome": outcome,
            }
            if problem is not None:
                line["problem"] = {"code": problem.code, "params": plain_params(problem.params)}
            swept.lines.append(line)
