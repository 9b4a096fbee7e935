"""Finding decommissioning cases: by name, by commission, by report; and what hangs on one."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.store.lists import by_reference
from governance.store.tables import TABLES
from statemachines.decommissioning import AFTER_DECISION, BEFORE_DECISION, CaseFacts
from statemachines.permissions import Permission

TABLE: Final = "decommissioning_case"

LIVE: Final = (*BEFORE_DECISION, *AFTER_DECISION)
"""States of a case that still has to come to an end."""

WAY, CONSULTATION, CONTINUITY, NOTICE_ENDS, EVALUATION = (
    "decommissioning_way",
    "decommissioning_consultation_ends",
    "decommissioning_continuity_ends",
    "decommissioning_notice_ends",
    "decommissioning_evaluation",
)
"""Kinds of deadline on a case."""

LEAD: Final = "lead"
"""Whose they are: the lead of the commission, whoever that is on the day."""

BY_VIRES: Final = CaseFacts(
    permissions=frozenset({Permission.VIRES.value}),
    reason="as part of another act",
    plan_unmet=(),
    plan_unfailed=(),
    report_live=(),
    undecided=(),
    decision_stands=(),
    notice_wants=(),
    closing_wants=(),
)
"""What the guards are told where Vires itself moves a case on, as part of another act."""

_case = TABLES[TABLE]
_count = TABLES["transfer_count"]
_plan = TABLES["improvement_plan"]
_agreement = TABLES["agreement"]
_organisation = TABLES["organisation"]
_here: Any = bindparam("partnership")

_OF_COMMISSION = (
    select(_case)
    .where(_case.c.partnership_id == _here, _case.c.commission_id == bindparam("commission"))
    .order_by(*by_reference(_case.c.ref))
)
_OF_REPORT = select(_case).where(
    _case.c.partnership_id == _here, _case.c.proposal_id == bindparam("proposal")
)
_OF_CAUSE = select(_case).where(
    _case.c.partnership_id == _here,
    _case.c.commission_id == bindparam("commission"),
    _case.c.cause == bindparam("cause"),
)
_PEEK = select(_case.c.commission_id, _case.c.proposal_id).where(
    _case.c.partnership_id == _here,
    (_case.c.ref == bindparam("ref")) | (_case.c.id == bindparam("id")),
)
_COUNTS = (
    select(_count)
    .where(_count.c.partnership_id == _here, _count.c.case_id == bindparam("case"))
    .order_by(_count.c.on_day, _count.c.at, _count.c.id)
)
_PLANS = (
    select(_plan)
    .where(_plan.c.partnership_id == _here, _plan.c.case_id == bindparam("case"))
    .order_by(*by_reference(_plan.c.ref))
)
_AGREEMENTS = (
    select(
        _agreement,
        _organisation.c.name.label("provider_name"),
        _organisation.c.voluntary.label("provider_voluntary"),
    )
    .outerjoin(
        _organisation,
        (_organisation.c.partnership_id == _agreement.c.partnership_id)
        & (_organisation.c.id == _agreement.c.provider_id),
    )
    .where(
        _agreement.c.partnership_id == _here, _agreement.c.commission_id == bindparam("commission")
    )
    .order_by(*by_reference(_agreement.c.ref))
)


def of_commission(desk: Desk, commission_id: str) -> list[Any]:
    """Every case of a commission, the first one first."""
    return desk.all(_OF_COMMISSION, commission=commission_id)


def of_cause(desk: Desk, commission_id: str, cause: str) -> Any | None:
    """The case that a cause has opened on a commission, or None."""
    return desk.first(_OF_CAUSE, commission=commission_id, cause=cause)


def of_report(desk: Desk, proposal_id: str) -> Any | None:
    """The case whose decision a report asks for; None where it asks for none."""
    return desk.first(_OF_REPORT, proposal=proposal_id)


def case_for_exit(desk: Desk, report: Any) -> Any | None:
    """The case that a report on ending a service is about.

    Its own, else the one case of its commission that nobody has decided: a report written beside
    a case is held to the same. What ends one agreement has nothing to do with another's case.
    """
    found = of_report(desk, report.id)
    if found is not None or report.commission_id is None:
        return found
    open_ones = [
        c
        for c in of_commission(desk, report.commission_id)
        if c.state in BEFORE_DECISION and _about_the_same(report, c)
    ]
    named = report.details.get("case")
    if named is not None:
        open_ones = [c for c in open_ones if c.ref == named]
    same = [c for c in open_ones if c.agreement_id == report.agreement_id]
    return next(reversed(same or open_ones), None)


def _about_the_same(report: Any, case: Any) -> bool:
    """Whether a report and a case may be about the same end: neither is of another agreement."""
    return None in (report.agreement_id, case.agreement_id) or (
        report.agreement_id == case.agreement_id
    )


def held(desk: Desk, name: str, *, seen: int | None = None) -> Any:
    """The case of that reference, locked after its report and its commission.

    That is the order in which decisions lock them. Raises `Unusable`, `MovedFirst`.
    """
    peek = desk.first(_PEEK, ref=name.upper(), id=name)
    if peek is not None:
        if peek.proposal_id is not None:
            desk.row("proposal", peek.proposal_id)
        desk.row("commission", peek.commission_id)
    return desk.row(TABLE, name, seen=seen)


def counts(desk: Desk, case_id: str) -> list[Any]:
    """The counts of children's cases moved, the first one first; the last is how it stands."""
    return desk.all(_COUNTS, case=case_id)


def plans(desk: Desk, case_id: str) -> list[Any]:
    """The improvement plans of a case, the first one first."""
    return desk.all(_PLANS, case=case_id)


def agreements(desk: Desk, case: Any) -> list[Any]:
    """The agreements that a case would end: one, or all of its commission's.

    Each with `provider_name` and `provider_voluntary`. A case for a part of a service that names
    no agreement ends none.
    """
    found = desk.all(_AGREEMENTS, commission=case.commission_id)
    if case.agreement_id is not None:
        return [a for a in found if a.id == case.agreement_id]
    return [] if case.partial else found


def lines_of(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """The cases of a commission, a line each: for its page."""
    return [
        {
            "ref": row.ref,
            "state": row.state,
            "cause": row.cause,
            "because": row.because,
            "opened_on": row.opened_on,
        }
        for row in of_commission(desk, commission_id)
    ]
