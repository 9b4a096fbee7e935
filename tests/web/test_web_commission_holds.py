"""What a commission is held to stands first on its page, and where its report is begun."""

import datetime as dt

import pytest
from browsing import Site, text_of
from cases import served
from policies import a_deadline, adopt_policy
from reports import COMMISSIONER, Life, life
from world import KEY

from governance.store.engine import Store

POLICY = """
vires: escalation/1
key: exampleshire
title: Levels for the tests
deadlines:
  review:
    owner: lead
    prompts:
      - {when: 5 working days after, tell: lead, exception: yes, block: [award, extend]}
"""


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    made = life(quick_store, now)
    adopt_policy(made.world, POLICY)
    return made


def test_what_an_escalation_closes_stands_first(built: Life) -> None:
    about = built.commission()
    a_deadline(built.world, built.row(about, "commission"), dt.date(2025, 2, 24), now=built.now)
    built.wait_until(dt.date(2025, 3, 4))
    assert built.tick().failed == []
    browser = Site(built.world.store, built.now, KEY).as_(COMMISSIONER)
    page = text_of(browser.get(f"/commissions/{about}"))
    first = page.partition("What next?")[2].partition("On this page")[0]
    assert "Closed since" in first
    assert "award and extend" in first
    assert "Assurance exception" in first
    for kind, warned in (("extend", True), ("award", True), ("vary", False)):
        form = text_of(browser.get(f"/new/report/{kind}", commission=about))
        assert ("is closed on" in form) is warned, kind


def test_of_a_case_it_is_said_why_nobody_can_say_who_decides(built: Life) -> None:
    about = served(built)
    browser = Site(built.world.store, built.now, KEY).as_(COMMISSIONER)
    browser.send(f"/commissions/{about}/case", {"cause": "Red", "kind": "other"})
    assert "cannot be said yet who decides" in text_of(browser.get(f"/commissions/{about}"))


def test_a_form_that_will_be_refused_says_so_when_it_opens(built: Life) -> None:
    about = served(built)
    site = Site(built.world.store, built.now, KEY)
    keeper, stranger = site.as_(COMMISSIONER), site.as_("example-police")
    agreement = text_of(keeper.get(f"/commissions/{about}")).partition("A-")[2][:4]
    closed = "This cannot be done as things stand"
    for path in (
        "/commissions/open",
        "/commissions/propose",
        f"/commissions/{about}/details",
        f"/commissions/{about}/evidence",
        f"/commissions/{about}/partner",
        f"/commissions/{about}/principle",
        f"/commissions/{about}/link",
    ):
        assert closed in text_of(stranger.get(path)), path
        assert closed not in text_of(keeper.get(path)), path
    for path in (
        f"/commissions/{about}/unlink",
        f"/commissions/{about}/stages/plan/certify",
        f"/commissions/{about}/resume",
    ):
        assert closed in text_of(keeper.get(path)), path
    begin = text_of(keeper.get(f"/agreements/A-{agreement}/begin"))
    assert "not possible to begin it" in begin
    assert "record that it was broken off" in begin
    assert "What there is from here" in begin
    assert "continue uncovered" not in begin
