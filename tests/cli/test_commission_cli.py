"""`vires commission`, `vires evidence` and `vires agreement` as people and programs use them."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from world import world

from governance.interfaces.cli.main import main
from governance.store.engine import open_store

Run = Callable[..., tuple[int, str, str]]

NOW = ("--now", "2025-02-20T14:30")
AS_LEAD = ("--as", "example-commissioner", *NOW)
OPENED = ("open", "--title", "Foster care", "--lead", "example-commissioner", "--end", "2027-03-31")


@pytest.fixture
def vires(
    sqlite_url: str,
    tmp_path: Path,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    store = open_store(sqlite_url)
    world(store, now)
    store.close()

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
        out, err = capsys.readouterr()
        return int(caught.value.code or 0), out, err

    return run


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def test_a_commission_opens_with_three_facts_and_is_shown_in_its_cycle(vires: Run) -> None:
    assert vires("commission", *OPENED, *NOW) == (0, "Foster care is opened as C-0001.\n", "")
    code, out, err = vires("commission", "show", "C-0001", *NOW)
    assert (code, err) == (0, "")
    assert trimmed(out) == PAGE


def test_a_gate_refuses_with_every_reason_and_passes_once_it_has_all(
    vires: Run, tmp_path: Path
) -> None:
    vires("commission", *OPENED, "--value", "20,000", *NOW)
    code, out, err = vires("commission", "stage", "submit", "C-0001", "understand", *AS_LEAD)
    assert (code, out) == (1, "")
    assert err == MISSING
    document = tmp_path / "needs.pdf"
    document.write_bytes(b"What children told us")
    said = ("--need", "Fewer moves", "--population", "Children in care")
    assert vires("commission", "set", "C-0001", *said, *AS_LEAD)[0] == 0
    added = ("evidence", "add", "C-0001", "--kind", "needs-assessment", "--title", "Needs")
    assert vires(*added, "--file", str(document), *AS_LEAD)[1] == (
        "Needs is on the file of C-0001.\n"
    )
    closed = ("--closed", "exempt", "--paragraph", "1", "--reason", "It names children.")
    views = ("evidence", "add", "C-0001", "--kind", "views", "--title", "Views", *closed)
    assert vires(*views, *AS_LEAD)[0] == 0
    assert vires("commission", "stage", "submit", "C-0001", "understand", *AS_LEAD)[0] == 0
    code, out, _ = vires("commission", "stage", "certify", "C-0001", "understand", *AS_LEAD)
    assert (code, out) == (0, "The stage “understand” of C-0001 has passed its gate.\n")
    (needs, other) = sorted(
        json.loads(vires("evidence", "list", "C-0001", "--json")[1]), key=lambda e: str(e["kind"])
    )
    assert (needs["file"], other["closed"], other["paragraph"]) == ("needs.pdf", "exempt", "1")
    copy = tmp_path / "copy.pdf"
    assert vires("evidence", "get", needs["id"], "--to", str(copy))[0] == 0
    assert copy.read_bytes() == document.read_bytes()
    again = vires("evidence", "get", needs["id"], "--to", str(copy), "--json")
    assert again[0] == 2
    assert json.loads(again[1])["error"]["code"] == "evidence.file_unwritable"


def test_lists_are_tables_for_people_and_json_for_programs(vires: Run) -> None:
    vires("commission", *OPENED, "--value", "30000.50", "--partner", "icb=10000", *NOW)
    vires("commission", "record", "--title", "Mentoring", *NOW)
    code, out, _ = vires("commission", "list", *NOW)
    assert (code, trimmed(out)) == (0, LIST)
    (first, _) = json.loads(vires("commission", "list", "--json")[1])
    assert first == {
        "ref": "C-0001",
        "title": "Foster care",
        "state": "in_cycle",
        "lead": "Casey Commissioner",
        "end_date": "2027-03-31",
        "value": 3000050,
        "round": 1,
        "flags": 0,
    }
    (second,) = json.loads(vires("commission", "list", "--after", "C-0001", "--json")[1])
    assert second["flags"] == 3


def test_agreements_are_recorded_and_moved(vires: Run) -> None:
    vires("commission", *OPENED, *NOW)
    added = ("agreement", "add", "C-0001", "--title", "Foster care", "--provider", "example-care")
    days = ("--starts", "2024-04-01", "--ends", "2026-03-31", "--value", "500,000")
    assert vires(*added, *days, *NOW)[1] == "Foster care is recorded as A-0001.\n"
    code, _, err = vires("agreement", "move", "A-0001", "break-off", *NOW)
    assert (code, err) == (1, "A reason is missing.\n  Give the reason; it goes on the record.\n")
    ended = ("--reason", "The provider handed it back.", *NOW)
    moved = vires("agreement", "move", "A-0001", "break-off", *ended)
    assert moved == (0, "A-0001 is now “ended”.\n", "")
    (told,) = json.loads(vires("agreement", "list", "--commission", "C-0001", "--json")[1])
    assert (told["state"], told["ends_on"]) == ("ended", "2025-02-20")


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("commission", "show", "C-0009"), 2, "name.unknown"),
        (("commission", "list", "--state", "in_cycl"), 2, "commission.state_unknown"),
        (("commission", "set", "C-0001", "--value", "NaN"), 2, "money.unreadable"),
        (("commission", "set", "C-0001", "--fact", "x"), 2, "commission.fact_unreadable"),
        (("commission", "set", "C-0001", "--end", "31/3/2027"), 2, "cli.day_unreadable"),
        (("commission", "link", "C-0001", "C-0001"), 1, "commission.linked_already"),
        (("commission", "close", "C-0001"), 1, "lifecycle.no_such_move"),
        (("commission", "stage", "open", "C-0001", "pln"), 2, "framework.unknown_stage"),
        (("agreement", "list", "--commission", "C-7"), 2, "name.unknown"),
        (("evidence", "get", "x", "--to", "y"), 2, "evidence.unknown"),
    ],
)
def test_errors_are_told_as_json_with_their_exit_code(
    vires: Run, arguments: tuple[str, ...], code: int, error: str
) -> None:
    vires("commission", *OPENED, *NOW)
    got, out, err = vires(*arguments, "--json")
    told: dict[str, Any] = json.loads(out)
    assert (got, told["error"]["code"], err) == (code, error, "")
    assert told["error"]["remedy"]


def test_every_command_of_its_life_answers(vires: Run) -> None:
    vires("commission", *OPENED, *NOW)
    vires("commission", "propose", "--title", "Mentoring", *NOW)
    late = "2028-03-31"
    steps: list[tuple[str, ...]] = [
        ("start", "C-0002", "--lead", "example-commissioner", "--end", late),
        ("partner", "C-0002", "police=5,000"),
        ("link", "C-0001", "C-0002"),
        ("unlink", "C-0002", "--reason", "Another service."),
        ("answer", "C-0001", "challenge", "Peers look at it."),
        ("pause", "C-0002", "--reason", "Waiting for money."),
        ("resume", "C-0002"),
        *(("stage", "outside", "C-0002", s, "--reason", "Before.") for s in STAGES),
        ("next-round", "C-0002"),
        ("withdraw", "C-0002", "--reason", "Given up."),
        ("close", "C-0001", "--outside", "It ran out.", "--on", "2025-01-31"),
        (
            "recommission",
            "C-0001",
            "--title",
            "Anew",
            "--lead",
            "example-lead-member",
            "--end",
            late,
        ),
    ]
    for arguments in steps:
        code, out, err = vires("commission", *arguments, *NOW)
        assert (code, err) == (0, ""), arguments
        assert out.count("\n") == 1


STAGES = ("understand", "plan", "do", "review")
PAGE = """\
C-0001 Foster care (in cycle, round 1)

  [>] Understand → [ ] Plan → [ ] Do → [ ] Review → round again
  (x passed, > at work, ? at its gate, < come back to)

  Lead:             Casey Commissioner
  Ends:             31 March 2027
  Value:            not known

  The gate of “Understand” asks for 4 things:
  - The gate “Needs are understood” wants evidence: Needs assessment.
  - The gate “Needs are understood” wants evidence: Views of children, young people and families.
  - The gate “Needs are understood” asks for the commission’s need, which is not known.
  - The gate “Needs are understood” asks for the commission’s population, which is not known.\
"""
MISSING = """\
The gate “Needs are understood” wants evidence: Needs assessment.
  Add the document to the commission, as the kind “needs-assessment”.
The gate “Needs are understood” wants evidence: Views of children, young people and families.
  Add the document to the commission, as the kind “views”.
The gate “Needs are understood” asks for the commission’s need, which is not known.
  Enter it on the commission.
The gate “Needs are understood” asks for the commission’s population, which is not known.
  Enter it on the commission.
"""
LIST = """\
Commissions

 Ref      Title         State      Round   Lead                 Ends            Value
 ─────────────────────────────────────────────────────────────────────────────────────────
 C-0001   Foster care   in cycle   1       Casey Commissioner   31 March 2027   £30,000.50
 C-0002   Mentoring     in cycle   1                            not known       not known
"""
