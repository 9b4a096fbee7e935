"""Firing a prompt after all that had failed for good, once what stood in its way is mended."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Receipt
from governance.application.deadlines.acts import locked
from governance.application.deadlines.claiming import Claimed
from governance.application.deadlines.firing import fire_after_all
from governance.application.deadlines.policies import policies
from governance.application.desk import Desk
from governance.domain.errors import Unusable
from governance.store.tables import TABLES

_prompt = TABLES["prompt"]
_PARKED = (
    select(_prompt)
    .where(
        _prompt.c.partnership_id == bindparam("partnership"),
        _prompt.c.deadline_id == bindparam("deadline"),
        _prompt.c.state == "parked",
    )
    .order_by(_prompt.c.wanted_at, _prompt.c.key)
    .with_for_update()
)


def retry(desk: Desk, name: str, *, level: str | None = None) -> Receipt:
    """Fire a parked prompt of a deadline; `level` is needed where several are parked.

    Raises `Unusable` where none is meant, `Refused` with what still stands in its way.
    """
    subject, due = locked(desk, name)
    parked = _meant(desk, name, due, level)
    return fire_after_all(desk, Claimed(due, subject), policies(desk), parked).receipt


def _meant(desk: Desk, name: str, due: Any, level: str | None) -> Any:
    parked = desk.all(_PARKED, deadline=due.id)
    found = [row for row in parked if level in (None, row.key)]
    if len(found) == 1:
        return found[0]
    if not parked:
        raise Unusable.one("prompt.none_parked", name=name[:80])
    raise Unusable.one("prompt.which", name=name[:80], known=[row.key for row in parked])
