"""What becomes of a deadline whose effect or prompt failed: tried again later, or given up.

An effect of the deadline's own is never given up, for nothing else would bring it about. A
prompt that was refused, or failed as often as it may, is parked: the secretary is told, and the
levels after it go on.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from governance.application.change import Change, Insert, Update
from governance.application.deadlines.claiming import Claimed
from governance.application.deadlines.planning import is_own, next_wake
from governance.application.deadlines.policies import policies
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from governance.application.plain import plain_params
from governance.application.subjects import About
from governance.domain.errors import MovedFirst, Problem, Refused, Unusable
from governance.store.tables import TABLES
from statemachines.machine import enter
from statemachines.permissions import Permission
from statemachines.prompt import PROMPT, PromptFacts

MINUTE: Final = dt.timedelta(minutes=1)
WAITS: Final = (MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 360 * MINUTE, 1440 * MINUTE)
"""How long to wait before it is tried again, the first time, the second, and so on."""
TRIES: Final = 4
"""How often a prompt is tried that fails for no reason of the partnership's."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something failed; `for_good` where trying again by itself would change nothing."""

    problems: tuple[Problem, ...]
    for_good: bool


def trouble_of(error: Exception) -> Trouble:
    """Why an effect or a prompt failed. A failure of the store is no deadline's, and goes on.

    Of an error that Vires does not know only the kind is kept: its text may hold anything, a
    name or an address, and the record is for good. The log has the rest.
    """
    if isinstance(error, MovedFirst):
        return Trouble((Problem("deadline.moved_first"),), for_good=False)
    if isinstance(error, Refused):
        problems = tuple(Problem(r.code, r.params) for r in error.refusals)
        return Trouble(problems, for_good=True)
    if isinstance(error, Unusable):
        if any(problem.code.startswith("store.") for problem in error.problems):
            raise error
        return Trouble(error.problems, for_good=True)
    logging.getLogger("vires").error("the effect of a deadline broke", exc_info=error)
    broken = Problem("deadline.effect_broken", {"detail": type(error).__name__})
    return Trouble((broken,), for_good=False)


def note(desk: Desk, claimed: Claimed, trouble: Trouble, *, at: About) -> bool:
    """Keep what a deadline failed of, and when it is tried again; whether a prompt was parked.

    The record says it once for each kind of trouble.
    """
    due = claimed.due
    code, params = trouble.problems[0].code, plain_params(trouble.problems[0].params)
    before: Mapping[str, Any] = due.trouble or {}
    times = int(before.get("times", 0)) + 1
    told: dict[str, Any] = {"code": code, "params": params}
    if not is_own(due.wake) and (trouble.for_good or times >= TRIES):
        _park(desk, claimed, told, at=at)
        return True
    kept = {**told, "times": times}
    wait = desk.now + WAITS[min(times, len(WAITS)) - 1]
    if {**before, "times": 0} == {**told, "times": 0}:
        desk.writer.update(
            TABLES["deadline"],
            partnership_id=desk.pid,
            id=due.id,
            expected_version=due.version,
            values={"trouble": kept, "retry_at": wait},
        )
        return False
    desk.apply(
        Change(
            kind="deadline.failed",
            table=due.subject_table,
            subject=claimed.subject,
            values={},
            facts={
                "kind": due.kind,
                "due": due.due_day,
                "effect": due.effect if is_own(due.wake) else due.wake,
                **told,
            },
            writes=(Update("deadline", due, {"trouble": kept, "retry_at": wait}),),
        )
    )
    return False


def _park(desk: Desk, claimed: Claimed, told: Mapping[str, Any], *, at: About) -> None:
    due = claimed.due
    known = policies(desk)
    ruled = known.of_kind.get(due.kind)
    facts = PromptFacts(permissions=frozenset({Permission.VIRES.value}), still_possible=())
    row = {
        "id": desk.new_id(),
        "deadline_id": due.id,
        "key": due.wake,
        "state": enter(PROMPT, "park", facts),
        "wanted_at": due.wake_at,
        "trouble": dict(told),
        "policy_id": ruled.version_id if ruled is not None else None,
    }
    shown = message(
        desk,
        template="prompt_parked",
        subject=(due.subject_table, due.subject_id),
        recipient="secretary",
        params={
            "ref": at.ref,
            "title": at.title,
            "what": due.kind,
            "level": due.wake,
            "due": due.due_day.isoformat(),
            "code": told["code"],
            "params": told["params"],
        },
        prompt_id=row["id"],
    )
    desk.apply(
        Change(
            kind="deadline.prompt_parked",
            table=due.subject_table,
            subject=claimed.subject,
            values={},
            facts={"kind": due.kind, "due": due.due_day, "prompt": due.wake, **told},
            writes=(
                Insert("prompt", row),
                Update("deadline", due, {**next_wake(known, due), "trouble": None}),
                shown,
            ),
        )
    )
