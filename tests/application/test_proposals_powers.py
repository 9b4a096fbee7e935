"""Who may decide: the rule's decider, those above, deputies and delegates; duties kept apart."""

import datetime as dt
from typing import Any

import pytest
from reports import BOARD, COMMISSIONER, DIRECTOR, EXECUTIVE, WORDS, Life, codes, life

from governance.application.bodies import acts as bodies
from governance.application.bodies import delegations
from governance.application.people.leaving import leave
from governance.application.proposals import deciding, placing, submitting, taking_part
from governance.domain.errors import GuardRefused, NoSuchMove, Refused, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


def delegate(built: Life, giver: str, receiver: str, pounds: int | None, **more: Any) -> str:
    with built.acting() as desk:
        return delegations.delegate(
            desk,
            giver=giver,
            receiver=receiver,
            purpose="short breaks",
            source="minute 12",
            ceiling=None if pounds is None else pounds * 100,
            **more,
        ).ref


def used(built: Life, ref: str) -> int:
    spent: int = built.row(ref, "delegation").used
    return spent


def test_whoever_delegated_a_power_keeps_it(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 60_000))
    built.executive(ref)
    assert built.decide(ref).state == "effective"
    (decision,) = built.decisions(ref)
    assert decision.decider == "executive-board"


def test_a_body_that_stands_below_is_told_who_could(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 60_000))
    with pytest.raises(GuardRefused) as refused:
        built.meeting("locality-north", built.today + dt.timedelta(days=14), ref)
    assert codes(refused) == ["agenda.other_body"]
    assert "the Executive Board" in refused.value.refusals[0].params["could"]


def test_nobody_without_the_power_decides_or_even_opens_it(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    for person in ("example-finance", "example-parent", COMMISSIONER, None):
        with pytest.raises(GuardRefused) as refused:
            built.decide(ref, by=person)
        assert "powers.not_entitled" in codes(refused)
        with pytest.raises(GuardRefused) as refused, built.acting(person) as desk:
            deciding.open_item(desk, ref)
        assert "powers.not_entitled" in codes(refused)
    assert built.state(ref) == "with_officer"


def test_a_deputy_acts_and_a_former_holder_does_not(built: Life) -> None:
    about = built.commission()
    first, second, third = (built.ready(about, 20_000) for _ in range(3))
    assert built.officer(first, by="example-deputy").state == "effective"
    with built.acting() as desk:
        bodies.end_holding(desk, office="director", person=DIRECTOR, last_day=built.today)
    assert built.officer(second).state == "effective"
    built.wait(1)
    with pytest.raises(GuardRefused) as refused:
        built.officer(third)
    assert "powers.not_entitled" in codes(refused)


def test_a_member_who_left_cannot_act(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    with built.acting() as desk:
        leave(desk, person=DIRECTOR, on=built.today)
    with pytest.raises(Refused) as refused:
        built.officer(ref)
    assert codes(refused) == ["actor.left"]


# --- delegations


def test_a_delegate_draws_the_ceiling_down_to_the_penny_and_not_beyond(built: Life) -> None:
    given = delegate(built, "executive-board", "director", 500_000)
    about = built.commission()
    ref = built.middling(about, 300_000)
    built.hand(ref)
    row = built.officer(ref)
    assert (row.state, used(built, given)) == ("effective", 300_000_00)
    assert built.decisions(ref)[-1].decider == "director"
    more = built.submit(built.award(built.commission("Another"), 200_001))
    built.evidence(more, "options-appraisal")
    built.clear(more, "s151")
    built.view(more, "joint-commissioning-head", by=COMMISSIONER)
    with pytest.raises(GuardRefused) as refused:
        built.hand(more)
    assert codes(refused) == ["proposal.not_for_officer"]
    with built.acting(COMMISSIONER) as desk:
        submitting.give_back(desk, more, reason="too much")
    assert used(built, given) == 300_000_00
    exact = built.middling(built.commission("A third"), 200_000)
    built.hand(exact)
    built.officer(exact)
    assert used(built, given) == 500_000_00
    assert built.whole()


def test_what_was_handed_over_is_refused_once_another_drew_the_rest(built: Life) -> None:
    given = delegate(built, "executive-board", "director", 400_000)
    first, second = (built.middling(built.commission(t), 300_000) for t in ("One", "Two"))
    built.hand(first)
    built.hand(second)
    built.officer(first)
    with pytest.raises(GuardRefused) as refused:
        built.officer(second)
    assert "delegations.over_ceiling" in codes(refused)
    assert used(built, given) == 300_000_00


def test_only_what_is_agreed_draws(built: Life) -> None:
    given = delegate(built, "executive-board", "director", 400_000)
    about = built.commission()
    for outcome in ("refused", "noted"):
        ref = built.middling(about, 300_000)
        built.hand(ref)
        built.officer(ref, outcome)
    assert used(built, given) == 0


@pytest.mark.parametrize("supports", [True, False, None])
def test_a_consultees_absence_blocks_and_a_view_against_does_not(
    built: Life, supports: bool | None
) -> None:
    delegate(built, "executive-board", "director", None, consultees=["lead-member", "s151"])
    ref = built.middling(built.commission())
    with pytest.raises(GuardRefused) as refused:
        built.hand(ref)
    assert codes(refused) == ["proposal.not_for_officer"]
    built.view(ref, "lead-member", supports=supports, by="example-lead-member")
    built.hand(ref)
    assert built.officer(ref).state == "effective"


def test_a_delegation_that_ended_or_is_for_other_things_gives_nothing(built: Life) -> None:
    ended = delegate(built, "executive-board", "director", None)
    delegate(built, "executive-board", "director", None, kinds=["extend"])
    ref = built.middling(built.commission())
    built.hand(ref)
    with built.acting() as desk:
        delegations.end_delegation(desk, delegation=ended, reason="revoked")
    with pytest.raises(GuardRefused) as refused:
        built.officer(ref)
    assert {"delegations.other_kind", "powers.not_entitled"} <= set(codes(refused))


# --- referring up


def test_referring_up_goes_to_the_nearest_above_who_then_decides(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    with pytest.raises(Unusable) as unusable, built.acting(DIRECTOR) as desk:
        deciding.refer_up(desk, ref, reason="Contested.", to="s151")
    assert codes(unusable) == ["proposal.not_above"]
    with built.acting(DIRECTOR) as desk:
        deciding.refer_up(desk, ref, reason="It is contested.")
    row = built.row(ref)
    assert (row.state, row.decider) == ("sent_to_higher", "executive-board")
    with pytest.raises(GuardRefused):
        built.hand(ref)
    built.executive(ref)
    assert built.decide(ref).state == "effective"


def test_one_above_can_be_named_and_the_highest_refers_to_nobody(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    with built.acting(DIRECTOR) as desk:
        deciding.refer_up(desk, ref, reason="It is contested.", to="cabinet")
    built.sitting("cabinet", ("example-leader", "example-lead-member", "example-councillor"), ref)
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        deciding.refer_up(desk, ref, reason="Still contested.")
    assert codes(refused) == ["proposal.nobody_above"]
    assert built.decide(ref).state == "effective"


def test_only_whoever_could_decide_refers_up_and_with_a_reason(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    with pytest.raises(GuardRefused) as refused, built.acting("example-parent") as desk:
        deciding.refer_up(desk, ref, reason="I would rather not.")
    assert "powers.not_entitled" in codes(refused)
    with pytest.raises(GuardRefused) as refused, built.acting(DIRECTOR) as desk:
        deciding.refer_up(desk, ref, reason=" ")
    assert codes(refused) == ["lifecycle.reason_missing"]


# --- the path


def test_the_path_goes_in_order_and_says_what_is_missing(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    assert built.state(ref) == "in_clearance"
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        submitting.clear(desk, ref)
    assert codes(refused) == ["step.clear_wanted"]
    with pytest.raises(GuardRefused) as refused, built.acting(COMMISSIONER) as desk:
        taking_part.record_view(desk, ref, view="Yes.", decider="joint-commissioning-head")
    assert codes(refused) == ["step.clear_wanted"]
    with pytest.raises(Refused) as closed, built.acting("example-parent") as desk:
        taking_part.record_view(desk, ref, view="Yes.", decider="s151")
    assert codes(closed) == ["view.not_yours"]
    with pytest.raises(Refused) as closed, built.acting("example-finance") as desk:
        taking_part.record_view(desk, ref, view="It is too dear.", supports=False)
    assert codes(closed) == ["view.not_cleared"]
    built.clear(ref, "s151")
    built.evidence(ref, "options-appraisal")
    built.view(ref, "joint-commissioning-head", by=COMMISSIONER)
    built.executive(ref)
    assert built.decide(ref).state == "effective"
    with pytest.raises(Refused) as closed:
        built.view(ref, "s151")
    assert codes(closed) == ["view.not_now"]


def test_a_clearer_gives_it_back_and_it_is_cleared_anew(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    with built.acting("example-finance") as desk:
        submitting.give_back(desk, ref, reason="Say where the money is.")
    assert (built.state(ref), built.row(ref).live) == ("draft", False)
    built.submit(ref)
    built.clear(ref, "s151")
    assert built.state(ref) == "cleared"


def test_the_author_does_not_decide_and_neither_does_the_provider(built: Life) -> None:
    with built.acting() as desk:
        taking = desk.row("organisation", "example-care")
        desk.writer.update(
            TABLES["person"],
            partnership_id=desk.pid,
            id=desk.row("person", "example-deputy").id,
            expected_version=desk.row("person", "example-deputy").version,
            values={"organisation_id": taking.id},
        )
    ref = built.award(built.commission(), 60_000, by=COMMISSIONER)
    built.submit(ref)
    built.hand(ref)
    with pytest.raises(GuardRefused) as refused:
        built.officer(ref, by="example-deputy")
    assert codes(refused) == ["proposal.duties_together"]
    assert refused.value.refusals[0].params == {"step": "decide", "apart_from": "provider"}
    assert built.officer(ref).state == "effective"


def test_duties_stay_apart_whichever_was_done_first(built: Life) -> None:
    """Who clears as chief finance officer does not recommend as head of commissioning."""
    with built.acting() as desk:
        bodies.hold_office(
            desk, office="joint-commissioning-head", person="example-finance", deputy=True
        )
    ref = built.submit(built.award(built.commission(), 300_000))
    built.view(ref, "s151", by="example-finance")
    with built.acting() as desk:
        submitting.clear(desk, ref)
    with pytest.raises(GuardRefused) as refused:
        built.view(ref, "joint-commissioning-head", by="example-finance")
    assert codes(refused) == ["proposal.duties_together"]
    with built.acting() as desk:
        placing.hand_to_officer(desk, ref)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, "recommended", by="example-finance")
    assert codes(refused) == ["proposal.duties_together"]
    assert built.decide(ref, "recommended", by=COMMISSIONER).state == "cleared"


def test_steps_that_run_at_once_are_done_in_any_order(built: Life) -> None:
    ref = built.award(built.commission(), 900_000, decision_due=dt.date(2025, 5, 30))
    built.submit(ref)
    built.evidence(ref, "options-appraisal")
    built.notice(ref)
    built.clear(ref, "monitoring-officer", "s151")
    built.wait(30)
    built.executive(ref)
    built.decide(ref, "recommended", how="counted", totals=(3, 1, 0))
    built.sitting("trust-board", BOARD, ref)
    assert built.decide(ref).state == "effective"
    assert built.whole()


def test_deciding_at_a_meeting_that_is_over_or_to_come(built: Life) -> None:
    ref = built.middling(built.commission())
    meeting = built.meeting("executive-board", built.today + dt.timedelta(days=14), ref)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref)
    assert "decision.meeting_not_held" in codes(refused)
    with pytest.raises(GuardRefused):
        built.open(ref)
    built.wait(14)
    built.hold(meeting, EXECUTIVE, presiding="example-nhs")
    built.decide(ref)
    with pytest.raises(NoSuchMove):
        built.decide(ref)
    assert WORDS.verbatim in [d.verbatim for d in built.decisions(ref)]
