"""Opening a case: for a cause that somebody or something has found, or as it was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from governance.application.change import Change, Receipt
from governance.application.commissions.flags import flag
from governance.application.commissions.states import COMMISSION_OVER
from governance.application.deadlines.policies import policies
from governance.application.deadlines.rows import message
from governance.application.decommissioning.finding import (
    BY_VIRES,
    EVALUATION,
    LEAD,
    NOTICE_ENDS,
    TABLE,
    WAY,
    of_cause,
)
from governance.application.decommissioning.moving import due
from governance.application.decommissioning.wants import EVALUATED_AFTER
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.escalation import Offset, counted
from governance.domain.suggest import nearest
from statemachines.decommissioning import DECOMMISSIONING, FOUND, CaseFacts
from statemachines.machine import enter
from statemachines.permissions import Permission

TO_CHOOSE: Final = Offset(20, "working_days", "after")
"""By when it is said which way a case goes, unless the policy says."""

LONGEST_CAUSE: Final = 200
"""Characters in a cause at the most."""

BY_HAND: Final = (
    "poor-performance",
    "need-gone",
    "expiry",
    "duplication",
    "release",
    "regulator",
    "insolvency",
    "hand-back",
    "unsafe",
    "other",
)
"""Why people open a case (DOMAIN.md section 7, "Triggers")."""


def known_kind(kind: str) -> None:
    """Raise `Unusable` unless people open cases for causes of that kind."""
    if kind not in BY_HAND:
        told = {"name": kind[:40], "nearest": nearest(kind, BY_HAND), "known": list(BY_HAND)}
        raise Unusable.one("decommissioning.trigger_unknown", **told)


def trigger(
    desk: Desk,
    *,
    commission: str,
    trigger: str,
    cause: str,
    because: str = "",
    reason: str = "",
    evidence: Sequence[Mapping[str, Any]] = (),
    agreement: str | None = None,
    offered: str | None = None,
    answer: Offset = TO_CHOOSE,
    by_itself: bool = False,
    seen: int | None = None,
) -> Receipt | None:
    """Open a case on a commission, or on one agreement of it.

    `trigger` is the key of the rule or of the kind of cause; `cause` says it once: the same cause
    opens no second case, and `because` says it to people where that is for machines. `offered`
    is the way the rule offers, `answer` by when the lead says which way it goes. `by_itself` a
    clock or a rule opens it: None where it stands already.
    Raises `Refused` for a commission that is over, or a cause that has its case.
    """
    row = desk.row("commission", commission, seen=seen)
    under = _under(desk, row, agreement)
    if problems := _cause_problems(cause):
        raise Unusable(problems)
    there = of_cause(desk, row.id, cause.strip())
    if there is not None:
        if by_itself:
            return None
        raise Refused.one("decommissioning.cause_has_case", cause=cause.strip(), ref=there.ref)
    if row.state in COMMISSION_OVER:
        if by_itself:
            return None
        raise Refused.one("decommissioning.commission_over", ref=row.ref, state=_spoken(row.state))
    facts = BY_VIRES if by_itself else CaseFacts(permissions=permissions(desk, commission=row))
    values = _values(desk, row, under, trigger, cause.strip(), reason)
    values |= {"because": because.strip() or cause.strip()}
    values |= {"state": enter(DECOMMISSIONING, "trigger", facts), "evidence": list(evidence)}
    values |= {"way": offered}
    told = counted(answer, day=desk.today, calendar=policies(desk).calendar)
    return desk.apply(
        Change(
            kind="decommissioning.trigger",
            table=TABLE,
            subject=None,
            values=values,
            facts={
                "commission": row.ref,
                "agreement": under.ref if under is not None else None,
                "trigger": trigger,
                "cause": cause.strip(),
                "offered": offered,
                "reason": reason.strip(),
            },
            writes=(
                due(desk, values["id"], WAY, told.day, cause="opened"),
                *_told_of_it(desk, values, row, due_day=told.day),
            ),
        )
    )


def _told_of_it(
    desk: Desk, values: Mapping[str, Any], commission: Any, *, due_day: dt.date
) -> list[Any]:
    """The messages that tell the lead and the secretary of a new case."""
    params = {
        "ref": values["ref"],
        "title": commission.title,
        "commission": commission.ref,
        "cause": values["because"],
        "due": due_day.isoformat(),
    }
    return [
        message(
            desk,
            template="decommissioning_triggered",
            subject=(TABLE, values["id"]),
            recipient=whom,
            params=params,
        )
        for whom in (LEAD, Permission.SECRETARY.value)
    ]


def record_as_found(
    desk: Desk,
    *,
    commission: str,
    state: str,
    trigger: str,
    cause: str,
    reason: str,
    agreement: str | None = None,
    scope: str = "",
    partial: bool = False,
    notice_on: dt.date | None = None,
    notice_ends_on: dt.date | None = None,
    closed_on: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Enter a case that was under way, or over, before Vires knew of it; flagged.

    `state` is where it stands. Raises `Unusable` with everything that cannot be.
    """
    known_kind(trigger)
    row = desk.row("commission", commission, seen=seen)
    under = _under(desk, row, agreement)
    problems = _cause_problems(cause)
    name = state.replace(" ", "_").replace("-", "_")
    if name not in FOUND:
        known = [_spoken(one) for one in FOUND]
        told = {"state": state[:40], "known": known, "nearest": nearest(_spoken(name), known)}
        problems.append(Problem("decommissioning.state_unknown", told))
    problems += [
        Problem("decommissioning.day_in_future", {"on": one})
        for one in (notice_on, closed_on)
        if one is not None and one > desk.today
    ]
    if problems:
        raise Unusable(problems)
    there = of_cause(desk, row.id, cause.strip())
    if there is not None:
        raise Refused.one("decommissioning.cause_has_case", cause=cause.strip(), ref=there.ref)
    facts = CaseFacts(
        permissions=permissions(desk, commission=row), reason=reason, found_state=name
    )
    values = _values(desk, row, under, trigger, cause.strip(), reason)
    values |= {
        "state": enter(DECOMMISSIONING, "record_as_found", facts),
        "scope": scope.strip(),
        "partial": partial,
        "notice_on": notice_on,
        "notice_ends_on": notice_ends_on,
        "closed_on": (closed_on or desk.today) if name == "closed" else None,
        "flags": [flag("decommissioning.found", on=desk.today, reason=reason.strip())],
    }
    return desk.apply(
        Change(
            kind="decommissioning.record_as_found",
            table=TABLE,
            subject=None,
            values=values,
            facts={"commission": row.ref, "state": name, "cause": cause, "reason": reason},
            writes=tuple(_days_of_found(desk, values)),
        )
    )


def _days_of_found(desk: Desk, values: Mapping[str, Any]) -> list[Any]:
    """The deadlines that a case found on its way has still ahead."""
    ends, closed = values["notice_ends_on"], values["closed_on"]
    if closed is not None:
        day = counted(EVALUATED_AFTER, day=closed, calendar=policies(desk).calendar).day
        return [due(desk, values["id"], EVALUATION, day, cause="found")]
    if ends is not None and values["state"] in ("notice", "transition", "halted"):
        return [due(desk, values["id"], NOTICE_ENDS, ends, cause="found")]
    return []


def _values(
    desk: Desk, commission: Any, agreement: Any | None, trigger: str, cause: str, reason: str
) -> dict[str, Any]:
    return {
        "id": desk.new_id(),
        "ref": desk.next_ref(TABLE),
        "commission_id": commission.id,
        "agreement_id": agreement.id if agreement is not None else None,
        "trigger": trigger,
        "cause": cause,
        "because": cause,
        "reason": reason.strip(),
        "opened_on": desk.today,
    }


def _under(desk: Desk, commission: Any, agreement: str | None) -> Any | None:
    """The agreement a case is about. Raises `Unusable` for one of another commission."""
    if agreement is None:
        return None
    found = desk.row("agreement", agreement)
    if found.commission_id != commission.id:
        told = {"agreement": found.ref, "commission": commission.ref}
        raise Unusable.one("proposal.agreement_elsewhere", **told)
    return found


def _cause_problems(cause: str) -> list[Problem]:
    text = cause.strip()
    if not text:
        return [Problem("decommissioning.no_cause")]
    if len(text) > LONGEST_CAUSE:
        return [Problem("decommissioning.cause_long", {"most": LONGEST_CAUSE})]
    return []


def _spoken(name: str) -> str:
    return name.replace("_", " ")
