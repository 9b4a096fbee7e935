"""Seals over the ledger, and what waits for one: every entry there is."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seal",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("certificate", sa.String(length=128), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_seal")),
        sa.UniqueConstraint("partnership_id", "number", name=op.f("uq_seal_partnership_id_number")),
    )
    op.create_table(
        "sealed_entry",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_sealed_entry")),
        sa.UniqueConstraint(
            "partnership_id",
            "seal",
            "position",
            name=op.f("uq_sealed_entry_partnership_id_seal_position"),
        ),
    )
    op.create_table(
        "unsealed_entry",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_unsealed_entry")),
    )
    op.execute(
        "INSERT INTO unsealed_entry (partnership_id, id, version)"
        " SELECT partnership_id, id, 1 FROM ledger_entry"
    )
    for table, said in GUARDED.items():
        for statement in GUARDS[op.get_bind().dialect.name]:
            op.execute(statement.format(table=table, said=said))


GUARDED = {
    "seal": "a seal of the ledger is never changed",
    "sealed_entry": "what a seal holds is never changed",
}
SQLITE_UPDATE = """
CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{said}'); END
"""
SQLITE_DELETE = """
CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{said}'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION '{said}'; END$$
"""
POSTGRESQL_CHANGE = """
CREATE TRIGGER {table}_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()
"""
GUARDS = {
    "sqlite": (SQLITE_UPDATE, SQLITE_DELETE),
    "postgresql": (POSTGRESQL_FUNCTION, POSTGRESQL_CHANGE, POSTGRESQL_TRUNCATE),
}
