"""Plans in a browser: written, agreed by each partner and the board, kept, monitored, reported."""

import datetime as dt
import re

import pytest
from browsing import Site, main_form, text_of
from plans import agreed, begun, priority, promise
from promised import publish_plan
from reports import SECRETARY, Life
from world import KEY, RULEBOOKS, world

from governance.store.engine import Store

POLICY = "escalations/exampleshire.yaml"
XSS = "<script>alert(1)</script>"


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now, rulebooks=(*RULEBOOKS, POLICY)), now)


@pytest.fixture
def site(life: Life, quick_store: Store, now: dt.datetime) -> Site:
    return Site(quick_store, now, KEY)


def test_a_plan_is_begun_and_written_in_a_browser(site: Site) -> None:
    browser = site.as_(SECRETARY)
    page = browser.send(
        "/plans/new",
        {
            "title": f"Growing up {XSS}",
            "board": "trust-board",
            "key": "plan-2026",
            "from": dt.date(2025, 4, 1),
            "to": dt.date(2028, 3, 31),
            "basis": "voluntary",
            "vision": f"Every child is safe {XSS}",
            "needs": "The assessment of last year.",
            "rhythm": "3",
        },
    )
    assert page.status_code == 200, text_of(page)
    assert "Began L-0001" in text_of(page)
    outcomes = browser.form("/plans/L-0001/priority").choices["outcome"]
    page = browser.send(
        "/plans/L-0001/priority",
        {"title": f"Help comes early {XSS}", "key": "early", "outcome": outcomes[1], "why": XSS},
    )
    assert "Added the priority “early”" in text_of(page)
    page = browser.send(
        "/plans/L-0001/commitment",
        {"partner": "icb", "priority": "early", "what": f"See every child {XSS}"},
    )
    assert "Added commitment 1" in text_of(page)
    page = browser.send(
        "/plans/L-0001/group",
        {"title": "Homes", "key": "homes", "for": f"children {XSS}", "under": ["early"]},
    )
    assert "Added the commissioning plan “homes”" in text_of(page)
    page = browser.send(
        "/plans/L-0001/strategy",
        {"title": f"Housing {XSS}", "key": "housing", "way": "both", "owner": XSS},
    )
    assert page.status_code == 200
    assert XSS in text_of(page), "it is shown as text"
    assert "<script>alert" not in page.text
    form = browser.form("/plans/L-0001/priority/early")
    assert form.fields["title"] == [f"Help comes early {XSS}"]
    page = browser.send("/plans/L-0001/commitment/1/drop", {})
    assert "Dropped 1 from L-0001" in text_of(page)
    page = browser.send("/plans/L-0001/strategy/housing/off", {})
    assert "no longer names" in text_of(page)
    assert browser.get("/plans/L-0001/map").status_code == 200


def test_what_is_missing_for_agreement_stands_on_its_page_and_closed_moves_say_why(
    site: Site, life: Life
) -> None:
    plan = begun(life)
    priority(life, plan)
    promise(life, plan)
    page = text_of(site.as_(SECRETARY).get(f"/plans/{plan}"))
    assert "Ask the board to agree it" in page
    closed = page.partition("What cannot be done yet, and why")[2]
    assert "Publish it" in closed
    assert "The board has not agreed" in closed or "has not consented" in closed
    other = text_of(site.as_("example-auditor").get(f"/plans/{plan}"))
    assert "Add a priority" in other.partition("What cannot be done yet, and why")[2]


def test_it_comes_to_agreement_and_is_published_and_reviewed(site: Site, life: Life) -> None:
    plan = begun(life)
    priority(life, plan)
    promise(life, plan)
    browser = site.as_(SECRETARY)
    start = life.today - dt.timedelta(days=40)
    page = browser.send(
        f"/plans/{plan}/consult",
        {"from": start, "to": start + dt.timedelta(days=30), "changed": "We listened."},
    )
    assert "is on record" in text_of(page)
    browser.send(f"/plans/{plan}/asked", {"who": "Youth Council", "key": "youth", "on": start})
    page = browser.send(f"/plans/{plan}/answered", {"who": "youth", "said": f"Earlier. {XSS}"})
    assert "said of" in text_of(page)
    assert "<script>alert" not in page.text
    page = browser.send(f"/plans/{plan}/parts/icb/refuse", {"by": "example-nhs", "reason": "No."})
    assert "refuses its part" in text_of(page)
    page = browser.send(f"/plans/{plan}/parts/icb/consent", {"by": "example-nhs"})
    assert "has consented to its part" in text_of(page)
    page = browser.send(f"/plans/{plan}/propose", {})
    assert page.status_code == 200, text_of(page)
    assert "/reports/R-" in str(page.url)
    assert "Submit it from its page" in text_of(page)
    again = browser.send(f"/plans/{plan}/propose", {})
    assert again.status_code in (403, 409)


def test_a_published_plan_is_reviewed_and_changes_on_a_ground_only(site: Site, life: Life) -> None:
    with life.acting() as desk:
        plan = publish_plan(desk)
    browser = site.as_(SECRETARY)
    page = browser.send(f"/plans/{plan}/review", {"found": "It goes well."})
    assert "is reviewed" in text_of(page)
    form = browser.form(f"/plans/{plan}/commitment/1")
    assert {"because", "decision"} <= form.fields.keys()
    page = browser.submit(form, {"what": "Other"})
    assert page.status_code == 400
    page = browser.submit(main_form(page), {"because": "It changed."})
    assert page.status_code == 403
    assert "There is a problem" in text_of(page)
    assert main_form(page).fields["what"] == ["Other"]
    for form_ in ("html", "md"):
        kept = browser.get(f"/plans/{plan}/document", **{"as": form_})
        assert kept.status_code == 200
        assert f'filename="{plan}.{form_}"' in kept.headers["content-disposition"]
    page = browser.send(f"/plans/{plan}/end", {"reason": "Another follows."})
    assert "is ended" in text_of(page)


def test_who_does_not_write_plans_is_told_who_does(site: Site, life: Life) -> None:
    plan = begun(life)
    page = site.as_("example-auditor").send(f"/plans/{plan}/set", {"title": "Mine"})
    assert page.status_code == 403
    assert main_form(page).fields["title"] == ["Mine"]
    assert site.as_(SECRETARY).get("/plans/L-0999").status_code == 404


# --- what partners return


def returned(site: Site, life: Life) -> str:
    """The first return of the police that is due."""
    with life.acting() as desk:
        publish_plan(desk, first=dt.date(2025, 1, 1), last=dt.date(2027, 12, 31))
    site.now += dt.timedelta(days=120)
    page = site.as_(SECRETARY).get("/returns", partner="police")
    found = re.search(r"/returns/(U-\d+)", page.text)
    assert found is not None, text_of(page)
    return found[1]


def test_a_partner_makes_its_return_and_corrects_it(site: Site, life: Life) -> None:
    ref = returned(site, life)
    assert ref in text_of(site.as_(SECRETARY).get("/returns", show="late"))
    browser = site.as_("example-police")
    path = f"/returns/{ref}/report"
    form = browser.form(path)
    number = next(name for name in form.choices if name.startswith("word-")).partition("-")[2]
    page = browser.submit(form, {"note": XSS})
    assert page.status_code in (400, 403)
    assert main_form(page).fields["note"] == [XSS]
    typed = {f"word-{number}": "kept", f"why-{number}": f"An officer is named {XSS}", "note": XSS}
    page = browser.submit(main_form(page), typed)
    assert page.status_code == 200, text_of(page)
    assert f"{ref} is returned" in text_of(page)
    assert "<script>alert" not in page.text
    assert "Correct this return" in text_of(page)
    page = browser.send(path, {f"word-{number}": "not_kept", "reason": "A slip."})
    assert "is corrected" in text_of(page)
    assert "before" in text_of(page)
    other = site.as_("example-nhs").send(path, {f"word-{number}": "kept", "reason": "Mine."})
    assert other.status_code == 403


def test_a_return_can_be_filled_in_as_a_spreadsheet(site: Site, life: Life) -> None:
    ref = returned(site, life)
    browser = site.as_("example-police")
    sheet = browser.get(f"/returns/{ref}/sheet")
    assert f'attachment; filename="{ref}.csv"' in sheet.headers["content-disposition"]
    lines = sheet.text.splitlines()
    number = lines[1].split(",")[0]
    filled = f"{lines[0]}\r\n{number},kept,=1+1,,\r\n".encode()
    form = browser.form(f"/returns/{ref}/report")
    page = browser.submit(form, {}, files={"sheet": ("return.csv", filled, "text/csv")})
    assert f"{ref} is returned" in text_of(page), text_of(page)
    again = browser.get(f"/returns/{ref}/sheet").text
    assert ",'=1+1," in again, "no cell is a formula"
    broken = browser.submit(
        browser.form(f"/returns/{ref}/report"),
        {"reason": "x"},
        files={"sheet": ("return.csv", b"nothing\r\n1\r\n", "text/csv")},
    )
    assert broken.status_code == 400


# --- the annual report


def test_the_annual_report_is_assembled_and_put(site: Site, life: Life) -> None:
    with life.acting() as desk:
        plan = publish_plan(desk, first=dt.date(2024, 1, 1), last=dt.date(2026, 12, 31))
    browser = site.as_(SECRETARY)
    page = browser.get("/annual-reports", plan=plan)
    found = re.search(r"/annual-reports/(Y-\d+)", page.text)
    assert found is not None, text_of(page)
    path = f"/annual-reports/{found[1]}"
    refused = browser.send(f"{path}/assemble", {})
    assert refused.status_code == 403
    site.now = dt.datetime(2026, 2, 2, 9, tzinfo=dt.UTC)
    browser = site.as_(SECRETARY)
    assert "not assembled yet" in text_of(browser.get(path))
    assert browser.get(f"{path}/document").status_code == 409
    page = browser.send(f"{path}/assemble", {"foreword": f"A good year {XSS}"})
    assert "is assembled" in text_of(page)
    assert "<script>alert" not in page.text
    page = browser.send(f"{path}/propose", {})
    assert page.status_code == 200, text_of(page)
    assert "put to the board" in text_of(page).lower()
    refused = browser.send(f"{path}/publish", {})
    assert refused.status_code in (403, 409)


def test_an_agreed_plan_is_published(site: Site, life: Life) -> None:
    plan = begun(life)
    priority(life, plan)
    promise(life, plan)
    agreed(life, plan, "icb")
    page = site.as_(SECRETARY).send(f"/plans/{plan}/publish", {})
    assert "is published; it is to be reviewed by" in text_of(page)
