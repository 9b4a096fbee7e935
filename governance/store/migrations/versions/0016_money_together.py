"""Money together: funds, agreements, contributions, allocations, reports."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Json

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fund",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("host_id", sa.String(length=36), nullable=False),
        sa.Column("manager_id", sa.String(length=36), nullable=True),
        sa.Column("year_starts", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "host_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_fund_partnership_id_host_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "manager_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_fund_partnership_id_manager_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_fund")),
        sa.UniqueConstraint("partnership_id", "key", name=op.f("uq_fund_partnership_id_key")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_fund_partnership_id_ref")),
    )
    op.create_table(
        "fund_partner",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "fund_id"],
            ["fund.partnership_id", "fund.id"],
            name=op.f("fk_fund_partner_partnership_id_fund_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_fund_partner_partnership_id_organisation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_fund_partner")),
        sa.UniqueConstraint(
            "partnership_id",
            "fund_id",
            "organisation_id",
            "from_day",
            name=op.f("uq_fund_partner_partnership_id_fund_id_organisation_id_from_day"),
        ),
    )
    op.create_table(
        "contribution",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "fund_id"],
            ["fund.partnership_id", "fund.id"],
            name=op.f("fk_contribution_partnership_id_fund_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_contribution_partnership_id_organisation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_contribution")),
    )
    op.create_index(
        "contribution_fund",
        "contribution",
        ["partnership_id", "fund_id", "period_start"],
        unique=False,
    )
    op.create_table(
        "fund_report",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("reported_by_id", sa.String(length=36), nullable=True),
        sa.Column("spent", sa.BigInteger(), nullable=True),
        sa.Column("forecast", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "fund_id"],
            ["fund.partnership_id", "fund.id"],
            name=op.f("fk_fund_report_partnership_id_fund_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "reported_by_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_fund_report_partnership_id_reported_by_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_fund_report")),
        sa.UniqueConstraint(
            "partnership_id",
            "fund_id",
            "kind",
            "period_end",
            "number",
            name=op.f("uq_fund_report_partnership_id_fund_id_kind_period_end_number"),
        ),
    )
    op.create_index(
        "fund_report_fund", "fund_report", ["partnership_id", "fund_id", "period_end"], unique=False
    )
    op.create_table(
        "remedial_plan",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.String(length=36), nullable=False),
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("over", sa.BigInteger(), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "fund_id"],
            ["fund.partnership_id", "fund.id"],
            name=op.f("fk_remedial_plan_partnership_id_fund_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "report_id"],
            ["fund_report.partnership_id", "fund_report.id"],
            name=op.f("fk_remedial_plan_partnership_id_report_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_remedial_plan")),
        sa.UniqueConstraint(
            "partnership_id", "report_id", name=op.f("uq_remedial_plan_partnership_id_report_id")
        ),
    )
    op.create_table(
        "allocation",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=True),
        sa.Column("agreement_id", sa.String(length=36), nullable=True),
        sa.Column("body_id", sa.String(length=36), nullable=True),
        sa.Column("under_id", sa.String(length=36), nullable=True),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.Column("decider", sa.String(length=80), nullable=True),
        sa.Column("ring_fenced", sa.Boolean(), nullable=False),
        sa.Column("proposal_id", sa.String(length=36), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("permitted", sa.String(length=80), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("flags", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "agreement_id"],
            ["agreement.partnership_id", "agreement.id"],
            name=op.f("fk_allocation_partnership_id_agreement_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "body_id"],
            ["body.partnership_id", "body.id"],
            name=op.f("fk_allocation_partnership_id_body_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_allocation_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "fund_id"],
            ["fund.partnership_id", "fund.id"],
            name=op.f("fk_allocation_partnership_id_fund_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_allocation_partnership_id_organisation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_allocation_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "under_id"],
            ["allocation.partnership_id", "allocation.id"],
            name=op.f("fk_allocation_partnership_id_under_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_allocation")),
        sa.UniqueConstraint(
            "partnership_id",
            "fund_id",
            "number",
            name=op.f("uq_allocation_partnership_id_fund_id_number"),
        ),
    )
    op.create_index(
        "allocation_commission", "allocation", ["partnership_id", "commission_id"], unique=False
    )
    op.create_index(
        "allocation_fund", "allocation", ["partnership_id", "fund_id", "period_start"], unique=False
    )
    op.create_table(
        "pooled_agreement",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("partners", Json(), nullable=False),
        sa.Column("clauses", Json(), nullable=False),
        sa.Column("permitted", Json(), nullable=False),
        sa.Column("limits", Json(), nullable=False),
        sa.Column("overspend", Json(), nullable=False),
        sa.Column("underspend", Json(), nullable=False),
        sa.Column("remedial_days", sa.Integer(), nullable=True),
        sa.Column("quarter_days", sa.Integer(), nullable=True),
        sa.Column("year_days", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.String(length=36), nullable=True),
        sa.Column("executed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("flags", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "fund_id"],
            ["fund.partnership_id", "fund.id"],
            name=op.f("fk_pooled_agreement_partnership_id_fund_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_pooled_agreement_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_pooled_agreement")),
        sa.UniqueConstraint(
            "partnership_id",
            "fund_id",
            "number",
            name=op.f("uq_pooled_agreement_partnership_id_fund_id_number"),
        ),
        sa.UniqueConstraint(
            "partnership_id", "ref", name=op.f("uq_pooled_agreement_partnership_id_ref")
        ),
    )
    op.create_index(
        "pooled_agreement_ends",
        "pooled_agreement",
        ["partnership_id", "state", "ends_on"],
        unique=False,
    )
