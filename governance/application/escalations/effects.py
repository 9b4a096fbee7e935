"""What a level of an escalation brings about besides telling people.

Each is written on the chain it belongs to: what a body is told and asked on the body's, what a
commission is held to on the commission's. Two levels of one deadline bring the same thing about
once. All of it stands in the transaction that fires the prompt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, select

from governance import words
from governance.application import subjects
from governance.application.change import Change, Insert, Update
from governance.application.deadlines.planning import is_of_round
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from governance.application.escalations.queries import called
from governance.application.escalations.reports import nowhere_to_tell, to_secretary, waiting
from governance.domain.errors import Refusal, Refused
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.machine import enter
from statemachines.permissions import Permission
from statemachines.proposed_item import PROPOSED_ITEM, ProposedItemFacts

if TYPE_CHECKING:
    from governance.domain.escalation import Prompt

_here: Any = bindparam("partnership")
_body = TABLES["body"]
_commission = TABLES["commission"]
_item = TABLES["proposed_item"]
_exception = TABLES["assurance_exception"]
_prompt = TABLES["prompt"]
_trigger = TABLES["raised_trigger"]

_BODIES = (
    select(_body)
    .where(_body.c.partnership_id == _here, in_list(_body.c.id, "ids"))
    .order_by(_body.c.id)
    .with_for_update()
)
_COMMISSION = (
    select(_commission)
    .where(_commission.c.partnership_id == _here, _commission.c.id == bindparam("id"))
    .with_for_update()
)
_PROPOSED = (
    select(_item, _prompt.c.key)
    .join(
        _prompt,
        and_(
            _prompt.c.partnership_id == _item.c.partnership_id,
            _prompt.c.id == _item.c.prompt_id,
        ),
    )
    .where(_item.c.partnership_id == _here, _item.c.deadline_id == bindparam("deadline"))
    .with_for_update(of=_item)
)
_OPENED = (
    select(_exception, _prompt.c.key)
    .join(
        _prompt,
        and_(
            _prompt.c.partnership_id == _exception.c.partnership_id,
            _prompt.c.id == _exception.c.prompt_id,
        ),
    )
    .where(_exception.c.partnership_id == _here, _exception.c.deadline_id == bindparam("deadline"))
)
_RAISED = select(_trigger.c.id).where(
    _trigger.c.partnership_id == _here,
    _trigger.c.deadline_id == bindparam("deadline"),
    _trigger.c.name == bindparam("name"),
)
_FACTS: Final = ProposedItemFacts(permissions=frozenset({Permission.VIRES.value}))
SECRETARY: Final = "secretary"

MAY_BE_OF_NONE: Final = frozenset({"measure"})
"""Tables whose rows belong to a commission, and some of them to none yet."""


@dataclass(frozen=True, slots=True)
class Firing:
    """A prompt that fires: of which deadline, on what.

    `commission` is the one the deadline's subject belongs to, None where it has none; `ref` the
    subject's reference. `bodies` are the partnership's, by key.
    """

    due: Any
    prompt: Prompt
    prompt_id: str
    commission: Any | None
    ref: str
    bodies: Mapping[str, Any]


def bring_about(desk: Desk, firing: Firing) -> None:
    """Bring about what a level says besides telling people.

    The commission is held before the bodies, and bodies in the order of their ids. Raises
    `Refused` where the level names a body that is not there, or would hold a commission to
    something where the deadline has none; nothing is written then. A measure may be of no
    commission yet: there is nothing to hold then, and the rest comes about.
    """
    prompt = firing.prompt
    told = [key for key in prompt.tell if key in firing.bodies]
    if problems := (*_no_such_body(firing), *_no_commission(firing)):
        raise Refused(problems)
    if _holds(prompt) and firing.commission is not None:
        _hold(desk, firing)
    wanted = {firing.bodies[key].id for key in (*told, *prompt.items)}
    if not wanted:
        return
    title = called(desk, firing.due.kind)
    bodies = desk.all(_BODIES, ids=sorted(wanted))
    before = _proposed(desk, firing) if prompt.items else {}
    for body in bodies:
        there = before.get(body.id)
        items = body.key in prompt.items and (there is None or _fell(there, firing.due))
        if items or body.key in told:
            _put_to(desk, firing, body, title, tells=body.key in told, proposes=items, again=there)


def _holds(prompt: Prompt) -> bool:
    return bool(prompt.block or prompt.exception or prompt.trigger)


def _no_such_body(firing: Firing) -> Iterator[Refusal]:
    for key in firing.prompt.items:
        if key not in firing.bodies:
            yield Refusal("escalation.no_such_body", {"body": key, "ref": firing.ref})


def _no_commission(firing: Firing) -> Iterator[Refusal]:
    if firing.commission is not None or not _holds(firing.prompt):
        return
    if firing.due.subject_table not in MAY_BE_OF_NONE:
        yield Refusal("escalation.no_commission", {"ref": firing.ref})


def _proposed(desk: Desk, firing: Firing) -> dict[str, Any]:
    """The deadline's item as it has been proposed before, by the body's id."""
    return {row.body_id: row for row in desk.all(_PROPOSED, deadline=firing.due.id)}


def _fell(item: Any, due: Any) -> bool:
    """Whether an item fell unanswered when its deadline got more time."""
    return item.state == "proposed" and not is_of_round(item.key, due.extended)


def _put_to(
    desk: Desk,
    firing: Firing,
    body: Any,
    title: str,
    *,
    tells: bool,
    proposes: bool,
    again: Any | None,
) -> None:
    """Note what a body is to be told, and propose an item for it where none waits yet.

    `again` is the one that fell when the deadline got more time: it is proposed for the new day.
    """
    due = firing.due
    about = {"deadline_id": due.id, "prompt_id": firing.prompt_id, "body_id": body.id}
    writes: list[Insert | Update] = []
    if tells:
        if nowhere_to_tell(desk, body):
            number = waiting(desk, body, apart_from=due.id) + 1
            writes.append(to_secretary(desk, body, number=number, ref=firing.ref, what=title))
        line = {"id": desk.new_id(), **about, "raised_at": desk.now}
        writes.append(Insert("exception_line", line))
    if proposes:
        said = _item_title(desk, firing, title)
        item = {"title": said, "proposed_at": desk.now, "prompt_id": firing.prompt_id}
        writes += [
            Insert("proposed_item", {**_item_values(desk, firing), **about, **item})
            if again is None
            else Update("proposed_item", again, item),
            message(
                desk,
                template="item_proposed",
                subject=(due.subject_table, due.subject_id),
                recipient=SECRETARY,
                params={
                    "ref": firing.ref,
                    "title": said,
                    "body": body.name,
                    "what": title,
                    "due": due.due_day.isoformat(),
                },
            ),
        ]
    desk.apply(
        Change(
            kind="body.escalated_to",
            table="body",
            subject=body,
            values={},
            facts={**_told(firing), "tells": tells, "proposes": proposes},
            writes=tuple(writes),
        )
    )


def _item_title(desk: Desk, firing: Firing, title: str) -> str:
    about = f" {firing.commission.title}" if firing.commission is not None else ""
    table, row_id = firing.due.subject_table, firing.due.subject_id
    if table in subjects.ON_A_PLAN:
        about = f" {subjects.about(desk, [(table, desk.by_id(table, row_id))])[row_id].title}"
    params = {"ref": firing.ref, "about": about, "what": title, "due": firing.due.due_day}
    return words.say("escalation.item_title", params, desk.partnership.language)


def _item_values(desk: Desk, firing: Firing) -> dict[str, Any]:
    return {
        "id": desk.new_id(),
        "subject_table": firing.due.subject_table,
        "subject_id": firing.due.subject_id,
        "state": enter(PROPOSED_ITEM, "propose", _FACTS),
    }


def _hold(desk: Desk, firing: Firing) -> None:
    """Close moves of the commission, open an assurance exception, raise a trigger."""
    assert firing.commission is not None
    commission = desk.first(_COMMISSION, id=firing.commission.id)
    prompt = firing.prompt
    told: dict[str, Any] = {}
    writes: list[Insert | Update] = []
    if prompt.block:
        told["block"] = list(prompt.block)
        row = _held(desk, firing) | {"moves": list(prompt.block), "set_at": desk.now}
        writes.append(Insert("block", row))
    if prompt.exception and (opened := _opening(desk, firing)) is not None:
        told["exception"] = True
        writes.append(opened)
    name = prompt.trigger
    if name is not None and desk.first(_RAISED, deadline=firing.due.id, name=name) is None:
        told["trigger"] = name
        row = _held(desk, firing) | {"name": name, "raised_at": desk.now}
        writes.append(Insert("raised_trigger", row))
    if writes:
        desk.apply(
            Change(
                kind="commission.escalated",
                table="commission",
                subject=commission,
                values={},
                facts={**_told(firing), **told},
                writes=tuple(writes),
            )
        )


def _held(desk: Desk, firing: Firing) -> dict[str, Any]:
    assert firing.commission is not None
    return {
        "id": desk.new_id(),
        "commission_id": firing.commission.id,
        "deadline_id": firing.due.id,
        "prompt_id": firing.prompt_id,
    }


def _told(firing: Firing) -> dict[str, Any]:
    due = firing.due
    return {"ref": firing.ref, "kind": due.kind, "due": due.due_day, "level": firing.prompt.key}


def _opening(desk: Desk, firing: Firing) -> Insert | Update | None:
    """An exception, once for a deadline's day: after an extension the same one opens again."""
    there = desk.first(_OPENED, deadline=firing.due.id)
    if there is None:
        row = _held(desk, firing) | {"kind": firing.due.kind, "opened_at": desk.now}
        return Insert("assurance_exception", row)
    if is_of_round(there.key, firing.due.extended):
        return None
    values = {"prompt_id": firing.prompt_id, "opened_at": desk.now}
    return Update("assurance_exception", there, values)
