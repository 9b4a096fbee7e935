"""Programs show a token of a person's, which says what it may be used for and until when."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_token",
        sa.Column("partnership_id", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("scopes", Json(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("seen_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_service_token")),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_service_token_partnership_id_person_id"),
            deferrable=True,
            initially="IMMEDIATE",
        ),
    )
    op.create_index("service_token_digest", "service_token", ["digest"], unique=True)
    op.create_index("service_token_person", "service_token", ["partnership_id", "person_id"])
