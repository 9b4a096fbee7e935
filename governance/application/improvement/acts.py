"""Raising an improvement plan, agreeing it, changing and withdrawing it.

Its clock starts when it is agreed: its own day, and each action's. Changing a day moves the
clock; what was there before stays on the record.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.commissions.states import COMMISSION_OVER
from governance.application.deadlines.rows import deadline, message, start_of
from governance.application.deadlines.settling import live, met, superseded
from governance.application.desk import Desk
from governance.application.improvement.finding import (
    ACTION,
    CHANGED,
    KIND,
    LIVE,
    TABLE,
    actions_of,
    facts_for,
    held,
    is_open,
    of_commission,
    state_words,
)
from governance.application.permissions import permissions
from governance.domain.errors import GuardRefused, Refusal, Refused
from statemachines.improvement_plan import IMPROVEMENT_PLAN, ImprovementFacts
from statemachines.machine import enter, step
from statemachines.table import spoken

JUDGED: Final = ("met", "failed")
"""States of a plan of which somebody has found what came of it."""

SUPPORTED: Final = ("triggered", "support_and_challenge")
"""States of a case that an improvement plan can settle."""


def raise_plan(
    desk: Desk,
    *,
    commission: str,
    title: str = "",
    wanted: str = "",
    officer: str | None = None,
    due: dt.date | None = None,
    case: str | None = None,
    review: str | None = None,
    beside: bool = False,
    seen: int | None = None,
) -> Receipt:
    """Propose support and challenge for a commission.

    `wanted` is what has to be so for it to be met. `case` is the case it belongs to, `review`
    one that found the service wanting. `beside` lets it stand beside another that is open.
    Raises `Refused` with everything that speaks against it.
    """
    row = desk.row("commission", commission, seen=seen)
    state = enter(IMPROVEMENT_PLAN, "propose", _entering(desk, row))
    held_case = desk.row("decommissioning_case", case) if case else None
    held_review = desk.row("review", review) if review else None
    person = desk.row("person", officer) if officer else None
    refusals = [
        *_over(row),
        *_beside(desk, row, held_case, beside=beside),
        *_case_fits(row, held_case),
        *_review_fits(row, held_review),
        *officer_fits(desk, person),
        *_ahead(desk, due),
    ]
    if refusals:
        raise GuardRefused(refusals)
    return desk.apply(
        Change(
            kind="improvement.raised",
            table=TABLE,
            subject=None,
            values={
                "id": desk.new_id(),
                "ref": desk.next_ref(TABLE),
                "commission_id": row.id,
                "case_id": held_case.id if held_case is not None else None,
                "review_id": held_review.id if held_review is not None else None,
                "title": title.strip() or row.title,
                "wanted": wanted.strip(),
                "state": state,
                "officer_id": person.id if person is not None else None,
                "due_on": due,
                "raised_on": desk.today,
            },
            facts={
                "commission": row.ref,
                "case": held_case.ref if held_case is not None else None,
                "review": held_review.ref if held_review is not None else None,
                "found": falling_short(held_review),
            },
        )
    )


def agree(desk: Desk, name: str, *, seen: int | None = None) -> Receipt:
    """Agree a plan: its officer is told, its day and its actions' days are watched.

    Raises `GuardRefused` with everything it lacks.
    """
    row = held(desk, name, seen=seen)
    facts = facts_for(desk, row)
    state = step(IMPROVEMENT_PLAN, row.state, "agree", facts)
    if row.due_on is not None and (late := tuple(_ahead(desk, row.due_on))):
        raise GuardRefused(late)
    officer = desk.by_id("person", row.officer_id)
    commission = desk.by_id("commission", row.commission_id)
    open_ = [one for one in actions_of(desk, row.id) if is_open(one)]
    return desk.apply(
        Change(
            kind="improvement.agreed",
            table=TABLE,
            subject=row,
            values={"state": state, "agreed_on": desk.today},
            facts={"due": row.due_on, "officer": officer.key, "wanted": row.wanted},
            writes=(
                _own_day(desk, row, row.due_on, officer.key),
                *(action_day(desk, row.id, one) for one in open_),
                message(
                    desk,
                    template="improvement_agreed",
                    subject=(TABLE, row.id),
                    recipient=f"person:{officer.key}",
                    params={
                        "ref": row.ref,
                        "title": row.title,
                        "commission": commission.ref,
                        "due": row.due_on.isoformat(),
                        "wanted": row.wanted,
                        "actions": len(open_),
                    },
                ),
            ),
        )
    )


def change(
    desk: Desk,
    name: str,
    *,
    title: str | None = None,
    wanted: str | None = None,
    officer: str | None = None,
    due: dt.date | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Receipt:
    """Change what a plan says; once agreed, only with a reason. Its clock follows.

    Raises `Refused` with everything that speaks against it.
    """
    row = held(desk, name, seen=seen)
    _may_keep(desk, row)
    person = desk.row("person", officer) if officer else None
    values = _changed(row, title=title, wanted=wanted, person=person, due=due)
    refusals = [*officer_fits(desk, person), *_ahead(desk, due), *_after_actions(desk, row, due)]
    if row.state not in LIVE:
        raise Refused.one("improvement.settled", ref=row.ref, state=state_words(row))
    if not values:
        refusals.append(Refusal("improvement.nothing_changes", {"ref": row.ref}))
    if row.state == "agreed" and not reason.strip():
        refusals.append(Refusal("improvement.reason_wanted", {"ref": row.ref}))
    if refusals:
        raise GuardRefused(refusals)
    writes: list[Insert | Update] = []
    if row.state == "agreed" and {"due_on", "officer_id"} & values.keys():
        key = (person or desk.by_id("person", row.officer_id)).key
        writes = [superseded(desk, one) for one in live(desk, row.id, kind=KIND)]
        writes.append(_own_day(desk, row, values.get("due_on", row.due_on), key))
    before = {name: getattr(row, name) for name in values}
    return desk.apply(
        Change(
            kind=CHANGED,
            table=TABLE,
            subject=row,
            values=values,
            facts={"before": before, "reason": reason.strip()},
            writes=tuple(writes),
        )
    )


def set_day_again(desk: Desk, plan_id: str) -> Receipt | None:
    """Set the deadline of an agreed plan that has none; None where its day or officer is gone."""
    row = desk.row(TABLE, plan_id)
    officer = desk.by_id("person", row.officer_id)
    if row.state != "agreed" or row.due_on is None or officer is None:
        return None
    return desk.apply(
        Change(
            kind="improvement.deadline_set_again",
            table=TABLE,
            subject=row,
            values={},
            facts={"kind": KIND, "due": row.due_on},
            writes=(_own_day(desk, row, row.due_on, officer.key),),
        )
    )


def withdraw(desk: Desk, name: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Withdraw a plan that nobody wants any more. Raises `GuardRefused` without a reason."""
    row = held(desk, name, seen=seen)
    state = step(IMPROVEMENT_PLAN, row.state, "withdraw", facts_for(desk, row, reason=reason))
    return settled(desk, row, state, kind="improvement.withdrawn", finding=reason)


def settled(
    desk: Desk, row: Any, state: str, *, kind: str, finding: str, because: str | None = None
) -> Receipt:
    """A plan in its last state; whatever was still to fall due of it is let go.

    `because` is the new state of what it lapses with.
    """
    return desk.apply(
        Change(
            kind=kind,
            table=TABLE,
            subject=row,
            values={
                "state": state,
                "settled_on": desk.today,
                "settled_by_id": desk.actor.person_id,
                "finding": finding.strip(),
            },
            facts={
                "due": row.due_on,
                "finding": finding.strip(),
                "before": row.state,
                "because": because,
            },
            writes=tuple(_let_go(desk, due, state) for due in live(desk, row.id)),
        )
    )


def _let_go(desk: Desk, due: Any, state: str) -> Update:
    """What falls due of a settled plan: its own day is met by a finding, the rest let go."""
    return met(desk, due) if due.kind == KIND and state in JUDGED else superseded(desk, due)


def falling_short(review: Any | None) -> list[str]:
    """The tests on which a review found the service wanting; none without a review."""
    tests = (review.tests or {}) if review is not None else {}
    return [name for name, said in tests.items() if said.get("finding") in ("not_met", "partly")]


def action_day(desk: Desk, plan_id: str, action: Any) -> Insert:
    """The deadline of an action, which its own officer answers for."""
    officer = desk.by_id("person", action.officer_id)
    return deadline(
        desk,
        kind=ACTION,
        subject=(TABLE, plan_id),
        cause=action.id,
        due_day=action.due_on,
        due_at=start_of(desk, action.due_on + dt.timedelta(days=1)),
        owner=f"person:{officer.key}",
    )


def officer_fits(desk: Desk, person: Any | None) -> list[Refusal]:
    """Why a person cannot carry something out: they have left."""
    if person is None or person.left_on is None or person.left_on > desk.today:
        return []
    return [Refusal("improvement.officer_left", {"person": person.key, "on": person.left_on})]


def _own_day(desk: Desk, row: Any, due: dt.date, officer: str) -> Insert:
    return deadline(
        desk,
        kind=KIND,
        subject=(TABLE, row.id),
        cause=f"{due.isoformat()} ({row.version + 1})",
        due_day=due,
        due_at=start_of(desk, due + dt.timedelta(days=1)),
        owner=f"person:{officer}",
    )


def _entering(desk: Desk, commission: Any) -> ImprovementFacts:
    return ImprovementFacts(permissions=permissions(desk, commission=commission))


def _may_keep(desk: Desk, row: Any) -> None:
    """Raise `GuardRefused` unless the actor is one who could have raised the plan."""
    enter(IMPROVEMENT_PLAN, "propose", _entering(desk, desk.by_id("commission", row.commission_id)))


def _over(row: Any) -> list[Refusal]:
    if row.state not in COMMISSION_OVER:
        return []
    return [Refusal("improvement.commission_over", {"ref": row.ref, "state": spoken(row.state)})]


def _beside(desk: Desk, row: Any, case: Any | None, *, beside: bool) -> list[Refusal]:
    """An open plan for the same cause: of the same case, or of none."""
    case_id = case.id if case is not None else None
    found = [one for one in of_commission(desk, row.id) if one.state in LIVE]
    same = [one for one in found if one.case_id == case_id]
    if beside or not same:
        return []
    told = {"ref": row.ref, "plan": same[-1].ref, "state": state_words(same[-1])}
    return [Refusal("improvement.open_already", told)]


def _case_fits(row: Any, case: Any | None) -> list[Refusal]:
    if case is None:
        return []
    if case.commission_id != row.id:
        return [Refusal("improvement.case_of_another", {"case": case.ref, "ref": row.ref})]
    if case.state not in SUPPORTED:
        told = {"case": case.ref, "state": spoken(case.state)}
        return [Refusal("improvement.case_state", told)]
    return []


def _review_fits(row: Any, review: Any | None) -> list[Refusal]:
    if review is None:
        return []
    if review.commission_id != row.id:
        return [Refusal("improvement.review_of_another", {"review": review.ref, "ref": row.ref})]
    if not falling_short(review):
        return [Refusal("improvement.review_found_none", {"review": review.ref})]
    return []


def _ahead(desk: Desk, due: dt.date | None) -> list[Refusal]:
    return [Refusal("improvement.day_past", {"on": due})] if due and due <= desk.today else []


def _after_actions(desk: Desk, row: Any, due: dt.date | None) -> list[Refusal]:
    later = [a.due_on for a in actions_of(desk, row.id) if is_open(a) and due and a.due_on > due]
    told = {"ref": row.ref, "on": max(later)} if later else {}
    return [Refusal("improvement.plan_before_action", told)] if later else []


def _changed(
    row: Any, *, title: str | None, wanted: str | None, person: Any | None, due: dt.date | None
) -> dict[str, Any]:
    said = {
        "title": title.strip() if title else None,
        "wanted": wanted.strip() if wanted else None,
        "officer_id": person.id if person is not None else None,
        "due_on": due,
    }
    return {k: v for k, v in said.items() if v is not None and v != getattr(row, k)}
