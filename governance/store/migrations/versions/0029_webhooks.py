"""Webhooks, how far each was told, what is sent to them and every attempt at it."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhook",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("listens", Json(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("secret_print", sa.String(length=16), nullable=False),
        sa.Column("both_until", Instant(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_webhook")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_webhook_partnership_id_ref")),
    )
    op.create_table(
        "webhook_place",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seal", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since_id", sa.String(length=36), nullable=False),
        sa.Column("failing_since", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "id"],
            ["webhook.partnership_id", "webhook.id"],
            name=op.f("fk_webhook_place_partnership_id_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_webhook_place")),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.String(length=36), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_ref", sa.String(length=40), nullable=False),
        sa.Column("seal", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("trouble", Json(), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "webhook_id"],
            ["webhook.partnership_id", "webhook.id"],
            name=op.f("fk_webhook_delivery_partnership_id_webhook_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint(
            "partnership_id",
            "webhook_id",
            "entry_id",
            name=op.f("uq_webhook_delivery_partnership_id_webhook_id_entry_id"),
        ),
    )
    op.create_index("webhook_delivery_next", "webhook_delivery", ["not_before", "id"])
    op.create_index(
        "webhook_delivery_listed", "webhook_delivery", ["partnership_id", "webhook_id", "id"]
    )
    op.create_table(
        "webhook_attempt",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.Column("detail", Json(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "delivery_id"],
            ["webhook_delivery.partnership_id", "webhook_delivery.id"],
            name=op.f("fk_webhook_attempt_partnership_id_delivery_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_webhook_attempt")),
        sa.UniqueConstraint(
            "partnership_id",
            "delivery_id",
            "number",
            name=op.f("uq_webhook_attempt_partnership_id_delivery_id_number"),
        ),
    )
