"""The columns that say when the clock next has something to do for a deadline.

Worked out when it is set, when its day or clock changes, after each prompt, and anew when
another policy or calendar comes into force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Final

from governance.application.deadlines.policies import Policies
from governance.application.sweeping import flow_for
from governance.domain.waking import DUE, Moment, first_moment, next_moment

ASLEEP: Final[Mapping[str, Any]] = {"wake_at": None, "wake": None, "flow": None, "retry_at": None}
"""The columns of a deadline the clock has nothing to do for: paused, or past its last prompt."""

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
) -> list[Moment]:
    """Every moment of a deadline; after an extension each prompt may come again."""
    found = known.moments(kind, due_day, effect_at=None if effect is None else due_at)
    return [Moment(in_round(m.key, extended), m.at, m.own) for m in found]


def in_round(key: str, extended: int | None) -> str:
    """A level's key, told apart from the same level before an extension."""
    return f"{key}/{extended + 1}" if extended else key


def level(key: str) -> str:
    """The policy's key for a prompt's."""
    return key.partition("/")[0]


def is_own(key: str) -> bool:
    """Whether a deadline wakes for its own day, and not for a prompt."""
    return level(key) == DUE


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
) -> dict[str, Any]:
    """The columns of a deadline that is set, or planned anew."""
    moments = moments_of(
        known, kind=kind, due_day=due_day, due_at=due_at, effect=effect, extended=extended
    )
    return _columns(known, kind, first_moment(moments, handled=handled, now=now))


def next_wake(known: Policies, due: Any) -> dict[str, Any]:
    """The columns of a deadline after what it woke for is done."""
    moments = moments_of(
        known,
        kind=due.kind,
        due_day=due.due_day,
        due_at=due.due_at,
        effect=due.effect,
        extended=due.extended,
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
