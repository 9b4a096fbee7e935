"""What follows a decision in a browser: call-in, scrutiny, partners, and what is closed to a body."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from browsing import Site, main_form, text_of
from reports import BOARD, CABINET, COMMISSIONER, SECRETARY, Life, life
from world import KEY

from governance.application.meetings import acts
from governance.store.engine import Store

SCRUTINEER, NHS = "example-scrutineer", "example-nhs"
DECIDED = {"outcome": "approved", "resolved": "RESOLVED: so.", "reasons": "Value."}


@pytest.fixture
def built(quick_store: Store, now: dt.datetime, tmp_path: Path) -> Life:
    return life(quick_store, now, tmp_path)


@pytest.fixture
def site(built: Life, quick_store: Store, now: dt.datetime, tmp_path: Path) -> Site:
    return Site(quick_store, now, KEY, data_dir=tmp_path)


def done(page: Any) -> str:
    said = text_of(page)
    assert page.status_code == 200, said[:600]
    assert "govuk-notification-banner--success" in page.text, said[:600]
    return said


@pytest.fixture
def callable_in(built: Life, site: Site) -> str:
    """A decision of the cabinet's that can be called in (rule S4)."""
    ref = built.award(built.commission(), 3_000_000, decision_due=dt.date(2025, 3, 31))
    built.evidence(built.submit(ref), "options-appraisal")
    built.notice(ref)
    built.clear(ref, "s151", "monitoring-officer")
    built.sitting("trust-board", BOARD, ref)
    built.decide(ref, "endorsed")
    built.wait(7)
    built.sitting("cabinet", CABINET, ref)
    built.decide(ref)
    site.now = built.now + dt.timedelta(minutes=1)
    return ref


def test_a_decision_is_called_in_heard_reconsidered_and_decided_again(
    site: Site, built: Life, callable_in: str
) -> None:
    seen = text_of(site.as_(COMMISSIONER).get(f"/reports/{callable_in}"))
    assert "It can be called in until 17:00 on 3 April 2025" in seen
    member = site.as_(SCRUTINEER)
    refused = site.as_("example-parent").send(
        f"/reports/{callable_in}/call-in", {"by": "Me", "grounds": "None"}
    )
    assert refused.status_code == 403
    typed = {"by": "Councillor A\nCouncillor <B>\n", "grounds": "Not compared"}
    said = done(member.send(f"/reports/{callable_in}/call-in", typed))
    assert "Councillor A and Councillor <B>" in said
    assert callable_in in text_of(member.get("/inbox"))
    done(member.send(f"/reports/{callable_in}/hear"))
    done(member.send(f"/reports/{callable_in}/reconsider", {"reason": "Compare them."}))
    with built.acting() as desk:
        again = acts.plan(desk, body="cabinet", on=built.today + dt.timedelta(days=14)).ref
    secretary = site.as_(SECRETARY)
    done(secretary.send(f"/reports/{callable_in}/place", {"meeting": again}))
    with built.acting() as desk:
        acts.call(desk, again, starts=dt.time(10), place="County Hall", reason="as agreed")
        acts.publish(desk, again, reason="as agreed")
    built.wait(14)
    built.hold(again, CABINET)
    site.now = built.now + dt.timedelta(minutes=1)
    typed = {
        **DECIDED,
        "resolved": "RESOLVED: that it stand.",
        "alternatives": "Two were compared.",
    }
    said = done(site.as_(SECRETARY).send(f"/reports/{callable_in}/decide-again?at={again}", typed))
    assert "RESOLVED: that it stand." in said
    assert built.state(callable_in) == "effective"


def test_an_urgent_decision_goes_without_call_in_by_consent(
    site: Site, built: Life, callable_in: str
) -> None:
    typed = {"agreed-by": "The chair of the council", "reason": "Children wait."}
    done(site.as_(SECRETARY).send(f"/reports/{callable_in}/waive-call-in", typed))
    assert built.state(callable_in) == "effective"
    page = site.as_(SECRETARY).send(f"/reports/{callable_in}/rescind", {"by": callable_in})
    assert page.status_code == 403
    assert main_form(page).fields["by"] == [callable_in]


def test_partners_consent_in_writing_and_decide_for_themselves(site: Site, built: Life) -> None:
    ref = built.draft("pool", None, 100_000, scheme="example-partnership")
    built.submit(ref)
    for office in ("s151", "monitoring-officer"):
        built.view(ref, office)
    built.sitting("trust-board", BOARD, ref)
    site.now = built.now + dt.timedelta(minutes=1)
    browser = site.as_(NHS)
    form = browser.form(f"/reports/{ref}/consent")
    assert (form.fields["partner"], form.fields["person"]) == (["icb"], [NHS])
    page = browser.submit(form, {"words": "We <agree>."})
    done(browser.submit(main_form(page), {"checked": "yes"}))
    seen = text_of(browser.get(f"/reports/{ref}"))
    assert "We <agree>." in seen
    assert "Wanted" in seen
    early = site.as_(SECRETARY).send(
        f"/reports/{ref}/decide", {**DECIDED, "outcome": "recommended", "how": "in_writing"}
    )
    assert early.status_code == 403
    assert "County Council has not consented" in text_of(early)


def test_a_body_that_acts_only_at_meetings_says_so_before_and_after(
    site: Site, built: Life
) -> None:
    ref = built.middling(built.commission())
    site.now = built.now + dt.timedelta(minutes=1)
    browser = site.as_(SECRETARY)
    page = browser.get(f"/reports/{ref}/decide-between")
    assert "acts at a meeting" in text_of(page)
    page = browser.send(f"/reports/{ref}/decide-between", {**DECIDED, "way": "chairs_action"})
    assert page.status_code == 403
    assert main_form(page).fields["resolved"] == ["RESOLVED: so."]


def test_an_officer_refers_a_report_up(site: Site, built: Life) -> None:
    ref = built.ready(built.commission(), 20_000)
    site.now = built.now + dt.timedelta(minutes=1)
    browser = site.as_("example-director")
    form = browser.form(f"/reports/{ref}/refer-up")
    higher = form.choices["to"]
    assert "executive-board" in higher
    done(browser.submit(form, {"to": "executive-board", "reason": "It is contested."}))
    assert built.state(ref) == "sent_to_higher"
