"""Firing a prompt: everything its level says is brought about in one transaction, at most once.

The prompt's row, the messages and the deadline's next moment are one act on the subject; what
concerns a body or the commission follows in the same transaction. The row is unique for each
deadline and level, so whoever comes second finds it there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.claiming import Claimed
from governance.application.deadlines.planning import (
    first_wake,
    level,
    moments_of,
    next_wake,
    reminders_gone,
)
from governance.application.deadlines.policies import Policies, Ruled
from governance.application.deadlines.rows import message
from governance.application.deadlines.settling import LIVE
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.subjects import About, about
from governance.domain.errors import Refusal, Refused
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.machine import enter, step
from statemachines.permissions import Permission
from statemachines.prompt import PROMPT, PromptFacts

if TYPE_CHECKING:
    from governance.domain.escalation import Prompt

_body = TABLES["body"]
_prompt = TABLES["prompt"]
_BODIES = select(_body.c.id, _body.c.key, _body.c.name).where(
    _body.c.partnership_id == bindparam("partnership")
)
_FIRED = select(_prompt.c.deadline_id, _prompt.c.key).where(
    _prompt.c.partnership_id == bindparam("partnership"), in_list(_prompt.c.deadline_id, "ids")
)
_FACTS = PromptFacts(permissions=frozenset({Permission.VIRES.value}))
REMINDER: Final = "reminder"
ESCALATION: Final = "escalation"


@dataclass(frozen=True, slots=True)
class Fired:
    """A prompt that fired, and its receipt."""

    prompt_id: str
    late: bool
    receipt: Receipt


def bodies(desk: Desk) -> Mapping[str, Any]:
    """The partnership's bodies by key: what is told to one is told once a meeting."""
    return {row.key: row for row in desk.all(_BODIES)}


def is_plain(prompt: Prompt, known: Mapping[str, Any]) -> bool:
    """Whether a prompt only tells people, and so needs no other row than the deadline's."""
    effects = (prompt.items, prompt.block, prompt.exception, prompt.trigger)
    return not any(effects) and not any(to in known for to in prompt.tell)


def planned_anew(desk: Desk, claimed: Sequence[Claimed], known: Policies) -> None:
    """Plan deadlines by the policies in force now; what was done of them stays done.

    Levels that fell due while the clock slept are not passed over: they count as ahead from the
    moment the clock should have woken. Reminders that the new policy puts before that are, once
    anybody was told of the deadline: what they would say has been said.
    """
    handled = prompts_handled(desk, [one.due.id for one in claimed])
    for one in claimed:
        due, there = one.due, handled.get(one.due.id, set())
        about: dict[str, Any] = {
            "kind": due.kind,
            "due_day": due.due_day,
            "due_at": due.due_at,
            "effect": due.effect,
            "extended": due.extended,
            "working": due.working,
        }
        since = min(desk.now, due.wake_at or desk.now)
        if there:
            slept = due.wake_at is not None and due.wake_at <= desk.now
            moments = moments_of(known, **about)
            there = there | reminders_gone(moments, by=since, that_moment_too=not slept)
        _put(desk, due, first_wake(known, **about, now=since, handled=there))


def prompts_handled(desk: Desk, ids: Iterable[str]) -> dict[str, set[str]]:
    """The keys of what the clock has done or given up already, by deadline."""
    found: dict[str, set[str]] = {}
    for row in desk.all(_FIRED, ids=list(ids)):
        found.setdefault(row.deadline_id, set()).add(row.key)
    return found


def fire(
    desk: Desk, claimed: Claimed, known: Policies, *, at: About, known_bodies: Mapping[str, Any]
) -> Fired:
    """Fire the prompt a deadline woke for. Raises `Refused` or `Unusable` where it cannot be."""
    due = claimed.due
    return _brought_about(
        desk,
        claimed,
        known,
        key=due.wake,
        wanted_at=due.wake_at,
        at=at,
        known_bodies=known_bodies,
        onward=Update("deadline", due, {**next_wake(known, due), "trouble": None}),
    )


def fire_after_all(desk: Desk, claimed: Claimed, known: Policies, parked: Any) -> Fired:
    """Fire a prompt that was parked, by a secretary's act.

    Raises `Refused` or `Unusable` where it still cannot be, or the policy no longer has it.
    """
    ruled = known.of_kind.get(claimed.due.kind)
    if ruled is None or level(parked.key) not in ruled.prompts:
        raise Refused.one("prompt.level_gone", level=parked.key, kind=claimed.due.kind)
    return _brought_about(
        desk,
        claimed,
        known,
        key=parked.key,
        wanted_at=parked.wanted_at,
        at=read_about(desk, [claimed])[claimed.subject.id],
        known_bodies=bodies(desk),
        parked=parked,
    )


def _brought_about(
    desk: Desk,
    claimed: Claimed,
    known: Policies,
    *,
    key: str,
    wanted_at: dt.datetime,
    at: About,
    known_bodies: Mapping[str, Any],
    onward: Update | None = None,
    parked: Any | None = None,
) -> Fired:
    due = claimed.due
    ruled = known.of_kind[due.kind]
    prompt = ruled.prompts[level(key)]
    late = desk.day_of(wanted_at) < desk.today
    row: dict[str, Any] = {
        "state": "fired",
        "done_at": desk.now,
        "late": late,
        "effects": list(effects_of(prompt)),
        "policy_id": ruled.version_id,
        "trouble": None,
    }
    if parked is None:
        prompt_id = desk.new_id()
        row |= {"id": prompt_id, "deadline_id": due.id, "key": key, "wanted_at": wanted_at}
        row["state"] = enter(PROMPT, "fire", _FACTS)
        write: Insert | Update = Insert("prompt", row)
    else:
        prompt_id = parked.id
        row["state"] = step(PROMPT, parked.state, "retry", retry_facts(desk, due))
        write = Update("prompt", parked, row)
    told = params(desk, due, key=key, wanted_at=wanted_at, at=at, ruled=ruled, known=known)
    messages = [
        message(
            desk,
            template=ESCALATION if prompt.offset.side == "after" else REMINDER,
            subject=(due.subject_table, due.subject_id),
            recipient=addressed(to, due, ruled),
            params=told,
            prompt_id=prompt_id,
        )
        for to in prompt.tell
        if to not in known_bodies
    ]
    receipt = desk.apply(
        Change(
            kind="deadline.prompted",
            table=due.subject_table,
            subject=claimed.subject,
            values={},
            facts={
                "kind": due.kind,
                "due": due.due_day,
                "prompt": key,
                "late": late,
                "effects": row["effects"],
            },
            writes=(write, *(() if onward is None else (onward,)), *messages),
        )
    )
    if not is_plain(prompt, known_bodies):
        from governance.application.escalations.effects import (  # noqa: PLC0415  # most prompts only tell
            Firing,
            bring_about,
        )

        bring_about(
            desk,
            Firing(
                due=due,
                prompt=prompt,
                prompt_id=prompt_id,
                commission=at.commission,
                ref=at.ref,
                bodies=known_bodies,
            ),
        )
    return Fired(prompt_id, late, receipt)


def retry_facts(desk: Desk, due: Any) -> PromptFacts:
    """What the guards of a parked prompt's retry ask."""
    gone = (Refusal("prompt.deadline_settled", {"state": due.state}),)
    return PromptFacts(permissions=permissions(desk), needless=() if due.state in LIVE else gone)


def addressed(to: str, due: Any, ruled: Ruled) -> str:
    """A designation of the policy as messages hold it: the deadline's own owner is named."""
    owner = due.owner or ruled.rule.owner
    if to == "owner":
        return owner
    return f"manager:{owner}" if to == "manager:owner" else to


def effects_of(prompt: Prompt) -> Iterable[dict[str, Any]]:
    """What a level brings about, as the record says it."""
    for to in prompt.tell:
        yield {"effect": "tell", "to": to}
    for body in prompt.items:
        yield {"effect": "item", "body": body}
    if prompt.block:
        yield {"effect": "block", "moves": list(prompt.block)}
    if prompt.exception:
        yield {"effect": "exception"}
    if prompt.trigger is not None:
        yield {"effect": "trigger", "name": prompt.trigger}


def params(
    desk: Desk,
    due: Any,
    *,
    key: str,
    wanted_at: dt.datetime,
    at: About,
    ruled: Ruled,
    known: Policies,
) -> dict[str, Any]:
    """What a reminder or an escalation says."""
    today, wanted = desk.today, desk.day_of(wanted_at)
    return {
        "ref": at.ref,
        "title": at.title,
        "what": ruled.rule.title or due.kind,
        "kind": due.kind,
        "due": due.due_day.isoformat(),
        "days": _working_days(known, today, due.due_day),
        "overdue": today > due.due_day,
        "commission": at.commission.ref if at.commission is not None else None,
        "level": key,
        "owner": due.owner or ruled.rule.owner,
        "owners": [],  # by name, when it is read
        "late": wanted.isoformat() if wanted < today else None,
    }


def _working_days(known: Policies, one: dt.date, other: dt.date) -> int:
    """Working days from the earlier of two days to the later, the later one counted."""
    first, last = sorted((one, other))
    days = (first + dt.timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(known.calendar.is_working_day(day) for day in days)


def read_about(desk: Desk, claimed: Sequence[Claimed]) -> dict[str, About]:
    """What people call the subject of each deadline, read for all of them at once."""
    return about(desk, [(one.due.subject_table, one.subject) for one in claimed])


def is_stale(due: Any, known: Policies) -> bool:
    """Whether a deadline was planned by other policies than those in force."""
    if due.planned_by != known.digest:
        return True
    moments = moments_of(
        known,
        kind=due.kind,
        due_day=due.due_day,
        due_at=due.due_at,
        effect=due.effect,
        extended=due.extended,
        working=due.working,
    )
    return all(moment.key != due.wake for moment in moments)


def _put(desk: Desk, due: Any, values: Mapping[str, Any]) -> None:
    desk.writer.update(
        TABLES["deadline"],
        partnership_id=desk.pid,
        id=due.id,
        expected_version=due.version,
        values=dict(values),
    )
