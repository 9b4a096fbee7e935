"""What the register knows about many reports at once, in a few statements.

The same facts that `reading` gathers for one report, for questions about a whole register: a
test holds the two equal. Commissions come in pages, so that no more than one is in memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import bindparam, or_, select

from governance.application.desk import Desk
from governance.application.proposals.case import (
    ACCEPTS_REVIEW,
    DECIDES,
    PERMITS,
    Known,
    Sum,
)
from governance.application.proposals.from_rows import (
    largest_permission,
    other_variations,
    sum_of_agreement,
    sum_of_report,
)
from governance.application.proposals.partners import UNDECIDED
from governance.store.tables import TABLES

_proposal = TABLES["proposal"].c
_commission = TABLES["commission"].c
_agreement = TABLES["agreement"].c
_stage = TABLES["stage_progress"].c
_notice = TABLES["notice"].c
_review = TABLES["review"].c
_here: Any = bindparam("partnership")
_after: Any = bindparam("after")
_last: Any = bindparam("last")

PAGE = 5_000
"""Commissions read at once."""

COMMISSION = (
    _commission.id,
    _commission.ref,
    _commission.title,
    _commission.state,
    _commission.round,
    _commission.value,
    _commission.group_id,
    _commission.level,
    _commission.mechanism,
    _commission.regime,
    _commission.risk_tier,
    _commission.end_date,
    _commission.organisation_id,
    _commission.framework_key,
    _commission.framework_version_id,
)
"""The columns of a commission that bear on who decides."""

_COMMISSIONS = (
    select(*COMMISSION)
    .where(_commission.partnership_id == _here, _commission.id > _after)
    .order_by(_commission.id)
    .limit(bindparam("most"))
)
_STAGES = (
    select(
        _stage.commission_id,
        _stage.stage,
        _stage.state,
        _stage.round,
        _stage.reopened_at,
        _stage.id,
    )
    .where(
        _stage.partnership_id == _here, _stage.commission_id > _after, _stage.commission_id <= _last
    )
    .order_by(_stage.id)
)
_REPORTS = (
    select(
        _proposal.commission_id,
        _proposal.kind,
        _proposal.gate,
        _proposal.round,
        _proposal.state,
        _proposal.outcome,
        _proposal.submitted_at,
        _proposal.effective_on,
        _proposal.ref,
    )
    .where(
        _proposal.partnership_id == _here,
        _proposal.commission_id > _after,
        _proposal.commission_id <= _last,
    )
    .order_by(_proposal.effective_on, _proposal.ref)
)
_COUNTING = select(
    _proposal.id,
    _proposal.ref,
    _proposal.commission_id,
    _proposal.agreement_id,
    _proposal.group_id,
    _proposal.kind,
    _proposal.value,
    _proposal.details,
    _proposal.parent_id,
    _proposal.round,
    _proposal.live,
    _proposal.state,
    _proposal.outcome,
).where(
    _proposal.partnership_id == _here,
    _proposal.value.is_not(None),
    or_(
        _proposal.live.is_(True),
        (_proposal.state == "effective")
        & _proposal.kind.in_(PERMITS)
        & _proposal.outcome.in_(DECIDES),
    ),
)
_AGREED = (
    select(
        _agreement.id,
        _agreement.ref,
        _agreement.commission_id,
        _agreement.value,
        _commission.group_id,
    )
    .join(
        TABLES["commission"],
        (_commission.partnership_id == _agreement.partnership_id)
        & (_commission.id == _agreement.commission_id),
    )
    .where(
        _commission.partnership_id == _here,
        _agreement.value.is_not(None),
        _agreement.state != "ended",
    )
)
_LISTED = select(_notice.proposal_id).where(
    _notice.partnership_id == _here,
    _notice.kind == "forward_plan",
    _notice.withdrawn.is_(False),
)
_TIERS = select(_review.proposal_id, _review.tier).where(
    _review.partnership_id == _here, _review.proposal_id.is_not(None)
)
_OF_REPORTS = select(*COMMISSION).where(
    _commission.partnership_id == _here,
    _commission.id.in_(
        select(_proposal.commission_id).where(
            _proposal.partnership_id == _here,
            _proposal.state.in_(UNDECIDED),
        )
    ),
)
_AGREEMENTS = select(
    _agreement.id, _agreement.value, _agreement.extensions, _agreement.starts_on, _agreement.ends_on
).where(
    _agreement.partnership_id == _here,
    _agreement.id.in_(
        select(_proposal.agreement_id).where(
            _proposal.partnership_id == _here,
            _proposal.state.in_(UNDECIDED),
        )
    ),
)


def pages(
    desk: Desk,
) -> Iterator[tuple[list[Any], Mapping[str, list[Any]], Mapping[str, list[Any]]]]:
    """Every commission, a page at a time, with the stages and the reports of each by its id."""
    after = ""
    while rows := desk.tx.all(_COMMISSIONS, partnership=desk.pid, after=after, most=PAGE):
        within = {"partnership": desk.pid, "after": after, "last": rows[-1].id}
        stages = _by(desk.tx.all(_STAGES, **within), "commission_id")
        reports = _by(desk.tx.all(_REPORTS, **within), "commission_id")
        yield rows, stages, reports
        after = rows[-1].id


class Register:
    """What counts together, what was permitted and what is listed, of the whole register.

    `commissions` are those with a report that is still to be decided.
    """

    def __init__(self, desk: Desk) -> None:
        here = {"partnership": desk.pid}
        counting = desk.tx.all(_COUNTING, **here)
        permits = (p for p in counting if p.state == "effective")
        permits = (p for p in permits if p.kind in PERMITS and p.outcome in DECIDES)
        self._permits = _by(permits, "commission_id")
        live = [p for p in counting if p.live]
        self._varying = _by((p for p in live if p.kind == "vary"), "agreement_id")
        self._sums: dict[str, list[Sum]] = {}
        for p in counting:
            if p.group_id is not None and (one := sum_of_report(p)) is not None:
                self._sums.setdefault(p.group_id, []).append(one)
        for a in desk.tx.all(_AGREED, **here):
            self._sums.setdefault(a.group_id, []).append(sum_of_agreement(a))
        self._listed = {row.proposal_id for row in desk.tx.all(_LISTED, **here)}
        self._tiers = {row.proposal_id: row.tier for row in desk.tx.all(_TIERS, **here)}
        self.commissions = {row.id: row for row in desk.tx.all(_OF_REPORTS, **here)}
        self._agreements = {row.id: row for row in desk.tx.all(_AGREEMENTS, **here)}

    def about(self, row: Any, commission: Any | None, on: dt.date) -> Known:
        """What the register knows about a report, drafted or imagined, for its case."""
        agreement = self._agreements.get(row.agreement_id)
        group = commission.group_id if commission is not None else None
        tier = self._tiers.get(row.id) if row.kind == ACCEPTS_REVIEW else None
        return Known(
            kind=row.kind,
            gate=row.gate,
            value=row.value,
            on=on,
            answers=row.answers,
            details=row.details,
            commission=commission,
            agreement=agreement,
            sums=[one for one in self._sums.get(group or "", ()) if one.id != row.id],
            listed=row.id in self._listed,
            permission=largest_permission(self._permits.get(row.commission_id, ()), row),
            risk_tier=tier or getattr(commission, "risk_tier", None),
            other_variations=other_variations(
                self._varying.get(row.agreement_id, ()), row, agreement
            ),
        )


def _by(rows: Any, column: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found
