"""Scaled: schedules of a real Prefect server, real workers, one of them killed at work."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from prefect_server import Server
from processes import eventually, kill, lives, needs_proc, offspring
from served import GONE_WITHIN
from sqlalchemy import func, select
from world import empty_world

from governance.application import runs
from governance.application.change import Change
from governance.application.deadlines.rows import deadline
from governance.application.sweeping import SWEEPS
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("prefect")]

BELLS = 600
VIRES = (str(Path(sys.executable).parent / "vires"),)
_met = (
    select(func.count()).select_from(TABLES["deadline"]).where(TABLES["deadline"].c.state == "met")
)
_rung = select(TABLES["ledger_entry"].c.subject_id).where(
    TABLES["ledger_entry"].c.kind == "bell.rung"
)


def environment(server: Server, **more: str) -> dict[str, str]:
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "VIRES_"))}
    return {**ours, **server.environment, **more}


def vires(*arguments: str, env: Mapping[str, str], code: int = 0) -> Any:
    done = subprocess.run(
        [*VIRES, *arguments, "--json"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr + done.stdout
    return json.loads(done.stdout)


def standing(server: Server) -> dict[str, list[tuple[str, str, bool]]]:
    """What each deployment of the server is scheduled for."""
    return {
        name.rpartition(".")[2]: [
            (each["schedule"]["cron"], each["schedule"]["timezone"], each["active"])
            for each in one["schedules"]
        ]
        for name, one in server.deployments().items()
    }


def test_deploying_can_be_done_again_and_ends_what_is_gone(
    prefect_server: Server, tmp_path: Path
) -> None:
    env = environment(prefect_server, VIRES_DATA_DIR=str(tmp_path))
    first = vires("flows", "deploy", env=env)
    assert first["pool"] == "vires"
    assert [one["flow"] for one in first["flows"]] == list(SWEEPS)
    wanted = {name: [(s.cron, "Europe/London", True)] for name, s in SWEEPS.items()}
    assert standing(prefect_server) == wanted
    before = prefect_server.deployments()
    for one in before.values():
        assert one["global_concurrency_limit"]["limit"] == 1
        assert one["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"

    flow = prefect_server.asked("/flows/", {"name": "seal_everything"})
    schedule = {"schedule": {"cron": "* * * * *", "timezone": "Europe/London"}, "active": True}
    gone = {"flow_id": flow["id"], "name": "vires", "tags": ["vires"], "schedules": [schedule]}
    prefect_server.asked("/deployments/", {**gone, "entrypoint": "flows.seal.seal_everything"})
    others = {**gone, "name": "of-somebody-else", "tags": [], "entrypoint": "a.b.other"}
    prefect_server.asked("/deployments/", others)

    again = vires("flows", "deploy", env=env)
    assert not any(one["new"] for one in again["flows"])
    assert again["retired"] == ["seal_everything"]
    after = prefect_server.deployments()
    assert {name: one["id"] for name, one in before.items()}.items() <= {
        name: one["id"] for name, one in after.items()
    }.items()
    assert standing(prefect_server) == {
        **wanted,
        "seal_everything": [],
        "other": [("* * * * *", "Europe/London", True)],
    }
    assert after["flows.seal.seal_everything"]["paused"]


def test_a_server_that_cannot_be_used_is_said_with_what_to_do(
    prefect_server: Server, tmp_path: Path
) -> None:
    env = environment(prefect_server, VIRES_DATA_DIR=str(tmp_path))
    without = {k: v for k, v in env.items() if k != "PREFECT_API_URL"}
    closed = {**env, "PREFECT_API_AUTH_STRING": "vires:guessed"}
    silent = {**env, "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    for how, code in (
        (without, "flows.no_server"),
        (closed, "flows.server_closed"),
        (silent, "flows.server_silent"),
    ):
        assert vires("flows", "deploy", env=how, code=2)["error"]["code"] == code
    assert vires("worker", env=without, code=2)["error"]["code"] == "flows.no_server"


@contextmanager
def working(env: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker; whatever happens, nothing of it is left."""
    with log.open("wb") as said:
        worker = subprocess.Popen(
            [*VIRES, "worker"], env=env, stdout=said, stderr=said, start_new_session=True
        )
    try:
        yield worker
    finally:
        all_of_it = {worker.pid, *offspring(worker.pid)}
        worker.kill()
        worker.wait()
        for pid in all_of_it:
            eventually(lambda pid=pid: not lives(pid), what=f"the end of {pid}")  # type: ignore[misc]


def runs_of(worker: subprocess.Popen[bytes]) -> list[int]:
    """The processes of a worker in which flows run."""
    return [
        pid
        for pid in offspring(worker.pid)
        if b"flows.attempt" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


@pytest.fixture
def bells(postgres_url: str) -> Iterator[Store]:
    """A store with bells to be rung, all due."""
    store = open_store(postgres_url)
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    world = empty_world(store, yesterday)
    with world.acting() as desk:
        for number in range(BELLS):
            row_id = desk.new_id()
            bell = deadline(
                desk,
                kind="bell",
                subject=("organisation", row_id),
                due_day=desk.today,
                effect="ring",
            )
            ref, key = desk.next_ref("organisation"), f"bell-{number}"
            values = {"id": row_id, "ref": ref, "key": key, "name": key}
            desk.apply(
                Change(
                    kind="organisation.added",
                    table="organisation",
                    subject=None,
                    values=values,
                    writes=(bell,),
                )
            )
    yield store
    store.close()


def met(store: Store) -> int:
    with store.read() as tx:
        return int(tx.scalar(_met))


@needs_proc
def test_of_two_workers_one_is_killed_and_one_stopped_and_all_is_done_once(
    prefect_server: Server, bells: Store, postgres_url: str, tmp_path: Path
) -> None:
    env = environment(
        prefect_server,
        VIRES_DATA_DIR=str(tmp_path),
        VIRES_DATABASE_URL=postgres_url,
        VIRES_FLOWS="deployments",
        PYTHONPATH=str(Path(__file__).parent / "ringing"),
    )
    vires("flows", "deploy", env=env)
    deployed = prefect_server.deployments()["flows.deadlines_due.deadlines_due"]["id"]
    # Several runs at once, so that each worker may have one: nothing may be done twice. The runs
    # of a worker that is killed keep their places for minutes, and the schedule and the clock
    # start some of their own: there must be places left.
    prefect_server.asked(f"/deployments/{deployed}", {"concurrency_limit": 20}, method="PATCH")

    def start() -> str:
        made = prefect_server.asked(f"/deployments/{deployed}/create_flow_run", {})
        return str(made["id"])

    with working(env, tmp_path / "1.log") as one, working(env, tmp_path / "2.log") as two:
        start()
        start()
        eventually(lambda: met(bells) >= 20, 120, what="the first bells")
        # The clock of one of them may ring before any run of Prefect's has a process.
        victim, other = (one, two) if runs_of(one) else (two, one)
        doomed = {victim.pid, *offspring(victim.pid)}
        assert len(doomed) >= 2
        kill(victim.pid)
        victim.wait()
        eventually(lambda: not any(map(lives, doomed)), what="the end of all of it")
        assert met(bells) < BELLS

        before = met(bells)
        start()
        eventually(lambda: met(bells) >= min(before + 5, BELLS), what="more bells")
        other.send_signal(signal.SIGTERM)
        assert other.wait(timeout=GONE_WITHIN) == 0, "asked to, it ends in time"
        assert not runs_of(other)

    assert sum(one["done"] for one in vires("flows", "run", "deadlines_due", env=env)) > 0
    assert met(bells) == BELLS
    with bells.read() as tx:
        rung = Counter(row.subject_id for row in tx.all(_rung))
    assert len(rung) == BELLS
    assert set(rung.values()) == {1}
    runs.lost(bells, now=dt.datetime.now(dt.UTC))  # the other worker's clock may have seen it
    found = runs.runs(bells)
    # Killed before it had begun to ring, a run left no record to be noted as lost.
    assert {run.state for run in found} - {"lost"} == {"done"}
    # A clock that finds things due for days, and no run on record, steps in at once.
    ways = {(run.started_by, run.through) for run in found} - {("stand-in", "prefect")}
    assert ways <= {("hand", "prefect"), ("hand", "direct")}
