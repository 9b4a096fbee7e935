"""Reviews in a browser: listed, put off, reported; refused with reasons and nothing typed lost."""

import datetime as dt
import re
from typing import Any

import pytest
from browsing import Site, main_form, text_of
from growing import grow
from reports import COMMISSIONER, Life
from world import KEY, RULEBOOKS, world

from governance.application.commissions.agreements import record_agreement
from governance.store.engine import Store

POLICY = "escalations/exampleshire.yaml"
TESTS = ("efficient", "effective", "equitable", "sustainable")
ANSWERS = {
    **dict.fromkeys(TESTS, "met"),
    **{f"{test}-why": f"{test}, as the books show" for test in TESTS},
    "views": "They want to be told earlier <b>where</b> they will live.",
}


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now, rulebooks=(*RULEBOOKS, POLICY)), now)


@pytest.fixture
def site(life: Life, quick_store: Store, now: dt.datetime) -> Site:
    return Site(quick_store, now, KEY)


@pytest.fixture
def review(life: Life) -> str:
    """A review that is due: the commission has an agreement in force."""
    about = life.commission()
    given: dict[str, Any] = {"starts_on": dt.date(2025, 2, 1), "ends_on": dt.date(2027, 3, 31)}
    with life.acting() as desk:
        record_agreement(desk, commission=about, title="As it runs", reason="found", **given)
    return "W-0001"


def test_a_review_is_listed_and_shown(site: Site, review: str) -> None:
    browser = site.as_(COMMISSIONER)
    assert review in text_of(browser.get("/reviews"))
    page = browser.get(f"/reviews/{review}")
    assert page.status_code == 200
    assert "Report it" in text_of(page)


def test_it_is_reported_after_a_page_to_check(site: Site, review: str) -> None:
    browser = site.as_(COMMISSIONER)
    page = browser.send(f"/reviews/{review}/report", ANSWERS)
    assert page.status_code == 200, text_of(page)
    assert "is reported" in text_of(page)
    assert "<b>where</b>" not in page.text, "what people type is never markup"
    assert "told earlier <b>where</b>" in text_of(page)


def test_answers_can_be_changed_from_the_page_to_check(site: Site, review: str) -> None:
    browser = site.as_(COMMISSIONER)
    path = f"/reviews/{review}/report"
    checked = main_form(browser.submit(browser.form(path), {**ANSWERS, "views": "First"}))
    page = browser.submit(checked, {"change": "yes"})
    assert main_form(page).fields["views"] == ["First"]
    assert "Check your answers" not in text_of(page)
    again = browser.submit(main_form(page), {"views": "Second"})
    done = browser.submit(main_form(again), {"checked": "yes"})
    assert "Second" in text_of(done)
    assert "First" not in text_of(done)


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(
    site: Site, review: str
) -> None:
    browser = site.as_(COMMISSIONER)
    typed = {"held-day": "31", "held-month": "2", "held-year": "2026", "views": "Kept <as> it is"}
    page = browser.submit(browser.form(f"/reviews/{review}/report"), typed)
    assert page.status_code == 400
    assert text_of(page).count("is not answered") >= 2 * len(TESTS)
    assert "is not a day that exists" in text_of(page)
    links = set(re.findall(r"error-summary__list.*?</ul>", page.text, re.DOTALL)[0].split('"'))
    ids = set(re.findall(r' id="([^"]+)"', page.text))
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    assert main_form(page).fields["views"] == ["Kept <as> it is"]
    assert main_form(page).fields["held-day"] == ["31"]


def test_a_refusal_says_why_and_what_would_change_it(site: Site, review: str) -> None:
    browser = site.as_(COMMISSIONER)
    page = browser.send(
        f"/reviews/{review}/reschedule", {"due": dt.date(2035, 1, 1), "reason": "later"}
    )
    assert page.status_code in (403, 409)
    assert main_form(page).fields["reason"] == ["later"]
    assert "There is a problem" in text_of(page)


def test_sent_twice_it_is_done_once(site: Site, review: str, life: Life) -> None:
    browser = site.as_(COMMISSIONER)
    due = dt.date(2025, 8, 1)
    form = browser.form(f"/reviews/{review}/report")
    first = browser.submit(form, {**ANSWERS, "checked": "yes"})
    again = browser.submit(form, {**ANSWERS, "checked": "yes"})
    assert first.status_code == again.status_code == 200, (text_of(again), due)
    assert first.url == again.url
    assert text_of(first) == text_of(again)


def test_two_people_at_one_thing_the_second_sees_what_changed_and_keeps_their_text(
    site: Site, review: str, life: Life
) -> None:
    one, two = site.as_(COMMISSIONER), site.as_(COMMISSIONER)
    late = two.form(f"/reviews/{review}/report")
    assert one.send(f"/reviews/{review}/report", ANSWERS).status_code == 200
    page = two.submit(late, {**ANSWERS, "views": "Mine", "checked": "yes"})
    assert page.status_code == 409
    assert "Somebody else changed this first" in text_of(page)
    assert main_form(page).fields["views"] == ["Mine"]


def test_a_form_sent_after_the_session_ran_out_is_kept(site: Site, review: str) -> None:
    browser = site.as_(COMMISSIONER)
    form = browser.form(f"/reviews/{review}/report")
    site.now += dt.timedelta(hours=9)
    sent = browser.client.post(
        form.action, data={**form.fields, **ANSWERS, "views": "Mine"}, follow_redirects=False
    )
    assert sent.status_code == 303
    assert "/sign-in?" in sent.headers["location"]
    back = httpx_next(sent.headers["location"])
    page = site.as_(COMMISSIONER).get(back)
    assert main_form(page).fields["views"] == ["Mine"]
    assert "You were signed out" in text_of(page)


def httpx_next(location: str) -> str:
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(urlsplit(location).query)["next"][0]


def test_who_has_not_signed_in_is_asked_to_and_other_partnerships_see_nothing(
    site: Site, review: str
) -> None:
    nobody = site.as_().client.get(f"/p/{KEY}/reviews/{review}", follow_redirects=False)
    assert nobody.status_code == 303
    assert nobody.headers["location"].startswith(f"/p/{KEY}/sign-in?next=")
    assert site.as_(COMMISSIONER).get("/reviews/W-9999").status_code == 404


def test_a_form_from_elsewhere_does_nothing(site: Site, review: str) -> None:
    browser = site.as_(COMMISSIONER)
    form = browser.form(f"/reviews/{review}/report")
    forged = {**form.fields, **ANSWERS, "checked": "yes"}
    headers = {"origin": "https://elsewhere.example"}
    assert browser.client.post(form.action, data=forged, headers=headers).status_code == 403
    without = {**forged, "csrf": "guessed"}
    page = browser.client.post(form.action, data=without)
    assert page.status_code == 403
    assert "Nothing was done" in text_of(page)
    assert "Report it" in text_of(browser.get(f"/reviews/{review}"))


def test_the_list_is_paged_and_filtered(site: Site, life: Life, review: str) -> None:
    with life.looking() as desk:
        partnership = desk.pid
    grow(site.store, partnership, times=60)
    browser = site.as_(COMMISSIONER)
    seen: list[str] = []
    path = "/reviews"
    while path:
        page = browser.get(path)
        assert page.status_code == 200
        seen += re.findall(r"/reviews/(W-\d+)", page.text)
        link = re.search(r'href="([^"]+after=[^"]+)" rel="next"', page.text)
        path = link[1].replace("&amp;", "&") if link else ""
    assert len(seen) == len(set(seen)) == 61
    assert seen[0] == review
    assert review in text_of(browser.get("/reviews", q="c-0001", lead=COMMISSIONER))
    assert review not in browser.get("/reviews", lead="example-secretary").text
    assert review not in browser.get("/reviews", state="accepted").text
    assert review not in browser.get("/reviews", due="1 1 2025").text
    assert "No review is as you look for it" in text_of(browser.get("/reviews", tier="high", q="x"))


def test_what_the_list_cannot_read_is_told(site: Site, review: str) -> None:
    page = site.as_(COMMISSIONER).get("/reviews", due="soon", state="no-such", lead="nobody-here")
    assert page.status_code == 400
    assert "Due before" in text_of(page)
    assert "no-such" in text_of(page)
    assert "nobody-here" in text_of(page)
    assert review in page.text
    assert site.as_(COMMISSIONER).get("/reviews", after="W-9999").status_code == 400
