"""`vires next` as people see it, and for programs."""

import datetime as dt

import pytest
from reports import Life, life
from test_proposal_cli import Vires, vires

from governance.application.meetings.acts import plan
from governance.store.engine import open_store

__all__ = ["vires"]

AT = ("--now", "2025-02-20T15:00")
COMMISSIONER = ("--as", "example-commissioner")


@pytest.fixture
def asked(vires: Vires, sqlite_url: str, now: dt.datetime) -> Vires:  # the fixture
    """A commission with a report on it that waits for the director."""
    store = open_store(sqlite_url)
    play(life(store, now))
    store.close()
    return vires


def play(built: Life) -> None:
    about = built.commission()
    built.ready(about, 60_000)
    with built.acting() as desk:
        plan(desk, body="trust-board", on=dt.date(2025, 4, 2))


def test_what_next_at_80_columns(asked: Vires) -> None:
    assert (
        asked.ok("next", "C-0001", *AT, *COMMISSIONER)
        == """\
C-0001  Short breaks
State: in cycle, as seen by example-commissioner on 20 February 2025.
Stages: understand (open), plan (not started), do (not started), review (not
started).

  + pause: open.
  + withdraw: open.
  - start next round: closed.
      The stage “Understand” is not complete. Complete it, or record that it was
      passed outside Vires.
      The stage “Plan” is not complete. Complete it, or record that it was
      passed outside Vires.
      The stage “Do” is not complete. Complete it, or record that it was passed
      outside Vires.
      The stage “Review” is not complete. Complete it, or record that it was
      passed outside Vires.
  - give notice: closed.
      No decision to end C-0001 is in effect. Write a report that asks for it
      (exit).
  - record closure: closed.
      You cannot make the move “record closure”. It can be made by the secretary
      or the proper officer.
  - bring to gate (understand): closed.
      The gate “Needs are understood” wants evidence: Needs assessment. Add the
      document to the commission, as the kind “needs-assessment”.
      The gate “Needs are understood” wants evidence: Views of children, young
      people and families. Add the document to the commission, as the kind
      “views”.
      The gate “Needs are understood” asks for the commission’s need, which is
      not known. Enter it on the commission.
      The gate “Needs are understood” asks for the commission’s population,
      which is not known. Enter it on the commission.
  - record passed (understand): closed.
      You cannot make the move “record passed”. It can be made by the secretary
      or the proper officer.
  - open (plan): closed.
      “Plan” cannot open while “Understand” is not complete. Complete
      “Understand” first.
  - record passed (plan): closed.
      You cannot make the move “record passed”. It can be made by the secretary
      or the proper officer.
  - open (do): closed.
      “Do” cannot open while “Plan” is not complete. Complete “Plan” first.
  - record passed (do): closed.
      You cannot make the move “record passed”. It can be made by the secretary
      or the proper officer.
  - open (review): closed.
      “Review” cannot open while “Do” is not complete. Complete “Do” first.
  - record passed (review): closed.
      You cannot make the move “record passed”. It can be made by the secretary
      or the proper officer.

Report R-0001, award: with officer.  A report on award
  Decides: the Director of Children's Services (rule S1). Also able to decide:
  the Cabinet, the Executive Board, the Partnership Board.
  Earliest lawful day: 20 February 2025.
    An officer may decide from Thursday 20 February 2025.
  + take back from officer: open.
  + withdraw: open.
  - bring before decider: closed.
      This is for the Director of Children's Services to decide. It can be
      decided by the Director of Children's Services, the Cabinet, the Executive
      Board or the Partnership Board."""
    )


def test_what_next_at_120_columns(asked: Vires, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    shown = asked.ok("next", "C-0001", *AT, "--as", "example-director")
    assert max(map(len, shown.splitlines())) <= 120
    assert (
        shown[shown.index("Report R-0001") :]
        == """\
Report R-0001, award: with officer.  A report on award
  Decides: the Director of Children's Services (rule S1). Also able to decide: the Cabinet, the Executive Board, the
  Partnership Board.
  Earliest lawful day: 20 February 2025.
    An officer may decide from Thursday 20 February 2025.
  + bring before decider: open.
  - take back from officer: closed.
      You cannot make the move “take back from officer”. It can be made by the author of the report, the lead of the
      commission or the secretary.
  - withdraw: closed.
      You cannot make the move “withdraw”. It can be made by the author of the report, the lead of the commission or the
      secretary."""
    )


def test_what_next_as_json(asked: Vires) -> None:
    found = asked.json("next", "C-0001", *AT, *COMMISSIONER)
    assert found.keys() >= {
        "commission",
        "title",
        "state",
        "asked_by",
        "on",
        "stages",
        "exceptions",
        "blocks",
        "moves",
        "decisions_ahead",
        "review",
        "measures",
        "reports",
    }
    (report,) = found["reports"]
    assert (report["report"], report["decider"], report["rule"]) == ("R-0001", "director", "S1")
    assert report["earliest"]["day"] == "2025-02-20"
    for move in (*found["moves"], *report["moves"]):
        assert move["open"] == (not move["closed_because"])
        for reason in move["closed_because"]:
            assert reason["words"]


def test_unknown_names_end_with_two(asked: Vires) -> None:
    code, shown = asked("next", "C-0011", *AT)
    assert code == 2
    assert "C-0001" in shown
    code, shown = asked("next", "C-0001", *AT, "--as", "example-comissioner")
    assert code == 2
    assert "example-commissioner" in shown


def test_what_next_for_a_report_alone(asked: Vires) -> None:
    said = asked.ok("next", "r-0001", *AT, *COMMISSIONER)
    assert said.startswith("Report R-0001, award: with officer.")
    whole = asked.ok("next", "C-0001", *AT, *COMMISSIONER)
    assert said.strip() in whole
    code, said = asked("next", "R-0009", *AT)
    assert (code, said.splitlines()[0]) == (2, "There is no report “R-0009”.")
