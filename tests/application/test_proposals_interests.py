"""Interests: what the law fixes, what the chair rules, and what is left of votes and quorum."""

import datetime as dt

import pytest
from reports import BOARD, COMMISSIONER, DIRECTOR, Life, codes, life

from governance.application.meetings.acts import leave_meeting
from governance.application.people.leaving import leave
from governance.application.proposals import taking_part
from governance.application.proposals.declarations import withdraw_declaration
from governance.domain.bodies.interests import Dispensation
from governance.domain.errors import GuardRefused, Refused
from governance.store.engine import Store

PECUNIARY, ORGANISATIONAL = "disclosable_pecuniary", "organisational"


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


def before_the_board(built: Life, people: tuple[str, ...] = BOARD) -> str:
    """A small report that the board takes in the director's stead, and the board in session."""
    ref = built.submit(built.award(built.commission(), 60_000))
    built.sitting("trust-board", people, ref, presiding=people[0])
    return ref


def test_the_law_bars_a_councillor_whatever_was_ruled_elsewhere(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 60_000))
    built.declare(ref, "example-district", PECUNIARY, ruling="none", advised=True)
    built.sitting("trust-board", BOARD, ref)
    built.open(ref)
    with pytest.raises(GuardRefused) as refused:
        built.vote(ref, district="for")
    assert codes(refused) == ["attendance.leaves"]
    with pytest.raises(GuardRefused) as refused:
        built.declare(ref, "example-district", PECUNIARY, ruling="none", advised=True)
    assert codes(refused) == ["interests.law_fixes"]
    built.decide(ref)
    (decision,) = built.decisions(ref)
    assert decision.count["eligible"] == len(BOARD) - 1


def test_a_vote_already_cast_is_not_counted(built: Life) -> None:
    ref = before_the_board(built)
    built.open(ref)
    built.vote(ref, lead_member="for", district="against", nhs="for", police="for")
    built.declare(ref, "example-district", PECUNIARY)
    built.decide(ref, how="recorded")
    (decision,) = built.decisions(ref)
    assert decision.count["not_counted"] == ["example-district"]
    assert (decision.count["against"], decision.count["eligible"]) == (0, len(BOARD) - 1)
    assert [c["kind"] for c in decision.conflicts] == [PECUNIARY]


def test_a_vote_of_somebody_who_has_left_is_not_counted(built: Life) -> None:
    ref = before_the_board(built)
    built.open(ref)
    built.vote(ref, lead_member="for", nhs="for", police="against")
    with built.acting() as desk:
        leave_meeting(desk, "M-0001", person="example-police")
    built.decide(ref, how="recorded")
    (decision,) = built.decisions(ref)
    assert decision.count["not_counted"] == ["example-police"]


def test_a_recusal_breaks_the_quorum_and_the_named_substitute_restores_it(built: Life) -> None:
    ref = before_the_board(built, BOARD[:5])
    built.declare(ref, "example-nhs", ORGANISATIONAL)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref)
    assert codes(refused) == ["quorum.too_few", "quorum.too_few_of"]
    assert "Nat Health" in refused.value.refusals[1].params["restore"]
    built.attend("M-0001", "example-nhs-substitute", instead_of="example-nhs")
    assert built.decide(ref).state == "effective"
    (decision,) = built.decisions(ref)
    assert "example-nhs-substitute" in decision.quorum["counted"]
    assert "example-nhs" not in decision.quorum["counted"]


@pytest.mark.parametrize(
    ("ruling", "eligible"), [("none", 7), ("stays_without_vote", 6), ("leaves", 6)]
)
def test_the_chair_rules_on_an_organisational_interest_on_advice(
    built: Life, ruling: str, eligible: int
) -> None:
    ref = before_the_board(built)
    with built.acting("example-nhs") as desk:
        taking_part.declare(desk, ref, kind=ORGANISATIONAL)
    with pytest.raises(Refused) as refused, built.acting("example-nhs") as desk:
        taking_part.declare(desk, ref, kind=ORGANISATIONAL, ruling="none", advised=True)
    assert codes(refused) == ["interest.own_ruling"]
    with pytest.raises(GuardRefused) as unadvised, built.acting("example-lead-member") as desk:
        taking_part.declare(desk, ref, kind=ORGANISATIONAL, person="example-nhs", ruling=ruling)
    assert codes(unadvised) == ["interests.no_advice"]
    with built.acting("example-lead-member") as desk:
        taking_part.declare(
            desk, ref, kind=ORGANISATIONAL, person="example-nhs", ruling=ruling, advised=True
        )
    built.attend("M-0001", "example-nhs-substitute", instead_of="example-nhs")
    built.decide(ref, how="counted", totals=(eligible, 0, 0))
    (decision,) = built.decisions(ref)
    # The substitute stands in where the member may not vote, so the seat's vote is never lost.
    assert decision.count["eligible"] == 7


def test_nobody_declares_or_rules_for_others(built: Life) -> None:
    ref = before_the_board(built)
    with pytest.raises(Refused) as refused, built.acting("example-police") as desk:
        taking_part.declare(desk, ref, kind=ORGANISATIONAL, person="example-nhs")
    assert codes(refused) == ["interest.not_yours"]
    spared = Dispensation(speak=True, vote=True)
    with pytest.raises(Refused) as refused, built.acting("example-lead-member") as desk:
        taking_part.declare(desk, ref, kind=PECUNIARY, dispensation=spared)
    assert codes(refused) == ["interest.own_ruling"]


def test_a_dispensation_lets_vote_until_its_last_day(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 60_000))
    until = built.today + dt.timedelta(days=14)
    spared = Dispensation(speak=True, vote=True, until=until)
    built.declare(
        ref, "example-district", PECUNIARY, ruling="none", advised=True, dispensation=spared
    )
    meeting = built.sitting("trust-board", BOARD, ref)
    built.open(ref)
    built.vote(ref, district="for")
    assert built.row(meeting, "meeting").on_day == until
    built.decide(ref, how="recorded", votes={"example-nhs": "for", "example-police": "for"})
    (decision,) = built.decisions(ref)
    assert decision.count["by_name"]["example-district"] == "for"


def test_a_dispensation_that_has_run_out_bars(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 60_000))
    spared = Dispensation(speak=True, vote=True, until=built.today)
    built.declare(
        ref, "example-district", PECUNIARY, ruling="none", advised=True, dispensation=spared
    )
    built.sitting("trust-board", BOARD, ref)
    built.open(ref)
    with pytest.raises(GuardRefused) as refused:
        built.vote(ref, district="for")
    assert codes(refused) == ["attendance.leaves"]


def test_a_milder_interest_does_not_take_a_stricter_ones_place(built: Life) -> None:
    ref = before_the_board(built)
    built.declare(ref, "example-district", "personal", ruling="none", advised=True)
    built.declare(ref, "example-district", PECUNIARY)
    with pytest.raises(Refused) as refused:
        built.declare(ref, "example-district", "personal", ruling="none", advised=True)
    assert codes(refused) == ["interest.stricter_stands"]


def test_an_officer_with_an_interest_leaves_it_to_the_deputy(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    with built.acting(DIRECTOR) as desk:
        taking_part.declare(desk, ref, kind="personal")
    with pytest.raises(GuardRefused) as refused:
        built.officer(ref)
    assert codes(refused) == ["proposal.officer_interested"]
    assert built.officer(ref, by="example-deputy").state == "effective"


def test_an_interest_takes_the_signature_and_never_the_partner(built: Life) -> None:
    """Each partner consents in writing; a colleague signs where the member has an interest."""
    partners = {
        "county-council": "example-lead-member",
        "district-council": "example-district",
        "icb": "example-nhs",
        "police": "example-police",
        "probation": "example-probation",
        "schools-forum": "example-head-teacher",
        "voluntary-sector": "example-charity",
        "jobcentre": "example-jobcentre",
    }
    ref = built.submit(built.draft("pool", None, 100_000))
    for office in ("s151", "monitoring-officer"):
        built.view(ref, office)
    built.sitting("trust-board", BOARD, ref)
    for partner, person in partners.items():
        with built.acting(person) as desk:
            taking_part.consent(desk, ref, partner=partner)
    built.declare(ref, "example-charity", ORGANISATIONAL)
    built.declare(ref, "example-nhs", ORGANISATIONAL, ruling="leaves", advised=True)
    built.attend("M-0001", "example-nhs-substitute", instead_of="example-nhs")
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, "recommended")
    assert sorted(codes(refused)) == [
        "consents.no_signatory",
        "consents.signatory_interested",
    ]
    with built.acting("example-nhs-substitute") as desk:
        taking_part.consent(desk, ref, partner="icb")
    built.declare(ref, "example-charity", ORGANISATIONAL, ruling="none", advised=True)
    assert built.decide(ref, "recommended").state == "awaiting_partners"
    (decision,) = built.decisions(ref)
    assert (decision.how_taken, len(decision.count["consented"])) == ("in_writing", 8)
    assert built.row(ref).author_id == built.row(COMMISSIONER, "person").id


def test_a_vacant_seat_does_not_take_a_partners_consent_away(built: Life) -> None:
    ref = built.submit(built.draft("pool", None, 100_000))
    for office in ("s151", "monitoring-officer"):
        built.view(ref, office)
    with built.acting() as desk:
        leave(desk, person="example-charity", on=built.today)
    built.sitting("trust-board", BOARD, ref)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref, "recommended")
    assert "consents.no_signatory" in codes(refused)
    assert built.decide(ref, "deferred").outcome == "deferred"


def test_only_a_councillor_has_a_disclosable_pecuniary_interest(built: Life) -> None:
    ref = before_the_board(built)
    with pytest.raises(Refused) as refused:
        built.declare(ref, "example-nhs", PECUNIARY)
    assert codes(refused) == ["interest.not_disclosable"]
    assert refused.value.refusals[0].params == {"person": "Noor Health"}
    with pytest.raises(Refused) as refused, built.acting(DIRECTOR) as desk:
        taking_part.declare(desk, ref, kind=PECUNIARY)
    assert codes(refused) == ["interest.not_disclosable"]
    built.declare(ref, "example-nhs", ORGANISATIONAL)


def test_an_interest_declared_by_mistake_is_withdrawn_and_bars_no_more(built: Life) -> None:
    ref = before_the_board(built)
    built.open(ref)
    built.declare(ref, "example-district", PECUNIARY)
    with pytest.raises(Refused) as refused, built.acting("example-district") as desk:
        withdraw_declaration(desk, ref, person="example-district", reason=" ")
    assert codes(refused) == [
        "interest.withdraw_not_permitted",
        "interest.own_ruling",
        "lifecycle.reason_missing",
    ]
    with built.acting() as desk:
        withdraw_declaration(desk, ref, person="example-district", reason="another firm")
    built.vote(ref, lead_member="for", district="for", nhs="for", police="for")
    built.decide(ref, how="recorded")
    (decision,) = built.decisions(ref)
    assert (decision.count["eligible"], decision.conflicts) == (len(BOARD), [])
    assert built.whole()


def test_nothing_is_withdrawn_twice_and_it_can_be_declared_again(built: Life) -> None:
    ref = before_the_board(built)
    built.declare(ref, "example-district", PECUNIARY)
    with built.acting() as desk:
        withdraw_declaration(desk, ref, person="example-district", reason="another firm")
    with pytest.raises(Refused) as refused, built.acting() as desk:
        withdraw_declaration(desk, ref, person="example-district", reason="another firm")
    assert codes(refused) == ["interest.none_declared"]
    built.declare(ref, "example-district", "personal", ruling="leaves", advised=True)
    built.open(ref)
    with pytest.raises(GuardRefused) as barred:
        built.vote(ref, district="for")
    assert codes(barred) == ["attendance.leaves"]
