"""What ModernGov calls things of ours: its numbers, kept beside them, so that none comes twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.adapters.moderngov.mapping import folded
from governance.application.change import Change, Insert
from governance.application.desk import Desk
from governance.application.moderngov.model import Asked
from governance.domain.errors import Unusable
from governance.store.lists import in_list
from governance.store.tables import TABLES

COMMITTEE, MEETING, ITEM, DECISION = "committee", "meeting", "item", "decision"

_reference = TABLES["outside_reference"]
_here: Any = bindparam("partnership")
_KEPT: Final = select(_reference).where(
    _reference.c.partnership_id == _here,
    _reference.c.site == bindparam("site"),
    _reference.c.kind == bindparam("kind"),
    in_list(_reference.c.external, "externals"),
)


def kept(desk: Desk, site: str, kind: str, externals: Iterable[str]) -> dict[str, Any]:
    """The rows that say what these are here, by what they are called there."""
    wanted = sorted(set(externals))
    if not wanted:
        return {}
    rows = desk.all(_KEPT, site=site, kind=kind, externals=wanted)
    return {row.external: row for row in rows}


def keep(
    desk: Desk,
    table: str,
    name: str,
    *,
    site: str,
    kind: str,
    externals: Iterable[str],
    digest: str | None = None,
    subject_id: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Keep what a thing of ours is called there, on its record; what is kept already is not again.

    `subject_id` is that of a row which belongs to the subject, such as an item of a meeting.
    """
    row = desk.row(table, name)
    there = kept(desk, site, kind, externals)
    new = [one for one in externals if one not in there]
    if not new:
        return
    writes = [
        Insert(
            "outside_reference",
            {
                "id": desk.new_id(),
                "site": site,
                "kind": kind,
                "external": external,
                "subject_table": table if subject_id is None else "agenda_item",
                "subject_id": subject_id or row.id,
                "digest": digest,
            },
        )
        for external in new
    ]
    desk.apply(
        Change(
            kind=f"{table}.matched",
            table=table,
            subject=row,
            values={},
            facts={"site": site, "kind": kind, "called": new, **(facts or {})},
            writes=tuple(writes),
        )
    )


# --- committees


def _names(asked: Asked, names: Iterable[str]) -> list[str]:
    """Every name of a committee: those given, and the title that the files give its number."""
    found = list(names)
    found += [asked.committees[n] for n in found if n in asked.committees]
    return list(dict.fromkeys(found))


def body_of(desk: Desk, asked: Asked, names: Iterable[str]) -> str | None:
    """The key of the body or office that a committee or a decision maker is; None for unknown.

    As said now, else by the mapping, else as it was said before. Names are never compared with
    ours: "Cabinet" may be another council's. No name at all stands for files that give none.
    """
    wanted = _names(asked, names)
    said = {folded(name): key for name, key in asked.bodies.items()}
    for source in (said, asked.mapping.bodies):
        for name in wanted:
            if folded(name) in source:
                return source[folded(name)]
    before = kept(desk, asked.site, COMMITTEE, filter(None, map(folded, wanted)))
    for name in wanted:
        row = before.get(folded(name))
        if row is not None:
            return str(desk.by_id("body", row.subject_id).key)
    return None


def remember_bodies(desk: Desk, asked: Asked) -> None:
    """Keep which body each committee was said to be. An office is said each time.

    The title of whoever decides alone may be a person's name, which the record cannot forget.
    Raises `Unusable` for what is neither a body nor an office here.
    """
    for name, key in sorted({**asked.mapping.bodies, **asked.bodies}.items()):
        try:
            body = desk.row("body", key)
        except Unusable:
            desk.row("office", key)
            continue
        if folded(name):
            called = folded(name)[:300]
            keep(desk, "body", body.id, site=asked.site, kind=COMMITTEE, externals=[called])
