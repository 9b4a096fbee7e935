"""Signing in."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "done_form",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("led_to", sa.String(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_done_form")),
    )
    op.create_index("done_form_made", "done_form", ["made_at"], unique=False)
    op.create_table(
        "kept_form",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("fields", Json(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_kept_form")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_table(
        "account",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("password_set_at", Instant(), nullable=False),
        sa.Column("password_until", Instant(), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.String(length=64), nullable=True),
        sa.Column("totp_offered", sa.String(length=64), nullable=True),
        sa.Column("totp_counter", sa.BigInteger(), nullable=True),
        sa.Column("recovery", Json(), nullable=False),
        sa.Column("locked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_account_partnership_id_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_account")),
    )
    op.create_table(
        "web_session",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_web_session_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_web_session")),
    )
    op.create_index(
        "web_session_person", "web_session", ["partnership_id", "person_id"], unique=False
    )
    op.create_index("web_session_token", "web_session", ["id"], unique=False)
