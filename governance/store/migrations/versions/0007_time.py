"""What is due and what is to be sent."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deadline",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("subject_table", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=True),
        sa.Column("effect", sa.String(length=40), nullable=True),
        sa.Column("working", Json(), nullable=False),
        sa.Column("paused_at", Instant(), nullable=True),
        sa.Column("trouble", Json(), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_deadline")),
        sa.UniqueConstraint(
            "partnership_id",
            "subject_id",
            "kind",
            "cause",
            name=op.f("uq_deadline_partnership_id_subject_id_kind_cause"),
        ),
    )
    op.create_index("deadline_due", "deadline", ["state", "due_at"], unique=False)
    op.create_index("deadline_subject", "deadline", ["partnership_id", "subject_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("recipient", sa.String(length=80), nullable=True),
        sa.Column("subject_table", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("params", Json(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_message_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_subject_id"), "message", ["subject_id"], unique=False)
    op.create_index("message_waiting", "message", ["state", "created_at"], unique=False)
