"""The first page: what waits for whoever has signed in."""

import datetime as dt
from collections.abc import Iterator

import pytest
from browsing import Site, text_of
from example_year import IN_ONE_WORKER, ExampleYear
from reports import COMMISSIONER, Life
from world import KEY, RULEBOOKS, world

from governance.interfaces.web.links import PATHS
from governance.interfaces.web.rooms import ROOMS
from governance.store.engine import Store, open_store

pytestmark = IN_ONE_WORKER
LATER = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)


@pytest.fixture
def year(example_year: ExampleYear) -> Iterator[Site]:
    store = open_store(example_year.url)
    yield Site(store, LATER, KEY)
    store.close()


def test_a_lead_finds_what_is_due_the_first_due_on_top(year: Site) -> None:
    page = year.as_("example-commissioner").get("/")
    told = text_of(page)
    assert page.status_code == 200
    assert told.index("Overdue since 16 April 2026") < told.index("Overdue since 5 May 2026")
    assert "Foster care for children looked after" in told
    assert "Meetings to look after" not in told, "that is for secretaries"


def test_a_secretary_finds_what_is_to_be_put_in_order(year: Site) -> None:
    told = text_of(year.as_("example-secretary").get("/"))
    assert "Proposed for an agenda of the Executive Board" in told
    assert "the schools forum's head teacher" in told
    assert "Escalated to you" in told


def test_somebody_with_nothing_to_do_is_told_so_and_where_to_go(year: Site) -> None:
    page = year.as_("example-parent").get("/")
    assert "Nothing waits for you today." in text_of(page)
    assert f"/p/{KEY}/commissions" in page.text


def test_a_reference_leads_to_its_page(year: Site) -> None:
    browser = year.as_("example-secretary")
    found = browser.client.get(browser.url("/go?ref=w-0001"), follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, f"/p/{KEY}/reviews/W-0001")
    wrong = browser.get("/go", ref="<script>W-9</script>")
    assert wrong.status_code in (400, 404)
    assert "<script>W-9" not in wrong.text


def test_nobody_sees_it_who_has_not_signed_in(year: Site) -> None:
    assert "/sign-in" in str(year.as_().get("/").url)


def test_a_draft_says_what_it_still_lacks(quick_store: Store, now: dt.datetime) -> None:
    life = Life(world(quick_store, now, rulebooks=RULEBOOKS), now)
    about = life.commission(title="Play <b>out</b>")
    life.draft("award", about)
    page = Site(quick_store, now, KEY).as_(COMMISSIONER).get("/")
    assert "Before you can submit it:" in text_of(page)
    assert "<b>out</b>" not in page.text


def test_every_page_that_a_reference_leads_to_is_there() -> None:
    known = {page.path for room in ROOMS for page in room.pages}
    assert {f"{where}/{{ref}}" for where in PATHS.values()} <= known


def test_a_secretary_finds_meetings_that_are_late(quick_store: Store, now: dt.datetime) -> None:
    life = Life(world(quick_store, now, rulebooks=RULEBOOKS), now)
    ref = life.meeting("executive-board", life.today + dt.timedelta(days=10))
    life.wait(11)
    page = Site(quick_store, life.now, KEY).as_("example-secretary").get("/")
    told = text_of(page)
    assert "Meetings to look after" in told
    assert "The Executive Board, meeting on" in told
    assert "and it was not opened. Record who was there and open it, or cancel it." in told
    assert f"/meetings/{ref}" in page.text
