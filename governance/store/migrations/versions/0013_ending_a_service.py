"""Ending a service: cases and counts."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decommissioning_case",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=False),
        sa.Column("agreement_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("trigger", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", Json(), nullable=False),
        sa.Column("officer_id", sa.String(length=36), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("continuity", Json(), nullable=True),
        sa.Column("appraisal", Json(), nullable=True),
        sa.Column("savings", Json(), nullable=True),
        sa.Column("consultation", Json(), nullable=True),
        sa.Column("proposal_id", sa.String(length=36), nullable=True),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("notice_ends_on", sa.Date(), nullable=True),
        sa.Column("notice_short", sa.String(), nullable=False),
        sa.Column("notice_terms", sa.String(), nullable=False),
        sa.Column("transition", Json(), nullable=True),
        sa.Column("replacement_id", sa.String(length=36), nullable=True),
        sa.Column("no_replacement", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("evaluation", Json(), nullable=True),
        sa.Column("flags", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "agreement_id"],
            ["agreement.partnership_id", "agreement.id"],
            name=op.f("fk_decommissioning_case_partnership_id_agreement_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_decommissioning_case_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "officer_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_decommissioning_case_partnership_id_officer_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_decommissioning_case_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "replacement_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_decommissioning_case_partnership_id_replacement_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_decommissioning_case")),
        sa.UniqueConstraint(
            "partnership_id",
            "commission_id",
            "cause",
            name=op.f("uq_decommissioning_case_partnership_id_commission_id_cause"),
        ),
        sa.UniqueConstraint(
            "partnership_id", "ref", name=op.f("uq_decommissioning_case_partnership_id_ref")
        ),
    )
    op.create_index(
        "decommissioning_case_state",
        "decommissioning_case",
        ["partnership_id", "state"],
        unique=False,
    )
    op.create_index(
        "decommissioning_case_proposal",
        "decommissioning_case",
        ["partnership_id", "proposal_id"],
        unique=False,
    )
    op.create_table(
        "transfer_count",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "case_id"],
            ["decommissioning_case.partnership_id", "decommissioning_case.id"],
            name=op.f("fk_transfer_count_partnership_id_case_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_transfer_count")),
    )
    op.create_index(
        "transfer_count_case",
        "transfer_count",
        ["partnership_id", "case_id", "on_day"],
        unique=False,
    )
