"""The daily digest: what is not urgent for a person, in one message a day."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.messages.meant import address, meant_for_another
from governance.application.messages.moving import ended, write
from governance.application.messages.needless import dropped
from governance.application.messages.parking import park
from governance.application.messages.times import DIGEST
from governance.application.messages.wording import is_urgent, text_of
from governance.domain.errors import Unusable
from governance.store.tables import TABLES

_message = TABLES["message"]

_WAITING = (
    select(_message)
    .where(
        _message.c.partnership_id == bindparam("partnership"),
        _message.c.state == "queued",
        _message.c.person_id == bindparam("person"),
        _message.c.attempts == 0,
        _message.c.template != DIGEST,
    )
    .order_by(_message.c.created_at, _message.c.id)
    .with_for_update(skip_locked=True)
)


def gather(desk: Desk, person: Any) -> list[Any]:
    """Take everything not urgent that waits for a person into one digest; the rows taken.

    Whatever cannot be put into words is parked, and what is meant for somebody else by now is
    addressed anew; neither holds up the rest.
    """
    taken: list[Any] = []
    for row in desk.all(_WAITING, person=person.id):
        if is_urgent(row.template) or dropped(desk, row):
            continue
        if (designation := meant_for_another(desk, row)) is not None:
            address(desk, row, row.state, designation)
            continue
        try:
            text_of(desk, row)
        except Unusable as wrong:
            park(desk, row, row.state, wrong.problems[0])
            continue
        taken.append(row)
        write(desk, row, ended(desk, row.state, "gather"))
    if taken:
        desk.writer.insert(_message, _digest(desk, person, [row.id for row in taken]))
    return taken


def _digest(desk: Desk, person: Any, gathered: list[str]) -> dict[str, Any]:
    return {
        "partnership_id": desk.pid,
        "id": desk.new_id(),
        "template": DIGEST,
        "person_id": person.id,
        "subject_table": "person",
        "subject_id": person.id,
        "params": {"date": desk.today.isoformat(), "messages": gathered},
        "state": "queued",
        "created_at": desk.now,
        "not_before": desk.now,
    }
