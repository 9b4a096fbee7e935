"""A world made larger: everything that a partnership keeps, once more, as often as is wanted.

Copies are rows beside the first ones, with ids, references and keys of their own. So a larger
world is the smaller one with more of everything in it, which no act has to be played for. People,
organisations, offices and the ledger stay as they are: those are who acts, not what grows.
"""

import json
import re
import uuid
from typing import Any, Final

from sqlalchemy import select

from governance.store.engine import Store
from governance.store.tables import TABLES

STAYS: Final = frozenset(
    {
        "absence",
        "account",
        "clock_lease",
        "cover_cause",
        "done_form",
        "example_clock",
        "flow_run",
        "identity",
        "imported_release",
        "job",
        "kept_form",
        "ledger_entry",
        "message_preference",
        "night_place",
        "office",
        "office_holding",
        "organisation",
        "partnership",
        "person",
        "private_text",
        "provider_session",
        "reference_counter",
        "role_grant",
        "seal",
        "sealed_entry",
        "sign_in_attempt",
        "sign_in_begun",
        "trigger_look",
        "unsealed_entry",
        "web_session",
    }
)
"""Tables of which no row is copied."""

KEYED: Final = frozenset({"body", "fund", "plan"})
"""Tables whose keys stand once in a partnership."""

RULES: Final = "rulebook_version"
"""Of each rulebook there are more versions, withdrawn ones; what is in force stays in force."""

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def grow(store: Store, partnership_id: str, *, times: int) -> None:
    """Copy everything of a partnership so many times."""
    with store.read() as tx:
        held = {
            name: tx.all(select(table).where(table.c.partnership_id == partnership_id))
            for name, table in TABLES.items()
            if name not in STAYS
        }
    for time in range(1, times + 1):
        ids = {
            row.id: _another(row.id, time)
            for name, rows in held.items()
            if name != RULES
            for row in rows
        }
        with store.write() as tx:
            tx.defer_references()
            for name, rows in held.items():
                if rows:
                    tx.insert_many(TABLES[name], [_copied(name, row, ids, time) for row in rows])


def _another(row_id: str, time: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{row_id} {time}"))


def _copied(name: str, row: Any, ids: dict[str, str], time: int) -> dict[str, Any]:
    values = {column.name: getattr(row, column.name) for column in TABLES[name].c}
    found = {column: _moved(value, ids) for column, value in values.items()}
    if found.get("ref"):
        letter, _, number = found["ref"].partition("-")
        found["ref"] = f"{letter}-{time}{number:0>4}"
    if name == RULES:
        found["id"] = _another(row.id, time)
        found |= {"number": row.number + 100 * time, "state": "withdrawn", "head": None}
    if name in KEYED:
        found["key"] = f"{found['key']}-{time}"
    if name == "deadline" and found["subject_id"] == values["subject_id"]:
        found["cause"] = f"{found['cause']} {time}"  # of the partnership, which is the same one
    return found


def _moved(value: Any, ids: dict[str, str]) -> Any:
    """A value as a copy has it: what names something copied names the copy."""
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, dict | list) and value:
        text = json.dumps(value)
        return json.loads(_ID.sub(lambda found: ids.get(found[0], found[0]), text))
    return value
