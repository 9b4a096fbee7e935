"""Counting: how a question was taken, whether it was carried, and the figures behind it.

Most decisions are agreed without a vote. Where a vote is taken, abstentions are not votes
against, nobody with a barring interest is counted or in the denominator, and the order of
ballots makes no difference. On a tie the person presiding may have a second or casting vote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from governance.domain.bodies.because import Because
from governance.domain.bodies.methods import Method
from governance.domain.errors import Problem, Unusable


class Choice(StrEnum):
    """What a voter says to the question."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Manner(StrEnum):
    """How a decision was taken."""

    AGREED = "agreed_without_a_vote"
    COUNTED = "counted"
    RECORDED = "recorded"


class Verdict(StrEnum):
    """What came of it."""

    CARRIED = "carried"
    NOT_CARRIED = "not_carried"
    TIE = "tie_needs_casting_vote"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One voter's choice, at an aware instant where it is known."""

    voter: str
    choice: Choice
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Votes counted by a show of hands, without names."""

    votes_for: int
    votes_against: int
    abstained: int


@dataclass(frozen=True, slots=True)
class Casting:
    """The second or casting vote of the person presiding; no choice while it is not used."""

    presiding: str
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a question, with its figures and its reasons.

    `recorded` holds choices by voter, all of them on a recorded vote, else those of members who
    asked for theirs. `not_counted` names voters whose ballot is left out. `dissent` names who
    disagreed where no vote was taken.
    """

    manner: Manner
    verdict: Verdict
    eligible: int
    totals: Totals
    because: tuple[Because, ...]
    recorded: tuple[tuple[str, Choice], ...] = ()
    not_counted: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()
    casting_vote: Choice | None = None

    @property
    def carried(self) -> bool:
        """Whether the question was carried."""
        return self.verdict is Verdict.CARRIED


def last_before(ballots: Iterable[Ballot], *, closing: dt.datetime | None) -> tuple[Ballot, ...]:
    """Each voter's last ballot cast before closing, by voter. Ballots without an instant stand.

    Raises `Unusable` where a voter has two different ballots and neither is the later.
    """
    last: dict[str, Ballot] = {}
    unclear: set[str] = set()
    for ballot in ballots:
        if closing is not None and ballot.at is not None and ballot.at >= closing:
            continue
        before = last.get(ballot.voter)
        order = _order(before, ballot)
        if order == 0 and before is not None and before.choice is not ballot.choice:
            unclear.add(ballot.voter)
        if order > 0:
            last[ballot.voter] = ballot
            unclear.discard(ballot.voter)
    _one_each(unclear)
    return tuple(last[voter] for voter in sorted(last))


def _order(before: Ballot | None, ballot: Ballot) -> int:
    if before is None:
        return 1
    if before.at is None or ballot.at is None:
        return 0
    return (ballot.at > before.at) - (ballot.at < before.at)


def _one_each(twice: Collection[str]) -> None:
    if twice:
        raise Unusable([Problem("ballots.twice", {"voter": voter}) for voter in sorted(twice)])


def count(
    *,
    method: Method,
    ballots: Iterable[Ballot],
    eligible: Collection[str],
    casting: Casting | None = None,
    manner: Manner = Manner.RECORDED,
    asked_to_be_recorded: Collection[str] = (),
) -> Result:
    """Count ballots by name. `eligible` are the keys of those entitled to vote on the item.

    A ballot of somebody not entitled is left out and named. `casting` is None where the terms
    give no casting vote. Raises `Unusable` where a voter has two different ballots (see
    `last_before`) or where the method takes no votes.
    """
    _takes_votes(method)
    chosen: dict[str, Choice] = {}
    twice: set[str] = set()
    for ballot in ballots:
        if chosen.setdefault(ballot.voter, ballot.choice) is not ballot.choice:
            twice.add(ballot.voter)
    _one_each(twice)
    counted = {v: c for v, c in sorted(chosen.items()) if v in eligible}
    choices = list(counted.values())
    totals = Totals(*(choices.count(choice) for choice in Choice))
    presides = casting is None or casting.presiding in eligible
    shown = counted if manner is Manner.RECORDED else asked_to_be_recorded
    return _result(
        method=method,
        totals=totals,
        eligible=len(set(eligible)),
        casting=casting,
        presides=presides,
        manner=manner,
        recorded=tuple((v, c) for v, c in counted.items() if v in shown),
        not_counted=tuple(sorted(chosen.keys() - counted.keys())),
    )


def count_totals(
    *, method: Method, totals: Totals, eligible: int, casting: Casting | None = None
) -> Result:
    """Judge totals taken by a show of hands, where `eligible` is how many were entitled.

    Raises `Unusable` where a total is negative, where they add up to more than were entitled,
    or where the method takes no votes. That whoever presides is entitled is the caller's to
    know.
    """
    _takes_votes(method)
    figures = (totals.votes_for, totals.votes_against, totals.abstained)
    if min(figures) < 0:
        raise Unusable.one("ballots.negative")
    if sum(figures) > eligible:
        raise Unusable.one("ballots.more_than_eligible", votes=sum(figures), eligible=eligible)
    return _result(
        method=method, totals=totals, eligible=eligible, casting=casting, manner=Manner.COUNTED
    )


def agreed(
    *, method: Method, eligible: Collection[str], dissenting: Collection[str] = ()
) -> Result:
    """A decision agreed without a vote, the dissent of any entitled member noted.

    Silence is agreement. It is carried unless so many dissent that a vote by the method, those
    silent voting for, would be lost: then a vote has to be taken. Raises `Unusable` where the
    method takes no votes.
    """
    _takes_votes(method)
    entitled = frozenset(eligible)
    dissent = tuple(sorted(entitled & set(dissenting)))
    because = [Because("ballots.agreed", {"eligible": len(entitled)})]
    if dissent:
        because.append(Because("ballots.dissent", {"dissenting": len(dissent)}))
    carried = method.enough(len(entitled) - len(dissent), len(dissent), len(entitled))
    if not entitled:
        because = [Because("ballots.nobody_eligible")]
    elif not carried:
        because.append(Because("ballots.vote_needed"))
    return Result(
        manner=Manner.AGREED,
        verdict=Verdict.CARRIED if carried else Verdict.NOT_CARRIED,
        eligible=len(entitled),
        totals=Totals(0, 0, 0),
        because=tuple(because),
        not_counted=tuple(sorted(set(dissenting) - entitled)),
        dissent=dissent,
    )


def _takes_votes(method: Method) -> None:
    if method.in_writing:
        raise Unusable.one("ballots.in_writing")


def _result(
    *,
    method: Method,
    totals: Totals,
    eligible: int,
    casting: Casting | None,
    manner: Manner,
    presides: bool = True,
    recorded: tuple[tuple[str, Choice], ...] = (),
    not_counted: tuple[str, ...] = (),
) -> Result:
    figures = {
        "votes_for": totals.votes_for,
        "votes_against": totals.votes_against,
        "abstained": totals.abstained,
        "eligible": eligible,
    }
    because = [
        Because("ballots.figures", figures),
        Because(f"ballots.method.{method.name}", {"number": method.number, "of": method.of}),
    ]
    if not_counted:
        because.append(Because("ballots.left_out", {"left_out": len(not_counted)}))
    if not presides:
        because.append(Because("ballots.presiding_not_entitled"))
    verdict, used = _verdict(method, totals, eligible, casting if presides else None)
    if used is not None:
        because.append(Because(f"ballots.casting_vote_{used}"))
    because.append(Because(f"ballots.{verdict}"))
    return Result(
        manner=manner,
        verdict=verdict,
        eligible=eligible,
        totals=totals,
        because=tuple(because),
        recorded=recorded,
        not_counted=not_counted,
        casting_vote=used,
    )


def _verdict(
    method: Method, totals: Totals, eligible: int, casting: Casting | None
) -> tuple[Verdict, Choice | None]:
    if method.enough(totals.votes_for, totals.votes_against, eligible):
        return Verdict.CARRIED, None
    tied = totals.votes_for == totals.votes_against > 0
    if not (method.casting and tied and casting is not None):
        return Verdict.NOT_CARRIED, None
    match casting.choice:
        case Choice.FOR:
            return Verdict.CARRIED, Choice.FOR
        case Choice.AGAINST:
            return Verdict.NOT_CARRIED, Choice.AGAINST
        case _:
            return Verdict.TIE, None
