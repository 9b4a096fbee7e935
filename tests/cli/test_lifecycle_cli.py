"""`vires lifecycle`, and the page of the documentation that it writes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from governance.interfaces.cli.main import main
from statemachines import LIFECYCLES

PAGE = Path(__file__).parents[2] / "governance" / "docs" / "lifecycles.md"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def vires(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main(["lifecycle", *arguments])
        out, err = capsys.readouterr()
        return int(caught.value.code or 0), out, err

    return run


def test_a_lifecycle_reads_as_tables_and_a_picture(vires: Run) -> None:
    code, out, _ = vires("chair")
    assert code == 0
    assert "\n".join(line.rstrip() for line in out.splitlines()) == CHAIR


def test_every_lifecycle_is_listed(vires: Run) -> None:
    code, out, _ = vires()
    assert code == 0
    assert all(name in out for name in [*LIFECYCLES, "approval"])
    assert vires("list")[1] == out
    listed = json.loads(vires("--json")[1])
    assert [one["name"] for one in listed] == [*LIFECYCLES, "approval"]


def test_json_holds_states_moves_and_picture(vires: Run) -> None:
    code, out, _ = vires("step", "--json")
    told: dict[str, Any] = json.loads(out)
    assert code == 0
    assert told["initial"] == "waiting"
    assert [state["name"] for state in told["states"] if state["final"]] == ["done", "skipped"]
    (skip,) = (move for move in told["moves"] if move["name"] == "skip")
    assert skip == {
        "name": "skip",
        "from": ["waiting", "open", "sent_back"],
        "to": ["skipped"],
        "who": ["vires"],
        "meaning": "Let it go: the path was drawn anew or the report withdrawn.",
        "asks": ["A reason is given."],
    }
    assert told["mermaid"].startswith("stateDiagram-v2\n")


def test_the_approval_machine_is_shown_by_an_example(vires: Run) -> None:
    code, out, _ = vires("approval")
    assert code == 0
    assert "group_4 --> complete: decide, record outside" in out


def test_a_name_nobody_knows_is_unusable_and_the_nearest_is_named(vires: Run) -> None:
    code, out, err = vires("propsal")
    assert (code, out) == (2, "")
    assert err.startswith("There is no lifecycle called “propsal”.\n  Did you mean proposal? ")
    code, out, _ = vires("propsal", "--json")
    assert code == 2
    assert json.loads(out)["error"]["code"] == "lifecycle.unknown"


def test_the_page_in_the_documentation_is_current(vires: Run) -> None:
    code, out, _ = vires("--all")
    assert code == 0
    assert PAGE.read_text(encoding="utf-8") == out, (
        "write it anew: vires lifecycle --all > governance/docs/lifecycles.md"
    )


def test_all_as_json_holds_every_lifecycle(vires: Run) -> None:
    told = json.loads(vires("--all", "--json")[1])
    assert [one["name"] for one in told] == [*LIFECYCLES, "approval"]


CHAIR = """\
Chair: The appointment of a body's chair by the lead partner.

States

 state           meaning                            moved on by                        after a crash
 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 consulting      The members are being asked what   The secretary, when each member    It stays in consultation; views
                 they think of this person.         was asked.                         already recorded are kept.
 consulted       Each member was asked, and what    The lead partner, by appointing    It stays consulted.
                 they said is on the record.        or not.
 appointed       In the chair.                      The clock, when the term ends;     The chair stays in office.
                                                    the lead partner, before.
 ended           Not in the chair any more.         Nobody.                            It stays ended.
 not appointed   The lead partner appointed         Nobody.                            It stays so.
                 somebody else, or nobody.

Moves

 move                 from                 to              by                   meaning              asks
 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 consult              –                    consulting      the lead partner,    Ask the members
                                                           the secretary        about a person.
 record as found      –                    appointed       the secretary,       Enter a chair who    A reason is given.
                                                           Vires, as part of    was appointed
                                                           another act          before Vires knew
                                                                                of the body;
                                                                                flagged.
 close consultation   consulting           consulted       the lead partner,    Note that each       Each member's
                                                           the secretary        member was asked.    consultation is on
                                                                                                     the record.
 consult again        consulted            consulting      the lead partner,    Ask again: the       A reason is given.
                                                           the secretary        membership has
                                                                                changed, or more
                                                                                is wanted.
 appoint              consulted            appointed       the lead partner     Appoint the          Each member's
                                                                                person.              consultation is on
                                                                                                     the record. The
                                                                                                     person can be
                                                                                                     chair of this body
                                                                                                     on that day.
 pass over            consulting,          not appointed   the lead partner     Not appoint the      A reason is given.
                      consulted                                                 person.
 end                  appointed            ended           the lead partner,    Leave the chair,     A reason is given.
                                                           the secretary,       when the term is
                                                           Vires, when it       over or before.
                                                           falls due

stateDiagram-v2
    state "consulting" as consulting
    state "consulted" as consulted
    state "appointed" as appointed
    state "ended" as ended
    state "not appointed" as not_appointed
    [*] --> consulting: consult
    [*] --> appointed: record as found
    consulting --> consulted: close consultation
    consulted --> consulting: consult again
    consulted --> appointed: appoint
    consulting --> not_appointed: pass over
    consulted --> not_appointed: pass over
    appointed --> ended: end
    ended --> [*]
    not_appointed --> [*]"""
