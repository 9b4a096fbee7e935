"""`vires review` as people see it, and for programs."""

import datetime as dt

import pytest
from reports import Life
from test_proposal_cli import Vires, vires
from world import RULEBOOKS, world

from governance.store.engine import open_store

__all__ = ["vires"]

AT = ("--now", "2025-02-20T15:00")
LEAD = ("--as", "example-commissioner")
REPORTED = (
    "review",
    "report",
    "W-0001",
    "--efficient",
    "met: a place costs a tenth less",
    "--effective",
    "partly: attendance is as it was",
    "--equitable",
    "met: nobody waits longer than others",
    "--sustainable",
    "not known: the books are not open",
    "--views",
    "Young people want to be told earlier.",
)


@pytest.fixture
def asked(vires: Vires, sqlite_url: str, now: dt.datetime) -> Vires:
    """A commission, and the example's escalation policy in force."""
    store = open_store(sqlite_url)
    rulebooks = tuple(dict.fromkeys((*RULEBOOKS, "escalations/exampleshire.yaml")))
    Life(world(store, now, rulebooks=rulebooks), now).commission()
    store.close()
    return vires


def test_a_review_from_its_day_to_its_report(asked: Vires) -> None:
    assert asked.ok("review", "list", *AT) == "Reviews: none."
    said = asked.ok("review", "schedule", "C-0001", *AT, *LEAD)
    assert said == "Set W-0001: C-0001 is to be reviewed by 20 May 2025."
    said = asked.ok("review", "tier", "C-0001", "high", "--reason", "as agreed", *AT, *LEAD)
    assert said == "C-0001 is reviewed at the tier “high”; W-0001 is due by 20 March 2025."
    later = ("--to", "2025-04-02", "--reason", "the provider moves house")
    said = asked.ok("review", "reschedule", "W-0001", *later, *AT, "--as", "example-monitoring")
    assert said == "W-0001 is to be held by 2 April 2025."
    assert (
        asked.ok("review", "list", "--due-before", "2025-05-01", *AT)
        == """\
Reviews

 Review   Commission   Title          Tier   Due           State         Report
 ──────────────────────────────────────────────────────────────────────────────
 W-0001   C-0001       Short breaks   high   2 April       rescheduled
                                             2025"""
    )
    said = asked.ok(*REPORTED, *AT, *LEAD)
    assert said == "W-0001 is reported; R-0001 asks for it to be accepted."
    assert (
        asked.ok("review", "show", "W-0001", *AT)
        == """\
W-0001: review 1 of C-0001 Short breaks
Due 2 April 2025; reported; tier high.
Held on 20 February 2025, reported by example-commissioner; its report is R-0001.
What it found

 Test          Finding      Why
 ──────────────────────────────────────────────────────────
 efficient     met          a place costs a tenth less
 effective     partly met   attendance is as it was
 equitable     met          nobody waits longer than others
 sustainable   not known    the books are not open

Users’ views: Young people want to be told earlier.
A review to be held: 2 April 2025 (put off from 20 March 2025; met)"""
    )


def test_what_a_report_lacks_is_said_with_what_to_do(asked: Vires) -> None:
    asked.ok("review", "schedule", "C-0001", *AT, *LEAD)
    code, shown = asked(*REPORTED[:-2], "--efficient", "mte: x", *AT, *LEAD)
    assert code == 1
    assert "Did you mean met?" in shown
    assert "Users’ views are missing." in shown


def test_for_programs(asked: Vires) -> None:
    asked.ok("review", "schedule", "C-0001", "--due", "2025-06-02", *AT, *LEAD)
    (line,) = asked.json("review", "list", "--commission", "C-0001", *AT)
    assert line == {
        "ref": "W-0001",
        "commission": "C-0001",
        "title": "Short breaks",
        "number": 1,
        "tier": "medium",
        "due": "2025-06-02",
        "state": "due",
        "missed": False,
        "report": None,
    }
    found = asked.json("next", "C-0001", *AT, *LEAD)["review"]
    assert found["words"] == "Review W-0001 is due by 2 June 2025 (tier medium)."
    assert asked.json("review", "list", "--missed", *AT) == []
    (late,) = asked.json("review", "list", "--missed", "--now", "2025-06-03T09:00")
    assert late["missed"]
    made = asked.json(*REPORTED, *AT, *LEAD)
    assert (made["report"], made["submitted"], made["wants"]) == ("R-0001", True, [])
    shown = asked.json("review", "show", "W-0001", *AT)
    assert [d["state"] for d in shown["deadlines"]] == ["met"]
    assert shown["reported_by"] == "example-commissioner"


def test_mistakes_end_with_two(asked: Vires) -> None:
    code, shown = asked("review", "tier", "C-0001", "hihg", *AT, *LEAD)
    assert code == 2
    assert "Did you mean high?" in shown
    code, shown = asked("review", "show", "W-0009", *AT)
    assert code == 2


def at(text: str) -> tuple[str, str]:
    return "--now", text


def test_a_page_says_that_a_pause_moved_the_day(asked: Vires) -> None:
    asked.ok("review", "schedule", "C-0001", "--due", "2025-05-20", *AT, *LEAD)
    pause = ("deadline", "pause", "W-0001", "--reason", "the provider moves house")
    secretary = ("--as", "example-secretary")
    asked.ok(*pause, *at("2025-03-03T10:00"), *secretary)
    shown = asked.ok("deadline", "show", "W-0001", *at("2025-06-02T10:00"))
    assert "Due 20 May 2025; paused; the lead of the commission." in shown
    assert "Its clock stands still since 3 March 2025: “the provider moves house”" in shown
    assert "waits until" in shown
    assert "to come" not in shown
    assert asked.ok("review", "list", "--missed", *at("2025-06-02T10:00")) == "Reviews: none."
    asked.ok("deadline", "resume", "W-0001", *at("2025-03-13T10:00"), *secretary)
    said = "later, because the clock stood still from 3 March 2025 to 13 March 2025; running"
    assert f"A review to be held: 30 May 2025 ({said})" in asked.ok("review", "show", "W-0001")


def test_a_missed_review_stays_overdue_on_its_day_through_a_pause(asked: Vires) -> None:
    asked.ok("review", "schedule", "C-0001", "--due", "2025-05-20", *AT, *LEAD)
    asked.ok("tick", *at("2025-05-23T09:00"))
    secretary = ("--as", "example-secretary")
    pause = ("deadline", "pause", "W-0001", "--reason", "a court looks into it")
    asked.ok(*pause, *at("2025-05-23T10:00"), *secretary)
    shown = asked.ok("deadline", "list", "--overdue", *at("2025-06-02T10:00"))
    assert "W-0001/review" in shown
    assert "overdue; its" in shown
    asked.ok("deadline", "resume", "W-0001", *at("2025-06-03T10:00"), *secretary)
    shown = asked.ok("review", "show", "W-0001", *at("2025-06-03T10:01"))
    assert "Due 20 May 2025; missed" in shown
    assert "It was not reported by 20 May 2025." in shown
    assert "A review to be held: 20 May 2025 (a day that people named; running)" in shown


def test_what_the_night_found_goes_with_the_same_tick_and_is_said_in_words(asked: Vires) -> None:
    left = asked.ok("people", "leave", "example-commissioner", *AT, "--as", "example-secretary")
    assert "They still lead C-0001: name another lead with" in left
    shown = asked.ok("tick", *at("2025-02-21T09:00"))
    assert "C-0001, found by the night’s check, found:\n  Whoever leads C-0001 has left." in shown
    assert "Name another lead with" in shown
    sent = asked.json("message", "list", "--state", "sent")
    assert "assurance_finding" in {one["template"] for one in sent}
    assert "queued" not in {one["state"] for one in asked.json("message", "list")}


def test_a_late_level_is_called_so_with_its_own_day_as_on_the_deadlines_page(asked: Vires) -> None:
    asked.ok("review", "schedule", "C-0001", "--due", "2025-05-20", *AT, *LEAD)
    asked.ok("tick", *at("2025-05-27T09:00"))
    for page in ("review", "deadline"):
        shown = asked.ok(page, "show", "W-0001", *at("2025-05-27T09:01"))
        rows = shown.splitlines()
        [place] = [n for n, row in enumerate(rows) if row.startswith(" 1 working day")]
        line = rows[place]
        assert line.startswith(" 1 working day after") or rows[place + 1].startswith(" after ")
        assert "21 May 2025" in line
        assert "late" in shown
        assert "27 May 2025" in " ".join(shown.split())


def test_a_refusal_names_nobody_that_no_person_can_be(asked: Vires) -> None:
    asked.ok("review", "schedule", "C-0001", "--due", "2025-05-20", *AT, *LEAD)
    pause = ("deadline", "pause", "W-0001", "--reason", "more time", *AT, *LEAD)
    code, shown = asked(*pause)
    assert code == 1
    assert "You cannot make the move “pause”." in shown
    assert "Vires" not in shown


@pytest.mark.parametrize("asks", [("meeting", "proposed"), ("flows", "list")])
def test_what_is_asked_of_a_day_takes_the_day(asked: Vires, asks: tuple[str, ...]) -> None:
    asked.ok(*asks, *AT)


def test_deadlines_of_every_state_are_listed_when_asked_for(asked: Vires) -> None:
    asked.ok("review", "schedule", "C-0001", "--due", "2025-05-20", *AT, *LEAD)
    waive = ("deadline", "waive", "W-0001", "--reason", "closed", *AT)
    asked.ok(*waive, "--as", "example-secretary")
    assert "W-0001" not in asked.ok("deadline", "list", *AT)
    shown = asked.ok("deadline", "list", "--state", "all", *AT)
    assert "W-0001/review" in shown
    assert "C-0001/needs-assessment" in shown


def test_a_review_reported_while_its_clock_stands_still_is_not_late(asked: Vires) -> None:
    asked.ok("review", "schedule", "C-0001", "--due", "2025-05-20", *AT, *LEAD)
    pause = ("deadline", "pause", "W-0001", "--reason", "the provider moves house")
    asked.ok(*pause, *at("2025-03-03T10:00"), "--as", "example-secretary")
    asked.ok(*REPORTED, *at("2025-06-02T10:00"), *LEAD)
    shown = asked.ok("review", "show", "W-0001", *at("2025-06-02T10:01"))
    assert "reported" in shown.splitlines()[1]
    assert "missed" not in shown
