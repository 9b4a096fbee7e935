"""The leader seals while entries wait; whoever stands by does not; what is in the way is said once."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from flows.clock import Clock
from flows.sealing import Sealing
from governance.application.change import Change
from governance.application.desk import acting
from governance.application.people.partnerships import create_partnership
from governance.application.running import last_run
from governance.store import keys, sealing
from governance.store.engine import Store
from governance.store.leading import Fence, leadership
from governance.store.processes import this_process
from governance.store.tables import TABLES

NIGHT = dt.datetime(2025, 2, 20, 2, 30, tzinfo=dt.UTC)


class Nothing:
    """Starts no flow."""

    def start(self, name: str, *, started_by: str) -> Mapping[str, Any]:
        raise AssertionError(name)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("VIRES_SEAL_KEY", raising=False)
    return tmp_path / "keys" / "seal.pem"


@pytest.fixture
def area(quick_store: Store, place: Path) -> Store:
    create_partnership(quick_store, key="exampleshire", name="Exampleshire", now=NIGHT)
    return quick_store


def clock(store: Store, *, seals: Sealing, stop: threading.Event, holder: str = "") -> Clock:
    return Clock(
        store,
        leadership=leadership(store, holder=holder or this_process(), elapsed=time.monotonic),
        starter=Nothing(),
        now=lambda: NIGHT,
        tick_seconds=0.1,
        sweeps={},
        sealing=seals,
        stop=stop,
    )


def sealed(store: Store) -> int:
    with store.read() as tx:
        return int(tx.scalar(select(func.count()).select_from(TABLES["sealed_entry"])))


def waits(store: Store) -> bool:
    with store.read() as tx:
        return sealing.anything_waits(tx)


def until(what: Callable[[], bool], *, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_leader_seals_by_itself_and_no_run_is_noted(area: Store) -> None:
    stop = threading.Event()
    one = clock(area, seals=Sealing(area, now=lambda: NIGHT, stop=stop), stop=stop)
    one.start()
    until(lambda: not waits(area))
    assert one.stop(seconds=5)
    assert sealed(area) == 1
    assert last_run(area, "seal_ledger") is None


def test_once_seals_too_and_who_stands_by_does_not(area: Store) -> None:
    stop = threading.Event()
    first = clock(area, seals=Sealing(area, now=lambda: NIGHT, stop=stop), stop=stop)
    first.tick()
    assert first.leads
    beside = clock(
        area, seals=Sealing(area, now=lambda: NIGHT, stop=stop), stop=stop, holder="m/b/2/2/2"
    )
    beside.once()
    assert (beside.leads, sealed(area)) == (False, 0)
    first.once()
    assert sealed(area) == 1
    first.stop(seconds=5)


def test_who_no_longer_leads_seals_nothing(area: Store) -> None:
    seals = Sealing(area, now=lambda: NIGHT, stop=threading.Event())
    with capture_logs() as logs:
        assert seals.look(Fence(99)) == 0
    assert sealed(area) == 0
    assert logs == [], "somebody else does"


def test_what_is_in_the_way_is_said_once(
    area: Store, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.sealing.PAUSE", 0.0)
    place.parent.mkdir()
    place.write_text("no key")
    place.chmod(0o600)
    seals = Sealing(area, now=lambda: NIGHT, stop=threading.Event())
    with capture_logs() as logs:
        for _ in range(3):
            assert seals.look(None) == 0
    assert [(one["log_level"], one["codes"]) for one in logs] == [("error", ["seal.key_none"])]
    place.unlink()
    assert seals.look(None) == 1


def test_after_trouble_it_waits_a_while(area: Store, place: Path) -> None:
    place.parent.mkdir()
    place.write_text("no key")
    seals = Sealing(area, now=lambda: NIGHT, stop=threading.Event())
    seals.look(None)
    place.unlink()
    assert seals.look(None) == 0
    assert waits(area)


def test_one_partnership_in_trouble_slows_no_other(area: Store, place: Path) -> None:
    sealing.seal_waiting(area, key=keys.new_key(), now=NIGHT)
    keys.create(place)
    with acting(area, now=NIGHT) as desk:
        row = desk.row("partnership", "exampleshire")
        desk.apply(Change("partnership.renamed", "partnership", row, {"name": "Another"}))
    seals = Sealing(area, now=lambda: NIGHT, stop=threading.Event())
    with capture_logs() as logs:
        seals.look(None)
        for number in (2, 3):
            create_partnership(area, key=f"area-{number}", name="Example", now=NIGHT)
            seals.look(None)
            assert sealed(area) == number, "at once, and not after a while"
    assert [one["codes"] for one in logs] == [["seal.key_differs"]], "said, and once"
