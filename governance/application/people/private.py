"""The personal text of one person: every name and address they ever had, and since when.

Which rows of `private_text` are theirs follows from their own chain: an entry there says which row
became their name or their address.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.domain.errors import Refused
from governance.store.lists import in_list
from governance.store.tables import TABLES

_entry = TABLES["ledger_entry"]
_text = TABLES["private_text"]
_CHAIN = (
    select(_entry.c.at, _entry.c.body)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        _entry.c.subject_table == "person",
        _entry.c.subject_id == bindparam("person"),
    )
    .order_by(_entry.c.number)
)
_TEXTS = (
    select(_text)
    .where(_text.c.partnership_id == bindparam("partnership"), in_list(_text.c.id, "ids"))
    .order_by(_text.c.id)
)
_TEXTS_HELD = _TEXTS.with_for_update()
_NAME = select(_text.c.text).where(
    _text.c.partnership_id == bindparam("partnership"), _text.c.id == bindparam("id")
)
_COLUMNS: Final = {"name_id": "name", "address_id": "address"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A name or an address: `what` it is, since when, and the id of its row."""

    what: str
    since: dt.datetime
    id: str


def kept_of(desk: Desk, person_id: str) -> list[Kept]:
    """Every name and address a person ever had, in the order in which they came."""
    return list(_kept(desk, person_id))


def _kept(desk: Desk, person_id: str) -> Iterator[Kept]:
    for entry in desk.tx.stream(_CHAIN, partnership=desk.pid, person=person_id):
        for _, table, row_id, values in json.loads(entry.body)["writes"]:
            if table == "person" and row_id == person_id:
                for column, what in _COLUMNS.items():
                    if values.get(column) is not None:
                        yield Kept(what, entry.at, values[column])


def rows_of(desk: Desk, kept: list[Kept], *, held: bool = False) -> list[Any]:
    """The rows of personal text; locked where `held`."""
    ids = sorted({one.id for one in kept})
    statement = _TEXTS_HELD if held else _TEXTS
    return desk.tx.all(statement, partnership=desk.pid, ids=ids) if ids else []


def is_erased(desk: Desk, person: Any) -> bool:
    """Whether the name of a person was erased."""
    return desk.tx.scalar(_NAME, partnership=desk.pid, id=person.name_id) is None


def must_not_be_erased(desk: Desk, person: Any) -> None:
    """Raise `Refused` for somebody who was erased: no name and no address is theirs any more."""
    if is_erased(desk, person):
        raise Refused.one("people.erased", person=person.key)


__all__ = ["Kept", "is_erased", "kept_of", "must_not_be_erased", "rows_of"]
