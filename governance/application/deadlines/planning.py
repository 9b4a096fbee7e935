"""The columns that say when the clock next has something to do for a deadline.

Worked out when it is set, when its day or clock changes, after each prompt, and anew when
another policy or calendar comes into force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from governance.application.deadlines.pausing import stood_still
from governance.application.deadlines.policies import Policies
from governance.application.sweeping import flow_for
from governance.domain.waking import DUE, Moment, after_handled, first_moment, next_moment

ASLEEP: Final[Mapping[str, Any]] = {"wake_at": None, "wake": None, "flow": None, "retry_at": None}
"""The columns of a deadline the clock has nothing to do for: past its last prompt."""

STOOD_STILL: Final[Mapping[str, Any]] = {"wake_at": None, "flow": None, "retry_at": None}
"""The columns of a deadline that is paused: it keeps what it would wake for next."""

SETTLED: Final[Mapping[str, Any]] = {**ASLEEP, "planned_by": None}
"""The columns of a deadline that is settled."""


def moments_of(
    known: Policies,
    *,
    kind: str,
    due_day: dt.date,
    due_at: dt.datetime,
    effect: str | None,
    extended: int | None = None,
    working: Sequence[Mapping[str, Any]] = (),
) -> list[Moment]:
    """Every moment of a deadline; after an extension each prompt may come again.

    `working` is the deadline's own: while its clock stood still once it was overdue, the clock of
    its escalation did too.
    """
    stood = stood_still(working, due_day=due_day, timezone=known.timezone)
    effect_at = None if effect is None else due_at
    found = known.moments(kind, due_day, effect_at=effect_at, stood=stood)
    return [Moment(in_round(m.key, extended), m.at, m.own) for m in found]


def in_round(key: str, extended: int | None) -> str:
    """A level's key, told apart from the same level before an extension."""
    return f"{key}/{extended + 1}" if extended else key


def is_of_round(key: str, extended: int | None) -> bool:
    """Whether a level belongs to the day that holds now, and not to one before an extension."""
    return key.partition("/")[2] == in_round("", extended).partition("/")[2]


def level(key: str) -> str:
    """The policy's key for a prompt's."""
    return key.partition("/")[0]


def is_own(key: str) -> bool:
    """Whether a deadline wakes for its own day, and not for a prompt."""
    return level(key) == DUE


def reminders_gone(
    moments: Collection[Moment], *, by: dt.datetime, that_moment_too: bool = True
) -> set[str]:
    """The keys of the reminders whose moment has gone by; no escalation and no effect ever has."""
    return {
        one.key
        for one in moments
        if not one.own
        and not one.key.startswith("after-")
        and (one.at < by or (that_moment_too and one.at == by))
    }


def first_wake(
    known: Policies,
    *,
    kind: str,
    due_day: dt.date,
    due_at: dt.datetime,
    effect: str | None,
    now: dt.datetime,
    handled: Collection[str] = (),
    extended: int | None = None,
    working: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The columns of a deadline that is set, or planned anew."""
    moments = moments_of(
        known,
        kind=kind,
        due_day=due_day,
        due_at=due_at,
        effect=effect,
        extended=extended,
        working=working,
    )
    return _columns(known, kind, first_moment(moments, handled=handled, now=now))


def remaining(known: Policies, due: Any, *, handled: Collection[str]) -> list[str]:
    """What a deadline still had before it when its clock stopped, in order.

    It is what it would have woken for next and all after that. Where the policies in force no
    longer know that level, it is what they put after the moment at which the clock stopped; and
    the latest reminder before that, where nobody was told of the deadline yet (`handled`).
    """
    moments = moments_of(
        known,
        kind=due.kind,
        due_day=due.due_day,
        due_at=due.due_at,
        effect=due.effect,
        extended=due.extended,
        working=due.working,
    )
    keys = [moment.key for moment in moments]
    if due.wake in keys:
        return keys[keys.index(due.wake) :]
    since = due.paused_at or due.wake_at
    if since is None:
        return []
    if due.wake is not None and not handled:
        first = first_moment(moments, handled=(), now=since)
        return [] if first is None else keys[keys.index(first.key) :]
    return [moment.key for moment in moments if moment.at >= since]


def wake_after_pause(
    known: Policies,
    due: Any,
    *,
    due_day: dt.date,
    due_at: dt.datetime,
    working: Sequence[Mapping[str, Any]],
    left: Collection[str],
    handled: Collection[str],
    now: dt.datetime,
) -> dict[str, Any]:
    """The columns of a deadline whose clock runs on towards its new day.

    `left` is what it had before it when the clock stopped. None of that is passed over: a level
    whose moment went by while the clock stood still comes at once, and says that it is late.
    """
    moments = moments_of(
        known,
        kind=due.kind,
        due_day=due_day,
        due_at=due_at,
        effect=due.effect,
        extended=due.extended,
        working=working,
    )
    ahead = after_handled(moments, handled)
    first = next((m for m in ahead if m.own or m.key in left or m.at > now), None)
    if first is not None and not first.own and due.set_at is not None:
        # One that lies before the deadline was set was wanted then, and no earlier.
        first = replace(first, at=max(first.at, due.set_at))
    return _columns(known, due.kind, first)


def next_wake(known: Policies, due: Any) -> dict[str, Any]:
    """The columns of a deadline after what it woke for is done."""
    moments = moments_of(
        known,
        kind=due.kind,
        due_day=due.due_day,
        due_at=due.due_at,
        effect=due.effect,
        extended=due.extended,
        working=due.working,
    )
    return _columns(known, due.kind, next_moment(moments, due.wake))


def _columns(known: Policies, kind: str, moment: Moment | None) -> dict[str, Any]:
    if moment is None:
        return {**ASLEEP, "planned_by": known.digest}
    missed = moment.own or moment.key.startswith("after-")
    return {
        "wake_at": moment.at,
        "wake": moment.key,
        "flow": flow_for(kind, missed=missed),
        "planned_by": known.digest,
        "retry_at": None,
    }
