"""Reviews: set by the rhythm, put off within bounds, missed, reported, accepted, dropped."""

import datetime as dt
from typing import Any

import pytest
from reports import COMMISSIONER, DIRECTOR, SECRETARY, WORDS, Life, codes
from world import RULEBOOKS, world

from governance.application.commissions import lifecycle
from governance.application.commissions.agreement_moves import move
from governance.application.commissions.agreements import record_agreement
from governance.application.deadlines.acts import meet, waive
from governance.application.deadlines.queries import deadlines
from governance.application.next_steps import next_steps
from governance.application.proposals import submitting
from governance.application.proposals.findings import Words
from governance.application.proposals.outside import record_outside
from governance.application.reviews import acts, listing, queries, scheduling
from governance.application.reviews.missing import missed_when_due
from governance.application.reviews.reporting import Found, Reported, report
from governance.domain.errors import GuardRefused, NoSuchMove, Refused, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

POLICY = "escalations/exampleshire.yaml"
RULED = tuple(dict.fromkeys((*RULEBOOKS, POLICY)))
UNRULED = tuple(name for name in RULEBOOKS if not name.startswith("escalations/"))
TESTS = {
    "efficient": Found("met", "A place costs a tenth less than the year before."),
    "effective": Found("partly", "Placements last longer; school attendance is as it was."),
    "equitable": Found("met", "Waiting times differ by no more than a day."),
    "sustainable": Found("not_known", "The provider has not opened its books."),
}
VIEWS = "Young people want to be told earlier where they will live."


@pytest.fixture
def played(store: Store, now: dt.datetime) -> Life:
    """The example partnership with its escalation policy in force."""
    return Life(world(store, now, rulebooks=RULED), now)


@pytest.fixture
def unruled(quick_store: Store, now: dt.datetime) -> Life:
    """The example partnership without an escalation policy."""
    return Life(world(quick_store, now, rulebooks=UNRULED), now)


def running(life: Life, about: str, **more: Any) -> str:
    """An agreement under a commission that is found in force."""
    given = {"starts_on": dt.date(2025, 2, 1), "ends_on": dt.date(2027, 3, 31), **more}
    with life.acting() as desk:
        return record_agreement(
            desk, commission=about, title="As it runs", reason="found", **given
        ).ref


def reviews(life: Life, about: str) -> list[tuple[str, str, str, dt.date]]:
    with life.looking() as desk:
        rows = listing.listing(desk, commission=about)
    return [(r["ref"], r["state"], r["tier"], r["due"]) for r in rows]


def open_deadlines(life: Life, ref: str) -> list[tuple[str, dt.date, str]]:
    with life.looking() as desk:
        return [(v.row.kind, v.row.due_day, v.row.state) for v in deadlines(desk, subject=ref)]


def tier(life: Life, about: str, name: str) -> None:
    with life.acting(COMMISSIONER) as desk:
        scheduling.set_tier(desk, commission=about, tier=name, reason="as agreed")


def reported(life: Life, ref: str, *, by: str = COMMISSIONER, **more: Any) -> Reported:
    with life.acting(by) as desk:
        return report(desk, ref, **{"tests": TESTS, "views": VIEWS, **more})


def miss(life: Life, ref: str) -> None:
    """What the clock does once a review's day has ended."""
    with life.acting() as desk:
        (view,) = deadlines(desk, subject=ref)
        missed_when_due(desk, view.row)


def test_the_first_review_comes_with_the_first_agreement_in_force(played: Life) -> None:
    about = played.commission()
    assert reviews(played, about) == []
    running(played, about)
    assert reviews(played, about) == [("W-0001", "due", "medium", dt.date(2025, 5, 1))]
    assert open_deadlines(played, "W-0001") == [("review", dt.date(2025, 5, 1), "running")]
    running(played, about)
    assert len(reviews(played, about)) == 1
    with played.looking() as desk:
        (view,) = deadlines(desk, subject="W-0001")
    assert [s["why"] for s in view.row.working] == ["review.counted_from", "review.by_rhythm"]
    assert view.row.owner == "lead"
    assert view.row.due_at == dt.datetime(2025, 5, 1, 23, tzinfo=dt.UTC)


def test_an_agreement_that_begins_on_its_day_brings_the_first_review(played: Life) -> None:
    about = played.commission()
    found = running(played, about, state="signed", starts_on=dt.date(2025, 3, 1))
    assert reviews(played, about) == []
    played.wait_until(dt.date(2025, 3, 1))
    with played.acting(COMMISSIONER) as desk:
        move(desk, agreement=found, move="begin")
    assert [r[3] for r in reviews(played, about)] == [dt.date(2025, 6, 1)]


def test_a_review_by_the_rhythm_is_never_set_for_a_day_that_is_past(played: Life) -> None:
    about = played.commission()
    running(played, about, starts_on=dt.date(2020, 1, 1))
    assert [r[3] for r in reviews(played, about)] == [dt.date(2025, 4, 1)]


def test_without_a_policy_reviews_are_set_by_hand_alone(unruled: Life) -> None:
    about = unruled.commission()
    running(unruled, about)
    assert reviews(unruled, about) == []
    with pytest.raises(Refused) as error, unruled.acting() as desk:
        scheduling.schedule(desk, commission=about)
    assert codes(error) == ["review.no_rhythm"]
    with pytest.raises(Refused) as error, unruled.acting() as desk:
        scheduling.set_tier(desk, commission=about, tier="high")
    assert codes(error) == ["review.no_rhythm"]
    with pytest.raises(Refused) as error, unruled.acting() as desk:
        scheduling.schedule(desk, commission=about, due=unruled.today)
    assert codes(error) == ["review.day_past"]
    with unruled.acting() as desk:
        scheduling.schedule(desk, commission=about, due=dt.date(2025, 6, 1))
    assert reviews(unruled, about) == [("W-0001", "due", "none", dt.date(2025, 6, 1))]
    with pytest.raises(Refused) as error, unruled.acting() as desk:
        scheduling.schedule(desk, commission=about, due=dt.date(2025, 7, 1))
    assert codes(error) == ["review.open_already"]


def test_a_tier_moves_the_review_ahead_and_says_why(played: Life) -> None:
    about = played.commission()
    running(played, about)
    tier(played, about, "high")
    assert reviews(played, about) == [("W-0001", "due", "high", dt.date(2025, 3, 1))]
    assert open_deadlines(played, "W-0001") == [("review", dt.date(2025, 3, 1), "running")]
    tier(played, about, "low")
    tier(played, about, "high")
    assert open_deadlines(played, "W-0001") == [("review", dt.date(2025, 3, 1), "running")]
    with pytest.raises(Refused) as error:
        tier(played, about, "high")
    assert codes(error) == ["review.tier_stands"]
    with pytest.raises(Unusable) as wrong:
        tier(played, about, "hihg")
    assert wrong.value.problems[0].params["nearest"] == "high"
    assert played.whole()


def test_a_tier_leaves_a_day_that_people_named(played: Life) -> None:
    about = played.commission()
    with played.acting() as desk:
        scheduling.schedule(desk, commission=about, due=dt.date(2025, 9, 1))
    tier(played, about, "high")
    assert reviews(played, about) == [("W-0001", "due", "high", dt.date(2025, 9, 1))]


def test_a_review_is_put_off_within_the_bounds_and_by_whoever_may(played: Life) -> None:
    about = played.commission()
    running(played, about)
    later = dt.date(2025, 5, 16)
    with pytest.raises(GuardRefused) as error, played.acting(COMMISSIONER) as desk:
        acts.reschedule(desk, "W-0001", to=later, reason="the provider moves house")
    assert codes(error) == ["lifecycle.not_permitted"]
    with pytest.raises(GuardRefused) as error, played.acting("example-monitoring") as desk:
        acts.reschedule(desk, "W-0001", to=dt.date(2025, 8, 1), reason=" ")
    assert codes(error) == ["deadline.extension_too_long", "lifecycle.reason_missing"]
    with played.acting("example-monitoring") as desk:
        acts.reschedule(desk, "W-0001", to=later, reason="the provider moves house")
    assert reviews(played, about) == [("W-0001", "rescheduled", "medium", later)]
    assert open_deadlines(played, "W-0001") == [("review", later, "running")]
    with pytest.raises(GuardRefused) as error, played.acting("example-monitoring") as desk:
        acts.reschedule(desk, "W-0001", to=dt.date(2025, 5, 20), reason="again")
    assert codes(error) == ["deadline.extended_before"]
    reported(played, "W-0001")
    with pytest.raises(NoSuchMove), played.acting("example-monitoring") as desk:
        acts.reschedule(desk, "W-0001", to=dt.date(2025, 5, 21), reason="again")


def test_everything_a_report_lacks_is_said_at_once(played: Life) -> None:
    about = played.commission()
    running(played, about)
    with pytest.raises(GuardRefused) as error, played.acting("example-auditor") as desk:
        report(
            desk,
            "W-0001",
            tests={"efficient": Found("mte", " "), "cheap": Found("met", "It is.")},
            held_on=played.today + dt.timedelta(days=1),
        )
    assert codes(error) == [
        "lifecycle.not_permitted",
        "review.finding_unknown",
        "review.test_without_words",
        "review.test_missing",
        "review.test_missing",
        "review.test_missing",
        "review.test_unknown",
        "review.views_missing",
        "review.held_in_future",
    ]
    assert reviews(played, about)[0][1] == "due"


def test_a_review_in_time_is_accepted_and_the_next_is_set(played: Life) -> None:
    about = played.commission()
    running(played, about)
    played.wait_until(dt.date(2025, 4, 28))
    made = reported(played, "W-0001")
    assert (made.submitted, made.wants) == (True, ())
    assert open_deadlines(played, "W-0001") == []
    assert reviews(played, about)[0][1] == "reported"
    paper = played.row(made.report)
    assert (paper.kind, paper.rule, paper.decider) == ("accept-review", "M1", "director")
    played.hand(made.report)
    played.officer(made.report)
    assert played.state(made.report) == "effective"
    assert reviews(played, about) == [
        ("W-0001", "accepted", "medium", dt.date(2025, 5, 1)),
        ("W-0002", "due", "medium", dt.date(2025, 8, 1)),
    ]
    with played.looking() as desk:
        found = queries.show(desk, "W-0001")
    assert found["views"] == VIEWS
    assert [(t["test"], t["finding"]) for t in found["tests"]] == [
        ("efficient", "met"),
        ("effective", "partly"),
        ("equitable", "met"),
        ("sustainable", "not_known"),
    ]
    assert played.whole()


def test_a_review_at_high_risk_goes_to_the_executive_board(played: Life) -> None:
    about = played.commission()
    running(played, about)
    tier(played, about, "high")
    made = reported(played, "W-0001", views="", no_views="Nobody was placed yet.")
    assert played.rule(made.report) == "M2"
    played.view(made.report, "director", by=DIRECTOR)
    played.executive(made.report)
    played.decide(made.report)
    assert reviews(played, about)[0][1] == "accepted"


def test_whoever_leads_the_commission_does_not_accept_its_review(played: Life) -> None:
    about = played.commission()
    running(played, about)
    with played.acting() as desk:
        lifecycle.set_facts(desk, commission=about, lead=DIRECTOR)
    made = reported(played, "W-0001", by=SECRETARY)
    played.hand(made.report)
    with pytest.raises(GuardRefused) as error:
        played.officer(made.report)
    assert codes(error) == ["proposal.duties_together"]
    played.officer(made.report, by="example-deputy")
    assert reviews(played, about)[0][1] == "accepted"


def test_a_missed_review_runs_on_until_it_is_held_late(played: Life) -> None:
    about = played.commission()
    running(played, about)
    played.wait_until(dt.date(2025, 5, 1))
    miss(played, "W-0001")
    assert reviews(played, about)[0][1] == "due"
    played.wait(1)
    miss(played, "W-0001")
    miss(played, "W-0001")
    assert reviews(played, about)[0][1] == "missed"
    assert open_deadlines(played, "W-0001") == [("review", dt.date(2025, 5, 1), "running")]
    with played.looking() as desk:
        assert [r["ref"] for r in listing.listing(desk, missed=True)] == ["W-0001"]
        assert next_steps(desk, about)["review"]["code"] == "review.was_missed"
    made = reported(played, "W-0001")
    assert open_deadlines(played, "W-0001") == []
    assert reviews(played, about)[0][1] == "held_late"
    with pytest.raises(NoSuchMove), played.acting() as desk:
        acts.reschedule(desk, "W-0001", to=dt.date(2025, 6, 1), reason="too late")
    played.hand(made.report)
    played.officer(made.report)
    row = played.row("W-0001", "review")
    assert (row.state, row.missed_on) == ("accepted", dt.date(2025, 5, 1))
    assert reviews(played, about)[1][3] == dt.date(2025, 8, 1)


def test_the_clock_notes_what_was_missed_and_goes_on_escalating(played: Life) -> None:
    about = played.commission()
    running(played, about)
    played.wait_until(dt.date(2025, 5, 2))
    played.tick()
    assert reviews(played, about)[0][1] == "missed"
    with pytest.raises(GuardRefused) as error, played.acting(COMMISSIONER) as desk:
        meet(desk, "W-0001", note="all is well")
    assert codes(error) == ["deadline.meet_by_report"]
    with played.looking() as desk:
        (view,) = deadlines(desk, subject="W-0001")
        levels = [p["level"] for p in queries.show(desk, "W-0001")["prompts"]]
    assert (view.row.state, view.row.flow) == ("running", "missed_review_escalations")
    assert levels[:2] == ["before-20-working-days", "before-5-working-days"]
    played.wait_until(dt.date(2025, 6, 1))
    played.tick()
    with played.looking() as desk:
        levels = [p["level"] for p in queries.show(desk, "W-0001")["prompts"]]
    assert levels[2:] == ["after-1-working-day", "after-5-working-days", "after-10-working-days"]
    before = len(levels)
    made = reported(played, "W-0001")
    assert (made.submitted, reviews(played, about)[0][1]) == (True, "held_late")
    played.wait(60)
    played.tick()
    with played.looking() as desk:
        assert len(queries.show(desk, "W-0001")["prompts"]) == before
    assert played.whole()


def test_a_missed_review_can_be_put_off_and_is_missed_again(played: Life) -> None:
    about = played.commission()
    running(played, about)
    played.wait_until(dt.date(2025, 5, 6))
    played.tick()
    chair = "example-monitoring"
    with played.acting(chair) as desk:
        acts.reschedule(desk, "W-0001", to=dt.date(2025, 5, 23), reason="The inspectors are in.")
    assert reviews(played, about) == [("W-0001", "rescheduled", "medium", dt.date(2025, 5, 23))]
    assert open_deadlines(played, "W-0001") == [("review", dt.date(2025, 5, 23), "running")]
    played.wait_until(dt.date(2025, 5, 27))
    played.tick()
    assert reviews(played, about)[0][1] == "missed"
    with played.looking() as desk:
        levels = [p["level"] for p in queries.show(desk, "W-0001")["prompts"]]
        assert desk.row("review", "W-0001").missed_on == dt.date(2025, 5, 1)
    assert "after-1-working-day/2" in levels
    assert played.whole()


def test_a_review_reported_before_the_clock_noticed_is_held_late_all_the_same(
    played: Life,
) -> None:
    about = played.commission()
    running(played, about)
    played.wait_until(dt.date(2025, 5, 2))
    reported(played, "W-0001")
    row = played.row("W-0001", "review")
    assert (row.state, row.missed_on) == ("held_late", dt.date(2025, 5, 1))


@pytest.mark.parametrize("outcome", ["referred_back", "refused"])
def test_a_review_that_is_not_accepted_is_reported_again(played: Life, outcome: str) -> None:
    about = played.commission()
    running(played, about)
    first = reported(played, "W-0001")
    played.hand(first.report)
    played.officer(first.report, outcome)
    assert reviews(played, about)[0][1] == "referred_back"
    again = dt.date(2025, 3, 20)
    assert open_deadlines(played, "W-0001") == [("review_again", again, "running")]
    second = reported(played, "W-0001")
    assert (second.report == first.report) == (outcome == "referred_back")
    assert second.submitted
    assert open_deadlines(played, "W-0001") == []
    played.hand(second.report)
    played.officer(second.report)
    assert [r[1] for r in reviews(played, about)] == ["accepted", "due"]
    assert played.whole()


def test_its_report_is_not_brought_again_without_the_review(played: Life) -> None:
    about = played.commission()
    running(played, about)
    made = reported(played, "W-0001")
    played.hand(made.report)
    played.officer(made.report, "referred_back")
    with played.acting(COMMISSIONER) as desk:
        submitting.rework(desk, made.report)
    with pytest.raises(GuardRefused) as error:
        played.submit(made.report)
    assert codes(error) == ["review.not_reported"]
    assert reported(played, "W-0001").report == made.report
    bare = played.draft("accept-review", about)
    with pytest.raises(GuardRefused) as error:
        played.submit(bare)
    assert "review.asks_for_none" in codes(error)


def test_a_report_that_is_withdrawn_brings_its_review_back(played: Life) -> None:
    about = played.commission()
    running(played, about)
    made = reported(played, "W-0001")
    with played.acting(COMMISSIONER) as desk:
        submitting.withdraw(desk, made.report, reason="more is to be found out")
    assert reviews(played, about)[0][1] == "referred_back"
    assert reported(played, "W-0001").report != made.report


def test_a_review_accepted_elsewhere_is_recorded(played: Life) -> None:
    about = played.commission()
    running(played, about)
    made = reported(played, "W-0001")
    with played.acting() as desk:
        record_outside(
            desk,
            made.report,
            decider="executive-board",
            on=played.today,
            outcome="approved",
            words=Words("Accepted.", "Well done.", "None."),
            reason="taken at a seminar",
            published_on=played.today,
        )
    assert reviews(played, about)[0][1] == "accepted"


def test_a_scheme_without_a_path_leaves_the_report_as_a_draft(
    store: Store, now: dt.datetime
) -> None:
    life = Life(world(store, now, rulebooks=RULED), now)
    about = life.commission()
    running(life, about)
    with life.acting() as desk:
        row = desk.row("review", "W-0001")
        desk.writer.update(
            TABLES["review"],
            partnership_id=desk.pid,
            id=row.id,
            expected_version=row.version,
            values={"tier": "extreme"},
        )
    made = reported(life, "W-0001")
    assert not made.submitted
    assert [one.code for one in made.wants] == ["proposal.path_unknown"]
    assert life.state(made.report) == "draft"
    assert reviews(life, about)[0][1] == "reported"


@pytest.mark.parametrize("ending", ["withdraw", "closure"])
def test_a_commission_that_is_over_is_not_reviewed(played: Life, ending: str) -> None:
    about = played.commission()
    with played.acting() as desk:
        scheduling.schedule(desk, commission=about, due=dt.date(2025, 6, 1))
    with played.acting() as desk:
        if ending == "withdraw":
            lifecycle.withdraw(desk, commission=about, reason="the need is gone")
        else:
            lifecycle.record_closure(desk, commission=about, reason="it ended by itself")
    assert reviews(played, about)[0][1] == "lapsed"
    assert open_deadlines(played, "W-0001") == []
    with pytest.raises(Refused) as error, played.acting() as desk:
        scheduling.schedule(desk, commission=about, due=dt.date(2025, 7, 1))
    assert codes(error) == ["review.commission_over"]


def test_a_review_whose_deadline_was_let_go_has_no_day_to_move(played: Life) -> None:
    about = played.commission()
    running(played, about)
    with played.acting() as desk:
        waive(desk, "W-0001", reason="the service is about to end")
    with pytest.raises(GuardRefused) as error, played.acting("example-monitoring") as desk:
        acts.reschedule(desk, "W-0001", to=dt.date(2025, 5, 9), reason="later")
    assert codes(error) == ["review.no_deadline"]
    assert reported(played, "W-0001").submitted


def test_what_next_mentions_the_review(played: Life) -> None:
    about = played.commission()
    running(played, about)

    def code() -> str:
        with played.looking(COMMISSIONER) as desk:
            return str(next_steps(desk, about)["review"]["code"])

    assert code() == "review.ahead"
    made = reported(played, "W-0001")
    assert code() == "review.waits"
    played.hand(made.report)
    played.decide(made.report, "referred_back", by=DIRECTOR, words=WORDS)
    assert code() == "review.to_report_again"
