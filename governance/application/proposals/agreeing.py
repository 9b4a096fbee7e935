"""Counting what a body did without a meeting: the chair alone, or members in writing.

Each member who signs agrees to the resolution as it is worded, whatever its outcome. What
wants each partner's consent still wants it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from governance.application.desk import Desk
from governance.application.meetings.sitting import Sitting
from governance.application.proposals.counting import (
    Count,
    in_writing,
    plain_count,
    quorum_on_record,
)
from governance.application.proposals.findings import Deciding
from governance.application.proposals.powers import Turn
from governance.application.proposals.reading import Report
from governance.domain.bodies.ballots import Ballot, Choice, Result, count
from governance.domain.bodies.methods import Method, method_named
from governance.domain.bodies.standing import Way
from governance.domain.errors import GuardRefused, Refusal, Unusable
from statemachines.proposal_facts import POSITIVE


def count_between(
    desk: Desk,
    report: Report,
    turn: Turn,
    deciding: Deciding,
    *,
    agree: Sequence[str],
    against: Sequence[str],
) -> Count:
    """Count, and refuse where too few agree. Raises `Unusable`, `GuardRefused`."""
    sitting, way = deciding.sitting, deciding.way
    assert sitting is not None
    assert way is not None
    if way is Way.CHAIRS_ACTION and (agree or against):
        raise Unusable.one("between.chair_alone")
    named = method_named(turn.own.method) if turn.own.method else None
    ordinary = named or sitting.terms.decided_by(report.row.kind).method
    wanted = sitting.terms.between_meetings.get(way) or ordinary
    if (ordinary.in_writing or wanted.in_writing) and deciding.outcome in POSITIVE:
        return replace(in_writing(desk, report, sitting), how=way.value)
    if way is Way.CHAIRS_ACTION:
        return Count(way.value, {"chair": sitting.presiding})
    methods = [m for m in (wanted, named) if m is not None and not m.in_writing]
    return _signed(sitting, methods or [sitting.terms.deciding.method], agree, against)


def _signed(
    sitting: Sitting, methods: Sequence[Method], agree: Sequence[str], against: Sequence[str]
) -> Count:
    """What members signed, by the way's own method and by the one that the path names."""
    _must_be_voters(sitting, (*agree, *against))
    ballots = [
        *(Ballot(key, Choice.FOR) for key in agree),
        *(Ballot(key, Choice.AGAINST) for key in against),
    ]
    voters = sitting.entitled().keys
    results = [count(method=m, ballots=ballots, eligible=voters) for m in methods]
    for result in results:
        if not result.carried:
            raise GuardRefused([_why_not(sitting, result)])
    plain = plain_count(results[0], methods[0])
    return Count(Way.WRITTEN_RESOLUTION.value, plain, quorum_on_record(sitting))


def _must_be_voters(sitting: Sitting, named: Sequence[str]) -> None:
    found = sitting.entitled()
    refused = [
        found.barred.get(key) or Refusal("between.not_a_member", {"person": key})
        for key in dict.fromkeys(named)
        if key not in found.keys
    ]
    if refused:
        raise GuardRefused(refused)


def _why_not(sitting: Sitting, result: Result) -> Refusal:
    told = {
        "votes_for": result.totals.votes_for,
        "votes_against": result.totals.votes_against,
        "eligible": result.eligible,
    }
    answered = {voter for voter, _ in result.recorded}
    missing = [s.person.name for s in sitting.entitled().voters if s.person.key not in answered]
    if missing:
        return Refusal("between.signatures_missing", {**told, "names": missing})
    if told["votes_for"] == told["votes_against"]:
        return Refusal("between.tie", told)
    return Refusal("between.not_carried", told)
