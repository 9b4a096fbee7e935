"""Firing a prompt: everything its level says is brought about in one transaction, at most once.

The prompt's row, the messages and the deadline's next moment are one act on the subject; what
concerns a body or the commission follows in the same transaction. The row is unique for each
deadline and level, so whoever comes second finds it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.claiming import Claimed
from governance.application.deadlines.planning import first_wake, level, moments_of, next_wake
from governance.application.deadlines.policies import Policies, Ruled
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from governance.application.subjects import About, about
from governance.domain.calendar import counted_between
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.machine import enter
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
NOBODY: Final = "secretary"
"""Who is told where a deadline has no owner."""


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
    """Plan deadlines by the policies in force now; what was done of them stays done."""
    handled = prompts_handled(desk, [one.due.id for one in claimed])
    for one in claimed:
        due = one.due
        values = first_wake(
            known,
            kind=due.kind,
            due_day=due.due_day,
            due_at=due.due_at,
            effect=due.effect,
            now=desk.now,
            handled=handled.get(due.id, ()),
            extended=due.extended,
        )
        _put(desk, due, values)


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
    ruled = known.of_kind[due.kind]
    prompt = ruled.prompts[level(due.wake)]
    prompt_id, late = desk.new_id(), desk.day_of(due.wake_at) < desk.today
    people = [to for to in prompt.tell if to not in known_bodies]
    told = params(desk, due, at=at, ruled=ruled, known=known, late=late)
    template = ESCALATION if prompt.offset.side == "after" else REMINDER
    messages = [
        message(
            desk,
            template=template,
            subject=(due.subject_table, due.subject_id),
            recipient=addressed(to, due, ruled),
            params=told,
            prompt_id=prompt_id,
        )
        for to in people
    ]
    effects = list(effects_of(prompt))
    row = {
        "id": prompt_id,
        "deadline_id": due.id,
        "key": due.wake,
        "state": enter(PROMPT, "fire", _FACTS),
        "wanted_at": due.wake_at,
        "done_at": desk.now,
        "late": late,
        "effects": effects,
        "policy_id": ruled.version_id,
    }
    receipt = desk.apply(
        Change(
            kind="deadline.prompted",
            table=due.subject_table,
            subject=claimed.subject,
            values={},
            facts={
                "kind": due.kind,
                "due": due.due_day,
                "prompt": due.wake,
                "late": late,
                "effects": effects,
            },
            writes=(
                Insert("prompt", row),
                Update("deadline", due, {**next_wake(known, due), "trouble": None}),
                *messages,
            ),
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


def addressed(to: str, due: Any, ruled: Ruled) -> str:
    """A designation of the policy as messages hold it: the deadline's own owner is named."""
    owner = due.owner or ruled.rule.owner or NOBODY
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
    desk: Desk, due: Any, *, at: About, ruled: Ruled, known: Policies, late: bool
) -> dict[str, Any]:
    """What a reminder or an escalation says."""
    today = desk.today
    first, last = sorted((today, due.due_day))
    days = 0
    if first != last:
        days = counted_between(
            policy="working_days_after", notice=first, meeting=last, calendar=known.calendar
        )
    return {
        "ref": at.ref,
        "title": at.title,
        "what": ruled.rule.title or due.kind,
        "kind": due.kind,
        "due": due.due_day.isoformat(),
        "days": days,
        "overdue": today > due.due_day,
        "commission": at.commission.ref if at.commission is not None else None,
        "level": due.wake,
        "owner": due.owner or ruled.rule.owner or NOBODY,
        "late": due.wake_at.isoformat() if late else None,
    }


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
