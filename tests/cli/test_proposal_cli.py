"""The command line of reports: pages as people see them, shapes for programs, and errors."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from reports import BOARD, Life, life

from governance.application.bodies import acts as bodies
from governance.application.rulebook import acts as rulebook
from governance.configuration import config_dir
from governance.interfaces.cli.main import main
from governance.store.engine import open_store

AT = ("--now", "2025-03-06T15:00")
SECRETARY = ("--as", "example-secretary")
DIRECTOR = ("--as", "example-director")
RESOLVED = ("--resolved", "RESOLVED: that it be agreed.", "--reasons", "Best value.")


class Vires:
    """Runs commands in this process; gives back the exit code and what was printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        shown = self.capsys.readouterr()
        lines = [line.rstrip() for line in (shown.out + shown.err).splitlines()]
        return int(ended.value.code or 0), "\n".join(lines).strip("\n")

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
    monkeypatch.setenv("COLUMNS", "80")
    return Vires(capsys)


@pytest.fixture
def played(vires: Vires, sqlite_url: str, now: dt.datetime) -> Vires:
    """Three reports: one in effect, one ready for the board, one still a draft."""
    store = open_store(sqlite_url)
    play(life(store, now))
    store.close()
    return vires


def play(built: Life) -> None:
    about = built.commission()
    built.officer(built.ready(about, 60_000))
    large = built.award(about, 900_000, decision_due=dt.date(2025, 3, 31))
    built.evidence(built.submit(large), "options-appraisal")
    built.notice(large)
    built.clear(large, "s151", "monitoring-officer")
    built.meeting("trust-board", dt.date(2025, 4, 2))
    built.executive(large)
    built.decide(large, "recommended", how="counted", totals=(3, 1, 0))
    built.draft("grant", about, 30_000)


def test_the_list_at_80_and_at_120_columns(played: Vires, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        played.ok("proposal", "list", *AT)
        == """\
Reports

 Report   About            Commission   Value      State            Decider
 ──────────────────────────────────────────────────────────────────────────────
 R-0001   award: A         C-0001       £60,000    effective:       director
          report on                                approved
          award
 R-0002   award: A         C-0001       £900,000   cleared          trust board
          report on
          award
 R-0003   grant: A         C-0001       £30,000    draft
          report on
          grant"""
    )
    monkeypatch.setenv("COLUMNS", "120")
    assert (
        played.ok("proposal", "list", "--state", "draft", *AT)
        == """\
Reports

 Report   About                      Commission   Value     State   Decider
 ──────────────────────────────────────────────────────────────────────────
 R-0003   grant: A report on grant   C-0001       £30,000   draft"""
    )
    assert played.ok("proposal", "list", "--state", "lapsed", *AT) == "Reports: none."


def test_the_page_of_a_report(played: Vires) -> None:
    assert (
        played.ok("proposal", "show", "R-0002", *AT, *SECRETARY)
        == """\
R-0002  A report on award
Asks for: award, £900,000 on C-0001.
State: cleared.
Recommended: That it be agreed.
Rule: S3 of example-partnership.  options considered; item on a published
agenda; key decision

Decision path

     Step        By                        State   On           Said
 ──────────────────────────────────────────────────────────────────────────────
 1   clear       the chief finance         done    2025-02-20   As it was said.
                 officer
 1   clear       the monitoring officer    done    2025-02-20   As it was said.
 2   recommend   the Executive Board       done    2025-03-06
 3   decide      the Partnership Board     open

Notice: forward plan, 20 February 2025.
Evidence: options appraisal.

Decided by the Executive Board on 6 March 2025: recommended (counted).
  “RESOLVED: that it be agreed.”
  Reasons: It is the best value.
  Alternatives considered: None was better.
  Votes: 3 for, 1 against, 0 abstained, of 4 entitled.

Report R-0002, award: cleared.  A report on award
  Decides: the Partnership Board (rule S3). Also able to decide: the Cabinet.
  Earliest lawful day: 2 April 2025.
    The agenda and reports open to inspection: if given today, 5 clear working
    days from 6 March 2025 end on 13 March 2025; the first lawful day is 14
    March 2025.
    Notice of a key decision on the forward plan: 28 clear days from 20 February
    2025 end on 20 March 2025; the first lawful day is 21 March 2025.
    The first meeting on or after 21 March 2025 is on Wednesday 2 April 2025.
    ! The agenda and reports open to inspection: not given yet. Give it today
      and the first lawful day is 14 March 2025.
  + return to author: open.
  + place on agenda: open.
  + withdraw: open.
  - hand to officer: closed.
      A body decides this report, so it is not handed to an officer. Put it on
      the agenda of one of the body’s meetings."""
    )


def test_the_page_as_json(played: Vires) -> None:
    found = played.json("proposal", "show", "R-0002", *AT)
    assert (found["ref"], found["state"], found["rule"], found["value"]) == (
        "R-0002",
        "cleared",
        "S3",
        90_000_000,
    )
    assert [(s["kind"], s["decider"], s["state"]) for s in found["path"]] == [
        ("clear", "s151", "done"),
        ("clear", "monitoring-officer", "done"),
        ("recommend", "executive-board", "done"),
        ("decide", "trust-board", "open"),
    ]
    ahead = found["ahead"]
    assert (ahead["decider"], ahead["earliest"]["day"]) == ("trust-board", "2025-04-02")
    assert {m["move"] for m in ahead["moves"]} >= {"place_on_agenda", "withdraw"}
    listed = played.json("proposal", "list", *AT)
    assert [(r["ref"], r["state"], r["commission"]) for r in listed] == [
        ("R-0001", "effective", "C-0001"),
        ("R-0002", "cleared", "C-0001"),
        ("R-0003", "draft", "C-0001"),
    ]


def test_a_report_from_draft_to_effect(played: Vires) -> None:
    told = [
        played.ok(
            "proposal",
            "draft",
            "award",
            "--title",
            "Play schemes",
            "--commission",
            "C-0001",
            "--value",
            "£20,000.50",
            "--recommendation",
            "That it be awarded.",
            "--detail",
            "provider=example-care",
            "--detail",
            "ends_on=2027-03-31",
            "--as",
            "example-commissioner",
            *AT,
        ),
        played.ok("proposal", "amend", "R-0004", "--value", "20000.51", *SECRETARY, *AT),
        played.ok("proposal", "submit", "R-0004", *SECRETARY, *AT),
        played.ok("proposal", "withdraw", "R-0002", "--reason", "Too dear.", *SECRETARY, *AT),
        played.ok("proposal", "redraw", "R-0004", *SECRETARY, *AT),
        played.ok("proposal", "hand-over", "R-0004", *SECRETARY, *AT),
    ]
    assert told == [
        "R-0004 is a draft.",
        "R-0004 is a draft.",
        "R-0004 is in clearance; rule S3 gives it to the Partnership Board.",
        "R-0002 is withdrawn.",
        "R-0004 is ready for the Director of Children's Services (rule S1).",
        "R-0004 is with the Director of Children's Services.",
    ]


def test_refusals_say_why_and_end_with_one(played: Vires) -> None:
    code, shown = played("proposal", "hand-over", "R-0002", *SECRETARY, *AT)
    assert code == 1
    assert shown.startswith("A body decides this report, so it is not handed to an officer.")
    code, shown = played("proposal", "submit", "R-0003", *SECRETARY, *AT)
    assert code == 1
    assert shown == (
        "It cannot be said yet who decides: the kind of money would settle it.\n"
        "  Answer funding. Rules still possible: R2 and R3."
    )
    code, shown = played("proposal", "decide", "R-0001", "--outcome", "approved", *DIRECTOR, *AT)
    assert code == 1
    assert "effective" in shown
    code, shown = played("proposal", "withdraw", "R-0003", "--reason", "x", "--seen", "9", *AT)
    assert code == 1
    assert "R-0003" in shown
    error = played.json("proposal", "submit", "R-0003", *SECRETARY, *AT)["error"]
    assert error == {
        "code": "proposal.path_unknown",
        "words": "It cannot be said yet who decides: the kind of money would settle it.",
        "remedy": "Answer funding. Rules still possible: R2 and R3.",
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "R-0022"), "R-0002"),
        (("draft", "awrd", "--title", "x"), "award"),
        (("draft", "award", "--title", " "), "title"),
        (("draft", "award", "--title", "x", "--value", "many"), "many"),
        (("draft", "award", "--title", "x", "--value", "-5"), "-5"),
        (("draft", "award", "--title", "x", "--value", "1.234"), "1.234"),
        (("draft", "award", "--title", "x", "--due", "soon"), "soon"),
        (("draft", "award", "--title", "x", "--due", "2025-02-30"), "2025-02-30"),
        (("draft", "award", "--title", "x", "--commission", "C-0009"), "C-0001"),
        (("draft", "award", "--title", "x", "--scheme", "exampel"), "scheme"),
        (("draft", "award", "--title", "x", "--answer", "urgent"), "urgent"),
        (("draft", "award", "--title", "x", "--answer", "urgnt=yes"), "urgent"),
        (("draft", "award", "--title", "x", "--detail", "ends_on=then"), "then"),
        (("draft", "award", "--title", "x", "--detail", "ceiling=lots"), "lots"),
        (("notice", "R-0003", "--kind", "foreword_plan"), "forward_plan"),
        (("notice", "R-0003", "--on", "31/03/2025"), "31/03/2025"),
        (("decide", "R-0002", "--outcome", "approved", "--totals", "5,2"), "5,2"),
        (("decide", "R-0002", "--outcome", "approved", "--vote", "example-nhs"), "example-nhs"),
        (("declare", "R-0002", "--kind", "pecuniary"), "interest"),
        (("declare", "R-0002", "--kind", "personal", "--until", "later"), "later"),
        (("refer-up", "R-0003", "--reason", "x", "--as", "example-nobody"), "example-nobody"),
        (("place", "R-0002", "M-0044"), "M-0002"),
        (("scrutiny", "R-0001", "relaese"), "release"),
        (("record-outside", "R-0003", "--decider", "x", "--on", "2025-01-01"), "--outcome"),
        (("vote", "R-0002"), "VOTE"),
        (("frobnicate", "R-0002"), "frobnicate"),
    ],
)
def test_what_cannot_be_used_ends_with_two_and_changes_nothing(
    played: Vires, arguments: tuple[str, ...], said: str
) -> None:
    before = played.json("proposal", "list", *AT)
    now = AT if arguments[0] not in ("frobnicate", "vote") else ()
    actor = () if "--as" in arguments else SECRETARY
    code, shown = played("proposal", *arguments, *now, *(actor if now else ()))
    assert code == 2, shown
    assert said in shown
    assert "Traceback" not in shown
    assert played.json("proposal", "list", *AT) == before


def test_an_act_as_json_is_a_receipt_with_where_the_report_is(played: Vires) -> None:
    found = played.json("proposal", "withdraw", "R-0003", "--reason", "x", *SECRETARY, *AT)
    assert found.keys() >= {"ref", "id", "act", "entry", "hash", "at", "state", "version"}
    assert (found["act"], found["state"]) == ("proposal.withdrawn", "withdrawn")
    assert played.json("ledger", "verify")["ok"] is True


def test_a_scheme_that_has_to_wait_is_said_before_and_after_the_decision(
    vires: Vires, sqlite_url: str, now: dt.datetime
) -> None:
    text = (config_dir() / "schemes/example-partnership.yaml").read_bytes()
    store = open_store(sqlite_url)
    built = life(store, now)
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(text + b"# again\n", "new.yaml")])
        rulebook.prove(desk, draft.ref, start=dt.date(2025, 5, 1))
    details = {"effective_from": "2025-05-01"}
    ref = built.draft("adopt", None, version=draft.ref, details=details)
    built.submit(ref)
    built.view(ref, "monitoring-officer")
    built.sitting("trust-board", BOARD, ref)
    said = vires.ok("proposal", "show", ref, "--now", built.now.isoformat())
    line = f"People could complete every path of {draft.ref} on its first day, 1 May 2025."
    assert line in " ".join(said.split())
    with built.acting() as desk:
        bodies.end_holding(
            desk, office="monitoring-officer", person="example-monitoring", last_day=built.today
        )
    store.close()
    at = ("--now", (built.now + dt.timedelta(seconds=1)).isoformat())
    said = " ".join(vires.ok("proposal", "show", ref, *at).split())
    assert f"Adopts: {draft.ref}, proved." in said
    assert "Nobody could complete the path of rule" in said
    counted = ("--how", "counted", "--totals", "6,1,0")
    decide = ("proposal", "decide", ref, "--outcome", "approved", *RESOLVED, *counted)
    said = " ".join(vires.ok(*decide, *SECRETARY, *at).split())
    assert f"{ref} adopts {draft.ref}, which has to wait. Nobody could complete the path" in said
    remedy = f"vires rulebook adopt {draft.ref} --decision {ref}"
    assert remedy in said
    assert remedy in " ".join(vires.ok("proposal", "show", ref, *at).split())
    code, said = vires("rulebook", "adopt", draft.ref, *SECRETARY, *at)
    assert (code, "Nobody could complete" in said, "Write a report" in said) == (1, True, False)


def test_what_would_settle_whether_a_path_becomes_weaker_is_said(
    vires: Vires, sqlite_url: str, now: dt.datetime
) -> None:
    text = (config_dir() / "schemes/example-partnership.yaml").read_bytes()
    text = text.replace(b"path: [{decide: director}]", b"path: [{clear: s151}, {decide: director}]")
    store = open_store(sqlite_url)
    built = life(store, now)
    ref = built.draft("award", built.commission())
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(text, "new.yaml")])
    store.close()
    at = ("--now", built.now.isoformat())
    assert "Cannot" in vires.ok("rulebook", "impact", draft.ref, *at)
    (told,) = vires.json("rulebook", "impact", draft.ref, *at)
    assert (told["ref"], told["weaker"], told["lost"]) == (ref, None, [])
    (why,) = told["unsettled"]
    assert "would settle it. Answer" in why
