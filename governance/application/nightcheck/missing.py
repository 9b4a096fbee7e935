"""Subjects without the deadlines they should have, set again where they can be.

Each check asks in one statement for a window of rows, so that a table of any size is gone
through in slices. What it finds is mended by the use case that would have set the deadline.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    cast,
    exists,
    or_,
    select,
    tuple_,
)

from governance.application.change import Receipt
from governance.application.commissions.agreement_moves import set_end_again
from governance.application.deadlines.policies import rhythm
from governance.application.deadlines.settling import LIVE
from governance.application.decommissioning import finding as cases
from governance.application.decommissioning import setting_again
from governance.application.desk import CLOCK, Desk, acting
from governance.application.funds import agreements as pools
from governance.application.funds import periodic
from governance.application.funds.finding import ALIGNED, STANDING
from governance.application.improvement import acts as improvement_acts
from governance.application.improvement import finding as improvement
from governance.application.nightcheck.asking import LET_GO, Check, has
from governance.application.nightcheck.finding import Finding, Mended, Slice
from governance.application.performance import demanding
from governance.application.performance.finding import ACTION_DUE, CORRECTIVE
from governance.application.plans import agreeing, keeping, returns_following, returns_setting
from governance.application.plans import returns_finding as partner_returns
from governance.application.plans.finding import CONSULTED, IN_USE
from governance.application.plans.finding import KIND as PLAN_REVIEW
from governance.application.proposals import following
from governance.application.proposals.after import set_window_again
from governance.application.reviews import acceptance, finding, scheduling
from governance.application.rulebook.pending import FOLLOW
from governance.application.rulebook.taking_effect import set_first_day_again
from governance.domain.errors import MovedFirst, Refused, Unusable, of_the_store
from governance.logs import VIRES
from governance.store.engine import Store
from governance.store.tables import TABLES

WINDOW: Final = 20
"""Rows looked through for each item of a batch: most of them have what they should."""

_commission = TABLES["commission"]
_agreement = TABLES["agreement"]
_proposal = TABLES["proposal"]
_version = TABLES["rulebook_version"]
_review = TABLES["review"]
_case = TABLES["decommissioning_case"]
_measure = TABLES["measure"]
_action = TABLES["action"]
_fund = TABLES["fund"]
_pool = TABLES["pooled_agreement"]
_person = TABLES["person"]
_improving = TABLES["improvement_plan"]
_plan = TABLES["plan"]
_return = TABLES["monitoring_return"]
_annual = TABLES["annual_report"]
_deadline = TABLES["deadline"]

_NUMBER = cast(_action.c.number, String)
"""An action's number, by which its deadline is called."""

LED: Final = ("proposed", "in_cycle", "paused", "under_notice")
"""States of a commission that somebody has to lead."""


def _of(child: Any, *conditions: Any) -> ColumnElement[bool]:
    """That something under a commission is as the conditions say."""
    return exists().where(
        child.c.partnership_id == _commission.c.partnership_id,
        child.c.commission_id == _commission.c.id,
        *conditions,
    )


def _kept() -> ColumnElement[bool]:
    """That a measure is still observed, and its commission, where it has one, is not over."""
    return and_(
        _measure.c.ended_on.is_(None),
        or_(
            _measure.c.commission_id.is_(None),
            exists().where(
                _commission.c.partnership_id == _measure.c.partnership_id,
                _commission.c.id == _measure.c.commission_id,
                _commission.c.state.in_(LED),
            ),
        ),
    )


def _reviewed_by_rhythm(desk: Desk) -> bool:
    return rhythm(desk) is not None


def _review_set(desk: Desk, commission_id: str) -> Receipt:
    return scheduling.schedule(desk, commission=commission_id)


def _asks(kind: str) -> ColumnElement[bool]:
    """That a deadline is of a fund's report on a quarter, or on a year."""
    return _deadline.c.cause.startswith(f"{kind}-")


CHECKS: Final = {
    "reviews": Check(
        "commission",
        and_(
            _commission.c.state == "in_cycle",
            _of(_agreement, _agreement.c.state.in_(("in_force", "regularised"))),
            ~_of(_review, _review.c.state.in_(finding.LIVE)),
        ),
        "assurance.no_review",
        finding.KIND,
        _review_set,
        _reviewed_by_rhythm,
    ),
    "leads": Check(
        "commission",
        and_(
            _commission.c.state.in_(LED),
            exists().where(
                _person.c.partnership_id == _commission.c.partnership_id,
                _person.c.id == _commission.c.lead_id,
                _person.c.left_on <= bindparam("today"),
            ),
        ),
        "assurance.lead_left",
    ),
    "agreements": Check(
        "agreement",
        and_(
            _agreement.c.state.in_(("in_force", "notice", "regularised")),
            _agreement.c.ends_on.is_not(None),
            ~has(
                _agreement,
                "agreement_ends",
                states=LET_GO,
                also=_deadline.c.due_day > _agreement.c.ends_on,
            ),
        ),
        "assurance.no_end",
        "agreement_ends",
        set_end_again,
    ),
    "call_ins": Check(
        "proposal",
        and_(
            _proposal.c.state == "call_in_window",
            ~has(_proposal, "call_in_window", "decision_effective", states=LIVE),
        ),
        "assurance.no_call_in_end",
        "call_in_window",
        set_window_again,
    ),
    "rulebooks": Check(
        "rulebook_version",
        and_(
            _version.c.state == "adopted",
            _version.c.effective_from.is_not(None),
            ~has(_version, "in_force", states=LIVE),
        ),
        "assurance.no_first_day",
        "in_force",
        set_first_day_again,
    ),
    "followed": Check(
        "proposal",
        and_(
            _proposal.c.state.in_(following.ON_THE_WAY),
            _proposal.c.decided_on.is_(None),
            exists().where(
                _version.c.partnership_id == _proposal.c.partnership_id,
                _version.c.id == _proposal.c.scheme_version_id,
                _version.c.state != "in_force",
            ),
        ),
        "assurance.not_followed",
        FOLLOW,
        following.follow_again,
        truly=following.left_behind,
    ),
    "cases": Check(
        "decommissioning_case",
        or_(
            and_(
                _case.c.state.in_(("notice", "transition", "halted")),
                _case.c.notice_ends_on.is_not(None),
                ~has(_case, cases.NOTICE_ENDS, states=LET_GO),
            ),
            and_(_case.c.state == "closed", ~has(_case, cases.EVALUATION, states=LET_GO)),
        ),
        "assurance.no_case_deadline",
        cases.NOTICE_ENDS,
        setting_again.set_day_again,
    ),
    "improvement": Check(
        "improvement_plan",
        and_(
            _improving.c.state == "agreed",
            _improving.c.due_on.is_not(None),
            ~has(_improving, improvement.KIND, states=LET_GO),
        ),
        "assurance.no_improvement_day",
        improvement.KIND,
        improvement_acts.set_day_again,
    ),
    "review_days": Check(
        "review",
        or_(
            and_(
                _review.c.state.in_((*finding.AHEAD, "missed")),
                ~has(_review, finding.KIND, states=LET_GO),
            ),
            and_(
                _review.c.state == "referred_back",
                ~has(_review, finding.AGAIN, states=LET_GO),
            ),
        ),
        "assurance.no_review_day",
        finding.KIND,
        acceptance.set_day_again,
    ),
    "reds": Check(
        "measure",
        and_(
            _measure.c.wants_action,
            _kept(),
            ~has(_measure, CORRECTIVE, states=LIVE),
            ~exists().where(
                _action.c.partnership_id == _measure.c.partnership_id,
                _action.c.measure_id == _measure.c.id,
                _action.c.period_end == _measure.c.latest_end,
                ~_action.c.given_up,
            ),
        ),
        "assurance.no_action_day",
        CORRECTIVE,
        demanding.set_again,
        truly=demanding.lacks,
    ),
    "action_days": Check(
        "measure",
        and_(
            _kept(),
            exists().where(
                _action.c.partnership_id == _measure.c.partnership_id,
                _action.c.measure_id == _measure.c.id,
                _action.c.done_on.is_(None),
                ~_action.c.given_up,
                ~has(
                    _measure,
                    ACTION_DUE,
                    states=LET_GO,
                    also=or_(
                        _deadline.c.cause == _NUMBER, _deadline.c.cause.like(_NUMBER.concat("-%"))
                    ),
                ),
            ),
        ),
        "assurance.no_action_due",
        ACTION_DUE,
        demanding.set_action_again,
    ),
    "plans_agreed": Check(
        "plan",
        and_(_plan.c.state == "consultation", _plan.c.board_agreed_on.is_not(None)),
        "assurance.plan_not_agreed",
        CONSULTED,
        agreeing.settle,
        truly=agreeing.to_be_agreed,
    ),
    "plan_reviews": Check(
        "plan",
        and_(_plan.c.state.in_(IN_USE), ~has(_plan, PLAN_REVIEW, states=LIVE)),
        "assurance.no_plan_review",
        PLAN_REVIEW,
        keeping.set_review_again,
        truly=keeping.lacks_review,
    ),
    "plan_owes": Check(
        "plan",
        _plan.c.state.in_(IN_USE),
        "assurance.plan_owes",
        partner_returns.KIND,
        returns_following.set_again,
        truly=returns_following.owes_more,
    ),
    "return_days": Check(
        "monitoring_return",
        and_(
            _return.c.state.in_(partner_returns.OPEN),
            ~has(_return, partner_returns.KIND, states=LET_GO),
        ),
        "assurance.no_return_day",
        partner_returns.KIND,
        returns_setting.set_return_day_again,
    ),
    "annual_report_days": Check(
        "annual_report",
        and_(
            _annual.c.state.not_in(("published", "lapsed")),
            ~has(_annual, partner_returns.ANNUAL, states=LET_GO),
        ),
        "assurance.no_annual_report_day",
        partner_returns.ANNUAL,
        returns_setting.set_report_day_again,
    ),
    "pool_ends": Check(
        "pooled_agreement",
        and_(
            _pool.c.state.in_(("in_force", "varied")),
            _pool.c.ends_on.is_not(None),
            ~has(_pool, pools.ENDS, states=LET_GO, also=_deadline.c.due_day > _pool.c.ends_on),
        ),
        "assurance.no_pool_end",
        pools.ENDS,
        pools.set_end_again,
    ),
    "fund_reports": Check(
        "fund",
        and_(
            _fund.c.closed_on.is_(None),
            or_(
                _fund.c.kind == ALIGNED,
                exists().where(
                    _pool.c.partnership_id == _fund.c.partnership_id,
                    _pool.c.fund_id == _fund.c.id,
                    _pool.c.state.in_(STANDING),
                ),
            ),
            or_(
                *(~has(_fund, periodic.KIND, states=LIVE, also=_asks(k)) for k in periodic.REPORTS)
            ),
        ),
        "assurance.no_fund_report",
        periodic.KIND,
        periodic.set_again,
    ),
}
"""What is asked, by the part of the night's check."""


def key(rows: Any) -> Any:
    """The columns that rows of every partnership are gone through by."""
    return tuple_(rows.c.partnership_id, rows.c.id)


def bound(rows: Any, which: str) -> Any:
    """Parameters for such a key: `WHICH_partnership` and `WHICH_id`."""
    return tuple_(
        bindparam(f"{which}_partnership", type_=rows.c.partnership_id.type),
        bindparam(f"{which}_id", type_=rows.c.id.type),
    )


def _windows(rows: Any) -> Any:
    return (
        select(rows.c.partnership_id, rows.c.id)
        .where(key(rows) > bound(rows, "after"))
        .order_by(rows.c.partnership_id, rows.c.id)
        .limit(bindparam("most"))
    )


def _lacking(check: Check) -> Any:
    rows = TABLES[check.table]
    return (
        select(rows.c.partnership_id, rows.c.id, rows.c.ref)
        .where(key(rows) > bound(rows, "after"), key(rows) <= bound(rows, "to"), check.lacks)
        .order_by(rows.c.partnership_id, rows.c.id)
    )


_WINDOWS = {check.table: _windows(TABLES[check.table]) for check in CHECKS.values()}
_LACKING = {name: _lacking(check) for name, check in CHECKS.items()}


def looked(
    store: Store, *, part: str, after: list[str] | None, now: dt.datetime, limit: int
) -> Slice:
    """Ask one question of the next window of its table, and mend what it finds."""
    check = CHECKS[part]
    begin = after or ["", ""]
    most = limit * WINDOW
    given: dict[str, Any] = {"after_partnership": begin[0], "after_id": begin[1]}
    with store.read() as tx:
        window = tx.all(_WINDOWS[check.table], most=most, **given)
        if not window:
            return Slice(0)
        last = [window[-1].partnership_id, window[-1].id]
        given |= {"to_partnership": last[0], "to_id": last[1]}
        given |= {"today": now.date()} if part == "leads" else {}
        lacking = tx.all(_LACKING[part], **given)
    findings, mended = [], []
    for row in lacking:
        made = _attended(store, check, row, now=now)
        if isinstance(made, Finding):
            findings.append(made)
        elif made is not None:
            mended.append(made)
    return Slice(len(window), last if len(window) == most else None, findings, mended)


def _attended(store: Store, check: Check, row: Any, *, now: dt.datetime) -> Finding | Mended | None:
    """Mend one row, or say what is wrong with it; None where nothing is any more."""
    found = Finding(row.partnership_id, check.table, row.id, row.ref, check.code, {"ref": row.ref})
    if check.mend is None:
        return found
    try:
        with acting(store, now=now, partnership=row.partnership_id, actor=CLOCK) as desk:
            if not check.applies(desk) or not check.truly(desk, row.id):
                return None
            made = check.mend(desk, row.id)
            if made is None and not check.truly(desk, row.id):
                return None
    except MovedFirst:
        return None
    except (Refused, Unusable) as error:
        if of_the_store(error):
            raise
        return found
    except Exception as error:  # noqa: BLE001  # one broken row stops no other
        VIRES.error("the night's check could not mend %s", row.ref, exc_info=error)
        return found
    return found if made is None else Mended(row.ref, check.what)
