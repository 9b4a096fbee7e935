"""Signing in with a provider: who is who there, who is awaited back, roles that came of groups."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def _key(table: str, length: int) -> list[Any]:
    return [
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=length), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        "identity",
        *_key("identity", 36),
        sa.Column("issuer", sa.String(length=400), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("linked_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_identity_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.UniqueConstraint(
            "partnership_id",
            "issuer",
            "subject",
            name=op.f("uq_identity_partnership_id_issuer_subject"),
        ),
    )
    op.create_index("identity_person", "identity", ["partnership_id", "person_id"])
    op.create_table(
        "sign_in_begun",
        *_key("sign_in_begun", 64),
        sa.Column("provider", sa.String(length=80), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("next", sa.String(length=2000), nullable=False),
        sa.Column("until", Instant(), nullable=False),
    )
    op.create_index("sign_in_begun_until", "sign_in_begun", ["until"])
    op.create_table(
        "provider_session",
        *_key("provider_session", 64),
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        sa.Column("provider", sa.String(length=80), nullable=False),
        sa.Column("sid", sa.String(length=255), nullable=True),
        sa.Column("hint", sa.String(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "identity_id"],
            ["identity.partnership_id", "identity.id"],
            name=op.f("fk_provider_session_partnership_id_identity_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
    )
    op.create_index(
        "provider_session_identity", "provider_session", ["partnership_id", "identity_id"]
    )
    op.add_column("role_grant", sa.Column("issuer", sa.String(length=400), nullable=True))
