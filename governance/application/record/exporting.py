"""The record of a report's decisions, as one file that stands on its own.

It holds whole chains of the ledger with the exact bytes that were hashed, the way from each entry
to its seal, the seals, the rulebooks' exact bytes, and the names of people where they are still
there. It adds no summary: whoever reads it works everything out anew (`governance.verifier`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.record.gathering import gathered
from governance.application.record.sealed import Sealed, sealed
from governance.application.rulebook.in_force import text_of
from governance.domain.errors import Unusable
from governance.store.lists import in_list
from governance.store.tables import TABLES
from governance.store.types import instant_text

FORMAT: Final = "vires-record"
VERSION: Final = 1

_here: Any = bindparam("partnership")
_entry = TABLES["ledger_entry"]
_ENTRIES = (
    select(_entry)
    .where(
        _entry.c.partnership_id == _here,
        _entry.c.subject_table == bindparam("table"),
        in_list(_entry.c.subject_id, "ids"),
    )
    .order_by(_entry.c.subject_id, _entry.c.number)
)
_version = TABLES["rulebook_version"]
_VERSIONS = (
    select(_version)
    .where(_version.c.partnership_id == _here, in_list(_version.c.id, "ids"))
    .order_by(_version.c.kind, _version.c.key, _version.c.number)
)
_person = TABLES["person"]
_text = TABLES["private_text"]
_NAMES = (
    select(_person.c.id.label("person_id"), _text.c.id, _text.c.salt, _text.c.text, _text.c.digest)
    .select_from(
        _person.join(
            _text,
            (_text.c.partnership_id == _person.c.partnership_id)
            & (_text.c.id == _person.c.name_id),
        )
    )
    .where(_person.c.partnership_id == _here, in_list(_person.c.id, "ids"))
    .order_by(_person.c.id)
)


def record_of(desk: Desk, ref: str) -> dict[str, Any]:
    """The record of a report, for JSON.

    Raises `Unusable` for a name that is no report's, and for a rulebook whose bytes are no longer
    those it had.
    """
    report = desk.row("proposal", ref)
    if report.decided_on is None:
        raise Unusable.one("record.not_decided", ref=report.ref)
    found = gathered(desk, report)
    chains = [
        chain
        for table in sorted(found.ids)
        for chain in _chains(desk, table, sorted(found.ids[table]))
    ]
    proof = sealed(desk, [entry["id"] for chain in chains for entry in chain["entries"]])
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": instant_text(desk.now),
        "partnership": desk.pid,
        "report": {"id": report.id, "ref": report.ref},
        "chains": [_with_seals(chain, proof) for chain in chains],
        "seals": proof.seals,
        "rulebooks": _rulebooks(desk, sorted(found.ids.get("rulebook_version", ()))),
        "names": _names(desk, sorted(found.ids.get("person", ()))),
    }


def written(record: Mapping[str, Any]) -> bytes:
    """A record as the bytes of its file."""
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _chains(desk: Desk, table: str, ids: list[str]) -> Iterable[dict[str, Any]]:
    """The chains of some subjects of a table, entry after entry with its exact bytes."""
    chains: dict[str, list[dict[str, Any]]] = {}
    for row in desk.all(_ENTRIES, table=table, ids=ids):
        entry = {"id": row.id, "hash": row.hash, "body": bytes(row.body).decode()}
        chains.setdefault(row.subject_id, []).append(entry)
    return [{"table": table, "id": one, "entries": chains[one]} for one in sorted(chains)]


def _with_seals(chain: dict[str, Any], proof: Sealed) -> dict[str, Any]:
    """A chain whose sealed entries say in which seal, where in it, and by which path."""
    entries = [{**one, "sealed": proof.places.get(one["id"])} for one in chain["entries"]]
    return {**chain, "entries": entries}


def _rulebooks(desk: Desk, ids: list[str]) -> list[dict[str, Any]]:
    """The exact bytes of every version that was ever in force, as text."""
    return [
        {"id": row.id, "text": text_of(desk, row).decode()}
        for row in desk.all(_VERSIONS, ids=ids)
        if row.effective_from is not None
    ]


def _names(desk: Desk, ids: list[str]) -> list[dict[str, Any]]:
    """The names of the people in it; without text and salt where a name was erased."""
    return [
        {"id": row.id, "person": row.person_id, "salt": row.salt, "text": row.text}
        for row in desk.all(_NAMES, ids=ids)
    ]
