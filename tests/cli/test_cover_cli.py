"""`vires scheme cover` and `vires body check`, as a secretary and a program meet them."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from world import World, world

from governance.application.bodies import acts
from governance.application.people.away import record_absence
from governance.interfaces.cli.main import main
from governance.store.engine import open_store

AT = ("--now", "2025-02-20T14:30")
SCHEME = """\
vires: scheme/1
key: tried
title: A scheme that is tried
standing: own
owner: trust-board
vat: excluding
deciders:
  director: {kind: office, title: the Director}
  monitoring-officer: {kind: office, title: the monitoring officer}
  nobody-knows: {kind: office, title: the Chief Alchemist}
inputs:
  kind: {one of: [award, waive, grant], title: the decision, from: kind}
rules:
  - id: S1
    title: awards
    when: {kind: award}
    path: [{decide: director}]
    source: here
  - id: S2
    title: waivers
    when: {kind: waive}
    path: [{consult: monitoring-officer}, {decide: director}]
    source: here
  - id: S3
    title: grants
    when: {kind: grant}
    path: [{decide: %s}]
    source: here
"""


@pytest.fixture
def built(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: Any) -> World:
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path / "data"))
    return world(open_store(sqlite_url), now)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, *AT])
    shown = capsys.readouterr()
    return int(ended.value.code or 0), (shown.out + shown.err).strip()


def scheme(tmp_path: Path, decider: str = "director") -> str:
    file = tmp_path / "tried.yaml"
    file.write_text(SCHEME % decider, encoding="utf-8")
    return str(file)


def test_it_says_who_must_not_be_away_together(
    built: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert built.key == "exampleshire"
    code, shown = run(capsys, "scheme", "cover", scheme(tmp_path))
    assert (code, shown) == (
        0,
        """\
A scheme that is tried: every path can be completed on 20 February 2025, 3 rules in all.
It takes one person’s absence to stop a path.

If Morgan Monitoring (the monitoring officer) is away, nobody can complete rule S2 (waivers): \
nobody is left to act for the monitoring officer.

If Devi Deputy (deputy for the Director of Children's Services) and Dana Director (the Director \
of Children's Services) are away, nobody can complete rules S1, S2 and S3: nobody is left to act \
for the Director of Children's Services.""",
    )


def test_a_remedy_is_told_once_under_a_rule(
    built: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert built.key == "exampleshire"
    text = (SCHEME % "nobody-knows").replace(
        "  nobody-knows:",
        "  no-one: {kind: office, title: the Chief Wizard}\n  nobody-knows:",
    )
    text = text.replace("{decide: nobody-knows}", "{consult: no-one}, {decide: nobody-knows}")
    file = tmp_path / "tried.yaml"
    file.write_text(text, encoding="utf-8")
    _, shown = run(capsys, "scheme", "cover", str(file))
    assert "Chief Wizard" in shown
    assert "Chief Alchemist" in shown
    assert shown.count("  Add it with “vires office add” or “vires body add”") == 1


def test_a_path_that_nobody_can_complete_ends_with_1(
    built: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert built.key == "exampleshire"
    file = scheme(tmp_path, "nobody-knows")
    code, shown = run(capsys, "scheme", "cover", file)
    assert code == 1
    assert (
        "Nobody can complete rule S3 (grants): nobody is the Chief Alchemist: no office or body on"
        " record has the key nobody-knows."
    ) in shown
    code, shown = run(capsys, "scheme", "cover", file, "--json", "--k", "1")
    found = json.loads(shown)
    assert (code, found["covered"], found["k"], found["asked"]) == (1, False, None, 1)
    assert [(t["rule"], t["absent"]) for t in found["traps"]] == [
        ("S2", ["example-monitoring"]),
        ("S3", []),
    ]
    assert found["traps"][1]["path"] == "the Chief Alchemist decides"
    assert found["unheld"][0]["who"] == ["nobody-knows"]


def test_a_version_on_record_and_a_day_can_be_named(
    built: World, capsys: pytest.CaptureFixture[str]
) -> None:
    day = dt.date(2025, 3, 1)
    with built.acting() as desk:
        acts.end_holding(desk, office="s151", person="example-finance", last_day=day)
        record_absence(desk, person="example-monitoring", from_day=day, to_day=day)
    code, shown = run(capsys, "scheme", "cover", "example-partnership@1", "--json", "--k", "0")
    assert (code, json.loads(shown)["k"]) == (0, 0)
    code, shown = run(capsys, "scheme", "cover", "example-partnership@1", "--on", "2025-03-01")
    assert code == 1
    assert "Known to be away that day, and left out: Morgan Monitoring." in shown
    code, shown = run(
        capsys, "scheme", "cover", "example-partnership@1", "--on", "2025-03-02", "--json"
    )
    lacking = {lack["who"][0] for t in json.loads(shown)["traps"] for lack in t["lacks"]}
    assert (code, lacking) == (1, {"s151"})


def test_what_is_no_scheme_is_said(built: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert built.key == "exampleshire"
    code, shown = run(capsys, "scheme", "cover", "four-step")
    assert (code, shown.splitlines()[0][7:]) == (2, "is no scheme but a framework.")
    code, shown = run(capsys, "scheme", "cover", "gloucester-city-20266")
    assert (code, "gloucester-city-2026" in shown) == (2, True)


def test_a_body_is_checked(built: World, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = run(capsys, "body", "check", "trust-board")
    assert code == 0
    assert "On 20 February 2025: a quorum. 5 must be there, 9 can be." in shown
    assert "Whichever 1 person is away, it still has a quorum." in shown
    with built.acting() as desk:
        for person in ("example-nhs", "example-nhs-substitute"):
            record_absence(
                desk, person=person, from_day=dt.date(2025, 2, 20), to_day=dt.date(2025, 2, 28)
            )
    code, shown = run(capsys, "body", "check", "trust-board")
    assert code == 1
    assert (
        "On 20 February 2025: no quorum, because 1 more NHS representative must be there." in shown
    )
    assert "  Away: Noor Health and Nat Health." in shown
    code, shown = run(capsys, "body", "check", "trust-board", "--on", "2025-03-01", "--json")
    found = json.loads(shown)
    assert (code, found["covered"], found["k"]) == (0, True, 1)
    assert [(q["on"], q["met"]) for q in found["quorum"]] == [
        ("2025-02-20", False),
        ("2025-03-01", True),
    ]
    assert ["example-district", "example-lead-member"] in [t["absent"] for t in found["traps"]]
    assert run(capsys, "body", "check", "trust-bord")[0] == 2
