"""Calendars at their addresses: made on a page, read without signing in, ended, and in no log."""

import datetime as dt
import re

import pytest
import structlog
from browsing import Browser, Site, text_of
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar
from world import KEY, World, world

from governance.application.calendars import feeds
from governance.application.meetings import acts as meetings
from governance.interfaces.web.middleware import logged
from governance.store.engine import Store

SECRETARY, OFFICER, ADMIN = "example-secretary", "example-finance", "example-secretary"
BODY = "executive-board"
SUMMER = dt.date(2025, 7, 15)


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> World:
    return world(quick_store, now)


@pytest.fixture
def site(built: World, now: dt.datetime) -> Site:
    return Site(built.store, now, KEY)


@pytest.fixture
def ref(built: World) -> str:
    """A meeting of a body that the officer sits on."""
    with built.acting(SECRETARY) as desk:
        return meetings.plan(desk, body=BODY, on=SUMMER, starts=dt.time(10), place="Annexe").ref


def made(browser: Browser, path: str = "/account/calendar") -> str:
    """Make an address by the page's form; gives the path at which programs read."""
    page = browser.send(path)
    assert page.status_code == 200, text_of(page)
    assert page.headers["cache-control"] == "no-store"
    (address,) = re.findall(
        r'<code class="vires-secret">http://127.0.0.1(/[^<]+)</code>', page.text
    )
    assert re.fullmatch(rf"/p/{KEY}/calendars/[\w-]{{43}}\.ics", address)
    return str(address)


def test_an_address_is_made_read_by_anybody_who_has_it_and_ended(site: Site, ref: str) -> None:
    browser = site.as_(OFFICER)
    address = made(browser)
    program = site.as_()
    answer = program.client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    calendar = Calendar.from_ical(answer.content)
    (event,) = [one for one in calendar.events if str(one["url"]).endswith(ref)]
    assert str(event["url"]) == f"http://127.0.0.1/p/{KEY}/meetings/{ref}"
    other = IcsCalendarStream.calendar_from_ics(answer.text)
    assert len(other.events) == len(calendar.events)
    assert browser.client.get(str(event["url"])).status_code == 200
    for due in (one for one in calendar.events if "/deadlines/" in str(one["url"])):
        assert browser.client.get(str(due["url"])).status_code == 200

    page = browser.get("/account")
    assert "Your meetings and deadlines" in text_of(page)
    assert address.rpartition("/")[2].removesuffix(".ics") not in page.text
    (end,) = re.findall(r'href="(/p/[^"]+/account/calendars/[^"]+/end)"', page.text)
    assert "The address has ended" in text_of(browser.send(end))
    gone, unknown = program.client.get(address), program.client.get(f"{address[:-8]}AAAA.ics")
    assert (gone.status_code, unknown.status_code) == (404, 404)
    plain = [re.sub(r"nonce=\S+", "", one.text) for one in (gone, unknown)]
    assert plain[0] == plain[1], "nobody learns which of them there was"


def test_what_has_not_changed_is_not_sent_again(site: Site, built: World, ref: str) -> None:
    address = made(site.as_(OFFICER))
    program = site.as_().client
    first = program.get(address)
    tag = first.headers["etag"]
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = program.get(address, headers={"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert program.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    with built.acting(SECRETARY) as desk:
        meetings.change_day(desk, ref, on=SUMMER + dt.timedelta(7), reason="It has to be.")
    moved = program.get(address, headers={"If-None-Match": tag})
    assert moved.status_code == 200
    assert moved.headers["etag"] != tag


def test_a_form_sent_twice_makes_one_address(site: Site) -> None:
    browser = site.as_(OFFICER)
    form = browser.form("/account/calendar")
    first, again = browser.submit(form), browser.submit(form)
    assert "vires-secret" in first.text
    assert again.status_code == 409
    assert "vires-secret" not in again.text
    address = re.findall(r"http://127.0.0.1(/p/[^<\"]+\.ics)", first.text)[0]
    assert site.as_().client.get(address).status_code == 200
    assert "You made an address on" in text_of(browser.get("/account/calendar"))


def test_a_bodys_page_leads_to_its_calendar(site: Site, ref: str, built: World) -> None:
    browser = site.as_("example-auditor")
    assert f'href="/p/{KEY}/bodies/{BODY}/calendar"' in browser.get(f"/bodies/{BODY}").text
    address = made(browser, f"/bodies/{BODY}/calendar")
    answer = site.as_().client.get(address)
    urls = [str(one["url"]) for one in Calendar.from_ical(answer.content).events]
    assert f"http://127.0.0.1/p/{KEY}/meetings/{ref}" in urls


def test_anybody_reads_what_is_published(site: Site, ref: str, built: World) -> None:
    program = site.as_()
    front = program.get("/public")
    path = f"/p/{KEY}/public/bodies/{BODY}/calendar.ics"
    assert f'href="{path}"' in front.text
    assert list(Calendar.from_ical(program.client.get(path).content).events) == []
    with built.acting(SECRETARY) as desk:
        meetings.call(desk, ref)
        meetings.publish(desk, ref)
    answer = program.client.get(path)
    (event,) = Calendar.from_ical(answer.content).events
    assert answer.headers["cache-control"] == "no-cache"
    assert program.client.get(str(event["url"])).status_code == 200
    assert program.client.get(f"/p/{KEY}/public/bodies/nobody/calendar.ics").status_code == 404


def test_an_administrator_ends_all_of_somebodys(site: Site, built: World) -> None:
    officer = site.as_(OFFICER)
    addresses = [made(officer), made(officer, f"/bodies/{BODY}/calendar")]
    with built.looking() as desk:
        person = desk.row("person", OFFICER).ref
    page = site.as_(ADMIN).send(f"/people/{person}/account/calendars")
    assert "have ended" in text_of(page)
    assert [site.as_().client.get(one).status_code for one in addresses] == [404, 404]
    again = site.as_(ADMIN).get(f"/people/{person}")
    assert again.status_code == 200
    assert officer.get(f"/people/{person}/account/calendars").status_code == 403


def test_no_log_has_the_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with structlog.testing.capture_logs() as logs:
        address = made(site.as_(OFFICER))
        site.as_().client.get(address)
        site.as_().client.get(f"{address}x")
        site.as_().client.post(address)
    paths = [line["path"] for line in logs if "/calendars/" in str(line.get("path"))]
    assert paths == [f"/p/{KEY}/calendars/..."] * 3
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert token not in str(logs)


def test_a_breakdown_does_not_tell_it_either(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    address = made(site.as_(OFFICER))

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a test")

    monkeypatch.setattr(feeds, "personal", broken)
    with structlog.testing.capture_logs() as logs, pytest.raises(RuntimeError):
        site.as_().client.get(address)
    told = [line["path"] for line in logs if line["event"] in ("broken", "request")]
    assert told == [f"/p/{KEY}/calendars/..."] * 2


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/p/x/calendars/abc.ics", "/p/x/calendars/..."),
        ("/p/x/calendars/abc.ics/more", "/p/x/calendars/.../more"),
        (f"/p/x/Calendars/{'T-_4' * 10}.ics", "/p/x/Calendars/..."),
        (f"/p/x//calendars//{'T-_4' * 10}.ics", "/p/x//calendars//..."),
        (f"/p/x/calendars/./{'T-_4' * 11}", "/p/x/calendars/.../..."),
        (f"/p/x/c/{'T-_4' * 10}%20", "/p/x/c/..."),
        ("/p/x/account/calendar", "/p/x/account/calendar"),
        ("/p/x/meetings", "/p/x/meetings"),
    ],
)
def test_a_path_in_a_log(path: str, said: str) -> None:
    assert logged(path) == said
