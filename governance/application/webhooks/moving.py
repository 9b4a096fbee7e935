"""Moves of webhooks and of deliveries, by people and by the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Table, bindparam, func, or_, select

from governance.application.change import Change, Receipt
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from governance.application.permissions import ADMINISTRATOR
from governance.application.plain import plain_params
from governance.domain.errors import Problem
from governance.store.tables import TABLES
from statemachines.machine import moves_from, step
from statemachines.permissions import Permission
from statemachines.table import Facts
from statemachines.webhook import WEBHOOK
from statemachines.webhook_delivery import WEBHOOK_DELIVERY

STOPPED: Final = "webhook_stopped"
"""The template by which administrators hear that the clock paused or ended a webhook."""

_KINDS: Final = {"pause": "webhook.paused", "resume": "webhook.resumed", "end": "webhook.ended"}
_VIRES: Final = frozenset({Permission.VIRES.value})
_person, _grant = TABLES["person"], TABLES["role_grant"]
_delivery = TABLES["webhook_delivery"]

_ADMINISTRATORS = (
    select(_person.c.id)
    .distinct()
    .select_from(
        _person.join(
            _grant,
            (_grant.c.partnership_id == _person.c.partnership_id)
            & (_grant.c.person_id == _person.c.id),
        )
    )
    .where(
        _person.c.partnership_id == bindparam("partnership"),
        _grant.c.role == ADMINISTRATOR,
        _grant.c.from_day <= bindparam("day"),
        or_(_grant.c.to_day.is_(None), _grant.c.to_day >= bindparam("day")),
        or_(_person.c.left_on.is_(None), _person.c.left_on > bindparam("day")),
    )
    .order_by(_person.c.id)
)
_why = bindparam("why", type_=_delivery.c.trouble.type)
_LET_GO = (
    _delivery.update()
    .where(
        _delivery.c.partnership_id == bindparam("partnership"),
        _delivery.c.webhook_id == bindparam("webhook"),
        _delivery.c.not_before.is_not(None),
        _delivery.c.state == bindparam("was"),
    )
    .values(
        state=bindparam("becomes", type_=_delivery.c.state.type),
        not_before=None,
        trouble=func.coalesce(
            _delivery.c.trouble, bindparam("why", type_=_delivery.c.trouble.type)
        ),
        version=_delivery.c.version + 1,
    )
)
_PUT_OFF = (
    _delivery.update()
    .where(
        _delivery.c.partnership_id == bindparam("partnership"),
        _delivery.c.webhook_id == bindparam("webhook"),
        _delivery.c.not_before <= bindparam("now"),
    )
    .values(
        not_before=bindparam("until", type_=_delivery.c.not_before.type),
        trouble=_why,
        version=_delivery.c.version + 1,
    )
)


def moved(desk: Desk, row: Any, move: str, *, reason: str = "") -> Receipt:
    """Move a locked webhook on. Raises `NoSuchMove`, `GuardRefused` where a reason is wanted."""
    said = reason.strip()
    state = step(WEBHOOK, row.state, move, Facts(permissions=_VIRES, reason=said))
    return desk.apply(
        Change(
            kind=_KINDS[move],
            table="webhook",
            subject=row,
            values={"state": state, "reason": said or None},
            facts={"reason": said} if said else {},
        )
    )


def stopped(desk: Desk, row: Any, move: str, why: Problem, said: str) -> Receipt:
    """Pause or end a locked webhook by the clock, and tell every administrator why."""
    state = step(WEBHOOK, row.state, move, Facts(permissions=_VIRES, reason=said))
    told = {
        "ref": row.ref,
        "title": row.title,
        "state": state,
        **as_trouble(why),
    }
    people = desk.all(_ADMINISTRATORS, day=desk.today)
    to: list[dict[str, str]] = [{"person_id": one.id} for one in people]
    about = ("webhook", row.id)
    return desk.apply(
        Change(
            kind=_KINDS[move],
            table="webhook",
            subject=row,
            values={"state": state, "reason": said},
            facts={"because": as_trouble(why)},
            writes=tuple(
                message(desk, template=STOPPED, subject=about, params=told, **one)
                for one in to or [{"recipient": "secretary"}]
            ),
        )
    )


def stop_sending(desk: Desk, row: Any) -> None:
    """Let go what was still to be sent to a webhook that is ended."""
    why = as_trouble(Problem("webhook.is_ended", {"ref": row.ref}))
    for state in WEBHOOK_DELIVERY.state_names:
        if "park" in moves_from(WEBHOOK_DELIVERY, state):
            desk.writer.run(
                _LET_GO,
                partnership=desk.pid,
                webhook=row.id,
                was=state,
                becomes=moved_delivery(state, "park"),
                why=why,
            )


def put_off(desk: Desk, row: Any, *, wait: dt.timedelta, why: Problem) -> None:
    """Let everything that may be tried now wait: nothing can be signed. It is no attempt."""
    desk.writer.run(
        _PUT_OFF,
        partnership=desk.pid,
        webhook=row.id,
        now=desk.now,
        until=desk.now + wait,
        why=as_trouble(why),
    )


def as_trouble(problem: Problem) -> dict[str, Any]:
    """A problem as a row keeps it."""
    return {"code": problem.code, "params": plain_params(problem.params)}


def moved_delivery(state: str, move: str) -> str:
    """The state that a move of a delivery leads to. Raises `NoSuchMove`."""
    return step(WEBHOOK_DELIVERY, state, move, Facts(permissions=_VIRES))


def write(desk: Desk, table: Table, row: Any, values: Mapping[str, Any]) -> None:
    """Change a row that was locked and that no entry speaks of."""
    desk.writer.update(
        table,
        partnership_id=row.partnership_id,
        id=row.id,
        expected_version=row.version,
        values=dict(values),
    )
