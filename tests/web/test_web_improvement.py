"""Improvement plans in a browser: raised, agreed, acted on, judged; with a case and without."""

import datetime as dt

import pytest
from browsing import Browser, Site, main_form, text_of
from cases import do, opened, served
from reports import COMMISSIONER, DIRECTOR, Life, life
from world import KEY

from governance.application.decommissioning import acts
from governance.store.engine import Store

DUE = dt.date(2025, 9, 30)


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


@pytest.fixture
def browser(played: Life) -> Browser:
    return Site(played.world.store, played.now, KEY).as_(COMMISSIONER)


def raised(played: Life, browser: Browser, about: str, **more: object) -> str:
    typed = {"wanted": "Nine in ten.", "officer": DIRECTOR, "due": DUE, **more}
    page = browser.send(f"/commissions/{about}/improvement-plan", typed)
    assert page.status_code == 200, text_of(page)
    return "I-0001"


def test_a_plan_of_a_case_goes_to_its_finding_and_averts_the_case(
    played: Life, browser: Browser
) -> None:
    about = served(played)
    case = opened(played, about)
    do(played, acts.support, case, reason="It can do better.")
    ref = raised(played, browser, about, case=case)
    page = browser.get(f"/improvement/{ref}")
    assert "Before it can be agreed:" in text_of(page)
    action = {"what": "Hire <b>two</b>", "officer": DIRECTOR, "by": DUE}
    page = browser.send(f"/improvement/{ref}/action", action)
    assert "Added action 1" in text_of(page), text_of(page)
    assert "<b>two</b>" not in page.text
    page = browser.send(f"/improvement/{ref}/agree")
    assert "is agreed; it is due by 30 September 2025" in text_of(page)
    page = browser.send(f"/improvement/{ref}/meet", {"finding": "Nine in ten are seen."})
    assert page.status_code == 403, "an action is open"
    page = browser.send(f"/improvement/{ref}/actions/1", {"outcome": "Two were hired."})
    assert "Action 1 of" in text_of(page), text_of(page)
    page = browser.send(f"/improvement/{ref}/meet", {"finding": "Nine in ten are seen."})
    assert f"Its case {case} is now: averted." in text_of(page), text_of(page)
    assert ref in text_of(browser.get(f"/cases/{case}"))


def test_a_changed_plan_wants_its_reason_once_it_is_agreed(played: Life, browser: Browser) -> None:
    ref = raised(played, browser, played.commission())
    browser.send(f"/improvement/{ref}/action", {"what": "x", "officer": DIRECTOR, "by": DUE})
    browser.send(f"/improvement/{ref}/agree")
    form = browser.form(f"/improvement/{ref}/change")
    assert form.fields["officer"] == [DIRECTOR]
    page = browser.submit(form, {"wanted": "All of them."})
    assert page.status_code in (403, 409)
    assert main_form(page).fields["wanted"] == ["All of them."]
    page = browser.submit(main_form(page), {"wanted": "All of them.", "reason": "Too little."})
    assert page.status_code == 200, text_of(page)
    page = browser.send(f"/improvement/{ref}/fail", {"finding": "It is no better."})
    assert "That is a cause for a case" in text_of(page)
    assert "Here since" in text_of(page)


def test_plans_are_listed_by_how_they_stand(played: Life, browser: Browser) -> None:
    ref = raised(played, browser, played.commission(), title="One <i>plan</i>")
    assert ref in text_of(browser.get("/improvement"))
    assert "One <i>plan</i>" in text_of(browser.get("/improvement", find="one"))
    assert "There is no such plan." in text_of(browser.get("/improvement", show="overdue"))
    page = browser.send(f"/improvement/{ref}/withdraw", {"reason": "Nobody wants it."})
    assert page.status_code == 200
    assert ref in text_of(browser.get("/improvement", show="settled"))
    assert browser.get("/improvement/I-9999").status_code == 404
    assert browser.get(f"/improvement/{ref}/actions/3").status_code == 404
