"""Versions of rulebooks, consents, and the ledger that no statement may change."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject_table", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint(
            "partnership_id",
            "subject_id",
            "number",
            name=op.f("uq_ledger_entry_partnership_id_subject_id_number"),
        ),
    )
    op.create_index("ledger_at", "ledger_entry", ["partnership_id", "at"], unique=False)
    op.create_index(
        "ledger_subject",
        "ledger_entry",
        ["partnership_id", "subject_table", "subject_id"],
        unique=False,
    )
    op.create_table(
        "rulebook_version",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("superseded_on", sa.Date(), nullable=True),
        sa.Column("authority", Json(), nullable=True),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_rulebook_version")),
        sa.UniqueConstraint(
            "partnership_id",
            "kind",
            "key",
            "number",
            name=op.f("uq_rulebook_version_partnership_id_kind_key_number"),
        ),
        sa.UniqueConstraint(
            "partnership_id", "ref", name=op.f("uq_rulebook_version_partnership_id_ref")
        ),
    )
    op.create_index(
        "rulebook_in_force",
        "rulebook_version",
        ["partnership_id", "kind", "key", "effective_from"],
        unique=False,
    )
    op.create_table(
        "consent",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject_table", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_consent_partnership_id_organisation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_consent_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_consent")),
    )
    op.create_index("consent_subject", "consent", ["partnership_id", "subject_id"], unique=False)
    for statement in INSERT_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


SQLITE_UPDATE = """
CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never changed'); END
"""
SQLITE_DELETE = """
CREATE TRIGGER ledger_entry_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never changed'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'an entry of the ledger is never changed'; END$$
"""
POSTGRESQL_CHANGE = """
CREATE TRIGGER ledger_entry_change BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER ledger_entry_truncate BEFORE TRUNCATE ON ledger_entry
FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_refuse()
"""
INSERT_ONLY = {
    "sqlite": (SQLITE_UPDATE, SQLITE_DELETE),
    "postgresql": (POSTGRESQL_FUNCTION, POSTGRESQL_CHANGE, POSTGRESQL_TRUNCATE),
}
