"""When a plan is agreed, by whom, and what becomes of that when its decision is undone."""

import datetime as dt

import pytest
from plans import (
    WORDS,
    begun,
    by_the_board,
    consent,
    consulted,
    priority,
    promise,
    proposed,
    publish,
)
from reports import SECRETARY, Life, codes
from sqlalchemy import bindparam, select, text
from world import world

from governance.application.change import Change
from governance.application.nightcheck.missing import looked
from governance.application.plans import agreeing, commitments, consulting, proposing, queries
from governance.application.plans.changing import Ground
from governance.application.proposals import after
from governance.application.proposals.outside import record_outside
from governance.domain.errors import GuardRefused
from governance.store.engine import Store
from governance.store.tables import TABLES

_TOLD = select(TABLES["message"].c.template, TABLES["message"].c.params).where(
    TABLES["message"].c.partnership_id == bindparam("partnership"),
    TABLES["message"].c.subject_table == "plan",
)


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now), now)


def state(life: Life, ref: str) -> str:
    return str(life.row(ref, "plan").state)


def missing(life: Life, ref: str) -> list[str]:
    with life.looking() as desk:
        return [one.code for one in queries.show(desk, ref)["missing"]]


def notes(life: Life, ref: str) -> list[str]:
    with life.looking() as desk:
        return [one.code for one in queries.show(desk, ref)["notes"]]


def told(life: Life) -> list[str]:
    with life.looking() as desk:
        return [row.template for row in desk.all(_TOLD)]


def promised(life: Life, *partners: str) -> str:
    ref = begun(life)
    priority(life, ref)
    for partner in partners:
        promise(life, ref, partner)
    return ref


def still_asked(life: Life, ref: str, *, days: int = 20) -> None:
    """A consultation that runs for some days yet, of which all else is on record."""
    with life.acting() as desk:
        consulting.consult(
            desk, ref, to_day=life.today + dt.timedelta(days=days), changed="Nothing (example)."
        )
        consulting.ask(desk, ref, key="youth-council", who="Youth council (example)")


def decided_by(life: Life, report: str, decider: str) -> None:
    with life.acting() as desk:
        record_outside(
            desk,
            report,
            decider=decider,
            on=desk.today,
            outcome="approved",
            published_on=desk.today,
            words=WORDS,
            reason="decided elsewhere",
        )


def rescind(life: Life, report: str) -> None:
    """A later decision undoes one."""
    with life.acting() as desk:
        values = {
            "id": desk.new_id(),
            "ref": desk.next_ref("proposal"),
            "kind": "other",
            "title": "A later report (example)",
            "state": "effective",
            "outcome": "approved",
            "scheme_key": "example-partnership",
            "decided_on": desk.today,
            "effective_on": desk.today,
        }
        change = Change("proposal.effective", "proposal", None, values)
        later = desk.apply(change).ref
    with life.acting() as desk:
        after.rescind(desk, report, by=later)


def agreed(life: Life, *partners: str) -> tuple[str, str]:
    ref = promised(life, *(partners or ("icb",)))
    consulted(life, ref)
    consent(life, ref, *(partners or ("icb",)))
    report = proposed(life, ref)
    by_the_board(life, report)
    assert state(life, ref) == "agreed"
    return ref, report


# --- nobody is missing any more


def test_it_is_agreed_when_the_consultation_that_ran_is_over(life: Life) -> None:
    ref = promised(life, "icb")
    still_asked(life, ref)
    last = life.today + dt.timedelta(days=20)
    consent(life, ref, "icb")
    by_the_board(life, proposed(life, ref))
    life.wait(20)
    assert not life.tick().failed
    assert state(life, ref) == "consultation"
    life.wait(1)
    assert not life.tick().failed
    assert state(life, ref) == "agreed"
    assert life.row(ref, "plan").agreed_on == last + dt.timedelta(days=1)
    assert life.whole()


def test_a_consultation_made_longer_is_waited_for(life: Life) -> None:
    ref = promised(life, "icb")
    still_asked(life, ref)
    consent(life, ref, "icb")
    by_the_board(life, proposed(life, ref))
    with life.acting() as desk:
        consulting.consult(desk, ref, to_day=life.today + dt.timedelta(days=30))
    life.wait(25)
    life.tick()
    assert state(life, ref) == "consultation"
    life.wait(6)
    life.tick()
    assert state(life, ref) == "agreed"


def test_it_is_agreed_when_the_last_who_is_missing_promises_nothing_any_more(life: Life) -> None:
    ref = promised(life, "icb", "police")
    consulted(life, ref)
    consent(life, ref, "icb")
    report = proposed(life, ref)
    by_the_board(life, report)
    assert missing(life, ref) == ["plan.consent_missing"]
    life.wait(3)
    ground = Ground("The police do it without a plan.", decision=report)
    with life.acting() as desk:
        commitments.drop_commitment(desk, ref, 2, ground=ground)
    assert state(life, ref) == "agreed"
    assert life.row(ref, "plan").agreed_on == life.today


def test_it_is_agreed_when_who_was_asked_is_put_on_record_last(life: Life) -> None:
    ref = promised(life, "icb")
    start = life.today - dt.timedelta(days=40)
    with life.acting() as desk:
        consulting.consult(desk, ref, from_day=start, to_day=life.today, changed="None.")
    consent(life, ref, "icb")
    by_the_board(life, proposed(life, ref))
    life.wait(1)
    with life.acting() as desk:
        consulting.ask(desk, ref, key="youth-council", who="Youth council", asked_on=start)
    assert state(life, ref) == "agreed"


def test_the_night_agrees_a_plan_that_was_left_behind(life: Life) -> None:
    ref = promised(life, "icb")
    still_asked(life, ref)
    consent(life, ref, "icb")
    by_the_board(life, proposed(life, ref))
    store = life.world.store
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE deadline SET state = 'superseded', wake_at = NULL"))
    assert looked(store, part="plans_agreed", after=None, now=life.now, limit=10).mended == []
    life.wait(21)
    found = looked(store, part="plans_agreed", after=None, now=life.now, limit=10)
    assert [one.ref for one in found.mended] == [ref]
    assert state(life, ref) == "agreed"


# --- the board, and nobody else


def test_a_decision_of_somebody_else_is_not_the_boards(life: Life) -> None:
    ref = promised(life, "icb")
    consulted(life, ref)
    consent(life, ref, "icb")
    report = proposed(life, ref)
    decided_by(life, report, "executive-board")
    assert life.state(report) == "effective"
    assert (state(life, ref), life.row(ref, "plan").board_agreed_on) == ("consultation", None)
    assert missing(life, ref) == ["plan.board_not_decider"]
    assert told(life) == ["plan_not_agreed"]
    again = proposed(life, ref)
    assert again != report
    by_the_board(life, again)
    assert state(life, ref) == "agreed"


def test_a_board_without_powers_endorses_its_plan(life: Life) -> None:
    ref = promised(life, "icb")
    consulted(life, ref)
    consent(life, ref, "icb")
    by_the_board(life, proposed(life, ref), "endorsed")
    assert state(life, ref) == "agreed"


def test_a_decision_on_another_report_is_not_on_the_plans_own(life: Life) -> None:
    ref = promised(life, "icb")
    consulted(life, ref)
    consent(life, ref, "icb")
    own = proposed(life, ref)
    other = life.draft("agree-plan", None, by=SECRETARY, details={"plan": ref})
    by_the_board(life, other)
    assert life.row(ref, "plan").board_agreed_on is None
    assert told(life) == ["plan_not_agreed"]
    by_the_board(life, own)
    assert life.row(ref, "plan").proposal_id == life.row(own).id
    assert state(life, ref) == "agreed"


# --- the decision is undone


def test_a_decision_undone_takes_back_that_the_board_agreed(life: Life) -> None:
    ref, report = agreed(life)
    with life.acting("example-monitoring") as desk:
        after.quash(desk, report, reason="A court quashed it (example).")
    row = life.row(ref, "plan")
    assert (row.state, row.board_agreed_on, row.agreed_on) == ("consultation", None, None)
    assert missing(life, ref) == ["plan.board_missing"]
    with pytest.raises(GuardRefused):
        publish(life, ref)
    by_the_board(life, proposed(life, ref))
    assert state(life, ref) == "agreed"
    assert life.whole()


def test_the_same_while_a_partner_is_still_missing(life: Life) -> None:
    ref = promised(life, "icb")
    consulted(life, ref)
    report = proposed(life, ref)
    by_the_board(life, report)
    rescind(life, report)
    assert life.row(ref, "plan").board_agreed_on is None
    consent(life, ref, "icb")
    assert state(life, ref) == "consultation"


def test_a_published_plan_stays_and_says_that_its_decision_is_gone(life: Life) -> None:
    ref, report = agreed(life)
    publish(life, ref)
    rescind(life, report)
    assert state(life, ref) == "published"
    assert "plan.decision_gone" in notes(life, ref)
    assert told(life) == ["plan_decision_gone"]
    by_the_board(life, proposed(life, ref))
    assert "plan.decision_gone" not in notes(life, ref)
    assert state(life, ref) == "published"


def test_a_further_decision_undone_is_told_and_takes_nothing_back(life: Life) -> None:
    ref, _ = agreed(life)
    publish(life, ref)
    change = proposed(life, ref)
    by_the_board(life, change)
    rescind(life, change)
    assert told(life) == ["plan_decision_gone"]
    assert "plan.decision_gone" not in notes(life, ref)
    assert life.row(ref, "plan").board_agreed_on is not None


def test_a_partner_that_refuses_is_named_with_its_reason(life: Life) -> None:
    ref = promised(life, "icb", "police")
    consulted(life, ref)
    consent(life, ref, "icb", "police")
    with life.acting() as desk, pytest.raises(GuardRefused):
        agreeing.refuse(desk, ref, partner="icb", by="example-nhs", reason=" ")
    with life.acting() as desk:
        agreeing.refuse(desk, ref, partner="icb", by="example-nhs", reason="It costs too much.")
    assert "plan.consent_refused" in missing(life, ref)
    by_the_board(life, proposed(life, ref))
    assert (state(life, ref), missing(life, ref)) == ("consultation", ["plan.consent_refused"])
    consent(life, ref, "icb")
    assert state(life, ref) == "agreed"
    assert life.whole()


def test_a_consent_dated_before_its_text_is_flagged(life: Life) -> None:
    ref = promised(life, "icb", "police")
    with life.acting() as desk:
        before = life.today - dt.timedelta(days=9)
        agreeing.consent(desk, ref, partner="icb", by="example-nhs", on=before)
        agreeing.consent(desk, ref, partner="police", by="example-police")
    assert notes(life, ref) == ["plan.consent_before_text"]


def test_a_consultation_begins_when_somebody_was_first_asked(life: Life) -> None:
    ref = promised(life, "icb")
    asked = life.today - dt.timedelta(days=9)
    with life.acting() as desk:
        consulting.ask(desk, ref, key="youth-council", who="Youth council", asked_on=asked)
    with life.acting() as desk:
        consulting.consult(desk, ref, changed="Nothing.")
    assert life.row(ref, "plan").consulted_from == asked


def test_a_report_that_says_nothing_else_asks_for_the_plan_to_be_agreed(life: Life) -> None:
    ref = promised(life, "icb")
    with life.acting() as desk:
        report = proposing.propose(desk, ref).ref
    assert life.row(report).recommendation == (
        f"That {ref}, “Growing up in Exampleshire (example)”, be agreed."
    )


# --- who speaks for a partner


def test_nobody_of_scrutiny_and_no_officer_without_a_post_consents(life: Life) -> None:
    ref = promised(life, "county-council")
    for person in ("example-scrutineer", "example-secretary"):
        with pytest.raises(GuardRefused) as refused, life.acting() as desk:
            agreeing.consent(desk, ref, partner="county-council", by=person)
        assert codes(refused) == ["plan.consent_by_other"]
    consent(life, ref, "county-council")
