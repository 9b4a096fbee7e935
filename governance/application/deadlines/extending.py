"""Giving a deadline more time: as far, as often and by whoever its escalation policy allows.

Without a policy that says so nobody can: a day that law or a contract sets is no secretary's to
move. After an extension the prompts come again, for the new day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from governance.application.change import Receipt
from governance.application.deadlines.acts import applied, facts_of, locked
from governance.application.deadlines.effects import by_the_clock
from governance.application.deadlines.moving import at_same_hour, moved
from governance.application.deadlines.pausing import ran_again
from governance.application.deadlines.policies import Policies, policies
from governance.application.deadlines.time_givers import extension_rule
from governance.application.desk import Desk
from governance.domain.errors import GuardRefused, Refusal
from statemachines.deadline import DEADLINE, DeadlineFacts
from statemachines.machine import step

if TYPE_CHECKING:
    from governance.domain.escalation import Extension


def extend(desk: Desk, name: str, *, to: dt.date, reason: str) -> Receipt:
    """Let a deadline fall due on a later day. Raises `GuardRefused` with every reason against."""
    subject, due = locked(desk, name)
    if due.kind == "review" and due.subject_table == "review":
        raise GuardRefused.one("deadline.extend_as_review", ref=subject.ref)
    values, told = extension(desk, due, subject, to=to, reason=reason)
    return applied(desk, subject, due, "deadline.extended", values, told)


def extension(
    desk: Desk, due: Any, subject: Any, *, to: dt.date, reason: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of a deadline that is extended, and what the record says of it.

    Raises `GuardRefused` with every reason against it.
    """
    known = policies(desk)
    facts = facts_of(desk, due, subject, reason)
    allowed = extension_rule(known, due.kind)
    state = step(
        DEADLINE,
        due.state,
        "extend",
        DeadlineFacts(
            permissions=facts.permissions,
            reason=reason,
            beyond_bounds=tuple(against(known, due, allowed, to)),
        ),
    )
    moment = at_same_hour(desk, due, to) or due.due_at + (to - due.due_day)
    working = due.working
    if due.paused_at is not None:
        working = ran_again(working, paused_at=desk.local(due.paused_at), now=desk.local(desk.now))
    step_told = {"extended": due.due_day.isoformat(), "until": to.isoformat()}
    values = {
        "state": state,
        "paused_at": None,
        "working": [*working, step_told],
        **moved(desk, due, day=to, moment=moment, extended=(due.extended or 0) + 1),
    }
    return values, {"reason": reason.strip(), "due_before": due.due_day, "due": to}


def against(known: Policies, due: Any, allowed: Extension | None, to: dt.date) -> Iterable[Refusal]:
    """Everything against extending a deadline to a day, but for who asks and why."""
    if by_the_clock(due.effect):
        yield Refusal("deadline.by_the_clock", {"on": due.due_day})
    if to <= due.due_day:
        yield Refusal("deadline.extension_backwards", {"to": to, "due": due.due_day})
    if allowed is None:
        yield Refusal("deadline.extension_not_provided", {"kind": due.kind})
        return
    if (due.extended or 0) >= allowed.times:
        yield Refusal("deadline.extended_before", {"times": allowed.times})
    from governance.domain.escalation import counted  # noqa: PLC0415  # loaded with the policies

    last = counted(allowed.most.after, day=due.due_day, calendar=known.calendar).day
    if to > last:
        yield Refusal("deadline.extension_too_long", {"most": allowed.most.words, "last": last})
