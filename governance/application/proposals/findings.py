"""What the guards of a proposal's moves are told: each finding made once, from what was read.

A finding is a tuple of refusals, empty where nothing speaks against. The same findings serve
acting and "what next?"; a finding that nobody could establish stays None and closes its move.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from governance.application.bodies.facts import OfficeFacts
from governance.application.decommissioning import safeguards
from governance.application.escalations.queries import blocked
from governance.application.meetings.sitting import Sitting
from governance.application.proposals.powers import Turn, as_deciders
from governance.application.proposals.reading import Report
from governance.application.proposals.turns import not_done_before
from governance.domain.authority.outcome import Conflict, Determined, NoRule, Undetermined
from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.powers import (
    Basis,
    Entitlement,
    above,
    may_decide,
    may_refer_to,
)
from governance.domain.bodies.standing import ADVICE, DECISIONS, Standing, Way
from governance.domain.errors import Refusal
from governance.domain.procedure import GivenNotice, Procedure, lawful_on
from statemachines.proposal_facts import OUTCOMES

Findings = tuple[Refusal, ...]

FINAL = ("closed", "recommissioned", "withdrawn")
"""States of a commission that is over."""

ADVISING = frozenset({"recommend", "endorse"})
"""Kinds of step whose outcome is advice."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the record says of a decision: verbatim, why, and what else was considered."""

    verbatim: str = ""
    reasons: str = ""
    alternatives: str = ""


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides, where and with which words: an officer alone, or a body at a meeting.

    `way` says how a body acts without a meeting; its sitting has none then.

    `acting` are keys of the deciders that whoever decides is; `person_id` the officer.
    """

    acting: frozenset[str]
    sitting: Sitting | None = None
    office: OfficeFacts | None = None
    person_id: str | None = None
    home: frozenset[str] = frozenset()
    """The id, key and reference of the officer's organisation."""
    way: Way | None = None
    outcome: str | None = None
    words: Words = field(default_factory=Words)

    @property
    def at_meeting(self) -> bool:
        """Whether a body decides at a meeting."""
        return self.sitting is not None and self.way is None


def paper(report: Report, gate: Findings = ()) -> Findings:
    """What keeps a report from being submitted: what it asks for, and who decides it."""
    row = report.row
    found = [*gate]
    if not row.recommendation.strip():
        found.append(Refusal("proposal.no_recommendation", {"ref": row.ref}))
    return (*stopped(report), *found, *no_path(report))


def stopped(report: Report) -> Findings:
    """That the commission a report is on is set aside or over: nothing is agreed to under it."""
    about = report.commission
    if about is None or about.state not in ("paused", *FINAL):
        return ()
    if about.state == "paused":
        return (Refusal("proposal.commission_paused", {"commission": about.ref}),)
    told = {"commission": about.ref, "state": about.state, "ref": report.row.ref}
    return (Refusal("proposal.commission_over", told),)


def closed_by_escalation(report: Report) -> Findings:
    """What closes this kind of decision on the commission by that day, its cause still there."""
    if report.commission is None:
        return ()
    found = [hold for hold in report.holds if hold.since <= report.on]
    return blocked(found, report.row.kind, commission=report.commission.ref)


def no_path(report: Report) -> Findings:
    """Why no rule gives a path: something unknown, no rule, or rules that disagree.

    Where no scheme of a partner is on record, nobody here may decide for it.
    """
    if not report.row.scheme_key:
        return (Refusal("proposal.no_own_scheme", {"ref": report.row.ref}),)
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
    """That the facts of the day give another path than the one drawn.

    Another rule with the same path is none: its procedure and separations bind as they stand on
    the day, without anything drawn anew.
    """
    row = report.row
    if row.path is None:
        return (Refusal("proposal.no_path_drawn", {"ref": row.ref}),)
    if unclear := no_path(report):
        return unclear
    outcome = report.outcome
    if not isinstance(outcome, Determined):
        if row.rule is None:
            return ()
        params = {"ref": row.ref, "before": row.rule}
        return (Refusal("proposal.path_changed", params | {"after": "no rule"}),)
    if row.rule is not None and same_path(as_plain_path(outcome.path), row.path):
        return ()
    params = {"ref": row.ref, "before": row.rule or "no rule", "after": outcome.rule}
    return (Refusal("proposal.path_changed", params),)


def same_path(one: list[list[dict[str, Any]]], other: list[list[dict[str, Any]]]) -> bool:
    """Whether two plain paths ask the same of the same, whatever the order within a group."""
    return [sorted(map(_step, group)) for group in one] == [
        sorted(map(_step, group)) for group in other
    ]


def _step(step: Mapping[str, Any]) -> tuple[str, str, str]:
    return step["kind"], step["decider"], step["method"] or ""


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
    report: Report,
    *,
    day: dt.date,
    at_meeting: bool,
    agenda: dt.date | None,
    procedure: Procedure | None = None,
) -> Findings:
    """Notices not given, or given too late, for a decision on a day.

    `procedure` is what of the report's binds whoever acts (see `binding`).
    """
    return lawful_on(
        procedure=procedure if procedure is not None else report.procedure,
        given=given_notices(report),
        day=day,
        published_agenda=agenda,
        calendar=report.calendar,
        at_meeting=at_meeting,
    )


def binding(report: Report, turn: Turn | None, deciding: Deciding) -> Procedure:
    """What of the rule's procedure binds whoever acts.

    Days of notice and documents are for the decision, not for the advice that goes before it;
    that it wants a meeting does not bind an officer to whom the power was passed on.
    """
    whole = report.procedure
    if turn is not None and turn.kind in ADVISING:
        agenda = tuple(rule for rule in whole.notices if rule.before == "meeting")
        return replace(whole, notices=agenda, evidence=(), meeting_only=False)
    return replace(whole, meeting_only=False) if delegated(turn, deciding) else whole


def evidence_missing(report: Report, procedure: Procedure | None = None) -> Findings:
    """Documents that the procedure wants before the decider and that are not on record.

    Where a service ends without consultation, the legal advice on that is in place of its report.
    """
    there = report.evidence_kinds
    if report.row.kind == safeguards.ENDS_SERVICE and safeguards.ADVICE in there:
        there |= {safeguards.CONSULTED}
    return tuple(
        Refusal("proposal.evidence_missing", {"kind": kind.replace("-", " ").replace("_", " ")})
        for kind in (procedure or report.procedure).evidence
        if kind not in there
    )


def path_incomplete(report: Report, turn: Turn | None) -> Findings:
    """Steps that come before the turn and are not done."""
    if turn is None:
        return (Refusal("proposal.nobodys_turn", {"ref": report.row.ref}),)
    return not_done_before(report.steps, turn.steps, dict(turn.titles))


def held_up(report: Report, turn: Turn | None) -> Findings:
    """What keeps a report from being brought to whoever decides, and agreed to by them."""
    return (*stopped(report), *path_incomplete(report, turn))


def entitlement(turn: Turn, deciding: Deciding) -> Entitlement | Findings:
    """On what basis whoever decides may, or every reason why not."""
    return may_decide(
        roles=as_deciders(deciding.acting), question=turn.question, titles=turn.titles
    )


def delegated(turn: Turn | None, deciding: Deciding) -> bool:
    """Whether whoever decides does so by a power that was passed on."""
    found = entitlement(turn, deciding) if turn is not None else ()
    return isinstance(found, Entitlement) and found.basis is Basis.DELEGATION


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
    """Who is missing for a quorum on the item; a chair who acts alone needs none."""
    if deciding.sitting is None or deciding.way is Way.CHAIRS_ACTION:
        return ()
    return deciding.sitting.quorum().shortfalls


def not_separate(report: Report, turn: Turn | None, deciding: Deciding) -> Findings:
    """Duties the scheme keeps apart that an officer who acts alone would hold together."""
    if turn is None or deciding.office is None:
        return ()
    return duties_together(
        report,
        duties={turn.lowest, turn.kind, deciding.office.key},
        person=deciding.person_id,
        home=deciding.home,
    )


def duties_together(
    report: Report, *, duties: set[str], person: str | None, home: frozenset[str]
) -> Findings:
    """Duties the scheme keeps apart that a person with these would hold together with others.

    It makes no difference which of two was done first. `home` names the person's organisation:
    somebody of the provider's has the provider's duty.
    """
    if report.scheme is None or person is None:
        return ()
    found = []
    for separation in report.scheme.separate:
        if separation.rules and report.rule not in separation.rules:
            continue
        for one, other in (
            (separation.step, separation.apart_from),
            (separation.apart_from, separation.step),
        ):
            theirs = person in _others(report, other) or (
                other == "provider" and bool(home & report.providers)
            )
            if one in duties and theirs:
                params = {"step": one, "apart_from": other}
                found.append(Refusal("proposal.duties_together", params))
                break
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
    decisions and officers' (SI 2012/2089 regs 12 and 13), and key decisions. Reasons too where a
    body acts between meetings.
    """
    found = []
    if not deciding.words.verbatim.strip():
        found.append(Refusal("decision.no_words"))
    formal = report.procedure.key_decision or deciding.sitting is None
    if deciding.sitting is not None:
        formal = formal or deciding.sitting.body.row.standing == Standing.EXECUTIVE
    why = formal or deciding.way is not None or deciding.outcome in ("refused", "referred_back")
    if why and not deciding.words.reasons.strip():
        found.append(Refusal("decision.no_reasons"))
    if formal and deciding.outcome != "deferred" and not deciding.words.alternatives.strip():
        found.append(Refusal("decision.no_alternatives"))
    return tuple(found)


def outcome_open(turn: Turn | None, deciding: Deciding) -> Findings:
    """That whoever it is can come to such an outcome: who is asked for advice only advises."""
    outcome, sitting = deciding.outcome, deciding.sitting
    if turn is None or outcome not in OUTCOMES:
        return ()
    known: tuple[str, ...] = DECISIONS
    if turn.kind in ADVISING:
        known = (*ADVICE, "refused")
    elif sitting is not None:
        known = sitting.terms.law.outcomes
    if outcome in known:
        return ()
    who = sitting.body.title if sitting is not None else turn.titles.get(turn.lowest, turn.lowest)
    params = {"body": who, "known": _spoken(known), "outcome": outcome.replace("_", " ")}
    return (Refusal("decision.outcome_beyond_powers", params),)


def _spoken(names: Sequence[str]) -> list[str]:
    return [name.replace("_", " ") for name in names]


def higher_missing(turn: Turn | None, deciding: Deciding) -> Findings:
    """That nobody stands above whoever would refer it up."""
    if turn is not None and above_of(turn, deciding):
        return ()
    return (Refusal("proposal.nobody_above"),)


def above_of(turn: Turn, deciding: Deciding) -> tuple[str, ...]:
    """To whom whoever decides may refer it up, the nearest first."""
    acting = as_deciders(deciding.acting) & turn.could.keys()
    named = turn.lowest if turn.lowest in acting else min(acting, default=None)
    found = may_refer_to(named, turn.question) if named is not None else ()
    givers = {
        turn.delegations[ref].from_key
        for ref in (turn.could[named].delegations if named is not None else ())
    }
    ranks = turn.question.ranks
    return tuple(
        sorted(found, key=lambda k: (k not in givers, -len(above(k, ranks) & {*found}), k))
    )


def not_lapsed(report: Report) -> Findings:
    """That a report can still be decided by the day it is due, or is due on none."""
    due = report.row.decision_due
    if due is not None and due < report.on:
        return ()
    return (Refusal("proposal.can_still_be_decided"),)


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


def partners_refused(children: Sequence[Any], names: Mapping[str, str]) -> Findings:
    """Partners that refused."""
    return tuple(
        Refusal("proposal.partner_refused", {"partner": names.get(c.organisation_id, "")})
        for c in children
        if c.outcome == "refused" and c.state == "decided"
    )
