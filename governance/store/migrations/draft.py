"""Write a migration from the difference between the tables and the last version.

For developers: `python -m governance.store.migrations.draft 0002 second_rooms`. The file is a
draft to read and to finish by hand: data that must move, triggers, checks.
"""

from __future__ import annotations

import sys
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext

from governance.store.engine import open_store
from governance.store.migrations import VERSIONS, known, upgrade
from governance.store.tables import ROWS
from governance.store.types import Instant, Json

_FILE = '''"""{title}."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "{number}"
down_revision = {before}
branch_labels = None
depends_on = None


def upgrade() -> None:
{body}
'''


def draft(number: str, name: str) -> str:
    """The text of the next migration."""
    store = open_store("sqlite://")
    if known():
        upgrade(store)
    metadata = next(iter(ROWS.values())).metadata
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        operations = produce_migrations(context, metadata).upgrade_ops
        assert operations is not None
        body = render_python_code(
            operations, render_item=_render, migration_context=context, user_module_prefix=None
        )
    store.close()
    lines = [line for line in body.splitlines() if not line.strip().startswith("# ###")]
    before = f'"{known()[-1]}"' if known() else "None"
    title = name.replace("_", " ").capitalize()
    return _FILE.format(title=title, number=number, before=before, body="\n".join(lines))


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    if kind == "type" and isinstance(item, Instant | Json):
        return f"{type(item).__name__}()"
    if kind == "type" and type(item).__name__ == "AutoString":
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


if __name__ == "__main__":
    new_number, new_name = sys.argv[1:]
    (VERSIONS / f"{new_number}_{new_name}.py").write_text(draft(new_number, new_name))
