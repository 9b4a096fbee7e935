"""The database itself refuses to change or delete what the record only ever adds to.

The statements stand here once for tables created from their declaration; the migrations that
brought them hold their own copies, and a test proves the two equal.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Table, event

INSERT_ONLY: Final = {
    "ledger_entry": "an entry of the ledger is never changed",
    "seal": "a seal of the ledger is never changed",
    "sealed_entry": "what a seal holds is never changed",
}
"""The tables of which no row is ever changed or deleted, and what whoever tries is told."""


def _sqlite(table: str, said: str) -> tuple[str, ...]:
    return tuple(
        f"""
CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{said}'); END
"""
        for act in ("UPDATE", "DELETE")
    )


def _postgresql(table: str, said: str) -> tuple[str, ...]:
    return (
        f"""
CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION '{said}'; END$$
""",
        f"""
CREATE TRIGGER {table}_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
""",
        f"""
CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()
""",
    )


def _off(table: str) -> dict[str, tuple[str, ...]]:
    return {
        "sqlite": (f"DROP TRIGGER {table}_update", f"DROP TRIGGER {table}_delete"),
        "postgresql": (
            f"DROP TRIGGER {table}_change ON {table}",
            f"DROP TRIGGER {table}_truncate ON {table}",
            f"DROP FUNCTION {table}_refuse()",
        ),
    }


_ON: Final = {
    "sqlite": {table: _sqlite(table, said) for table, said in INSERT_ONLY.items()},
    "postgresql": {table: _postgresql(table, said) for table, said in INSERT_ONLY.items()},
}

LEDGER_TRIGGERS: Final = {
    dialect: tuple(one for statements in tables.values() for one in statements)
    for dialect, tables in _ON.items()
}
"""The statements that make the record insert-only, by dialect."""

LEDGER_TRIGGERS_OFF: Final = {
    dialect: tuple(one for table in INSERT_ONLY for one in _off(table)[dialect]) for dialect in _ON
}
"""What takes them away: only for giving up a whole database, in the transaction that refills it."""

GUARDS: Final = {
    "sqlite": {f"{table}_{act}" for table in INSERT_ONLY for act in ("update", "delete")},
    "postgresql": {f"{table}_{act}" for table in INSERT_ONLY for act in ("change", "truncate")},
}
"""The names of the triggers, by dialect."""


def guard(table: Table) -> None:
    """Have the triggers made whenever this table is created from its declaration."""

    @event.listens_for(table, "after_create")
    def _create(_table: Table, connection: Connection, **_options: Any) -> None:
        for statement in _ON[connection.dialect.name][table.name]:
            connection.exec_driver_sql(statement)
