"""`vires return` and `vires annual-report` as people see them, and for programs."""

import datetime as dt
import json
from pathlib import Path

import pytest
from promised import publish_plan
from reports import BOARD, Life
from test_proposal_cli import Vires, vires
from world import World, world

from governance.store.engine import open_store

__all__ = ["vires"]

START = dt.datetime(2025, 4, 7, 9, tzinfo=dt.UTC)
JULY, APRIL = ("--now", "2025-07-03T10:00"), ("--now", "2026-04-07T10:00")
NHS, SECRETARY = ("--as", "example-nhs"), ("--as", "example-secretary")


@pytest.fixture
def asked(vires: Vires, sqlite_url: str) -> Vires:
    """A plan that was published in April; its first returns are due in July."""
    store = open_store(sqlite_url)
    life = Life(world(store, START), START)
    with life.acting() as desk:
        publish_plan(desk)
    store.close()
    return vires


def test_a_return_is_made_seen_and_corrected(asked: Vires, tmp_path: Path) -> None:
    listed = asked.ok("return", "list", "--partner", "icb", *JULY)
    assert "U-0002   L-0001   NHS Exampleshire" in listed
    assert "30 June 2025   28 July 2025   due" in listed
    form = asked.ok("return", "form", "U-0002", *JULY)
    assert form.splitlines()[1] == "3,,,Cut the wait for speech therapy to 12 weeks,2028-03-31"
    file = tmp_path / "return.csv"
    file.write_text(form.replace("3,,", "3,Under way,The wait is 15 weeks."), encoding="utf-8")
    made = ("return", "report", "U-0002", "--csv", str(file), *JULY, *NHS)
    assert asked.ok(*made) == ("U-0002 is returned for NHS Exampleshire Integrated Care Board.")
    assert asked.ok(*made) == "U-0002 says the same already. Nothing was changed."
    line = ("--line", "3=not kept: the wait is 19 weeks.")
    asked.ok("return", "report", "U-0002", *line, "--reason", "Counted wrongly.", *JULY, *NHS)
    shown = asked.ok("return", "show", "U-0002", *JULY)
    assert "✗ Not kept" in shown
    before = "it said “→ Under way: The wait is 15 weeks.” Why: Counted wrongly."
    assert before in " ".join(shown.split())
    told = json.loads(asked.ok("return", "show", "U-0002", "--json", *JULY))
    assert told["commitments"][0]["judgement"] == "not_kept"


def test_what_is_wrong_is_said_at_once(asked: Vires) -> None:
    code, err = asked("return", "report", "U-0001", *JULY, *SECRETARY)
    assert code == 1
    assert err.count("U-0001 says nothing of commitment") == 2
    code, err = asked(
        "return", "report", "U-0001", "--line", "1=keept:", "--line", "x", *JULY, *SECRETARY
    )
    assert code == 2
    assert "“x” cannot be read" in err
    code, err = asked("return", "report", "U-0001", "--csv", "/nowhere", *JULY, *SECRETARY)
    assert code == 2


def test_an_annual_report_from_returns_to_its_page(
    asked: Vires, sqlite_url: str, tmp_path: Path
) -> None:
    line = ("--line", "3=kept: the wait is 11 weeks.")
    asked.ok("return", "report", "U-0002", *line, *JULY, *NHS)
    asked.ok("tick", *APRIL)
    assert "Not assembled yet." in asked.ok("annual-report", "show", "Y-0001", *APRIL)
    code, err = asked("annual-report", "export", "Y-0001", *APRIL)
    assert (code, "has not been assembled" in err) == (1, True)
    said = asked.ok("annual-report", "assemble", "Y-0001", *APRIL, *SECRETARY)
    assert said == "Y-0001 is assembled from the returns as they stood on 7 April 2026."
    said = asked.ok("annual-report", "propose", "Y-0001", *APRIL, *SECRETARY)
    assert said == "Y-0001 is put to the board by R-0001; its contents are frozen."
    store = open_store(sqlite_url)
    life = Life(World(store, START), dt.datetime(2026, 4, 8, 9, tzinfo=dt.UTC))
    life.sitting("trust-board", BOARD, "R-0001")
    life.decide("R-0001")
    store.close()
    may = ("--now", "2026-05-05T10:00")
    assert asked.ok("annual-report", "publish", "Y-0001", *may, *SECRETARY) == (
        "Y-0001 is published."
    )
    page = tmp_path / "report.html"
    export = ("annual-report", "export", "Y-0001", "--format", "html", "--to", str(page), *may)
    assert asked.ok(*export).split() == ["Wrote", f"{page}."]
    assert page.read_text(encoding="utf-8").startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    shown = asked.ok("annual-report", "show", "Y-0001", *may)
    assert shown.count("✗") >= 2
    assert "RESOLVED: that it be agreed." in shown
    told = json.loads(asked.ok("annual-report", "show", "Y-0001", "--json", *may))
    nothing = [one["key"] for one in told["content"]["partners"] if one["returned_nothing"]]
    assert nothing == ["county-council", "police"]
    assert "published" in asked.ok("annual-report", "list", *may)
