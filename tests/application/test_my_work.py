"""What waits for whoever asks: nobody who would be reminded of a deadline misses it there."""

import datetime as dt
from collections.abc import Iterator

import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from sqlalchemy import select

from governance.application.deadlines import listing
from governance.application.desk import acting, looking
from governance.application.messages.addressing import reached
from governance.application.my_work.escalated import escalated_to_me
from governance.application.my_work.keeping import keeping
from governance.application.my_work.mine import my_deadlines
from governance.application.people.queries import people
from governance.domain.errors import Unusable
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

pytestmark = IN_ONE_WORKER
LATER = dt.datetime(2027, 3, 8, 12, tzinfo=dt.UTC)
"""After the example's year."""


@pytest.fixture(scope="module")
def year(example_year: ExampleYear) -> Iterator[Store]:
    store = open_store(example_year.url)
    yield store
    store.close()


def test_whoever_would_be_told_of_a_deadline_finds_it_among_theirs(year: Store) -> None:
    deadline = TABLES["deadline"]
    with looking(year, now=LATER) as desk:
        rows = desk.tx.all(
            select(deadline).where(deadline.c.state == "running", deadline.c.owner.is_not(None))
        )
        theirs: dict[str, set[str]] = {}
        for row in rows:
            subject = (row.subject_table, row.subject_id)
            for to in reached(desk, row.owner, subject=subject, on=desk.today).people:
                theirs.setdefault(to.person.key, set()).add(row.kind + str(row.due_day))
    assert {"example-secretary", "example-commissioner", "example-nhs"} <= theirs.keys()
    for person, kinds in theirs.items():
        with looking(year, now=LATER, actor=person) as desk:
            found = my_deadlines(desk)
            assert kinds <= {one.kind + str(one.due) for one in found}, person
            assert [one.due for one in found] == sorted(one.due for one in found)


def test_nobody_has_what_is_somebody_elses(year: Store) -> None:
    with looking(year, now=LATER) as desk:
        everybody = [one.key for one in people(desk)]
    for person in everybody:
        with looking(year, now=LATER, actor=person) as desk:
            for one in my_deadlines(desk):
                if one.owner == "lead":
                    assert one.commission is not None
                    lead = desk.row("commission", one.commission[0]).lead_id
                    assert lead == desk.actor.person_id or (
                        lead is None and "secretary" in desk.actor.roles
                    )
    with looking(year, now=LATER) as desk:
        assert my_deadlines(desk) == []
        assert escalated_to_me(desk) == []


def test_what_was_escalated_is_told_while_it_is_open(year: Store) -> None:
    with looking(year, now=LATER, actor="example-director") as desk:
        found = escalated_to_me(desk)
    assert found
    assert all(one.deadline.state in ("running", "paused") for one in found)
    assert len({one.deadline.name for one in found}) == len(found)
    assert all(one.level.startswith("after-") for one in found)


def test_a_secretary_sees_what_is_to_be_put_in_order(year: Store) -> None:
    with looking(year, now=LATER, actor="example-secretary") as desk:
        found = keeping(desk)
    assert all(one.waits for one in found.proposed)
    assert ("executive-board", "schools") in {(one.key, one.seat) for one in found.vacancies}


def test_pages_follow_one_another_without_gap_or_double(year: Store) -> None:
    with looking(year, now=LATER) as desk:
        whole = listing.page(desk, most=500)
        names: list[str] = []
        after: str | None = ""
        while after is not None:
            page = listing.page(desk, after=after, most=7)
            names += [one.name for one in page.rows]
            after = page.after
        assert names == [one.name for one in whole.rows]
        overdue = listing.page(desk, overdue=True, most=500).rows
        assert [one.name for one in whole.rows if one.overdue] == [one.name for one in overdue]
        assert listing.overdue_now(desk) == len([one for one in overdue if one.state == "running"])
        assert {one.kind for one in listing.page(desk, kind="review").rows} == {"review"}
        with pytest.raises(Unusable) as wrong:
            listing.page(desk, state="lost")
        assert wrong.value.problems[0].code == "name.unknown"
        with pytest.raises(Unusable) as gone:
            listing.page(desk, after="nowhere")
        assert gone.value.problems[0].code == "deadline.page_gone"


def test_a_month_tells_all_that_falls_due_in_it(year: Store) -> None:
    first, last = dt.date(2027, 4, 1), dt.date(2027, 4, 30)
    with looking(year, now=LATER) as desk:
        found, more = listing.month(desk, first, last)
        whole = listing.page(desk, state="all", most=500).rows
    wanted = {
        o.name for o in whole if first <= o.due <= last and o.state in ("running", "paused", "met")
    }
    assert {one.name for one in found} == wanted
    assert wanted
    assert not more


def test_a_desk_to_act_at_asks_the_same(year: Store) -> None:
    with acting(year, now=LATER, actor="example-commissioner") as desk:
        assert my_deadlines(desk)
