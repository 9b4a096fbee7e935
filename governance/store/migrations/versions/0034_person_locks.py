"""People an administrator lets in no more: locked with an account of Vires or without."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_lock",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("locked_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_person_lock_partnership_id_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_person_lock")),
    )
    op.execute(
        "INSERT INTO person_lock (partnership_id, id, version, locked_at) "
        "SELECT partnership_id, id, 1, locked_at FROM account WHERE locked_at IS NOT NULL"
    )
    op.drop_column("account", "locked_at")
