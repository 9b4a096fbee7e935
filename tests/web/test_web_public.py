"""Pages for anybody, the record, planning back and rehearsals: read, filtered, and broken into."""

import datetime as dt
import re
import shutil

import pytest
from browsing import Browser, Site, main_form, text_of
from example_year import IN_ONE_WORKER, ExampleYear
from working_off import perform_waiting
from world import KEY

import governance.interfaces.work  # noqa: F401  # makes its kinds of jobs known
from governance.store.engine import open_store

pytestmark = IN_ONE_WORKER
LATER = dt.datetime(2027, 3, 9, 12, tzinfo=dt.UTC)
XSS = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def site(example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The application after the year, on a copy: rehearsals are asked for in it."""
    folder = tmp_path_factory.mktemp("public")
    shutil.copytree(example_year.folder, folder, dirs_exist_ok=True)
    return Site(open_store(f"sqlite:///{folder / 'vires.db'}"), LATER, KEY, data_dir=folder)


@pytest.fixture
def stranger(site: Site) -> Browser:
    return site.as_()


@pytest.fixture
def auditor(site: Site) -> Browser:
    return site.as_("example-auditor")


def test_the_record_of_a_decision_says_what_the_regulations_ask(stranger: Browser) -> None:
    said = text_of(stranger.get("/public/decisions/R-0001"))
    for must in (
        "Decided on 27 May 2025",
        "Key decision Yes",
        "Reasons It brings children nearer home",
        "Alternatives considered and rejected To go on with spot purchase",
        "Interests declared Noor Health: organisational interest (left the meeting for it)",
        "Forward plan Given on 11 April 2025",
    ):
        assert must in said


def test_an_open_document_is_downloaded_and_a_closed_one_is_not_there(
    site: Site, stranger: Browser
) -> None:
    page = stranger.get("/public/decisions/R-0012")
    links = [part for part in page.text.split('"') if "/documents/" in part]
    assert len(links) == 4
    answer = stranger.client.get(links[0])
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    with site.as_("example-secretary").client as client:
        held = client.get(f"/p/{KEY}/commissions/C-0001").text
    every = {part.rpartition("/")[2] for part in held.split('"') if f"/p/{KEY}/evidence/" in part}
    openly = {link.rpartition("/")[2] for link in links}
    for closed in every - openly:
        where = f"/public/decisions/R-0012/documents/{closed}"
        assert stranger.get(where).status_code == 404
    for odd in ("../../vires.db", "%2e%2e%2fvires.db", "x" * 3000, "%00"):
        assert stranger.get(f"/public/decisions/R-0012/documents/{odd}").status_code in (400, 404)


def test_the_notice_of_a_decision_is_read_printed_and_kept(site: Site, stranger: Browser) -> None:
    page = stranger.get("/public/decisions/R-0012")
    assert "/public/decisions/R-0012/notice" in page.text
    said = text_of(stranger.get("/public/decisions/R-0012/notice"))
    for must in (
        "Officer decision record: Award of foster care: Lot 2",
        "Taken by Dana Director",
        "Evaluation: exempt Exempt under paragraph 3",
        "How to check this",
    ):
        assert must in said
    for ends, kind in (("md", "text/markdown"), ("html", "text/html")):
        kept = stranger.get(f"/public/decisions/R-0012/notice.{ends}")
        assert kept.headers["content-type"].startswith(kind)
        assert kept.headers["content-disposition"].startswith("attachment")
        link = re.search(r"http://[^)>\"]+/documents/[^)>\"]+", kept.text)
        assert link is not None, kept.text
        assert stranger.client.get(link[0]).status_code == 200
    assert "This is advice" in text_of(stranger.get("/public/decisions/R-0001/notice"))
    assert (
        "/public/decisions/R-0012/notice" in site.as_("example-auditor").get("/reports/R-0012").text
    )


def test_there_is_no_notice_of_what_is_not_published(stranger: Browser) -> None:
    for ref in ("R-9999", "R-0001%00", "nothing"):
        for page in ("notice", "notice.md", "notice.html"):
            answer = stranger.get(f"/public/decisions/{ref}/{page}")
            assert answer.status_code in (400, 404), (ref, page)
            assert "attachment" not in answer.headers.get("content-disposition", "")


@pytest.mark.parametrize(
    "path",
    [
        f"/public/decisions?words={XSS}&by={XSS}&since={XSS}",
        f"/public/commissions?words={XSS}",
        f"/public/agreements?words={XSS}&before={XSS}",
        "/public/decisions?after=nothing",
        "/public/commissions?state=proposed",
        "/public/coming?after=2025-01-01~%00",
        f"/record?who={XSS}&since={XSS}",
        "/record?kind=nothing",
        "/record/R-9999",
        f"/commissions/C-0001/plan-back?aim={XSS}&mobilise={XSS}&end-day=31&end-month=2&end-year=2027",
        "/commissions/C-0001/plan-back?agreement=A-0001",
        "/rehearsals/nothing",
        "/rehearsals/nothing/rows",
    ],
)
def test_what_makes_no_sense_is_said_and_runs_nowhere(auditor: Browser, path: str) -> None:
    page = auditor.get(path)
    assert page.status_code in (200, 400, 404), text_of(page)
    assert XSS not in page.text


def test_another_partnerships_names_are_not_there(stranger: Browser) -> None:
    for path in ("/public", "/public/decisions/R-0001"):
        assert stranger.client.get(f"/p/nowhere{path}").status_code == 404


def test_the_record_is_read_by_person_kind_and_day(auditor: Browser) -> None:
    page = auditor.get("/record", who="clock", kind="review")
    assert "Vires, when it fell due" in text_of(page)
    assert "Sam Secretary" not in text_of(page).partition("Facts")[2]
    day = text_of(auditor.get("/record", since="2025-05-27", until="2025-05-27"))
    assert "27 May 2025" in day
    assert "28 May 2025" not in day.partition("Facts")[2].partition("Next page")[0]
    assert "is no day that can be read" in text_of(auditor.get("/record", since="soon"))
    same = text_of(auditor.get("/record", since="27 5 2025", until="27 May 2025"))
    assert "27 May 2025" in same
    assert "28 May 2025" not in same.partition("Facts")[2].partition("Next page")[0]
    of_one = auditor.get("/record", ref="R-0001")
    assert "Report decided" in text_of(of_one)
    assert "/record/R-0002" not in of_one.text
    assert "Nothing has the reference" in text_of(auditor.get("/record", ref="R-9999"))
    assert "Sam Secretary" in auditor.get("/record").text.partition("</select>")[0]
    one = text_of(auditor.get("/record/R-0001"))
    assert "Report decided" in one
    assert "By what right" in one


def test_planning_back_says_the_last_safe_days_and_supposes_otherwise(auditor: Browser) -> None:
    page = auditor.get("/commissions/C-0001/plan-back")
    said = text_of(page)
    assert "Notice of a key decision on the forward plan" in said
    assert "20 June 2028" in said
    assert "--" not in said
    other = text_of(auditor.get("/commissions/C-0001/plan-back", tender="60"))
    assert "20 June 2028" not in other
    for end, of_agreement in ((None, True), ("2026", False)):
        day = {} if end is None else {"end-day": "1", "end-month": "1", "end-year": end}
        told = text_of(auditor.get("/commissions/C-0001/plan-back", **day))
        assert ("That is the last day of A-" in told) is of_agreement
        assert ("That day is supposed: A-" in told) is not of_agreement
    wrong = auditor.get("/commissions/C-0001/plan-back", tender="many")
    assert wrong.status_code == 400
    assert 'href="#tender"' in wrong.text


def test_a_period_is_rehearsed_beside_the_pages(site: Site) -> None:
    browser = site.as_("example-secretary")
    typed = {"start": LATER.date(), "end": LATER.date() + dt.timedelta(days=40)}
    wrong = browser.send("/rehearsals/new", {**typed, "end": dt.date(2027, 1, 1)})
    assert "would end on 1 January 2027" in text_of(wrong)
    assert main_form(wrong).fields["end-year"] == ["2027"]
    page = browser.send("/rehearsals/new", typed)
    assert "/jobs/" in str(page.url)
    job = str(page.url).partition("/jobs/")[2].partition("?")[0]
    assert browser.get(f"/rehearsals/{job}").status_code == 409
    perform_waiting(
        site.store,
        folder=site.data_dir / "jobs",
        evidence=site.data_dir / "evidence",
        clock=lambda: site.now,
    )
    assert f"/rehearsals/{job}" in browser.get(f"/jobs/{job}").text
    page = browser.get(f"/rehearsals/{job}")
    assert page.status_code == 200, text_of(page)
    assert "What happens from 9 March 2027 to 18 April 2027" in text_of(page)
    assert "app-picture__drawing--narrow" in page.text
    rows = browser.get(f"/rehearsals/{job}/rows")
    assert rows.headers["content-disposition"].startswith("attachment")
    assert rows.content.decode("utf-8-sig").startswith("run,what,on")
    assert "Rehearsal of 9 March 2027" in text_of(browser.get("/rehearsals"))


def test_every_place_on_the_page_of_more_is_there(auditor: Browser) -> None:
    page = auditor.get("/more")
    main = page.text.partition("<main")[2].partition("</main>")[0]
    links = [part for part in main.split('"') if part.startswith("/p/")]
    assert len(links) > 8
    for link in links:
        assert auditor.client.get(link).status_code == 200, link


def test_help_and_the_statement_belong_to_no_partnership(stranger: Browser) -> None:
    for path in ("/help", "/accessibility"):
        assert stranger.client.get(path).status_code == 200


def test_planning_back_is_found_from_where_it_is_wanted(auditor: Browser) -> None:
    for path in ("/commissions/C-0001", "/agreements/A-0006"):
        assert "/commissions/C-0001/plan-back" in auditor.get(path).text, path
    assert f"/p/{auditor.partnership}/plan-back" in auditor.get("/more").text
    assert "Which commission" in text_of(auditor.get("/plan-back"))
    there = auditor.get("/plan-back", commission="c-0001")
    assert there.url.path.endswith("/commissions/C-0001/plan-back")
    for wrong in ("", "C-9999", "\x00"):
        page = auditor.get("/plan-back", commission=wrong)
        assert page.status_code == 400, wrong
        assert 'href="#commission"' in page.text
