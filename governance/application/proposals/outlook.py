"""What lies ahead of a report: who decides, by when at the earliest, and which moves are closed.

Asks what acting asks (`findings`, `facts_of`, `earliest_lawful`) and has no rules of its own. A
report that nobody has drafted can be imagined, so that a commission's next gate can say who
would decide it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from governance.application.bodies.facts import BodyFacts, decider
from governance.application.desk import Desk
from governance.application.meetings.queries import next_meetings
from governance.application.proposals import findings, partners
from governance.application.proposals.after import closing_of
from governance.application.proposals.deciding import facts_of, who_decides
from governance.application.proposals.findings import Words
from governance.application.proposals.placing import decider_kind, listed_item
from governance.application.proposals.powers import PROPER_OFFICER, Turn, read_turn, turn_of
from governance.application.proposals.reading import Report, read_report
from governance.application.proposals.submitting import clearances_missing, paper_wants
from governance.domain.authority.outcome import Determined, NoRule
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

    `decider` is the key of who decides next, `could` everybody who may, by their titles;
    `unclear` why no path is known. `earliest` is the first lawful day with its working.
    """

    report: Report
    turn: Turn | None
    decider: str | None
    title: str | None
    could: tuple[str, ...]
    unclear: tuple[Refusal, ...]
    earliest: Lawful | None
    call_in_until: dt.date | None


def outlook(desk: Desk, report: Report) -> Outlook:
    """What lies ahead of a report, today."""
    turn = _next_turn(desk, report)
    if turn is None:
        return Outlook(report, None, None, None, (), findings.no_path(report), None, _until(report))
    could = tuple(turn.titles.get(key, key) for key in turn.could)
    return Outlook(
        report=report,
        turn=turn,
        decider=turn.lowest,
        title=turn.titles.get(turn.lowest, turn.lowest),
        could=could,
        unclear=findings.no_path(report),
        earliest=_earliest(desk, report, turn),
        call_in_until=_until(report),
    )


def _until(report: Report) -> dt.date | None:
    return closing_of(report, report.calendar)


def _next_turn(desk: Desk, report: Report) -> Turn | None:
    """Whose turn it is; before a path is drawn, whose it would be by today's facts."""
    if report.steps:
        return read_turn(desk, report)
    match report.outcome:
        case Determined(path=path):
            wanted = [
                s
                for group in path
                for s in group
                if s.kind in ("recommend", "endorse", "decide", "consent")
            ]
            return turn_of(desk, report, lowest=wanted[0].decider, steps=()) if wanted else None
        case NoRule(fallback=str()):
            return turn_of(desk, report, lowest=PROPER_OFFICER, steps=())
    return None


def _earliest(desk: Desk, report: Report, turn: Turn) -> Lawful | None:
    """The earliest lawful day of decision: a body's meetings, or an officer's working days."""
    if report.row.decided_on is not None:
        return None
    given = findings.given_notices(report)
    meetings: list[dt.date] | None = None
    item = listed_item(desk, report.row.id) if report.row.id else None
    if item is not None:
        at = desk.by_id("meeting", item.meeting_id)
        meetings = [at.on_day]
        if at.agenda_published_on is not None:
            given.append(GivenNotice("agenda", at.agenda_published_on))
    else:
        try:
            found = decider(desk, turn.lowest, desk.today)
        except Unusable:
            return None
        if isinstance(found, BodyFacts):
            meetings = [m.on_day for m in next_meetings(desk, found.row.id, desk.today)]
    return earliest_lawful(
        procedure=report.procedure,
        given=given,
        meetings=meetings,
        today=desk.today,
        calendar=report.calendar,
    )


def imagine(desk: Desk, commission: Any, *, kind: str, gate: str | None, scheme: str) -> Outlook:
    """Who would decide a report on a commission that nobody has drafted, and when."""
    row = Imagined(
        kind=kind,
        gate=gate,
        value=commission.value,
        commission_id=commission.id,
        group_id=commission.group_id,
        scheme_key=scheme,
    )
    return outlook(desk, read_report(desk, row, on=desk.today))


def moves(desk: Desk, report: Report, turn: Turn | None, *, reason: str = "") -> tuple[Look, ...]:
    """Every move of a report from where it is, with every reason why it is closed.

    A move that wants an outcome is asked as if the report were approved.
    """
    row = report.row
    outcome = row.outcome or "approved"
    deciding = who_decides(
        desk, report, turn, outcome=outcome, words=Words("as proposed", "as reported", "none")
    )
    facts = facts_of(desk, report, turn, deciding, reason=reason)
    children = partners.children(desk, row)
    facts = replace(
        facts,
        paper_wants=paper_wants(desk, report),
        notice_wants=(
            () if row.decision_due is not None else (Refusal("notice.no_date", {"ref": row.ref}),)
        ),
        clearances_missing=clearances_missing(report),
        agenda_refused=findings.path_incomplete(report, turn),
        decider_kind=decider_kind(desk, turn, on=desk.today) or facts.decider_kind,
        call_in_applies=report.procedure.call_in is not None,
        unpublished=findings.unpublished(report),
        not_yet=findings.not_yet(row, desk.today),
        partners_outstanding=findings.partners_outstanding(children, partners.names(desk)),
        partners_refused=findings.partners_refused(children, partners.names(desk)),
    )
    return tuple(m for m in look(PROPOSAL, row.state, facts) if m.move not in _QUIET)


_QUIET = frozenset(
    {
        "pass_on",
        "record_decision_outside",
        "record_effect_outside",
        "quash",
        "lapse",
        "return_unheard",
    }
)
"""Moves that nobody looks for in "what next?": they are there when reality asks for them."""
