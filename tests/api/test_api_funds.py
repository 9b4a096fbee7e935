"""Funds through the API: opened, paid into, set aside, consented to, reported; their agreements."""

import datetime as dt

import pytest
from browsing import Site, text_of
from calling_api import Program, codes
from pools import TEXT, opened, pool
from reports import COMMISSIONER, SECRETARY, Life
from world import KEY, RULEBOOKS, world

from governance.store.engine import Store

YEAR = {"start": "2025-04-01", "end": "2026-03-31"}


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now, rulebooks=RULEBOOKS), now)


@pytest.fixture
def site(life: Life, quick_store: Store, now: dt.datetime) -> Site:
    return Site(quick_store, now, KEY)


def test_a_fund_is_opened_its_partners_change_and_it_is_closed(site: Site) -> None:
    secretary = Program(site, SECRETARY)
    made = secretary.post(
        "/funds",
        {"key": "therapies", "title": "Therapies", "kind": "pooled", "host": "county-council",
         "partners": ["icb"]},
    )  # fmt: skip
    assert made.status_code == 201, made.text
    at = made.headers["Location"].removeprefix("/api/v1")
    for path, said in (
        ("manager", {"manager": COMMISSIONER}),
        ("join", {"partner": "police"}),
        ("leave", {"partner": "police"}),
    ):
        answer = secretary.post(f"{at}/{path}", said)
        assert answer.status_code == 200, (path, answer.text)
    read = secretary.get(at).json()
    assert (read["host"], read["manager"]) == ("county-council", COMMISSIONER)
    assert secretary.get(f"{at}/year", day="2025-05-01").json()["year"] == YEAR
    closed = secretary.post(f"{at}/close", {"reason": "Nothing came of it."})
    assert closed.status_code == 200, closed.text
    assert secretary.get(at).json()["closed_on"] == str(site.now.date())


def test_its_agreement_is_written_put_executed_varied_and_ended(site: Site, life: Life) -> None:
    fund = opened(life)
    secretary = Program(site, SECRETARY)
    made = secretary.post(f"/funds/{fund}/draft", {"text": TEXT})
    assert made.status_code == 201, made.text
    assert made.json()["result"] == {"lacks": []}
    at = made.headers["Location"].removeprefix("/api/v1")
    bad = secretary.post(f"{at}/amend", {"text": "vires: ["})
    assert bad.status_code == 400
    assert bad.json()["errors"][0]["line"]
    done = secretary.post(f"{at}/amend", {"clauses": {"a": "Aims and outcomes"}})
    assert done.status_code == 200, done.text
    assert "Aims and outcomes" in text_of(site.as_(SECRETARY).get(at))
    put = secretary.post(f"{at}/propose", {"ask": "agree"})
    assert put.status_code == 201, put.text
    assert put.headers["Location"].startswith("/api/v1/reports/R-")
    assert secretary.post(f"{at}/execute").status_code in (403, 409)
    varied = "vires: pooled-agreement/1\nends: 2028-03-31"
    for path, said, state in (
        ("record-agreed", {"reason": "Both boards agreed in January."}, "agreed"),
        ("execute", {}, "in_force"),
        ("record-varied", {"reason": "The boards agreed.", "text": varied}, "varied"),
        ("end", {"reason": "By agreement."}, "ended"),
    ):
        answer = secretary.post(f"{at}/{path}", said)
        assert answer.status_code == 200, (path, answer.text)
        assert secretary.get(at).json()["state"] == state
    silly = secretary.post(f"{at}/end", {"reason": "x", "text": varied})
    assert codes(silly) == ["api.field_unknown"]


def test_money_is_put_in_set_aside_and_given_back(site: Site, life: Life) -> None:
    fund = pool(life)
    program = Program(site, COMMISSIONER)
    paid = {"partner": "icb", "amount": 100_050, "paid": True, "period": YEAR}
    assert program.post(f"/funds/{fund}/contributions", paid).status_code == 200
    half = program.post(f"/funds/{fund}/contributions", {**paid, "period": {"start": "2025-04-01"}})
    assert codes(half) == ["api.field_missing"]
    pounds = program.post(f"/funds/{fund}/contributions", {**paid, "amount": 5.5})
    assert codes(pounds) == ["api.field_wrong"]
    about = life.commission()
    said = {"amount": 20_000_00, "commission": about, "permitted": "therapy", "by": "pool-manager",
            "period": YEAR}  # fmt: skip
    made = program.post(f"/funds/{fund}/allocations", said)
    assert made.status_code == 200, made.text
    assert made.json()["result"] == {"number": 1, "state": "set_aside", "awaits": []}
    beyond = program.post(f"/funds/{fund}/allocations", {**said, "amount": 90_000_00})
    assert beyond.status_code in (403, 409)
    back = {"amount": 5_000_00, "reason": "Less is needed."}
    assert program.post(f"/funds/{fund}/allocations/1/release", back).status_code == 200
    found = program.get(f"/funds/{fund}/year", day="2025-05-01").json()
    assert found["allocations"][0]["amount"] == 15_000_00
    assert "£15,000" in text_of(site.as_(COMMISSIONER).get(f"/funds/{fund}", year="2025-05-01"))


def test_what_departs_waits_for_each_partner(site: Site, life: Life) -> None:
    fund = pool(life)
    made = Program(site, COMMISSIONER).post(
        f"/funds/{fund}/allocations",
        {"amount": 20_000_00, "commission": life.commission(), "departs": True,
         "by": "pool-manager", "reason": "Music.", "period": YEAR},
    )  # fmt: skip
    assert made.status_code == 200, made.text
    told = made.json()["result"]
    assert (told["state"], "icb" in told["awaits"]) == ("awaiting_consent", True)
    path = f"/funds/{fund}/allocations/1/consent"
    nobody = Program(site, "example-police").post(path, {"partner": "icb"})
    assert nobody.status_code in (403, 409)
    given = Program(site, "example-nhs").post(path, {"partner": "icb", "words": "Yes."})
    assert given.status_code == 200, given.text


def test_a_quarter_is_reported_corrected_and_an_overspend_remedied(site: Site, life: Life) -> None:
    fund = pool(life)
    site.now = dt.datetime(2025, 7, 10, 9, tzinfo=dt.UTC)
    program = Program(site, COMMISSIONER)
    said = {"kind": "quarter", "day": "2025-04-01", "spent": 100_000_00, "forecast": 900_000_00}
    made = program.post(f"/funds/{fund}/reports", said)
    assert made.status_code == 200, made.text
    assert made.json()["result"]["plan_due"]
    assert program.post(f"/funds/{fund}/reports", said).status_code == 409
    again = {**said, "forecast": 800_000_00, "correct": True, "reason": "A slip."}
    assert program.post(f"/funds/{fund}/reports", again).status_code == 200
    remedy = program.post(f"/funds/{fund}/remedy", {"what": "Two posts stay vacant."})
    assert remedy.status_code == 200, remedy.text
    assert program.post(f"/funds/{fund}/settle", {"outcome": "It came right."}).status_code == 200
    no = Program(site, "example-auditor").post(f"/funds/{fund}/reports", said)
    assert no.status_code == 403
    for day in (said["day"], "1900-01-01"):
        odd = program.post(f"/funds/{fund}/reports", {**said, "kind": "decade", "day": day})
        assert codes(odd) == ["name.unknown"]
    below = program.post(f"/funds/{fund}/reports", {**said, "day": "2025-01-01", "spent": -5})
    assert below.status_code in (400, 409), below.text
    assert program.get("/funds/F-0999").status_code == 404
    none = program.post(f"/funds/{fund}/allocations/77/release", {"reason": "x"})
    assert none.status_code == 400
    assert codes(none)
