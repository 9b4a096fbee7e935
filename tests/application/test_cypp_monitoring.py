"""The flow `cypp_monitoring`: whatever the clock does, nothing is missed and nothing comes twice."""

import datetime as dt
import os
import subprocess
import sys
import textwrap
import threading
from collections import Counter
from pathlib import Path

import pytest
from conftest import memory_store
from policies import adopt_policy
from promised import publish_plan, reports_of, returns_of
from reports import Life
from sqlalchemy import bindparam, select, text
from test_returns import POLICY, START
from world import World, world

from governance.application.deadlines.tick import tick
from governance.application.nightcheck import nightly
from governance.application.plans import returns_setting
from governance.application.sweeping import SWEEPS
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

FLOW = "cypp_monitoring"
JUMP = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
"""Three periods are over, and the third's returns are not due yet."""

_PROMPTS = select(TABLES["prompt"].c.deadline_id, TABLES["prompt"].c.key).where(
    TABLES["prompt"].c.partnership_id == bindparam("partnership")
)


def set_up(store: Store) -> Life:
    life = Life(world(store, START), START)
    adopt_policy(life.world, POLICY)
    with life.acting() as desk:
        publish_plan(desk)
    return life


def swept(store: Store, now: dt.datetime) -> None:
    """Run the flow's sweep until nothing is due."""
    sweep = SWEEPS[FLOW]
    for _ in range(100):
        if sweep.due(store, now=now) is None:
            return
        sweep.work(store, now=now)
    raise AssertionError("the flow does not come to an end")


def asked(life: Life) -> Counter[tuple[str, dt.date]]:
    return Counter((partner, end) for _, partner, end, _ in returns_of(life))


def prompted(life: Life) -> Counter[tuple[str, str]]:
    with life.looking() as desk:
        return Counter((row.deadline_id, row.key) for row in desk.all(_PROMPTS))


def after_the_day(life: Life) -> list[str]:
    """Every level that came after a day; reminders of a day that is gone remind nobody."""
    return sorted(key for _, key in prompted(life) if not key.startswith("before"))


WANTED = Counter(
    (partner, end)
    for partner in ("county-council", "icb", "police")
    for end in (
        dt.date(2025, 6, 30),
        dt.date(2025, 9, 30),
        dt.date(2025, 12, 31),
        dt.date(2026, 3, 31),
    )
)


def test_two_at_once_after_a_jump_ask_and_prompt_once(store: Store) -> None:
    life = set_up(store)
    life.now = JUMP
    threads = [threading.Thread(target=swept, args=(store, JUMP)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    swept(store, JUMP)
    assert asked(life) == WANTED
    assert set(prompted(life).values()) == {1}
    missed = [end for _, p, end, s in returns_of(life, "icb") if s == "missed"]
    assert missed == [dt.date(2025, 6, 30), dt.date(2025, 9, 30)]
    assert life.whole()


def test_day_by_day_and_in_one_jump_come_to_the_same(
    sqlite_template: bytes, quick_store: Store
) -> None:
    life = set_up(quick_store)
    swept(quick_store, JUMP)
    jumped = life.now = JUMP
    states = [(p, end, s) for _, p, end, s in returns_of(life)]
    prompts = after_the_day(life)
    other = memory_store(sqlite_template)
    slow = set_up(other)
    while slow.now < jumped:
        slow.now = min(slow.now + dt.timedelta(days=1), jumped)
        swept(other, slow.now)
    assert [(p, end, s) for _, p, end, s in returns_of(slow)] == states
    assert after_the_day(slow) == prompts
    other.close()


def test_a_failure_half_way_leaves_nothing_half_done(
    quick_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = set_up(quick_store)
    life.now = dt.datetime(2025, 7, 1, 9, tzinfo=dt.UTC)
    before, real, calls = asked(life), returns_setting.set_return, [0]

    def second_fails(*args: object) -> object:
        calls[0] += 1
        if calls[0] == 2:
            raise RuntimeError("a wire came loose")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(returns_setting, "set_return", second_fails)
    assert tick(quick_store, now=life.now).failed
    assert asked(life) == before
    monkeypatch.setattr(returns_setting, "set_return", real)
    assert not tick(quick_store, now=life.now, again=True).failed
    assert len(asked(life)) == 6
    assert life.whole()


def test_a_process_killed_half_way_leaves_it_to_the_next(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    life = set_up(store)
    before = asked(life)
    store.close()
    script = f"""
        import datetime as dt, os
        from governance.application.deadlines.tick import tick
        from governance.application.plans import returns_setting as setting
        from governance.store.engine import open_store
        real, calls = setting.set_return, []
        def killed(*args):
            calls.append(1)
            if len(calls) == 3:
                os._exit(9)
            return real(*args)
        setting.set_return = killed
        tick(open_store({sqlite_url!r}), now=dt.datetime(2025, 7, 1, 9, tzinfo=dt.UTC))
    """
    root = Path(__file__).parent.parent.parent
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert ended.returncode == 9
    store = open_store(sqlite_url)
    life = Life(World(store, START), dt.datetime(2025, 7, 1, 10, tzinfo=dt.UTC))
    assert asked(life) == before
    assert not tick(store, now=life.now).failed
    assert len(asked(life)) == 6
    assert life.whole()
    store.close()


def test_the_night_sets_what_a_plan_owes_and_lost(quick_store: Store) -> None:
    life = set_up(quick_store)
    with quick_store.engine.begin() as connection:
        connection.execute(text("UPDATE deadline SET state = 'superseded', wake_at = NULL"))
    life.now = dt.datetime(2025, 10, 2, 9, tzinfo=dt.UTC)
    found: list[tuple[str, str]] = []
    for _ in range(200):
        done = nightly.work(quick_store, flow="nightly_assurance", now=life.now, limit=100)
        found += [(line["ref"], line["what"]) for line in done.lines]
        if not done.more:
            break
    assert ("L-0001", "monitoring_return") in found
    assert ("U-0001", "monitoring_return") in found
    assert ("Y-0001", "annual_report") in found
    assert {end for _, _, end, _ in returns_of(life)} == {
        dt.date(2025, 6, 30),
        dt.date(2025, 9, 30),
        dt.date(2025, 12, 31),
    }
    assert [state for _, _, state in reports_of(life)] == ["due"]
    assert life.whole()
