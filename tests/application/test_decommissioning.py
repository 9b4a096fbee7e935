"""Decommissioning cases: walked through, refused with all that is missing, and never walked round."""

import datetime as dt
from typing import Any

import pytest
from cases import (
    CHILDREN,
    EVIDENCE,
    SAVINGS,
    TRANSITION,
    agreement,
    at_options,
    consulted,
    decided,
    do,
    due,
    in_transition,
    opened,
    plan,
    proposed,
    served,
    state,
)
from reports import COMMISSIONER, SECRETARY, Life, codes, life

from governance.application.commissions import agreement_moves, lifecycle
from governance.application.decommissioning import (
    acts,
    ending,
    noticing,
    proposing,
    transition,
    triggering,
)
from governance.application.decommissioning.setting_again import set_day_again
from governance.application.proposals import after, drafting, submitting
from governance.application.proposals.findings import Words
from governance.application.proposals.outside import record_outside
from governance.domain.errors import GuardRefused, MovedFirst, NoSuchMove, Refused, Unusable
from governance.store.engine import Store
from statemachines.decommissioning import DECOMMISSIONING
from statemachines.machine import look

ENDS = dt.date(2027, 3, 31)
"""The last day of the commission and of its agreement, before any notice."""


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


@pytest.fixture
def both(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


def test_a_case_is_walked_through_to_its_evaluation(both: Life) -> None:
    about = served(both)
    case = in_transition(both, about)
    assert both.row(about, "commission").state == "under_notice"
    both.wait(101)
    do(both, transition.count, case, cases=41, moved=40)
    with pytest.raises(GuardRefused) as refused:
        do(both, ending.close, case)
    assert codes(refused) == [
        "decommissioning.children_left",
        "decommissioning.agreement_open",
        "decommissioning.replacement_missing",
    ]
    both.tick()  # the agreement ends
    do(both, transition.count, case, cases=41, moved=41)
    do(both, transition.replace_by, case, none_because="Schools do it themselves.")
    do(both, ending.close, case)
    assert (state(both, case), both.row(about, "commission").state) == ("closed", "closed")
    year = due(both, case)
    assert list(year) == ["decommissioning_evaluation"]
    assert year["decommissioning_evaluation"].replace(year=both.today.year) == both.today
    with pytest.raises(GuardRefused) as early:
        do(both, ending.evaluate, case, improvement="", saved=None, learned="", children=None)
    assert codes(early) == [
        "decommissioning.improvement_missing",
        "decommissioning.learned_missing",
        "decommissioning.saved_missing",
        "decommissioning.children_missing",
        "decommissioning.evaluation_early",
    ]
    both.wait(366)
    told: dict[str, Any] = {
        "improvement": "Shorter ways.",
        "saved": 38_000_00,
        "learned": "Tell them sooner.",
    }
    with pytest.raises(GuardRefused) as miscounted:
        do(both, ending.evaluate, case, children={"settled": 40}, **told)
    assert codes(miscounted) == ["decommissioning.children_differ"]
    do(both, ending.evaluate, case, children=CHILDREN, **told)
    row = both.row(case, "decommissioning_case")
    assert row.state == "evaluated"
    assert row.evaluation["promised"] == SAVINGS["saving"]
    assert due(both, case) == {}
    assert both.whole()


def test_the_report_needs_its_documents_on_itself_whatever_the_scheme_asks(played: Life) -> None:
    about = served(played)
    played.evidence(about, *EVIDENCE)  # on the commission's file, where the scheme looks too
    case, report = proposed(played, about)
    with pytest.raises(GuardRefused) as refused:
        played.submit(report)
    assert codes(refused) == ["decommissioning.evidence_missing"] * 3
    assert "Equality Act 2010 section 149" in str(refused.value.refusals[1].params["source"])
    played.evidence(report, *EVIDENCE)
    played.submit(report)
    assert state(played, case) == "before_decider"


def test_documents_taken_off_again_are_missed_before_the_decider(played: Life) -> None:
    from governance.application.commissions.evidence import withdraw_evidence
    from governance.application.proposals.reading import read_report

    about = served(played)
    played.evidence(about, *EVIDENCE)
    case, report = proposed(played, about)
    played.evidence(report, *EVIDENCE)
    played.submit(report)
    played.view(report, "joint-commissioning-head", by=COMMISSIONER)
    played.executive(report)
    with played.acting(COMMISSIONER) as desk:
        seen = read_report(desk, desk.row("proposal", report), on=desk.today)
        mine = [e for e in seen.evidence if e.proposal_id and e.kind == EVIDENCE[1]]
        withdraw_evidence(desk, evidence=mine[0].id, reason="wrong file")
    with pytest.raises(GuardRefused) as refused:
        played.decide(report)
    assert codes(refused) == ["decommissioning.evidence_missing"]
    played.decide(report, "refused")  # nothing is wanted for that
    assert state(played, case) == "refused"
    do(played, acts.avert, case, reason="It goes on.")
    assert state(played, case) == "averted"


@pytest.mark.parametrize(("saving", "rule"), [(25_000_00, "X1"), (25_000_01, "X2")])
def test_what_the_case_saves_is_what_the_scheme_is_asked(
    played: Life, saving: int, rule: str
) -> None:
    case = consulted(played, served(played))
    do(played, acts.appraise, case, savings={"saving": saving})
    report = do(played, proposing.propose, case).report
    assert played.row(report).answers == {"savings": saving, "budget": 250_000_00}
    played.evidence(report, *EVIDENCE)
    assert played.rule(played.submit(report)) == rule


def test_nobody_saves_more_than_the_budget(played: Life) -> None:
    case = at_options(played, served(played))
    with pytest.raises(GuardRefused) as refused:
        do(played, acts.appraise, case, savings={"saving": 250_000_01})
    assert codes(refused) == ["decommissioning.saves_too_much"]
    do(played, acts.appraise, case, savings={"saving": 250_000_00})


def test_a_report_says_of_savings_what_its_case_says(played: Life) -> None:
    case, report = proposed(played, served(played))
    played.evidence(report, *EVIDENCE)
    with played.acting(COMMISSIONER) as desk:
        drafting.amend(desk, report, answers={"savings": "1000"})
    with pytest.raises(GuardRefused) as refused:
        played.submit(report)
    assert codes(refused) == ["decommissioning.answered_otherwise"]
    assert refused.value.refusals[0].params["name"] == "savings"
    with played.acting(COMMISSIONER) as desk:
        drafting.amend(desk, report, answers={"savings": refused.value.refusals[0].params["text"]})
    played.submit(report)
    assert state(played, case) == "before_decider"


def test_without_a_case_the_equality_assessment_is_wanted_all_the_same(played: Life) -> None:
    report = played.draft("exit", served(played), answers={"savings": "1000", "budget": "5000"})
    with pytest.raises(GuardRefused) as refused:
        played.submit(report)
    assert [r.params.get("kind") for r in refused.value.refusals] == ["equality-impact-assessment"]
    played.evidence(report, EVIDENCE[1])
    played.submit(report)


def test_without_consultation_the_decision_can_be_taken_on_the_advice(played: Life) -> None:
    case = at_options(played, served(played))
    do(played, acts.no_consultation, case, reason="Nobody uses it.", advice="Counsel agrees.")
    report = do(played, proposing.propose, case).report
    played.evidence(report, *EVIDENCE[:2], "consultation-advice")
    played.submit(report)
    played.view(report, "joint-commissioning-head", by=COMMISSIONER)
    played.executive(report)
    played.decide(report, publish=True)
    assert state(played, case) == "decided"


def test_notice_counts_from_the_decision_at_the_earliest(played: Life) -> None:
    case, _ = decided(played, served(played))
    early = played.today - dt.timedelta(days=60)
    told: dict[str, Any] = {"given_on": early, "ends": played.today + dt.timedelta(days=40)}
    with pytest.raises(GuardRefused) as refused:
        do(played, noticing.give_notice, case, **told)
    assert codes(refused) == ["decommissioning.notice_short"]
    do(played, noticing.give_notice, case, **told, short="They were told in the meeting.")
    row = played.row(case, "decommissioning_case")
    assert [f["code"] for f in row.flags] == [
        "decommissioning.notice_before",
        "decommissioning.short_notice_reasoned",
    ]


def test_all_that_is_missing_is_said_at_once(played: Life) -> None:
    case = opened(played, served(played))
    with pytest.raises(NoSuchMove):
        do(played, proposing.propose, case)
    do(played, acts.make_case, case, reason="Because.")
    do(played, acts.appraise, case)
    with pytest.raises(GuardRefused) as refused:
        do(played, proposing.propose, case)
    assert codes(refused) == [
        "decommissioning.scope_missing",
        "decommissioning.options_missing",
        "decommissioning.users_missing",
        "decommissioning.market_missing",
        "decommissioning.support_missing",
        "decommissioning.saving_missing",
        "decommissioning.cost_missing",
        "decommissioning.budget_missing",
        "decommissioning.consultation_missing",
    ]
    with pytest.raises(Refused) as half:
        do(played, acts.no_consultation, case, reason="Nobody uses it.", advice="")
    assert codes(half) == ["decommissioning.no_consultation_lacks"]


def test_without_consultation_the_report_carries_the_advice(played: Life) -> None:
    about = served(played)
    case = at_options(played, about)
    do(played, acts.no_consultation, case, reason="Nobody uses it.", advice="Counsel agrees.")
    made = do(played, proposing.propose, case)
    assert [w.params["kind"] for w in made.wants] == [*EVIDENCE[:2], "consultation-advice"]


def test_a_consultation_that_runs_is_not_over(played: Life) -> None:
    case = at_options(played, served(played))
    last = played.today + dt.timedelta(days=70)
    do(played, acts.consult, case, first=played.today, last=last, whom="Families")
    assert due(played, case) == {"decommissioning_consultation_ends": last}
    with pytest.raises(GuardRefused) as refused:
        do(played, proposing.propose, case)
    assert "decommissioning.consultation_runs" in codes(refused)
    do(played, acts.make_case, case, reason="What they said changes the case.")
    assert (state(played, case), due(played, case)) == ("case_for_change", {})


def test_voluntary_providers_have_three_months(played: Life) -> None:
    case, _ = decided(played, served(played))
    soon = played.today + dt.timedelta(days=30)
    with pytest.raises(GuardRefused) as refused:
        do(played, noticing.give_notice, case, ends=soon)
    assert codes(refused) == ["decommissioning.notice_short"]
    do(played, noticing.give_notice, case, ends=soon, short="It is not safe.")
    row = played.row(case, "decommissioning_case")
    assert [f["code"] for f in row.flags] == ["decommissioning.short_notice_reasoned"]
    assert due(played, case) == {"decommissioning_notice_ends": soon}


def test_notice_on_the_commission_moves_its_case_and_back(played: Life) -> None:
    about = served(played)
    case, _ = decided(played, about)
    with played.acting() as desk:
        lifecycle.give_notice(desk, commission=about, end_date=played.today + dt.timedelta(days=9))
    row = played.row(case, "decommissioning_case")
    assert (row.state, [f["code"] for f in row.flags]) == (
        "notice",
        ["decommissioning.short_notice"],
    )
    with pytest.raises(GuardRefused) as refused, played.acting() as desk:
        lifecycle.close(desk, commission=about)
    assert "decommissioning.case_waits" in codes(refused)
    assert "decommissioning.count_missing" in codes(refused)
    with played.acting() as desk:
        lifecycle.withdraw_notice(desk, commission=about, reason="Families objected.")
    assert (state(played, case), due(played, case)) == ("decided", {})


def test_a_notice_taken_back_lets_everything_go_on(played: Life) -> None:
    about = served(played)
    case = in_transition(played, about)
    do(played, noticing.withdraw_notice, case, reason="Another way was found.")
    assert state(played, case) == "decided"
    assert played.row(about, "commission").state == "in_cycle"
    assert played.row("A-0001", "agreement").state == "in_force"
    assert ends(played, about) == (ENDS, ENDS)
    assert due(played, "A-0001")["agreement_ends"] == ENDS + dt.timedelta(days=1)
    played.wait(101)
    played.tick()
    assert played.row("A-0001", "agreement").state == "in_force"
    assert played.whole()


def ends(life: Life, about: str) -> tuple[dt.date, dt.date]:
    """The last days of a commission and of its agreement."""
    return life.row(about, "commission").end_date, life.row("A-0001", "agreement").ends_on


def test_a_notice_taken_back_while_halted_lets_the_clocks_run_again(played: Life) -> None:
    about = served(played)
    case = in_transition(played, about)
    do(played, transition.halt, case, reason="Two children have nowhere to go.")
    played.wait(50)
    do(played, noticing.withdraw_notice, case, reason="Another way was found.")
    assert ends(played, about) == (ENDS, ENDS)
    played.wait_until(ENDS + dt.timedelta(days=1))
    played.tick()
    assert played.row("A-0001", "agreement").state == "expired"


def test_what_ended_outside_while_halted_does_not_stop_its_clocks_for_good(played: Life) -> None:
    about = served(played)
    case = in_transition(played, about)
    do(played, transition.halt, case, reason="Two children have nowhere to go.")
    played.wait(50)
    do(played, ending.record_closure, case, by=SECRETARY, reason="The provider left.")
    played.wait(101)
    played.tick()
    assert played.row("A-0001", "agreement").state == "ended"


@pytest.mark.parametrize("halted", [False, True])
def test_a_quashed_decision_takes_its_notices_back(both: Life, halted: bool) -> None:
    about = served(both)
    case = in_transition(both, about)
    report = both.row(both.row(case, "decommissioning_case").proposal_id).ref
    if halted:
        do(both, transition.halt, case, reason="Two children have nowhere to go.")
    with both.acting("example-monitoring") as desk:
        after.quash(desk, report, reason="No due regard.")
    assert state(both, case) == "options"
    assert both.row(about, "commission").state == "in_cycle"
    assert both.row("A-0001", "agreement").state == "in_force"
    assert ends(both, about) == (ENDS, ENDS)
    both.wait_until(ENDS)
    both.tick()
    assert both.row("A-0001", "agreement").state == "in_force"
    both.wait(1)
    both.tick()
    assert both.row("A-0001", "agreement").state == "expired"
    assert both.whole()


def test_a_provider_that_gave_notice_of_itself_still_leaves_when_the_decision_falls(
    played: Life,
) -> None:
    about = served(played)
    last = played.today + dt.timedelta(days=400)
    with played.acting() as desk:
        agreement_moves.move(
            desk, agreement="A-0001", move="record_notice", reason="They leave.", ends_on=last
        )
    case, report = decided(played, about)
    do(played, noticing.give_notice, case, ends=last)
    with played.acting("example-monitoring") as desk:
        after.quash(desk, report, reason="No due regard.")
    assert played.row(about, "commission").state == "in_cycle"
    assert played.row("A-0001", "agreement").state == "notice"


def test_nothing_ends_by_itself_while_it_is_not_safe(played: Life) -> None:
    about = served(played)
    case = in_transition(played, about)
    before = played.row(case, "decommissioning_case").notice_ends_on
    do(played, transition.halt, case, reason="Two children have nowhere to go.")
    played.wait(200)
    played.tick()
    assert (state(played, case), played.row("A-0001", "agreement").state) == ("halted", "notice")
    do(played, transition.resume, case, reason="Both have a place.")
    after_ = played.row(case, "decommissioning_case").notice_ends_on
    assert after_ - before == dt.timedelta(days=200)
    assert due(played, case) == {"decommissioning_notice_ends": after_}


def test_children_are_counts_that_add_up(played: Life) -> None:
    case = in_transition(played, served(played))
    odds: tuple[dict[str, Any], ...] = ({"cases": 3, "moved": 4}, {"cases": -1, "moved": 0})
    for odd in odds:
        with pytest.raises(Unusable):
            do(played, transition.count, case, **odd)
    with pytest.raises(Unusable) as future:
        do(played, transition.count, case, cases=3, moved=4, on=dt.date(2030, 1, 1))
    assert codes(future) == ["decommissioning.count_odd", "decommissioning.day_in_future"]
    with pytest.raises(Unusable) as past:
        do(played, transition.count, case, cases=3, moved=1, on=dt.date(2024, 1, 1))
    assert codes(past) == ["decommissioning.count_earlier"]


def test_a_part_of_a_service_ends_and_its_commission_goes_on(played: Life) -> None:
    about = served(played)
    case, _ = decided(played, about, partial=True)
    do(played, noticing.give_notice, case, ends=played.today + dt.timedelta(days=1))
    assert played.row(about, "commission").state == "in_cycle"
    do(played, transition.plan, case, **TRANSITION)
    do(played, transition.count, case, cases=0, moved=0)
    do(played, transition.begin, case)
    do(played, transition.replace_by, case, none_because="The rest goes on.")
    played.wait(2)
    do(played, ending.close, case)
    assert played.row(about, "commission").state == "in_cycle"


def test_a_report_beside_an_open_case_is_held_to_it(played: Life) -> None:
    about = served(played)
    case = consulted(played, about)
    report = played.draft("exit", about)
    with pytest.raises(GuardRefused) as refused:
        played.submit(report)
    assert codes(refused)[0] == "decommissioning.report_beside"
    made = do(played, proposing.propose, case, report=report)
    assert made.report == report
    assert played.row(report).answers["savings"] == SAVINGS["saving"]


def test_a_report_given_up_or_referred_back_returns_its_case(played: Life) -> None:
    about = served(played)
    case, report = proposed(played, about)
    played.evidence(report, *EVIDENCE)
    played.submit(report)
    with pytest.raises(GuardRefused) as refused:
        do(played, acts.avert, case, reason="Enough.")
    assert codes(refused) == ["decommissioning.report_live"]
    played.view(report, "joint-commissioning-head", by=COMMISSIONER)
    played.executive(report)
    played.decide(report, "referred_back")
    assert state(played, case) == "options"
    with pytest.raises(GuardRefused):
        do(played, acts.consult, case)
    again = do(played, proposing.propose, case)
    assert again.report == report
    with played.acting(COMMISSIONER) as desk:
        submitting.withdraw(desk, report, reason="Given up.")
    assert state(played, case) == "options"


def test_a_decision_outside_moves_the_case_with_what_it_lacked(played: Life) -> None:
    about = served(played)
    case = opened(played, about)
    report = played.draft("exit", about)
    ended_outside(played, report)
    row = played.row(case, "decommissioning_case")
    assert row.state == "decided"
    assert [f["code"] for f in row.flags] == [
        *["decommissioning.decided_without"] * 3,
        "decommissioning.decided_beside",
    ]


def ended_outside(life: Life, report: str) -> None:
    with life.acting() as desk:
        record_outside(
            desk,
            report,
            decider="executive-board",
            on=life.today,
            outcome="approved",
            words=Words("RESOLVED: that it end.", "It is dear.", "None."),
            reason="Decided in a hurry.",
            published_on=life.today,
        )


@pytest.mark.parametrize("other", [None, "A-0002"])
def test_a_decision_on_one_agreement_decides_no_case_but_its_own(
    played: Life, other: str | None
) -> None:
    about = served(played)
    agreement(played, about, provider="example-care")
    theirs = opened(played, about, agreement="A-0001")
    wider = opened(played, about, "the need is gone", agreement=other)
    ended_outside(played, played.draft("exit", about, agreement="A-0001"))
    assert (state(played, theirs), state(played, wider)) == ("decided", "triggered")


def test_a_quashed_decision_takes_its_case_back(played: Life) -> None:
    about = served(played)
    case, report = decided(played, about)
    with played.acting("example-monitoring") as desk:
        after.quash(desk, report, reason="No due regard.")
    assert state(played, case) == "options"
    do(played, acts.avert, case, reason="The court has spoken.")


def test_emergency_continuity_comes_first_and_options_after(played: Life) -> None:
    case = opened(played, served(played))
    with pytest.raises(GuardRefused) as refused:
        do(played, acts.ensure_continuity, case, reason="Insolvent.")
    assert codes(refused) == [
        f"decommissioning.continuity_{key}_missing" for key in ("what", "who", "until")
    ]
    until = played.today + dt.timedelta(days=14)
    told: dict[str, Any] = {"what": "Spot places", "who": "Lantern Families", "until": until}
    do(played, acts.ensure_continuity, case, reason="Insolvent.", **told)
    assert due(played, case) == {"decommissioning_continuity_ends": until}
    do(played, acts.appraise, case, scope="All of it")
    assert (state(played, case), due(played, case)) == ("options", {})


@pytest.mark.parametrize(
    ("outcome", "becomes"), [("met", "averted"), ("failed", "case_for_change")]
)
def test_an_improvement_plan_settles_support_and_challenge(
    played: Life, outcome: str, becomes: str
) -> None:
    case = opened(played, served(played))
    assert list(due(played, case)) == ["decommissioning_way"]
    do(played, acts.support, case, reason="They want to improve.")
    assert due(played, case) == {}
    plan(played, case, outcome)
    assert state(played, case) == becomes


def test_one_cause_opens_one_case(played: Life) -> None:
    about = served(played)
    case = opened(played, about)
    with pytest.raises(Refused) as again:
        opened(played, about)
    assert codes(again) == ["decommissioning.cause_has_case"]
    with played.acting() as desk:
        assert (
            triggering.trigger(
                desk, commission=about, trigger="reds", cause="two quarters red", by_itself=True
            )
            is None
        )
    assert opened(played, about, "the need is gone") != case


def test_a_commission_that_ends_outside_takes_its_case_along(played: Life) -> None:
    about = served(played)
    case = at_options(played, about)
    with played.acting() as desk:
        lifecycle.record_closure(desk, commission=about, reason="The provider left.")
    row = played.row(case, "decommissioning_case")
    assert row.state == "closed"
    assert [f["code"] for f in row.flags] == ["decommissioning.ended_with_commission"]
    assert list(due(played, case)) == ["decommissioning_evaluation"]


def test_a_service_that_ended_before_vires_knew_is_recorded(played: Life) -> None:
    about = played.commission()
    told: dict[str, Any] = {
        "trigger": "insolvency",
        "cause": "insolvent",
        "reason": "It ended in January.",
    }
    with pytest.raises(Unusable) as unusable, played.acting() as desk:
        triggering.record_as_found(desk, commission=about, state="clsed", **told)
    assert codes(unusable) == ["decommissioning.state_unknown"]
    ended = dt.date(2025, 1, 15)
    with played.acting() as desk:
        case = triggering.record_as_found(
            desk, commission=about, state="closed", closed_on=ended, **told
        ).ref
    assert due(played, case) == {"decommissioning_evaluation": dt.date(2026, 1, 15)}


def test_of_two_who_move_a_case_the_second_is_told(played: Life) -> None:
    case = opened(played, served(played))
    seen = played.row(case, "decommissioning_case").version
    do(played, acts.support, case, reason="First.", seen=seen)
    with pytest.raises(MovedFirst):
        do(played, acts.make_case, case, reason="Second.", seen=seen)


def test_a_lead_who_left_does_not_hold_it_up(played: Life) -> None:
    from governance.application.people.leaving import leave

    case = opened(played, served(played))
    with played.acting() as desk:
        leave(desk, person=COMMISSIONER, on=played.today)
    do(played, acts.support, case, reason="The secretary goes on.", by=SECRETARY)
    assert state(played, case) == "support_and_challenge"


def test_a_day_that_was_lost_is_set_again(played: Life) -> None:
    case = in_transition(played, served(played))
    with played.acting() as desk:
        receipt = set_day_again(desk, desk.row("decommissioning_case", case).id)
    assert receipt is not None


def test_looking_says_what_acting_would(played: Life) -> None:
    from governance.application.decommissioning.wants import case_file, facts_for

    case = opened(played, served(played))
    with played.looking(COMMISSIONER) as desk:
        row = desk.row("decommissioning_case", case)
        seen = {
            m.move: m for m in look(DECOMMISSIONING, row.state, facts_for(case_file(desk, row)))
        }
    assert not seen["support"].open
    with pytest.raises(GuardRefused) as refused:
        do(played, acts.support, case, reason="")
    assert refused.value.refusals == seen["support"].refusals
