"""`vires show --at`: what the ordinary commands would have shown then, and what cannot be asked."""

import datetime as dt

import pytest
from reports import Life, life
from test_proposal_cli import Vires, vires

from governance.application.bodies.delegations import delegate
from governance.application.commissions.lifecycle import pause
from governance.application.meetings.acts import plan
from governance.interfaces.cli.show import SHOWN
from governance.store.engine import open_store

__all__ = ["vires"]

BEFORE, AFTER = "2025-02-20T14:40", "2025-02-20T15:00"
KINDS = {
    "body": ("executive-board", ("body", "show")),
    "delegation": ("D-0001", ("delegation", "show")),
    "meeting": ("M-0001", ("meeting", "show")),
    "report": ("R-0001", ("proposal", "show")),
    "rulebook": ("V-0001", ("rulebook", "show")),
    "scheme": ("V-0002", ("rulebook", "show")),
}
"""Kinds, one of each, and the ordinary command."""


@pytest.fixture
def stood(vires: Vires, sqlite_url: str, now: dt.datetime) -> Vires:  # the fixture
    """A commission, a report and a meeting; at ten to three the commission is paused."""
    store = open_store(sqlite_url)
    play(life(store, now), now)
    store.close()
    return vires


def play(built: Life, now: dt.datetime) -> None:
    about = built.commission()
    built.ready(about, 60_000)
    with built.acting() as desk:
        plan(desk, body="trust-board", on=dt.date(2025, 4, 2))
        delegate(
            desk,
            giver="director",
            receiver="s151",
            purpose="small awards",
            source="note 3",
        )
    built.now = now + dt.timedelta(minutes=20)
    with built.acting() as desk:
        pause(desk, commission=about, reason="A review of the service.")


@pytest.mark.parametrize("what", sorted(KINDS))
def test_what_is_shown_is_what_the_ordinary_command_shows(stood: Vires, what: str) -> None:
    ref, ordinary = KINDS[what]
    now = ("--now", AFTER) if what in ("body", "delegation", "meeting", "report") else ()
    told = stood.ok("show", what, ref, "--at", AFTER)
    head, _, shown = told.partition("\n\n")
    assert head == "As it stood at 3pm on 20 February 2025, by the record."
    assert shown == stood.ok(*ordinary, ref, *now)


def test_a_commission_is_shown_with_the_moves_that_were_open(stood: Vires) -> None:
    before = stood.json("show", "commission", "C-0001", "--at", BEFORE)
    after = stood.json("show", "commission", "C-0001", "--at", AFTER)
    assert (before["commission"]["state"], after["commission"]["state"]) == ("in_cycle", "paused")
    assert "pause" in open_moves(before)
    assert "pause" not in open_moves(after)
    assert "resume" in open_moves(after)
    assert after["next"] == stood.json("next", "C-0001", "--now", AFTER)
    told = stood.ok("show", "commission", "C-0001", "--at", BEFORE)
    assert "+ pause: open." in told


def open_moves(shown: dict[str, dict[str, list[dict[str, object]]]]) -> set[object]:
    return {move["move"] for move in shown["next"]["moves"] if move["open"]}


def test_an_office_and_a_person_are_shown_with_what_they_held(stood: Vires) -> None:
    office = stood.json("show", "office", "director", "--at", AFTER)
    held = [(one["person"], one["deputy"], one["holds"]) for one in office["holdings"]]
    assert ("example-director", False, True) in held
    assert "Held by: Dana Director." in stood.ok("show", "office", "director", "--at", AFTER)
    person = stood.json("show", "person", "example-commissioner", "--at", AFTER)
    assert [one["role"] for one in person["roles"]] == ["commissioner"]
    assert person["leads"] == ["C-0001"]
    said = stood.ok("show", "person", "example-commissioner", "--at", AFTER)
    assert "Leads: C-0001." in said


@pytest.mark.parametrize("what", ["body", "delegation", "office", "person", "rulebook", "scheme"])
def test_without_a_reference_all_of_a_kind_are_listed(stood: Vires, what: str) -> None:
    assert len(stood.json("show", what, "--at", AFTER)) >= 1


@pytest.mark.parametrize("what", ["commission", "meeting", "report"])
def test_some_are_shown_one_by_one(stood: Vires, what: str) -> None:
    code, told = stood("show", what, "--at", AFTER)
    assert code == 2
    assert told.startswith(f"Which {what}?")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2001-01-01", "had not begun: its first entry"),
        ("2199-01-01", "cannot be told yet."),
        ("2025-13-01", "is not a date (--at)."),
        ("yesterday", "“yesterday” is not a moment."),
        ("2025-03-30T01:30", "2025-03-30T01:30"),
    ],
)
def test_what_cannot_be_asked_is_said(stood: Vires, at: str, said: str) -> None:
    code, told = stood("show", "body", "trust-board", "--at", at)
    assert code == 2
    assert said in told


def test_who_had_left_by_then_cannot_ask(stood: Vires) -> None:
    code, _ = stood("show", "body", "trust-board", "--at", AFTER, "--as", "nobody-known")
    assert code == 2


def test_a_replay_says_which_cell_was_changed_by_hand(stood: Vires, sqlite_url: str) -> None:
    assert stood.ok("db", "check", "--replay").endswith(
        "The tables say what the ledger’s entries lead to."
    )
    store = open_store(sqlite_url)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE commission SET value = 1")
    store.close()
    assert stood.ok("ledger", "verify").startswith("The ledger is whole")
    code, told = stood("db", "check", "--replay")
    assert code == 1
    assert "C-0001 in commission: value is not what the ledger’s entries say." in told
    code, told = stood("db", "check", "--replay", "--json")
    assert code == 1
    assert '"replay.differs"' in told


def test_every_kind_that_is_offered_is_shown() -> None:
    assert set(SHOWN) == {"commission", "office", "person", *KINDS}
