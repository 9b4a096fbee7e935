"""Taking over from ModernGov in a browser: look, say what is missing, import for good."""

import datetime as dt
from pathlib import Path

import pytest
from browsing import Site, text_of
from moderngov_files import DECIDED, ROW, agenda, decisions, item, listing, meeting
from working_off import perform_waiting
from world import KEY, world

from governance.store.engine import Store

SECRETARY = "example-secretary"
WHERE = "/jobs/import-moderngov"
XSS = "<script>alert(1)</script>"


@pytest.fixture
def site(quick_store: Store, now: dt.datetime, tmp_path: Path) -> Site:
    world(quick_store, now)
    return Site(quick_store, now, KEY, data_dir=tmp_path)


def work(site: Site) -> None:
    folder = site.data_dir
    perform_waiting(site.store, folder=folder / "jobs", evidence=folder, clock=lambda: site.now)


def result(site: Site, typed: dict[str, str], **files: bytes) -> str:
    """The text of a job's page, done."""
    browser = site.as_(SECRETARY)
    given = {
        name.replace("_", "-"): (f"{name}.xml", content, "text/xml")
        for name, content in files.items()
    }
    page = browser.send(WHERE, typed, files=given)
    assert page.status_code == 200, text_of(page)
    work(site)
    page = browser.get(page.url.path)
    assert XSS not in page.text
    return text_of(page)


FILES = {
    "file": listing(meeting("1", "06/02/2025"), meeting("2", "13/03/2025")),
    "second_file": meeting(
        "1", "06/02/2025", "Confirmed", agenda(item("82", f"Respite {XSS}", decision=DECIDED))
    ).encode(),
}


def test_look_then_import_for_good(site: Site) -> None:
    told = result(site, {"how": "check"}, **FILES)
    assert "Nothing is written yet." in told
    assert "Cabinet (144) 2" in told
    assert "Say it in the form, and import again." in told
    typed = {"how": "check", "bodies": "144 = cabinet", "scheme": "example-partnership"}
    told = result(site, typed, **FILES)
    assert "2 new, 0 changed, 0 there already, 0 left out, 1 not taken." in told
    assert "Say in the form what such decisions came to" in told
    typed |= {"how": "do", "outcome": "approved"}
    told = result(site, typed, **FILES)
    assert "3 new, 0 changed, 0 there already, 0 left out, 0 not taken." in told
    assert "Recorded as held" in told
    told = result(site, {"how": "do", "outcome": "approved"}, **FILES)
    assert "0 new, 0 changed, 3 there already" in told, "the committee is remembered"


def test_a_list_of_decisions_with_a_mapping_of_ones_own(site: Site) -> None:
    from moderngov_files import MAPPING

    browser = site.as_(SECRETARY)
    mapping = MAPPING.replace(b"# bodies: {", b"bodies: {Cabinet: cabinet, ")
    files = {
        "file": ("decisions.csv", decisions(ROW), "text/csv"),
        "own-mapping": ("ours.yaml", mapping, "application/yaml"),
    }
    typed = {"how": "do", "scheme": "example-partnership"}
    page = browser.send(WHERE, typed, files=files)
    work(site)
    assert "1 new" in text_of(browser.get(page.url.path))
    broken = files | {"own-mapping": ("ours.yaml", b"vires: scheme/1", "application/yaml")}
    page = browser.send(WHERE, typed, files=broken)
    work(site)
    assert "Failed" in text_of(browser.get(page.url.path))


def test_what_is_wrong_is_said_at_the_form(site: Site) -> None:
    browser = site.as_(SECRETARY)
    files = {"file": ("a.xml", FILES["file"], "text/xml")}
    nothing = browser.send(WHERE, {})
    assert nothing.status_code == 400
    assert "no file is chosen" in text_of(nothing)
    unclear = browser.send(WHERE, {"how": "check", "bodies": "= cabinet"}, files=files)
    assert unclear.status_code == 400
    assert "does not say which body it is" in text_of(unclear)
    refused = site.as_("example-commissioner").send(WHERE, {"how": "check"}, files=files)
    assert refused.status_code == 403


def test_only_the_secretary_is_offered_it(site: Site) -> None:
    assert WHERE in site.as_(SECRETARY).get("/jobs").text
    assert WHERE not in site.as_("example-commissioner").get("/jobs").text
