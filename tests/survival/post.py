"""A mail server that is away, silent, refuses, takes letters and drops the line, or hangs."""

from __future__ import annotations

import datetime as dt
import random
from email.headerregistry import Address
from typing import Any, Final

from aiosmtpd import smtp
from aiosmtpd.smtp import Envelope, Session
from letters import queue, small_world
from mail_server import MailServer, free_port, silent_server

from governance.adapters.carriers.smtp import Smtp
from governance.application.messages import delivery
from governance.store.engine import Store, open_store
from survival import tally
from survival.kills import reference

NOW: Final = dt.datetime(2025, 3, 3, 10, tzinfo=dt.UTC)
NOBODY: Final = "example-gone"
MODES: Final = {
    "accept": 4,
    "greylist": 2,
    "full": 1,
    "drop_early": 1,
    "turn_away": 1,
    "keep_and_drop": 2,
    "lose_and_drop": 2,
}
HANGS: Final = 25
"""One letter in so many is kept by a server that then says nothing more."""


class Moody(MailServer):
    """A mail server in another mood for every letter; it knows nobody of one name."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    async def handle_MAIL(  # noqa: N802  # the library's name
        self,
        server: smtp.SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        moods = list(MODES)
        self.mode = self.chance.choices(moods, [MODES[mood] for mood in moods])[0]
        if self.chance.randrange(HANGS) == 0:
            self.mode = "keep_and_hang"
        return await super().handle_MAIL(server, session, envelope, address, options)

    async def handle_RCPT(  # noqa: N802  # the library's name
        self,
        server: smtp.SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if address.startswith(NOBODY.removeprefix("example-")):
            self.mode = "refuse"
        return await super().handle_RCPT(server, session, envelope, address, options)


def survive(url: str, *, number: int, seed: int = 0) -> str:
    """Queue messages and deliver them through all of it; the counts in a line."""
    store = open_store(url)
    people = ("example-ann", "example-bob", NOBODY)
    built = small_world(store, NOW, *people)
    with built.acting() as desk:
        for nth in range(number):
            queue(desk, to=people[2] if nth % 20 == 0 else people[nth % 2])
    _sweep(store, _through(free_port()), NOW)
    with silent_server() as port:
        _sweep(store, _through(port), NOW + dt.timedelta(minutes=10))
    server = Moody(random.Random(seed))
    with server:
        carrier = _through(server.port)
        for quarter in range(4 * 24 * 8):
            moment = NOW + dt.timedelta(minutes=20 + 15 * quarter)
            if not _sweep(store, carrier, moment):
                break
        server.mode = "accept"
        arrived = [reference(letter) for letter in server.letters]
    said = tally.messages(store, arrived)
    tally.whole(store)
    failed = sum(row.outcome == "failed" for row in tally.rows(store, "message_attempt"))
    store.close()
    return f"a mail server in every mood: {said}; {failed} attempts failed"


def _through(port: int) -> Smtp:
    return Smtp(
        host="127.0.0.1",
        port=port,
        sender=Address("Vires", "vires", "example.org"),
        security="none",
        timeout=0.5,
        longest=1.0,
    )


def _sweep(store: Store, carrier: Smtp, now: dt.datetime) -> int:
    """Deliver as long as the sweep says more is due; how many messages are not at an end."""
    while delivery.work(store, flow="deliver_messages", now=now, carrier=carrier).more:
        pass
    rows: list[Any] = tally.rows(store, "message")
    return sum(row.state not in tally.FINAL for row in rows)
