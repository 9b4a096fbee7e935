"""A missed review escalates, level by level, and its item is accepted onto an agenda."""

import datetime as dt
from typing import Any

from browser_fixtures import IN_A_BROWSER, Place
from real_browser import finish
from reports import COMMISSIONER, SECRETARY

from governance.application.commissions.agreements import record_agreement

pytestmark = IN_A_BROWSER


def test_a_missed_review_comes_onto_an_agenda(place: Place, window: dict[str, Any]) -> None:
    life = place.life
    about = life.commission()
    with life.acting() as desk:
        record_agreement(
            desk,
            commission=about,
            title="Short breaks as they run",
            reason="found",
            starts_on=dt.date(2025, 2, 1),
            ends_on=dt.date(2027, 3, 31),
        )
    due = life.row("W-0001", "review").due_day
    life.wait_until(due + dt.timedelta(days=9))
    life.tick()
    commissioner = place.comes(COMMISSIONER, **window)
    commissioner.opens("/")
    assert "W-0001" in commissioner.said()
    commissioner.opens("/reviews?show=missed")
    commissioner.follows("W-0001")
    assert "Missed" in commissioner.said()
    secretary = place.comes(SECRETARY, **window)
    secretary.opens("/deadlines")
    secretary.page.locator('main a[href*="/deadlines/0"]').first.click()
    secretary.looks()
    assert "ell the chair of the Executive Board" in secretary.said()
    secretary.opens("/deadlines/calendar")
    on = life.today + dt.timedelta(days=28)
    secretary.does(
        "/new/meeting",
        body="executive-board",
        on=on,
        starts="10:30am",
        place="The council chamber",
        ordinary="yes",
    )
    secretary.opens("/proposed-items")
    assert "W-0001" in secretary.said()
    secretary.page.locator('main a[href*="/take"]').first.click()
    secretary.looks()
    finish(secretary, meeting="M-0001")
    secretary.opens("/meetings/M-0001")
    assert "Short breaks" in secretary.tells()
    secretary.does("/meetings/M-0001/call", reason="As agreed.")
    secretary.does("/meetings/M-0001/publish", reason="As agreed.")
    secretary.opens("/meetings/M-0001/agenda")
    assert "Short breaks" in secretary.tells()
    life.wait(7)
    life.tick()
    commissioner = place.comes(COMMISSIONER, **window)
    commissioner.opens(f"/commissions/{about}")
    commissioner.opens("/reports")
