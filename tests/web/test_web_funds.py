"""Funds in a browser: opened, paid into, set aside, consented to, reported; their agreements."""

import datetime as dt

import pytest
from browsing import Site, main_form, text_of
from pools import TEXT, opened, pool
from reports import COMMISSIONER, SECRETARY, Life
from world import KEY, RULEBOOKS, world

from governance.store.engine import Store

XSS = "<script>alert(1)</script>"
YAML = ("agreement.yaml", TEXT.encode(), "application/yaml")


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now, rulebooks=RULEBOOKS), now)


@pytest.fixture
def site(life: Life, quick_store: Store, now: dt.datetime) -> Site:
    return Site(quick_store, now, KEY)


def test_a_fund_is_opened_and_its_partners_and_manager_named(site: Site) -> None:
    browser = site.as_(SECRETARY)
    page = browser.send(
        "/funds/new",
        {"title": f"Therapies {XSS}", "key": "therapies", "host": "county-council",
         "partners": ["icb"]},
    )  # fmt: skip
    assert page.status_code == 200, text_of(page)
    assert "Opened F-0001" in text_of(page)
    assert "<script>alert" not in page.text
    assert "without an agreement" in text_of(page) or "no agreement" in text_of(page).lower()
    page = browser.send("/funds/F-0001/manager", {"person": "example-commissioner"})
    assert "manages F-0001" in text_of(page)
    page = browser.send("/funds/F-0001/join", {"partner": "police"})
    assert "is in F-0001 from" in text_of(page)
    page = browser.send("/funds/F-0001/leave", {"partner": "police"})
    assert "is in F-0001 until" in text_of(page)
    assert "F-0001" in text_of(browser.get("/funds"))
    page = browser.send("/funds/F-0001/close", {"reason": "Nothing came of it."})
    assert "F-0001 is closed" in text_of(page)
    assert "F-0001" not in text_of(browser.get("/funds"))
    assert "F-0001" in text_of(browser.get("/funds", show="all"))


def test_its_agreement_is_written_put_and_executed(site: Site, life: Life) -> None:
    fund = opened(life)
    browser = site.as_(SECRETARY)
    page = browser.send(f"/funds/{fund}/draft", {}, files={"text": YAML})
    assert page.status_code == 200, text_of(page)
    assert "Began J-0001" in text_of(page)
    form = browser.form("/pooled-agreements/J-0001/amend")
    assert form.fields["clause-a"] == ["Aims."]
    page = browser.submit(form, {"clause-a": f"Aims and outcomes {XSS}"})
    assert "J-0001 says everything it has to" in text_of(page)
    assert XSS in text_of(page)
    assert "<script>alert" not in page.text
    bad = browser.submit(
        browser.form("/pooled-agreements/J-0001/amend"),
        {"clause-b": "Kept"},
        files={"text": ("x.yaml", b"vires: [", "application/yaml")},
    )
    assert bad.status_code == 400
    assert main_form(bad).fields["clause-b"] == ["Kept"]
    page = browser.send("/pooled-agreements/J-0001/propose", {"ask": "agree"})
    assert page.status_code == 200, text_of(page)
    assert "Submit it from its page" in text_of(page)
    early = browser.send("/pooled-agreements/J-0001/execute", {})
    assert early.status_code in (403, 409)
    page = browser.send(
        "/pooled-agreements/J-0001/record-agreed", {"reason": "Both boards agreed in January."}
    )
    assert "J-0001 is agreed" in text_of(page)
    page = browser.send("/pooled-agreements/J-0001/execute", {})
    assert "J-0001 is in force" in text_of(page)
    page = browser.send(
        "/pooled-agreements/J-0001/record-varied",
        {"reason": "The boards agreed."},
        files={"text": ("v.yaml", b"vires: pooled-agreement/1\nends: 2028-03-31", "text/yaml")},
    )
    assert "J-0001 is varied" in text_of(page)
    page = browser.send("/pooled-agreements/J-0001/end", {"reason": "By agreement."})
    assert "J-0001 is ended" in text_of(page)


def test_money_is_put_in_set_aside_and_given_back_by_who_may(site: Site, life: Life) -> None:
    fund = pool(life)
    year = {"from": dt.date(2025, 4, 1), "to": dt.date(2026, 3, 31)}
    browser = site.as_(COMMISSIONER)
    page = browser.send(
        f"/funds/{fund}/contribute", {"partner": "icb", "amount": "1,000.50", "kind": "paid"}
    )
    assert "paid £1,000.50 into" in text_of(page), text_of(page)
    half = browser.send(
        f"/funds/{fund}/contribute",
        {"partner": "icb", "amount": "5", "kind": "agreed", "from": year["from"]},
    )
    assert half.status_code == 400
    about = life.commission()
    typed = {"amount": "20,000", "commission": about, "permitted": "therapy", "by": "pool-manager"}
    page = browser.send(f"/funds/{fund}/allocate", {**typed, **year})
    assert page.status_code == 200, text_of(page)
    assert "£20,000 is set aside" in text_of(page)
    beyond = browser.send(f"/funds/{fund}/allocate", {**typed, **year, "amount": "90,000"})
    assert beyond.status_code in (403, 409)
    assert main_form(beyond).fields["amount"] == ["90,000"]
    shown = browser.get(f"/funds/{fund}", year="2025-05-01")
    assert "Who can decide on the money" in text_of(shown)
    assert "£50,000" in text_of(shown)
    assert about in text_of(shown)
    page = browser.send(
        f"/funds/{fund}/allocations/1/release", {"amount": "5,000", "reason": "Less is needed."}
    )
    assert "Released £5,000 of allocation 1" in text_of(page)


def test_what_departs_waits_for_each_partner(site: Site, life: Life) -> None:
    fund = pool(life)
    browser = site.as_(COMMISSIONER)
    about = life.commission()
    page = browser.send(
        f"/funds/{fund}/allocate",
        {"amount": "20,000", "commission": about, "departs": "yes", "by": "pool-manager",
         "reason": "Music.", "from": dt.date(2025, 4, 1), "to": dt.date(2026, 3, 31)},
    )  # fmt: skip
    assert "It stands once" in text_of(page), text_of(page)
    path = f"/funds/{fund}/allocations/1/consent"
    nobody = site.as_("example-police").send(path, {"partner": "icb", "answer": "gives"})
    assert nobody.status_code in (403, 409)
    page = site.as_("example-nhs").send(path, {"partner": "icb", "answer": "gives"})
    assert "consents to allocation 1" in text_of(page), text_of(page)


def test_a_quarter_is_reported_corrected_and_an_overspend_remedied(site: Site, life: Life) -> None:
    fund = pool(life)
    site.now = dt.datetime(2025, 7, 10, 9, tzinfo=dt.UTC)
    browser = site.as_(COMMISSIONER)
    form = browser.form(f"/funds/{fund}/report")
    assert "quarter 2025-04-01" in form.choices["period"]
    typed = {"period": "quarter 2025-04-01", "spent": "100,000", "forecast": "900,000"}
    page = browser.submit(form, {**typed, "words": f"Too much {XSS}"})
    assert "a remedial plan is due by" in text_of(page), text_of(page)
    assert "<script>alert" not in page.text
    again = browser.send(f"/funds/{fund}/report", typed)
    assert again.status_code == 409
    page = browser.send(
        f"/funds/{fund}/report", {**typed, "forecast": "800,000", "reason": "A slip."}
    )
    assert page.status_code == 200, text_of(page)
    page = browser.send(f"/funds/{fund}/remedy", {"plan": "Two posts stay vacant."})
    assert "remedial plan of" in text_of(page)
    page = browser.send(f"/funds/{fund}/settle", {"outcome": "It came right."})
    assert "is settled" in text_of(page)
    other = site.as_("example-auditor").send(f"/funds/{fund}/report", typed)
    assert other.status_code == 403


def test_moves_that_are_closed_say_why_and_a_strange_year_is_this_one(
    site: Site, life: Life
) -> None:
    fund = pool(life)
    page = text_of(site.as_("example-auditor").get(f"/funds/{fund}"))
    closed = page.partition("What cannot be done yet, and why")[2]
    assert "Report a quarter or a year" in closed
    assert "Close it" in closed
    assert site.as_(SECRETARY).get(f"/funds/{fund}", year="0001-01-01").status_code == 200
    assert site.as_(SECRETARY).get(f"/funds/{fund}", year="x").status_code == 200
    assert site.as_(SECRETARY).get("/funds/F-0099").status_code == 404
    assert site.as_(SECRETARY).get("/pooled-agreements/J-0099").status_code == 404
