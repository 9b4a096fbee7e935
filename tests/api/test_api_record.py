"""The record, deadlines, what is published and rehearsals through the API, after the year."""

import base64
import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from browsing import Site, text_of
from calling_api import Program, codes
from example_year import IN_ONE_WORKER, ExampleYear
from working_off import perform_waiting
from world import KEY

from governance.application.desk import looking
from governance.application.ledger.queries import history
from governance.store.engine import open_store
from governance.verifier.__main__ import read_key, verify

pytestmark = IN_ONE_WORKER
LATER = dt.datetime(2027, 3, 9, 12, tzinfo=dt.UTC)
DECIDED = "R-0001"


@pytest.fixture(scope="module")
def site(example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The application after the year, on a copy in which things are done."""
    folder = tmp_path_factory.mktemp("record")
    shutil.copytree(example_year.folder, folder, dirs_exist_ok=True)
    return Site(open_store(f"sqlite:///{folder / 'vires.db'}"), LATER, KEY, data_dir=folder)


@pytest.fixture(scope="module")
def auditor(site: Site) -> Program:
    return Program(site, "example-auditor")


@pytest.fixture(autouse=True)
def with_its_key(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of the year, as a server has it."""
    monkeypatch.setenv("VIRES_DATA_DIR", str(site.data_dir))
    monkeypatch.delenv("VIRES_SEAL_KEY", raising=False)


def work(site: Site) -> None:
    folder = site.data_dir
    perform_waiting(site.store, folder=folder / "jobs", evidence=folder, clock=lambda: site.now)


def sent(name: str, content: bytes) -> dict[str, Any]:
    return {"file": {"name": name, "content": base64.b64encode(content).decode()}}


def every(program: Program, at: str) -> list[Any]:
    """Everything that a list holds, page by page."""
    found: list[Any] = []
    following: str | None = at
    while following is not None:
        page = program.get(following)
        assert page.status_code == 200, page.text
        found += page.json()["items"]
        following = page.json()["next"]
        assert len(found) < 5_000
    return found


# --- the record


def test_a_decision_record_is_handed_out_and_the_verifier_agrees(
    auditor: Program, tmp_path: Path
) -> None:
    answer = auditor.get(f"/reports/{DECIDED}/decision-record")
    assert answer.headers["content-disposition"].startswith("attachment")
    key = tmp_path / "key.pem"
    key.write_bytes(auditor.get("/seals/key").content)
    _, findings = verify(answer.content, read_key(key))
    assert not findings.failed
    assert auditor.get("/reports/R-9999/decision-record").status_code == 404


def test_the_record_is_told_page_by_page_and_of_one_thing(site: Site, auditor: Program) -> None:
    lately = every(auditor, "/record?since=2026-10-01")
    assert len({(one["ref"], one["number"]) for one in lately}) == len(lately) > 50
    assert [one["at"] for one in lately] == sorted((one["at"] for one in lately), reverse=True)
    of_one = auditor.get(f"/record/{DECIDED}").json()
    with looking(site.store, now=site.now, partnership=KEY) as desk:
        known = history(desk, DECIDED).entries
    assert [one["hash"] for one in of_one["entries"]] == [one.hash for one in known]
    clock = every(auditor, "/record?who=clock&kind=proposal")
    assert {one["actor"] for one in clock} == {"clock"}
    assert codes(auditor.get("/record", kind="weather")) == ["ledger.kind_unknown"]
    assert codes(auditor.get("/record", since="soon")) == ["api.field_wrong"]
    assert auditor.get("/record/R-9999").status_code == 404


def test_a_receipt_is_handed_out_and_the_record_held_to_it(site: Site, auditor: Program) -> None:
    receipt = auditor.get(f"/record/{DECIDED}/receipts/1")
    assert receipt.headers["content-disposition"].endswith(f"{DECIDED}-1-receipt.json")
    reader = Program(site, "example-auditor", scopes=("read",))
    held = reader.post("/receipts/check", sent("mine.json", receipt.content))
    assert held.status_code == 200, held.text
    told = held.json()["result"]
    assert (told["ref"], told["number"], told["seal"] > 0) == (DECIDED, 1, True)
    altered = json.loads(receipt.content) | {"kind": "proposal.decided"}
    no = reader.post("/receipts/check", sent("mine.json", json.dumps(altered).encode()))
    assert (no.status_code, codes(no)) == (400, ["receipt.entry_differs"])
    for content in (b"{}", b"", b"[" * 9000, b" " * 1_000_001):
        assert codes(reader.post("/receipts/check", sent("x", content))) == ["receipt.none"]
    for number in ("999999", "0", "x", "-1"):
        assert auditor.get(f"/record/{DECIDED}/receipts/{number}").status_code in (400, 404, 409)


def test_seals_are_listed_and_their_key_handed_out(site: Site, auditor: Program) -> None:
    seals = every(auditor, "/seals")
    numbers = [one["number"] for one in seals]
    assert numbers == list(range(len(numbers), 0, -1))
    assert auditor.get("/seals/1").json() == seals[-1]
    assert auditor.get("/seals/waiting").json()["entries"] >= 1, "tokens were made since"
    assert auditor.get("/seals/key").content.startswith(b"-----BEGIN PUBLIC KEY-----")
    assert seals[0]["hash"] in text_of(site.as_("example-auditor").get(f"/seals/{numbers[0]}"))
    assert auditor.get("/seals/999999999").status_code == 400
    assert codes(auditor.get("/seals", cursor="eA==")) == ["api.cursor_unusable"]


def test_a_commission_is_told_as_it_stood(site: Site, auditor: Program) -> None:
    asked = auditor.post("/as-it-stood/C-0001", {"day": "2025-05-01"})
    assert asked.status_code == 201, asked.text
    at = asked.headers["Location"]
    work(site)
    job = auditor.get(at).json()
    assert job["state"] == "done", job
    assert (job["result"]["ref"], job["result"]["day"]) == ("C-0001", "2025-05-01")
    late = auditor.post("/as-it-stood/C-0001", {"day": "2027-03-10"})
    assert codes(late) == ["as_it_stood.day_to_come"]
    assert codes(auditor.post("/as-it-stood/M-0001", {"day": "2026-05-01"})) == [
        "as_it_stood.no_page"
    ]
    check = auditor.post("/jobs/check-record")
    assert check.status_code == 201, check.text
    work(site)
    assert auditor.get(check.headers["Location"]).json()["result"]["problems"] == []


# --- deadlines


def test_deadlines_are_listed_shown_and_told_by_the_month(site: Site) -> None:
    program = Program(site, "example-commissioner")
    found = every(program, "/deadlines?limit=7")
    assert len({one["id"] for one in found}) == len(found) > 14
    overdue = every(program, "/deadlines?overdue=true")
    assert program.get("/deadlines/overdue").json() == {"overdue": len(overdue)}
    reviews = every(program, "/deadlines?kind=review&state=all")
    assert {one["kind"] for one in reviews} == {"review"}
    one = program.get(f"/deadlines/{reviews[0]['id']}").json()
    assert {level["state"] for level in one["levels"]} <= {
        "fired", "parked", "to_come", "passed_over", "stands_still",
    }  # fmt: skip
    assert one["working"]
    assert [move["move"] for move in one["moves"]] or one["state"] not in ("running", "paused")
    month = program.get("/deadlines/calendar", day="2027-04-15").json()
    assert (month["first"], len(month["days"])) == ("2027-04-01", 30)
    due = [line["subject"] for day in month["days"] for line in day["deadlines"]]
    assert "U-0004" in due
    assert month["days"][0]["working"] in (True, False)
    for asked in ({"kind": "weather"}, {"state": "lost"}):
        assert codes(program.get("/deadlines", **asked)) == ["name.unknown"]
    assert program.get("/deadlines/nothing").status_code == 404


def test_what_escalated_to_whom_is_told(site: Site) -> None:
    program = Program(site, "example-secretary")
    levels = every(program, "/deadlines/escalated?settled=true&limit=9")
    assert len({one["id"] for one in levels}) == len(levels) > 9
    to_board = every(program, "/deadlines/escalated?settled=true&to=trust-board")
    assert 0 < len(to_board) < len(levels)
    assert all("trust-board" in str(one["went_to"]) for one in to_board)
    body = program.get("/bodies/executive-board/exceptions").json()
    page = text_of(site.as_("example-secretary").get("/bodies/executive-board/exceptions"))
    assert all(line["subject"] in page for line in body["lines"] if "subject" in line)
    assert program.get("/bodies/nobody/exceptions").status_code == 404
    mine = program.get("/my-work").json()
    assert mine["to_put_in_order"] is not None
    assert Program(site, "example-nhs").get("/my-work").json()["to_put_in_order"] is None


def test_a_clock_is_stopped_runs_on_and_gets_more_time(site: Site) -> None:
    program = Program(site, "example-secretary")
    (one, *_) = every(program, "/deadlines?kind=review&state=running")
    at = f"/deadlines/{one['id']}"
    paused = program.post(f"{at}/pause", {"reason": "The provider moves"})
    assert paused.status_code == 200, paused.text
    assert program.get(at).json()["pause"]["reason"] == "The provider moves"
    again = program.post(f"{at}/pause", {"reason": "Again"})
    assert again.status_code == 409
    assert program.post(f"{at}/resume").status_code == 200
    assert codes(program.post(f"{at}/extend", {"to": "2026-01-01", "reason": "x"}))
    worker = Program(site, "example-secretary", scopes=("work",))
    assert codes(worker.post(f"{at}/waive", {"reason": "x"})) == ["api.scope_missing"]
    other = Program(site, "example-police").post(f"{at}/pause", {"reason": "x"})
    assert other.status_code == 403
    assert codes(program.post(f"{at}/retry"))
    assert codes(program.post(f"{at}/meet"))


# --- what is published


def test_what_anybody_may_see_is_what_programs_see(site: Site, auditor: Program) -> None:
    stranger = site.as_()
    front = auditor.get("/public").json()
    assert front["decided"]
    taken = every(auditor, "/public/decisions")
    assert DECIDED in [one["ref"] for one in taken]
    found = auditor.get(f"/public/decisions/{DECIDED}").json()
    assert found["record"]["ref"] == DECIDED
    assert found["notice"] is None
    notice = auditor.get(f"/public/decisions/{DECIDED}/notice.md")
    assert notice.text.startswith("# ")
    assert "<html" in auditor.get(f"/public/decisions/{DECIDED}/notice.html").text
    behind = auditor.get("/public/decisions/R-0012").json()["record"]["papers"]["open"]
    links = [part for part in stranger.get("/public/decisions/R-0012").text.split('"')
             if "/documents/" in part]  # fmt: skip
    assert len(links) == len(behind)
    at = links[0].partition("/public/")[2]
    answer = auditor.get(f"/public/{at}")
    assert answer.content == stranger.client.get(links[0]).content
    assert auditor.get("/public/decisions/R-0012/documents/none").status_code == 404
    commissions = every(auditor, "/public/commissions")
    page = text_of(stranger.get("/public/commissions"))
    assert commissions[0]["title"] in page
    one = auditor.get(f"/public/commissions/{commissions[0]['ref']}").json()
    assert one["title"] == commissions[0]["title"]
    assert every(auditor, "/public/agreements?before=2099-01-01")
    plans = auditor.get("/public/plans").json()["plans"]
    document = auditor.get(f"/public/plans/{plans[0]['ref']}").json()
    assert document["title"] == plans[0]["title"]
    assert [one["key"] for one in auditor.get("/public/deciders").json()["items"]]
    assert every(auditor, "/public/coming") is not None
    assert codes(auditor.get("/public/commissions", state="lost")) == ["commission.state_unknown"]
    for ref in ("R-9999", "C-0001"):
        assert auditor.get(f"/public/decisions/{ref}").status_code == 404


# --- what would be


def test_a_period_is_rehearsed_and_a_commission_planned_back(site: Site) -> None:
    program = Program(site, "example-secretary")
    said = {"start": "2027-03-10", "end": "2027-04-20", "supposed": {"absence": 20}}
    wrong = program.post("/rehearsals", {**said, "end": "2027-01-01"})
    assert wrong.status_code == 400, wrong.text
    odd = program.post("/rehearsals", {**said, "supposed": {"absense": 20}})
    assert codes(odd) == ["api.field_wrong"]
    asked = program.post("/rehearsals", said)
    assert asked.status_code == 201, asked.text
    at = asked.headers["Location"]
    early = program.get(at)
    assert (early.status_code, codes(early)) == (409, ["rehearsal.not_done"])
    work(site)
    found = program.get(at).json()
    assert (found["from"], found["to"]) == ("2027-03-10", "2027-04-20")
    assert program.get(f"{at}/rows").text.splitlines()[0].endswith("detail")
    plan = program.get("/commissions/C-0001/plan-back", tender=40)
    assert plan.status_code == 200, plan.text
    page = text_of(site.as_("example-secretary").get("/commissions/C-0001/plan-back", tender=40))
    assert all(step["what"] in page for step in plan.json()["steps"])
    assert codes(program.get("/commissions/C-0001/plan-back", tender="x")) == ["api.field_wrong"]
    assert codes(program.get("/commissions/C-0001/plan-back", aim="win"))
    assert program.get("/rehearsals/nothing").status_code == 404
