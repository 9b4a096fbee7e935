"""Counting what a body did: agreed without a vote, counted by hands, or recorded by name.

The arithmetic is the domain's (`ballots`, `consents`); here it gets the room, the method that
the path or the terms of reference name, and the ballots on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import BodyFacts
from governance.application.change import Insert, Update
from governance.application.desk import Desk
from governance.application.meetings.sitting import Sitting
from governance.application.people.organisations import as_partner, partners
from governance.application.proposals.findings import Deciding
from governance.application.proposals.powers import Turn
from governance.application.proposals.reading import Report
from governance.domain.bodies.ballots import (
    Ballot,
    Casting,
    Choice,
    Manner,
    Result,
    Totals,
    Verdict,
    agreed,
    count,
    count_totals,
)
from governance.domain.bodies.consents import Consent, consents
from governance.domain.bodies.methods import Method, method_named
from governance.domain.bodies.people import Person
from governance.domain.bodies.terms import Terms
from governance.domain.errors import GuardRefused, Refusal, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES
from statemachines.proposal_facts import POSITIVE

NOT_VOTING: Final = "none"
"""What a recorded vote says of somebody who was there and gave no vote."""

MANNERS = ("agreed", "counted", "recorded", "in_writing")

_ballot = TABLES["ballot"]
_person = TABLES["person"]
_consent = TABLES["consent"]
_BALLOTS = (
    select(_ballot, _person.c.key)
    .join(
        _person,
        (_person.c.partnership_id == _ballot.c.partnership_id)
        & (_person.c.id == _ballot.c.person_id),
    )
    .where(
        _ballot.c.partnership_id == bindparam("partnership"),
        _ballot.c.proposal_id == bindparam("proposal"),
        _ballot.c.sitting == bindparam("sitting"),
    )
)
_CONSENTS = (
    select(_consent.c.organisation_id, _consent.c.person_id, _consent.c.on_day)
    .where(
        _consent.c.partnership_id == bindparam("partnership"),
        _consent.c.subject_id == bindparam("proposal"),
    )
    .order_by(_consent.c.on_day)
)


@dataclass(frozen=True, slots=True)
class Taken:
    """How a body took a decision: agreed, counted or recorded, with what was counted.

    `votes` are choices by person's key, besides those cast before, or `NOT_VOTING` for somebody
    who gave none; `totals` are votes for, against and abstentions of a show of hands; `casting`
    the choice of whoever presides;
    `dissent` keys of those who disagreed where no vote was taken.
    """

    how: str = "agreed"
    votes: Mapping[str, str] = field(default_factory=dict)
    totals: tuple[int, int, int] | None = None
    casting: str | None = None
    dissent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How a decision was taken, its figures for the record, and ballots to write."""

    how: str
    plain: dict[str, Any] | None = None
    quorum: dict[str, Any] | None = None
    writes: tuple[Insert | Update, ...] = ()


def count_votes(desk: Desk, report: Report, turn: Turn, deciding: Deciding, taken: Taken) -> Count:
    """Count, and refuse where the question was not carried. Raises `Unusable`, `GuardRefused`."""
    sitting = deciding.sitting
    if sitting is None:
        return Count("single_officer")
    if taken.how not in MANNERS:
        near = nearest(taken.how, MANNERS)
        raise Unusable.one("decision.manner_unknown", how=taken.how, nearest=near)
    rule = sitting.terms.decided_by(report.row.kind)
    method = method_of(report, turn, sitting)
    if method.in_writing or taken.how == "in_writing":
        if deciding.outcome in POSITIVE:
            return in_writing(desk, report, sitting)
        # Consents are for what is to happen; that nothing does is decided as anything else is.
        rule = sitting.terms.deciding
        method = rule.method
    if taken.how == "agreed" and not rule.without_vote:
        raise GuardRefused.one("decision.vote_wanted", body=sitting.body.title)
    result, writes = _result(desk, report, sitting, method, taken)
    tied = result.totals.votes_for == result.totals.votes_against
    if taken.casting is not None and not tied:
        raise GuardRefused.one("decision.no_tie", **_figures(result, sitting))
    if deciding.outcome == "refused" and result.manner is not Manner.AGREED:
        _lost(result, sitting)
    else:
        _carried(result, sitting, method)
    plain = plain_count(result, method)
    return Count(result.manner.value, plain, quorum_on_record(sitting), writes)


def method_of(report: Report, turn: Turn | None, sitting: Sitting) -> Method:
    """How many votes carry a report in a room: as the path says, else the terms of reference."""
    named = method_named(turn.own.method) if turn is not None and names_method(turn) else None
    return named or sitting.terms.decided_by(report.row.kind).method


def names_method(turn: Turn | None) -> bool:
    """Whether the path itself says by which method the next step is decided."""
    return turn is not None and bool(turn.steps) and bool(turn.own.method)


def needed(method: Method, *, casting_vote: bool) -> list[dict[str, Any]]:
    """What a method asks for as codes; `casting_vote` says that the terms give one.

    Where one would not help (a share above half, or of all entitled) that is said too.
    """
    told = {"number": method.number, "of": method.of}
    asks = [{"code": f"ballots.method.{method.name}", "params": told}]
    helps = method.casting or not casting_vote
    return asks if helps else [{"code": "ballots.casting_helps_not", "params": {"asks": asks}}]


def _result(
    desk: Desk, report: Report, sitting: Sitting, method: Method, taken: Taken
) -> tuple[Result, tuple[Insert | Update, ...]]:
    voters = sitting.entitled().keys
    _must_be_there(sitting, (*taken.votes, *taken.dissent))
    casting = None
    if sitting.terms.casting_vote and sitting.presiding is not None:
        casting = Casting(sitting.presiding, choice(taken.casting) if taken.casting else None)
    match taken.how:
        case "counted":
            if taken.totals is None:
                raise Unusable.one("decision.totals_wanted")
            totals = Totals(*taken.totals)
            presides = casting if sitting.presiding in voters else None
            return count_totals(
                method=method, totals=totals, eligible=len(voters), casting=presides
            ), ()
        case "recorded":
            return _by_name(desk, report, sitting, method, taken, casting, voters)
    return agreed(method=method, eligible=voters, dissenting=taken.dissent), ()


def _by_name(
    desk: Desk,
    report: Report,
    sitting: Sitting,
    method: Method,
    taken: Taken,
    casting: Casting | None,
    voters: frozenset[str],
) -> tuple[Result, tuple[Insert | Update, ...]]:
    cast = {
        row.key: row
        for row in desk.all(_BALLOTS, proposal=report.row.id, sitting=sitting.meeting.id)
    }
    given = {key: text for key, text in taken.votes.items() if text != NOT_VOTING}
    silent = taken.votes.keys() - given.keys()
    choices = {key: choice(row.vote) for key, row in cast.items()}
    choices |= {key: choice(text) for key, text in given.items()}
    _everybody_said(sitting, voted=cast.keys() | given.keys(), silent=silent)
    ballots = [Ballot(key, chosen) for key, chosen in choices.items()]
    result = count(method=method, ballots=ballots, eligible=voters, casting=casting)
    writes = [
        ballot_write(desk, report.row.id, sitting, key, choice(text), cast.get(key))
        for key, text in sorted(given.items())
    ]
    return result, tuple(writes)


def _everybody_said(sitting: Sitting, *, voted: AbstractSet[str], silent: AbstractSet[str]) -> None:
    """On a recorded vote each voter has a vote, or is said to have given none.

    Raises `GuardRefused` for each who is left out, and for each said not to have voted who did.
    """
    found = []
    for voter in sitting.entitled().voters:
        told = {"person": voter.person.key, "name": voter.person.name}
        if voter.person.key not in voted | silent:
            found.append(Refusal("decision.vote_missing", told))
        elif voter.person.key in voted & silent:
            found.append(Refusal("decision.voted_already", told))
    if found:
        raise GuardRefused(found)


def ballot_write(
    desk: Desk, proposal_id: str, sitting: Sitting, person: str, chosen: Choice, cast: Any | None
) -> Insert | Update:
    """A vote as a row: the first, or in place of the one cast before."""
    if cast is not None:
        return Update("ballot", cast, {"vote": chosen.value, "cast_at": desk.now})
    return Insert(
        "ballot",
        {
            "id": desk.new_id(),
            "proposal_id": proposal_id,
            "sitting": sitting.meeting.id,
            "person_id": sitting.person_ids[person],
            "seat": sitting.present.get(person),
            "vote": chosen.value,
            "cast_at": desk.now,
        },
    )


def ballots_cast(desk: Desk, proposal_id: str, sitting: Sitting) -> Mapping[str, Any]:
    """The votes cast on a report at a meeting, by person's key."""
    rows = desk.all(_BALLOTS, proposal=proposal_id, sitting=sitting.meeting.id)
    return {row.key: row for row in rows}


def choice(text: str) -> Choice:
    """A vote in words. Raises `Unusable`."""
    known = [c.value for c in Choice]
    if text not in known:
        near = nearest(text, known)
        raise Unusable.one("decision.choice_unknown", text=text, nearest=near, known=known)
    return Choice(text)


def _must_be_there(sitting: Sitting, named: Iterable[str]) -> None:
    """Whoever is named with a vote, or in dissent, is in the room. Raises `GuardRefused`."""
    absent = sorted(set(named) - sitting.person_ids.keys())
    if absent:
        raise GuardRefused([Refusal("decision.voter_absent", {"person": p}) for p in absent])


def _lost(result: Result, sitting: Sitting) -> None:
    """The question was put and not carried, so it is refused. Votes for are for the report."""
    figures = _figures(result, sitting)
    if result.carried:
        raise GuardRefused.one("decision.carried", **figures)
    if not (result.totals.votes_for or result.totals.votes_against or result.totals.abstained):
        raise GuardRefused.one("decision.nobody_voted")


def _figures(result: Result, sitting: Sitting) -> dict[str, Any]:
    return {
        "votes_for": result.totals.votes_for,
        "votes_against": result.totals.votes_against,
        "abstained": result.totals.abstained,
        "eligible": result.eligible,
        "presiding": sitting.presiding or "",
        "dissenting": len(result.dissent),
    }


def _carried(result: Result, sitting: Sitting, method: Method) -> None:
    if result.carried:
        return
    figures = _figures(result, sitting)
    if result.verdict is Verdict.TIE:
        raise GuardRefused.one("decision.tie", **figures)
    if result.manner is Manner.AGREED:
        raise GuardRefused.one("decision.not_agreed", **figures)
    asks = needed(method, casting_vote=sitting.terms.casting_vote)
    raise GuardRefused.one("decision.not_carried", **figures, needed=asks)


def in_writing(desk: Desk, report: Report, sitting: Sitting) -> Count:
    """Each partner's express written consent, by somebody who may sign for it."""
    signatories = signatories_of(sitting.body, sitting.terms)
    everybody = {p.key: p for people in signatories.values() for p in people}
    by_id = {sitting.body.ids[key]: person for key, person in everybody.items()}
    rows = list(partners(desk))
    keys = {row.id: row.key for row in rows}
    wanted = [as_partner(row) for row in rows if row.key in signatories]
    given = [
        Consent(keys[c.organisation_id], by_id[c.person_id], True, True, c.on_day)
        for c in desk.all(_CONSENTS, proposal=report.row.id)
        if c.organisation_id in keys and c.person_id in by_id
    ]
    found = consents(
        partners=wanted, signatories=signatories, given=given, outcomes=sitting.outcomes
    )
    if found.missing:
        raise GuardRefused(found.missing)
    plain = {"consented": list(found.consented)}
    return Count("in_writing", plain, quorum_on_record(sitting))


def signatories_of(body: BodyFacts, terms: Terms) -> dict[str, list[Person]]:
    """Who may sign for each partner that the terms seat: its members, and their substitutes.

    A partner whose seat is vacant has nobody, and so is missed.
    """
    found: dict[str, list[Person]] = {p: [] for seat in terms.seats for p in seat.represents}
    for held in body.current:
        seat = terms.seat(held.seat)
        if seat is None:
            continue
        stand_in = held.substitutes if terms.substitutes and seat.substitute else ()
        for partner in seat.represents:
            found[partner] += [p for p in (held.person, *stand_in) if p not in found[partner]]
    return found


def plain_count(result: Result, method: Method) -> dict[str, Any]:
    """A count as the record keeps it; people by their keys."""
    return {
        "method": method.name,
        "for": result.totals.votes_for,
        "against": result.totals.votes_against,
        "abstained": result.totals.abstained,
        "eligible": result.eligible,
        "by_name": {voter: chosen.value for voter, chosen in result.recorded},
        "not_counted": list(result.not_counted),
        "dissent": list(result.dissent),
        "casting_vote": result.casting_vote.value if result.casting_vote else None,
    }


def quorum_on_record(sitting: Sitting) -> dict[str, Any]:
    """How many were needed, and who counted (keys), as the record keeps it."""
    found = sitting.quorum()
    return {"needed": found.needed, "counted": [s.person.key for s in found.counted]}
