"""What pages offer of cases, improvement plans and measures: never more than their guards allow."""

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from cases import consulted, do, in_transition, opened, served
from measuring import Q1, measure, record
from reports import COMMISSIONER, DIRECTOR, Life, life
from sqlalchemy import event

from governance.application.decommissioning import acts, offers, transition
from governance.application.decommissioning import queries as cases
from governance.application.decommissioning.writing import WRITTEN_IN
from governance.application.desk import Desk
from governance.application.improvement import acts as improving
from governance.application.improvement import queries as plans
from governance.application.ledger.path import path
from governance.application.performance import measures, pages
from governance.domain.errors import GuardRefused, Refused
from governance.store.engine import Store
from statemachines.decommissioning import DECOMMISSIONING

STRANGER = "example-police"


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


def offered(life: Life, case: str, by: str = COMMISSIONER) -> dict[str, list[str]]:
    with life.acting(by) as desk:
        return {o["act"]: [r.code for r in o["refusals"]] for o in offers.offers(desk, case)}


def test_what_a_form_asks_for_is_not_held_against_anybody_yet(played: Life) -> None:
    case = opened(played, served(played))
    told = offered(played, case)
    assert told["ensure_continuity"] == []
    assert told["support"] == []
    assert set(told) & set(WRITTEN_IN) == {"replace"}
    with pytest.raises(GuardRefused):
        do(played, acts.ensure_continuity, case, reason="It broke off.")


def test_who_may_not_keep_a_case_is_told_so_at_everything(played: Life) -> None:
    case = opened(played, served(played))
    told = offered(played, case, STRANGER)
    assert all(told.values())
    assert told["replace"] == ["decommissioning.not_yours"]


def test_what_is_written_is_offered_where_it_can_be_and_there_alone(played: Life) -> None:
    about = served(played)
    case = consulted(played, about)
    assert set(offered(played, case)) & set(WRITTEN_IN) == {"appraise", "heard", "replace"}
    with pytest.raises(Refused):
        do(played, transition.count, case, cases=1, moved=0)
    other = in_transition(played, served(played))
    told = offered(played, other)
    assert set(told) & set(WRITTEN_IN) == {"plan", "count", "replace"}
    do(played, transition.count, other, cases=41, moved=1)


def test_the_path_of_a_case_is_what_its_entries_say(played: Life) -> None:
    case = in_transition(played, served(played))
    with played.looking() as desk:
        row = desk.row("decommissioning_case", case)
        came = path(desk, row.id)
    assert came[0].state == "triggered"
    assert came[-1].state == row.state == "transition"
    assert came[-1].on == played.today
    assert all(one.state != two.state for one, two in pairwise(came))
    assert {one.state for one in came} <= set(DECOMMISSIONING.state_names)


def test_cases_are_listed_page_by_page(played: Life) -> None:
    about = served(played)
    refs = [opened(played, about, cause=f"Cause {n}") for n in range(3)]
    with played.looking() as desk:
        first, after = cases.page(desk, limit=2)
        rest, end = cases.page(desk, after=after, limit=2)
        found, _ = cases.page(desk, text="cause 2", states=["triggered"])
        none, _ = cases.page(desk, states=["closed"])
    assert [row["ref"] for row in (*first, *rest)] == refs
    assert (after, end) == (refs[1], None)
    assert [row["ref"] for row in found] == [refs[2]]
    assert none == []


def test_plans_are_listed_the_first_due_first_and_those_without_a_day_last(played: Life) -> None:
    about = played.commission()
    days = [None, dt.date(2025, 9, 30), dt.date(2025, 6, 30), None]
    with played.acting(COMMISSIONER) as desk:
        for day in days:
            improving.raise_plan(
                desk, commission=about, officer=DIRECTOR, due=day, wanted="x", beside=True
            )
    seen: list[str] = []
    after = None
    with played.looking() as desk:
        for _ in days:
            (row,), after = plans.page(desk, after=after, limit=1)
            seen.append(row["ref"])
        assert after is None
        assert plans.page(desk, overdue=True) == ([], None)
    assert seen == ["I-0003", "I-0002", "I-0001", "I-0004"]


def test_a_plan_says_what_can_be_done_and_by_whom(played: Life) -> None:
    about = played.commission()
    with played.acting(COMMISSIONER) as desk:
        ref = improving.raise_plan(desk, commission=about).ref
        told = {o["act"]: o["refusals"] for o in plans.offers(desk, ref)}
    assert set(told) == {"agree", "withdraw", "change", "action"}
    assert len(told["agree"]) == 4
    assert told["change"] == told["withdraw"] == []
    with played.acting(STRANGER) as desk:
        assert all(o["refusals"] for o in plans.offers(desk, ref))
    with played.acting(COMMISSIONER) as desk:
        improving.withdraw(desk, ref, reason="Nobody wants it.")
        assert plans.offers(desk, ref) == []


def test_measures_are_found_by_rating_title_and_commission(played: Life) -> None:
    refs = [measure(played, title=f"Families helped in area {n}") for n in range(3)]
    record(played, refs[0], Q1, "95")
    with played.looking() as desk:
        first, after = pages.page(desk, limit=2)
        rest, end = pages.page(desk, limit=2, after=after)
        assert [row["ref"] for row in (*first, *rest)] == refs
        assert (after, end) == (refs[1], None)
        assert [r["ref"] for r in pages.page(desk, text="AREA 2")[0]] == [refs[2]]
        assert [r["ref"] for r in pages.page(desk, rating=pages.UNRATED)[0]][-1] == refs[2]
        assert pages.counts(desk)["measures"] == 3
    with played.acting(COMMISSIONER) as desk:
        measures.end_measure(desk, refs[2], reason="No more.")
        assert len(pages.page(desk)[0]) == 2
        assert len(pages.page(desk, ended=True)[0]) == 3
        told = {o["act"]: [r.code for r in o["refusals"]] for o in pages.offers(desk, refs[2])}
    assert told["end"] == ["measure.ended_already"]
    assert told["correct"] == ["measure.nothing_observed"]
    with played.acting(STRANGER) as desk:
        assert all(o["refusals"] for o in pages.offers(desk, refs[0]))


def counted(life: Life, ask: Callable[[Desk], object]) -> int:
    """How many statements a question takes."""
    sent: list[str] = []

    def note(*given: Any) -> None:
        sent.append(given[2])

    engine = life.world.store.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        with life.looking() as desk:
            ask(desk)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def test_lists_take_as_many_statements_however_long_they_are(played: Life) -> None:
    about = served(played)

    def one_more(number: int) -> None:
        opened(played, about, cause=f"Cause {number}")
        record(played, measure(played, about), Q1, "95")
        with played.acting(COMMISSIONER) as desk:
            improving.raise_plan(desk, commission=about, officer=DIRECTOR, beside=True)

    asked = (cases.page, plans.page, pages.page, pages.counts)
    one_more(0)
    before = [counted(played, ask) for ask in asked]
    for number in range(1, 12):
        one_more(number)
    assert [counted(played, ask) for ask in asked] == before
