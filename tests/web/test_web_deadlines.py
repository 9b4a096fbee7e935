"""Deadlines in a browser: listed and paged, a month, one with its levels, and what people do."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import Site, forms, main_form, text_of
from example_year import IN_ONE_WORKER, ExampleYear
from reports import COMMISSIONER, SECRETARY, Life
from sqlalchemy import bindparam, select
from world import KEY, RULEBOOKS, world

from governance.application.commissions.agreements import record_agreement
from governance.application.deadlines.queries import deadline_named
from governance.application.desk import looking
from governance.application.escalations import went_to
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

pytestmark = IN_ONE_WORKER
LATER = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
POLICY = "escalations/exampleshire.yaml"


@pytest.fixture
def year(example_year: ExampleYear) -> Iterator[Site]:
    store = open_store(example_year.url)
    yield Site(store, LATER, KEY)
    store.close()


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now, rulebooks=(*RULEBOOKS, POLICY)), now)


@pytest.fixture
def due(life: Life) -> str:
    """The id of the deadline of a review: the commission has an agreement in force."""
    about = life.commission(title="Short <b>breaks</b>")
    given: dict[str, Any] = {"starts_on": dt.date(2025, 2, 1), "ends_on": dt.date(2027, 3, 31)}
    with life.acting() as desk:
        record_agreement(desk, commission=about, title="As it runs", reason="found", **given)
    with life.looking() as desk:
        return str(deadline_named(desk, "W-0001/review").row.id)


def test_the_list_says_what_is_overdue_and_goes_on_to_the_next_page(year: Site) -> None:
    browser = year.as_("example-commissioner")
    page = browser.get("/deadlines")
    assert text_of(page).index("16 April 2026") < text_of(page).index("5 May 2026")
    assert "Next page" in text_of(page)
    link = next(part for part in page.text.split('"') if "after=" in part)
    following = browser.client.get(link.replace("&amp;", "&"))
    assert following.status_code == 200
    assert "16 April 2026" not in text_of(following)


def test_filters_are_kept_in_the_address_and_can_be_taken_away(year: Site) -> None:
    browser = year.as_("example-commissioner")
    page = browser.get("/deadlines", kind="review", state="all")
    assert "Filters in use" in text_of(page)
    assert "The plan to be reviewed" not in text_of(page).partition("About")[2]
    assert f"/p/{KEY}/deadlines?kind=review" in page.text
    nothing = browser.get("/deadlines", kind="in_force", until="2020-01-01")
    assert "No deadline fits these filters." in text_of(nothing)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"kind": "<script>alert(1)</script>"}, "There is no kind of deadline “<script>"),
        ({"state": "lost"}, "No deadline can be “lost”."),
        ({"until": "soon"}, "“soon” is not a day"),
        ({"after": "nowhere"}, "list"),
    ],
)
def test_what_an_address_asks_that_cannot_be_is_left_out_and_told(
    year: Site, query: dict[str, str], said: str
) -> None:
    browser = year.as_("example-commissioner")
    page = browser.get("/deadlines", **query)
    assert page.status_code == 200
    assert said in text_of(page)
    assert "<script>alert(1)" not in page.text
    assert "16 April 2026" in text_of(page)


def test_overdue_is_a_filter_of_the_state(year: Site) -> None:
    browser = year.as_("example-commissioner")
    every = text_of(browser.get("/deadlines", kind="pre_expiry_review"))
    over = text_of(browser.get("/deadlines", kind="pre_expiry_review", state="overdue"))
    assert "State: Overdue" in over
    assert "21 January 2027" in over
    assert "31 March 2027" in every
    assert "31 March 2027" not in over
    assert text_of(browser.get("/deadlines", show="overdue", kind="review")).count("Overdue") > 1


def test_a_day_that_no_year_here_has_is_left_out_and_told(year: Site) -> None:
    browser = year.as_(COMMISSIONER)
    for typed in ("9999-12-31", "0001-01-01"):
        page = browser.get("/deadlines", until=typed)
        assert page.status_code == 200
        assert f"“{typed}”" in text_of(page), text_of(page)[:400]
        assert browser.get("/bodies/trust-board", on=typed).status_code == 400


def test_whoever_asks_for_what_is_settled_is_not_told_that_it_is_overdue(year: Site) -> None:
    browser = year.as_(COMMISSIONER)
    settled = browser.get("/deadlines", show="overdue", state="met")
    assert 'name="show" value="overdue"' not in settled.text
    assert text_of(settled) == text_of(browser.get("/deadlines", state="met"))
    assert 'name="show" value="overdue"' in browser.get("/deadlines", show="overdue").text


def test_kinds_are_offered_without_looking_through_the_register(life: Life) -> None:
    """A register without one deadline offers every kind that Vires sets."""
    site = Site(life.world.store, life.now, KEY)
    for at in ("/deadlines", "/deadlines/escalated"):
        (form,) = (one for one in forms(site.as_(SECRETARY).get(at)) if "kind" in one.choices)
        assert {"review", "plan_review"} <= set(form.choices["kind"]), at


def test_a_clock_stopped_before_the_day_is_not_overdue(
    life: Life, quick_store: Store, due: str
) -> None:
    site = Site(quick_store, life.now, KEY)
    site.as_(SECRETARY).send(f"/deadlines/{due}/pause", {"reason": "It waits"})
    with life.looking() as desk:
        day = deadline_named(desk, due).row.due_day
    site.now = dt.datetime.combine(day + dt.timedelta(days=9), dt.time(12), tzinfo=dt.UTC)
    page = site.as_(SECRETARY).get("/deadlines", state="overdue")
    assert due not in page.text
    assert due in site.as_(SECRETARY).get("/deadlines").text


def test_what_escalated_to_whom_is_listed_with_names_and_filtered(year: Site) -> None:
    browser = year.as_("example-secretary")
    page = browser.get("/deadlines/escalated")
    told = text_of(page)
    assert "Escalated on 12 January 2027" in told
    assert "Done on" not in told
    assert "(the Head of Joint Commissioning)" in told
    assert "20 working days before" not in told.partition("What else it brought")[2]
    ten = text_of(browser.get("/deadlines/escalated", level="after-10-working-days"))
    rows = ten.partition("What else it brought")[2]
    assert "10 working days after" in rows
    assert "1 working day after" not in rows
    both = text_of(browser.get("/deadlines/escalated", kind="pre_expiry_review"))
    assert "Sam Secretary (whoever manages the owner)" in both
    assert "Sam Secretary (the owner)" in both
    body = browser.get("/deadlines/escalated", to="trust-board", state="all")
    assert "Partnership Board, at" in text_of(body)
    nobody = browser.get("/deadlines/escalated", to="person:example-nhs", kind="needs-assessment")
    assert "No deadline fits these filters." in text_of(nobody)
    odd = browser.get("/deadlines/escalated", to="%' or 1=1", level="x", kind="y", after="z")
    assert odd.status_code == 200
    assert text_of(odd).count("under “Filter these results”") == 3


def test_what_escalated_comes_in_the_order_in_which_it_was_done(year: Site) -> None:
    with looking(year.store, now=LATER, partnership=KEY, actor=COMMISSIONER) as desk:
        found: list[tuple[dt.date, str]] = []
        after = ""
        while True:
            page = went_to.escalated(desk, settled=True, after=after, most=3)
            found += [(one.done or one.wanted, one.id) for one in page.rows]
            if page.after is None:
                break
            after = page.after
        prompts = TABLES["prompt"]
        wanted = select(prompts.c.id).where(
            prompts.c.partnership_id == bindparam("partnership"),
            prompts.c.state == "fired",
            prompts.c.key.like("after-%"),
        )
        every = {row.id for row in desk.all(wanted)}
        live = went_to.escalated(desk, most=400).rows
    assert len(found) == len(every) > 3
    assert {one for _, one in found} == every
    assert [day for day, _ in found] == sorted((day for day, _ in found), reverse=True)
    assert [one.id for one in live] == [one for _, one in found if one in {x.id for x in live}]


def test_a_month_is_a_table_of_days_with_the_months_beside_it(year: Site) -> None:
    browser = year.as_("example-commissioner")
    page = browser.get("/deadlines/calendar", month="2027-04")
    told = text_of(page)
    assert "Deadlines in April 2027" in told
    assert "U-0004 a partner’s return on the plan" in told
    assert "March 2027" in told
    assert "May 2027" in told
    assert "Nothing falls due in this month." in text_of(
        browser.get("/deadlines/calendar", month="2090-01")
    )
    for odd in ("2027-13", "x", "0001-01", "9999-12"):
        assert browser.get("/deadlines/calendar", month=odd).status_code == 400


def test_one_deadline_tells_whom_it_escalated_to_and_when(year: Site) -> None:
    browser = year.as_("example-secretary")
    page = browser.get("/deadlines", kind="review")
    link = next(part for part in page.text.split('"') if "/deadlines/0" in part)
    told = text_of(browser.client.get(link))
    assert "5 working days after" in told
    assert "Tell the chair of the Executive Board" in told
    assert "(the chair of the Executive Board)" in told
    assert "Done on" in told
    assert "Stop its clock" in told
    assert "A review is done once it is reported." in told


def test_its_clock_is_stopped_and_runs_on(life: Life, quick_store: Store, due: str) -> None:
    site = Site(quick_store, life.now, KEY)
    browser = site.as_(SECRETARY)
    page = browser.send(f"/deadlines/{due}/pause", {"reason": "The <i>provider</i> moves"})
    assert "stands still" in text_of(page)
    assert "The <i>provider</i> moves" in text_of(page)
    assert "<i>provider" not in page.text
    with life.looking() as desk:
        before = deadline_named(desk, due).row.due_day
    site.now = life.now + dt.timedelta(days=7)
    page = site.as_(SECRETARY).send(f"/deadlines/{due}/resume")
    assert "runs on" in text_of(page)
    with life.looking() as desk:
        assert deadline_named(desk, due).row.due_day == before + dt.timedelta(days=7)


def test_whoever_may_not_is_told_so_and_keeps_what_was_typed(
    life: Life, quick_store: Store, due: str
) -> None:
    browser = Site(quick_store, life.now, KEY).as_(COMMISSIONER)
    page = browser.submit(browser.form(f"/deadlines/{due}/waive"), {"reason": "It is not needed"})
    page = browser.submit(main_form(page), {"checked": "yes"})
    assert page.status_code == 403
    assert "It is not needed" in page.text
    with life.looking() as desk:
        assert deadline_named(desk, due).row.state == "running"


def test_what_a_body_is_to_be_told_is_on_its_page_of_exceptions(year: Site) -> None:
    page = year.as_("example-nhs").get("/bodies/executive-board/exceptions")
    assert page.status_code == 200
    assert "Missed deadlines for the Executive Board" in text_of(page)
    assert year.as_("example-nhs").get("/bodies/no-such-body/exceptions").status_code == 404


def test_a_working_that_counts_months_is_said() -> None:
    from governance.interfaces.web.rooms.deadline_words import working_row

    step = {"day": "2026-08-31", "counted": True, "why": "trigger.pre_expiry_counted"}
    on, _, why = working_row({**step, "months": 12, "ref": "A-0014"})
    assert on == "31 August 2026"
    assert "12" in why


def test_a_level_that_was_done_late_says_so(year: Site) -> None:
    browser = year.as_("example-secretary")
    with year.store.read() as tx:
        late = tx.first(
            select(TABLES["prompt"].c.deadline_id).where(TABLES["prompt"].c.late.is_(True))
        )
    assert late is not None
    told = text_of(browser.get(f"/deadlines/{late.deadline_id}"))
    assert "Done late: on" in told
    assert "and not on" in told
