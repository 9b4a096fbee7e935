"""Evidence, agreements and delegations in a browser: put on file, read by who may, moved on."""

import datetime as dt
from pathlib import Path

import pytest
from browsing import Browser, Site, text_of
from world import KEY, World, world

from governance.application.commissions import opening
from governance.application.commissions.page import page as whole
from governance.store.engine import Store

LEAD = "example-commissioner"
SECRETARY = "example-secretary"
MEMBER = "example-police-substitute"
PDF = b"%PDF-1.4 <script>alert(1)</script>"
OPEN = {"closed": "open", "title": "Needs assessment", "other-kind": "needs-assessment"}


@pytest.fixture
def made(quick_store: Store, now: dt.datetime) -> World:
    return world(quick_store, now)


@pytest.fixture
def site(made: World, now: dt.datetime, tmp_path: Path) -> Site:
    return Site(made.store, now, KEY, data_dir=tmp_path)


@pytest.fixture
def lead(site: Site) -> Browser:
    return site.as_(LEAD)


@pytest.fixture
def ref(made: World) -> str:
    with made.acting(LEAD) as desk:
        end = dt.date(2027, 3, 31)
        return opening.open_commission(desk, title="Short breaks", lead=LEAD, end_date=end).ref


def evidence_of(built: World, ref: str) -> list[str]:
    with built.looking(LEAD) as desk:
        return [one["id"] for one in whole(desk, ref)["evidence"]]


def test_a_document_comes_back_as_a_file_and_never_as_a_page(
    made: World, site: Site, lead: Browser, ref: str
) -> None:
    name = 'plan "final" é.pdf'
    page = lead.send(f"/commissions/{ref}/evidence", OPEN, files={"file": (name, PDF)})
    assert "Needs assessment is on the file" in text_of(page)
    (document,) = evidence_of(made, ref)
    answer = site.as_(MEMBER).get(f"/evidence/{document}")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "\n" not in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert [len(p.name) for p in site.served.evidence_dir.iterdir()] == [64]
    page = lead.send(f"/evidence/{document}/withdraw", {"reason": "A wrong version."})
    assert "taken off the file" in text_of(page)
    assert evidence_of(made, ref) == []


@pytest.mark.parametrize("name", ["page.html", "run.exe", "picture.svg", "noending", "a.pdf.js"])
def test_a_file_that_a_browser_would_run_is_not_taken(
    made: World, lead: Browser, ref: str, name: str
) -> None:
    page = lead.send(f"/commissions/{ref}/evidence", OPEN, files={"file": (name, b"<html>")})
    assert page.status_code == 400
    assert "Needs assessment" in page.text, "what was typed is kept"
    assert evidence_of(made, ref) == []


def test_an_exempt_document_is_seen_by_who_may_and_by_nobody_else(
    made: World, site: Site, lead: Browser, ref: str
) -> None:
    closed = {**OPEN, "closed": "exempt", "title": "Prices"}
    page = lead.send(f"/commissions/{ref}/evidence", closed, files={"file": ("p.pdf", PDF)})
    assert page.status_code == 400, "an exempt one needs a paragraph and a reason"
    given = {**closed, "paragraph": "3", "closed-reason": "It would help rivals."}
    page = lead.send(f"/commissions/{ref}/evidence", given, files={"file": ("p.pdf", PDF)})
    assert "Prices" in text_of(page)
    (document,) = evidence_of(made, ref)
    assert lead.get(f"/evidence/{document}").status_code == 200
    other = site.as_(MEMBER)
    assert other.get(f"/evidence/{document}").status_code == 403
    shown = other.get(f"/commissions/{ref}")
    assert "It would help rivals." in text_of(shown), "that it exists, and why it is closed"
    assert f"/evidence/{document}" not in shown.text.replace("/withdraw", "#")[: 10**6] or (
        f'href="/p/{KEY}/evidence/{document}"' not in shown.text
    )
    nobody = site.as_().client.get(f"/p/{KEY}/evidence/{document}", follow_redirects=False)
    assert nobody.status_code == 303


def test_odd_addresses_of_documents_lead_nowhere(lead: Browser) -> None:
    for odd in ("nothing", "..%2f..%2fvires.db", "%00", "C-0001"):
        assert lead.get(f"/evidence/{odd}").status_code in (400, 404), odd
        assert lead.get(f"/evidence/{odd}/withdraw").status_code in (400, 404), odd


def test_an_agreement_is_recorded_and_moved_on(site: Site, lead: Browser, ref: str) -> None:
    clerk = site.as_(SECRETARY)
    said = {
        "title": "Lot 1 <b>",
        "state": "in_force",
        "kind": "contract",
        "provider": "example-care",
        "value": "120,000",
        "starts": dt.date(2024, 4, 1),
        "ends": dt.date(2026, 3, 31),
        "reason": "It ran before.",
    }
    page = clerk.send(f"/commissions/{ref}/agreement", said)
    assert "is recorded as A-0001" in text_of(page)
    assert "Lot 1 <b>" not in page.text.replace("&lt;b&gt;", "")
    page = clerk.send(
        "/agreements/A-0001/record-notice",
        {"reason": "The provider gave notice.", "ends": dt.date(2025, 6, 30)},
    )
    assert "now “notice”" in text_of(page)
    assert "30 June 2025" in text_of(page)
    page = clerk.send("/agreements/A-0001/withdraw-notice", {"reason": "They stay."})
    assert "31 March 2026" in text_of(page)
    page = clerk.send("/agreements/A-0001/sign")
    assert page.status_code == 409
    assert "Lot 1" in text_of(lead.get("/agreements", ending="1 4 2026"))
    assert "Lot 1" not in text_of(lead.get("/agreements", ending="1/4/2025"))
    assert lead.get("/agreements", ending="soon").status_code == 400


def test_a_delegation_is_recorded_and_taken_back(site: Site) -> None:
    clerk = site.as_(SECRETARY)
    form = clerk.form("/delegations/add")
    giver, receiver = form.choices["giver"][1:3]
    said = {"giver": giver, "receiver": receiver, "purpose": "To award <i>", "source": "Minute 7"}
    page = clerk.send("/delegations/add", {**said, "ceiling": "100,000"})
    assert "recorded as D-0001" in text_of(page), text_of(page)
    assert "£100,000" in text_of(page)
    assert "<i>" not in page.text
    assert "To award" in text_of(clerk.get("/delegations"))
    page = clerk.send("/delegations/D-0001/end", {"reason": "The Director left."})
    assert "ends on" in text_of(page)
    assert "To award" in text_of(clerk.get("/delegations", show="all"))
