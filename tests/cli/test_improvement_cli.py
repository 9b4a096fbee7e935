"""`vires improvement` and `vires trigger` as people see them, and for programs."""

import datetime as dt

import pytest
from reports import Life
from test_proposal_cli import Vires, vires
from trigger_bits import REDS, in_force, measure, observe
from world import world

from governance.store.engine import open_store

__all__ = ["vires"]

AT = ("--now", "2025-02-20T15:00")
LEAD = ("--as", "example-commissioner")
SECRETARY = ("--as", "example-secretary")
MORE = (
    REDS
    + """\
  gone:
    title: The need is gone
    source: local
    looks for: need gone
    offers: change
    only where: {tiers: [high, low], value under: 90000.00}
"""
)

SHOWN = """\
I-0001: Breaks in time (C-0001)
  State:        met
  Officer:      example-director
  Due:          30 June 2025
  Wanted:       Nine in ten.
  Agreed:       20 February 2025
  Settled:      20 February 2025
  By:           example-commissioner
  Finding:      Nine in ten.
Actions
"""


@pytest.fixture
def asked(vires: Vires, sqlite_url: str, now: dt.datetime) -> Vires:
    """A commission with a measure that was red twice, and triggers in force."""
    store = open_store(sqlite_url)
    played = Life(world(store, now), now)
    in_force(played, MORE)
    about = played.commission()
    observe(played, measure(played, about), "red", "red")
    store.close()
    return vires


def test_a_plan_from_raising_to_its_finding(asked: Vires) -> None:
    plan = ("improvement", "raise", "C-0001", "--title", "Breaks in time")
    assert asked.ok(*plan, *AT, *LEAD) == "Raised I-0001 for C-0001."
    code, said = asked("improvement", "agree", "I-0001", *AT, *LEAD)
    assert code == 1
    for word in ("No officer", "by which day", "what has to be so", "has no action"):
        assert word in said
    said = asked.ok("next", "C-0001", *AT, *LEAD)
    assert "Improvement plan I-0001 is raised and waits to be agreed." in said
    more = ("--wanted", "Nine in ten.", "--officer", "example-director", "--due", "2025-06-30")
    assert asked.ok("improvement", "change", "I-0001", *more, *AT, *LEAD) == "I-0001 is changed."
    act = ("--what", "Hire two people", "--officer", "example-director", "--by", "2025-04-30")
    said = asked.ok("improvement", "action", "I-0001", *act, *AT, *LEAD)
    assert said == "Added action 1 to I-0001, due on 30 April 2025."
    said = asked.ok("improvement", "agree", "I-0001", *AT, *LEAD)
    assert said == "I-0001 is agreed; it is due by 30 June 2025."
    shown = asked.ok("commission", "show", "C-0001", *AT)
    assert "Improvement plan I-0001 is due by 30 June 2025" in " ".join(shown.split())
    code, said = asked("improvement", "meet", "I-0001", "--finding", "It is so.", *AT, *LEAD)
    assert code == 1
    assert "Action 1 of I-0001 is neither done nor given up" in said
    done = ("--outcome", "Both have begun.")
    asked.ok("improvement", "done", "I-0001", "1", *done, *AT, "--as", "example-director")
    code, said = asked(
        "improvement", "meet", "I-0001", "--finding", "x", *AT, "--as", "example-director"
    )
    assert code == 1
    assert "does not judge it" in said
    said = asked.ok("improvement", "meet", "I-0001", "--finding", "Nine in ten.", *AT, *LEAD)
    assert said == "I-0001 is met."
    shown = asked.ok("improvement", "show", "I-0001", *AT)
    assert shown.startswith(SHOWN)
    (row,) = asked.json("improvement", "show", "I-0001", *AT)["actions"]
    assert (row["done_on"], row["outcome"]) == ("2025-02-20", "Both have begun.")


def test_what_would_open_and_what_did(asked: Vires) -> None:
    told = asked.json("trigger", "evaluate", "--dry-run", *AT)
    assert (told["opens_in_all"], told["opened"], told["dry_run"]) == (1, [], True)
    (one,) = told["opens"]
    assert (one["commission"], one["trigger"], one["offers"]) == ("C-0001", "red-twice", "support")
    said = asked.ok("trigger", "evaluate", "--dry-run", *AT)
    assert "red for 2 periods in a row, from 31 March 2024 to 30 June 2024" in said
    assert said.endswith("1 case would open; 0 agreements to watch.")
    assert asked.ok("trigger", "evaluate", *AT).endswith("1 case opened; 0 agreements to watch.")
    assert asked.json("trigger", "evaluate", *AT)["opened"] == []
    assert asked.json("trigger", "list", *AT)[0]["open"] == 1


def test_raising_a_cause_by_hand(asked: Vires) -> None:
    said = asked.ok("trigger", "raise", "C-0001", "--trigger", "red-twice", *AT, *LEAD)
    assert said.startswith("Opened the case X-0001 for C-0001: Red twice. The lead answers by ")
    code, said = asked("trigger", "raise", "C-0001", "--trigger", "gone", *AT, *LEAD)
    assert code == 1
    assert "does not hold for C-0001" in said
    code, said = asked("trigger", "raise", "C-0001", "--trigger", "gnoe", *AT, *LEAD)
    assert code == 2
    assert "Did you mean gone?" in said
    shown = asked.ok("trigger", "show", "gone", *AT)
    assert "risk tier: high or low; value under: £90,000" in shown


def test_what_cannot_be_used_says_so(asked: Vires) -> None:
    code, said = asked("improvement", "raise", "C-0009", *AT, *LEAD)
    assert code == 2
    code, said = asked("improvement", "raise", "C-0001", "--due", "soon", *AT, *LEAD)
    assert code == 2
    assert "--due" in said
    code, said = asked("improvement", "raise", "C-0001", *AT, "--as", "example-police")
    assert code == 1
    asked.ok("improvement", "raise", "C-0001", *AT, *SECRETARY)
    code, said = asked("improvement", "raise", "C-0001", *AT, *LEAD)
    assert code == 1
    assert "I-0001 of C-0001 is open already" in said
    code, said = asked("improvement", "done", "I-0001", "3", "--outcome", "x", *AT, *LEAD)
    assert code == 2
    assert "has no action 3" in said
