"""The command line of partnerships, people, bodies, offices and delegations."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from world import world

from governance.interfaces.cli.main import main
from governance.store.engine import open_store

AT = "2025-02-20T14:30"


class Vires:
    """Runs commands in this process and gives back the exit code and what was printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        shown = self.capsys.readouterr()
        lines = [line.rstrip() for line in (shown.out + shown.err).splitlines()]
        return int(ended.value.code or 0), "\n".join(lines).strip()

    def ok(self, *arguments: str) -> str:
        code, shown = self(*arguments)
        assert code == 0, shown
        return shown

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json")[1])


@pytest.fixture
def vires(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Vires:
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path / "data"))
    return Vires(capsys)


@pytest.fixture
def example(vires: Vires, sqlite_url: str, now: dt.datetime) -> Vires:
    store = open_store(sqlite_url)
    world(store, now)
    store.close()
    return vires


def test_a_partnership_is_set_up_by_hand(vires: Vires) -> None:
    told = [
        vires.ok("partnership", "create", "example", "--name", "Example", "--now", AT),
        vires.ok("partner", "add", "county", "--name", "The County", "--lead", "--now", AT),
        vires.ok("people", "add", "example-jo", "--name", "Jo", "--partner", "county"),
        vires.ok("people", "grant", "example-jo", "secretary", "--from", "2025-01-01"),
        vires.ok("office", "add", "director", "--title", "the Director", "--as", "example-jo"),
        vires.ok("office", "hold", "director", "example-jo", "--from", "2025-01-01"),
        vires.ok("body", "add", "board", "--name", "The Board", "--standing", "partnership"),
        vires.ok("body", "appoint", "board", "one", "example-jo", "--from", "2025-01-01"),
        vires.ok("people", "leave", "example-jo", "--on", "2030-01-01"),
    ]
    assert told == [
        "The partnership Example is created.",
        "The County is added as G-0001.",
        "Jo is added as P-0001.",
        "example-jo has the role of secretary from 1 January 2025.",
        "The office the Director is added as O-0001.",
        "example-jo holds the office director from 1 January 2025.",
        "The Board is added as B-0001.",
        "example-jo sits in one of board from 1 January 2025.",
        (
            "example-jo leaves on 1 January 2030. With that ends: seat one of The Board and office"
            " the Director."
        ),
    ]


def test_nothing_can_be_done_before_there_is_a_partnership(vires: Vires) -> None:
    assert vires("people", "list") == (
        2,
        "There is no partnership yet.\n  Create one: vires partnership create KEY --name NAME.",
    )


def test_a_body_is_shown_with_its_seats_quorum_and_findings(example: Vires) -> None:
    assert example.ok("body", "show", "executive-board", "--on", "2025-02-20") == (
        """\
the Executive Board (executive-board, B-0002), joint-committee
As of 20 February 2025.
In the chair: nobody.
Terms of reference: executive-board-terms, version 1 (V-0005), in force since 21 February 2024.
Quorum: 1 of every 2 seats must be filled by somebody present, which is 3 members; at least 1 of them: council officer; at least 1 of them: NHS officer.
Seats

 Seat                       Who                                                Member               Until   Substitutes
 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 director                   the Director of Children's Services                Dana Director                Devi Deputy
 chief-finance-officer      the county council's chief finance officer         Frankie Finance
 icb                        the integrated care board's director for           Noor Health
                            children
 police                     the police superintendent                          Pat Police
 district-council           the district council's head of communities         Drew District
 schools                    the schools forum's head teacher                   vacant
 joint-commissioning-head   the head of joint commissioning (no vote)          Casey Commissioner

Nobody is in the chair.
The place of the schools forum's head teacher is vacant."""
    )


def test_a_body_as_json(example: Vires) -> None:
    shown = example.json("body", "show", "trust-board", "--now", AT)
    assert {k: v for k, v in shown.items() if k != "seats"} == {
        "ref": "B-0001",
        "key": "trust-board",
        "name": "the Partnership Board",
        "standing": "joint-committee",
        "on": "2025-02-20",
        "terms": "trust-board-terms",
        "terms_version": "V-0004",
        "chairs": ["example-lead-member"],
        "vices": [],
        "vacant": [],
        "quorum": {
            "needed": 5,
            "words": "Quorum: 5 members must be present; at least 1 of them: councillor;"
            " at least 1 of them: NHS representative.",
        },
        "findings": [],
    }
    assert shown["seats"][3] == {
        "seat": "icb",
        "title": "the integrated care board's representative",
        "category": "NHS representative",
        "voting": True,
        "person": "example-nhs",
        "name": "Noor Health",
        "from": "2024-02-21",
        "to": None,
        "substitutes": ["example-nhs-substitute"],
    }


def test_a_chair_is_consulted_on_viewed_and_appointed(example: Vires) -> None:
    end = ("body", "chair", "end", "K-0001", "--reason", "term over", "--now", AT)
    assert example.ok(*end) == "K-0001: 20 February 2025 is the last day."
    consult = ("body", "chair", "consult", "trust-board", "example-district", "--now", AT)
    assert example.ok(*consult) == (
        "The members of trust-board are consulted on example-district as chair until 6 March"
        " 2025: K-0005."
    )
    view = ("body", "chair", "view", "K-0005", "example-nhs", "against", "--now", AT)
    assert example.ok(*view) == "The view of example-nhs is recorded in K-0005."
    appoint = ("body", "chair", "appoint", "K-0005", "--as", "example-director")
    refused = example.json(*appoint, "--now", "2025-03-06T09:00")
    assert refused["error"]["code"] == "chair.awaiting_answers"
    assert example.ok(*appoint, "--now", "2025-03-07T09:00") == (
        "K-0005: example-district is appointed from 7 March 2025."
    )
    listed = example.json("body", "chair", "list", "trust-board")
    assert [(row["ref"], row["state"], row["answered"]) for row in listed] == [
        ("K-0001", "ended", None),
        ("K-0005", "appointed", "1 of 11"),
    ]


def test_a_delegation_is_recorded_shown_and_taken_back(example: Vires) -> None:
    words = ("--purpose", "to award short breaks", "--source", "minute 7", "--ceiling", "50,000")
    add = ("delegation", "add", "trust-board", "director", *words, "--kind", "award")
    assert example.ok(*add, "--consult", "lead-member", "--now", AT) == (
        "The delegation is recorded as D-0001."
    )
    assert example.ok("delegation", "show", "D-0001") == (
        """\
D-0001: the Partnership Board to the Director of Children's Services
Purpose: to award short breaks
Kinds of decision: award
Ceiling £50,000; £0 used, £50,000 left.
Consult first: the lead member for children
From 20 February 2025, until it is taken back.
Source: minute 7"""
    )
    shown = example.json("delegation", "show", "d-0001")
    assert (shown["ceiling"], shown["used"], shown["left"]) == ("50000.00", "0.00", "50000.00")
    end = ("delegation", "end", "D-0001", "--reason", "replaced", "--on", "2025-03-01")
    assert example.ok(*end) == "The delegation D-0001 ends on 1 March 2025."
    assert example.json("delegation", "list", "--on", "2025-03-01") == []


def test_lists_are_for_people_and_for_programs(example: Vires) -> None:
    offices = {row["key"]: row for row in example.json("office", "list", "--now", AT)}
    assert offices["director"]["deputies"] == ["example-deputy"]
    everybody = example.json("people", "list", "--now", AT)
    secretary = next(p for p in everybody if p["key"] == "example-secretary")
    assert secretary["roles"] == ["administrator", "secretary"]
    partners = {row["key"]: row for row in example.json("partner", "list")}
    assert partners["county-council"]["lead"] is True
    assert partners["example-care"]["partner"] is False
    assert example.json("partnership", "list")[0]["key"] == "exampleshire"
    assert example.json("body", "list", "--now", AT)[0]["chairs"] == ["example-lead-member"]
    for noun, word in (("office", "director"), ("people", "Dana"), ("partner", "Police")):
        assert word in example.ok(noun, "list", "--now", AT)
    assert "Lee Member" in example.ok("body", "list", "--now", AT)
    assert "Exampleshire" in example.ok("partnership", "list")
    assert "lead partner" in example.ok("partnership", "show")


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("people", "list", "--now", "yesterday"), 2, "cli.now_unreadable"),
        (("people", "list", "--now", "0001-01-01"), 2, "cli.year_out_of_range"),
        (("people", "list", "--now", "2025-03-30T01:30"), 2, "cli.now_skipped"),
        (("people", "list", "--on", "2025-02-30"), 2, "cli.day_unreadable"),
        (("people", "list", "--on", "9999-12-31"), 2, "cli.year_out_of_range"),
        (("people", "list", "-P", "elsewhere"), 2, "name.unknown"),
        (("body", "show", "trust-bord"), 2, "name.unknown"),
        (("people", "add", "x", "--name", "X", "--as", "example-nhs"), 1, "permissions.not_theirs"),
        (("people", "grant", "example-nhs", "operator"), 2, "name.unknown"),
        (("office", "add", "director", "--title", "Another"), 1, "name.taken"),
        (("partnership", "create", "x", "--name", "", "--timezone", "Mars"), 2, "name.missing"),
    ],
)
def test_what_cannot_be_done_says_so(
    example: Vires, arguments: tuple[str, ...], code: int, error: str
) -> None:
    found, shown = example(*arguments, "--json")
    assert (found, json.loads(shown)["error"]["code"]) == (code, error)


def test_the_partnerships_time_is_meant_where_no_zone_is_said(example: Vires) -> None:
    add = ("people", "add", "example-new", "--name", "New", "--json")
    receipt = json.loads(example.ok(*add, "--now", "2025-07-01T00:30"))
    assert receipt["at"] == "2025-06-30T23:30:00+00:00"
