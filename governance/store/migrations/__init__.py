"""The schema's versions: what an opened database is at, and bringing it up to date.

An empty database is made on first use. One that holds data at an older version is never changed
in passing: somebody asks for it with `vires db upgrade`, after a backup. There is no way back
down; a backup is the way back.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect

from governance.domain.errors import Unusable
from governance.store import planner
from governance.store.engine import Store

VERSIONS = Path(__file__).parent / "versions"


class Schema(StrEnum):
    """What a database's schema is, compared with the one this Vires knows."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"


@cache
def known() -> tuple[str, ...]:
    """The versions this Vires knows, oldest first."""
    return tuple(sorted(path.name[:4] for path in VERSIONS.glob("[0-9]*.py")))


def head() -> str:
    """The newest version this Vires knows."""
    return known()[-1]


def revision(store: Store) -> tuple[Schema, str | None]:
    """What the schema is, and the version written in the database."""
    with store.errors_told(), store.engine.connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> tuple[Schema, str | None]:
    names = set(inspect(connection).get_table_names())
    if not names:
        return Schema.EMPTY, None
    if "alembic_version" not in names:
        return Schema.FOREIGN, None
    rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchall()
    at = rows[0][0] if rows else None
    if at is None:
        return (Schema.EMPTY if names == {"alembic_version"} else Schema.FOREIGN), None
    if at == head():
        return Schema.CURRENT, at
    return (Schema.OLDER if at in known() else Schema.NEWER), at


def require_current(store: Store) -> None:
    """Make the schema of an empty database; raise `Unusable` unless it is then this Vires's."""
    schema, at = revision(store)
    if schema is Schema.EMPTY:
        upgrade(store)
    elif schema is not Schema.CURRENT:
        raise Unusable.one(f"store.schema_{schema}", where=store.where, at=at, known=head())


def upgrade(store: Store) -> list[str]:
    """Bring the schema up to date in one transaction; returns the versions applied.

    Raises `Unusable` for a database that is newer, or not of Vires. Safe to run from several
    processes at once: the others wait and find nothing to do.
    """
    with store.errors_told(), store.engine.begin() as connection:
        if store.dialect == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('vires schema'))")
        schema, at = _revision(connection)
        if schema in (Schema.NEWER, Schema.FOREIGN):
            raise Unusable.one(f"store.schema_{schema}", where=store.where, at=at, known=head())
        if schema is Schema.CURRENT:
            return []
        _run(connection)
        if store.dialect == "sqlite":
            planner.tell(connection)
        return [version for version in known() if at is None or version > at]


def _run(connection: Connection) -> None:
    from alembic.config import Config  # noqa: PLC0415  # slow to import, seldom needed
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    script = ScriptDirectory(str(VERSIONS.parent), version_locations=[str(VERSIONS)])

    def steps(at: Any, _context: Any) -> Any:
        return script._upgrade_revs("head", at)  # noqa: SLF001  # as Alembic's own command does

    with EnvironmentContext(Config(), script, fn=steps, destination_rev="head") as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
