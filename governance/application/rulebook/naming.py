"""How people name a version: V-0007, `board-terms` (its latest), `board-terms@2`, `terms/…`."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.rulebook.in_force import LIGHT
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES

_NAME: Final = re.compile(
    r"(?:(?P<kind>[a-z]+)/)?(?P<key>[a-z0-9][a-z0-9_.-]*)(?:@(?P<number>\d+))?"
)
_version = TABLES["rulebook_version"]
_SAME_KEY = (
    select(*LIGHT)
    .where(
        _version.c.partnership_id == bindparam("partnership"), _version.c.key == bindparam("key")
    )
    .order_by(_version.c.number.desc())
)
_NAMES = (
    select(_version.c.key, _version.c.ref)
    .where(_version.c.partnership_id == bindparam("partnership"))
    .order_by(_version.c.ref)
    .limit(2000)
)


def find_version(desk: Desk, name: str) -> Any:
    """The version of that name, text and all; locked at an acting desk.

    A key alone means its latest version that is not withdrawn. Raises `Unusable` where there is
    none such, or where rulebooks of several kinds have the key.
    """
    if (found := _by_key(desk, name)) is not None:
        return desk.row("rulebook_version", found.id)
    known = {text for row in desk.all(_NAMES) for text in row}
    if name.upper() in known or re.fullmatch(r"[0-9a-f-]{36}", name):
        return desk.row("rulebook_version", name)
    raise Unusable.one(
        "name.unknown",
        what="version of a rulebook",
        name=name[:80],
        nearest=nearest(name, sorted(known)),
    )


def _by_key(desk: Desk, name: str) -> Any | None:
    said = _NAME.fullmatch(name)
    if said is None:
        return None
    rows = [
        row
        for row in desk.all(_SAME_KEY, key=said["key"])
        if said["kind"] in (None, row.kind)
        and (said["number"] is None or row.number == int(said["number"]))
    ]
    kinds = sorted({row.kind for row in rows})
    if len(kinds) > 1:
        raise Unusable.one(
            "rulebook.which_kind", key=said["key"], named=[f"{k}/{name}" for k in kinds]
        )
    standing = [row for row in rows if row.state != "withdrawn"] or rows
    return standing[0] if standing else None
