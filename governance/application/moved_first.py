"""Who changed first what somebody was about to change, in words that people use."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance.application.actors import find_partnership
from governance.domain.errors import MovedFirst
from governance.store.engine import StaleRow, Transaction
from governance.store.tables import TABLES

_entry = TABLES["ledger_entry"]
_person, _text = TABLES["person"], TABLES["private_text"]
_LATEST = (
    select(_entry.c.kind, _entry.c.at, _entry.c.actor)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        _entry.c.subject_id == bindparam("subject"),
    )
    .order_by(_entry.c.number.desc())
    .limit(1)
)
_NAME_OF = (
    select(_text.c.text)
    .join(
        _person,
        (_person.c.partnership_id == _text.c.partnership_id) & (_person.c.name_id == _text.c.id),
    )
    .where(
        _person.c.partnership_id == bindparam("partnership"), _person.c.key == bindparam("actor")
    )
)


def moved_first(tx: Transaction, partnership_id: str, subject_id: str, ref: str) -> MovedFirst:
    """The refusal that says who changed a subject first, when, and what they did."""
    last = tx.first(_LATEST, partnership=partnership_id, subject=subject_id)
    if last is None:
        return MovedFirst.one("moved_first_unseen", ref=ref)
    zone = ZoneInfo(find_partnership(tx, partnership_id).timezone)
    when = last.at.astimezone(zone)
    name = tx.scalar(_NAME_OF, partnership=partnership_id, actor=last.actor) or last.actor
    told = {"ref": ref, "who": last.actor, "name": name, "when": when, "what": last.kind}
    return MovedFirst.one("moved_first", **told)


def called(tx: Transaction, partnership_id: str, stale: StaleRow) -> str:
    """What people call a row that somebody else changed: its reference, else what it is."""
    row = tx.get(TABLES[stale.table], partnership_id=partnership_id, id=stale.row_id)
    return str(getattr(row, "ref", f"the {stale.table.replace('_', ' ')}"))
