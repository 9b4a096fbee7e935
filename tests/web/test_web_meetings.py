"""Meetings in a browser: convened, sat through with an interest and a tie, minuted and signed."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from browsing import Site, main_form, text_of
from reports import EXECUTIVE, SECRETARY, Life, life
from world import KEY

from governance.application.meetings import acts
from governance.interfaces.web.rooms.meetings import ROOM
from governance.store.engine import Store

RESOLVED = {"outcome": "approved", "resolved": "RESOLVED: <i>agreed</i>.", "reasons": "Value."}


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


def banner_of(page: Any) -> str:
    """What the page says first of what was done."""
    return text_of(page).partition("Success")[2].partition("M-0001")[0]


def on_the_day(site: Site, built: Life, *reports: str) -> str:
    """A meeting of the executive board that is published and whose day has come."""
    ref = built.meeting("executive-board", built.today + dt.timedelta(days=14), *reports)
    built.wait(14)
    site.now = built.now
    return ref


def test_a_meeting_is_planned_called_and_published(site: Site, built: Life) -> None:
    browser = site.as_(SECRETARY)
    on = built.today + dt.timedelta(days=30)
    typed = {"body": "executive-board", "on": on, "starts": "10:30am", "place": "County Hall <1>"}
    done(browser.send("/new/meeting", typed))
    page = text_of(browser.get("/meetings/M-0001"))
    assert "Publish the agenda by" in page
    assert "10:30am, County Hall <1>" in page
    done(browser.send("/meetings/M-0001/item", {"title": "Apologies & <hello>"}))
    done(browser.send("/meetings/M-0001/call"))
    said = done(browser.send("/meetings/M-0001/publish"))
    assert "1. Apologies & <hello>" in said
    assert "It is expected to be quorate" in said
    listed = text_of(browser.get("/meetings", year=on.year, body="executive-board"))
    assert "County Hall" in listed
    calendar = browser.get("/meetings", year=on.year, show="calendar")
    assert "the Executive Board" in text_of(calendar)
    assert "Apologies & <hello>" in text_of(browser.get("/meetings/M-0001/agenda"))
    refused = site.as_("example-parent").send("/meetings/M-0001/cancel", {"reason": "No"})
    assert refused.status_code == 403


def test_an_interest_breaks_quorum_a_substitute_restores_it_and_the_chair_breaks_the_tie(
    site: Site, built: Life
) -> None:
    report = built.middling(built.commission())
    ref = on_the_day(site, built, report)
    browser = site.as_(SECRETARY)
    there = ("director", "chief-finance-officer", "icb")
    people = dict(zip(there, EXECUTIVE, strict=False))
    said = done(
        browser.send(
            f"/meetings/{ref}/present",
            {f"seat.{seat}": [person] for seat, person in people.items()}
            | {"apologies": ["example-district"]},
        )
    )
    assert "3 count and 3 are needed" in said
    said = done(browser.send(f"/meetings/{ref}/open", {"presiding": "example-nhs"}))
    assert "In progress" in said
    assert "In progress" in text_of(browser.get("/meetings", year=built.today.year))

    said = done(
        browser.send(
            f"/reports/{report}/declare?at={ref}",
            {
                "person": "example-director",
                "kind": "personal",
                "ruling": "leaves",
                "advised": "yes",
            },
        )
    )
    assert "The interest is recorded." in said
    assert "The meeting is not quorate for this item: 2 count and 3 are needed." in said
    assert "Devi Deputy" in said
    page = browser.send(f"/reports/{report}/decide?at={ref}", RESOLVED)
    assert page.status_code == 403
    assert "not quorate" in text_of(page)
    assert main_form(page).fields["resolved"] == ["RESOLVED: <i>agreed</i>."]

    form = browser.form(f"/meetings/{ref}/present")
    assert form.fields["seat.director"] == ["example-director"]
    said = done(browser.submit(form, {"seat.director": ["example-director", "example-deputy"]}))
    assert "Devi Deputy (for Dana Director)" in said
    done(browser.send(f"/meetings/{ref}/present", {"seat.police": ["example-police"]}))

    votes = {
        "vote.example-deputy": "for",
        "vote.example-nhs": "for",
        "vote.example-finance": "against",
        "vote.example-police": "against",
    }
    tied = {**RESOLVED, "how": "recorded", **votes}
    page = browser.send(f"/reports/{report}/decide?at={ref}", tied)
    assert page.status_code == 403
    assert "casting" in text_of(page)
    assert 'href="#casting"' in page.text
    assert main_form(page).fields["vote.example-finance"] == ["against"]
    left_out = {name: one for name, one in tied.items() if name != "vote.example-nhs"}
    page = browser.send(f"/reports/{report}/decide?at={ref}", left_out)
    assert 'href="#vote.example-nhs"' in page.text
    assert 'id="vote.example-nhs"' in page.text
    assert "No vote of Noor Health is recorded." in text_of(page)
    for filled, typed in (("casting", "for"), ("votes-for", "3")):
        agreed = {**RESOLVED, "how": "agreed", filled: typed}
        page = browser.send(f"/reports/{report}/decide?at={ref}", agreed)
        assert page.status_code == 400
        assert f'href="#{filled}"' in page.text, "nothing filled in is lost without a word"
    none = {**RESOLVED, "how": "agreed", "casting": "none"}
    page = browser.submit(browser.form(f"/reports/{report}/decide?at={ref}"), none)
    assert 'name="checked"' in page.text
    page = browser.send(f"/reports/{report}/decide?at={ref}", {**tied, "casting": "for"})
    said = done(page)
    assert "are needed" not in banner_of(page), "the item is over"
    assert "2 for, 2 against, 0 abstained, of 4" in said
    assert "Casting vote: For" in said
    assert built.row(report).outcome == "approved"


def test_minutes_are_drafted_printed_and_signed_at_a_later_meeting(site: Site, built: Life) -> None:
    report = built.middling(built.commission())
    ref = on_the_day(site, built, report)
    built.hold(ref, EXECUTIVE, presiding="example-nhs")
    site.now = built.now
    browser = site.as_(SECRETARY)
    private = {"items": ["1"], "ground": "3", "reason": "Bidders' prices <x>"}
    done(browser.send(f"/meetings/{ref}/private", private))
    done(
        browser.send(
            f"/reports/{report}/decide?at={ref}", {**RESOLVED, "dissent": ["example-police"]}
        )
    )
    done(browser.send(f"/meetings/{ref}/draft-minutes", {"note": "The meeting closed at noon."}))
    page = browser.get(f"/meetings/{ref}/minutes")
    assert "RESOLVED: <i>agreed</i>." in text_of(page)
    assert "<i>agreed" not in page.text
    assert "Pat Police" in text_of(page)
    assert "paragraph 3 of Schedule 12A" in text_of(page)
    later = built.executive()
    site.now = built.now
    browser = site.as_(SECRETARY)
    for address in (f"/meetings/{later}", f"/meetings/{later}/now"):
        reminded = browser.get(address)
        assert f"Sign the minutes of {ref}, " in text_of(reminded)
        assert f"/meetings/{ref}/sign?meeting={later}" in reminded.text
    assert "Minutes to be signed" not in text_of(browser.get(f"/meetings/{ref}"))
    form = browser.form(f"/meetings/{ref}/sign?meeting={later}")
    assert form.fields["meeting"] == [later]
    done(browser.send(f"/meetings/{ref}/sign", {"meeting": later}))
    assert built.row(ref, "meeting").state == "signed"
    assert "Minutes to be signed" not in text_of(browser.get(f"/meetings/{later}"))


def test_too_few_come_and_it_goes_on_informally(site: Site, built: Life) -> None:
    ref = on_the_day(site, built, built.middling(built.commission()))
    browser = site.as_(SECRETARY)
    said = done(browser.send(f"/meetings/{ref}/present", {"seat.icb": ["example-nhs"]}))
    assert "must come" in said
    page = browser.send(f"/meetings/{ref}/open")
    assert page.status_code == 403
    done(browser.send(f"/meetings/{ref}/inquorate"))
    done(browser.send(f"/meetings/{ref}/informal"))
    assert "carried over" in text_of(browser.get(f"/meetings/{ref}")).lower()


def test_it_is_adjourned_and_resumed_and_somebody_else_presides(site: Site, built: Life) -> None:
    ref = on_the_day(site, built)
    built.hold(ref, EXECUTIVE, presiding="example-nhs")
    site.now = built.now
    browser = site.as_(SECRETARY)
    done(browser.send(f"/meetings/{ref}/preside", {"person": "example-director"}))
    done(browser.send(f"/meetings/{ref}/observe", {"person": "example-commissioner"}))
    assert "Casey Commissioner" in text_of(browser.get(f"/meetings/{ref}/now"))
    done(browser.send(f"/meetings/{ref}/leave", {"person": "example-police"}))
    assert "Left at" in text_of(browser.get(f"/meetings/{ref}/now"))
    done(browser.send(f"/meetings/{ref}/adjourn", {"reason": "Lunch"}))
    done(browser.send(f"/meetings/{ref}/resume"))


def test_an_unchanged_room_is_saved_without_an_act(site: Site, built: Life) -> None:
    ref = on_the_day(site, built)
    built.hold(ref, EXECUTIVE, presiding="example-nhs")
    site.now = built.now
    before = built.row(ref, "meeting").entries
    done(site.as_(SECRETARY).send(f"/meetings/{ref}/present"))
    assert built.row(ref, "meeting").entries == before


EVERY = sorted(act.path.rpartition("/")[2] for act in ROOM.acts if "meetings/{ref}" in act.path)


def test_every_form_opens_in_every_state(site: Site, built: Life) -> None:
    with built.acting() as desk:
        planned = acts.plan(desk, body="trust-board", on=built.today + dt.timedelta(days=40)).ref
    held = built.executive(built.middling(built.commission()))
    site.now = built.now
    browser = site.as_(SECRETARY)
    for ref in (planned, held):
        for name in ("", "/now", "/agenda", "/minutes", *(f"/{one}" for one in EVERY)):
            page = browser.get(f"/meetings/{ref}{name}")
            assert page.status_code == 200, f"{ref}{name}: {text_of(page)[:300]}"
    assert browser.get("/proposed-items").status_code == 200
    assert browser.get("/meetings/M-9999").status_code == 404


def test_a_meeting_whose_day_is_past_is_said_not_to_be_held(site: Site, built: Life) -> None:
    browser = site.as_(SECRETARY)
    on = built.today + dt.timedelta(days=30)
    done(browser.send("/new/meeting", {"body": "executive-board", "on": on}))
    assert "Not held" not in text_of(browser.get("/meetings", year=on.year))
    assert "Call the meeting, put on what" in text_of(browser.get("/meetings/M-0001"))
    called = {"starts": "10am", "place": "County Hall"}
    done(browser.send("/meetings/M-0001/call", called))
    said = text_of(browser.get("/meetings/M-0001"))
    assert "still to be published, by" in said
    assert "Call the meeting" not in said
    built.wait(31)
    site.now = built.now
    browser = site.as_(SECRETARY)
    assert "Not held" in text_of(browser.get("/meetings", year=on.year))
    assert "Not held" in text_of(browser.get("/meetings", year=on.year, show="calendar"))
    said = text_of(browser.get("/meetings/M-0001"))
    assert "The agenda was to be published by" in said
    assert "still to be published" not in said


def test_nobody_is_here_and_sends_apologies(site: Site, built: Life) -> None:
    ref = on_the_day(site, built)
    both = {"seat.director": ["example-director"], "apologies": ["example-director"]}
    page = site.as_(SECRETARY).send(f"/meetings/{ref}/present", both)
    assert page.status_code == 403
    assert "Dana Director is ticked as here and as having sent apologies." in text_of(page)
    assert "Nobody is recorded as there." in text_of(site.as_(SECRETARY).get(f"/meetings/{ref}"))


def test_a_report_is_put_on_an_agenda_from_the_meetings_own_page(site: Site, built: Life) -> None:
    browser = site.as_(SECRETARY)
    report = built.middling(built.commission())
    site.now = built.now
    place = browser.get(f"/reports/{report}/place")
    assert "No meeting of the Executive Board is planned" in text_of(place)
    assert f'href="/p/{KEY}/new/meeting?body=executive-board"' in place.text
    on = built.today + dt.timedelta(days=30)
    done(browser.send("/new/meeting", {"body": "executive-board", "on": on}))
    assert "Put a report on this agenda" in text_of(browser.get("/meetings/M-0001"))
    said = done(browser.send("/meetings/M-0001/report", {"report": report}))
    assert f"{report} “A report on award” is on the agenda of M-0001." in said
    again = text_of(browser.get("/meetings/M-0001/report"))
    assert "No report is ready for the Executive Board" in again


def test_an_item_without_a_report_is_minuted_in_the_room(site: Site, built: Life) -> None:
    ref = on_the_day(site, built)
    browser = site.as_(SECRETARY)
    done(browser.send(f"/meetings/{ref}/item", {"title": "A talk", "urgent": "They are here"}))
    assert "Open it first." in text_of(browser.get(f"/meetings/{ref}/note", item=1))
    built.now = site.now
    built.hold(ref, EXECUTIVE, presiding="example-nhs")
    site.now = built.now
    browser = site.as_(SECRETARY)
    assert "Minute this item A talk" in text_of(browser.get(f"/meetings/{ref}/now"))
    said = done(browser.send(f"/meetings/{ref}/note?item=1", {"text": "They <b>spoke</b>."}))
    assert "Item 1 of M-0001 is minuted as noted." in said
    page = browser.get(f"/meetings/{ref}/now")
    assert "Noted They <b>spoke</b>. Change what is minuted A talk" in text_of(page)
    assert browser.form(f"/meetings/{ref}/note?item=1").fields["text"] == ["They <b>spoke</b>."]
    done(browser.send(f"/meetings/{ref}/draft-minutes"))
    assert "They <b>spoke</b>. Noted." in text_of(browser.get(f"/meetings/{ref}/minutes"))
    sign = text_of(browser.get(f"/meetings/{ref}/sign"))
    assert "No meeting of the Executive Board is planned" in sign
    on = built.today + dt.timedelta(days=30)
    done(browser.send("/new/meeting", {"body": "executive-board", "on": on}))
    assert "The next is M-0002, on" in text_of(browser.get(f"/meetings/{ref}/sign"))
