"""What becomes of each table's rows once their time is over.

Rows of the record stay: the ledger's entries lead to them, and a record with holes proves nothing.
What they say of people is kept apart and can be erased. What is not of the record is deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from governance.application.ledger.of_record import APART_FROM_IT
from governance.domain.retention import RULES, Rule
from governance.store.tables import ROWS
from governance.store.tables.accounts import PASSING

ERASED: Final = "retention.kept.erased"
DISPOSED: Final = "retention.kept.disposed"
NIGHTLY: Final = "retention.kept.nightly"
RECORD: Final = "retention.kept.record"
IN_USE: Final = "retention.kept.in_use"

_OWN: Final = {
    "account": "retention.kept.with_person",
    "calendar_address": "retention.kept.with_person",
    "flow_run": DISPOSED,
    "identity": "retention.kept.with_person",
    "person_lock": "retention.kept.with_person",
    "service_token": "retention.kept.with_person",
    "job": DISPOSED,
    "message": "retention.kept.messages",
    "message_attempt": DISPOSED,
    "private_text": ERASED,
    "unsealed_entry": "retention.kept.sealed",
    "webhook_attempt": DISPOSED,
    "webhook_delivery": DISPOSED,
    "webhook_place": IN_USE,
    **dict.fromkeys(
        ("clock_lease", "cover_cause", "example_clock", "night_place", "trigger_look"), IN_USE
    ),
    **dict.fromkeys(PASSING, NIGHTLY),
}
"""What becomes of rows that are not simply of the record, by table, as a code of words."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A table, the rule of its class, and what becomes of its rows, as a code of words."""

    table: str
    rule: Rule
    becomes: str

    def plain(self) -> dict[str, Any]:
        """The table for programs."""
        return {
            "table": self.table,
            "class": self.rule.name,
            "years": self.rule.years or None,
            "days": self.rule.days or None,
            "since": self.rule.since,
            "source": self.rule.source,
            "becomes": self.becomes,
        }


def kept(table: str) -> Kept:
    """How long a table's rows are kept, and what becomes of them then."""
    return Kept(table, RULES[ROWS[table].retention.value], _OWN.get(table, RECORD))


def every_table() -> list[Kept]:
    """Every table, by class and name."""
    order = list(RULES)
    found = [kept(table) for table in ROWS]
    return sorted(found, key=lambda one: (order.index(one.rule.name), one.table))


assert APART_FROM_IT.keys() <= _OWN.keys()  # whatever is not of the record is said here

__all__ = ["DISPOSED", "Kept", "every_table", "kept"]
