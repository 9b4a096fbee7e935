"""kill -9 at random points of sweeps, decisions and deliveries, again and again.

A clock sweeps and delivers to a mail server, and two people decide the same reports, each in a
process of its own that is killed at a moment nobody chose. What they leave behind has to be what
undisturbed ones would have left.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterator, Sequence
from multiprocessing.process import BaseProcess
from typing import Any

from mail_server import MailServer

from governance.adapters.carriers import Carrier, carrier_from
from governance.application.deadlines.tick import tick
from governance.application.messages import delivery
from governance.application.messages.moving import LEASE
from governance.store.engine import Store, open_store
from governance.store.settings import settings
from governance.store.tables import TABLES
from survival import hands, tally, town
from survival.hands import approve, started

_MESSAGE, _PROMPT = TABLES["message"], TABLES["prompt"]


def survive(url: str, *, kills: int, seed: int = 0) -> str:
    """Kill so often, then let what is left be done; the counts in a line."""
    store = open_store(url, busy_seconds=60)
    refs = town.town(store, commissions=2 * kills, reports=kills)
    with MailServer() as server:
        post = mail(server)
        approve(store, refs[0], town.MORNING)
        ahead, done = _kill(store, url, refs, post, kills=kills, chance=random.Random(seed))
        finish(store, url, refs, post, ahead=ahead)
        arrived = [reference(letter) for letter in server.letters]
    said = (
        tally.prompts(store),
        tally.effects(store),
        tally.decisions(store, refs),
        tally.messages(store, arrived),
    )
    tally.whole(store)
    store.close()
    return f"{done} kills: " + "; ".join(said)


def _kill(
    store: Store,
    url: str,
    refs: Sequence[str],
    post: dict[str, str],
    *,
    kills: int,
    chance: random.Random,
) -> tuple[float, int]:
    """Start, kill, start anew; how far the clock has come, and how many were killed at work."""
    ahead = (town.MORNING - dt.datetime.now(dt.UTC)).total_seconds()
    lasts, done, whole = 0.5, 0, _left(store)
    crew: dict[str, BaseProcess] = {}
    while done < kills:
        undecided = tally.number_of(store, "decision") < len(refs)
        for role, hand, more in _ROLES:
            if role not in crew or not crew[role].is_alive():
                ended(crew.pop(role, None))
                if undecided or role == "clock":
                    crew[role] = started(hand, url, *more(refs), ahead=ahead, mail=post)
        time.sleep(chance.uniform(0, lasts))
        role = chance.choice([one for one in _OFTEN if one in crew and crew[one].is_alive()])
        crew[role].kill()
        ended(crew.pop(role), killed=True)
        done += 1
        left = _left(store)
        if not left:  # they were quicker than we kill
            town.missed_reviews(store, kills)
            whole = left = _left(store)
        behind = left / whole > 1 - done / kills
        lasts = min(lasts * 1.2, 2.0) if behind else lasts * 0.7
        if done % 4 == 0:
            ahead += (LEASE + dt.timedelta(minutes=1)).total_seconds()
    for one in crew.values():
        one.kill()
        ended(one, killed=True)
    return ahead, done


_ROLES: Any = (
    ("clock", hands.keep_going, lambda _: ()),
    ("chair", hands.decide, lambda refs: (refs,)),
    ("deputy", hands.decide, lambda refs: (refs,)),
)
_OFTEN = ("clock", "clock", "clock", "chair", "deputy")


def ended(process: BaseProcess | None, *, killed: bool = False) -> None:
    """See a process gone; one that ended by itself must have ended well."""
    if process is None:
        return
    process.join(120)
    codes = (-9, 0) if killed else (0,)
    assert process.exitcode in codes, (process.name, process.exitcode)
    process.close()


def _left(store: Store) -> int:
    """How much there is to be done, roughly."""
    prompts = len(tally.wanted(store)) * len(town.TOLD) - tally.number_of(store, "prompt")
    waiting = tally.number_of(store, "message", _MESSAGE.c.state.in_(("queued", "uncertain")))
    decided = tally.number_of(store, "decision")
    return prompts * 2 + waiting + tally.number_of(store, "proposal") - decided


def finish(
    store: Store,
    url: str,
    refs: Sequence[str],
    post: dict[str, str],
    *,
    ahead: float,
    carrier: Carrier | None = None,
) -> None:
    """Let it be done in peace, waiting as long as messages have to wait."""
    one = started(hands.decide, url, refs, ahead=ahead)
    ended(one)
    carrier = carrier or carrier_from(post, data_dir=settings().data_dir)
    for moment in moments(ahead):
        while tick(store, now=moment).more:
            pass
        while delivery.work(store, flow="deliver_messages", now=moment, carrier=carrier).more:
            pass


def moments(ahead: float) -> Iterator[dt.datetime]:
    """Later and later, until nothing can be waiting any more."""
    now = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=ahead)
    for minutes in (0, 6, 12, 18, 60, 200, 600, 1440, 2880):
        yield now + dt.timedelta(minutes=minutes)


def mail(server: MailServer) -> dict[str, str]:
    """The environment of whoever sends through this server."""
    return {
        "VIRES_MAIL": "smtp",
        "VIRES_SMTP_HOST": "127.0.0.1",
        "VIRES_SMTP_PORT": str(server.port),
        "VIRES_SMTP_TLS": "none",
        "VIRES_SMTP_FROM": "Vires <vires@example.org>",
    }


def reference(letter: Any) -> str:
    """The message that a letter is a copy of."""
    found: str = str(letter["Message-ID"]).strip("<>").partition("@")[0]
    return found
