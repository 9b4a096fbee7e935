"""Runs of flows and their record: one row a run, beats between batches, and how it ended."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from governance.application import running, runs, sweeping
from governance.application.running import run_sweep
from governance.application.sweeping import AMISS, Swept
from governance.domain.errors import Unusable
from governance.store.engine import Store
from governance.store.leading import INSTALLATION
from governance.store.processes import this_process
from governance.store.tables import TABLES

FLOW = "review_reminders"
START = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)


class Work:
    """What is due, as a number of items, in place of the deadlines."""

    def __init__(self) -> None:
        self.left = 0
        self.moments: list[dt.datetime] = []
        self.break_at: int | None = None
        self.error: Exception = RuntimeError("the lights went out")
        self.in_between: Callable[[], None] = lambda: None

    def due(self, store: Store, *, flow: str, now: dt.datetime) -> dt.datetime | None:
        assert flow == FLOW
        return now if self.left else None

    def work(self, store: Store, *, flow: str, now: dt.datetime, limit: int) -> Swept:
        self.in_between()
        self.moments.append(now)
        if self.break_at == len(self.moments):
            raise self.error
        done = min(limit, self.left)
        self.left -= done
        return Swept(done=done, more=self.left > 0)


class Ticking:
    """A clock that goes on by a second whenever it is read."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    made = Work()
    monkeypatch.setattr(sweeping, "import_module", lambda _: made)
    return made  # type: ignore[return-value]


def run(store: Store, **said: object) -> running.RunReport:
    given = {"clock": Ticking(), "started_by": "clock", "through": "direct", **said}
    return run_sweep(store, FLOW, **given)  # type: ignore[arg-type]


def test_with_nothing_due_there_is_no_record(store: Store, work: Work) -> None:
    report = run(store)
    assert report.plain()["state"] == "nothing_due"
    assert runs.runs(store) == []
    assert work.moments == []


def test_a_run_does_all_of_it_batch_by_batch_and_says_so(store: Store, work: Work) -> None:
    work.left = 25
    report = run(store, limit=10)
    [row] = runs.runs(store)
    assert (row.id, row.flow, row.state) == (report.run, FLOW, "done")
    assert (row.started_by, row.through, row.process) == ("clock", "direct", this_process())
    assert row.counts == {
        "done": 25,
        "failed": 0,
        "uncertain": 0,
        "parked": 0,
        "late": 0,
        "found": 0,
    }
    assert row.started_at < row.beat_at == row.ended_at
    assert len(work.moments) == 3
    assert sorted(set(work.moments)) == work.moments, "the clock is read for each batch"


def test_it_shows_between_batches_that_it_lives(store: Store, work: Work) -> None:
    seen: list[tuple[str, dt.datetime, dict[str, int]]] = []

    def look() -> None:
        [row] = runs.runs(store)
        seen.append((row.state, row.beat_at, row.counts))

    work.left, work.in_between = 30, look
    run(store, limit=10)
    assert [state for state, _, _ in seen] == ["running"] * 3
    assert [counts.get("done", 0) for _, _, counts in seen] == [0, 10, 20]
    assert seen[0][1] < seen[1][1] < seen[2][1]


def test_a_run_ends_before_it_starves_the_others(
    store: Store, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LONGEST", dt.timedelta(0))
    work.left = 100
    report = run(store, limit=10)
    assert report.swept.done == 10
    assert report.swept.more
    assert runs.runs(store)[0].state == "done"


def test_it_stops_between_batches_when_asked_to(store: Store, work: Work) -> None:
    work.left = 100
    report = run(store, limit=10, on_batch=lambda swept: swept.done < 20)
    assert (report.swept.done, report.swept.more) == (20, True)
    assert runs.runs(store)[0].state == "done"


def test_a_broken_sweep_is_noted_and_goes_on_up(store: Store, work: Work) -> None:
    work.left, work.break_at = 30, 2
    with pytest.raises(RuntimeError, match="the lights went out"):
        run(store, limit=10)
    [row] = runs.runs(store)
    assert row.state == "failed"
    assert row.counts["done"] == 10
    assert row.trouble == {
        "code": "run.broken",
        "params": {"detail": "RuntimeError"},
    }


def test_a_failure_with_words_keeps_its_own(store: Store, work: Work) -> None:
    work.left, work.break_at = 30, 1
    work.error = Unusable.one("store.busy", seconds=10)
    with pytest.raises(Unusable):
        run(store)
    assert runs.runs(store)[0].trouble == {"code": "store.busy", "params": {"seconds": 10}}


def failing(number: int) -> dict[str, object]:
    problem = {"code": "run.broken", "params": {"detail": f"the {number}th"}}
    return {"ref": f"C-{number}", "what": "review", "outcome": "failed", "problem": problem}


def test_what_failed_is_kept_however_much_was_done_before_it(
    store: Store, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def batch(store: Store, *, flow: str, now: dt.datetime, limit: int) -> Swept:
        done = min(limit, work.left)
        work.left -= done
        lines: list[dict[str, object]] = [
            {"ref": f"C-{n}", "what": "review", "outcome": "done"} for n in range(done)
        ]
        lines += [failing(work.left + n) for n in range(9)]
        return Swept(done=done, failed=9, more=work.left > 0, lines=lines)

    monkeypatch.setattr(work, "work", batch)
    work.left = 700
    run(store)
    [row] = runs.runs(store)
    assert row.counts["failed"] == 63
    assert row.amiss is not None
    assert [line["ref"] for line in row.amiss[:2]] == ["C-600", "C-601"]
    assert len(row.amiss) == AMISS
    work.left = 1
    run(store)
    assert len(runs.runs(store)[0].amiss or ()) == 9


def test_a_run_tried_again_by_prefect_goes_on_in_its_own_record(store: Store, work: Work) -> None:
    clock = Ticking()
    work.left, work.break_at = 30, 2
    with pytest.raises(RuntimeError):
        run(store, limit=10, prefect_run="abc-1", clock=clock)
    report = run(store, limit=10, prefect_run="abc-1", clock=clock)
    [row] = runs.runs(store)
    assert (row.id, row.state, row.trouble) == (report.run, "done", None)
    assert row.counts["done"] == 30
    run(store, prefect_run="abc-2", clock=clock)
    assert len(runs.runs(store)) == 1, "nothing was due"
    work.left = 1
    run(store, prefect_run="abc-2", clock=clock)
    assert [r.prefect_run for r in runs.runs(store)] == ["abc-2", "abc-1"]


def test_the_last_run_is_that_of_the_flow(store: Store, work: Work) -> None:
    assert runs.last_run(store, FLOW) is None
    clock = Ticking()
    for _ in range(2):
        work.left = 1
        report = run(store, clock=clock)
    last = runs.last_run(store, FLOW)
    assert last is not None
    assert last.id == report.run
    assert runs.last_run(store, "deliver_messages") is None
    assert len(runs.runs(store, limit=1)) == 1


def a_run(store: Store, number: int, **values: object) -> str:
    name = f"019526d8-0000-7000-8000-{number:012x}"
    row = {
        "partnership_id": INSTALLATION,
        "id": name,
        "version": 1,
        "flow": FLOW,
        "state": "running",
        "started_by": "clock",
        "through": "direct",
        "process": this_process(),
        "started_at": START,
        "beat_at": START,
        "counts": {},
        **values,
    }
    with store.write() as tx:
        tx.insert(TABLES["flow_run"], row)
    return name


def test_a_run_that_shows_no_more_is_lost(store: Store) -> None:
    quiet = a_run(store, 1)
    a_run(store, 2, beat_at=START + dt.timedelta(minutes=4))
    a_run(store, 3, state="done", ended_at=START)
    found = runs.lost(store, now=START + dt.timedelta(minutes=6))
    assert [run.id for run in found] == [quiet]
    states = {run.id: run.state for run in runs.runs(store)}
    assert sorted(states.values()) == ["done", "lost", "running"]
    assert states[quiet] == "lost"
    assert runs.lost(store, now=START + dt.timedelta(minutes=6)) == []


def test_a_run_whose_process_is_gone_is_lost_at_once(store: Store) -> None:
    dead = this_process().rpartition("/")[0].rpartition("/")[0] + "/4194303/1"
    gone = a_run(store, 1, process=dead)
    a_run(store, 2)
    assert [run.id for run in runs.lost(store, now=START)] == [gone]


def test_who_was_given_up_and_lives_says_how_it_ended(store: Store, work: Work) -> None:
    def give_up() -> None:
        runs.lost(store, now=START + dt.timedelta(hours=1))

    work.left, work.in_between = 10, give_up
    run(store)
    assert runs.runs(store)[0].state == "done"


def test_a_run_is_named_by_its_last_letters(store: Store) -> None:
    one = a_run(store, 0xABC1, prefect_run="0f0f0f0f-1111-4222-8333-444455556666")
    two = a_run(store, 0xABC2)
    assert runs.run_named(store, one).id == one
    assert runs.run_named(store, "ABC2").id == two
    assert runs.run_named(store, "0f0f0f0f-1111-4222-8333-444455556666").id == one
    for name, code in {"ffff": "run.unknown", "%": "run.unknown", "0000": "run.unknown"}.items():
        with pytest.raises(Unusable) as error:
            runs.run_named(store, name)
        assert error.value.problems[0].code == code
    a_run(store, 0x1ABC2)
    with pytest.raises(Unusable) as error:
        runs.run_named(store, "abc2")
    assert error.value.problems[0].code == "run.ambiguous"


def test_a_flow_nobody_knows_is_said_with_the_nearest(store: Store) -> None:
    with pytest.raises(Unusable) as error:
        run_sweep(store, "review_reminder", clock=Ticking(), started_by="hand", through="direct")
    assert error.value.problems[0].params["nearest"] == "review_reminders"
