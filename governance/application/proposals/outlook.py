"""What lies ahead of a report: who decides, by when at the earliest, and which moves are closed.

Asks what acting asks (`findings`, `facts_of`, `earliest_lawful`) and has no rules of its own. A
report that nobody has drafted can be imagined, so that a commission's next gate can say who
would decide it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from governance.application.bodies.facts import BodyFacts, decider
from governance.application.desk import Desk
from governance.application.meetings.queries import next_meetings
from governance.application.proposals import findings, partners
from governance.application.proposals.after import call_in_open
from governance.application.proposals.deciding import at_the_table, facts_of
from governance.application.proposals.findings import Deciding, Words
from governance.application.proposals.listing import listed_item, not_listed
from governance.application.proposals.notices import NoticeGiven, notice_wants
from governance.application.proposals.placing import listed_already, officers
from governance.application.proposals.powers import (
    PROPER_OFFICER,
    Turn,
    decided_turn,
    partner_deciders,
    read_turn,
    turn_of,
)
from governance.application.proposals.reading import Report, read_report
from governance.application.proposals.submitting import (
    clearances_missing,
    goes_with,
    outcome_to_rework,
    paper_wants,
)
from governance.application.proposals.turns import DECIDING
from governance.domain.authority.outcome import Determined, NoRule
from governance.domain.bodies.powers import Basis, above
from governance.domain.errors import Refusal, Unusable
from governance.domain.procedure import GivenNotice, Lawful, earliest_lawful
from statemachines.machine import Look, look
from statemachines.proposal import PROPOSAL


@dataclass(frozen=True, slots=True)
class Imagined:
    """A report that nobody has drafted: enough of one to ask who would decide it."""

    kind: str
    gate: str | None
    value: int | None
    commission_id: str | None
    group_id: str | None
    scheme_key: str
    id: str = ""
    ref: str = ""
    agreement_id: str | None = None
    author_id: str | None = None
    organisation_id: str | None = None
    parent_id: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    recommendation: str = ""
    round: int = 1
    state: str = "draft"
    outcome: str | None = None
    decider: str | None = None
    path: Any = None
    rule: str | None = None
    published_on: dt.date | None = None
    effective_on: dt.date | None = None
    decided_on: dt.date | None = None
    decision_due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What lies ahead of a report.

    `decider` is the key of who takes the decision itself, `could` everybody who may, by their
    titles; `waits_for` whose turn it is before that, or now. `unclear` says why no path is
    known. `earliest` is the first lawful day with its working; what it lacks is told with it, the
    documents too that the rule wants before whoever decides.
    """

    report: Report
    decider: str | None
    title: str | None
    could: tuple[str, ...]
    waits_for: str | None
    unclear: tuple[Refusal, ...]
    earliest: Lawful | None
    call_in_until: dt.date | None
    call_in_hour: str | None
    """The hour of that day (HH:MM) until which it can be; None is its end."""
    besides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Who may decide besides `decider`, by title: those `above` it in the scheme's ranks, those
    who have `delegated` the power and keep it, and their `delegates`."""


def outlook(desk: Desk, report: Report) -> Outlook:
    """What lies ahead of a report, today."""
    unclear = findings.no_path(report)
    until, hour = _call_in(desk, report)
    turn = deciding_turn(desk, report)
    if turn is None:
        return Outlook(report, None, None, (), None, unclear, None, until, hour)
    before = read_turn(desk, report)
    return Outlook(
        report=report,
        decider=turn.lowest,
        title=turn.titles.get(turn.lowest, turn.lowest),
        could=tuple(turn.titles.get(key, key) for key in turn.could),
        waits_for=before.titles.get(before.lowest) if before is not None else None,
        unclear=unclear,
        earliest=_earliest(desk, report, turn),
        call_in_until=until,
        call_in_hour=hour,
        besides=_besides(turn),
    )


def _besides(turn: Turn) -> dict[str, tuple[str, ...]]:
    """Who may decide besides the rule's own decider, by what their power rests on."""
    higher = above(turn.lowest, turn.question.ranks)
    found: dict[str, list[str]] = {"above": [], "delegated": [], "delegates": []}
    for key, one in turn.could.items():
        if one.basis is Basis.RULE:
            continue
        kept = "above" if key in higher else "delegated"
        how = "delegates" if one.basis is Basis.DELEGATION else kept
        found[how].append(turn.titles.get(key, key))
    return {how: tuple(titles) for how, titles in found.items()}


def _call_in(desk: Desk, report: Report) -> tuple[dt.date | None, str | None]:
    """Until which day, and hour of it, a decision can be called in; None once it cannot."""
    rule = report.procedure.call_in
    if rule is None or report.row.state != "call_in_window":
        return None, None
    for window in call_in_open(desk, report.row, cutoff=rule.cutoff):
        return window.params["until"], rule.cutoff
    return None, None


def deciding_turn(desk: Desk, report: Report) -> Turn | None:
    """The turn of whoever takes the decision itself; by today's facts while no path is drawn."""
    steps = [s for s in report.steps if s.kind in DECIDING]
    if not steps:
        match report.outcome:
            case Determined(path=path):
                steps = [s for group in path for s in group if s.kind in DECIDING]
            case NoRule(fallback=str()) if report.row.scheme_key:
                return turn_of(desk, report, lowest=PROPER_OFFICER, steps=())
    deciding = [s for s in steps if s.kind == "decide"] or steps
    own = [s for s in deciding if s.decider not in partner_deciders(report.scheme)] or deciding
    return turn_of(desk, report, lowest=own[-1].decider, steps=()) if own else None


def _earliest(desk: Desk, report: Report, turn: Turn) -> Lawful | None:
    """The earliest lawful day of decision: a body's meetings, or an officer's working days."""
    if report.row.decided_on is not None:
        return None
    listed = _listed_at(desk, report, turn)
    if listed is not None:
        published = listed.agenda_published_on
        agenda = [GivenNotice("agenda", published)] if published is not None else []
        found = _counted(desk, report, [listed.on_day], agenda)
        if found.day is not None:
            return found
    try:
        decides = decider(desk, turn.lowest, desk.today)
    except Unusable:
        return None
    if not isinstance(decides, BodyFacts):
        return _counted(desk, report, None)
    ahead = [
        m.on_day
        for m in next_meetings(desk, decides.row.id, desk.today)
        if listed is None or m.id != listed.id
    ]
    return _counted(desk, report, ahead)


def _listed_at(desk: Desk, report: Report, turn: Turn) -> Any | None:
    """The meeting at which the report is to be decided, where it is on its agenda."""
    item = listed_item(desk, report.row.id) if report.row.id else None
    if item is None:
        return None
    meeting = desk.by_id("meeting", item.meeting_id)
    return meeting if desk.by_id("body", meeting.body_id).key in turn.could else None


def _counted(
    desk: Desk,
    report: Report,
    meetings: Sequence[dt.date] | None,
    agenda: Sequence[GivenNotice] = (),
) -> Lawful:
    found = earliest_lawful(
        procedure=report.procedure,
        given=[*findings.given_notices(report), *agenda],
        meetings=meetings,
        today=desk.today,
        calendar=report.calendar,
    )
    return replace(found, missing=(*found.missing, *findings.evidence_missing(report)))


def imagine(desk: Desk, commission: Any, *, kind: str, gate: str | None, scheme: str) -> Outlook:
    """Who would decide a report on a commission that nobody has drafted, and when."""
    row = Imagined(
        kind=kind,
        gate=gate,
        value=commission.value,
        commission_id=commission.id,
        group_id=commission.group_id,
        round=commission.round,
        scheme_key=scheme,
    )
    return outlook(desk, read_report(desk, row, on=desk.today))


def moves(desk: Desk, report: Report) -> tuple[Look, ...]:
    """Every move of a report from where it is, with every reason why it is closed.

    A move that wants an outcome is asked as if the report were agreed to, one that wants a
    reason as if it were given.
    """
    row = report.row
    turn, deciding = at_the_table(desk, report, words=Words("as proposed", "as reported", "none"))
    if row.state == "reconsidered":
        turn = decided_turn(desk, report)
    deciding = replace(deciding, outcome=row.outcome or _in_favour(turn, deciding))
    facts = facts_of(desk, report, turn, deciding, reason="as given")
    children = partners.children(desk, row)
    rule = report.procedure.call_in
    window = call_in_open(desk, row, cutoff=rule.cutoff if rule is not None else None)
    facts = replace(
        facts,
        paper_wants=paper_wants(desk, report),
        notice_wants=notice_wants(desk, report, NoticeGiven("forward_plan", desk.today)),
        clearances_missing=clearances_missing(report),
        agenda_refused=(*findings.held_up(report, turn), *listed_already(desk, report)),
        decider_kind="body" if _bodies(desk, turn) else None,
        call_in_applies=rule is not None,
        call_in_refused=() if window else (Refusal("call_in.too_late", {"ref": row.ref}),),
        call_in_open=call_in_open(desk, row),
        urgency_wants=(),
        unpublished=findings.unpublished(report),
        not_yet=findings.not_yet(row, desk.today),
        partners_outstanding=partners.outstanding(desk, row),
        partners_refused=findings.partners_refused(children, partners.names(desk)),
    )
    asked = {
        "hand_to_officer": replace(facts, decider_kind="office" if officers(desk, turn) else None),
        "rework": replace(facts, outcome=outcome_to_rework(row)),
    }
    also = {
        "hand_to_officer": findings.held_up(report, turn),
        "take_off_agenda": not_listed(desk, row),
        "bring_before_decider": facts.not_entitled,
        "withdraw": goes_with(desk, row),
    }
    found = {one.move: one for one in look(PROPOSAL, row.state, facts)}
    for move in found.keys() & asked.keys():
        found |= {
            one.move: one for one in look(PROPOSAL, row.state, asked[move]) if one.move == move
        }
    return tuple(
        Look(one.move, one.target, (*one.refusals, *(also.get(one.move) or ())))
        for one in found.values()
        if one.move not in _QUIET
    )


def _bodies(desk: Desk, turn: Turn | None) -> bool:
    """Whether a body could decide it at a meeting."""
    return turn is not None and len(turn.could) > len(officers(desk, turn))


def _in_favour(turn: Turn | None, deciding: Deciding) -> str:
    """The outcome by which whoever's turn it is agrees."""
    advice = {"recommend": "recommended", "endorse": "endorsed"}
    if turn is not None and turn.kind in advice:
        return advice[turn.kind]
    sitting = deciding.sitting
    return sitting.terms.law.outcomes[0] if sitting is not None else "approved"


_QUIET = frozenset(
    {
        "act_between_meetings",
        "await_partners",
        "draw_anew",
        "lapse",
        "pass_on",
        "quash",
        "record_decision_outside",
        "record_effect_outside",
        "release_unheard",
        "return_unheard",
    }
)
"""Moves that nobody looks for in "what next?": they are there when reality asks for them."""
