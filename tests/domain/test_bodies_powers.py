"""Composition, delegations, concurrent powers, the chair, and acting between meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance import words
from governance.domain.bodies import chair
from governance.domain.bodies.between import why_not_between_meetings
from governance.domain.bodies.chair import (
    Asked,
    ChairFacts,
    Turn,
    consultation_complete,
    seat_in_turn,
    turns,
    why_not_appoint,
)
from governance.domain.bodies.composition import Finding, check
from governance.domain.bodies.delegations import Consultee, Delegation, View, draw, why_not
from governance.domain.bodies.loading import load_terms
from governance.domain.bodies.months import months_after
from governance.domain.bodies.people import Appointment, Exemption, Partner, Person
from governance.domain.bodies.powers import (
    Basis,
    Entitlement,
    Question,
    above,
    entitlements,
    may_decide,
    may_refer_to,
)
from governance.domain.bodies.standing import Way
from governance.domain.bodies.terms import Rotation, Terms
from governance.domain.errors import GuardRefused, Refusal, Unusable
from governance.domain.texts import parse

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 5, 12)
NEXT = DAY + dt.timedelta(1)
BEFORE = DAY - dt.timedelta(1)
START = dt.date(2026, 4, 1)


def load(name: str) -> Terms:
    path = ROOT / "config" / "terms" / f"{name}.yaml"
    return load_terms(parse(path.read_bytes(), path.name), path.name)


BOARD = load("trust-board")
PARTNERS = [
    Partner("county-council", "the county council", lead=True),
    Partner("district-council", "the district council", statutory=True),
    Partner("icb", "NHS Exampleshire", statutory=True),
    Partner("police", "the police", statutory=True),
    Partner("probation", "the probation service", statutory=True),
    Partner("jobcentre", "Jobcentre Plus", statutory=True),
    Partner("sha", "the strategic health authority", statutory=True, seated=False),
    Partner("schools-forum", "the schools forum"),
    Partner("voluntary-sector", "the voluntary sector"),
]


def member(seat: str, who: str = "", **dates: dt.date) -> Appointment:
    person = Person(who or f"m-{seat}", who or f"member for {seat}")
    return Appointment(person, seat, dates.get("start", START), dates.get("end"))


APPOINTED = [member(s.key) for s in BOARD.seats]


def without(*seats: str) -> list[Appointment]:
    return [a for a in APPOINTED if a.seat not in seats]


def findings(
    appointments: list[Appointment],
    *,
    partners: list[Partner] = PARTNERS,
    chairs: Iterable[str] = ("m-icb",),
    terms: Terms = BOARD,
) -> list[tuple[str, bool]]:
    found = check(
        terms=terms, partners=partners, appointments=appointments, chairs=set(chairs), on=DAY
    )
    assert all(words.say(f.code, f.params) for f in found)
    assert [f.serious for f in found] == sorted((f.serious for f in found), reverse=True)
    return [(f.code.removeprefix("composition."), f.serious) for f in found]


def test_a_full_board_has_nothing_to_be_said_about_it() -> None:
    assert findings(APPOINTED) == []


def test_the_lead_and_each_statutory_partner_must_be_represented() -> None:
    assert findings(without("police")) == [
        ("statutory_seat_vacant", True),
        ("vacant", False),
    ]
    assert ("lead_seat_vacant", True) in findings(without("county-lead-member", "county-director"))
    assert findings(without("county-director")) == [("vacant", False)]
    assert findings(without("schools")) == [("vacant", False)]
    youth = Partner("youth-offending-team", "the youth offending team", statutory=True)
    assert findings(APPOINTED, partners=[*PARTNERS, youth]) == [("statutory_no_seat", True)]


def test_a_dated_exception_excuses_a_statutory_partner_and_never_the_lead() -> None:
    def excused(key: str, end: dt.date | None) -> list[Partner]:
        exemption = Exemption(START, end, "no office in the area")
        return [replace(p, exemptions=(exemption,)) if p.key == key else p for p in PARTNERS]

    board = without("jobcentre")
    assert ("exempt", False) in findings(board, partners=excused("jobcentre", None))
    assert ("exempt_until", False) in findings(board, partners=excused("jobcentre", DAY))
    ended = findings(board, partners=excused("jobcentre", BEFORE))
    assert ("statutory_seat_vacant", True) in ended
    leaderless = without("county-lead-member", "county-director")
    lead = findings(leaderless, partners=excused("county-council", None))
    assert ("lead_seat_vacant", True) in lead


def test_one_person_may_speak_for_several_partners() -> None:
    seats = tuple(
        replace(s, represents=("police", "probation")) if s.key == "police" else s
        for s in BOARD.seats
        if s.key != "probation"
    )
    assert findings(without("probation"), terms=replace(BOARD, seats=seats)) == []


def test_people_and_seats_that_do_not_fit_are_named() -> None:
    two = [*without("probation"), member("probation", "m-police")]
    assert findings(two) == [("person_in_two_seats", False)]
    assert findings([*APPOINTED, member("police", "another")]) == [("seat_held_twice", True)]
    assert findings([*APPOINTED, member("cabinet-office")]) == [("unknown_seat", True)]
    ended = [*without("schools"), member("schools", end=BEFORE)]
    assert findings(ended) == [("appointment_ended", False)]
    assert findings([*without("schools"), member("schools", end=DAY)]) == []
    assert findings([*without("schools"), member("schools", start=NEXT)]) == [("vacant", False)]
    old = [*without("schools"), member("schools", start=dt.date(2024, 5, 12))]
    assert findings(old) == [("term_over", False)]
    assert ("unknown_partner", False) in findings(APPOINTED, partners=PARTNERS[:-1])


def test_substitutes_are_people_without_a_seat_of_their_own() -> None:
    board = without("police")
    substitute = replace(member("police"), substitutes=(Person("m-icb", "member for icb"),))
    assert findings([*board, substitute]) == [("substitute_is_member", False)]
    cabinet = load("cabinet")
    appointments = [
        replace(member(s.key), substitutes=(Person("x", "X"),)) for s in cabinet.seats[:1]
    ] + [member(s.key) for s in cabinet.seats[1:]]
    found = findings(appointments, terms=cabinet, partners=PARTNERS[:1], chairs=["m-leader"])
    assert found == [("substitute_not_allowed", False)]


def test_a_body_needs_its_chair() -> None:
    assert findings(APPOINTED, chairs=[]) == [("no_chair", True)]
    assert findings(APPOINTED, chairs=["m-police"]) == [("chair_not_eligible", True)]
    assert findings(APPOINTED, chairs=["nobody"]) == [("chair_not_eligible", True)]
    (found,) = check(
        terms=BOARD,
        partners=PARTNERS,
        appointments=APPOINTED,
        chairs=["nobody"],
        on=DAY,
        names={"nobody": "Perry Example"},
    )
    assert words.say(found.code, found.params).startswith("Perry Example is in the chair")
    assert findings(APPOINTED, chairs=["m-icb", "m-district-council"]) == [
        ("too_many_chairs", True)
    ]
    executive = load("executive-board")
    members = [member(s.key) for s in executive.seats]
    round_and_named = check(
        terms=executive,
        partners=[],
        appointments=members,
        chairs=["m-director", "m-police"],
        on=dt.date(2026, 4, 1),
    )
    besides = [words.say(f.code, f.params) for f in round_and_named if f.serious]
    assert besides == [
        "The chair goes round and is with member for director now. Appointed to it besides: member for police."
    ]
    north = load("locality-north")
    appointments = [member(s.key) for s in north.seats]
    one = findings(appointments, terms=north, chairs=["m-county-councillor"], partners=[])
    assert ("too_few_chairs", False) in one


def test_a_finding_reads_as_a_sentence() -> None:
    found = check(terms=BOARD, partners=PARTNERS, appointments=without("icb"), chairs=[], on=DAY)
    assert [words.say(f.code, f.params) for f in found] == [
        "NHS Exampleshire, a statutory partner, is not represented: the place of the integrated care board's representative is vacant.",
        "Nobody is in the chair.",
        "The place of the integrated care board's representative is vacant.",
    ]
    assert isinstance(found[0], Finding)


# Delegations

LEAD_MEMBER = Consultee("lead-member", "the lead member")
FUND = Delegation(
    key="d1",
    giver="trust-board",
    receiver="locality-north",
    purpose="“Early help in the north”",
    kinds=frozenset({"award", "extend"}),
    ceiling=100_000_00,
    start=START,
    expires=dt.date(2027, 3, 31),
    used=40_000_00,
    consultees=(LEAD_MEMBER,),
)
HEARD = (View("lead-member", BEFORE, in_favour=False),)


def test_a_delegation_is_drawn_down_to_its_ceiling() -> None:
    drawn = draw(FUND, kind="award", amount=60_000_00, day=DAY, views=HEARD)
    assert (drawn.used, drawn.left) == (100_000_00, 0)
    spent = replace(FUND, used=drawn.used)
    with pytest.raises(GuardRefused) as caught:
        draw(spent, kind="award", amount=1, day=DAY, views=HEARD)
    refusal = caught.value.refusals[0]
    assert words.say(refusal.code, refusal.params) == (
        "£0.01 is more than the £0 left of £100,000 in the delegation “Early help in the north”."
    )


def test_to_consult_is_to_hear_and_not_to_be_approved() -> None:
    assert why_not(FUND, kind="award", amount=1, day=DAY, views=HEARD) == ()
    silent = why_not(FUND, kind="award", amount=1, day=DAY)
    late = why_not(FUND, kind="award", amount=1, day=DAY, views=[View("lead-member", NEXT)])
    other = why_not(FUND, kind="award", amount=1, day=DAY, views=[View("s151", BEFORE)])
    for refusals in (silent, late, other):
        assert [r.code for r in refusals] == ["delegations.not_consulted"]
        assert refusals[0].params["missing"] == ["the lead member"]


def test_every_reason_against_a_delegation_is_given_at_once() -> None:
    refusals = why_not(FUND, kind="vary", amount=60_000_01, day=dt.date(2027, 4, 1))
    assert [r.code.removeprefix("delegations.") for r in refusals] == [
        "expired",
        "other_kind",
        "over_ceiling",
        "not_consulted",
    ]
    assert all(words.say(r.code, r.params) and words.remedy(r.code, r.params) for r in refusals)
    early = why_not(FUND, kind="award", amount=None, day=BEFORE.replace(year=2025))
    assert [r.code.removeprefix("delegations.") for r in early] == [
        "not_yet",
        "amount_unknown",
        "not_consulted",
    ]
    assert all(words.say(r.code, r.params) for r in early)


def test_a_delegation_may_have_no_ceiling_no_end_and_any_kind() -> None:
    wide = replace(FUND, ceiling=None, expires=None, kinds=frozenset(), consultees=())
    assert draw(wide, kind="vary", amount=10**12, day=dt.date(2090, 1, 1)).left is None
    assert why_not(wide, kind="vary", amount=None, day=DAY) == ()
    with pytest.raises(Unusable):
        draw(wide, kind="vary", amount=-1, day=DAY)


@given(st.lists(st.integers(0, 60_000_00), max_size=12))
def test_no_row_of_draws_passes_the_ceiling(amounts: list[int]) -> None:
    delegation = FUND
    for amount in amounts:
        allowed = not why_not(delegation, kind="award", amount=amount, day=DAY, views=HEARD)
        left = delegation.left
        assert left is not None
        assert allowed is (amount <= left)
        if allowed:
            drawn = draw(delegation, kind="award", amount=amount, day=DAY, views=HEARD)
            delegation = replace(delegation, used=drawn.used)
    assert delegation.used <= FUND.ceiling  # type: ignore[operator]


# Concurrent powers

RANKS = [("cabinet", "lead-member", "director"), ("trust-board", "executive-board", "director")]
TITLES = {"executive-board": "the executive board", "trust-board": "the trust board"}


def asked(**changes: object) -> Question:
    question = Question(
        lowest="executive-board",
        kind="award",
        amount=10_000_00,
        day=DAY,
        ranks=RANKS,
        delegations=[replace(FUND, giver="executive-board")],
        views=HEARD,
    )
    return replace(question, **changes)  # type: ignore[arg-type]


def decide(role: str, question: Question) -> Entitlement | tuple[Refusal, ...]:
    return may_decide(roles={role}, question=question, titles=TITLES)


def test_whoever_is_above_keeps_the_power() -> None:
    assert above("director", RANKS) == {"cabinet", "lead-member", "trust-board", "executive-board"}
    assert above("cabinet", RANKS) == set()
    assert above("a", [("b", "a"), ("a", "b")]) == {"b"}
    assert decide("executive-board", asked()) == Entitlement("executive-board", Basis.RULE)
    assert decide("trust-board", asked()) == Entitlement("trust-board", Basis.KEPT)


def test_a_delegate_decides_up_to_the_ceiling() -> None:
    found = decide("locality-north", asked())
    assert found == Entitlement("locality-north", Basis.DELEGATION, ("d1",))
    refused = decide("locality-north", asked(amount=60_000_01))
    assert isinstance(refused, tuple)
    assert [r.code for r in refused] == ["delegations.over_ceiling", "powers.not_entitled"]
    assert (
        words.say(refused[1].code, refused[1].params)
        == "This is for the executive board to decide."
    )
    assert words.remedy(refused[1].code, refused[1].params) == (
        "It can be decided by the executive board or the trust board."
    )


def test_who_is_below_may_not_decide() -> None:
    refused = decide("director", asked())
    assert isinstance(refused, tuple)
    assert [r.code for r in refused] == ["powers.not_entitled"]


def test_who_delegated_to_the_lowest_decider_may_decide_too() -> None:
    question = asked(lowest="locality-north", ranks=())
    assert decide("executive-board", question) == Entitlement("executive-board", Basis.KEPT)
    spent = replace(FUND, giver="executive-board", used=100_000_00)
    kept = decide("executive-board", replace(question, delegations=[spent]))
    assert kept == Entitlement("executive-board", Basis.KEPT)
    ended = replace(spent, expires=BEFORE)
    assert isinstance(decide("executive-board", replace(question, delegations=[ended])), tuple)


def test_a_delegation_can_be_passed_on_within_both_ceilings() -> None:
    onward = replace(
        FUND,
        key="d2",
        giver="locality-north",
        receiver="locality-manager",
        ceiling=5_000_00,
        used=0,
    )
    question = asked(delegations=[onward, replace(FUND, giver="executive-board")], amount=5_000_00)
    assert decide("locality-manager", question) == Entitlement(
        "locality-manager", Basis.DELEGATION, ("d2", "d1")
    )
    assert isinstance(decide("locality-manager", replace(question, amount=5_000_01)), tuple)
    exhausted = replace(FUND, giver="executive-board", used=100_000_00)
    assert isinstance(
        decide("locality-manager", replace(question, delegations=[onward, exhausted])), tuple
    )


def test_delegations_in_a_ring_give_nobody_a_power() -> None:
    ring = [replace(FUND, key=a + b, giver=a, receiver=b) for a, b in ("xy", "yz", "zx")]
    assert set(entitlements(asked(delegations=ring))) == {"executive-board", "trust-board"}


def test_several_roles_act_on_the_strongest() -> None:
    found = may_decide(
        roles={"locality-north", "trust-board", "clerk"}, question=asked(), titles={}
    )
    assert isinstance(found, Entitlement)
    assert found.basis is Basis.KEPT


def test_a_decider_may_refer_up() -> None:
    assert may_refer_to("executive-board", asked()) == ("trust-board",)
    assert may_refer_to("locality-north", asked()) == ("executive-board",)
    assert may_refer_to("trust-board", asked()) == ()
    assert may_refer_to("director", asked()) == ()


# The chair

ICB = Person("m-icb", "member for icb")


def facts(**changes: object) -> ChairFacts:
    base = ChairFacts(
        terms=BOARD,
        appointments=APPOINTED,
        proposed=ICB,
        acting_for={"county-council"},
        appointed_by_title="the county council",
        on=DAY,
        consulted=[
            Asked(a.person.key, START, DAY, answered=BEFORE, in_favour=False) for a in APPOINTED
        ],
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def codes(refusals: Iterable[Refusal]) -> list[str]:
    found = list(refusals)
    assert all(words.say(r.code, r.params) for r in found)
    return [r.code.removeprefix("chair.") for r in found]


def test_the_lead_partner_appoints_after_each_member_was_consulted() -> None:
    assert why_not_appoint(facts()) == ()
    consulted = list(facts().consulted)
    assert codes(why_not_appoint(facts(consulted=consulted[1:]))) == ["not_asked"]
    assert codes(why_not_appoint(facts(consulted=()))) == ["not_asked"]
    assert codes(why_not_appoint(facts(acting_for={"icb"}))) == ["not_theirs_to_appoint"]


def test_a_member_has_until_the_day_to_answer_and_silence_does_not_block() -> None:
    silent = [Asked(a.person.key, START, DAY) for a in APPOINTED]
    waiting = consultation_complete(facts(consulted=silent))
    assert codes(waiting) == ["awaiting_answers"]
    assert waiting[0].params["until"] == DAY
    assert consultation_complete(facts(consulted=silent, on=NEXT)) == ()
    not_yet = [replace(a, asked=NEXT) for a in silent]
    assert codes(consultation_complete(facts(consulted=not_yet))) == ["not_asked"]
    tomorrow = [replace(a, answered=NEXT) for a in silent]
    assert codes(consultation_complete(facts(consulted=tomorrow))) == ["awaiting_answers"]


def test_only_members_in_office_are_consulted() -> None:
    left = [*APPOINTED, member("schools", "former", end=BEFORE)]
    assert why_not_appoint(facts(appointments=left)) == ()


def test_the_chair_comes_from_the_seats_named_and_is_free() -> None:
    police = Person("m-police", "member for police")
    assert codes(why_not_appoint(facts(proposed=police))) == ["not_eligible"]
    assert codes(why_not_appoint(facts(in_chair={"m-icb"}))) == ["already"]
    assert codes(why_not_appoint(facts(in_chair={"m-district-council"}))) == ["taken"]
    any_seat = replace(BOARD, chair=replace(BOARD.chair, seats=()))
    assert why_not_appoint(facts(terms=any_seat, proposed=police)) == ()


def test_terms_may_not_ask_for_consultation() -> None:
    cabinet = load("cabinet")
    leader = member("leader")
    assert (
        why_not_appoint(
            facts(terms=cabinet, appointments=[leader], proposed=leader.person, consulted=())
        )
        == ()
    )


def test_the_chair_goes_round() -> None:
    rotation = Rotation(("a", "b", "c"), 6, dt.date(2026, 4, 1))
    turns = {
        dt.date(2026, 3, 31): None,
        dt.date(2026, 4, 1): "a",
        dt.date(2026, 9, 30): "a",
        dt.date(2026, 10, 1): "b",
        dt.date(2027, 4, 1): "c",
        dt.date(2027, 10, 1): "a",
    }
    assert {day: seat_in_turn(rotation, day) for day in turns} == turns
    assert seat_in_turn(rotation, dt.date.max) in rotation.seats


def test_a_turn_says_its_days_and_the_next() -> None:
    rotation = Rotation(("a", "b"), 6, dt.date(2026, 4, 1))
    first = Turn("a", dt.date(2026, 4, 1), dt.date(2026, 9, 30))
    second = Turn("b", dt.date(2026, 10, 1), dt.date(2027, 3, 31))
    assert turns(rotation, dt.date(2026, 3, 31)) == (None, first)
    assert turns(rotation, dt.date(2026, 4, 1)) == (first, second)
    assert turns(rotation, dt.date(2026, 10, 1))[0] == second
    assert turns(rotation, dt.date.max)[1] is None


def test_months_end_with_the_month() -> None:
    assert months_after(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)
    assert months_after(dt.date(2026, 12, 1), 1) == dt.date(2027, 1, 1)
    assert months_after(dt.date(9999, 12, 1), 1) is None


# Between meetings


def test_acting_between_meetings_needs_the_standing_and_the_terms() -> None:
    rutland = load("rutland-section-75-board")
    for way in Way:
        assert why_not_between_meetings(rutland, way) == ()
        silent = why_not_between_meetings(replace(rutland, between_meetings={}), way)
        unlawful = why_not_between_meetings(BOARD, way)
        assert [r.code for r in (*silent, *unlawful)] == [
            f"between.{way}_not_in_terms",
            f"between.{way}_unlawful",
        ]
        assert all(words.say(r.code, r.params) for r in (*silent, *unlawful))


def test_a_turn_is_found_without_counting_all_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def counting(day: dt.date, months: int) -> dt.date | None:
        nonlocal asked
        asked += 1
        return months_after(day, months)

    monkeypatch.setattr(chair, "months_after", counting)
    for months in (1, 5, 12):
        rotation = Rotation(seats=("a", "b", "c"), months=months, start=dt.date(1970, 1, 31))
        for on in (dt.date(1970, 1, 30), dt.date(1970, 1, 31), dt.date(2024, 2, 28)):
            _checked(rotation, on)
        for n in range(400):
            _checked(rotation, dt.date(2023, 12, 1) + dt.timedelta(days=n))
        asked = 0
        turns(rotation, dt.date(9999, 12, 31))
        assert asked < 6


def _checked(rotation: Rotation, on: dt.date) -> None:
    """The turn of a day holds it, and the next one begins as it ends."""
    now, following = turns(rotation, on)
    if on < rotation.start:
        assert now is None
        return
    assert now is not None
    assert now.start <= on
    assert now.end is not None
    assert on <= now.end
    assert following is not None
    assert following.start == now.end + dt.timedelta(days=1)
    assert rotation.seats.index(following.seat) == (rotation.seats.index(now.seat) + 1) % 3
