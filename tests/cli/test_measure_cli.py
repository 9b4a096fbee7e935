"""`vires measure` as people see it, and for programs."""

import datetime as dt
from pathlib import Path

import pytest
from reports import Life
from test_proposal_cli import Vires, vires
from world import bring_into_force, world

from governance.store.engine import open_store

__all__ = ["vires"]

AT = ("--now", "2025-02-20T15:00", "--as", "example-commissioner")
LOOK = ("--now", "2025-02-20T15:00")


@pytest.fixture
def asked(vires: Vires, sqlite_url: str, now: dt.datetime) -> Vires:
    """A commission with two measures, and Havering's rule in force."""
    store = open_store(sqlite_url)
    life = Life(world(store, now), now)
    life.commission()
    with life.acting() as desk:
        since = dt.date(2024, 1, 1)
        bring_into_force(desk, kind="rag", file="rag/havering.yaml", since=since)
    store.close()
    added = ("measure", "add", "Families seen in time", "--commission", "C-0001", "--question")
    vires.ok(*added, "how well", "--direction", "higher", "--unit", "%", "--target", "85", *AT)
    vires.ok(*added, "better-off", "--direction", "lower", "--unit", "families", *AT)
    return vires


def test_values_from_the_first_to_a_correction(asked: Vires) -> None:
    said = asked.ok("measure", "record", "Q-0001", "60", "--period", "2024/25 Q3", *AT)
    assert said.splitlines() == [
        "Q-0001 for October to December 2024: 60%, ■ red.",
        "Record a corrective action by 20 March 2025.",
    ]
    said = asked.ok("measure", "record", "Q-0002", "-3", "--period", "2024/25 Q3", *AT)
    assert said == (
        "Q-0002 for October to December 2024: -3 families, ○ unrated: there is no target."
    )
    reason = ("--reason", "miscounted")
    said = asked.ok("measure", "correct", "Q-0001", "80", "--period", "2024/25 Q3", *reason, *AT)
    assert said == "Q-0001 for October to December 2024: 80%, ● green."
    assert asked.ok("measure", "summary", *LOOK).splitlines() == [
        "1 green of 1 rated, 0 amber, 0 red; 1 unrated.",
        "  Q-0002: there is no target. Set one with “vires measure set”.",
    ]
    assert "Measures:         1 green of 1 rated" in asked.ok("commission", "show", "C-0001", *LOOK)


def test_a_red_until_its_action_is_done(asked: Vires) -> None:
    asked.ok("measure", "record", "Q-0001", "60", "--period", "2024/25 Q3", *AT)
    told = asked.ok("next", "C-0001", *LOOK)
    assert "an action is to be recorded by 20 March 2025." in " ".join(told.split())
    what = ("--what", "More staff", "--officer", "example-director", "--due", "2025-03-31")
    said = asked.ok("measure", "action", "Q-0001", *what, *AT)
    assert said == "Action 1 of Q-0001: example-director, by 31 March 2025."
    later = ("--to", "2025-04-30", "--reason", "nobody applied")
    said = asked.ok("measure", "put-off", "Q-0001", "1", *later, *AT)
    assert said == "Action 1 of Q-0001: example-director, by 30 April 2025."
    outcome = ("--outcome", "Two started", "--now", "2025-04-01T09:00", "--as", "example-director")
    assert asked.ok("measure", "done", "Q-0001", "1", *outcome) == "Action 1 of Q-0001 is done."
    found = asked.json("measure", "show", "Q-0001", *LOOK)
    assert [(a["state"] if "state" in a else a["done_on"]) for a in found["actions"]] == [
        "2025-04-01"
    ]


def test_an_import_tells_every_row_and_ends_with_one(asked: Vires, tmp_path: Path) -> None:
    file = tmp_path / "values.csv"
    file.write_text("period,measure,value\n2024/25 Q3,Q-0001,80\n2024/25 Q2,Q-9,\n")
    code, said = asked("measure", "import", str(file), *AT)
    said = " ".join(said.split())
    assert code == 1
    assert "1 entered, 0 corrected, 0 unchanged, 1 rejected." in said
    assert "The value is missing." in said
    assert "There is no measure “Q-9”." in said
    code, said = asked("measure", "import", str(file), "--json", *AT)
    assert code == 1
    assert '"unchanged": 1' in said


def test_what_cannot_be_used_ends_with_two_and_what_is_refused_with_one(asked: Vires) -> None:
    code, said = asked("measure", "record", "Q-0001", "82%", "--period", "2024-Q3", *AT)
    assert code == 2
    assert [line for line in said.splitlines() if not line.startswith(" ")] == [
        "“2024-Q3” does not say in which months its year begins.",
        "“82%” is no number.",
    ]
    code, said = asked("measure", "record", "Q-0001", "82", "--period", "2025/26 Q1", *AT)
    assert (code, said.splitlines()[0]) == (
        1,
        "April to June 2025 is not over until 30 June 2025 has ended.",
    )
    code, said = asked("measure", "add", " ", *AT)
    assert (code, said.count("is missing")) == (2, 3)
    code, said = asked("measure", "forecast", "Q-0001", *LOOK)
    assert code == 2
    assert "has no day for its target" in said


def test_a_rating_rule_is_shown_as_it_rates(asked: Vires) -> None:
    said = " ".join(asked.ok("rulebook", "show", "havering-rag", "--on", "2025-02-20").split())
    for line in (
        "green at most 10% off target",
        "amber more than 10% off target and improved or as it was since the same period last year",
        "red more than 10% off target and worse or not known since the same period last year",
        "corrective action for red, within 20 working days",
    ):
        assert line in said
