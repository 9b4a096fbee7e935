"""`vires scheme compare` and `vires scheme explain`: what people read and programs rely on."""

import json
from pathlib import Path
from typing import Any

import pytest
from reports import life
from test_scheme_cli import Ran, case, vires

from governance.configuration import config_dir
from governance.store.engine import open_store

__all__ = ["case", "vires"]

EXAMPLE = "example-partnership"
GLOUCESTER = "gloucester-city-2026"
ON = ("--on", "2025-02-20")


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The example with half the sum for the Director."""
    text = (config_dir() / "schemes" / f"{EXAMPLE}.yaml").read_text(encoding="utf-8")
    before = 'amount: "100,000", source: "scheme, paragraph 3.1"'
    assert before in text
    file = tmp_path / "newer.yaml"
    file.write_text(text.replace(before, before.replace("100,000", "120,000")), encoding="utf-8")
    return file


def test_the_same_scheme_differs_in_nothing(vires: Any) -> None:
    ran: Ran = vires("compare", EXAMPLE, EXAMPLE, *ON)
    assert (ran.code, ran.out) == (0, "Every case goes the same way by both.\n")
    ran = vires("compare", EXAMPLE, EXAMPLE, *ON, "--json")
    assert ran.json == {
        "on": "2025-02-20",
        "same": True,
        "changes": [],
        "unsettled": [],
        "beside": [],
    }


def test_a_raised_limit_is_weaker_and_says_what_is_lost(vires: Any, newer: Path) -> None:
    ran: Ran = vires("compare", EXAMPLE, newer, *ON)
    assert ran.code == 1
    assert ran.out.startswith("5 groups of cases would go elsewhere; 5 of them by a weaker rule.\n")
    assert (
        """\
The decision asked for: waive, the sum asked for from £100,000.01 to £120,000 and urgent: no: \
before, rule W2: the chief finance officer is consulted and the monitoring officer is consulted; \
then the Executive Board decides, after item on a published agenda; after, rule W1: the chief \
finance officer is consulted and the monitoring officer is consulted; then the Director of \
Children's Services decides, after officer's decision recorded.
  Weaker:
    The Director of Children's Services decides in place of the Executive Board, and ranks below.
    It need no longer be decided at a meeting.
    The agenda and reports open to inspection: no longer needed; it was 5 clear working days.
    “minutes” need no longer be published.
"""
        in ran.out
    )
    back: Ran = vires("compare", newer, EXAMPLE, *ON, "--json")
    assert {change["weaker"] for change in back.json["changes"]} == {True}
    assert {lost for change in back.json["changes"] for lost in change["lost"]} == {
        "“decision record” need no longer be published."
    }


def test_an_example_is_a_case_for_both_files(vires: Any, newer: Path, tmp_path: Path) -> None:
    changes = vires("compare", EXAMPLE, newer, *ON, "--json").json["changes"]
    assert len(changes) == 5
    for change in changes:
        assert set(change) == {
            "example",
            "on",
            "until",
            "before",
            "after",
            "weaker",
            "lost",
            "words",
        }
        file = tmp_path / "example.json"
        file.write_text(json.dumps(change["example"]), encoding="utf-8")
        for scheme, side in ((EXAMPLE, "before"), (newer, "after")):
            answer = vires("path", scheme, "--case", file, "--on", change["on"], "--json").json
            assert answer["rule"] == change[side]["rule"]
            assert answer["path"] == change[side]["path"]
            assert answer["procedure"] == change[side]["procedure"]


def test_where_inputs_differ_each_side_has_a_case_of_its_own(vires: Any, tmp_path: Path) -> None:
    changes = vires("compare", "leeds-2019", GLOUCESTER, "--on", "2026-02-02", "--json").json[
        "changes"
    ]
    assert changes
    for change in changes[:10]:
        for scheme, side in (("leeds-2019", "before"), (GLOUCESTER, "after")):
            file = tmp_path / "example.json"
            file.write_text(json.dumps(change[side].get("case", change["example"])))
            answer = vires("path", scheme, "--case", file, "--on", change["on"], "--json").json
            if "impossible" in change[side]:
                assert "error" in answer
                continue
            for key in ("rule", "no_rule", "conflict"):
                assert answer.get(key) == change[side].get(key), (change, answer)


def test_what_of_the_register_would_go_elsewhere(
    vires: Any,
    newer: Path,
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    now: Any,
) -> None:
    store = open_store(sqlite_url)
    built = life(store, now)
    built.ready(built.commission("Small"), 60_000)
    built.middling(built.commission("Respite"), 110_000)
    store.close()
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    at = ("--now", "2025-02-20T15:00")
    ran: Ran = vires("compare", EXAMPLE, newer, *ON, "--register", *at)
    assert (
        """\
Of 0 commissions and 2 reports that are still to be decided, 1 would go elsewhere.
2 commissions have a report under way and are counted there.
  R-0002 (award), A report on award: before, rule S2, decided by the Executive Board; after, \
rule S1, decided by the Director of Children's Services.
By the record of 0 decisions from 21 February 2024 to 20 February 2025; 0 of them say too little.
"""
        in ran.out
    )
    told = vires("compare", EXAMPLE, newer, *ON, "--register", *at, "--json").json["register"]
    assert [one["proposal"] for one in told["elsewhere"]] == ["R-0002"]
    assert (told["commissions"], told["under_way"]) == (0, 2)
    assert told["record"]["deciders"] == []


def test_a_number_against_a_choice_cannot_be_compared(vires: Any, tmp_path: Path) -> None:
    texts = ["{type: money}", "{type: number}"]
    files = []
    for number, text in enumerate(texts):
        file = tmp_path / f"{number}.yaml"
        file.write_text(
            "vires: scheme/1\nkey: s\ntitle: S\nstanding: own\nowner: b\nvat: including\n"
            f"deciders: {{b: {{kind: body, title: B}}}}\ninputs: {{value: {text}}}\n"
            "rules: [{id: A, when: always, path: [{decide: b}]}]\n"
        )
        files.append(file)
    ran: Ran = vires("compare", *files)
    assert ran.code == 2
    assert "“value” is of one type before (money) and of another after (integer)." in ran.err


# --- explain


def test_an_answer_is_explained_with_what_would_change_it(vires: Any, case: Any) -> None:
    file = case(kind="award", value="150000", forward_plan_listed=True)
    ran: Ran = vires("explain", GLOUCESTER, "--case", file, "--on", "2026-02-02")
    assert ran.code == 0
    assert ran.out.startswith(
        """\
Rule G4 takes it:
  + All of these:
    + The decision asked for is award.
    + The contract's value (£150,000) is at least £100,001.
    + The contract's value (£150,000) is not over £250,000.
    + On the forward plan: yes.
  It stands in: officers' financial limits, fourth band (key).

The other rules:
  Rule G1 does not: The contract's value (£150,000) is over £30,000.
"""
    )
    assert ran.out.endswith(
        """\
  At £250,000.01 (the contract's value), no rule would take it, and it would go to the proper officer.
  At £100,000.99 (the contract's value), no rule would take it, and it would go to the proper officer.
  With no (on the forward plan), no rule would take it, and it would go to the proper officer.
"""
    )


def test_the_nearest_case_is_a_case_that_goes_there(vires: Any, case: Any, tmp_path: Path) -> None:
    file = case(kind="waive", value="250000", urgent=False, whole_life_value="250000")
    answer = vires("explain", EXAMPLE, "--case", file, *ON, "--json").json
    assert answer["rule"] == "W2"
    near = {one["input"]: one for one in answer["nearest"] if one["input"] == "urgent"}
    assert near["urgent"]["value"] == "yes"
    for one in answer["nearest"]:
        other = tmp_path / "near.json"
        other.write_text(json.dumps(one["case"]), encoding="utf-8")
        there = vires("path", EXAMPLE, "--case", other, "--on", one["on"], "--json").json
        assert there.get("rule") == one.get("rule")
        assert ("unknown" in there) == one.get("open", False)


def test_what_would_settle_an_open_case_is_said(vires: Any, case: Any) -> None:
    ran: Ran = vires("explain", GLOUCESTER, "--case", case(kind="award"), "--on", "2026-02-02")
    assert ran.code == 1
    assert "It would be settled by: the contract's value and on the forward plan." in ran.out
    assert "Rule G1 still could: The contract's value is not known." in ran.out
