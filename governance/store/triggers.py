"""The database itself refuses to change or delete an entry of the ledger.

The statements stand here once for tables created from their declaration; the migration that
brought them holds its own copy, and a test proves the two equal.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, event

_SQLITE_UPDATE = """
CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never changed'); END
"""
_SQLITE_DELETE = """
CREATE TRIGGER ledger_entry_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never changed'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'an entry of the ledger is never changed'; END$$
"""
_POSTGRESQL_CHANGE = """
CREATE TRIGGER ledger_entry_change BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()
"""
_POSTGRESQL_TRUNCATE = """
CREATE TRIGGER ledger_entry_truncate BEFORE TRUNCATE ON ledger_entry
FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_refuse()
"""

LEDGER_TRIGGERS = {
    "sqlite": (_SQLITE_UPDATE, _SQLITE_DELETE),
    "postgresql": (_POSTGRESQL_FUNCTION, _POSTGRESQL_CHANGE, _POSTGRESQL_TRUNCATE),
}
"""The statements that make the ledger insert-only, by dialect."""

LEDGER_TRIGGERS_OFF = {
    "sqlite": ("DROP TRIGGER ledger_entry_update", "DROP TRIGGER ledger_entry_delete"),
    "postgresql": (
        "DROP TRIGGER ledger_entry_change ON ledger_entry",
        "DROP TRIGGER ledger_entry_truncate ON ledger_entry",
        "DROP FUNCTION ledger_entry_refuse()",
    ),
}
"""What takes them away: only for giving up a whole database, in the transaction that refills it."""


def guard(table: Table) -> None:
    """Have the triggers made whenever this table is created from its declaration."""

    @event.listens_for(table, "after_create")
    def _create(_table: Table, connection: Connection, **_options: Any) -> None:
        for statement in LEDGER_TRIGGERS[connection.dialect.name]:
            connection.exec_driver_sql(statement)
