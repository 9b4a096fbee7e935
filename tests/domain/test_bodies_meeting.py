"""Who sits, who counts towards a quorum, who may vote: by example and by property."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from governance import words
from governance.domain.bodies.attendance import entitled, seated
from governance.domain.bodies.ballots import Ballot, Choice, count
from governance.domain.bodies.interests import (
    Declared,
    Dispensation,
    Outcome,
    mildest_lawful,
    settle,
    strictest,
)
from governance.domain.bodies.loading import load_terms
from governance.domain.bodies.methods import METHODS
from governance.domain.bodies.people import Appointment, Person
from governance.domain.bodies.quorum import quorum
from governance.domain.bodies.terms import Terms
from governance.domain.errors import Refusal
from governance.domain.texts import parse

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 5, 12)
START = dt.date(2026, 4, 1)


def load(name: str) -> Terms:
    path = ROOT / "config" / "terms" / f"{name}.yaml"
    return load_terms(parse(path.read_bytes(), path.name), path.name)


BOARD = load("trust-board")
SEATS = [s.key for s in BOARD.seats]


def person(key: str) -> Person:
    return Person(key, key.replace("-", " ").title())


def member(seat: str, *, end: dt.date | None = None, substitutes: bool = True) -> Appointment:
    named = (person(f"sub-{seat}"),) if substitutes else ()
    return Appointment(person(f"m-{seat}"), seat, START, end, named)


APPOINTED = [member(seat) for seat in SEATS]


def here(*seats: str) -> dict[str, str]:
    return {f"m-{seat}": seat for seat in seats}


FIVE = here("county-lead-member", "county-director", "icb", "police", "schools")


def said(refusals: Iterable[Refusal]) -> list[str]:
    return [words.say(r.code, r.params) for r in refusals]


def remedies(refusals: Iterable[Refusal]) -> list[str]:
    return [words.remedy(r.code, r.params) for r in refusals]


def test_five_with_a_councillor_and_the_nhs_are_a_quorum() -> None:
    answer = quorum(terms=BOARD, appointments=APPOINTED, present=FIVE, on=DAY)
    assert answer.met
    assert (answer.needed, len(answer.counted)) == (5, 5)


def test_an_interest_breaks_quorum_and_the_substitute_restores_it() -> None:
    outcomes = {"m-icb": Outcome.LEAVES}
    broken = quorum(terms=BOARD, appointments=APPOINTED, present=FIVE, on=DAY, outcomes=outcomes)
    assert said(broken.shortfalls) == [
        "The meeting is not quorate: 4 of at least 5 members count.",
        "The meeting is not quorate: 1 more NHS representative must be present.",
    ]
    assert remedies(broken.shortfalls)[1] == "Ask Sub Icb to come, or carry the item over."

    present = FIVE | {"sub-icb": "icb"}
    mended = quorum(terms=BOARD, appointments=APPOINTED, present=present, on=DAY, outcomes=outcomes)
    assert mended.met
    who = entitled(terms=BOARD, appointments=APPOINTED, present=present, outcomes=outcomes, on=DAY)
    assert "sub-icb" in who.keys
    assert said([who.barred["m-icb"]]) == ["M Icb has an interest in this item and leaves."]


def test_what_nobody_appointed_could_mend_says_so() -> None:
    appointments = [a for a in APPOINTED if a.seat != "icb"]
    answer = quorum(
        terms=BOARD, appointments=appointments, present=here("police", "schools"), on=DAY
    )
    assert [r.code for r in answer.shortfalls] == [
        "quorum.too_few",
        "quorum.too_few_of",
        "quorum.too_few_of_and_nobody_left",
    ]
    alone = quorum(terms=BOARD, appointments=[], present={}, on=DAY)
    assert alone.shortfalls[0].code == "quorum.too_few_and_nobody_left"
    assert all(remedies([*answer.shortfalls, *alone.shortfalls]))


def test_observers_associates_and_unnamed_substitutes_do_not_count() -> None:
    present = here("parent-carers", "police") | {"stranger": "icb", "sub-schools": "police"}
    room = seated(terms=BOARD, appointments=APPOINTED, present=present, on=DAY)
    assert [s.seat.key for s in room.sittings] == ["police", "parent-carers"]
    assert said(room.others.values()) == [
        "stranger is not appointed as the integrated care board's representative.",
        "Sub Schools is not appointed as the police representative.",
    ]
    answer = quorum(terms=BOARD, appointments=APPOINTED, present=present, on=DAY)
    assert [s.seat.key for s in answer.counted] == ["police"]
    who = entitled(terms=BOARD, appointments=APPOINTED, present=present, outcomes={}, on=DAY)
    assert who.barred["m-parent-carers"].code == "attendance.associate"


def test_an_appointment_counts_from_its_first_day_to_its_last() -> None:
    appointments = [member("police", end=DAY)]
    for day, seats in [(START, 1), (DAY, 1), (DAY + dt.timedelta(1), 0)]:
        room = seated(terms=BOARD, appointments=appointments, present=here("police"), on=day)
        assert len(room.sittings) == seats
    late = DAY + dt.timedelta(1)
    present = {"m-police": "police", "sub-police": "police"}
    why = seated(terms=BOARD, appointments=appointments, present=present, on=late).others
    assert [r.code for r in why.values()] == [
        "attendance.not_that_day",
        "attendance.member_not_that_day",
    ]


def test_a_member_in_the_room_keeps_the_seats_vote() -> None:
    present = {"m-police": "police", "sub-police": "police"}
    who = entitled(terms=BOARD, appointments=APPOINTED, present=present, outcomes={}, on=DAY)
    assert who.keys == {"m-police"}
    assert who.barred["sub-police"].code == "attendance.seat_taken"


def test_a_cabinet_member_has_no_substitute() -> None:
    cabinet = load("cabinet")
    appointments = [member(s.key) for s in cabinet.seats]
    room = seated(
        terms=cabinet, appointments=appointments, present={"sub-leader": "leader"}, on=DAY
    )
    assert [r.code for r in room.others.values()] == ["attendance.no_substitutes"]
    answer = quorum(terms=cabinet, appointments=appointments, present={}, on=DAY)
    assert not any(n.startswith("Sub") for n in answer.shortfalls[0].params["restore"])


def test_whether_the_interested_count_is_local() -> None:
    executive = load("executive-board")
    appointments = [member(s.key) for s in executive.seats]
    present = here("director", "icb", "police")
    for outcome, met in [
        (Outcome.STAYS_WITHOUT_VOTE, True),
        (Outcome.SPEAKS_THEN_LEAVES, False),
        (Outcome.LEAVES, False),
    ]:
        answer = quorum(
            terms=executive,
            appointments=appointments,
            present=present,
            on=DAY,
            outcomes={"m-police": outcome},
        )
        assert answer.met is met
    assert not quorum(
        terms=BOARD,
        appointments=APPOINTED,
        present=FIVE,
        on=DAY,
        outcomes={"m-police": Outcome.STAYS_WITHOUT_VOTE},
    ).met


def test_a_share_is_rounded_up_of_seats_or_of_those_filled() -> None:
    scrutiny = load("scrutiny")
    appointments = [member(s.key) for s in scrutiny.seats]
    present = here("chair", "vice-chair")
    assert quorum(terms=scrutiny, appointments=appointments, present=present, on=DAY).needed == 3
    path = ROOT / "config/terms/scrutiny.yaml"
    text = path.read_bytes().replace(b"share: 1/3", b"share: 1/3\n  share_of: filled")
    filled = load_terms(parse(text, path.name), path.name)
    some = appointments[:4]
    assert quorum(terms=filled, appointments=some, present=present, on=DAY).needed == 2


def test_published_quorums() -> None:
    bcp = load("bcp-health-and-wellbeing-board")
    appointments = [member(s.key) for s in bcp.seats]
    seats = [s.key for s in bcp.seats if s.key != "director-of-public-health"]
    without = quorum(terms=bcp, appointments=appointments, present=here(*seats), on=DAY)
    assert said(without.shortfalls) == [
        "The meeting is not quorate: the Director of Public Health must be present."
    ]
    present = here(*seats) | {"sub-director-of-public-health": "director-of-public-health"}
    assert quorum(terms=bcp, appointments=appointments, present=present, on=DAY).met

    rutland = load("rutland-section-75-board")
    appointments = [member(s.key) for s in rutland.seats]
    three = here("portfolio-holder", "strategic-director", "health-finance")
    assert quorum(terms=rutland, appointments=appointments, present=three, on=DAY).met
    no_member = here("council-finance", "strategic-director", "health-finance")
    answer = quorum(terms=rutland, appointments=appointments, present=no_member, on=DAY)
    assert [r.params["who"] for r in answer.shortfalls] == ["member of the council"]


# Interests


ORGANISATIONAL = Declared(person="a", kind="organisational", localism_act=False)
PECUNIARY = Declared(person="a", kind="disclosable_pecuniary", localism_act=True)


def test_the_law_bars_a_councillors_disclosable_interest() -> None:
    interest = PECUNIARY
    settled = settle(interest, on=DAY)
    assert settled.outcome is Outcome.LEAVES
    assert settled.because.code == "interests.because.law"
    assert not settled.refusals
    lenient = replace(PECUNIARY, ruling=Outcome.NONE, advised=True)
    assert settle(lenient, on=DAY).outcome is Outcome.LEAVES
    assert [r.code for r in settle(lenient, on=DAY).refusals] == ["interests.law_fixes"]


def test_the_chair_decides_the_rest_on_advice() -> None:
    ruled = replace(ORGANISATIONAL, ruling=Outcome.SPEAKS_THEN_LEAVES, advised=True)
    assert settle(ruled, on=DAY).outcome is Outcome.SPEAKS_THEN_LEAVES
    assert not settle(ruled, on=DAY).refusals
    unadvised = settle(replace(ORGANISATIONAL, ruling=Outcome.NONE), on=DAY)
    assert [r.code for r in unadvised.refusals] == ["interests.no_advice"]
    waiting = settle(ORGANISATIONAL, on=DAY)
    assert waiting.outcome is Outcome.LEAVES
    assert [r.code for r in waiting.refusals] == ["interests.not_ruled"]


def test_a_dispensation_opens_what_it_says_until_it_ends() -> None:
    def dispensed(speak: bool, vote: bool, until: dt.date | None = None) -> Declared:
        leave = Dispensation(speak=speak, vote=vote, until=until)
        return replace(PECUNIARY, dispensation=leave)

    assert mildest_lawful(dispensed(True, True), on=DAY) is Outcome.NONE
    assert mildest_lawful(dispensed(True, False), on=DAY) is Outcome.STAYS_WITHOUT_VOTE
    assert mildest_lawful(dispensed(False, False), on=DAY) is Outcome.LEAVES
    assert mildest_lawful(dispensed(True, True, DAY), on=DAY) is Outcome.NONE
    yesterday = DAY - dt.timedelta(1)
    assert mildest_lawful(dispensed(True, True, yesterday), on=DAY) is Outcome.LEAVES
    beyond = replace(
        PECUNIARY,
        ruling=Outcome.NONE,
        advised=True,
        dispensation=Dispensation(speak=True, vote=False),
    )
    assert [r.code for r in settle(beyond, on=DAY).refusals] == ["interests.beyond_dispensation"]
    assert settle(beyond, on=DAY).outcome is Outcome.LEAVES


@given(st.lists(st.sampled_from(Outcome)))
def test_of_several_interests_the_strictest_holds(outcomes: list[Outcome]) -> None:
    chosen = strictest(outcomes)
    assert all(chosen.strictness >= o.strictness for o in outcomes)


# Properties

Present = dict[str, str]
Outcomes = dict[str, Outcome]

attendances = st.dictionaries(
    st.sampled_from([f"{who}-{seat}" for who in ("m", "sub") for seat in SEATS]), st.none()
).map(lambda people: {p: p.split("-", 1)[1] for p in people})
interests = st.dictionaries(
    st.sampled_from([f"{who}-{seat}" for who in ("m", "sub") for seat in SEATS]),
    st.sampled_from(Outcome),
)


@settings(max_examples=60)
@given(attendances, attendances, interests)
def test_more_attendance_never_loses_a_quorum(
    some: Present, more: Present, outcomes: Outcomes
) -> None:
    few = quorum(terms=BOARD, appointments=APPOINTED, present=some, on=DAY, outcomes=outcomes)
    many = quorum(
        terms=BOARD, appointments=APPOINTED, present=some | more, on=DAY, outcomes=outcomes
    )
    assert len(many.counted) >= len(few.counted)
    assert many.met or not few.met


@settings(max_examples=60)
@given(attendances, interests, st.lists(st.sampled_from(Choice), min_size=30, max_size=30))
def test_nobody_conflicted_is_counted(
    present: Present, outcomes: Outcomes, choices: list[Choice]
) -> None:
    who = entitled(terms=BOARD, appointments=APPOINTED, present=present, outcomes=outcomes, on=DAY)
    barred = {p for p, o in outcomes.items() if o is not Outcome.NONE}
    assert not who.keys & barred
    seats = [s.seat.key for s in who.voters]
    assert len(seats) == len(set(seats))
    assert who.keys | set(who.barred) == set(present)

    ballots = [Ballot(p, c) for p, c in zip(present, choices, strict=False)]
    result = count(method=METHODS["simple_majority"], ballots=ballots, eligible=who.keys)
    assert not {voter for voter, _ in result.recorded} & barred
    clean = [b for b in ballots if b.voter not in barred]
    same = count(method=METHODS["simple_majority"], ballots=clean, eligible=who.keys)
    assert (same.verdict, same.totals) == (result.verdict, result.totals)


@settings(max_examples=60)
@given(attendances, interests)
def test_a_quorum_says_exactly_how_many_are_missing(present: Present, outcomes: Outcomes) -> None:
    answer = quorum(terms=BOARD, appointments=APPOINTED, present=present, on=DAY, outcomes=outcomes)
    shortfall = {r.params.get("who", "members"): r.params["short"] for r in answer.shortfalls}
    assert shortfall.get("members", 0) == max(0, 5 - len(answer.counted))
    councillors = sum(s.seat.category == "councillor" for s in answer.counted)
    assert ("councillor" in shortfall) is (councillors == 0)
    assert all(words.say(r.code, r.params) for r in answer.shortfalls)
