"""Two sweeps that look for causes at once, killed again and again: each cause opens one case."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import Counter

from policies import a_commission
from reports import Life
from trigger_bits import FLOW, REDS, in_force, measure, observe
from world import World, world

from governance.application.sweeping import SWEEPS
from governance.store.engine import open_store
from survival import hands, tally
from survival.hands import started
from survival.kills import ended

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
SWEEPS_AT_ONCE = 2


def survive(url: str, *, number: int, kills: int, seed: int = 0) -> str:
    """So many commissions with a row of reds each; the counts in a line."""
    store = open_store(url, busy_seconds=60)
    played = Life(world(store, NOW), NOW)
    in_force(played, REDS)
    for place in range(number):
        about = a_commission(World(store, NOW), f"Example service {place}")
        observe(played, measure(played, about.ref), "red", "red")
    ahead = (NOW + dt.timedelta(hours=1) - dt.datetime.now(dt.UTC)).total_seconds()
    chance, killed = random.Random(seed), 0
    crew = [started(hands.sweep, url, [FLOW], ahead=ahead) for _ in range(SWEEPS_AT_ONCE)]
    while killed < kills and any(one.is_alive() for one in crew):
        time.sleep(chance.uniform(0.05, 0.5))
        at = chance.randrange(SWEEPS_AT_ONCE)
        if crew[at].is_alive():
            crew[at].kill()
            killed += 1
        ended(crew[at], killed=True)
        crew[at] = started(hands.sweep, url, [FLOW], ahead=ahead)
    for one in crew:
        one.join(number + 60)
        assert one.exitcode == 0, one.exitcode
        one.close()
    cases = Counter(row.commission_id for row in tally.rows(store, "decommissioning_case"))
    assert len(cases) == number, f"{number - len(cases)} causes were lost"
    assert set(cases.values()) == {1}, "a cause opened two cases"
    told = Counter(
        (row.subject_id, row.recipient)
        for row in tally.rows(store, "message")
        if row.template == "decommissioning_triggered" and row.recipient is not None
    )
    assert set(told.values()) == {1}, "a case was told of twice"
    later = NOW + dt.timedelta(hours=2)
    assert SWEEPS[FLOW].due(store, now=later) is None, "nothing is left to be looked at"
    tally.whole(store)
    store.close()
    return (
        f"{killed} kills of {SWEEPS_AT_ONCE} sweeps: {number} causes, {len(cases)} cases, each once"
    )
