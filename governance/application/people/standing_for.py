"""One person of each standing there is: for an example, in which anybody may be anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.people.queries import people
from governance.application.permissions import ADMINISTRATOR, AUDITOR
from governance.store.tables import TABLES
from statemachines.permissions import Permission

MOST: Final = 30
"""Offices, chairs and seats looked at: an example has few."""

_ORDER: Final = (Permission.SECRETARY, Permission.COMMISSIONER, ADMINISTRATOR, AUDITOR)

_body = TABLES["body"]
_office = TABLES["office"]


def _held(rows: Any, column: str, parent: Any, *more: Any) -> Any:
    """Who holds what of a table on a day, by what it belongs to."""
    joined = rows.join(
        parent,
        (parent.c.partnership_id == rows.c.partnership_id) & (parent.c.id == rows.c[column]),
    )
    return (
        select(rows.c.person_id, *more)
        .select_from(joined)
        .where(
            rows.c.partnership_id == bindparam("partnership"),
            rows.c.from_day <= bindparam("day"),
            rows.c.to_day.is_(None) | (rows.c.to_day >= bindparam("day")),
        )
        .order_by(parent.c.ref, rows.c.id)
        .limit(MOST)
    )


_HOLDERS: Final = {
    "office": _held(TABLES["office_holding"], "office_id", _office, _office.c.title.label("of")),
    "chair": _held(TABLES["chair_appointment"], "body_id", _body, _body.c.name.label("of")),
    "member": _held(TABLES["appointment"], "body_id", _body, _body.c.name.label("of")),
}


@dataclass(frozen=True, slots=True)
class Stand:
    """A person, and the standing they are the example of.

    `what` is `role`, `office`, `chair` or `member`; `of` their roles, which office or which body.
    """

    person: str
    name: str
    what: str
    of: tuple[str, ...]


def one_of_each(desk: Desk) -> list[Stand]:
    """Somebody of each role, of each office, and of each body who chairs or sits; each once."""
    here = {one.id: one for one in people(desk, gone=False)}
    found: dict[str, Stand] = {}
    for role in _ORDER:
        holders = [one for one in here.values() if role in one.roles]
        if holders and not any(one.key in found for one in holders):
            one = holders[0]
            found[one.key] = Stand(one.key, one.name, "role", one.roles)
    for what, person, of in _holders(desk):
        held = here.get(person)
        shown = {(stand.what, stand.of) for stand in found.values()}
        if held is not None and held.key not in found and (what, (of,)) not in shown:
            found[held.key] = Stand(held.key, held.name, what, (of,))
    return list(found.values())


def _holders(desk: Desk) -> Iterator[tuple[str, str, str]]:
    for what, statement in _HOLDERS.items():
        for row in desk.all(statement, day=desk.today):
            yield what, row.person_id, row.of
