"""Every outcome, and every way in which a body or an officer comes to one."""

import datetime as dt

import pytest
from reports import BOARD, COMMISSIONER, DIRECTOR, WORDS, Life, codes, life
from sqlalchemy import bindparam, select

from governance.application.bodies.delegations import delegate
from governance.application.proposals import submitting
from governance.application.proposals.findings import Words
from governance.application.rulebook.loading import load
from governance.configuration import config_dir
from governance.domain.errors import GuardRefused, NoSuchMove, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

AGREEMENTS = select(TABLES["agreement"]).where(
    TABLES["agreement"].c.partnership_id == bindparam("partnership")
)


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


@pytest.mark.parametrize(
    "outcome", ["approved", "approved_as_amended", "approved_with_conditions", "noted"]
)
def test_what_is_agreed_takes_effect(built: Life, outcome: str) -> None:
    ref = built.ready(built.commission(), 60_000)
    row = built.officer(ref, outcome)
    assert (row.state, row.outcome, row.live) == ("effective", outcome, False)
    found = built.decisions(ref)
    assert [(d.outcome, d.verbatim, d.how_taken) for d in found] == [
        (outcome, WORDS.verbatim, "single_officer")
    ]
    with built.looking() as desk:
        made = [a.ref for a in desk.all(AGREEMENTS)]
    assert made == ([] if outcome == "noted" else ["A-0001"])
    assert built.whole()


def test_a_refusal_stays_and_counts_no_more(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    row = built.officer(ref, "refused")
    assert (row.state, row.outcome, row.live) == ("decided", "refused", False)
    with pytest.raises(GuardRefused):
        rework(built, ref)
    with pytest.raises(NoSuchMove):
        built.officer(ref, "approved")


def rework(built: Life, ref: str) -> None:
    with built.acting(COMMISSIONER) as desk:
        submitting.rework(desk, ref)


def test_what_is_referred_back_is_reworked_and_brought_again(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    assert built.officer(ref, "referred_back").state == "decided"
    rework(built, ref)
    assert (built.state(ref), built.rule(ref)) == ("draft", None)
    built.submit(ref)
    built.hand(ref)
    assert built.officer(ref).state == "effective"
    assert [d.outcome for d in built.decisions(ref)] == ["referred_back", "approved"]
    assert built.whole()


def test_what_is_deferred_is_brought_again_and_goes_on_counting(built: Life) -> None:
    about = built.commission()
    ref = built.ready(about, 60_000)
    assert built.officer(ref, "deferred").live is True
    other = built.submit(built.award(about, 60_000))
    assert built.rule(other) == "S2"
    built.bring_again(ref)
    assert (built.state(ref), built.row(ref).outcome) == ("cleared", None)
    with built.acting() as desk:
        submitting.withdraw(desk, other, reason="not needed")
    built.hand(ref)
    assert built.officer(ref).state == "effective"


def test_a_board_can_put_off_what_lacks_a_document(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    built.clear(ref, "s151")
    built.view(ref, "joint-commissioning-head", by=COMMISSIONER)
    built.executive(ref)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref)
    assert codes(refused) == ["proposal.evidence_missing"]
    assert built.decide(ref, "deferred").outcome == "deferred"


def test_a_recommendation_goes_on_to_the_board_that_decides(built: Life) -> None:
    ref = built.award(built.commission(), 900_000, decision_due=dt.date(2025, 5, 30))
    built.evidence(built.submit(ref), "options-appraisal")
    built.notice(ref)
    built.clear(ref, "s151", "monitoring-officer")
    built.wait(30)
    built.executive(ref)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, "approved")
    assert codes(refused) == ["decision.outcome_beyond_powers"]
    assert built.decide(ref, "recommended").state == "cleared"
    built.sitting("trust-board", BOARD, ref)
    row = built.decide(ref)
    assert (row.state, row.outcome) == ("effective", "approved")
    assert [(d.decider, d.outcome) for d in built.decisions(ref)] == [
        ("executive-board", "recommended"),
        ("trust-board", "approved"),
    ]


def test_a_recommendation_against_goes_on_too_and_a_referral_back_does_not(built: Life) -> None:
    about = built.commission()
    refs = []
    for _ in range(2):
        ref = built.submit(built.draft("agree-plan", about))
        built.executive(ref)
        refs.append(ref)
        built.decide(ref, ["refused", "referred_back"][len(refs) - 1])
    against, back = refs
    assert (built.state(against), built.state(back)) == ("cleared", "decided")
    assert built.row(back).outcome == "referred_back"
    built.sitting("trust-board", BOARD, against)
    assert built.decide(against).state == "effective"


def test_the_record_needs_words_reasons_and_alternatives_all_at_once(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, by=DIRECTOR, words=Words())
    assert codes(refused) == [
        "decision.no_words",
        "decision.no_reasons",
        "decision.no_alternatives",
    ]
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, "perhaps", by=DIRECTOR)
    assert "proposal.outcome_unknown" in codes(refused)


def test_every_reason_comes_at_once_whatever_stage_it_belongs_to(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    built.clear(ref, "s151")
    built.view(ref, "joint-commissioning-head", by=COMMISSIONER)
    meeting = built.meeting("executive-board", built.today + dt.timedelta(days=14), ref)
    built.wait(14)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, words=Words())
    assert set(codes(refused)) >= {
        "proposal.evidence_missing",
        "decision.meeting_not_held",
        "decision.no_words",
        "quorum.too_few",
    }
    assert built.row(meeting, "meeting").state == "published"


# --- how a body decides


def test_agreed_without_a_vote_with_dissent_noted(built: Life) -> None:
    ref = built.middling(built.commission())
    built.executive(ref)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, dissent=("example-typo",))
    assert codes(refused) == ["decision.voter_absent"]
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, dissent=("example-finance", "example-nhs"))
    assert codes(refused) == ["decision.not_agreed"]
    built.decide(ref, dissent=("example-finance",))
    (decision,) = built.decisions(ref)
    assert decision.how_taken == "agreed_without_a_vote"
    assert (decision.count["dissent"], decision.count["eligible"]) == (["example-finance"], 4)


def test_a_counted_vote_is_held_to_those_entitled(built: Life) -> None:
    ref = built.middling(built.commission())
    built.executive(ref)
    with pytest.raises(Unusable) as unusable:
        built.decide(ref, how="counted")
    assert codes(unusable) == ["decision.totals_wanted"]
    with pytest.raises(Unusable) as unusable:
        built.decide(ref, how="counted", totals=(5, 0, 0))
    assert codes(unusable) == ["ballots.more_than_eligible"]
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, how="counted", totals=(1, 3, 0))
    assert codes(refused) == ["decision.not_carried"]
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, "refused", how="counted", totals=(3, 1, 0))
    assert codes(refused) == ["decision.carried"]
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, "refused", how="counted", totals=(0, 0, 0))
    assert codes(refused) == ["decision.nobody_voted"]
    assert built.decide(ref, "refused", how="counted", totals=(1, 3, 0)).outcome == "refused"


def test_a_recorded_vote_counts_the_last_vote_of_each_and_can_be_lost(built: Life) -> None:
    about = built.commission()
    won, lost = built.middling(about), built.middling(about, 100_000)
    built.executive(won, lost)
    built.open(won)
    built.vote(won, director="against", finance="for", nhs="for", police="abstain")
    built.vote(won, director="for")
    assert built.decide(won, how="recorded").state == "effective"
    (decision,) = built.decisions(won)
    assert decision.count["by_name"] == {
        "example-director": "for",
        "example-finance": "for",
        "example-nhs": "for",
        "example-police": "abstain",
    }
    built.open(lost)
    votes = {"example-director": "for", "example-nhs": "against", "example-police": "against"}
    with pytest.raises(GuardRefused) as refused:
        built.decide(lost, how="recorded", votes=votes)
    assert codes(refused) == ["decision.not_carried"]
    row = built.decide(lost, "refused", how="recorded", votes=votes)
    assert (row.outcome, row.live) == ("refused", False)


def test_a_tie_waits_for_the_casting_vote_or_is_lost(built: Life) -> None:
    about = built.commission()
    first, second = built.middling(about), built.middling(about, 100_000)
    built.executive(first, second)
    with pytest.raises(GuardRefused) as refused:
        built.decide(first, how="counted", totals=(2, 2, 0))
    assert codes(refused) == ["decision.tie"]
    assert built.decide(first, how="counted", totals=(2, 2, 0), casting="for").outcome == "approved"
    (decision,) = built.decisions(first)
    assert decision.count["casting_vote"] == "for"
    row = built.decide(second, "refused", how="counted", totals=(2, 2, 0), casting="against")
    assert row.outcome == "refused"


def test_two_thirds_are_two_thirds(built: Life) -> None:
    text = (config_dir() / "frameworks" / "four-step.yaml").read_bytes()
    with built.acting() as desk:
        draft = load(desk, text.replace(b"The four-step", b"Our four-step"), "framework.yaml")
    ref = built.submit(
        built.draft("adopt", None, version=draft.ref, by="example-secretary"),
        by="example-secretary",
    )
    built.view(ref, "monitoring-officer", supports=False)
    built.sitting("trust-board", BOARD, ref)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref)
    assert codes(refused) == ["decision.vote_wanted"]
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, how="counted", totals=(4, 3, 0))
    assert codes(refused) == ["decision.not_carried"]


def waiver(built: Life) -> str:
    """A waiver for the executive board (rule W2), heard and ready."""
    answers = {"urgent": "no", "procurement_commenced": "2025-01-06"}
    ref = built.submit(built.draft("waive", built.commission(), 200_000, answers=answers))
    for office in ("s151", "monitoring-officer"):
        built.view(ref, office, supports=None)
    return ref


def test_a_waiver_needs_two_thirds_and_a_casting_vote_does_not_help(built: Life) -> None:
    ref = waiver(built)
    built.executive(ref)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, how="counted", totals=(2, 2, 0), casting="for")
    assert codes(refused) == ["decision.not_carried"]
    assert built.decide(ref, how="counted", totals=(3, 1, 0)).state == "effective"


def test_n_of_m_needs_that_many_whoever_else_votes(built: Life) -> None:
    """Where the power is passed on to the locality, its terms of reference want four of five."""
    with built.acting() as desk:
        delegate(
            desk,
            giver="executive-board",
            receiver="locality-north",
            purpose="waivers in the north",
            source="minute 12",
        )
    ref = waiver(built)
    people = (
        "example-councillor",
        "example-district",
        "example-nhs-substitute",
        "example-head-teacher",
        "example-charity",
    )
    built.sitting("locality-north", people, ref)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, how="counted", totals=(3, 0, 2))
    assert codes(refused) == ["decision.not_carried"]
    assert built.decide(ref, how="counted", totals=(4, 1, 0)).state == "effective"


def test_a_member_alone_does_not_record_what_the_body_decided(built: Life) -> None:
    ref = built.middling(built.commission())
    built.executive(ref)
    with pytest.raises(GuardRefused):
        built.decide(ref, by="example-police")
    assert built.decide(ref, by="example-nhs").state == "effective"
