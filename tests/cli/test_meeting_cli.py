"""`vires meeting`, `deadline`, `tick` and `ledger` as a secretary meets them."""

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from world import world

from governance.interfaces.cli.main import main
from governance.store.engine import open_store

AT = ("--now", "2025-02-20T14:30")
DAY = ("--now", "2025-03-06T10:00")

Vires = Callable[..., tuple[int, str]]


@pytest.fixture
def vires(
    sqlite_url: str,
    tmp_path: Path,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Vires:
    store = open_store(sqlite_url)
    world(store, now)
    store.close()
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path / "data"))

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        shown = capsys.readouterr()
        lines = [line.rstrip() for line in (shown.out + shown.err).splitlines()]
        return int(ended.value.code or 0), "\n".join(lines).strip()

    return run


def ok(vires: Vires, *arguments: str) -> str:
    code, shown = vires(*arguments)
    assert code == 0, shown
    return shown


def as_json(vires: Vires, *arguments: str) -> Any:
    return json.loads(vires(*arguments, "--json")[1])


def a_meeting(vires: Vires) -> list[str]:
    return [
        ok(vires, "meeting", "plan", "trust-board", "--on", "2025-03-06", *AT),
        ok(vires, "meeting", "call", "M-0001", "--at", "10:00", "--place", "Example Hall", *AT),
        ok(vires, "meeting", "item", "M-0001", "A talk", *AT),
        ok(vires, "meeting", "publish", "M-0001", *AT),
    ]


THERE = ("example-lead-member", "example-director", "example-police", "example-charity")


def test_a_meeting_from_its_plan_to_its_minutes(vires: Vires) -> None:
    told = a_meeting(vires)
    told += [
        ok(vires, "meeting", "attend", "M-0001", *THERE, *DAY),
        ok(
            vires,
            "meeting",
            "attend",
            "M-0001",
            "example-nhs-substitute",
            "--for",
            "example-nhs",
            *DAY,
        ),
        ok(vires, "meeting", "hold", "M-0001", *DAY),
        ok(vires, "meeting", "leave", "M-0001", "example-charity", *DAY),
        ok(vires, "meeting", "inquorate", "M-0001", "--informal", *DAY),
    ]
    assert "\n".join(told) == TOLD
    assert ok(vires, "meeting", "show", "M-0001") == SHOWN
    assert ok(vires, "meeting", "minutes", "M-0001", *DAY).splitlines()[0] == (
        "Minutes of the Partnership Board, Thursday 6 March 2025, Example Hall"
    )
    assert ok(vires, "meeting", "list") == MEETINGS


def test_items_are_taken_in_private_on_a_ground_that_is_minuted(vires: Vires) -> None:
    a_meeting(vires)
    private = ("meeting", "private", "M-0001", "1", "--ground", "3", "--reason", "Bidders' prices.")
    code, shown = vires(*private, *DAY)
    assert code == 1, "it does not sit yet"
    ok(vires, "meeting", "attend", "M-0001", *THERE, "example-nhs", *DAY)
    ok(vires, "meeting", "hold", "M-0001", *DAY)
    assert ok(vires, *private, *DAY) == ("M-0001 goes on in private. The ground is minuted."), shown
    minutes = ok(vires, "meeting", "minutes", "M-0001", *DAY)
    assert "exempt information, paragraph 3 of Schedule 12A. Bidders' prices." in minutes


TOLD = """\
M-0001: the Partnership Board meets on Thursday 6 March 2025.
M-0001 is called for Thursday 6 March 2025; the members are told.
“A talk” is on the agenda of M-0001.
The agenda of M-0001 is published for the meeting on Thursday 6 March 2025.
example-lead-member is at M-0001.
example-director is at M-0001.
example-police is at M-0001.
example-charity is at M-0001.
The meeting is not quorate: 4 of at least 5 members count.
  1 more must come. Ask Drew District, Noor Health, Nat Health, Robin Probation, Toni Teacher or Jo Centre, or carry the item over.
The meeting is not quorate: 1 more NHS representative must be present.
  Ask Noor Health or Nat Health to come, or carry the item over.
example-nhs-substitute is at M-0001.
Quorate: 5 of at least 5 members count.
M-0001 is open; Lee Member presides.
example-charity left M-0001.
The meeting is not quorate: 4 of at least 5 members count.
  1 more must come. Ask Drew District, Robin Probation, Toni Teacher, Val Charity or Jo Centre, or carry the item over.
M-0001 goes on informally; what was listed is carried over."""

SHOWN = """\
M-0001: the Partnership Board, Thursday 6 March 2025, 10:00, Example Hall; informal
Agenda published on 20 February 2025.
Agenda

 No.   Item     Report   State          Taken as urgent
 ──────────────────────────────────────────────────────
 1     A talk            carried over

Attendance

 Who             Seat                 For           There
 ────────────────────────────────────────────────────────────────
 Lee Member      county-lead-member                 yes
 Dana Director   county-director                    yes
 Nat Health      icb                  Noor Health   yes
 Pat Police      police                             yes
 Val Charity     voluntary-sector                   left at 10:00

In the chair: Lee Member.
The meeting is not quorate: 4 of at least 5 members count.
  1 more must come. Ask Drew District, Robin Probation, Toni Teacher, Val Charity or Jo Centre, or carry the item over."""


def test_a_late_agenda_is_refused_with_the_day_and_published_with_a_reason(vires: Vires) -> None:
    ok(vires, "meeting", "plan", "trust-board", "--on", "2025-03-06", *AT)
    ok(vires, "meeting", "call", "M-0001", "--at", "10:00", "--place", "Example Hall", *AT)
    late = ("--now", "2025-03-03T09:00")
    assert vires("meeting", "publish", "M-0001", *late) == (
        1,
        AGENDA_LATE,
    )
    shown = ok(
        vires, "meeting", "publish", "M-0001", "--reason", "a fire", "--as", "example-monitoring",
        *late,
    )  # fmt: skip
    assert shown.splitlines()[1].startswith(
        "This is irregular and stays with the meeting: The agenda"
    )
    assert as_json(vires, "meeting", "show", "M-0001")["flags"][0]["reason"] == "a fire"


AGENDA_LATE = """\
The agenda of a meeting on 6 March 2025 must be open for 5 clear working days; published on 3 March 2025 it is late. The last day was 26 February 2025.
  Move the meeting to 11 March 2025 or later. Otherwise the proper officer can publish it late, with the reason."""


def test_hours_and_states_that_cannot_be(vires: Vires) -> None:
    code, said = vires("meeting", "plan", "trust-board", "--on", "2025-03-06", "--at", "25:00")
    assert (code, said.splitlines()[0]) == (2, "“25:00” is not an hour (--at).")
    assert vires("meeting", "show", "M-0009")[0] == 2
    ok(vires, "meeting", "plan", "trust-board", "--on", "2025-03-06", *AT)
    code, said = vires("meeting", "hold", "M-0001", *DAY)
    assert (code, said.splitlines()[0]) == (
        1,
        "This meeting is “planned”, so it has no move “hold”.",
    )


def test_deadlines_are_listed_paused_and_run_on(vires: Vires) -> None:
    ok(vires, "meeting", "plan", "trust-board", "--on", "2025-03-06", *AT)
    name = "M-0001/agenda_publication"
    assert ok(vires, "deadline", "list", "--now", "2025-02-28T09:00") == LISTED
    told = [
        ok(vires, "deadline", "pause", name, "--reason", "strike", "--now", "2025-02-21T09:00"),
        ok(vires, "deadline", "resume", name, "--now", "2025-02-24T09:00"),
        ok(vires, "deadline", "waive", name, "--reason", "not needed", "--now", "2025-02-24T09:00"),
    ]
    assert told == [
        f"The clock of {name} stands still.",
        f"The clock of {name} runs on; it is due on 1 March 2025.",
        f"{name} is waived.",
    ]
    shown = as_json(vires, "deadline", "show", name)
    assert (shown["state"], shown["due"], shown["overdue"]) == ("waived", "2025-03-01", False)


LISTED = """\
Deadlines

 Deadline                               Due                State     Whose
 ─────────────────────────────────────────────────────────────────────────────────
 M-0001/agenda_publication/2025-03-06   26 February 2025   overdue   the secretary
 the agenda to be published"""


def test_the_clock_ticks_by_hand(vires: Vires) -> None:
    assert vires("tick", *AT) == (0, "Nothing was due.")
    found = as_json(vires, "tick", *AT)
    assert (found["done"], found["failed"]) == ([], [])


def test_the_ledger_is_verified_and_read(vires: Vires, sqlite_url: str) -> None:
    a_meeting(vires)
    found = as_json(vires, "ledger", "verify")
    assert (found["ok"], found["problems"]) == (True, [])
    assert found["entries"] > found["subjects"] > 50
    assert re.sub("[0-9a-f]{12}", "(first of it)", ok(vires, "ledger", "show", "M-0001")) == HISTORY
    entries = as_json(vires, "ledger", "show", "m-0001")["entries"]
    assert entries[0]["facts"] == {"body": "trust-board", "on": "2025-03-06", "ordinary": True}
    spoil(sqlite_url)
    code, said = vires("ledger", "verify")
    assert code == 1
    assert said.splitlines()[0] == "Entry 1 on M-0001 (meeting) was changed after it was written."
    broken = as_json(vires, "ledger", "verify")
    assert (broken["ok"], broken["problems"][0]["code"]) == (False, "ledger.bytes_changed")


def spoil(url: str) -> None:
    store = open_store(url)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER ledger_entry_update")
        connection.exec_driver_sql(
            "UPDATE ledger_entry SET body = CAST(replace(body, '2025-03-06', '2025-03-07') AS BLOB)"
            " WHERE kind = 'meeting.planned'"
        )
    store.close()


HISTORY = """\
What was done to M-0001

 No.   When                     Who            What                       Facts                            Hash
 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 1     20 February 2025 14:30   the operator   Meeting planned            body: the Partnership Board;     (first of it)
                                                                          on: 6 March 2025; ordinary:
                                                                          yes
 2     20 February 2025 14:30   the operator   Meeting called             on: 6 March 2025                 (first of it)
 3     20 February 2025 14:30   the operator   Item added to the agenda   place: 1; title: A talk          (first of it)
 4     20 February 2025 14:30   the operator   Meeting agenda published   items: (place: 1; title: A       (first of it)
                                                                          talk); on: 20 February 2025"""

MEETINGS = """\
Meetings

 Meeting   Body                    Day                     Hour    Place          State
 ────────────────────────────────────────────────────────────────────────────────────────────────
 M-0001    the Partnership Board   Thursday 6 March 2025   10:00   Example Hall   minutes drafted"""
