"""Deciding between meetings: chair's action and written resolutions.

Both exist only where the law and the body's terms of reference allow, ask for everything a
decision at a meeting asks for but the meeting, and are reported to the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from governance.application.bodies.facts import BodyFacts, body_facts, decider
from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.meetings.sitting import Sitting
from governance.application.proposals import findings
from governance.application.proposals.agreeing import count_between
from governance.application.proposals.concluding import conclude, draw_anew
from governance.application.proposals.deciding import facts_of, tried, whatever_is_missing
from governance.application.proposals.findings import Deciding, Findings, Words
from governance.application.proposals.interests import with_interests
from governance.application.proposals.listing import listed_item
from governance.application.proposals.powers import Turn, home_of_actor, read_turn
from governance.application.proposals.ratifying import report_to_next_meeting
from governance.application.proposals.reading import Report, lock_group, read_report
from governance.domain.bodies.between import why_not_between_meetings
from governance.domain.bodies.people import Person
from governance.domain.bodies.standing import Way
from governance.domain.errors import GuardRefused, Refusal, Unusable
from governance.domain.suggest import nearest
from statemachines.proposal_facts import OUTCOMES, POSITIVE, ProposalFacts

_OPENING = "act_between_meetings"
_FROM = ("cleared", "sent_to_higher", "on_agenda")


def decide_between(
    desk: Desk,
    ref: str,
    *,
    way: str,
    outcome: str,
    words: Words,
    agree: Sequence[str] = (),
    against: Sequence[str] = (),
    body: str | None = None,
    publish: bool = True,
    seen: int | None = None,
) -> Receipt:
    """Decide a report for a body without a meeting, and report it to the body's next one.

    `way` is chairs_action, by whoever is in the chair that day, or written_resolution, with the
    keys of the members who `agree` to the resolution as worded and who are `against` it. `body`
    is the key of the body, where it is not the next on the path. Raises `Unusable`, and
    `GuardRefused` with every reason.
    """
    how = _way(way)
    row = desk.row("proposal", ref, seen=seen)
    lock_group(desk, row.group_id)
    report = read_report(desk, row, on=desk.today)
    at = _body(desk, report, body)
    turn = read_turn(desk, report, acting=frozenset({at.key}))
    sitting = _everybody(desk, report, at, how)
    deciding = Deciding(
        acting=frozenset({at.key}), sitting=sitting, way=how, outcome=outcome, words=words
    )
    facts = _facts(desk, report, turn, deciding)
    allowed = not facts.between_refused
    if allowed and (drawn_anew := draw_anew(desk, report, facts, waiting=_FROM)):
        return drawn_anew
    state = _decided(row.state, facts)
    assert turn is not None
    counted = count_between(desk, report, turn, deciding, agree=agree, against=against)
    receipt = conclude(desk, report, turn, deciding, facts, counted, state=state, publish=publish)
    report_to_next_meeting(desk, row, at.row, how)
    return receipt


def ways_ahead(desk: Desk, report: Report) -> list[tuple[BodyFacts, Way, Findings]]:
    """The ways in which the body whose turn it is could act now, and why each is closed to it.

    Nothing where it is no body's turn, or where the report is not ready for one.
    """
    if report.row.state not in _FROM:
        return []
    try:
        body = _body(desk, report, None)
    except GuardRefused:
        return []
    if body.terms is None:
        return []
    return [(body, way, why_not_between_meetings(body.terms, way)) for way in Way]


def _way(text: str) -> Way:
    known = [way.value for way in Way]
    if text not in known:
        near = nearest(text, known)
        raise Unusable.one("between.way_unknown", way=text[:40], nearest=near, known=known)
    return Way(text)


def _body(desk: Desk, report: Report, named: str | None) -> BodyFacts:
    """The body that acts: the one named, else at whose meeting it is listed, else the next."""
    if named is not None:
        return body_facts(desk, desk.row("body", named), desk.today)
    if (item := listed_item(desk, report.row.id)) is not None:
        meeting = desk.by_id("meeting", item.meeting_id)
        return body_facts(desk, desk.by_id("body", meeting.body_id), desk.today)
    turn = read_turn(desk, report)
    if turn is None:
        raise GuardRefused.one("proposal.nobodys_turn", ref=report.row.ref)
    found = _decider(desk, turn.lowest)
    if not isinstance(found, BodyFacts):
        who = turn.titles.get(turn.lowest, turn.lowest)
        raise GuardRefused.one("between.no_body", who=who)
    return found


def _decider(desk: Desk, key: str) -> Any | None:
    try:
        return decider(desk, key, desk.today)
    except Unusable:
        return None


def _everybody(desk: Desk, report: Report, body: BodyFacts, way: Way) -> Sitting:
    """The body as it acts: everybody in office for a written resolution, else the chair alone.

    Named substitutes are there too: they sign where their member is barred by an interest.
    """
    present: dict[str, str] = {}
    if way is Way.WRITTEN_RESOLUTION:
        for held in body.current:
            present.setdefault(held.person.key, held.seat)
        for held in body.current:
            for substitute in held.substitutes:
                present.setdefault(substitute.key, held.seat)
    bare = Sitting(
        meeting=None, body=body, present=present, outcomes={}, person_ids=body.ids, presiding=None
    )
    sitting = with_interests(bare, report)
    chairs = {person.key for person in _in_the_chair(sitting)}
    actor = desk.actor.name
    return replace(sitting, presiding=actor if actor in chairs else None)


def _in_the_chair(sitting: Sitting) -> tuple[Person, ...]:
    """Who may act as chair: without a barring interest, and the vice only where no chair may."""
    barred = {key for key, outcome in sitting.outcomes.items() if outcome.bars_vote}
    chairs = tuple(p for p in sitting.body.chairs if p.key not in barred)
    return chairs or tuple(p for p in sitting.body.vices if p.key not in barred)


def _facts(desk: Desk, report: Report, turn: Turn | None, deciding: Deciding) -> ProposalFacts:
    sitting, way = deciding.sitting, deciding.way
    assert sitting is not None
    assert way is not None
    facts = facts_of(desk, report, turn, deciding)
    refused = why_not_between_meetings(sitting.terms, way)
    if way is not Way.CHAIRS_ACTION:
        return replace(facts, between_refused=refused)
    apart: Findings = ()
    if turn is not None:
        apart = findings.duties_together(
            report,
            duties={turn.lowest, turn.kind, sitting.body.key},
            person=desk.actor.person_id,
            home=home_of_actor(desk) if report.providers else frozenset(),
        )
    return replace(
        facts,
        between_refused=refused or _not_the_chair(sitting),
        not_separate=(*(facts.not_separate or ()), *apart),
    )


def _not_the_chair(sitting: Sitting) -> Findings:
    if sitting.presiding is not None:
        return ()
    told = {"body": sitting.body.title}
    could = [person.name for person in _in_the_chair(sitting)]
    if not could:
        return (Refusal("between.nobody_in_chair", told),)
    return (Refusal("between.not_the_chair", {**told, "chair": could}),)


def _decided(state: str, facts: ProposalFacts) -> str:
    """The state it leads to; raises `GuardRefused` with everything against it at once."""
    negative = facts.outcome in OUTCOMES - POSITIVE
    opening = whatever_is_missing(facts) if negative else facts
    opened, found = tried(state, _OPENING, opening)
    target, against = tried("before_decider" if found else opened, "decide", facts)
    if found or against:
        raise GuardRefused((*found, *(r for r in against if r not in found)))
    return target
