"""Measures in a browser: added, valued, corrected, imported, acted on; their trend is drawn."""

import datetime as dt
from pathlib import Path

import pytest
from browsing import Browser, Site, main_form, text_of
from measuring import Q1, Q2, act, correct, example, measure, played, record
from reports import COMMISSIONER, DIRECTOR, Life
from working_off import perform_waiting
from world import KEY

from governance.interfaces.web.rooms.measures.reading import beyond_a_share

__all__ = ["example", "played"]

STRANGER = "example-police"
XSS = "<script>alert('x')</script>"


@pytest.fixture
def site(played: Life, tmp_path: Path) -> Site:
    return Site(played.world.store, played.now, KEY, data_dir=tmp_path)


@pytest.fixture
def browser(site: Site) -> Browser:
    return site.as_(COMMISSIONER)


def work(site: Site) -> None:
    folder = site.data_dir
    perform_waiting(site.store, folder=folder / "jobs", evidence=folder, clock=lambda: site.now)


def test_a_measure_is_added_to_a_commission(played: Life, browser: Browser) -> None:
    about = played.commission()
    typed = {
        "title": f"Families {XSS}",
        "question": "better_off",
        "direction": "higher",
        "unit": "%",
        "target": "90",
        "tolerance": "5%",
        "target_on": dt.date(2026, 3, 31),
    }
    page = browser.send(f"/commissions/{about}/measure", typed)
    assert page.status_code == 200, text_of(page)
    assert "Added Q-0001" in text_of(page)
    assert "90% on 31 March 2026" in text_of(page)
    assert "5% of the target" in text_of(page)
    assert XSS not in page.text


def test_everything_wrong_is_said_beside_its_field(browser: Browser) -> None:
    typed = {"title": "x", "question": "how_much", "direction": "lower", "rhythm": "month"}
    typed |= {"baseline_on-day": "1", "baseline_on-month": "4", "baseline_on-year": "2024"}
    page = browser.submit(browser.form("/measures/new"), {**typed, "tolerance": "-5%"})
    assert page.status_code == 400
    assert 'href="#tolerance"' in page.text
    page = browser.submit(browser.form("/measures/new"), typed)
    assert page.status_code == 400
    assert 'href="#baseline_on-day"' in page.text
    assert main_form(page).fields["title"] == ["x"]


def test_a_red_is_corrected_acted_on_and_its_page_tells_it_all(
    played: Life, browser: Browser
) -> None:
    ref = measure(played)
    page = browser.send(f"/measures/{ref}/value", {"period": "April to June 2024", "value": "60%"})
    assert page.status_code == 200, text_of(page)
    assert "■ red" in text_of(page)
    assert "demands a corrective action by" in text_of(page)
    form = browser.form(f"/measures/{ref}/value")
    assert form.fields["period"] == ["2024-07 to 2024-09"], "the next period is offered"
    typed = {"what": "Two more staff", "officer": DIRECTOR, "due": played.today}
    page = browser.send(f"/measures/{ref}/action", typed)
    assert "Action 1 of" in text_of(page), text_of(page)
    assert "demands a corrective action by" not in text_of(page)
    later = {"to": played.today + dt.timedelta(days=9), "reason": "Ill."}
    page = browser.send(f"/measures/{ref}/actions/1/put-off", later)
    assert page.status_code == 200, text_of(page)
    page = browser.send(f"/measures/{ref}/actions/1/done", {"outcome": "Hired."})
    assert "Action 1 of" in text_of(page)
    corrected = {"period": "2024-04 to 2024-06", "value": "95", "reason": "Miscounted"}
    page = browser.send(f"/measures/{ref}/correct", corrected)
    assert page.status_code == 200, text_of(page)
    assert "stands no more" in text_of(page)
    assert "was corrected from 60% to 95%" in text_of(page)
    back = {"period": "2024-04 to 2024-06", "reason": "Of another service."}
    page = browser.send(f"/measures/{ref}/take-back", back)
    assert "taken back" in text_of(page)
    assert "No value stands for April to June 2024." in text_of(page)


def test_a_value_that_cannot_be_read_is_said_beside_it(played: Life, browser: Browser) -> None:
    ref = measure(played)
    form = browser.form(f"/measures/{ref}/value")
    page = browser.submit(form, {"period": "2024-Q3", "value": "ninety"})
    assert page.status_code == 400
    assert 'href="#period"' in page.text
    assert 'href="#value"' in page.text
    assert main_form(page).fields["value"] == ["ninety"]


def test_what_is_emptied_in_a_measure_is_taken_away(played: Life, browser: Browser) -> None:
    ref = measure(played, tolerance="2")
    form = browser.form(f"/measures/{ref}/change")
    assert (form.fields["target"], form.fields["tolerance"]) == (["100"], ["2"])
    page = browser.submit(form, {"tolerance": "", "target": "80"})
    assert page.status_code == 200, text_of(page)
    row = played.row(ref, "measure")
    assert (row.tolerance, row.target) == (None, 80_000_000)


def test_values_are_imported_beside_the_pages_and_rejected_rows_told(
    played: Life, site: Site, browser: Browser
) -> None:
    ref = measure(played)
    record(played, ref, Q1, "95")
    content = f"measure,period,value\n{ref},{Q1},90\n{ref},{Q2},88\n<b>,{Q1},1\n".encode()
    files = {"file": ("values.csv", content, "text/csv")}
    page = browser.send("/measures/import", files=files)
    assert "Import of values" in text_of(page), text_of(page)
    work(site)
    page = browser.get(str(page.url).partition("127.0.0.1")[2].partition("?")[0])
    at = page.text.partition("/measures/imported/")[2].partition('"')[0]
    page = browser.get(f"/measures/imported/{at}")
    said = text_of(page)
    assert "Entered 1" in said
    assert "Rejected 2" in said
    assert "<b>" in said
    assert played.row(ref, "measure").rating is not None
    assert browser.get("/measures/imported/nothing").status_code == 404


def test_who_keeps_no_measures_is_told_why_and_an_officer_settles_their_own_action(
    played: Life, site: Site
) -> None:
    ref = measure(played)
    record(played, ref, Q1, "60")
    act(played, ref, officer=STRANGER, due=played.today)
    other = site.as_(STRANGER)
    page = other.get(f"/measures/{ref}")
    assert f'/measures/{ref}/value"' not in page.text
    assert "What cannot be done yet, and why" in text_of(page)
    form = other.form(f"/measures/{ref}/value")
    assert other.submit(form, {"period": Q2, "value": "1"}).status_code == 403
    assert "Say that it is done" in text_of(page)
    page = other.send(f"/measures/{ref}/actions/1/done", {"outcome": "Done."})
    assert page.status_code == 200, text_of(page)
    for number in ("7", "x", "99999999"):
        assert other.get(f"/measures/{ref}/actions/{number}/done").status_code == 404


def test_measures_are_listed_filtered_and_paged(played: Life, browser: Browser) -> None:
    about = played.commission()
    refs = [measure(played, about, title=f"Measure {n:02}") for n in range(52)]
    correct_one = refs[3]
    record(played, correct_one, Q1, "60")
    correct(played, correct_one, Q1, "99")
    page = browser.get("/measures")
    assert refs[0] in text_of(page)
    assert refs[51] not in text_of(page)
    assert refs[51] in text_of(browser.get("/measures", after=refs[49]))
    green = text_of(browser.get("/measures", rating="green"))
    assert correct_one in green
    assert refs[4] not in green
    assert refs[7] in text_of(browser.get("/measures", find="measure 07", commission=about))
    assert browser.get("/measures", commission="C-9999").status_code == 404


def test_where_it_leads_is_said_by_its_target_or_another_day(
    played: Life, browser: Browser
) -> None:
    ref = measure(played, target_on=dt.date(2026, 3, 31))
    for period, value in ((Q1, "60"), (Q2, "70"), ("2024/25 Q3", "80")):
        record(played, ref, period, value)
    assert "by 31 March 2026" in text_of(browser.get(f"/measures/{ref}"))
    another = {"on-day": "1", "on-month": "5", "on-year": "2027"}
    assert "by 1 May 2027" in text_of(browser.get(f"/measures/{ref}", **another))
    page = browser.get(f"/measures/{ref}", **{**another, "on-day": "31", "on-month": "2"})
    assert "is not a day that exists" in text_of(page)
    assert 'href="#on-day"' in page.text


@pytest.mark.parametrize(
    ("unit", "expected", "beyond"),
    [("%", "-542.8", True), ("%", "100.1", True), ("%", "100", False), ("days", "-3", False)],
)
def test_a_trend_that_no_share_can_follow_is_said_and_not_drawn(
    unit: str, expected: str, *, beyond: bool
) -> None:
    found = {"unit": unit, "expected": expected, "on": dt.date(2027, 3, 31)}
    assert bool(beyond_a_share(found)) is beyond
