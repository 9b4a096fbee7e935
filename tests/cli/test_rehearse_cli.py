"""`vires rehearse` as people see it, as a picture, as rows, and for programs."""

from __future__ import annotations

import csv
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rehearsed import FIRST, away, year_ahead
from test_proposal_cli import Vires, vires
from world import empty_world

from governance.configuration import config_dir
from governance.store.engine import open_store

__all__ = ["vires"]

AT = ("--now", "2026-01-06T10:00")
AUTUMN = ("rehearse", "--from", "2026-09-07", "--to", "2026-11-15", *AT)
SPRING = ("rehearse", "--from", "2026-02-02", "--to", "2026-03-15", *AT)
MAIN = "from governance.interfaces.cli.main import main; main()"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def asked(vires: Vires, sqlite_url: str) -> Vires:
    """Three commissions, and an executive board that is understaffed in October."""
    store = open_store(sqlite_url)
    built = year_ahead(store)
    for person in ("example-nhs", "example-police", "example-finance"):
        away(built, person, dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    store.close()
    return vires


def test_an_understaffed_october_is_told_drawn_and_listed(asked: Vires, tmp_path: Path) -> None:
    picture, rows = tmp_path / "year.svg", tmp_path / "year.csv"
    said = asked.ok(*AUTUMN, "--svg", str(picture), "--csv", str(rows))
    assert "Rehearsed from 7 September 2026 to 15 November 2026, seed 1, as things" in said
    assert "Known" in said
    assert "2, 3 needed" in said
    assert f"Written: {picture}" in said.replace("\n", " ")
    found = next(
        row
        for row in csv.DictReader(rows.read_text(encoding="utf-8").splitlines())
        if row["what"] == "inquorate meeting" and row["who"] == "executive-board"
    )
    assert found["on"].startswith("2026-10")
    assert (found["number"], found["counted"], found["needed"]) == ("2", "members there", "3")
    assert found["ref"] in said
    assert "No quorum: 3" in said
    drawn = ET.parse(picture).getroot()
    assert drawn.attrib["role"] == "img"
    assert drawn.attrib["aria-labelledby"] == "title desc"
    assert "A year rehearsed" in str(drawn.findtext(f"{SVG}title"))
    assert "inquorate" in str(drawn.findtext(f"{SVG}desc"))
    weeks = [one.text or "" for one in drawn.iter(f"{SVG}title")]
    assert any(week.startswith("October 2026") and found["ref"] in week for week in weeks)
    assert any(one.text == "1 inquorate" for one in drawn.iter(f"{SVG}text"))
    assert any("hatched" in one.attrib.get("fill", "") for one in drawn.iter(f"{SVG}rect"))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "year.csv",
        "year.svg",
    ]


def test_the_same_seed_is_the_same_in_every_process(asked: Vires) -> None:
    shown = [
        subprocess.run(
            [sys.executable, "-c", MAIN, *SPRING, "--json"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert shown[0] == shown[1]
    assert len(shown[0]) > 1000


def test_two_policies_are_shown_side_by_side(asked: Vires, tmp_path: Path) -> None:
    shipped = (config_dir() / "escalations/exampleshire.yaml").read_text(encoding="utf-8")
    other = tmp_path / "fewer.yaml"
    other.write_text(
        shipped.replace("      - {when: 3 working days before, tell: owner}\n", "", 1),
        encoding="utf-8",
    )
    picture = tmp_path / "both.svg"
    said = asked.ok(*SPRING, "--with", str(other), "--svg", str(picture))
    assert "First: as things stand. Second: under" in said
    assert "Figures" in said
    assert "reminders" in said
    found = asked.json(*SPRING, "--with", str(other), "--with", str(other))
    assert {one["change"] for one in found["difference"]["figures"].values()} == {0}
    assert found["difference"]["bodies"] == []
    same = asked.ok(*SPRING, "--with", str(other), "--with", str(other))
    assert "Nothing that happens in this period differs." in same


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "2026-03-01", "--to", "2026-02-01"), "before it begins on 1 March 2026"),
        (("--from", "2025-03-01", "--to", "2026-02-01"), "before today, 6 January 2026"),
        (("--from", "2026-03-01", "--to", "2036-02-01"), "that is too far"),
        (("--from", "someday", "--to", "2026-02-01"), "someday"),
        (("--from", "2026-03-01", "--to", "2026-04-01", "--slip", "120"), "--slip cannot be 120"),
        (("--from", "2026-03-01", "--to", "2026-04-01", "--svg", "no/such/y.svg"), "no such"),
        (("--from", "2026-03-01", "--to", "2026-04-01", "--with", "nothing"), "nothing"),
    ],
)
def test_what_cannot_be_rehearsed_is_refused_at_once(
    vires: Vires, sqlite_url: str, arguments: tuple[str, ...], said: str
) -> None:
    store = open_store(sqlite_url)
    empty_world(store, FIRST)
    store.close()
    code, shown = vires("rehearse", *AT, *arguments)
    assert code == 2
    assert said in " ".join(shown.split())
