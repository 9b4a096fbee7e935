"""Jobs in a browser: asked for, watched without JavaScript, their results read, given up."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from browsing import Browser, Site, text_of
from import_files import package, release
from working_off import perform_waiting
from world import KEY, world

from governance.application.jobs.working import beat, begin
from governance.store.engine import Store

SECRETARY = "example-secretary"


@pytest.fixture
def site(quick_store: Store, now: dt.datetime, tmp_path: Path) -> Site:
    world(quick_store, now)
    return Site(quick_store, now, KEY, data_dir=tmp_path)


def work(site: Site) -> None:
    folder = site.data_dir
    perform_waiting(site.store, folder=folder / "jobs", evidence=folder, clock=lambda: site.now)


def refresh(text: str) -> str | None:
    found = re.search(r'data-again="(\d+)"', text)
    return found[1] if found else None


def asked(browser: Browser) -> str:
    """The address of a job that is asked for."""
    page = browser.send("/jobs/check-record")
    assert page.status_code == 200, text_of(page)
    return str(page.url).partition("?")[0]


def test_a_job_is_asked_for_watched_and_its_result_read(site: Site) -> None:
    browser = site.as_(SECRETARY)
    page = browser.send("/jobs/check-record")
    assert "Check of the record is asked for." in text_of(page)
    assert "It waits to be begun." in text_of(page)
    where = str(page.url).partition("?")[0].partition("127.0.0.1")[2]
    assert refresh(page.text)
    begun = begin(site.store, process="here", now=site.now)
    assert begun is not None
    beat(site.store, begun, now=site.now, done=1, total=4, saying="job.checking", saying_params={})
    page = browser.get(where)
    assert "Reading the record, item by item. 25% is done." in text_of(page)
    assert refresh(page.text)
    beat(site.store, begun, now=site.now, state="waiting")
    work(site)
    page = browser.get(where)
    assert "The record is whole" in text_of(page)
    assert refresh(page.text) is None, "it stops once it has ended"
    listed = browser.get("/jobs")
    assert "Check of the record" in text_of(listed)
    assert where in listed.text


def test_a_file_is_imported(site: Site) -> None:
    browser = site.as_(SECRETARY)
    content = package(release(), {"ocid": "<script>alert(1)</script>"})
    files = {"file": ("<b>notices</b>.json", content, "application/json")}
    page = browser.send("/jobs/import", {"format": "ocds"}, files=files)
    assert page.status_code == 200, text_of(page)
    work(site)
    page = browser.get(page.url.path)
    assert "New 1" in text_of(page)
    assert "Rejected 1" in text_of(page)
    assert "<b>notices" not in page.text
    assert "<script>alert" not in page.text


def test_who_may_not_and_what_is_missing_is_said(site: Site) -> None:
    files = {"file": ("notices.json", package(release()), "application/json")}
    refused = site.as_("example-nhs").send("/jobs/import", {"format": "ocds"}, files=files)
    assert refused.status_code == 403
    assert "There is a problem" in text_of(refused)
    browser = site.as_(SECRETARY)
    nothing = browser.send("/jobs/import", {})
    assert nothing.status_code == 400
    assert text_of(nothing).count("no file is chosen") == 2
    unclear = browser.send("/jobs/import", {"format": "csv"}, files=files)
    assert unclear.status_code == 400
    assert "a register needs its mapping too" in text_of(unclear)
    wrong = browser.send(
        "/jobs/import", {"format": "ocds"}, files={"file": ("x.exe", b"MZ", "text/plain")}
    )
    assert "files of this type are not taken" in text_of(wrong)


def test_a_register_is_imported_by_a_mapping(site: Site) -> None:
    browser = site.as_(SECRETARY)
    rows = "Reference,Title\n1,Homes\n"
    files = {"file": ("register.csv", rows.encode(), "text/csv")}
    typed = {"format": "csv", "mapping": "contracts-register"}
    page = browser.send("/jobs/import", typed, files=files)
    assert page.status_code == 200, text_of(page)
    work(site)
    page = browser.get(page.url.path)
    assert page.status_code == 200
    assert "Failed" in text_of(page) or "Rejected" in text_of(page)


def test_who_asked_can_stop_it_and_others_see_it(site: Site) -> None:
    mine = site.as_(SECRETARY)
    where = asked(mine).partition("127.0.0.1")[2]
    other = site.as_("example-nhs")
    assert "/stop" in mine.get(where).text
    assert "/stop" not in other.get(where).text
    refused = other.send(f"{where}/stop")
    assert refused.status_code in (403, 409)
    assert "only who asked for a job can" in text_of(refused)
    page = mine.send(f"{where}/stop")
    assert "It is stopped." in text_of(page)
    assert refresh(page.text) is None


def test_nobody_else_sees_a_job(site: Site) -> None:
    where = asked(site.as_(SECRETARY)).partition("127.0.0.1")[2]
    assert site.as_().client.get(where, follow_redirects=False).status_code == 303
    assert site.as_(SECRETARY).get("/jobs/nothing").status_code == 404


def test_a_long_list_goes_on(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("governance.application.jobs.acts.OPEN_AT_MOST", 100)
    browser = site.as_(SECRETARY)
    for number in range(27):
        content = json.dumps({"releases": [], "number": number}).encode()
        files = {"file": (f"{number}.json", content, "application/json")}
        assert browser.send("/jobs/import", {"format": "ocds"}, files=files).status_code == 200
    page = browser.get("/jobs")
    older = re.search(r'href="([^"]*before=[^"]*)"', page.text)
    assert older is not None
    assert "Import" in text_of(browser.get(older[1]))
