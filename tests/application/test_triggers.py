"""Triggers: causes found over the register, each opening one case, whatever happens and when."""

import datetime as dt
from typing import Any

import pytest
from reports import COMMISSIONER, DIRECTOR, SECRETARY, Life, codes, life
from sqlalchemy import bindparam, select
from trigger_bits import REDS, cases, in_force, is_due, measure, observe, quarter, sweep

from governance.application.change import Change, Update
from governance.application.commissions.agreements import record_agreement
from governance.application.deadlines.policies import policies
from governance.application.deadlines.settling import live
from governance.application.decommissioning import acts as case_acts
from governance.application.improvement import actions, judging
from governance.application.improvement import acts as plans
from governance.application.proposals.submitting import withdraw
from governance.application.triggers import looking, opening, queries, raising
from governance.domain.errors import GuardRefused, Refused, Unusable
from governance.domain.escalation import Offset, counted
from governance.store.engine import Store
from governance.store.tables import TABLES

_deadline, _message = TABLES["deadline"], TABLES["message"]
_TOLD = select(_message).where(
    _message.c.partnership_id == bindparam("partnership"),
    _message.c.subject_id == bindparam("subject"),
)
_PRE_EXPIRY = (
    select(_deadline)
    .where(
        _deadline.c.partnership_id == bindparam("partnership"),
        _deadline.c.subject_id == bindparam("subject"),
        _deadline.c.kind == "pre_expiry_review",
    )
    .order_by(_deadline.c.id)
)
_observation = TABLES["observation"]
_OBSERVED = (
    select(_observation)
    .where(
        _observation.c.partnership_id == bindparam("partnership"),
        _observation.c.measure_id == bindparam("measure"),
    )
    .order_by(_observation.c.period_end.desc())
)

MORE = (
    REDS
    + """\
  plan-failed:
    title: A plan failed
    source: local
    looks for: failed improvement plan
    offers: change
  ends:
    title: Nothing follows
    source: local
    looks for: agreement ending
    offers: change
  gone:
    title: Need gone
    source: local
    looks for: need gone
    offers: change
  broke:
    title: Broke
    source: local
    looks for: insolvency
    answer: 1 working day
    offers: emergency
"""
)


@pytest.fixture
def played(store: Store, now: dt.datetime) -> Life:
    """The example partnership with a few triggers in force, on each database."""
    made = life(store, now)
    in_force(made, MORE)
    return made


@pytest.fixture
def quick(quick_store: Store, now: dt.datetime) -> Life:
    """The same in memory."""
    made = life(quick_store, now)
    in_force(made, MORE)
    return made


def agreement(life: Life, about: str, ends: dt.date, **more: Any) -> str:
    with life.acting() as desk:
        return record_agreement(
            desk,
            commission=about,
            title="As it runs",
            reason="found",
            starts_on=dt.date(2024, 4, 1),
            ends_on=ends,
            **more,
        ).ref


def averted(life: Life, ref: str) -> None:
    with life.acting() as desk:
        case_acts.avert(desk, ref, reason="It does well again.")


def test_a_row_of_reds_opens_one_case_and_a_new_row_another(played: Life) -> None:
    about = played.commission()
    ref = measure(played, about)
    sweep(played)
    assert not is_due(played)
    observe(played, ref, "red")
    sweep(played)
    assert cases(played) == []

    observe(played, ref, "red", first=1)
    assert is_due(played)
    swept = sweep(played)
    assert (swept.done, swept.failed, is_due(played)) == (1, 0, False)
    (case,) = cases(played)
    assert (case.ref, case.state, case.way) == ("X-0001", "triggered", "support")
    assert (case.trigger, case.cause) == ("red-twice", f"reds:{ref}:{quarter(0)}")
    assert [one["to"] for one in case.evidence[0]["observations"]] == ["2024-03-31", "2024-06-30"]

    observe(played, ref, "red", first=2)
    sweep(played)
    averted(played, "X-0001")
    observe(played, ref, "red", first=3)
    sweep(played)
    assert [one.ref for one in cases(played)] == ["X-0001"]
    assert cases(played)[0].evidence == case.evidence

    observe(played, ref, "green", "red", first=4)
    sweep(played)
    observe(played, ref, "red", first=6)
    sweep(played)
    assert [one.cause for one in cases(played)] == [
        f"reds:{ref}:{quarter(0)}",
        f"reds:{ref}:{quarter(5)}",
    ]
    assert played.whole()


def test_a_further_measure_belongs_to_the_open_case_and_only_a_new_row_to_another(
    played: Life,
) -> None:
    about = played.commission()
    first, second, third = (measure(played, about) for _ in range(3))
    observe(played, first, "red", "red")
    sweep(played)
    observe(played, second, "red", "red")
    observe(played, third, "red")
    sweep(played)
    played.wait(1)
    averted(played, "X-0001")
    played.wait(1)
    observe(played, first, "red", first=2)
    observe(played, second, "red", first=2)
    sweep(played)
    assert [one.ref for one in cases(played)] == ["X-0001"]

    observe(played, third, "red", first=1)
    sweep(played)
    assert [one.cause[:11] for one in cases(played)] == [f"reds:{first}", f"reds:{third}"]
    averted(played, "X-0002")
    played.wait(1)
    observe(played, second, "green", "red", first=3)
    sweep(played)
    assert len(cases(played)) == 2
    observe(played, second, "red", first=5)
    sweep(played)
    assert cases(played)[-1].cause == f"reds:{second}:{quarter(4)}"


def test_a_row_that_came_about_only_after_the_case_was_settled_is_a_cause(quick: Life) -> None:
    about = quick.commission()
    first, second = measure(quick, about), measure(quick, about)
    observe(quick, first, "red", "red")
    sweep(quick)
    observe(quick, second, "red", "amber")
    quick.wait(1)
    averted(quick, "X-0001")
    quick.wait(1)
    with quick.acting(None) as desk:
        row = desk.row("measure", second)
        again = Update("observation", desk.first(_OBSERVED, measure=row.id), {"rating": "red"})
        told = {"reds": 2}
        desk.apply(
            Change(
                kind="measure.red",
                table="measure",
                subject=row,
                values=told,
                facts=told,
                writes=(again,),
            )
        )
    sweep(quick)
    assert [one.cause[:11] for one in cases(quick)] == [f"reds:{first}", f"reds:{second}"]


def test_nothing_is_due_until_something_changes_or_a_day_passes(quick: Life) -> None:
    about = quick.commission()
    ref = measure(quick, about)
    assert is_due(quick)
    sweep(quick)
    assert not is_due(quick)
    quick.now += dt.timedelta(hours=2)
    assert not is_due(quick)
    observe(quick, ref, "green")
    assert is_due(quick)
    sweep(quick)
    assert not is_due(quick)
    quick.wait(1)
    assert is_due(quick)
    sweep(quick)
    assert not is_due(quick)


def test_without_triggers_in_force_nothing_is_ever_due(
    quick_store: Store, now: dt.datetime
) -> None:
    bare = life(quick_store, now)
    observe(bare, measure(bare, bare.commission()), "red", "red", "red")
    assert not is_due(bare)
    assert sweep(bare).done == 0


def test_new_triggers_look_at_everything_anew(quick: Life) -> None:
    observe(quick, measure(quick, quick.commission()), "red")
    sweep(quick)
    assert cases(quick) == []
    stricter = REDS.replace("periods: 2", "periods: 1").replace("red-twice", "red-once")
    in_force(quick, stricter, key="stricter")
    assert is_due(quick)
    sweep(quick)
    assert [one.trigger for one in cases(quick)] == ["red-once"]


def test_a_trigger_holds_where_it_says(quick: Life) -> None:
    only = REDS.replace("offers: support", "offers: support\n    only where: {tiers: [high]}")
    in_force(quick, only.replace("periods: 2", "periods: 1"), number=2)
    high, low = quick.commission("High"), quick.commission("Low")
    for about, tier in ((high, "high"), (low, "low")):
        with quick.acting(None) as desk:
            row = desk.row("commission", about)
            values = {"risk_tier": tier}
            desk.apply(
                Change(kind="commission.tier_set", table="commission", subject=row, values=values)
            )
        observe(quick, measure(quick, about), "red")
    sweep(quick)
    assert [one.commission_id for one in cases(quick)] == [quick.row(high, "commission").id]


def test_the_lead_and_the_secretary_are_told_and_the_lead_answers_in_time(quick: Life) -> None:
    observe(quick, measure(quick, quick.commission()), "red", "red")
    sweep(quick)
    (case,) = cases(quick)
    with quick.looking() as desk:
        (due,) = live(desk, case.id)
        told = desk.all(_TOLD, subject=case.id)
        ten_days = counted(
            Offset(10, "working_days", "after"), day=quick.today, calendar=policies(desk).calendar
        )
    assert (due.owner, due.due_day) == ("lead", ten_days.day)
    assert sorted(row.recipient for row in told) == ["lead", "secretary"]


def test_a_failed_plan_without_a_case_is_a_cause_of_its_own(quick: Life) -> None:
    about = quick.commission()
    ref = agreed_plan(quick, about)
    with quick.acting() as desk:
        judging.fail(desk, ref, finding="Nothing is better.")
    sweep(quick)
    (case,) = cases(quick)
    assert (case.trigger, case.cause, case.way) == ("plan-failed", f"plan-failed:{ref}", "change")
    assert case.evidence[0]["finding"] == "Nothing is better."
    quick.wait(1)
    sweep(quick)
    assert len(cases(quick)) == 1


def agreed_plan(life: Life, about: str, **more: Any) -> str:
    """An agreed plan of a commission with one action, carried out by the director."""
    due = life.today + dt.timedelta(days=90)
    with life.acting(COMMISSIONER) as desk:
        ref = plans.raise_plan(
            desk, commission=about, wanted="Nine in ten.", officer=DIRECTOR, due=due, **more
        ).ref
    with life.acting(COMMISSIONER) as desk:
        actions.add_action(desk, ref, what="Hire two people", officer=DIRECTOR, by=due)
    with life.acting(COMMISSIONER) as desk:
        plans.agree(desk, ref)
    return ref


def test_an_agreement_that_ends_is_watched_and_then_a_cause(played: Life) -> None:
    about = played.commission()
    ref = agreement(played, about, played.today + dt.timedelta(days=100))
    sweep(played)
    assert cases(played) == []
    with played.looking() as desk:
        told = queries.evaluate(desk)
    assert [one["ref"] for one in told["watched"]] == [ref]
    played.wait(10)
    sweep(played)
    (case,) = cases(played)
    assert (case.trigger, case.evidence[0]["warning"]) == ("ends", "red")
    assert case.agreement_id == played.row(ref, "agreement").id


def test_a_report_on_what_follows_keeps_an_ending_agreement_from_being_a_cause(quick: Life) -> None:
    about = quick.commission()
    ref = agreement(quick, about, quick.today + dt.timedelta(days=60))
    paper = quick.draft("extend", None, 10_000, agreement=ref, details={"ends_on": "2026-03-31"})
    quick.submit(paper)
    sweep(quick)
    assert cases(quick) == []
    with quick.acting(COMMISSIONER) as desk:
        withdraw(desk, paper, reason="not wanted")
    quick.wait(1)
    sweep(quick)
    assert len(cases(quick)) == 1


def test_people_raise_a_cause_with_evidence_once_while_its_case_is_open(quick: Life) -> None:
    about = quick.commission()
    with pytest.raises(GuardRefused) as missing, quick.acting(COMMISSIONER) as desk:
        raising.raise_trigger(desk, commission=about, trigger="gone", evidence=" ")
    assert codes(missing) == ["trigger.no_evidence"]
    with quick.acting(COMMISSIONER) as desk:
        raising.raise_trigger(desk, commission=about, trigger="gone", evidence="Nobody asks.")
    with pytest.raises(Refused) as again, quick.acting(COMMISSIONER) as desk:
        raising.raise_trigger(desk, commission=about, trigger="gone", evidence="Still nobody.")
    assert codes(again) == ["trigger.case_open"]
    averted(quick, "X-0001")
    with quick.acting(COMMISSIONER) as desk:
        raising.raise_trigger(desk, commission=about, trigger="gone", evidence="Nobody, again.")
    assert [one.cause for one in cases(quick)] == ["gone:1", "gone:2"]
    with quick.acting(SECRETARY) as desk:
        raising.raise_trigger(desk, commission=about, trigger="broke", evidence="A court order.")
    assert cases(quick)[-1].way == "emergency"


def test_who_may_not_raise_and_what_cannot_be_raised(quick: Life) -> None:
    about = quick.commission()
    with pytest.raises(GuardRefused) as closed, quick.acting("example-police") as desk:
        raising.raise_trigger(desk, commission=about, trigger="gone", evidence="I think so.")
    assert codes(closed) == ["lifecycle.not_permitted"]
    with pytest.raises(Unusable) as unknown, quick.acting(COMMISSIONER) as desk:
        raising.raise_trigger(desk, commission=about, trigger="gnoe", evidence="x")
    assert codes(unknown) == ["trigger.unknown"]
    with pytest.raises(Refused) as itself, quick.acting(COMMISSIONER) as desk:
        raising.raise_trigger(desk, commission=about, trigger="red-twice", evidence="x")
    assert codes(itself) == ["trigger.found_by_itself"]


def test_a_case_that_cannot_be_opened_waits_and_holds_up_no_other(
    quick: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = quick.commission("One"), quick.commission("Two")
    for about in (first, second):
        observe(quick, measure(quick, about), "red", "red")
    broken = quick.row(first, "commission").id
    opens = opening.open_if_there

    def breaks(desk: Any, ruled: Any, commission: str) -> Any:
        if commission == broken:
            raise RuntimeError("no")
        return opens(desk, ruled, commission)

    monkeypatch.setattr(looking, "open_if_there", breaks)
    swept = sweep(quick)
    assert (swept.done, swept.failed, len(cases(quick))) == (1, 1, 1)
    assert not is_due(quick)
    monkeypatch.setattr(looking, "open_if_there", opens)
    quick.now += dt.timedelta(hours=1, minutes=1)
    assert is_due(quick)
    sweep(quick)
    assert len(cases(quick)) == 2


def test_a_correction_takes_a_red_away_before_anybody_looked(quick: Life) -> None:
    ref = measure(quick, quick.commission())
    observe(quick, ref, "red", "red")
    with quick.acting(None) as desk:
        row = desk.row("measure", ref)
        values = {"reds": 0, "rating": "green"}
        desk.apply(Change(kind="measure.corrected", table="measure", subject=row, values=values))
    sweep(quick)
    assert cases(quick) == []


PRE_EXPIRY = """\
  before-the-end:
    title: No review before the end
    source: local
    looks for: pre-expiry review not held
    months before: 12
    days after: 30
    offers: change
"""


def test_a_review_is_due_before_an_agreement_ends_and_a_cause_if_it_is_not_held(
    played: Life,
) -> None:
    in_force(played, PRE_EXPIRY, key="expiry")
    about = played.commission()
    ends = played.today + dt.timedelta(days=400)
    ref = agreement(played, about, ends)
    sweep(played)
    (due,) = pre_expiry(played, ref)
    assert (due.due_day, due.state) == (ends.replace(year=ends.year - 1), "running")
    played.wait_until(due.due_day + dt.timedelta(days=30))
    sweep(played)
    assert [one.trigger for one in cases(played)] == []
    played.wait(1)
    sweep(played)
    (case,) = cases(played)
    assert case.cause == f"pre-expiry:{ref}:{ends}"
    assert not is_due(played)


def test_the_review_before_an_end_moves_with_it_and_is_met_by_a_report(quick: Life) -> None:
    in_force(quick, PRE_EXPIRY, key="expiry")
    about = quick.commission()
    ref = agreement(quick, about, quick.today + dt.timedelta(days=420))
    sweep(quick)
    later = quick.today + dt.timedelta(days=500)
    with quick.acting(None) as desk:
        row = desk.row("agreement", ref)
        values = {"ends_on": later}
        desk.apply(Change(kind="agreement.extended", table="agreement", subject=row, values=values))
    sweep(quick)
    assert [(d.cause, d.state) for d in pre_expiry(quick, ref)] == [
        (row.ends_on.isoformat(), "superseded"),
        (later.isoformat(), "running"),
    ]
    quick.wait(100)
    details = {"ends_on": "2028-03-31"}
    quick.submit(quick.draft("extend", None, 10_000, agreement=ref, details=details))
    quick.wait(1)
    sweep(quick)
    assert pre_expiry(quick, ref)[-1].state == "met"


def pre_expiry(life: Life, ref: str) -> list[Any]:
    with life.looking() as desk:
        return desk.all(_PRE_EXPIRY, subject=desk.row("agreement", ref).id)
