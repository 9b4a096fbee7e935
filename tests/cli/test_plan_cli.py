"""`vires plan` as people see it, and for programs."""

import datetime as dt
import json
from pathlib import Path

import pytest
from plans import (
    begun,
    by_the_board,
    consulted,
    priority,
    promise,
    proposed,
    published_plan,
)
from reports import Life
from test_proposal_cli import Vires, vires
from world import world

from governance.store.engine import open_store

__all__ = ["vires"]

AT = ("--now", "2025-02-20T15:00")
SECRETARY = ("--as", "example-secretary", *AT)


@pytest.fixture
def life(sqlite_url: str, now: dt.datetime) -> Life:
    return Life(world(open_store(sqlite_url), now), now)


def test_a_plan_is_written_and_says_what_it_lacks(vires: Vires, life: Life) -> None:
    days = ("--from", "2025-04-01", "--to", "2028-03-31")
    said = vires.ok(
        *("plan", "new", "plan-2025", "--title", "Growing up", "--board", "trust-board"),
        *days,
        *SECRETARY,
    )
    assert said == "Began L-0001, “Growing up”."
    outcome = ("--outcome", "ready-for-work=Ready for work")
    assert vires.ok("plan", "set", "L-0001", *outcome, *SECRETARY) == "L-0001 is changed."
    vires.ok(
        *("plan", "priority", "L-0001", "work", "--title", "A first job"),
        *("--outcome", "ready-for-work", *SECRETARY),
    )
    changed = vires.ok("plan", "priority", "L-0001", "work", "--why", "One in ten.", *SECRETARY)
    assert changed == "Changed the priority “work” of L-0001."
    vires.ok(
        *("plan", "commit", "L-0001", "--partner", "jobcentre", "--priority", "work"),
        *("--what", "Forty apprenticeships.", *SECRETARY),
    )
    told = json.loads(vires.ok("plan", "show", "L-0001", "--json", *AT))
    assert [one["code"] for one in told["missing"]] == [
        "plan.vision_missing",
        "plan.needs_missing",
        "plan.not_consulted",
        "plan.board_missing",
        "plan.consent_missing",
    ]
    assert told["priorities"][0]["commitments"][0]["due"] == "2028-03-31"
    assert told["decides"]["title"] == "the Partnership Board"
    page = vires.ok("plan", "show", "L-0001", *AT)
    assert "1. A first job [work]\n   Ready for work. One in ten." in page
    assert "Jobcentre Exampleshire has not consented to its part of L-0001." in page


def test_the_last_consent_is_told_as_the_agreement(vires: Vires, life: Life) -> None:
    ref = begun(life)
    priority(life, ref)
    promise(life, ref)
    consulted(life, ref)
    by_the_board(life, proposed(life, ref))
    life.world.store.close()
    said = vires.ok("plan", "consent", ref, "--partner", "icb", "--by", "example-nhs", *SECRETARY)
    assert said == (
        "NHS Exampleshire Integrated Care Board has consented to its part of L-0001.\n"
        "With that, L-0001 is agreed. Publish it with “vires plan publish L-0001”."
    )
    assert vires.ok("plan", "publish", ref, *SECRETARY) == (
        "L-0001 is published; it is to be reviewed by 20 February 2026."
    )


MISTAKES = (
    (("show", "L-0009"), 2, "There is no plan “L-0009”"),
    (("new", "x", "--title", "X", "--board", "trust-board"), 2, "--from"),
    (("priority", "L-0001", "new"), 2, "--title is missing"),
    (("group", "L-0001", "g", "--level", "regional"), 2, "does not say what a level does"),
    (("set", "L-0001", "--outcome", "work"), 2, "does not say an outcome"),
    (("drop", "L-0001"), 2, "does not say what is to be dropped"),
    (("commit", "L-0001", "1", "--partner", "icb"), 2, "stays with the partner"),
    (("consent", "L-0001", "--partner", "icb"), 2, "--by is missing"),
    (("export", "L-0001", "--format", "pdf"), 2, "is no form of a document"),
    (("export", "L-0001", "--to", "no/such/folder.md"), 2, "could not be written"),
    (("set", "L-0001", "--vision", "X"), 1, "does not say why"),
    (("publish", "L-0001"), 1, "has no move “publish”"),
    (("renew", "L-0001", "L-0001"), 1, "cannot follow itself"),
)


def test_mistakes_are_answered_with_what_to_do(vires: Vires, life: Life) -> None:
    published_plan(life, "icb")
    life.world.store.close()
    for given, expected, said in MISTAKES:
        code, shown = vires("plan", *given, *AT)
        assert (code, said in shown) == (expected, True), f"{given}: {shown}"


def test_the_map_and_the_export(vires: Vires, life: Life, tmp_path: Path) -> None:
    ref = published_plan(life, "icb")
    life.commission("Short breaks")
    life.world.store.close()
    assert vires.ok("plan", "place", "C-0001", "--priority", "early-help", *SECRETARY) == (
        "Placed C-0001 under “early-help” in L-0001."
    )
    shown = vires.ok("commission", "show", "C-0001", *AT)
    assert "under “Help comes early” in L-0001" in shown
    page = vires.ok("plan", "map", ref, *AT)
    assert "Every commission stands under a priority." in page
    told = json.loads(vires.ok("plan", "map", ref, "--json", *AT))
    assert told["priorities"][0]["commissions"][0]["ref"] == "C-0001"
    vires.ok("plan", "take-out", "C-0001", *SECRETARY)
    assert "Priorities with no commission: early-help." in vires.ok("plan", "map", ref, *AT)
    file = tmp_path / "plan.html"
    vires.ok("plan", "export", ref, "--format", "html", "--to", str(file), *AT)
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>\n<html lang=")
    assert [one["ref"] for one in json.loads(vires.ok("plan", "list", "--json", *AT))] == [ref]


def test_no_line_is_wider_than_the_terminal(
    vires: Vires, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = published_plan(life, "icb", "police")
    for number in range(25):
        life.commission(f"A commission with a rather long title, the {number}th of them")
    life.world.store.close()
    monkeypatch.setenv("COLUMNS", "80")
    for what in ("show", "map"):
        page = vires.ok("plan", what, ref, *AT)
        assert max(len(line.rstrip()) for line in page.splitlines()) <= 80
    assert "5 more are not shown; --all shows them." in page
