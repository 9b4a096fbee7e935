"""`vires feed`: an address is printed once, listed without it, ended; a calendar is written."""

import datetime as dt
import json
from pathlib import Path

import pytest
from icalendar import Calendar
from world import KEY, world

from governance.application.calendars.addresses import whose
from governance.application.desk import looking
from governance.application.meetings import acts as meetings
from governance.interfaces.cli.main import main
from governance.store.engine import Store

AT = ("--now", "2025-02-20T14:30+00:00")
AS = ("--as", "example-secretary")


@pytest.fixture(autouse=True)
def area(store: Store, store_url: str, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("VIRES_DATABASE_URL", store_url)
    built = world(store, now)
    with built.acting("example-secretary") as desk:
        meetings.plan(desk, body="cabinet", on=dt.date(2025, 7, 15), starts=dt.time(10))
    return store


def run(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([*given, *AT])
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


def test_an_address_from_its_making_to_its_end(
    area: Store, capsys: pytest.CaptureFixture[str], now: dt.datetime
) -> None:
    code, told, _ = run(capsys, "feed", "create", *AS, "--json")
    assert code == 0
    path = json.loads(told)["address"]
    token = path.rpartition("/")[2].removesuffix(".ics")
    assert path == f"/p/{KEY}/calendars/{token}.ics"
    with looking(area, now=now) as desk:
        pid = desk.pid
    assert whose(area, partnership_id=pid, token=token, now=now) is not None
    code, told, _ = run(capsys, "feed", "create", *AS, "--body", "cabinet")
    assert code == 0
    assert f"/p/{KEY}/calendars/" in told
    assert "shown once" in told
    code, told, _ = run(capsys, "feed", "list", *AS)
    assert (code, "cabinet" in told, token in told) == (0, True, False)
    listed = json.loads(run(capsys, "feed", "list", "--person", "example-secretary", "--json")[1])
    assert [one["body"] for one in listed] == [None, "cabinet"]
    code, told, _ = run(capsys, "feed", "end", *AS, "--body", "cabinet")
    assert (code, "have ended: 1." in told) == (0, True)
    code, told, _ = run(capsys, "feed", "end", *AS, "--address", listed[0]["id"])
    assert code == 0
    assert whose(area, partnership_id=pid, token=token, now=now) is None
    code, _, wrong = run(capsys, "feed", "end", *AS)
    assert code == 1
    assert "no such calendar address" in wrong
    code, _, wrong = run(capsys, "feed", "create")
    assert (code, "--as" in wrong) == (1, True)


def test_a_calendar_is_written_as_programs_read_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "cabinet.ics"
    into = ("-o", str(file), "--site", "https://vires.example.org/")
    assert run(capsys, "feed", "export", "--body", "cabinet", *into, *AS)[0] == 0
    (event,) = Calendar.from_ical(file.read_bytes()).events
    assert str(event["url"]) == f"https://vires.example.org/p/{KEY}/meetings/M-0001"
    assert run(capsys, "feed", "export", "--body", "cabinet", "--public", *into)[0] == 0
    assert list(Calendar.from_ical(file.read_bytes()).events) == []
    assert run(capsys, "feed", "export", *into, *AS)[0] == 0
    assert len(Calendar.from_ical(file.read_bytes()).events) > 1
    code, told, _ = run(capsys, "feed", "export", *AS)
    assert (code, told.startswith("BEGIN:VCALENDAR")) == (0, True)
