"""The plan: priorities, commitments, returns, annual reports."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Json

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("vision", sa.String(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("strategies", Json(), nullable=False),
        sa.Column("rhythm", sa.Integer(), nullable=False),
        sa.Column("consulted_from", sa.Date(), nullable=True),
        sa.Column("consulted_to", sa.Date(), nullable=True),
        sa.Column("changed", sa.String(), nullable=False),
        sa.Column("proposal_id", sa.String(length=36), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("renewed_as_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "body_id"],
            ["body.partnership_id", "body.id"],
            name=op.f("fk_plan_partnership_id_body_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_plan_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "renewed_as_id"],
            ["plan.partnership_id", "plan.id"],
            name=op.f("fk_plan_partnership_id_renewed_as_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_plan")),
        sa.UniqueConstraint("partnership_id", "key", name=op.f("uq_plan_partnership_id_key")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_plan_partnership_id_ref")),
    )
    op.create_table(
        "annual_report",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=False),
        sa.Column("foreword", sa.String(), nullable=False),
        sa.Column("content", Json(), nullable=True),
        sa.Column("assembled_on", sa.Date(), nullable=True),
        sa.Column("proposal_id", sa.String(length=36), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "plan_id"],
            ["plan.partnership_id", "plan.id"],
            name=op.f("fk_annual_report_partnership_id_plan_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_annual_report_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_annual_report")),
        sa.UniqueConstraint(
            "partnership_id",
            "plan_id",
            "period_end",
            name=op.f("uq_annual_report_partnership_id_plan_id_period_end"),
        ),
        sa.UniqueConstraint(
            "partnership_id", "ref", name=op.f("uq_annual_report_partnership_id_ref")
        ),
    )
    op.create_table(
        "commissioning_plan",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("for_group", sa.String(), nullable=False),
        sa.Column("priorities", Json(), nullable=False),
        sa.Column("levels", Json(), nullable=False),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "plan_id"],
            ["plan.partnership_id", "plan.id"],
            name=op.f("fk_commissioning_plan_partnership_id_plan_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_commissioning_plan")),
        sa.UniqueConstraint(
            "partnership_id",
            "plan_id",
            "key",
            name=op.f("uq_commissioning_plan_partnership_id_plan_id_key"),
        ),
    )
    op.create_table(
        "monitoring_return",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=False),
        sa.Column("missed_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_by_id", sa.String(length=36), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_monitoring_return_partnership_id_organisation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "plan_id"],
            ["plan.partnership_id", "plan.id"],
            name=op.f("fk_monitoring_return_partnership_id_plan_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "returned_by_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_monitoring_return_partnership_id_returned_by_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_monitoring_return")),
        sa.UniqueConstraint(
            "partnership_id",
            "plan_id",
            "organisation_id",
            "period_end",
            name=op.f("uq_monitoring_return_partnership_id_plan_id_organisation_id_period_end"),
        ),
        sa.UniqueConstraint(
            "partnership_id", "ref", name=op.f("uq_monitoring_return_partnership_id_ref")
        ),
    )
    op.create_index(
        "monitoring_return_due",
        "monitoring_return",
        ["partnership_id", "state", "due_day"],
        unique=False,
    )
    op.create_table(
        "plan_consultee",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "plan_id"],
            ["plan.partnership_id", "plan.id"],
            name=op.f("fk_plan_consultee_partnership_id_plan_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_plan_consultee")),
        sa.UniqueConstraint(
            "partnership_id",
            "plan_id",
            "key",
            name=op.f("uq_plan_consultee_partnership_id_plan_id_key"),
        ),
    )
    op.create_table(
        "priority",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(length=80), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "plan_id"],
            ["plan.partnership_id", "plan.id"],
            name=op.f("fk_priority_partnership_id_plan_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_priority")),
        sa.UniqueConstraint(
            "partnership_id", "plan_id", "key", name=op.f("uq_priority_partnership_id_plan_id_key")
        ),
    )
    op.create_table(
        "commission_place",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=False),
        sa.Column("priority_id", sa.String(length=36), nullable=True),
        sa.Column("commissioning_plan_id", sa.String(length=36), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_commission_place_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commissioning_plan_id"],
            ["commissioning_plan.partnership_id", "commissioning_plan.id"],
            name=op.f("fk_commission_place_partnership_id_commissioning_plan_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "plan_id"],
            ["plan.partnership_id", "plan.id"],
            name=op.f("fk_commission_place_partnership_id_plan_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "priority_id"],
            ["priority.partnership_id", "priority.id"],
            name=op.f("fk_commission_place_partnership_id_priority_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_commission_place")),
    )
    op.create_index(
        "commission_place_commission",
        "commission_place",
        ["partnership_id", "commission_id"],
        unique=False,
    )
    op.create_index(
        "commission_place_plan", "commission_place", ["partnership_id", "plan_id"], unique=False
    )
    op.create_table(
        "commitment",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("priority_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("measure_id", sa.String(length=36), nullable=True),
        sa.Column("judgement", sa.String(length=20), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("drop_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "measure_id"],
            ["measure.partnership_id", "measure.id"],
            name=op.f("fk_commitment_partnership_id_measure_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_commitment_partnership_id_organisation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "plan_id"],
            ["plan.partnership_id", "plan.id"],
            name=op.f("fk_commitment_partnership_id_plan_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "priority_id"],
            ["priority.partnership_id", "priority.id"],
            name=op.f("fk_commitment_partnership_id_priority_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_commitment")),
        sa.UniqueConstraint(
            "partnership_id",
            "plan_id",
            "number",
            name=op.f("uq_commitment_partnership_id_plan_id_number"),
        ),
    )
    op.create_index(
        "commitment_partner",
        "commitment",
        ["partnership_id", "plan_id", "organisation_id"],
        unique=False,
    )
    op.create_table(
        "return_line",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.String(length=36), nullable=False),
        sa.Column("commitment_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("judgement", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commitment_id"],
            ["commitment.partnership_id", "commitment.id"],
            name=op.f("fk_return_line_partnership_id_commitment_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "return_id"],
            ["monitoring_return.partnership_id", "monitoring_return.id"],
            name=op.f("fk_return_line_partnership_id_return_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_return_line")),
        sa.UniqueConstraint(
            "partnership_id",
            "return_id",
            "commitment_id",
            "number",
            name=op.f("uq_return_line_partnership_id_return_id_commitment_id_number"),
        ),
    )
    op.create_index(
        "return_line_commitment", "return_line", ["partnership_id", "commitment_id"], unique=False
    )
