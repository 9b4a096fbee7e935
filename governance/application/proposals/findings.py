"""What the guards of a proposal's moves are told: each finding made once, from what was read.

A finding is a tuple of refusals, empty where nothing speaks against. The same findings serve
acting and "what next?"; a finding that nobody could establish stays None and closes its move.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.application.bodies.facts import OfficeFacts
from governance.application.meetings.sitting import Sitting
from governance.application.proposals.powers import Turn, as_deciders
from governance.application.proposals.reading import Report
from governance.application.proposals.turns import not_done_before
from governance.domain.authority.outcome import Conflict, Determined, NoRule, Undetermined
from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.powers import Entitlement, may_decide, may_refer_to
from governance.domain.bodies.standing import Standing
from governance.domain.errors import Refusal
from governance.domain.procedure import GivenNotice, lawful_on

Findings = tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What the record says of a decision: verbatim, why, and what else was considered."""

    verbatim: str = ""
    reasons: str = ""
    alternatives: str = ""


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides, where and with which words: an officer alone, or a body at a meeting.

    `acting` are keys of the deciders that whoever decides is; `person_id` the officer.
    """

    acting: frozenset[str]
    sitting: Sitting | None = None
    office: OfficeFacts | None = None
    person_id: str | None = None
    outcome: str | None = None
    words: Words = field(default_factory=Words)

    @property
    def at_meeting(self) -> bool:
        """Whether a body decides at a meeting."""
        return self.sitting is not None


def paper(report: Report, gate: Findings = ()) -> Findings:
    """What keeps a report from being submitted: what it asks for, and who decides it."""
    row = report.row
    found = [*gate]
    if not row.recommendation.strip():
        found.append(Refusal("proposal.no_recommendation", {"ref": row.ref}))
    return (*found, *no_path(report))


def no_path(report: Report) -> Findings:
    """Why no rule gives a path: something unknown, no rule, or rules that disagree."""
    match report.outcome:
        case Undetermined(unknown=unknown, possible=possible):
            scheme = report.scheme
            asked = [scheme.inputs[name].title if scheme else name for name in unknown]
            told = {"inputs": asked, "names": list(unknown), "rules": list(possible)}
            return (Refusal("proposal.path_unknown", told),)
        case NoRule(fallback=None):
            return (Refusal("proposal.no_rule", {"scheme": _title(report)}),)
        case Conflict(rules=rules):
            scheme_and_rules = {"scheme": _title(report), "rules": list(rules)}
            return (Refusal("proposal.rules_disagree", scheme_and_rules),)
    return ()


def _title(report: Report) -> str:
    return report.scheme.title if report.scheme is not None else ""


def path_changed(report: Report) -> Findings:
    """That the facts of the day give another path than the one drawn."""
    row = report.row
    if row.path is None:
        return (Refusal("proposal.no_path_drawn", {"ref": row.ref}),)
    if unclear := no_path(report):
        return unclear
    outcome = report.outcome
    if not isinstance(outcome, Determined):
        return ()
    if outcome.rule == row.rule and as_plain_path(outcome.path) == row.path:
        return ()
    params = {"ref": row.ref, "before": row.rule or "", "after": outcome.rule}
    return (Refusal("proposal.path_changed", params),)


def as_plain_path(path: Sequence[Sequence[Any]]) -> list[list[dict[str, Any]]]:
    """A decision path as plain values, as it is kept with a report."""
    return [
        [{"kind": s.kind, "decider": s.decider, "method": s.method} for s in group]
        for group in path
    ]


def given_notices(report: Report) -> list[GivenNotice]:
    """The notices on record, as the counting wants them."""
    return [GivenNotice(n.kind, n.published_on) for n in report.notices]


def notices_irregular(
    report: Report, *, day: dt.date, at_meeting: bool, agenda: dt.date | None
) -> Findings:
    """Notices not given, or given too late, for a decision on a day."""
    return lawful_on(
        procedure=report.procedure,
        given=given_notices(report),
        day=day,
        published_agenda=agenda,
        calendar=report.calendar,
        at_meeting=at_meeting,
    )


def evidence_missing(report: Report) -> Findings:
    """Documents that the procedure wants before the decider and that are not on record."""
    return tuple(
        Refusal("proposal.evidence_missing", {"kind": kind.replace("-", " ").replace("_", " ")})
        for kind in report.procedure.evidence
        if kind not in report.evidence_kinds
    )


def path_incomplete(report: Report, turn: Turn | None) -> Findings:
    """Steps that come before the turn and are not done."""
    if turn is None:
        return (Refusal("proposal.nobodys_turn", {"ref": report.row.ref}),)
    return not_done_before(report.steps, turn.steps, dict(turn.titles))


def entitlement(turn: Turn, deciding: Deciding) -> Entitlement | Findings:
    """On what basis whoever decides may, or every reason why not."""
    return may_decide(
        roles=as_deciders(deciding.acting), question=turn.question, titles=turn.titles
    )


def not_entitled(report: Report, turn: Turn | None, deciding: Deciding) -> Findings:
    """Why whoever decides may not: no power, or an interest of an officer who decides alone."""
    if turn is None:
        return (Refusal("proposal.nobodys_turn", {"ref": report.row.ref}),)
    found = entitlement(turn, deciding)
    refusals = found if isinstance(found, tuple) else ()
    return (*refusals, *_officer_interested(report, deciding))


def _officer_interested(report: Report, deciding: Deciding) -> Findings:
    if deciding.office is None:
        return ()
    barred = {d.person_id for d in report.declarations if Outcome(d.outcome).bars_vote}
    if deciding.person_id in barred:
        return (Refusal("proposal.officer_interested", {"office": deciding.office.title}),)
    return ()


def not_quorate(deciding: Deciding) -> Findings:
    """Who is missing for a quorum on the item."""
    if deciding.sitting is None:
        return ()
    return deciding.sitting.quorum().shortfalls


def not_separate(report: Report, turn: Turn | None, deciding: Deciding) -> Findings:
    """Duties the scheme keeps apart that an officer who acts alone would hold together."""
    if report.scheme is None or turn is None or deciding.office is None:
        return ()
    person = deciding.person_id
    own = {turn.lowest, turn.kind, *deciding.acting}
    found = []
    for separation in report.scheme.separate:
        applies = not separation.rules or report.rule in separation.rules
        if applies and separation.step in own and person in _others(report, separation.apart_from):
            params = {"step": separation.step, "apart_from": separation.apart_from}
            found.append(Refusal("proposal.duties_together", params))
    return tuple(found)


def _others(report: Report, duty: str) -> set[str]:
    """The people who have a duty in a report: its author, its lead, or a step's doer."""
    if duty == "author":
        return {report.row.author_id} if report.row.author_id else set()
    if duty == "lead":
        lead = report.commission.lead_id if report.commission is not None else None
        return {lead} if lead else set()
    return {s.done_by_id for s in report.steps if duty in (s.kind, s.decider) and s.done_by_id}


def record_wants(report: Report, deciding: Deciding) -> Findings:
    """What the decision's record does not say yet.

    Words verbatim always; reasons and alternatives where the law asks for them: executive
    decisions and officers' (SI 2012/2089 regs 12 and 13), and key decisions.
    """
    found = []
    if not deciding.words.verbatim.strip():
        found.append(Refusal("decision.no_words"))
    formal = report.procedure.key_decision or deciding.sitting is None
    if deciding.sitting is not None:
        formal = formal or deciding.sitting.body.row.standing == Standing.EXECUTIVE
    if (formal or deciding.outcome in ("refused", "referred_back")) and not (
        deciding.words.reasons.strip()
    ):
        found.append(Refusal("decision.no_reasons"))
    if formal and deciding.outcome != "deferred" and not deciding.words.alternatives.strip():
        found.append(Refusal("decision.no_alternatives"))
    return tuple(found)


def outcome_open(turn: Turn | None, deciding: Deciding) -> Findings:
    """That the body can come to such an outcome: one without powers only advises."""
    if deciding.sitting is None or turn is None or deciding.outcome is None:
        return ()
    terms = deciding.sitting.terms
    if deciding.outcome in terms.law.outcomes or turn.kind in ("recommend", "endorse"):
        return ()
    params: dict[str, Any] = {
        "body": deciding.sitting.body.row.name,
        "known": list(terms.law.outcomes),
    }
    return (Refusal("decision.outcome_beyond_powers", params | {"outcome": deciding.outcome}),)


def higher_missing(turn: Turn | None, deciding: Deciding) -> Findings:
    """That nobody stands above whoever would refer it up."""
    if turn is not None and above_of(turn, deciding):
        return ()
    return (Refusal("proposal.nobody_above"),)


def above_of(turn: Turn, deciding: Deciding) -> tuple[str, ...]:
    """To whom whoever decides may refer it up, in order of key."""
    found: dict[str, None] = {}
    for acting in sorted(as_deciders(deciding.acting)):
        found |= dict.fromkeys(may_refer_to(acting, turn.question))
    return tuple(found)


def unpublished(report: Report) -> Findings:
    """What has to be published about the decision and is not."""
    wanted = report.procedure.publish or report.procedure.call_in
    if wanted and report.row.published_on is None:
        return (Refusal("decision.not_published", {"ref": report.row.ref}),)
    return ()


def not_yet(row: Any, today: dt.date) -> Findings:
    """That the day a decision takes effect has not come."""
    if row.effective_on is not None and row.effective_on > today:
        return (Refusal("decision.not_yet", {"on": row.effective_on}),)
    return ()


def partners_outstanding(children: Sequence[Any], names: Mapping[str, str]) -> Findings:
    """Partners whose own decision is not in effect."""
    return tuple(
        Refusal("proposal.partner_outstanding", {"partner": names.get(c.organisation_id, "")})
        for c in children
        if c.state not in ("effective", "withdrawn")
    )


def partners_refused(children: Sequence[Any], names: Mapping[str, str]) -> Findings:
    """Partners that refused."""
    return tuple(
        Refusal("proposal.partner_refused", {"partner": names.get(c.organisation_id, "")})
        for c in children
        if c.outcome == "refused" and c.state == "decided"
    )
