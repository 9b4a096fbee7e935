"""Opening a case for what a trigger looks for: by itself, or because somebody raised it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from governance.application.change import Receipt
from governance.application.decommissioning.triggering import trigger as triggered
from governance.application.desk import Desk
from governance.application.triggers.finding import found
from governance.domain.escalation import Offset

if TYPE_CHECKING:
    from governance.application.triggers.rules import Ruled
    from governance.domain.triggers import Trigger


def open_case(
    desk: Desk,
    *,
    commission: str,
    trigger: Trigger,
    cause: str,
    evidence: Sequence[Mapping[str, Any]],
    agreement: str | None = None,
    way_offered: str | None = None,
    reason: str = "",
    by_itself: bool = False,
    seen: int | None = None,
) -> Receipt | None:
    """Open a case with its evidence as it is now; the lead and the secretary are told of it.

    The lead has as long as the trigger says to answer which way it goes. `by_itself` gives None
    where the cause has its case already, or the commission is over; else that is refused.
    """
    return triggered(
        desk,
        commission=commission,
        trigger=trigger.key,
        cause=cause,
        because=trigger.title,
        reason=reason or trigger.title,
        evidence=evidence,
        agreement=agreement,
        offered=way_offered or trigger.offers,
        answer=Offset(trigger.answer.count, trigger.answer.unit, "after"),
        by_itself=by_itself,
        seen=seen,
    )


def open_if_there(desk: Desk, ruled: Ruled, commission_id: str) -> list[Receipt]:
    """Open what a trigger finds for one commission now; nothing where it finds nothing any more.

    The commission is held first, and the trigger asked again: of two who look at once the second
    finds the first one's case.
    """
    desk.row("commission", commission_id)
    made = [
        open_case(
            desk,
            commission=one.commission_id,
            trigger=ruled.trigger,
            cause=one.cause,
            evidence=one.evidence,
            agreement=one.agreement_id,
            by_itself=True,
        )
        for one in found(desk, ruled.trigger, [commission_id])
    ]
    return [one for one in made if one is not None]
