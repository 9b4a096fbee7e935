"""Plans: written, consulted on, agreed by the board and by each partner, published, kept."""

import datetime as dt
from typing import Any

import pytest
from plans import (
    agreed,
    begun,
    by_the_board,
    consent,
    consulted,
    priority,
    promise,
    proposed,
    publish,
    published_plan,
)
from reports import BOARD, COMMISSIONER, SECRETARY, Life, codes
from world import world

from governance.application.deadlines.acts import waive
from governance.application.deadlines.queries import deadlines
from governance.application.nightcheck.missing import looked
from governance.application.plans import (
    acts,
    agreeing,
    commitments,
    consulting,
    issuing,
    keeping,
    priorities,
    proposing,
    queries,
    strategies,
)
from governance.application.plans.changing import Ground
from governance.application.proposals import submitting
from governance.domain.errors import GuardRefused, MovedFirst, NoSuchMove, Refused, Unusable
from governance.store.engine import Store

STATUTORY: dict[str, Any] = {
    "basis": "statutory",
    "from_day": dt.date(2010, 4, 1),
    "to_day": dt.date(2013, 3, 31),
}


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now), now)


@pytest.fixture
def both(store: Store, now: dt.datetime) -> Life:
    """The same on both databases."""
    return Life(world(store, now), now)


def plan(life: Life, ref: str) -> Any:
    return life.row(ref, "plan")


def missing(life: Life, ref: str) -> list[str]:
    with life.looking() as desk:
        return [one.code for one in queries.show(desk, ref)["missing"]]


def notes(life: Life, ref: str) -> list[str]:
    with life.looking() as desk:
        return [one.code for one in queries.show(desk, ref)["notes"]]


def reviews_due(life: Life, ref: str) -> list[dt.date]:
    with life.looking() as desk:
        found = deadlines(desk, subject=ref, state="running")
    return [view.row.due_day for view in found if view.row.kind == "plan_review"]


# --- from the first word to the published plan


def test_a_plan_is_agreed_once_the_board_and_each_partner_have(both: Life) -> None:
    ref = begun(both)
    priority(both, ref)
    promise(both, ref, "icb")
    promise(both, ref, "police")
    consulted(both, ref)
    report = proposed(both, ref)
    assert missing(both, ref) == [
        "plan.board_undecided",
        "plan.consent_missing",
        "plan.consent_missing",
    ]
    consent(both, ref, "icb")
    by_the_board(both, report)
    assert plan(both, ref).state == "consultation"
    assert plan(both, ref).board_agreed_on == both.today
    consent(both, ref, "police")
    assert (plan(both, ref).state, plan(both, ref).agreed_on) == ("agreed", both.today)
    publish(both, ref)
    assert plan(both, ref).state == "published"
    assert reviews_due(both, ref) == [both.today.replace(year=both.today.year + 1)]
    assert both.whole()


def test_the_board_may_come_last(played: Life) -> None:
    ref = begun(played)
    priority(played, ref)
    promise(played, ref)
    report = agreed(played, ref, "icb")
    assert plan(played, ref).state == "agreed"
    assert plan(played, ref).proposal_id == played.row(report).id


def test_a_plan_decided_at_a_meeting(played: Life) -> None:
    ref = begun(played)
    priority(played, ref)
    promise(played, ref)
    consulted(played, ref)
    consent(played, ref, "icb")
    report = proposed(played, ref)
    played.submit(report, by=SECRETARY)
    played.executive(report)
    played.open(report)
    played.decide(report, "recommended")
    played.sitting("trust-board", BOARD, report)
    played.open(report)
    played.decide(report)
    assert plan(played, ref).state == "agreed"


def test_what_the_board_must_have_before_it(played: Life) -> None:
    ref = begun(played, vision="", needs="")
    report = proposed(played, ref)
    with pytest.raises(GuardRefused) as refused:
        played.submit(report, by=SECRETARY)
    assert {
        "plan.vision_missing",
        "plan.needs_missing",
        "plan.no_priority",
        "plan.no_commitment",
        "plan.not_consulted",
    } <= set(codes(refused))


def test_a_report_that_names_a_plan_nobody_knows_is_kept_back(played: Life) -> None:
    report = played.draft("agree-plan", None, by=SECRETARY, details={"plan": "L-0009"})
    with pytest.raises(GuardRefused) as refused:
        played.submit(report, by=SECRETARY)
    assert "proposal.detail_unknown" in codes(refused)
    by_the_board(played, report)
    assert played.state(report) == "effective"


def test_a_report_drafted_by_hand_is_not_the_plans_own(played: Life) -> None:
    ref = begun(played)
    report = played.draft("agree-plan", None, by=SECRETARY, details={"plan": ref})
    with pytest.raises(GuardRefused) as refused:
        played.submit(report, by=SECRETARY)
    assert "plan.not_its_report" in codes(refused)


def test_a_refused_report_leaves_the_plan_open(played: Life) -> None:
    ref = begun(played)
    priority(played, ref)
    promise(played, ref)
    consulted(played, ref)
    by_the_board(played, proposed(played, ref), "refused")
    assert plan(played, ref).board_agreed_on is None
    assert "plan.board_missing" in missing(played, ref)
    again = proposed(played, ref)
    consent(played, ref, "icb")
    by_the_board(played, again)
    assert plan(played, ref).state == "agreed"


def test_one_report_at_a_time(played: Life) -> None:
    ref = begun(played)
    proposed(played, ref)
    with pytest.raises(Refused) as refused, played.acting() as desk:
        proposing.propose(desk, ref)
    assert codes(refused) == ["plan.proposed_already"]


# --- its basis in law


def test_no_statutory_plan_begins_after_the_revocation(played: Life) -> None:
    with pytest.raises(Refused) as refused:
        begun(played, basis="statutory")
    assert codes(refused) == ["plan.statute_revoked"]
    ref = begun(played, **STATUTORY)
    with pytest.raises(Refused) as moved, played.acting() as desk:
        acts.set_plan(desk, ref, from_day=dt.date(2010, 10, 31))
    assert codes(moved) == ["plan.statute_revoked"]


def test_a_statutory_plan_lists_the_outcomes_it_leaves_out(played: Life) -> None:
    ref = begun(played, **STATUTORY)
    priority(played, ref)
    assert notes(played, ref) == ["plan.not_covered"]
    voluntary = begun(played, key="other")
    assert notes(played, voluntary) == []


def test_only_a_day_under_the_law_is_a_breach(played: Life) -> None:
    ref = published_plan(played)
    assert notes(played, ref) == ["plan.review_due"]
    played.wait(400)
    assert notes(played, ref) == ["plan.review_overdue"]


# --- changing it


def test_what_lies_before_the_board_stands_still(played: Life) -> None:
    ref = begun(played)
    priority(played, ref)
    number = promise(played, ref)
    consulted(played, ref)
    report = played.submit(proposed(played, ref), by=SECRETARY)
    with pytest.raises(GuardRefused) as refused, played.acting() as desk:
        commitments.change_commitment(desk, ref, number, what="Something else.")
    assert codes(refused) == ["plan.before_the_board"]
    with played.acting() as desk:
        submitting.withdraw(desk, report, reason="to be changed")
    with played.acting() as desk:
        commitments.change_commitment(desk, ref, number, what="Something else.")


def test_a_partner_consents_to_what_stands(played: Life) -> None:
    ref = begun(played)
    priority(played, ref)
    number = promise(played, ref, "icb")
    promise(played, ref, "police")
    consulted(played, ref)
    consent(played, ref, "icb", "police")
    assert "plan.consent_missing" not in missing(played, ref)
    with played.acting() as desk:
        commitments.change_commitment(desk, ref, number, what="Within six weeks.")
    assert [c for c in missing(played, ref) if "consent" in c] == ["plan.consent_lost"]
    consent(played, ref, "icb")
    assert not [c for c in missing(played, ref) if "consent" in c]


@pytest.mark.parametrize(
    ("ground", "code"),
    [
        (Ground(), "plan.change_without_reason"),
        (Ground("It costs less."), "plan.change_without_ground"),
        (Ground("It costs less.", consent_by="example-police"), "plan.consent_by_other"),
        (Ground("It costs less.", decision="R-0001"), None),
    ],
)
def test_an_agreed_promise_changes_on_a_ground(
    played: Life, ground: Ground, code: str | None
) -> None:
    ref = published_plan(played)
    if code is None:
        with played.acting() as desk:
            commitments.drop_commitment(desk, ref, 1, ground=ground)
        return
    with pytest.raises(GuardRefused) as refused, played.acting() as desk:
        commitments.drop_commitment(desk, ref, 1, ground=ground)
    assert code in codes(refused)


def test_an_amendment_by_the_board_asks_the_partner_again(played: Life) -> None:
    ref = begun(played)
    priority(played, ref)
    number = promise(played, ref, "icb")
    promise(played, ref, "police")
    report = agreed(played, ref, "icb")
    ground = Ground("Amended by the board.", decision=report)
    with played.acting() as desk:
        commitments.change_commitment(desk, ref, number, what="Within two weeks.", ground=ground)
    assert missing(played, ref) == ["plan.consent_lost", "plan.consent_missing"]
    consent(played, ref, "police")
    assert plan(played, ref).state == "consultation"
    consent(played, ref, "icb")
    assert plan(played, ref).state == "agreed"


def test_a_partner_changes_its_own_promise_by_its_consent(played: Life) -> None:
    ref = published_plan(played)
    ground = Ground("The clinic opened early.", consent_by="example-nhs")
    with played.acting() as desk:
        commitments.change_commitment(desk, ref, 1, what="Within two weeks.", ground=ground)
    with pytest.raises(GuardRefused) as refused, played.acting() as desk:
        priorities.change_priority(desk, ref, "early-help", title="X", ground=ground)
    assert codes(refused) == ["plan.change_without_decision"]
    with played.looking() as desk:
        told = queries.show(desk, ref)
    assert told["priorities"][0]["commitments"][0]["what"] == "Within two weeks."
    assert next(p for p in told["parts"] if p["key"] == "icb")["by"] == "example-nhs"


def test_a_further_decision_has_to_be_on_this_plan_and_in_effect(played: Life) -> None:
    ref = published_plan(played)
    other = played.draft("other", None, by=SECRETARY, scheme="example-partnership")
    with played.acting() as desk:
        change = proposing.propose(desk, ref, title="A change").ref
    for name, code in ((other, "decision_elsewhere"), (change, "decision_not_in_effect")):
        with pytest.raises(GuardRefused) as refused, played.acting() as desk:
            acts.set_plan(desk, ref, vision="New.", ground=Ground("Decided.", decision=name))
        assert codes(refused) == [f"plan.{code}"]
    by_the_board(played, change)
    with played.acting() as desk:
        acts.set_plan(desk, ref, vision="New.", ground=Ground("Decided.", decision=change))
    assert (plan(played, ref).vision, plan(played, ref).state) == ("New.", "published")


def test_a_priority_in_use_is_not_dropped(played: Life) -> None:
    ref = begun(played)
    priority(played, ref)
    number = promise(played, ref)
    with pytest.raises(Refused) as refused, played.acting() as desk:
        priorities.drop_priority(desk, ref, "early-help")
    assert codes(refused) == ["plan.priority_in_use"]
    with played.acting() as desk:
        commitments.drop_commitment(desk, ref, number)
        priorities.drop_priority(desk, ref, "early-help")
    with pytest.raises(Refused) as gone:
        promise(played, ref)
    assert codes(gone) == ["plan.dropped_already"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"partner": "example-care"}, "plan.no_partner"),
        ({"due_on": dt.date(2090, 1, 1)}, "plan.commitment_outside_period"),
        ({"under": "erly-help"}, "plan.priority_unknown"),
        ({"what": "  "}, "name.missing"),
        ({"measure": "Q-0009"}, "name.unknown"),
    ],
)
def test_a_commitment_that_cannot_be(played: Life, given: dict[str, Any], code: str) -> None:
    ref = begun(played)
    priority(played, ref)
    with pytest.raises((Refused, Unusable)) as refused:
        promise(played, ref, **given)
    assert codes(refused) == [code]


def test_local_outcomes_stand_beside_the_frameworks(played: Life) -> None:
    ref = begun(played)
    with pytest.raises(Unusable) as unknown:
        priority(played, ref, outcome="ready-for-work")
    assert codes(unknown) == ["plan.outcome_unknown"]
    with played.acting() as desk:
        acts.set_plan(desk, ref, outcomes={"ready-for-work": "Ready for work"})
    priority(played, ref, outcome="ready-for-work")


def test_somebody_else_moved_first(played: Life) -> None:
    ref = begun(played)
    seen = plan(played, ref).version
    priority(played, ref)
    with pytest.raises(MovedFirst), played.acting() as desk:
        acts.set_plan(desk, ref, vision="New.", seen=seen)


def test_who_writes_and_who_publishes(played: Life) -> None:
    with pytest.raises(GuardRefused), played.acting("example-police") as desk:
        acts.create(
            desk,
            key="mine",
            title="Mine",
            board="trust-board",
            from_day=played.today,
            to_day=played.today,
        )
    ref = begun(played)
    with pytest.raises(GuardRefused), played.acting("example-police") as desk:
        acts.set_plan(desk, ref, vision="Mine.")
    priority(played, ref)
    promise(played, ref)
    agreed(played, ref, "icb")
    with pytest.raises(GuardRefused):
        publish(played, ref, by=COMMISSIONER)


def test_a_plan_that_cannot_be_begun_says_everything(played: Life) -> None:
    with pytest.raises(Unusable) as wrong:
        begun(
            played,
            key="Not A Key",
            title=" ",
            basis="legal",
            rhythm=0,
            from_day=dt.date(2026, 2, 1),
            to_day=dt.date(2026, 1, 1),
        )
    assert codes(wrong) == [
        "name.key_unusable",
        "name.missing",
        "name.days_reversed",
        "plan.basis_unknown",
        "plan.rhythm_out_of_range",
    ]


# --- consultation and consents


def test_a_consultation_that_runs_keeps_the_board_waiting(played: Life) -> None:
    ref = begun(played)
    with played.acting() as desk:
        consulting.consult(desk, ref, to_day=played.today + dt.timedelta(days=30))
    assert plan(played, ref).held_outside is False
    assert "plan.consultation_open" in missing(played, ref)
    played.wait(31)
    found = [c for c in missing(played, ref) if "consult" in c or "asked" in c or "change" in c]
    assert found == ["plan.nobody_asked", "plan.change_not_said"]


def test_nobody_asked_for_a_reason_is_a_record_too(played: Life) -> None:
    ref = begun(played)
    with played.acting() as desk:
        consulting.consult(desk, ref, not_held="It carries on the last plan for six months.")
    assert not [c for c in missing(played, ref) if "consult" in c]


def test_days_of_a_consultation_that_cannot_be(played: Life) -> None:
    ref = begun(played)
    with pytest.raises(GuardRefused) as refused, played.acting() as desk:
        consulting.consult(
            desk, ref, from_day=played.today + dt.timedelta(days=3), to_day=played.today
        )
    assert codes(refused) == ["plan.day_to_come", "name.days_reversed"]
    consulted(played, ref)
    with pytest.raises(Refused) as early, played.acting() as desk:
        consulting.answer(
            desk, ref, key="youth-council", said="No.", answered_on=dt.date(2001, 1, 1)
        )
    assert codes(early) == ["plan.answered_before_asked"]
    with pytest.raises(Unusable) as nobody, played.acting() as desk:
        consulting.answer(desk, ref, key="youth-counsel", said="No.")
    assert codes(nobody) == ["plan.consultee_unknown"]


def test_whose_consent_counts(played: Life) -> None:
    ref = begun(played)
    priority(played, ref)
    promise(played, ref)
    with pytest.raises(GuardRefused) as other, played.acting() as desk:
        agreeing.consent(desk, ref, partner="icb", by="example-police")
    assert codes(other) == ["plan.consent_by_other"]
    consent(played, ref, "icb")
    with pytest.raises(GuardRefused) as twice:
        consent(played, ref, "icb")
    assert codes(twice) == ["plan.consented_already"]
    with played.acting() as desk:
        agreeing.take_back_consent(desk, ref, partner="icb", reason="entered by mistake")
    assert "plan.consent_lost" in missing(played, ref)


def test_a_partner_records_its_own_consent_and_nobody_elses(played: Life) -> None:
    ref = begun(played)
    with played.acting("example-nhs") as desk:
        agreeing.consent(desk, ref, partner="icb", by="example-nhs")
    with pytest.raises(GuardRefused), played.acting("example-nhs") as desk:
        agreeing.consent(desk, ref, partner="police", by="example-police")


def test_strategies_change_without_a_decision(played: Life) -> None:
    ref = published_plan(played)
    with played.acting() as desk:
        strategies.relate(desk, ref, key="housing", title="Housing strategy", way="informs")
        strategies.relate(desk, ref, key="housing", title="Housing strategy", way="both")
    assert [s["way"] for s in plan(played, ref).strategies] == ["both"]
    with played.acting() as desk:
        strategies.unrelate(desk, ref, key="housing")
    with pytest.raises(Unusable), played.acting() as desk:
        strategies.unrelate(desk, ref, key="housing")


# --- in use


def test_published_on_a_day_that_can_be(played: Life) -> None:
    ref = begun(played)
    priority(played, ref)
    promise(played, ref)
    with pytest.raises(GuardRefused) as early:
        publish(played, ref)
    assert codes(early) == ["plan.not_consulted", "plan.board_missing", "plan.consent_missing"]
    agreed(played, ref, "icb")
    for days, code in ((1, "plan.day_to_come"), (-1, "plan.published_too_early")):
        with pytest.raises(GuardRefused) as refused, played.acting() as desk:
            issuing.publish(desk, ref, on=played.today + dt.timedelta(days=days))
        assert codes(refused) == [code]


def test_reviewed_every_year_and_by_its_last_day(played: Life) -> None:
    ref = published_plan(played)
    last = plan(played, ref).to_day
    year = reviews_due(played, ref)[0]
    played.wait_until(year - dt.timedelta(days=5))
    with played.acting() as desk:
        keeping.review(desk, ref, found="On course.")
    assert reviews_due(played, ref) == [played.today.replace(year=played.today.year + 1)]
    for _ in range(2):
        played.wait_until(reviews_due(played, ref)[0])
        with played.acting() as desk:
            keeping.review(desk, ref, found="Still on course.")
    assert plan(played, ref).reviews[-1]["on"] == last.isoformat()
    assert reviews_due(played, ref) == [last.replace(year=last.year + 1)]
    assert len(plan(played, ref).reviews) == 3


def test_a_review_that_cannot_be(played: Life) -> None:
    ref = published_plan(played)
    for on, code in (
        (played.today + dt.timedelta(days=1), "plan.day_to_come"),
        (played.today - dt.timedelta(days=1), "plan.reviewed_too_early"),
    ):
        with pytest.raises(GuardRefused) as refused, played.acting() as desk:
            keeping.review(desk, ref, found="Well.", on=on)
        assert codes(refused) == [code]
    with pytest.raises(Unusable), played.acting() as desk:
        keeping.review(desk, ref, found="  ")


def test_the_next_plan_takes_its_place(played: Life) -> None:
    old = published_plan(played)
    end = plan(played, old).to_day
    new = begun(played, key="next", from_day=end, to_day=end.replace(year=end.year + 3))
    with pytest.raises(GuardRefused) as early, played.acting() as desk:
        keeping.renew(desk, old, by=new)
    assert codes(early) == ["plan.successor_not_published"]
    priority(played, new)
    promise(played, new)
    agreed(played, new, "icb")
    publish(played, new)
    with played.acting() as desk:
        keeping.renew(desk, old, by=new)
    assert plan(played, old).state == "renewed"
    assert reviews_due(played, old) == []
    with pytest.raises(NoSuchMove), played.acting() as desk:
        keeping.renew(desk, old, by=new)
    with pytest.raises(GuardRefused) as over:
        priority(played, old, "late")
    assert codes(over) == ["plan.over"]


def test_a_plan_ends_for_a_reason(played: Life) -> None:
    ref = published_plan(played)
    with pytest.raises(GuardRefused), played.acting() as desk:
        keeping.end(desk, ref, reason=" ")
    with played.acting() as desk:
        keeping.end(desk, ref, reason="The partnership is dissolved.")
    assert (plan(played, ref).state, reviews_due(played, ref)) == ("ended", [])
    with pytest.raises(Refused), played.acting() as desk:
        keeping.review(desk, ref, found="Well.")


def test_a_missing_review_is_set_again_and_one_let_go_is_not(played: Life) -> None:
    ref = published_plan(played)
    due = reviews_due(played, ref)[0]
    with played.looking() as desk:
        name = next(v.name for v in deadlines(desk, subject=ref) if v.row.kind == "plan_review")
    with played.acting() as desk:
        waive(desk, name, reason="A new plan is being made.")
    store = played.world.store
    assert looked(store, part="plan_reviews", after=None, now=played.now, limit=10).mended == []
    played.wait_until(due + dt.timedelta(days=1))
    found = looked(store, part="plan_reviews", after=None, now=played.now, limit=10)
    assert [one.ref for one in found.mended] == [ref]
    assert reviews_due(played, ref) == [due.replace(year=due.year + 1)]


def test_a_plan_says_who_decides_it(played: Life) -> None:
    ref = begun(played)
    with played.looking() as desk:
        told = queries.show(desk, ref)["decides"]
    assert told["title"] == "the Partnership Board"
    published = published_plan(played, key="other")
    with played.looking() as desk:
        assert queries.show(desk, published)["decides"] is None
