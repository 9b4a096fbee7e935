"""Everything that is known about a report on a day, read once: for acting and for "what next?".

Rules of a scheme are asked here and nowhere else. A `Report` is frozen; the guards of every
move are asked with facts made from it (see `facts`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from governance.application.desk import Desk
from governance.application.escalations.queries import Hold, exceptions, holds
from governance.application.proposals.case import (
    ACCEPTS_REVIEW,
    DECIDES,
    PERMITS,
    Known,
    Permission,
    Sum,
    Working,
    make_case,
)
from governance.application.proposals.from_rows import (
    largest_permission,
    other_variations,
    sum_of_agreement,
    sum_of_report,
)
from governance.application.proposals.on_file import on_file
from governance.application.rulebook import in_force
from governance.application.rulebook.kept import Kept
from governance.application.rulebook.pending import governing
from governance.domain.authority.evaluating import answer
from governance.domain.authority.model import Scheme
from governance.domain.authority.outcome import Case, Determined, NoRule, Outcome
from governance.domain.bodies.interests import WITHDRAWN
from governance.domain.calendar import Calendar
from governance.domain.procedure import NO_PROCEDURE, Procedure, merge
from governance.store.tables import TABLES

_proposal = TABLES["proposal"]
_commission = TABLES["commission"]
_agreement = TABLES["agreement"]
_step = TABLES["step"]
_notice = TABLES["notice"]
_declaration = TABLES["declaration"]
_review = TABLES["review"]
_here: Any = bindparam("partnership")
_answers: Kept[tuple[Hashable, ...], Outcome] = Kept(1024)

_STEPS = (
    select(_step)
    .where(_step.c.partnership_id == _here, _step.c.proposal_id == bindparam("proposal"))
    .order_by(_step.c.draw, _step.c.place, _step.c.lane)
)
_DRAWN = select(func.max(_step.c.draw)).where(
    _step.c.partnership_id == _here, _step.c.proposal_id == bindparam("proposal")
)
_NOTICES = (
    select(_notice)
    .where(
        _notice.c.partnership_id == _here,
        _notice.c.proposal_id == bindparam("proposal"),
        _notice.c.withdrawn.is_(False),
    )
    .order_by(_notice.c.published_on)
)
_DECLARATIONS = (
    select(_declaration)
    .where(
        _declaration.c.partnership_id == _here,
        _declaration.c.proposal_id == bindparam("proposal"),
        _declaration.c.kind != WITHDRAWN,
    )
    .order_by(_declaration.c.declared_at)
)
_GROUP = (
    select(_commission.c.id)
    .where(_commission.c.partnership_id == _here, _commission.c.group_id == bindparam("group"))
    .order_by(_commission.c.id)
)
_GROUP_PROPOSALS = select(
    _proposal.c.id,
    _proposal.c.ref,
    _proposal.c.commission_id,
    _proposal.c.kind,
    _proposal.c.value,
    _proposal.c.details,
    _proposal.c.parent_id,
).where(
    _proposal.c.partnership_id == _here,
    _proposal.c.group_id == bindparam("group"),
    _proposal.c.value.is_not(None),
    or_(
        _proposal.c.live.is_(True),
        (_proposal.c.state == "effective")
        & _proposal.c.kind.in_(PERMITS)
        & _proposal.c.outcome.in_(DECIDES),
    ),
)
_GROUP_AGREEMENTS = (
    select(_agreement.c.id, _agreement.c.ref, _agreement.c.commission_id, _agreement.c.value)
    .join(
        _commission,
        (_commission.c.partnership_id == _agreement.c.partnership_id)
        & (_commission.c.id == _agreement.c.commission_id),
    )
    .where(
        _commission.c.partnership_id == _here,
        _commission.c.group_id == bindparam("group"),
        _agreement.c.value.is_not(None),
        _agreement.c.state != "ended",
    )
)
_PERMITTED = select(_proposal.c.id, _proposal.c.value, _proposal.c.round).where(
    _proposal.c.partnership_id == _here,
    _proposal.c.commission_id == bindparam("commission"),
    _proposal.c.state == "effective",
    _proposal.c.kind.in_(PERMITS),
    _proposal.c.outcome.in_(DECIDES),
    _proposal.c.value.is_not(None),
)
_VARYING = select(_proposal.c.id, _proposal.c.value).where(
    _proposal.c.partnership_id == _here,
    _proposal.c.agreement_id == bindparam("agreement"),
    _proposal.c.kind == "vary",
    _proposal.c.live.is_(True),
    _proposal.c.value.is_not(None),
)
_REVIEW_TIER = select(_review.c.tier).where(
    _review.c.partnership_id == _here, _review.c.proposal_id == bindparam("proposal")
)


@dataclass(frozen=True, slots=True)
class Report:
    """A proposal with all that bears on its decision, as on one day."""

    row: Any
    on: dt.date
    commission: Any | None
    agreement: Any | None
    scheme: Scheme | None
    """None for a partner's own decision where no scheme of the partner is on record."""
    version: Any | None
    case: Case
    workings: tuple[Working, ...]
    outcome: Outcome
    procedure: Procedure
    steps: tuple[Any, ...]
    """Of the current drawing of the path; none while nothing is drawn."""
    notices: tuple[Any, ...]
    declarations: tuple[Any, ...]
    evidence: tuple[Any, ...]
    calendar: Calendar
    holds: tuple[Hold, ...]
    """What escalations hold its commission to now."""
    taken_off: tuple[Any, ...] = ()
    """Documents that were there when it was decided, and were taken off since."""
    off_on: Mapping[str, dt.date] = field(default_factory=dict)
    """The day on which each was taken off, by its id."""

    @property
    def evidence_kinds(self) -> frozenset[str]:
        """The kinds of evidence on the record."""
        return frozenset(e.kind for e in self.evidence)

    @property
    def providers(self) -> frozenset[str]:
        """The ids, or the keys, of organisations that would provide, or do."""
        named = self.row.details.get("provider")
        held = self.agreement.provider_id if self.agreement is not None else None
        return frozenset(name for name in (named, held) if name)

    @property
    def rule(self) -> str | None:
        """The rule that takes the case today, or None."""
        return self.outcome.rule if isinstance(self.outcome, Determined) else None


def group_sums(desk: Desk, group: str | None, *, apart_from: str) -> list[Sum]:
    """What the linked commissions of a group commit, but for one proposal; in pence."""
    if group is None:
        return []
    reports = (p for p in desk.all(_GROUP_PROPOSALS, group=group) if p.id != apart_from)
    found = [one for one in map(sum_of_report, reports) if one is not None]
    return found + [sum_of_agreement(a) for a in desk.all(_GROUP_AGREEMENTS, group=group)]


def lock_group(desk: Desk, group: str | None) -> None:
    """Hold every commission of a group, in order, so that sums made here cannot be overtaken."""
    if group is not None:
        ids = [row.id for row in desk.all(_GROUP, group=group)]
        desk.writer.lock(_commission, partnership_id=desk.pid, ids=ids)


def known_about(
    desk: Desk,
    row: Any,
    on: dt.date,
    *,
    notices: Sequence[Any],
    permitted: Permission | None = None,
) -> Known:
    """What the register knows about a proposal, for its case; `permitted` as in `read_report`."""
    commission = desk.by_id("commission", row.commission_id)
    agreement = desk.by_id("agreement", row.agreement_id)
    return Known(
        kind=row.kind,
        gate=row.gate,
        value=row.value,
        on=on,
        answers=row.answers,
        details=row.details,
        commission=commission,
        agreement=agreement,
        sums=group_sums(
            desk, commission.group_id if commission is not None else None, apart_from=row.id
        ),
        listed=any(n.kind == "forward_plan" for n in notices),
        permission=_permission(desk, row, permitted),
        risk_tier=_risk_tier(desk, row, commission),
        other_variations=_other_variations(desk, row, agreement),
    )


def _risk_tier(desk: Desk, row: Any, commission: Any | None) -> str | None:
    """The tier of the review that a report asks to accept, else the commission's own."""
    if row.kind == ACCEPTS_REVIEW:
        found = desk.first(_REVIEW_TIER, proposal=row.id)
        if found is not None:
            return str(found.tier)
    tier: str | None = getattr(commission, "risk_tier", None)
    return tier


def _permission(desk: Desk, row: Any, ahead: Permission | None) -> Permission | None:
    """The largest permission there is, or will be once the one ahead is given."""
    if row.commission_id is None:
        return None
    found = largest_permission(desk.all(_PERMITTED, commission=row.commission_id), row)
    if found is None or found.value is None or ahead is None or ahead.value is None:
        return ahead or found
    return max(found, ahead, key=lambda one: one.value or 0)


def _other_variations(desk: Desk, row: Any, agreement: Any | None) -> int:
    if agreement is None or row.kind != "vary":
        return 0
    return other_variations(desk.all(_VARYING, agreement=agreement.id), row, agreement)


def read_report(
    desk: Desk,
    row: Any,
    *,
    on: dt.date,
    under: Any | None = None,
    permitted: Permission | None = None,
) -> Report:
    """Read a report as on a day. Raises `Refused` where no version of its scheme is in force.

    Once decided, a report keeps the rule, the case and the procedure it was decided under,
    whatever the register says later. `under` is a version of its scheme to be asked instead of
    the one that governs: what would be, were it in force. `permitted` is a permission still ahead,
    taken as given.
    """
    notices = tuple(desk.all(_NOTICES, proposal=row.id))
    known = known_about(desk, row, on, notices=notices, permitted=permitted)
    if row.decided_on is None:
        version, scheme, case, workings, outcome = _asked(desk, row, on, known, under=under)
    else:
        version, scheme, case, workings, outcome = _decided_under(desk, row)
    papers = on_file(desk, row)
    return Report(
        row=row,
        on=on,
        commission=known.commission,
        agreement=known.agreement,
        scheme=scheme,
        version=version,
        case=case,
        workings=workings,
        outcome=outcome,
        procedure=procedure_of(scheme, outcome),
        steps=_current_steps(desk, row) if row.path is not None else (),
        notices=notices,
        declarations=tuple(desk.all(_DECLARATIONS, proposal=row.id)),
        evidence=papers.standing,
        taken_off=papers.taken_off,
        off_on=papers.off_on or {},
        calendar=in_force.calendar(desk, on),
        holds=holds(desk, row.commission_id),
    )


def as_it_stands(desk: Desk, known: Report, row: Any) -> Report:
    """A report after an act that moved it on: its row and steps are new, what it rests on is not.

    For what follows in the same act and on the same day.
    """
    return replace(known, row=row, steps=_current_steps(desk, row))


def last_draw(desk: Desk, row: Any) -> int:
    """The number of a path's last drawing; 0 where none was drawn."""
    return int(desk.first(_DRAWN, proposal=row.id)[0] or 0)


def _current_steps(desk: Desk, row: Any) -> tuple[Any, ...]:
    """The steps of the latest drawing of the path."""
    steps = desk.all(_STEPS, proposal=row.id)
    return tuple(s for s in steps if s.draw == steps[-1].draw)


def _asked(
    desk: Desk, row: Any, on: dt.date, known: Known, *, under: Any | None
) -> tuple[Any | None, Scheme | None, Case, tuple[Working, ...], Outcome]:
    """The scheme that governs, the case made for it, and what it answers."""
    if not row.scheme_key:
        return None, None, Case({}), (), NoRule(fallback="proper_officer")
    version = under if under is not None else governing(desk, row, on=on)
    scheme: Scheme = in_force.meaning(desk, version)
    case, workings = make_case(scheme, known)
    if any(i.derived == "kind" and row.kind not in i.choices for i in scheme.inputs.values()):
        # The scheme has no word for what is decided, so none of its rules takes it.
        return version, scheme, case, workings, NoRule(scheme.fallback)
    # One act reads its report several times, and many reports of a day are alike in all that is
    # asked of them: what the scheme answers is the same.
    given = tuple((name, type(value), value) for name, value in sorted(case.values.items()))
    outcome = _answers.get(
        (version.digest, on, given), lambda: answer(in_force.compiled(desk, version, on), case)
    )
    return version, scheme, case, workings, outcome


def _decided_under(
    desk: Desk, row: Any
) -> tuple[Any | None, Scheme | None, Case, tuple[Working, ...], Outcome]:
    """The scheme, the case and the rule that a decided report was decided under."""
    version = in_force.version_by_id(desk, row.scheme_version_id)
    if version is None:
        return None, None, Case({}), (), NoRule(fallback="proper_officer")
    scheme: Scheme = in_force.meaning(desk, version)
    kept = (row.case_facts or {}).get("inputs", [])
    case = Case({w["input"]: w["value"] for w in kept})
    if row.rule is None:
        return version, scheme, case, (), NoRule(fallback="proper_officer")
    rule = scheme.rule(row.rule)
    procedure = tuple((row.procedure or {}).get("names", rule.procedure))
    return version, scheme, case, (), Determined(rule.id, rule.path, procedure, ())


def frozen(report: Report) -> dict[str, Any]:
    """The columns that keep under what a report is submitted, or decided."""
    outcome = report.outcome
    names = outcome.procedure if isinstance(outcome, Determined) else ()
    case = {"on": report.on.isoformat(), "inputs": plain_workings(report.workings)}
    return {
        "scheme_version_id": report.version.id if report.version is not None else None,
        "procedure": {"names": list(names)},
        "case_facts": case | mentioned(report),
    }


def mentioned(report: Report) -> dict[str, Any]:
    """The assurance exceptions that a report must mention, as a fact; none where it need not."""
    found = [hold.plain() for hold in exceptions(report.holds)]
    return {"exceptions": found} if found else {}


def procedure_of(scheme: Scheme | None, outcome: Outcome) -> Procedure:
    """The procedures a rule names, as one; nothing where no rule takes the case."""
    if scheme is None or not isinstance(outcome, Determined):
        return NO_PROCEDURE
    return merge([scheme.procedures[name] for name in outcome.procedure])


def plain_workings(workings: Sequence[Working]) -> list[Mapping[str, Any]]:
    """The workings of a case, for the record."""
    return [
        {
            "input": w.input,
            "value": w.value,
            "how": w.how,
            "parts": [{"ref": p.ref, "amount": p.amount, "counts": p.counts} for p in w.parts],
        }
        for w in workings
    ]
