"""Reports by the API: written, submitted, handed to whoever decides, decided; and meetings."""

import datetime as dt
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from browsing import Site
from calling_api import Program, codes
from world import KEY, world

from governance.store.engine import Store

NOW = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
LEAD, SECRETARY, DIRECTOR = "example-commissioner", "example-secretary", "example-director"
WORDS = {
    "verbatim": "RESOLVED: that it is awarded.",
    "reasons": "It is the best value.",
    "alternatives": "None was better.",
}


@pytest.fixture
def site(store: Store, tmp_path: Path) -> Site:
    world(store, NOW)
    return Site(store, NOW, KEY, tmp_path)


def done(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.json()
    return found


def commission(lead: Program) -> str:
    said = {"title": "Short breaks", "lead": LEAD, "end_date": "2028-03-31"}
    return str(done(lead.post("/commissions", said))["ref"])


def drafted(lead: Program, **more: object) -> str:
    said = {
        "kind": "award",
        "title": "Award of short breaks",
        "commission": commission(lead),
        "value": 2_000_000,
        "recommendation": "That the contract is awarded.",
        "details": {"starts_on": "2026-09-01", "ends_on": "2028-03-31"},
    }
    return str(done(lead.post("/reports", {**said, **more}))["ref"])


def test_a_report_is_decided_by_the_officer_whose_power_it_is(site: Site) -> None:
    lead, director = Program(site, LEAD), Program(site, DIRECTOR)
    ref = drafted(lead)
    assert lead.get(f"/reports/{ref}").json()["state"] == "draft"
    done(lead.post(f"/reports/{ref}/submit"))
    found = lead.get(f"/reports/{ref}").json()
    assert (found["state"], found["decider"], found["rule"]) == ("cleared", "director", "S1")
    site.now += dt.timedelta(days=2)
    done(lead.post(f"/reports/{ref}/hand-over"))
    said = {"outcome": "approved", "words": WORDS}
    not_theirs = lead.post(f"/reports/{ref}/decide", said)
    assert not_theirs.status_code in (403, 409)
    seen = director.get(f"/reports/{ref}").headers["ETag"]
    done(director.post(f"/reports/{ref}/decide", said, seen=seen, once="decided"))
    again = director.post(f"/reports/{ref}/decide", said, seen=seen, once="decided")
    assert again.headers["Idempotent-Replayed"] == "true"
    decided = lead.get(f"/reports/{ref}").json()
    assert (decided["state"], decided["outcome"]) == ("effective", "approved")
    (decision,) = decided["details"]["decisions"]
    assert decision["verbatim"] == WORDS["verbatim"]
    agreed = lead.get("/agreements", commission=decided["commission"]).json()["items"]
    assert [one["value"] for one in agreed] == [2_000_000]


def test_what_a_report_lacks_is_told_with_what_to_do(site: Site) -> None:
    lead = Program(site, LEAD)
    ref = drafted(lead, details={"provider": "nobody"}, recommendation="")
    answer = lead.post(f"/reports/{ref}/submit")
    assert answer.status_code == 409
    told = answer.json()["errors"]
    assert {"proposal.detail_unknown"} <= {one["code"] for one in told}
    assert all(one["words"] for one in told)
    early = lead.post(f"/reports/{ref}/decide", {"outcome": "approved", "words": WORDS})
    assert (early.status_code, codes(early)) == (409, ["lifecycle.no_such_move"])


def test_answers_are_by_the_names_of_the_scheme(site: Site) -> None:
    lead = Program(site, LEAD)
    ref = drafted(lead)
    done(lead.post(f"/reports/{ref}/answers", {"answers": {"urgent": True, "budget": "90000.00"}}))
    case = {o["name"]: o for o in lead.get(f"/reports/{ref}").json()["details"]["case"]}
    assert (case["urgent"]["value"], case["budget"]["value"]) == ("yes", 9_000_000)
    unknown = lead.post(f"/reports/{ref}/answers", {"answers": {"colour": "red"}})
    assert unknown.status_code == 400
    assert codes(unknown)


def test_what_is_said_of_a_report_is_read_when_it_is_said(site: Site) -> None:
    lead = Program(site, LEAD)
    ref = drafted(lead)
    at = f"/reports/{ref}"
    for path, said, code in (
        ("amend", {"value": -48_000_000}, "money.negative"),
        ("amend", {"gate": "zzz"}, "framework.unknown_gate"),
        ("amend", {"details": {"starts_on": "zzz"}}, "proposal.detail_not_a_day"),
        ("amend", {"details": {"start_on": "2026-09-01"}}, "proposal.detail_name_unknown"),
        ("answers", {"answers": {"budget": 20_000}}, "proposal.answer_in_pounds"),
        ("answers", {"answers": {"cumulative_value": "1"}}, "proposal.register_says"),
        ("answers", {"answers": {}}, "proposal.nothing_to_change"),
    ):
        answer = lead.post(f"{at}/{path}", said)
        assert (answer.status_code, codes(answer)) == (400, [code]), said
    paper = {"kind": "option-appraisal", "title": "Options"}
    assert "options-appraisal" in done(lead.post(f"{at}/evidence", paper))["result"]["noted"]
    right = {"kind": "options-appraisal", "title": "Options"}
    assert done(lead.post(f"{at}/evidence", right))["result"]["noted"] is None


def test_a_meeting_is_planned_called_held_and_minuted(site: Site) -> None:
    secretary = Program(site, SECRETARY)
    said = {"body": "executive-board", "on": "2026-05-20", "starts": "10:00:00", "place": "Hall"}
    planned = secretary.post("/meetings", said)
    ref = done(planned)["ref"]
    assert secretary.get(planned.headers["Location"]).json()["state"] == "planned"
    done(secretary.post(f"/meetings/{ref}/item", {"title": "Matters arising"}))
    done(secretary.post(f"/meetings/{ref}/call"))
    done(secretary.post(f"/meetings/{ref}/publish"))
    site.now = dt.datetime(2026, 5, 20, 9, 0, tzinfo=dt.UTC)
    found = secretary.get(f"/meetings/{ref}").json()
    assert found["body"] == "executive-board"
    members = [seat["person"] for seat in found["details"]["seats"]]
    for person in dict.fromkeys(members):
        answer = secretary.post(f"/meetings/{ref}/attend", {"person": person})
        assert answer.status_code in (200, 409), answer.text
    assert secretary.get(f"/meetings/{ref}/quorum").json()["met"] is True
    done(secretary.post(f"/meetings/{ref}/open"))
    done(secretary.post(f"/meetings/{ref}/note", {"place": 1, "text": "Noted."}))
    done(secretary.post(f"/meetings/{ref}/draft-minutes"))
    minutes = secretary.get(f"/meetings/{ref}/minutes").json()
    assert "Matters arising" in minutes["minutes"]
    assert secretary.get("/meetings", body="executive-board").json()["items"][0]["ref"] == ref


def test_what_is_under_way_and_what_could_be_put_on_an_agenda(site: Site) -> None:
    lead = Program(site, LEAD)
    ref = drafted(lead)
    done(lead.post(f"/reports/{ref}/submit"))
    assert [one["ref"] for one in lead.get("/reports-of-mine").json()["items"]] == [ref]
    ready = Program(site, SECRETARY).get("/bodies/executive-board/reports-ready")
    assert ready.status_code == 200
