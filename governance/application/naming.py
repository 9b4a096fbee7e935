"""Keys and names that people give to things, checked the same way everywhere."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from sqlalchemy import bindparam, select

from governance.application.desk import CLOCK, OPERATOR, PUBLIC, REFERENCES, Desk
from governance.domain.errors import Problem, Refused
from governance.store.tables import TABLES

LONGEST_NAME: Final = 300
"""Characters in a name or title at the most."""

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_REFERENCE = re.compile(r"[a-z]-\d+")
_RESERVED: Final = frozenset({OPERATOR, CLOCK, PUBLIC})


def key_problems(key: str) -> list[Problem]:
    """What is wrong with a key that is to be given to something new."""
    if not key:
        return [Problem("name.key_missing")]
    if not _KEY.fullmatch(key):
        return [Problem("name.key_unusable", {"key": key[:80]})]
    if _REFERENCE.fullmatch(key) or key in _RESERVED:
        return [Problem("name.key_reserved", {"key": key})]
    return []


def name_problems(name: str) -> list[Problem]:
    """What is wrong with a name or title for people."""
    if not name.strip():
        return [Problem("name.missing")]
    if _NOT_SHOWN.search(name):
        return [Problem("name.not_shown", {"name": _NOT_SHOWN.sub("\ufffd", name[:80])})]
    if len(name) > LONGEST_NAME:
        return [Problem("name.too_long", {"length": len(name), "most": LONGEST_NAME})]
    return []


def days_problems(from_day: dt.date, to_day: dt.date | None) -> list[Problem]:
    """What is wrong with a first and a last day."""
    if to_day is not None and to_day < from_day:
        return [Problem("name.days_reversed", {"from_day": from_day, "to_day": to_day})]
    return []


_TAKEN = {
    name: select(TABLES[name].c.ref).where(
        TABLES[name].c.partnership_id == bindparam("partnership"),
        TABLES[name].c.key == bindparam("key"),
    )
    for name in REFERENCES
    if "key" in TABLES[name].c
}


def must_be_free(desk: Desk, *, table: str, key: str) -> None:
    """Raise `Refused` where the key is already that of another such thing."""
    for taken in taken_problems(desk, table=table, key=key):
        raise Refused.one(taken.code, **taken.params)


def taken_problems(desk: Desk, *, table: str, key: str) -> list[Problem]:
    """That a key is already another such thing's, to be told beside what else is wrong."""
    taken = desk.first(_TAKEN[table], key=key)
    if taken is None:
        return []
    params = {"what": table.replace("_", " "), "key": key, "ref": taken.ref}
    return [Problem("name.taken", params)]
