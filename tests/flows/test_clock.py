"""The clock: what is due is started once by the one that leads, and nothing keeps it from it."""

import datetime as dt
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import time_machine
from structlog.testing import capture_logs

from flows.clock import Clock
from flows.lanes import Lane, Went
from flows.starting import BrokeInPrefect
from governance.application.running import run_sweep
from governance.application.sweeping import Sweep, Swept
from governance.domain.errors import Unusable
from governance.store.engine import Store
from governance.store.fencing import current_fence
from governance.store.leading import INSTALLATION, Fence, Leadership, leadership
from governance.store.tables import TABLES

MINUTE = dt.timedelta(minutes=1)
NIGHT = dt.datetime(2025, 3, 30, 0, 59, tzinfo=dt.UTC)
"""A minute before the clocks go forward in London."""


def eventually(holds: Callable[[], object], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.01)


class Room:
    """A room with things that fall due: some for each flow."""

    def __init__(self) -> None:
        self.waiting: dict[str, int] = {}
        self.asked = 0
        self.broken: Exception | None = None
        self.since: dt.datetime | None = None

    def due(self, _store: Store, *, flow: str, now: dt.datetime) -> dt.datetime | None:
        self.asked += 1
        if self.broken is not None:
            raise self.broken
        return (self.since or now - MINUTE) if self.waiting.get(flow) else None


class Bells:
    """A starter that keeps what it started, and empties the room."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.started: list[tuple[str, str]] = []
        self.fences: list[object] = []
        self.hold = threading.Event()
        self.hold.set()
        self.fails = 0
        self.now_running = 0
        self.at_once = 0

    def start(self, name: str, *, started_by: str) -> Mapping[str, Any]:
        self.started.append((name, started_by))
        self.fences.append(current_fence())
        self.now_running += 1
        self.at_once = max(self.at_once, self.now_running)
        self.hold.wait(10)
        self.now_running -= 1
        if self.fails:
            self.fails -= 1
            raise RuntimeError("a wire came loose")
        done = self.room.waiting.pop(name, 0)
        return {"done": done, "failed": 0}


class Alone:
    """A leadership that nobody contests, or somebody else has."""

    def __init__(self, *, leads: bool = True) -> None:
        self.fence = Fence(1) if leads else None
        self.released = False
        self.broken: Exception | None = None

    @property
    def leader(self) -> str:
        return "m/b/1/1/1"

    def lead(self, _now: dt.datetime) -> Fence | None:
        if self.broken is not None:
            raise self.broken
        return self.fence

    def release(self, _now: dt.datetime) -> None:
        self.released = True


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    made = Room()
    module = types.ModuleType("a_room")
    module.due = made.due  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, "a_room", module)
    return made


@pytest.fixture
def bells(room: Room) -> Bells:
    return Bells(room)


def sweep(name: str, where: str = "a_room") -> Sweep:
    return Sweep(name, name, dt.timedelta(minutes=5), "*/5 * * * *", where)


SWEEPS = {name: sweep(name) for name in ("deadlines_due", "review_reminders")}


@pytest.fixture
def clock(quick_store: Store, bells: Bells) -> Iterator[Callable[..., Clock]]:
    made: list[Clock] = []

    def make(**changed: Any) -> Clock:
        parts: dict[str, Any] = {
            "leadership": Alone(),
            "starter": bells,
            "now": lambda: NIGHT,
            "sweeps": SWEEPS,
            "stop": threading.Event(),
            "tick_seconds": 0.1,
        }
        one = Clock(quick_store, **{**parts, **changed})
        made.append(one)
        return one

    yield make
    bells.hold.set()
    for one in made:
        one.stop(seconds=5)


def test_what_is_due_is_started_and_nothing_else(
    clock: Callable[..., Clock], room: Room, bells: Bells
) -> None:
    room.waiting = {"review_reminders": 3}
    one = clock()
    one.once()
    assert bells.started == [("review_reminders", "clock")]
    assert bells.fences == [Fence(1)]
    one.once()
    assert len(bells.started) == 1


def test_a_flow_goes_on_until_nothing_is_left(
    clock: Callable[..., Clock], room: Room, bells: Bells, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.waiting = {"deadlines_due": 3}

    def one_at_a_time(name: str, *, started_by: str) -> Mapping[str, Any]:
        bells.started.append((name, started_by))
        room.waiting[name] -= 1
        return {"done": 1}

    monkeypatch.setattr(bells, "start", one_at_a_time)
    clock().once()
    assert len(bells.started) == 3


def test_nobody_but_the_leader_starts_or_asks(
    clock: Callable[..., Clock], room: Room, bells: Bells
) -> None:
    room.waiting = {"deadlines_due": 1}
    one = clock(leadership=Alone(leads=False))
    one.once()
    assert (bells.started, room.asked, one.leads) == ([], 0, False)
    assert one.leader == "m/b/1/1/1"


def test_a_flow_that_takes_long_meets_neither_itself_nor_the_others(
    clock: Callable[..., Clock], room: Room, bells: Bells
) -> None:
    room.waiting = {"deadlines_due": 1}
    bells.hold.clear()
    one = clock()
    one.start()
    eventually(lambda: one.ticks >= 4)
    assert [name for name, _ in bells.started] == ["deadlines_due"]
    room.waiting["review_reminders"] = 1
    eventually(lambda: len(bells.started) == 2)
    assert bells.at_once == 2
    bells.hold.set()
    eventually(lambda: not room.waiting)
    assert sorted(name for name, _ in bells.started) == ["deadlines_due", "review_reminders"]


def test_a_flow_that_breaks_is_started_again_and_the_others_go_on(
    clock: Callable[..., Clock], room: Room, bells: Bells, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.lanes.FIRST_PAUSE", 0.05)
    room.waiting = {"deadlines_due": 1, "review_reminders": 1}
    bells.fails = 1
    one = clock()
    one.start()
    eventually(lambda: not room.waiting)
    assert len(bells.started) == 3


def test_what_does_nothing_is_not_started_at_every_tick(
    clock: Callable[..., Clock], room: Room, bells: Bells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others hold it, or it fails each time: the pause between two attempts grows."""

    def nothing(name: str, *, started_by: str) -> Mapping[str, Any]:
        bells.started.append((name, started_by))
        return {"done": 0, "failed": 1}

    monkeypatch.setattr(bells, "start", nothing)
    room.waiting = {"deadlines_due": 1}
    one = clock()
    for _ in range(10):
        one.once()
    assert len(bells.started) == 1


def test_what_gets_on_without_finding_anything_goes_on_at_the_next_tick(
    clock: Callable[..., Clock], room: Room, bells: Bells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The night's check looks at many things, and all is well with them."""

    def looked(name: str, *, started_by: str) -> Mapping[str, Any]:
        bells.started.append((name, started_by))
        return {"done": 0, "failed": 0, "more": True}

    monkeypatch.setattr(bells, "start", looked)
    room.waiting = {"deadlines_due": 1}
    one = clock()
    for _ in range(3):
        one.once()
    assert len(bells.started) == 3


def test_a_broken_room_holds_up_no_other(
    clock: Callable[..., Clock], room: Room, bells: Bells
) -> None:
    room.waiting = {"deadlines_due": 1}
    one = clock(sweeps={"lost": sweep("lost", "no_such_room"), **SWEEPS})
    one.once()
    assert bells.started == [("deadlines_due", "clock")]


@pytest.mark.parametrize("error", [Unusable.one("store.busy"), RuntimeError("a wire came loose")])
def test_the_clock_goes_on_after_a_tick_that_went_wrong(
    clock: Callable[..., Clock], room: Room, bells: Bells, error: Exception
) -> None:
    room.waiting = {"deadlines_due": 1}
    room.broken = error
    one = clock()
    one.start()
    eventually(lambda: one.ticks >= 2)
    assert bells.started == []
    room.broken = None
    eventually(lambda: bells.started)


def test_who_cannot_tell_whether_it_leads_does_not_act(
    clock: Callable[..., Clock], room: Room, bells: Bells
) -> None:
    heard: list[bool] = []
    leads = Alone()
    one = clock(leadership=leads, on_lead=heard.append)
    one.once()
    leads.broken = Unusable.one("store.unreachable")
    room.waiting = {"deadlines_due": 1}
    one.once()
    assert (heard, bells.started) == ([True, False], [])
    leads.broken = None
    one.once()
    assert (heard, len(bells.started)) == ([True, False, True], 1)


def test_stopping_waits_for_the_batch_at_hand_and_lets_go(
    clock: Callable[..., Clock], room: Room, bells: Bells
) -> None:
    room.waiting = {"deadlines_due": 1}
    bells.hold.clear()
    leads = Alone()
    one = clock(leadership=leads)
    one.start()
    eventually(lambda: bells.started)
    assert one.stop(seconds=0.2) is False
    bells.hold.set()
    assert one.stop(seconds=30) is True
    assert leads.released
    ticks = one.ticks
    time.sleep(0.3)
    assert one.ticks == ticks


@pytest.mark.parametrize("jump", [-60 * MINUTE, 1440 * MINUTE])
def test_the_clock_ticks_on_when_the_time_of_day_jumps(
    clock: Callable[..., Clock], jump: dt.timedelta
) -> None:
    """The scheduler alone would wait an hour for the hour that was put back."""
    one = clock()
    one.start()
    eventually(lambda: one.ticks >= 2)
    with time_machine.travel(dt.datetime.now(dt.UTC) + jump, tick=True):
        before = one.ticks
        eventually(lambda: one.ticks >= before + 3)
    before = one.ticks
    eventually(lambda: one.ticks >= before + 3)


# Where schedules start the flows.


def noted(store: Store, flow: str, *, at: dt.datetime, state: str = "done") -> None:
    with store.write() as tx:
        tx.insert(
            TABLES["flow_run"],
            {
                "partnership_id": INSTALLATION,
                "id": f"{flow}-{at:%d-%H-%M}",
                "flow": flow,
                "state": state,
                "started_by": "schedule",
                "through": "prefect",
                "process": "elsewhere/b/1/1/1",
                "started_at": at,
                "beat_at": at,
                "ended_at": at if state == "done" else None,
            },
        )


def test_what_a_schedule_starts_is_left_to_it(
    clock: Callable[..., Clock], quick_store: Store, room: Room, bells: Bells
) -> None:
    room.waiting = {"deadlines_due": 1, "review_reminders": 1}
    noted(quick_store, "deadlines_due", at=NIGHT - 30 * MINUTE)
    clock(scheduled=lambda: {"deadlines_due"}).once()
    assert bells.started == [("review_reminders", "clock")]


def test_the_clock_steps_in_for_a_schedule_that_is_silent_for_two_periods(
    clock: Callable[..., Clock], quick_store: Store, room: Room, bells: Bells
) -> None:
    room.waiting = {"deadlines_due": 1}
    noted(quick_store, "deadlines_due", at=NIGHT - 30 * MINUTE)
    now = [NIGHT]
    one = clock(scheduled=lambda: {"deadlines_due"}, now=lambda: now[0])
    room.since = NIGHT - MINUTE
    one.once()
    now[0] = room.since + 9 * MINUTE
    one.once()
    assert bells.started == []
    now[0] = room.since + 10 * MINUTE
    one.once()
    assert bells.started == [("deadlines_due", "stand-in")]


@pytest.mark.parametrize(("beat", "started"), [(2 * MINUTE, 0), (20 * MINUTE, 1)])
def test_a_schedules_run_that_lives_is_not_doubled(
    clock: Callable[..., Clock],
    quick_store: Store,
    room: Room,
    bells: Bells,
    beat: dt.timedelta,
    started: int,
) -> None:
    room.waiting, room.since = {"deadlines_due": 1}, NIGHT - 60 * MINUTE
    noted(quick_store, "deadlines_due", at=NIGHT - beat, state="running")
    clock(scheduled=lambda: SWEEPS).once()
    assert len(bells.started) == started


# Two who both believe they lead.


def test_two_clocks_forced_at_once_do_nothing_twice(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them has an old fence: it is refused; the other does each thing once."""
    done: list[int] = []
    fences: set[object] = set()
    left = list(range(40))
    taking = threading.Lock()

    def due(_store: Store, *, flow: str, now: dt.datetime) -> dt.datetime | None:
        return now if left else None

    def work(store: Store, *, flow: str, now: dt.datetime, limit: int) -> Swept:
        with store.write(), taking:
            taken, left[:5] = left[:5], []
            done.extend(taken)
            fences.add(current_fence())
        return Swept(done=len(taken), more=bool(left))

    module = types.ModuleType("a_room")
    module.due, module.work = due, work  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, "a_room", module)
    sweeps = {"deadlines_due": sweep("deadlines_due")}
    monkeypatch.setattr("governance.application.sweeping.SWEEPS", sweeps)

    class Direct:
        def start(self, name: str, *, started_by: str) -> Mapping[str, Any]:
            ran = run_sweep(
                store, name, clock=lambda: NIGHT, started_by=started_by, through="direct"
            )
            return ran.swept.counts()

    class Stubborn:
        """Goes on believing that it leads."""

        def __init__(self, real: Leadership) -> None:
            self.fence = real.lead(NIGHT)
            real.release(NIGHT)
            self.leader = "itself"

        def lead(self, _now: dt.datetime) -> Fence | None:
            return self.fence

        def release(self, _now: dt.datetime) -> None:
            return

    def wish(name: str) -> Leadership:
        return leadership(store, holder=name, elapsed=time.monotonic)

    clocks = [
        Clock(
            store,
            leadership=lead,
            starter=Direct(),
            now=lambda: NIGHT,
            sweeps=sweeps,
            stop=threading.Event(),
        )
        for lead in (Stubborn(wish("m/b/1/1/1")), wish("m/b/1/2/2"))
    ]
    clocks[1].tick()
    threads = [threading.Thread(target=one.once) for one in clocks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(40))
    assert fences == {Fence(2)}
    for one in clocks:
        one.stop()


def test_a_run_that_never_comes_back_gives_up_its_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.lanes.STUCK", 0.1)
    lane, hang = Lane("deadlines_due"), threading.Event()

    def wait() -> Went:
        hang.wait(10)
        return "nothing"

    lane.run(wait, fence=None)
    assert not lane.free
    eventually(lambda: lane.free)
    hang.set()
    assert lane.ended(5)


@pytest.mark.parametrize(
    ("error", "level"), [(BrokeInPrefect("503"), "warning"), (RuntimeError("503"), "error")]
)
def test_a_run_that_prefect_broke_is_no_error_since_the_next_goes_directly(
    error: Exception, level: str
) -> None:
    def breaks() -> Went:
        raise error

    lane = Lane("deadlines_due")
    with capture_logs() as logged:
        lane.run(breaks, fence=None)
        assert lane.ended(5)
    assert [line["log_level"] for line in logged] == [level]
