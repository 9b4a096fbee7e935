"""Improvement plans: raised, agreed with everything they need, watched, judged by another."""

import datetime as dt
from typing import Any

import pytest
from reports import COMMISSIONER, DIRECTOR, SECRETARY, Life, codes, life

from governance.application.change import Change
from governance.application.commissions import lifecycle
from governance.application.commissions.agreements import record_agreement
from governance.application.deadlines.settling import live, superseded
from governance.application.decommissioning import acts as cases
from governance.application.decommissioning.triggering import trigger
from governance.application.improvement import actions, acts, judging, queries
from governance.application.nightcheck import missing
from governance.domain.errors import GuardRefused, NoSuchMove, Refused, Unusable
from governance.store.engine import Store

DUE = dt.date(2025, 9, 30)
POLICE = "example-police"
DAY = dt.timedelta(days=1)


@pytest.fixture
def played(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


@pytest.fixture
def quick(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


def raised(life: Life, about: str, **more: Any) -> str:
    said = {"wanted": "Nine in ten.", "officer": DIRECTOR, "due": DUE, **more}
    with life.acting(COMMISSIONER) as desk:
        return acts.raise_plan(desk, commission=about, **said).ref


def add(life: Life, ref: str, by: dt.date = DUE, officer: str = DIRECTOR) -> int:
    with life.acting(COMMISSIONER) as desk:
        return actions.add_action(desk, ref, what="Hire two people", officer=officer, by=by)[1]


def agreed(life: Life, about: str, **more: Any) -> str:
    ref = raised(life, about, **more)
    add(life, ref)
    with life.acting(COMMISSIONER) as desk:
        acts.agree(desk, ref)
    return ref


def settle(life: Life, ref: str, number: int = 1, *, by: str = DIRECTOR, **more: Any) -> None:
    with life.acting(by) as desk:
        actions.settle_action(desk, ref, number, outcome="Done.", **more)


def state(life: Life, ref: str) -> str:
    return str(life.row(ref, "improvement_plan").state)


def watched(life: Life, ref: str) -> list[tuple[str, dt.date, str]]:
    with life.looking() as desk:
        rows = live(desk, desk.row("improvement_plan", ref).id)
    return [(row.kind, row.due_day, row.owner) for row in rows]


def test_a_plan_is_agreed_with_everything_and_its_days_are_watched(played: Life) -> None:
    about = played.commission()
    with played.acting(COMMISSIONER) as desk:
        ref = acts.raise_plan(desk, commission=about).ref
    with pytest.raises(GuardRefused) as bare, played.acting(COMMISSIONER) as desk:
        acts.agree(desk, ref)
    assert codes(bare) == [
        "improvement.no_officer",
        "improvement.no_day",
        "improvement.no_wanted",
        "improvement.no_action",
    ]
    with played.acting(COMMISSIONER) as desk:
        acts.change(desk, ref, wanted="Nine in ten.", officer=DIRECTOR, due=DUE)
    add(played, ref, dt.date(2025, 6, 30), POLICE)
    with played.acting(COMMISSIONER) as desk:
        acts.agree(desk, ref)
    assert watched(played, ref) == [
        ("improvement_action", dt.date(2025, 6, 30), f"person:{POLICE}"),
        ("improvement_plan", DUE, f"person:{DIRECTOR}"),
    ]
    settle(played, ref, by=POLICE)
    assert [kind for kind, _, _ in watched(played, ref)] == ["improvement_plan"]
    with played.acting(SECRETARY) as desk:
        judging.meet(desk, ref, finding="It is so.")
    assert state(played, ref) == "met"
    assert watched(played, ref) == []
    assert played.whole()


def test_whoever_carries_it_out_or_belongs_to_the_provider_does_not_judge_it(quick: Life) -> None:
    about = quick.commission()
    ref = agreed(quick, about, officer=SECRETARY)
    settle(quick, ref)
    with pytest.raises(GuardRefused) as own, quick.acting(SECRETARY) as desk:
        judging.meet(desk, ref, finding="It is so.")
    assert codes(own) == ["improvement.judges_own_work"]
    with quick.acting(COMMISSIONER) as desk:
        acts.change(desk, ref, officer=DIRECTOR, reason="The secretary has no time.")
    with quick.acting(None) as desk:
        row = desk.row("person", SECRETARY)
        values = {"organisation_id": desk.row("organisation", "example-care").id}
        desk.apply(Change(kind="person.moved", table="person", subject=row, values=values))
    with quick.acting() as desk:
        record_agreement(
            desk,
            commission=about,
            title="As it runs",
            reason="found",
            provider="example-care",
            ends_on=dt.date(2027, 3, 31),
        )
    with pytest.raises(GuardRefused) as provider, quick.acting(SECRETARY) as desk:
        judging.fail(desk, ref, finding="It is not so.")
    assert codes(provider) == ["improvement.judges_own_work", "improvement.judged_by_provider"]
    with quick.acting(COMMISSIONER) as desk:
        judging.fail(desk, ref, finding="It is not so.")
    assert state(quick, ref) == "failed"


def test_who_carried_it_out_before_or_does_an_action_of_it_does_not_judge_it(quick: Life) -> None:
    about = quick.commission()
    ref = raised(quick, about, officer=COMMISSIONER)
    number = add(quick, ref, officer=SECRETARY)
    with quick.acting(COMMISSIONER) as desk:
        acts.agree(desk, ref)
        acts.change(desk, ref, officer=DIRECTOR, reason="So that I can judge it.")
    for person in (COMMISSIONER, SECRETARY):
        with pytest.raises(GuardRefused) as own, quick.acting(person) as desk:
            judging.fail(desk, ref, finding="It is not so.")
        assert codes(own) == ["improvement.judges_own_work"]
    settle(quick, ref, number, by=SECRETARY, given_up=True)
    with quick.acting(SECRETARY) as desk:
        judging.fail(desk, ref, finding="Its action was given up.")
    assert state(quick, ref) == "failed"


def test_met_needs_its_actions_settled_and_a_finding_and_failed_only_a_finding(quick: Life) -> None:
    about = quick.commission()
    ref = agreed(quick, about)
    add(quick, ref)
    settle(quick, ref)
    with pytest.raises(GuardRefused) as early, quick.acting(COMMISSIONER) as desk:
        judging.meet(desk, ref, finding=" ")
    assert codes(early) == ["improvement.action_open", "improvement.no_finding"]
    settle(quick, ref, 2, given_up=True)
    with quick.acting(COMMISSIONER) as desk:
        judging.meet(desk, ref, finding="It is so.")
    with pytest.raises(NoSuchMove), quick.acting(COMMISSIONER) as desk:
        judging.fail(desk, ref, finding="On second thoughts.")
    second = agreed(quick, about)
    with quick.acting(COMMISSIONER) as desk:
        judging.fail(desk, second, finding="Nothing was done.")
    assert watched(quick, second) == []


def test_a_day_moves_with_a_reason_and_its_deadline_with_it(quick: Life) -> None:
    ref = agreed(quick, quick.commission())
    later = dt.date(2025, 12, 31)
    with pytest.raises(GuardRefused) as silent, quick.acting(COMMISSIONER) as desk:
        acts.change(desk, ref, due=later)
    assert codes(silent) == ["improvement.reason_wanted"]
    with pytest.raises(GuardRefused) as before, quick.acting(COMMISSIONER) as desk:
        acts.change(desk, ref, due=dt.date(2025, 8, 1), reason="sooner")
    assert codes(before) == ["improvement.plan_before_action"]
    with quick.acting(COMMISSIONER) as desk:
        acts.change(desk, ref, due=later, officer=POLICE, reason="The provider moves house.")
    assert ("improvement_plan", later, f"person:{POLICE}") in watched(quick, ref)
    assert len(watched(quick, ref)) == 2


def test_every_reason_against_raising_one_is_given_at_once(quick: Life) -> None:
    about = quick.commission()
    raised(quick, about)
    with quick.acting(None) as desk:
        row = desk.row("person", POLICE)
        values = {"left_on": quick.today}
        desk.apply(Change(kind="person.went", table="person", subject=row, values=values))
    with pytest.raises(GuardRefused) as why, quick.acting(COMMISSIONER) as desk:
        acts.raise_plan(desk, commission=about, officer=POLICE, due=quick.today)
    assert codes(why) == [
        "improvement.open_already",
        "improvement.officer_left",
        "improvement.day_past",
    ]
    with pytest.raises(GuardRefused) as who, quick.acting("example-nhs") as desk:
        acts.raise_plan(desk, commission=about)
    assert codes(who) == ["lifecycle.not_permitted"]
    assert raised(quick, about, beside=True) == "I-0002"


def test_actions_that_cannot_be(quick: Life) -> None:
    ref = agreed(quick, quick.commission())
    with pytest.raises(GuardRefused) as late, quick.acting(COMMISSIONER) as desk:
        actions.add_action(desk, ref, what=" ", officer=DIRECTOR, by=DUE + dt.timedelta(days=1))
    assert codes(late) == ["improvement.action_after_plan", "improvement.what_missing"]
    with pytest.raises(Unusable) as none, quick.acting(COMMISSIONER) as desk:
        actions.settle_action(desk, ref, 2, outcome="Done.")
    assert codes(none) == ["improvement.action_unknown"]
    with pytest.raises(GuardRefused) as theirs, quick.acting("example-nhs") as desk:
        actions.settle_action(desk, ref, 1, outcome="Done.", done_on=quick.today + DAY)
    assert codes(theirs) == ["improvement.not_their_action", "improvement.done_in_future"]
    settle(quick, ref)
    with pytest.raises(GuardRefused) as twice, quick.acting(DIRECTOR) as desk:
        actions.settle_action(desk, ref, 1, outcome="Again.")
    assert codes(twice) == ["improvement.action_settled"]


@pytest.mark.parametrize(("failed", "then"), [(False, "averted"), (True, "case_for_change")])
def test_a_plan_of_a_case_settles_it(quick: Life, failed: bool, then: str) -> None:
    about = quick.commission()
    with quick.acting(COMMISSIONER) as desk:
        trigger(desk, commission=about, trigger="x", cause="x:1")
    with quick.acting(COMMISSIONER) as desk:
        cases.support(desk, "X-0001", reason="It can be mended.")
    ref = agreed(quick, about, case="X-0001")
    settle(quick, ref)
    with quick.acting(COMMISSIONER) as desk:
        (judging.fail if failed else judging.meet)(desk, ref, finding="As seen.")
    assert quick.row("X-0001", "decommissioning_case").state == then


def test_a_plan_lapses_with_its_commission_and_with_its_case(quick: Life) -> None:
    about = quick.commission()
    with quick.acting(COMMISSIONER) as desk:
        trigger(desk, commission=about, trigger="x", cause="x:1")
    of_case = agreed(quick, about, case="X-0001")
    other = agreed(quick, about)
    with quick.acting(COMMISSIONER) as desk:
        cases.avert(desk, "X-0001", reason="The cause was an error.")
    assert (state(quick, of_case), state(quick, other)) == ("withdrawn", "agreed")
    with quick.acting(COMMISSIONER) as desk:
        lifecycle.withdraw(desk, commission=about, reason="nobody needs it")
    assert state(quick, other) == "withdrawn"
    assert watched(quick, other) == []
    with pytest.raises(Refused), quick.acting(COMMISSIONER) as desk:
        acts.raise_plan(desk, commission=about)


def test_the_lists_say_what_is_open_and_what_is_overdue(quick: Life) -> None:
    about = quick.commission()
    ref = agreed(quick, about)
    with quick.looking() as desk:
        (line,) = queries.listing(desk)
        assert queries.listing(desk, overdue=True) == []
    assert (line["ref"], line["open"], line["overdue"]) == (ref, 1, False)
    quick.wait_until(DUE + DAY)
    with quick.looking() as desk:
        assert [one["ref"] for one in queries.listing(desk, overdue=True)] == [ref]
        (ahead,) = queries.ahead(desk, desk.row("commission", about).id)
    assert ahead["said"].code == "improvement.overdue"


def test_the_night_sets_a_lost_deadline_again(quick: Life) -> None:
    ref = agreed(quick, quick.commission())
    with quick.acting(None) as desk:
        row = desk.row("improvement_plan", ref)
        (own,) = live(desk, row.id, kind="improvement_plan")
        desk.apply(
            Change(
                kind="deadline.superseded",
                table="improvement_plan",
                subject=row,
                values={},
                writes=(superseded(desk, own),),
            )
        )
    sought = missing.looked(
        quick.world.store, part="improvement", after=None, now=quick.now, limit=10
    )
    assert [one.ref for one in sought.mended] == [ref]
    assert ("improvement_plan", DUE, f"person:{DIRECTOR}") in watched(quick, ref)
