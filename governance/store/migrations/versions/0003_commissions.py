"""Commissions, their stages, principles, partners and agreements; what was imported."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commission",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_before_pause", sa.String(length=40), nullable=True),
        sa.Column("lead_id", sa.String(length=36), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.Column("framework_key", sa.String(length=80), nullable=False),
        sa.Column("framework_version_id", sa.String(length=36), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("mechanism", sa.String(length=40), nullable=True),
        sa.Column("regime", sa.String(length=40), nullable=True),
        sa.Column("need", sa.String(), nullable=True),
        sa.Column("population", sa.String(), nullable=True),
        sa.Column("outcomes", Json(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("parent_id", sa.String(length=36), nullable=True),
        sa.Column("recommissioned_as_id", sa.String(length=36), nullable=True),
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("ocid", sa.String(length=200), nullable=True),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("flags", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "lead_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_commission_partnership_id_lead_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_commission_partnership_id_organisation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "parent_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_commission_partnership_id_parent_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "recommissioned_as_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_commission_partnership_id_recommissioned_as_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_commission")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_commission_partnership_id_ref")),
    )
    op.create_index("commission_end", "commission", ["partnership_id", "end_date"], unique=False)
    op.create_index("commission_group", "commission", ["partnership_id", "group_id"], unique=False)
    op.create_index("commission_ocid", "commission", ["partnership_id", "ocid"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=False),
        sa.Column("provider_id", sa.String(length=36), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("lot", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("extensions", Json(), nullable=False),
        sa.Column("regime", sa.String(length=40), nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.Column("flags", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_agreement_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "provider_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_agreement_partnership_id_provider_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_agreement_partnership_id_ref")),
    )
    op.create_index(
        "agreement_commission", "agreement", ["partnership_id", "commission_id"], unique=False
    )
    op.create_index("agreement_end", "agreement", ["partnership_id", "ends_on"], unique=False)
    op.create_table(
        "commission_partner",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_commission_partner_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_commission_partner_partnership_id_organisation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_commission_partner")),
        sa.UniqueConstraint(
            "partnership_id",
            "commission_id",
            "organisation_id",
            name=op.f("uq_commission_partner_partnership_id_commission_id_organisation_id"),
        ),
    )
    op.create_index(
        op.f("ix_commission_partner_organisation_id"),
        "commission_partner",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "imported_release",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ocid", sa.String(length=200), nullable=False),
        sa.Column("release", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=True),
        sa.Column("imported_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_imported_release_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_imported_release")),
        sa.UniqueConstraint(
            "partnership_id",
            "ocid",
            "release",
            name=op.f("uq_imported_release_partnership_id_ocid_release"),
        ),
    )
    op.create_index(
        "imported_commission", "imported_release", ["partnership_id", "commission_id"], unique=False
    )
    op.create_table(
        "principle_answer",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=False),
        sa.Column("principle", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_principle_answer_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_principle_answer")),
    )
    op.create_index(
        "principle_commission",
        "principle_answer",
        ["partnership_id", "commission_id"],
        unique=False,
    )
    op.create_table(
        "stage_progress",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("reopened_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_stage_progress_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_stage_progress")),
        sa.UniqueConstraint(
            "partnership_id",
            "commission_id",
            "round",
            "stage",
            name=op.f("uq_stage_progress_partnership_id_commission_id_round_stage"),
        ),
    )
