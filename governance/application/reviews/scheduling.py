"""When a commission is reviewed: by the rhythm of its risk tier, or on a day that people name.

The first review is set when its first agreement comes into force, the next when one is accepted.
Where no policy in force says how often, nothing is set by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from governance.application.change import Change, Insert, Receipt
from governance.application.commissions.allowed import KEEPERS, allow
from governance.application.commissions.states import COMMISSION_OVER
from governance.application.deadlines.policies import rhythm
from governance.application.deadlines.rows import deadline, start_of
from governance.application.deadlines.settling import live
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.reviews.finding import (
    AHEAD,
    BY_VIRES,
    KIND,
    LEAD,
    deadlines_dropped,
    of_commission,
    open_review,
)
from governance.domain.errors import Refused, Unusable
from governance.domain.escalation import Rhythm
from governance.domain.suggest import nearest
from statemachines.machine import enter
from statemachines.review import REVIEW, ReviewFacts

REVIEWED: Final = ("in_cycle", "paused", "under_notice")
"""States of a commission that is reviewed by the rhythm."""

UNTIERED: Final = "none"
"""The tier of a review where no policy tells tiers apart."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A day on which a review is due, its tier, and how the day was found."""

    day: dt.date
    tier: str
    working: Sequence[dict[str, Any]]


def schedule(
    desk: Desk, *, commission: str, due: dt.date | None = None, seen: int | None = None
) -> Receipt:
    """Set the next review of a commission, on a day; without one, by the rhythm of its tier.

    Raises `Refused` where a review is open, the commission is over, the day is past, or no
    policy in force says how often.
    """
    row = desk.row("commission", commission, seen=seen)
    facts = ReviewFacts(permissions=permissions(desk, commission=row))
    if row.state in COMMISSION_OVER:
        raise Refused.one("review.commission_over", ref=row.ref, state=row.state)
    if (there := open_review(desk, row.id)) is not None:
        raise Refused.one("review.open_already", ref=there.ref, due=there.due_day)
    if due is not None and due <= desk.today:
        raise Refused.one("review.day_past", on=due)
    known = rhythm(desk)
    if due is None and known is None:
        raise Refused.one("review.no_rhythm", ref=row.ref)
    planned = _given(known, row, due) if due else by_rhythm(desk, row, known, _anchor(desk, row))
    return desk.apply(_scheduled(desk, row, planned, facts))


def first_review(desk: Desk, commission_id: str, *, since: dt.date | None) -> Receipt | None:
    """Set a commission's first review now that an agreement under it is in force.

    `since` is the agreement's first day. None where the commission has reviews already, is not
    reviewed, or no policy says how often.
    """
    if of_commission(desk, commission_id):
        return None
    return by_itself(desk, commission_id, since=since or desk.today)


def by_itself(desk: Desk, commission_id: str, *, since: dt.date) -> Receipt | None:
    """Set the next review of a commission by the rhythm, counted from a day; None as above."""
    row = desk.by_id("commission", commission_id)
    known = rhythm(desk)
    if known is None or row.state not in REVIEWED:
        return None
    planned = by_rhythm(desk, row, known, since)
    if row.state == "under_notice" and row.end_date is not None and planned.day > row.end_date:
        return None
    return desk.apply(_scheduled(desk, row, planned, BY_VIRES))


def set_tier(
    desk: Desk, *, commission: str, tier: str, reason: str = "", seen: int | None = None
) -> Receipt:
    """Say how closely a commission is reviewed; the day of a review ahead moves with it.

    Raises `Unusable` for a tier the policy does not know, `Refused` where no policy tells tiers
    or nothing would change.
    """
    row = desk.row("commission", commission, seen=seen)
    allow(desk, row, KEEPERS)
    if row.state in COMMISSION_OVER:
        raise Refused.one("review.commission_over", ref=row.ref, state=row.state)
    known = rhythm(desk)
    if known is None:
        raise Refused.one("review.no_rhythm", ref=row.ref)
    if tier not in known.tiers:
        near, names = nearest(tier, known.tiers), list(known.tiers)
        raise Unusable.one("review.tier_unknown", name=tier[:40], nearest=near, known=names)
    if row.risk_tier == tier:
        raise Refused.one("review.tier_stands", ref=row.ref, tier=tier)
    receipt = desk.apply(
        Change(
            kind="commission.tier_set",
            table="commission",
            subject=row,
            values={"risk_tier": tier},
            facts={"tier": tier, "before": row.risk_tier, "reason": reason.strip()},
        )
    )
    there = open_review(desk, row.id)
    if there is not None and there.tier != tier:
        _retiered(desk, there.ref, known, tier)
    return receipt


def _retiered(desk: Desk, ref: str, known: Rhythm, tier: str) -> Receipt:
    """Give a review its new tier; one that lies ahead by the rhythm gets its day anew."""
    row = desk.row("review", ref)
    due = next(iter(live(desk, row.id, kind=KIND)), None)
    since = counted_from(due.working) if due is not None else None
    values: dict[str, Any] = {"tier": tier}
    writes: list[Any] = []
    if row.state in AHEAD and since is not None:
        commission = desk.by_id("commission", row.commission_id)
        planned = by_rhythm(desk, commission, known, since)
        if planned.day != row.due_day:
            values["due_day"] = planned.day
            new = _deadline(desk, row.id, planned, cause=f"{tier} ({row.version + 1})")
            writes = [*deadlines_dropped(desk, row.id), new]
    told = {"tier": tier, "before": row.tier, "due_before": row.due_day}
    told |= {"due": values.get("due_day", row.due_day)}
    return desk.apply(
        Change(
            kind="review.tier_changed",
            table="review",
            subject=row,
            values=values,
            facts=told,
            writes=tuple(writes),
        )
    )


def by_rhythm(desk: Desk, commission: Any, known: Rhythm | None, since: dt.date) -> Planned:
    """The first day of the rhythm, counted from `since`, that is still to come.

    A review held late does not move the rhythm, and does not bring the next one on its heels.
    """
    assert known is not None
    tier = known.tier(commission.risk_tier)
    due = known.next_due(tier, since)
    while due <= desk.today:
        due = known.next_due(tier, due)
    every = f"{tier}, every {known.tiers[tier].words.removeprefix('1 ')}"
    steps = (
        {"day": since.isoformat(), "counted": False, "why": "review.counted_from", "name": ""},
        {"day": due.isoformat(), "counted": True, "why": "review.by_rhythm", "name": every},
    )
    return Planned(due, tier, steps)


def counted_from(working: Sequence[dict[str, Any]]) -> dt.date | None:
    """The day from which a review's day was counted by the rhythm; None where people named it."""
    for step in working:
        if step.get("why") == "review.counted_from":
            return dt.date.fromisoformat(step["day"])
    return None


def _given(known: Rhythm | None, commission: Any, due: dt.date) -> Planned:
    tier = known.tier(commission.risk_tier) if known is not None else commission.risk_tier
    step = {"day": due.isoformat(), "counted": True, "why": "review.day_given", "name": ""}
    return Planned(due, tier or UNTIERED, (step,))


def _anchor(desk: Desk, commission: Any) -> dt.date:
    """The day the last review was due that was held; today where there is none."""
    past = [r for r in of_commission(desk, commission.id) if r.state == "accepted"]
    return past[-1].due_day if past else desk.today


def _scheduled(desk: Desk, commission: Any, planned: Planned, facts: ReviewFacts) -> Change:
    state = enter(REVIEW, "schedule", facts)
    number = len(of_commission(desk, commission.id)) + 1
    row_id = desk.new_id()
    return Change(
        kind="review.scheduled",
        table="review",
        subject=None,
        values={
            "id": row_id,
            "ref": desk.next_ref("review"),
            "commission_id": commission.id,
            "number": number,
            "state": state,
            "tier": planned.tier,
            "due_day": planned.day,
        },
        facts={"commission": commission.ref, "tier": planned.tier, "due": planned.day},
        writes=(_deadline(desk, row_id, planned),),
    )


def set_deadline_again(desk: Desk, review_id: str) -> Receipt | None:
    """Set the deadline of a review that is still to be held and has none."""
    row = desk.row("review", review_id)
    step = {"day": row.due_day.isoformat(), "counted": True, "why": "review.day_kept", "name": ""}
    planned = Planned(row.due_day, row.tier, (step,))
    return desk.apply(
        Change(
            kind="review.deadline_set_again",
            table="review",
            subject=row,
            values={},
            facts={"kind": KIND, "due": row.due_day},
            writes=(_deadline(desk, row.id, planned, cause=f"again-{row.version + 1}"),),
        )
    )


def _deadline(desk: Desk, review_id: str, planned: Planned, *, cause: str = "") -> Insert:
    """The deadline of a review: it is missed when its day has ended."""
    return deadline(
        desk,
        kind=KIND,
        subject=("review", review_id),
        cause=cause,
        due_day=planned.day,
        due_at=start_of(desk, planned.day + dt.timedelta(days=1)),
        owner=LEAD,
        effect="review_missed",
        working=planned.working,
    )
