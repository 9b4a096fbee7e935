"""`vires plan-back`: what a stranger sees, and what a program gets."""

import datetime as dt
import json
from pathlib import Path

import pytest
from reports import SECRETARY
from world import KEY, world

from governance.application.commissions.agreements import record_agreement
from governance.application.commissions.opening import open_commission
from governance.application.meetings import acts as meetings
from governance.interfaces.cli.main import main
from governance.store.engine import open_store

NOW = "2026-10-05T09:00"


@pytest.fixture
def about(sqlite_template: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A commission with an agreement that ends, in the database of the command line."""
    path = tmp_path / "vires.db"
    path.write_bytes(sqlite_template)
    monkeypatch.setenv("VIRES_DATABASE_URL", f"sqlite:///{path}")
    store = open_store(f"sqlite:///{path}")
    built = world(store, dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC))
    with built.acting(SECRETARY) as desk:
        ref = open_commission(
            desk, title="Short breaks", lead="example-commissioner", end_date=dt.date(2027, 3, 31)
        ).ref
        record_agreement(
            desk,
            commission=ref,
            title="As it runs",
            reason="found",
            value=200_000_000,
            ends_on=dt.date(2027, 3, 31),
            extensions=[{"until": "2028-03-31", "value": 90_000_000}],
        )
        meetings.plan(desk, body="trust-board", on=dt.date(2027, 2, 2))
    store.close()
    return str(ref)


def run(*arguments: str, code: int = 0) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["plan-back", *arguments, "--partnership", KEY])
    assert ended.value.code == code


def test_a_program_gets_steps_and_the_meetings_left(
    about: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(about, "--now", "2027-01-02T09:00", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["meetings_left"] == 1
    assert all(step.keys() >= {"what", "latest", "why"} for step in found["steps"])
    days = [step["latest"] for step in found["steps"]]
    assert days == sorted(days)
    notice = next(s for s in found["steps"] if s["key"] == "extend.notice.forward_plan")
    assert notice["latest"] == "2027-01-04"
    assert sum(day["counted"] for day in notice["working"]) == 28


def test_a_stranger_reads_it_at_80_columns(
    about: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run(about, "--now", "2027-01-02T09:00")
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert "You have one meeting of the Partnership Board left" in shown
    assert "vires plan-back C-0001 --for exit" in shown


def test_steps_without_a_day_are_one_sentence(
    about: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    run(about, "--now", "2027-01-02T09:00", "--for", "extend", "--end", "2025-01-01")
    shown = capsys.readouterr().out
    assert "was ever early enough" in shown
    assert "Publish the agenda" not in shown
    assert "Publish the decision (extend)" in shown


def test_what_cannot_be_asked_ends_with_2(about: str, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["--for", "extent"], ["--end", "soon"], ["--notice", "999"], ["--tender", "x"]):
        run(about, *wrong, "--now", NOW, code=2)
        assert capsys.readouterr().err.strip()
    run("C-0999", "--now", NOW, code=2)
