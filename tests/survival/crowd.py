"""Two clocks that both believe they lead, and four workers, all on the same due prompts."""

from __future__ import annotations

import datetime as dt
import time

from mail_server import MailServer

from governance.application.deadlines.claiming import FLOWS, due_flows
from governance.application.deadlines.tick import tick
from governance.store.engine import open_store
from survival import hands, tally, town
from survival.hands import started
from survival.kills import mail, reference

WORKERS, CLOCKS = 4, 2
LETTERS = 100
"""So many are waited for before the clocks are stopped: both of them deliver, too."""


def survive(url: str, *, number: int, seed: int = 0) -> str:
    """Let them all loose at once; the counts in a line."""
    del seed  # who comes first is not ours to say
    store = open_store(url, busy_seconds=60)
    town.reminders(store, number=number, commissions=max(number // 20, WORKERS * 10))
    ahead = (town.MORNING - dt.datetime.now(dt.UTC)).total_seconds()
    with MailServer() as server:
        post = mail(server)
        clocks = [
            started(hands.believe_to_lead, url, ahead=ahead, mail=post) for _ in range(CLOCKS)
        ]
        began = time.monotonic()
        workers = [started(hands.sweep, url, FLOWS, ahead=ahead, mail=post) for _ in range(WORKERS)]
        for one in workers:
            one.join(number / 20 + 60)
            assert one.exitcode == 0, one.exitcode
            one.close()
        took = time.monotonic() - began
        until = time.monotonic() + 300
        while due_flows(store, now=town.MORNING) or len(server.letters) < LETTERS:
            assert time.monotonic() < until, "the clocks stand still"
            time.sleep(0.1)
        for one in clocks:
            assert one.is_alive(), "a clock goes on whatever happens"
            one.kill()
            one.join()
            one.close()
        arrived = [reference(letter) for letter in server.letters]
    assert not tick(store, now=town.MORNING).done, "nothing was left over"
    uncertain = sum(row.outcome is None for row in tally.rows(store, "message_attempt"))
    said = tally.prompts(store, levels={"after-1-working-day": 1})
    twice = len(arrived) - len(set(arrived))
    assert twice == 0
    tally.whole(store)
    store.close()
    return (
        f"{CLOCKS} leaders and {WORKERS} workers: {said}, in {took:.0f} s; {len(arrived)} "
        f"letters so far, {twice} twice, {uncertain} cut off"
    )
