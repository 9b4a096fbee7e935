"""Plans through the API: written, agreed by partners, returned on, reported, as the pages say."""

import base64
import datetime as dt

import pytest
from browsing import Site, text_of
from calling_api import Program, codes
from plans import begun, priority, promise, published_plan
from promised import publish_plan
from reports import SECRETARY, Life
from world import KEY, RULEBOOKS, world

from governance.store.engine import Store

POLICY = "escalations/exampleshire.yaml"


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now, rulebooks=(*RULEBOOKS, POLICY)), now)


@pytest.fixture
def site(life: Life, quick_store: Store, now: dt.datetime) -> Site:
    return Site(quick_store, now, KEY)


@pytest.fixture
def secretary(site: Site) -> Program:
    return Program(site, SECRETARY)


def test_a_plan_is_begun_written_and_taken_apart_again(
    life: Life, site: Site, secretary: Program
) -> None:
    made = secretary.post(
        "/plans",
        {"key": "plan-2026", "title": "Growing up", "board": "trust-board",
         "from_day": "2025-04-01", "to_day": "2028-03-31", "needs": "Last year's assessment."},
    )  # fmt: skip
    assert made.status_code == 201, made.text
    at = made.headers["Location"].removeprefix("/api/v1")
    read = secretary.get(at)
    assert (read.json()["body"], read.json()["state"]) == ("trust-board", "preparing")
    done = secretary.post(f"{at}/set", {"vision": "Every child is safe."},
                          seen=read.headers["ETag"])  # fmt: skip
    assert done.status_code == 200, done.text
    early = {"key": "early", "title": "Help comes early", "outcome": "be-healthy"}
    for path, said in (
        ("priorities", early),
        ("priorities", {**early, "key": "homes", "title": "Homes"}),
        ("priorities/homes/change", {"title": "Homes nearby"}),
        ("groups", {"key": "care", "title": "In care", "for_group": "children in care",
                    "under": ["homes"], "levels": {}}),
        ("groups/care/change", {"title": "In our care", "under": ["homes"]}),
        ("strategies", {"key": "housing", "title": "Housing", "way": "informs"}),
    ):  # fmt: skip
        answer = secretary.post(f"{at}/{path}", said)
        assert answer.status_code == 200, (path, answer.text)
    promised = secretary.post(
        f"{at}/commitments",
        {"partner": "icb", "priority": "early", "what": "See every child.", "due_on": "2028-03-31"},
    )
    assert promised.json()["result"] == {"number": 1}, promised.text
    changed = secretary.post(f"{at}/commitments/1/change", {"what": "See each child."})
    assert changed.status_code == 200, changed.text
    about = life.commission()
    placed = secretary.post(
        f"{at}/place", {"commissions": [about], "priority": "homes", "group": "care"}
    )
    assert placed.status_code == 200, placed.text
    found = secretary.get(f"{at}/map").json()
    assert about in [one["ref"] for p in found["priorities"] for one in p["commissions"]]
    page = text_of(site.as_(SECRETARY).get(at))
    assert "Homes nearby" in page
    assert "See each child." in page
    for path in (
        f"take-out/{about}", "strategies/housing/off", "groups/care/drop",
        "priorities/homes/drop", "commitments/1/drop",
    ):  # fmt: skip
        answer = secretary.post(f"{at}/{path}")
        assert answer.status_code == 200, (path, answer.text)
    assert secretary.get(f"{at}/document.md").text.startswith("#")
    assert "<html" in secretary.get(f"{at}/document.html").text


def test_it_comes_to_the_board_with_each_partner_s_consent(
    life: Life, site: Site, secretary: Program
) -> None:
    plan = begun(life)
    priority(life, plan)
    promise(life, plan)
    at = f"/plans/{plan}"
    start = life.today - dt.timedelta(days=40)
    held = {"from_day": str(start), "to_day": str(start + dt.timedelta(days=30)), "changed": "Yes."}
    assert secretary.post(f"{at}/consult", held).status_code == 200
    who = {"who": "Youth Council", "key": "youth", "asked_on": str(start)}
    assert secretary.post(f"{at}/asked", who).status_code == 200
    assert secretary.post(f"{at}/answered", {"key": "youth", "said": "Earlier."}).status_code == 200
    worker = Program(site, SECRETARY, scopes=("read", "work"))
    no = worker.post(f"{at}/parts/icb/consent", {"by": "example-nhs"})
    assert (no.status_code, codes(no)) == (403, ["api.scope_missing"])
    refused = secretary.post(f"{at}/parts/icb/refuse", {"by": "example-nhs", "reason": "No."})
    assert refused.status_code == 200, refused.text
    for path, said in (
        ("consent", {"by": "example-nhs"}),
        ("take-back", {"reason": "Too early."}),
        ("consent", {"by": "example-nhs", "words": "Yes."}),
    ):
        answer = secretary.post(f"{at}/parts/icb/{path}", said)
        assert answer.status_code == 200, answer.text
    (move,) = [one for one in secretary.get(at).json()["details"]["moves"]
               if one["move"] == "publish"]  # fmt: skip
    assert move["refusals"][0]["words"]
    early = secretary.post(f"{at}/publish")
    assert early.status_code in (403, 409)
    report = secretary.post(f"{at}/propose", {"recommendation": "That it be agreed."})
    assert report.status_code == 201, report.text
    assert report.headers["Location"] == f"/api/v1/reports/{report.json()['ref']}"
    assert secretary.get(report.headers["Location"]).status_code == 200


def test_a_plan_in_use_is_reviewed_changed_on_a_ground_and_ended(
    life: Life, secretary: Program
) -> None:
    plan = published_plan(life, "icb")
    at = f"/plans/{plan}"
    assert secretary.post(f"{at}/review", {"found": "It goes well."}).status_code == 200
    alone = secretary.post(f"{at}/commitments/1/change", {"what": "Other"})
    assert alone.status_code in (403, 409)
    ground = {"reason": "It changed.", "consent_by": "example-nhs"}
    changed = secretary.post(f"{at}/commitments/1/change", {"what": "Other", "ground": ground})
    assert changed.status_code == 200, changed.text
    odd = secretary.post(f"{at}/commitments/1/change", {"ground": {"because": "x"}})
    assert (odd.status_code, codes(odd)) == (422, ["api.field_wrong"])
    assert secretary.post(f"{at}/commitments/99/drop").status_code in (400, 404)
    ended = secretary.post(f"{at}/end", {"reason": "Another follows."})
    assert ended.status_code == 200, ended.text
    assert secretary.get(at).json()["state"] == "ended"


def returned(site: Site, life: Life) -> str:
    """The first return of the police that is due."""
    with life.acting() as desk:
        publish_plan(desk, first=dt.date(2025, 1, 1), last=dt.date(2027, 12, 31))
    site.now += dt.timedelta(days=120)
    found = Program(site, SECRETARY).get("/returns/to-make", partner="police", late=True).json()
    return str(found["items"][0]["ref"])


def test_a_partner_makes_its_return_line_by_line_and_by_its_sheet(site: Site, life: Life) -> None:
    ref = returned(site, life)
    police = Program(site, "example-police")
    at = f"/returns/{ref}"
    (promised,) = police.get(at).json()["details"]["commitments"]
    empty = police.post(f"{at}/report")
    assert empty.status_code in (400, 409)
    line = {"number": promised["number"], "judgement": "kept", "evidence": "An officer is named"}
    made = police.post(f"{at}/report", {"lines": [line]}, seen=police.get(at).headers["ETag"])
    assert made.status_code == 200, made.text
    assert made.json()["result"] == {"return": ref, "late": True, "corrected": [],
                                     "as_before": False}  # fmt: skip
    again = police.post(f"{at}/report", {"lines": [line]})
    assert (again.status_code, again.json()["result"]["as_before"]) == (200, True)
    assert again.json()["ref"] is None
    sheet = police.get(f"{at}/sheet")
    assert f'attachment; filename="{ref}.csv"' in sheet.headers["content-disposition"]
    filled = sheet.content.replace(b",kept,", b",not kept,")
    said = {"sheet": {"name": "r.csv", "content": base64.b64encode(filled).decode()}}
    corrected = police.post(f"{at}/report", {**said, "reason": "A slip."})
    assert corrected.status_code == 200, corrected.text
    assert corrected.json()["result"]["corrected"] == [promised["number"]]
    twice = police.post(f"{at}/report", {**said, "lines": [line], "reason": "Both."})
    assert codes(twice) == ["return.twice"]
    other = Program(site, "example-nhs").post(f"{at}/report", {"lines": [line], "reason": "Mine."})
    assert other.status_code == 403
    assert "An officer is named" in text_of(site.as_(SECRETARY).get(at))
    assert ref in [
        one["ref"] for one in police.get("/returns", state="returned_late").json()["items"]
    ]


def test_the_annual_report_is_assembled_and_put_to_the_board(site: Site, life: Life) -> None:
    with life.acting() as desk:
        publish_plan(desk, first=dt.date(2024, 1, 1), last=dt.date(2026, 12, 31))
    site.now = dt.datetime(2025, 11, 2, 9, tzinfo=dt.UTC)
    secretary = Program(site, SECRETARY)
    (report, *_) = secretary.get("/annual-reports").json()["items"]
    at = f"/annual-reports/{report['ref']}"
    early = secretary.post(f"{at}/assemble")
    assert early.status_code in (403, 409)
    assert codes(secretary.get(f"{at}/document.md"))
    site.now = dt.datetime(2026, 2, 2, 9, tzinfo=dt.UTC)
    made = secretary.post(f"{at}/assemble", {"foreword": "A good year."})
    assert made.status_code == 200, made.text
    assert "A good year." in secretary.get(f"{at}/document.md").text
    put = secretary.post(f"{at}/propose", {"recommendation": "That it be approved."})
    assert put.status_code == 200, put.text
    assert put.json()["result"]["report"] == secretary.get(at).json()["proposal"]
    assert secretary.post(f"{at}/publish").status_code in (403, 409)


def test_what_is_refused(site: Site, life: Life, secretary: Program) -> None:
    plan = begun(life)
    auditor = Program(site, "example-auditor")
    no = auditor.post(f"/plans/{plan}/set", {"title": "Mine"})
    assert no.status_code == 403
    assert secretary.get("/plans/L-0999").status_code == 404
    odd = secretary.post(f"/plans/{plan}/priorities", {"key": "x", "title": "X", "outcome": "none"})
    assert odd.status_code in (400, 404)
    assert odd.json()["errors"][0]["remedy"]
    for said in ({"rhythm": 10**12}, {"rhythm": 0}, {"from_day": "2190-01-01"}, {"basis": "odd"}):
        answer = secretary.post(f"/plans/{plan}/set", said)
        assert answer.status_code in (400, 403, 409), (said, answer.text)
