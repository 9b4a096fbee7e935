"""`vires flows` without Prefect: what runs by itself, what it did, and running it by hand."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from governance.application import runs, sweeping
from governance.application.sweeping import SWEEPS, Swept
from governance.interfaces.cli.main import main
from governance.store.engine import Store, open_store

Run = Callable[..., tuple[int, str]]
FLOW = "deliver_messages"


class Work:
    """Something due in one flow."""

    def __init__(self) -> None:
        self.left = 0
        self.trouble: dict[str, Any] | None = None

    def due(self, _store: Store, *, flow: str, now: dt.datetime) -> dt.datetime | None:
        due = dt.datetime(2025, 7, 1, 9, 30, tzinfo=dt.UTC)
        return due if flow == FLOW and self.left else None

    def work(self, _store: Store, *, flow: str, now: dt.datetime, limit: int) -> Swept:
        done = min(self.left, limit)
        self.left -= done
        line: dict[str, Any] = {"ref": "M-1", "what": "review", "due": "2025-07-01"}
        line["outcome"] = "sent"
        if self.trouble is None:
            return Swept(done=done, more=self.left > 0, lines=[line])
        return Swept(failed=done, more=self.left > 0, lines=[{**line, "problem": self.trouble}])


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    made = Work()
    monkeypatch.setattr(sweeping, "import_module", lambda _: made)
    return made


@pytest.fixture
def store(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Store]:
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def vires(store: Store, work: Work, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as caught:
            main(["flows", *arguments])
        out, _ = capsys.readouterr()
        return int(caught.value.code or 0), out

    return run


def as_json(vires: Run, *arguments: str, code: int = 0) -> Any:
    found, out = vires(*arguments, "--json")
    assert found == code
    return json.loads(out)


def text(vires: Run, *arguments: str) -> str:
    """The answer with its lines joined and its spaces drawn together."""
    return " ".join(vires(*arguments)[1].split())


def test_every_flow_is_listed_with_what_is_due(vires: Run, work: Work) -> None:
    work.left = 3
    listed = as_json(vires, "list")
    assert [one["flow"] for one in listed] == list(SWEEPS)
    assert {one["flow"]: one["due_since"] for one in listed if one["due_since"]} == {
        FLOW: "2025-07-01 09:30:00+00:00"
    }
    assert {one["flow"]: one["period_minutes"] for one in listed}["nightly_assurance"] == 1440
    assert all(one["last_run"] is None for one in listed)
    shown = text(vires, "list")
    assert "10:30am" in shown
    assert "every 5 minutes" in shown


def test_a_flow_is_run_by_hand_until_nothing_is_due(
    vires: Run, work: Work, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("governance.application.running.LONGEST", dt.timedelta(0))
    work.left = 250
    reports = as_json(vires, "run", FLOW)
    assert [one["done"] for one in reports] == [100, 100, 50]
    assert work.left == 0
    found = runs.runs(store)
    assert [(run.state, run.started_by, run.through) for run in found] == [
        ("done", "hand", "direct")
    ] * 3
    work.left = 2
    last = text(vires, "run", FLOW)
    assert f"Run {runs.runs(store)[0].short} of {FLOW}: 2 done." in last
    assert text(vires, "run", FLOW) == f"Nothing was due for {FLOW}."


def test_a_run_is_shown_by_its_last_letters(vires: Run, work: Work, store: Store) -> None:
    work.left = 2
    vires("run", FLOW)
    [run] = runs.runs(store)
    told = as_json(vires, "show", run.short)
    assert told["id"] == run.id
    assert {what: number for what, number in told["counts"].items() if number} == {"done": 2}
    shown = text(vires, "show", run.short)
    assert f"Run {run.id} State done" in shown
    assert "by hand, directly" in shown
    listed = {one["flow"]: one for one in as_json(vires, "list")}
    assert listed[FLOW]["last_run"]["id"] == run.id
    assert "2 done" in text(vires, "list")
    assert as_json(vires, "show", "nothing", code=2)["error"]["code"] == "run.unknown"


def test_what_could_not_be_done_is_said_and_the_answer_is_no(vires: Run, work: Work) -> None:
    work.left, work.trouble = 1, {"code": "run.broken", "params": {"detail": "no paper"}}
    code, out = vires("run", FLOW)
    assert code == 1
    assert "0 done, 1 failed" in out
    assert "no paper" in out


def test_a_run_says_afterwards_what_it_failed_of_and_why(
    vires: Run, work: Work, store: Store
) -> None:
    work.left, work.trouble = 1, {"code": "run.broken", "params": {"detail": "no paper"}}
    vires("run", FLOW)
    [run] = runs.runs(store)
    shown = text(vires, "show", run.short)
    assert "The flow broke: no paper." in shown
    assert "Run it again; if it goes on, report it." in shown
    [line] = as_json(vires, "show", run.short)["amiss"]
    assert line["problem"]["code"] == "run.broken"


def test_a_flow_that_is_none_is_said_with_the_nearest(vires: Run) -> None:
    error = as_json(vires, "run", "deliver_message", code=2)["error"]
    assert error["code"] == "name.unknown"
    assert FLOW in error["remedy"]


def test_through_prefect_wants_a_server(vires: Run) -> None:
    for command in (("run", FLOW, "--through-prefect"), ("deploy",)):
        error = as_json(vires, *command, code=2)["error"]
        assert error["code"] == "flows.no_server"


def test_the_list_fits_a_narrow_terminal(
    vires: Run, work: Work, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    work.left = 2
    vires("run", FLOW)
    work.left = 1
    out = vires("list")[1]
    assert "Due" in out
    assert "since" in out
    assert runs.runs(store)[0].short in out
    assert all(name in out for name in SWEEPS)
    assert "…" not in out
