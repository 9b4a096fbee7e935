"""Cases, improvement plans and triggers through the API, as the pages tell them."""

import base64
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from browsing import Site, text_of
from calling_api import Program, codes
from cases import APPRAISAL, CHILDREN, SAVINGS, TRANSITION, decided, served
from reports import COMMISSIONER, DIRECTOR, SECRETARY, Life, life
from trigger_bits import REDS, in_force, measure, observe
from working_off import perform_waiting
from world import KEY

from governance.store.engine import Store

STRANGER = "example-police"
DUE = "2025-09-30"
RAISED = """\
  need-gone:
    title: The need is gone
    source: local
    looks for: need gone
    offers: change
"""


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


@pytest.fixture
def site(played: Life, tmp_path: Path) -> Site:
    return Site(played.world.store, played.now, KEY, data_dir=tmp_path)


@pytest.fixture
def program(site: Site) -> Program:
    return Program(site, COMMISSIONER)


def do(program: Program, at: str, **said: Any) -> Any:
    """Do something that can be done."""
    answer = program.post(at, said)
    assert answer.status_code in (200, 201), (at, answer.text)
    return answer.json()


def test_a_case_goes_from_its_cause_to_the_report_that_asks_for_the_decision(
    played: Life, site: Site, program: Program
) -> None:
    about = served(played)
    made = program.post(
        f"/commissions/{about}/cases", {"kind": "other", "cause": "Fewer families come"}
    )
    assert made.status_code == 201, made.text
    assert dt.date.fromisoformat(made.json()["result"]["due"]) > played.today
    at = made.headers["Location"].removeprefix("/api/v1")
    again = program.post(f"/commissions/{about}/cases",
                         {"kind": "other", "cause": "Fewer families come"})  # fmt: skip
    assert (again.status_code, codes(again)) == (409, ["decommissioning.cause_has_case"])
    do(program, f"{at}/change", reason="It is not what children need.", officer=DIRECTOR)
    do(program, f"{at}/options", scope="All of it", partial=False, savings=SAVINGS, **APPRAISAL)
    do(program, f"{at}/options", market="Three others.")
    read = program.get(at).json()
    appraisal = read["details"]["appraisal"]
    assert (appraisal["market"], appraisal["users"]) == ("Three others.", APPRAISAL["users"])
    assert read["officer"] == DIRECTOR
    below = program.post(f"{at}/options", {"savings": {"saving": -1}})
    assert codes(below) == ["api.field_wrong"]
    odd = program.post(f"{at}/options", {"savings": {"savings": 1}})
    assert codes(odd) == ["api.field_wrong"]
    last = str(played.today + dt.timedelta(days=70))
    do(program, f"{at}/consult", first=str(played.today), last=last, whom="41 families")
    site.now += dt.timedelta(days=71)
    do(program, f"{at}/heard", views="Keep Saturdays.", changed="Saturdays are kept.")
    seen = program.get(at).headers["ETag"]
    put = program.post(f"{at}/propose", seen=seen)
    assert put.status_code == 200, put.text
    assert put.json()["result"]["wants"][0]["words"]
    report = put.json()["result"]["report"]
    assert program.get(f"/reports/{report}").json()["state"] == "draft"
    assert report in text_of(site.as_(COMMISSIONER).get(at))
    found = program.get("/cases", state="before_decider").json()["items"]
    assert [one["ref"] for one in found] == [read["ref"]]
    (listed,) = program.get("/cases/by-opening", find="breaks").json()["items"]
    assert listed["ref"] == read["ref"]


def test_a_decided_case_is_noticed_moved_closed_and_evaluated(played: Life, tmp_path: Path) -> None:
    case, _ = decided(played, served(played))
    site = Site(played.world.store, played.now, KEY, data_dir=tmp_path)
    program = Program(site, COMMISSIONER)
    at = f"/cases/{case}"
    ends = str(played.today + dt.timedelta(days=100))
    worker = Program(site, COMMISSIONER, scopes=("read", "work"))
    assert codes(worker.post(f"{at}/notice", {"ends": ends})) == ["api.scope_missing"]
    do(program, f"{at}/notice", ends=ends)
    do(program, f"{at}/withdraw-notice", reason="A slip of the date.")
    do(program, f"{at}/notice", ends=ends)
    do(program, f"{at}/transition", **TRANSITION)
    do(program, f"{at}/count", cases=41, moved=0)
    do(program, f"{at}/begin")
    do(program, f"{at}/halt", reason="The new provider is not ready.")
    do(program, f"{at}/resume", reason="It is ready.")
    early = program.post(f"{at}/close")
    assert early.status_code in (403, 409)
    assert codes(early)
    do(program, f"{at}/count", cases=41, moved=41)
    do(program, f"{at}/replace", none_because="The county's own takes them.")
    no = program.post(f"{at}/record-closure", {"reason": "It ended sooner."})
    assert (no.status_code, codes(no)) == (403, ["lifecycle.not_permitted"])
    secretary = Program(site, SECRETARY)
    told = do(secretary, f"{at}/record-closure", reason="It ended sooner.")
    assert told["result"]["due"]
    done = do(
        program, f"{at}/evaluate", improvement="Nearer home.", saved=20_000_00,
        learned="Begin sooner.", children=CHILDREN, reason="The partners asked.",
    )  # fmt: skip
    assert done["ref"] == case
    read = program.get(at).json()
    assert (read["state"], read["closed_on"]) == ("evaluated", str(played.today))
    assert read["details"]["evaluation"]["children"] == CHILDREN
    assert [one["state"] for one in read["details"]["path"]][-1] == "evaluated"


def test_a_case_is_recorded_as_found_sent_other_ways_and_averted(
    played: Life, program: Program
) -> None:
    about = served(played)
    found = program.post(
        f"/commissions/{about}/cases/found",
        {"state": "notice", "trigger": "insolvency", "cause": "The provider failed",
         "reason": "It was so when we began.", "notice_on": str(played.today),
         "notice_ends_on": "2025-06-30"},
    )  # fmt: skip
    assert found.status_code == 201, found.text
    assert program.get(found.headers["Location"]).json()["state"] == "notice"
    other = program.post(
        f"/commissions/{about}/cases", {"kind": "unsafe", "cause": "The roof"}
    ).headers["Location"].removeprefix("/api/v1")  # fmt: skip
    do(program, f"{other}/emergency", reason="Unsafe.", what="A bus.", who="The county",
       until="2025-03-31")  # fmt: skip
    do(program, f"{other}/options", scope="All")
    do(program, f"{other}/no-consultation", reason="No time.", advice="Lawful.")
    do(program, f"{other}/avert", reason="The roof is mended.")
    assert program.get(other).json()["state"] == "averted"
    for said, code in (
        ({"kind": "weather", "cause": "x"}, "decommissioning.trigger_unknown"),
        ({"kind": "other", "cause": " "}, "decommissioning.no_cause"),
    ):
        assert codes(program.post(f"/commissions/{about}/cases", said)) == [code]
    odd = program.post(
        f"/commissions/{about}/cases/found",
        {"state": "notice", "trigger": "weather", "cause": "x", "reason": "x"},
    )
    assert codes(odd) == ["decommissioning.trigger_unknown"]


def test_an_improvement_plan_goes_to_its_finding_and_averts_the_case(
    played: Life, site: Site, program: Program
) -> None:
    about = served(played)
    made = program.post(f"/commissions/{about}/cases", {"kind": "poor-performance", "cause": "Red"})
    case = made.json()["ref"]
    do(program, f"/cases/{case}/support", reason="It can do better.")
    plan = program.post(
        f"/commissions/{about}/improvement-plans",
        {"wanted": "Nine in ten.", "officer": DIRECTOR, "due": DUE, "case": case},
    )
    assert plan.status_code == 201, plan.text
    at = plan.headers["Location"].removeprefix("/api/v1")
    action = {"what": "Hire two", "officer": DIRECTOR, "by": DUE}
    assert do(program, f"{at}/actions", **action)["result"] == {"number": 1}
    do(program, f"{at}/agree")
    late = program.post(f"{at}/change", {"wanted": "Eight in ten."})
    assert codes(late), "it wants its reason"
    do(program, f"{at}/change", wanted="Eight in ten.", reason="Fewer staff.")
    open_ = program.post(f"{at}/meet", {"finding": "Eight in ten are seen."})
    assert open_.status_code in (403, 409)
    do(program, f"{at}/actions/1/settle", outcome="Two were hired.")
    met = do(program, f"{at}/meet", finding="Eight in ten are seen.")
    assert met["result"] == {"case": {"ref": case, "state": "averted"}}
    (listed,) = program.get("/improvement/by-day", show="settled").json()["items"]
    assert listed["ref"] == plan.json()["ref"]
    assert program.get("/improvement", commission=about).json()["items"][0]["finding"]
    assert "Two were hired." in text_of(site.as_(COMMISSIONER).get(at))
    assert codes(program.get("/improvement/by-day", show="all")) == ["api.field_wrong"]
    second = program.post(f"/commissions/{about}/improvement-plans", {"wanted": "More."})
    other = second.headers["Location"].removeprefix("/api/v1")
    do(program, f"{other}/withdraw", reason="Nobody wants it.")
    assert program.post(f"{other}/fail", {"finding": "x"}).status_code in (403, 409)


def test_triggers_are_shown_raised_with_a_document_and_looked_for(
    played: Life, site: Site, program: Program
) -> None:
    in_force(played, REDS + RAISED)
    about = served(played)
    assert [one["trigger"] for one in program.get("/triggers").json()["items"]] == [
        "red-twice", "need-gone",
    ]  # fmt: skip
    assert program.get("/triggers/red-twice").json()["title"] == "Red twice"
    assert program.get("/triggers/none-such").status_code in (400, 404)
    observe(played, measure(played, about), "red", "red")
    (opens,) = program.get("/triggers/causes").json()["opens"]
    assert opens["commission"] == about
    at = f"/commissions/{about}/causes"
    assert program.post(at, {"trigger": "need-gone"}).status_code in (403, 409)
    closed = {"kind": "exempt", "paragraph": "3", "reason": "It names prices."}
    alone = program.post(at, {"trigger": "need-gone", "evidence": "x", "closed": closed})
    assert codes(alone) in (["web.trigger.nothing_to_close"], ["api.field_unknown"]), alone.text
    file = {"name": "letter.txt", "content": base64.b64encode(b"Nobody comes.").decode()}
    made = program.post(at, {"trigger": "need-gone", "evidence": "Nobody came.", "file": file})
    assert made.status_code == 201, made.text
    assert made.json()["result"]["due"]
    told = program.get(made.headers["Location"]).json()["details"]["evidence"]
    assert any(one["kind"] == "said" or "Nobody came." in str(one) for one in told)
    look = program.post("/triggers/look", {"commission": about})
    assert look.status_code == 201, look.text
    perform_waiting(
        site.store, folder=site.data_dir / "jobs", evidence=site.data_dir, clock=lambda: site.now
    )
    job = program.get(look.headers["Location"]).json()
    assert (job["state"], job["kind"]) == ("done", "causes")
    assert len(program.get("/cases", state="triggered").json()["items"]) == 2
    assert Program(site, STRANGER).post("/triggers/look").status_code == 403
