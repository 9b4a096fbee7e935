"""Flows as runs of a real Prefect server: what is done, kept, shown and tried again."""

import asyncio
import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

import pytest
from prefect_server import Server

from flows import shell
from flows.starting import through
from flows.stopping import STOP
from governance.application import runs, sweeping
from governance.application.sweeping import Swept
from governance.domain.errors import Unusable
from governance.store.engine import Store, open_store

FLOW = "review_reminders"

pytestmark = [
    # Prefect's client leaves closing its connections to the collector.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.heavy,
    pytest.mark.xdist_group("prefect"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Work:
    """Something due, in place of the deadlines."""

    def __init__(self) -> None:
        self.left = 0
        self.error: Exception | None = None
        self.pause = 0.0

    def due(self, _store: Store, *, flow: str, now: dt.datetime) -> dt.datetime | None:
        assert flow == FLOW
        return now if self.left else None

    def work(self, _store: Store, *, flow: str, now: dt.datetime, limit: int) -> Swept:
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        time.sleep(self.pause)
        done = min(self.left, limit)
        self.left -= done
        line = {"ref": "C-12", "what": "review", "due": "2025-02-14", "outcome": "reminded"}
        return Swept(done=done, more=self.left > 0, lines=[line])


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    made = Work()
    monkeypatch.setattr(sweeping, "import_module", lambda _: made)
    return made


@pytest.fixture
def store(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    opened = open_store(sqlite_url)
    monkeypatch.setattr(shell, "store", lambda: opened)
    yield opened
    opened.close()


def test_a_run_is_done_recorded_and_shown(in_prefect: Server, store: Store, work: Work) -> None:
    work.left = 250
    told = through(in_prefect.api, FLOW, started_by="clock")
    [row] = runs.runs(store)
    assert told == {
        "flow": FLOW,
        "run": row.id,
        "state": "done",
        "done": 250,
        "failed": 0,
        "uncertain": 0,
        "parked": 0,
        "late": 0,
        "found": 0,
        "more": False,
    }
    assert (row.state, row.started_by, row.through) == ("done", "clock", "prefect")
    assert row.prefect_run is not None
    assert in_prefect.run(row.prefect_run)["state_type"] == "COMPLETED"
    [page] = in_prefect.pages(row.prefect_run)
    assert page["key"] == "review-reminders"
    assert page["data"].startswith("# Reminders of reviews to come\n\n| done |")
    assert "| C-12 | a review to be held | 14 February 2025 | reminded |" in page["data"]


def test_with_nothing_due_nothing_is_shown(in_prefect: Server, store: Store, work: Work) -> None:
    told = through(in_prefect.api, FLOW, started_by="clock")
    assert told["state"] == "nothing_due"
    assert runs.runs(store) == []


def test_prefect_tries_again_what_broke_and_it_stays_one_run(
    in_prefect: Server, store: Store, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.review_reminders import review_reminders

    monkeypatch.setattr(review_reminders, "retry_delay_seconds", 0)
    work.left, work.error = 5, Unusable.one("store.busy", seconds=10)
    told = through(in_prefect.api, FLOW, started_by="clock")
    assert told["done"] == 5
    [row] = runs.runs(store)
    assert (row.state, row.trouble, row.counts["done"]) == ("done", None, 5)
    assert row.prefect_run is not None
    assert in_prefect.run(row.prefect_run)["run_count"] == 2


def test_a_page_that_prefect_does_not_take_fails_nothing(
    in_prefect: Server, store: Store, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    import prefect.artifacts

    async def refuse(*_: Any, **__: Any) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(prefect.artifacts, "acreate_markdown_artifact", refuse)
    work.left = 5
    assert through(in_prefect.api, FLOW, started_by="clock")["done"] == 5
    assert [row.state for row in runs.runs(store)] == ["done"]
    assert work.left == 0


def test_a_clock_that_no_longer_leads_stops_and_is_not_tried_again(
    in_prefect: Server, store: Store, work: Work
) -> None:
    work.left, work.error = 5, Unusable.one("store.not_leading", holder="another")
    told = through(in_prefect.api, FLOW, started_by="clock")
    assert told == {"flow": FLOW, "state": "not_leading"}
    assert [row.state for row in runs.runs(store)] == ["failed"]
    assert work.left == 5


def test_told_to_stop_it_ends_with_the_batch_at_hand(
    in_prefect: Server, store: Store, work: Work
) -> None:
    work.left = 250
    STOP.set()
    try:
        told = through(in_prefect.api, FLOW, started_by="clock")
    finally:
        STOP.clear()
    assert (told["done"], told["more"]) == (100, True)
    assert work.left == 150


def test_who_gives_up_waiting_stops_the_work(store: Store, work: Work) -> None:
    """Without Prefect: a cancelled run does not go on in its thread."""
    work.left, work.pause = 5_000, 0.05

    async def give_up() -> None:
        task = asyncio.create_task(shell.swept(FLOW))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(give_up())
    assert work.left > 0
    assert [row.state for row in runs.runs(store)] == ["done"]
