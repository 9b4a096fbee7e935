"""Which tables are of the record, and which of their columns no entry can speak of.

Every other table and column is of the record: what stands in it follows from the ledger's
entries, and `vires db check --replay` compares the two. What is listed here is what nobody can
find changed by comparing it with the ledger. A table that is new is of the record unless it is
listed.
"""

from __future__ import annotations

from typing import Final

from governance.application.desk import APART, UNSAID
from governance.store.tables import TABLES

ITSELF: Final = frozenset({"ledger_entry", "seal", "sealed_entry", "unsealed_entry"})
"""The ledger: its own chains and seals show a change of it (`vires ledger verify`)."""

APART_FROM_IT: Final = {
    "account": "how people sign in",
    "calendar_address": "where calendar programs read what is somebody's",
    "clock_lease": "who leads the clock",
    "cover_cause": "what the watch over cover has told of",
    "done_form": "forms that were sent, for some days",
    "example_clock": "the hour of an example",
    "flow_run": "what ran by itself, and how it ended",
    "identity": "by which name a provider knows somebody",
    "job": "long work that somebody asked for",
    "kept_form": "what was typed into a form, for an hour",
    "message_attempt": "how a message was carried",
    "night_place": "where the night check stands",
    "provider_session": "which session of a provider somebody signed in by",
    "service_token": "what programs act as somebody by",
    "sign_in_attempt": "sign-ins that failed, for some days",
    "sign_in_begun": "who was sent to a provider and is awaited back, for some minutes",
    "trigger_look": "what is still to be looked at for triggers",
    "web_session": "who is signed in",
    "webhook_attempt": "how an event was sent to a webhook",
    "webhook_delivery": "what is to be sent to a webhook, and what was",
    "webhook_place": "how far a webhook was told",
}
"""Tables that are not of the record, and what they hold."""

BESIDE_IT: Final = frozenset({"message"})
"""Tables of which some rows stand in entries, and the others are made as the post is carried.

An act says what is to be sent, to whom and by which template. The copy for each person of a body,
the digest of a day and what the night check tells are made from it, or beside it, without an act.
"""

FOLLOWS: Final = frozenset({"reference_counter"})
"""Tables that no entry writes, because what they hold follows from those that entries do."""

OWN_WORK: Final = {
    "deadline": frozenset({"trouble", "version"}),
    "message": frozenset({"attempts", "not_before", "settled_at", "state", "trouble", "version"}),
}
"""Columns that acts write, and the clock or the post also without an act.

How often an effect failed, and how far a message came.
"""

JUMPS: Final = frozenset(OWN_WORK)
"""Tables whose rows get versions of which no entry tells."""


def record_tables() -> tuple[str, ...]:
    """The tables that are of the record, the ledger's own left out, in the order of `TABLES`."""
    return tuple(name for name in TABLES if name not in APART_FROM_IT and name not in ITSELF)


def unseen(table: str) -> frozenset[str]:
    """The columns of a table of the record that are not compared with what entries say."""
    if table == "private_text":  # held against its own digest instead
        return frozenset()
    return UNSAID.get(table, frozenset()) | OWN_WORK.get(table, frozenset())


def digested(table: str) -> frozenset[str]:
    """The columns of a table that entries hold a digest of."""
    return APART.get(table, frozenset())


__all__ = [
    "APART_FROM_IT",
    "BESIDE_IT",
    "FOLLOWS",
    "ITSELF",
    "JUMPS",
    "OWN_WORK",
    "digested",
    "record_tables",
    "unseen",
]
