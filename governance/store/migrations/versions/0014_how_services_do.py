"""How services do: measures, observations, actions, improvement plans."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("baseline", sa.BigInteger(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("tolerance", sa.BigInteger(), nullable=True),
        sa.Column("tolerance_percent", sa.Boolean(), nullable=False),
        sa.Column("rhythm", sa.String(length=20), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("rating", sa.String(length=10), nullable=True),
        sa.Column("reds", sa.Integer(), nullable=False),
        sa.Column("latest_end", sa.Date(), nullable=True),
        sa.Column("wants_action", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_measure_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_measure")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_measure_partnership_id_ref")),
    )
    op.create_index(
        "measure_commission", "measure", ["partnership_id", "commission_id"], unique=False
    )
    op.create_index("measure_reds", "measure", ["partnership_id", "reds"], unique=False)
    op.create_table(
        "observation",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.String(length=36), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entered_by_id", sa.String(length=36), nullable=True),
        sa.Column("entered_at", Instant(), nullable=False),
        sa.Column("rating", sa.String(length=10), nullable=True),
        sa.Column("unrated", sa.String(length=40), nullable=True),
        sa.Column("rule_id", sa.String(length=36), nullable=True),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("tolerance", sa.BigInteger(), nullable=True),
        sa.Column("tolerance_percent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "entered_by_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_observation_partnership_id_entered_by_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "measure_id"],
            ["measure.partnership_id", "measure.id"],
            name=op.f("fk_observation_partnership_id_measure_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "rule_id"],
            ["rulebook_version.partnership_id", "rulebook_version.id"],
            name=op.f("fk_observation_partnership_id_rule_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_observation")),
        sa.UniqueConstraint(
            "partnership_id",
            "measure_id",
            "period_end",
            "number",
            name=op.f("uq_observation_partnership_id_measure_id_period_end_number"),
        ),
    )
    op.create_index(
        "observation_standing",
        "observation",
        ["partnership_id", "measure_id", "stands", "period_end"],
        unique=False,
    )
    op.create_table(
        "improvement_plan",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.Column("review_id", sa.String(length=36), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("officer_id", sa.String(length=36), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by_id", sa.String(length=36), nullable=True),
        sa.Column("finding", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "case_id"],
            ["decommissioning_case.partnership_id", "decommissioning_case.id"],
            name=op.f("fk_improvement_plan_partnership_id_case_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_improvement_plan_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "officer_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_improvement_plan_partnership_id_officer_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "review_id"],
            ["review.partnership_id", "review.id"],
            name=op.f("fk_improvement_plan_partnership_id_review_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "settled_by_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_improvement_plan_partnership_id_settled_by_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_improvement_plan")),
        sa.UniqueConstraint(
            "partnership_id", "ref", name=op.f("uq_improvement_plan_partnership_id_ref")
        ),
    )
    op.create_index(
        "improvement_plan_case", "improvement_plan", ["partnership_id", "case_id"], unique=False
    )
    op.create_index(
        "improvement_plan_commission",
        "improvement_plan",
        ["partnership_id", "commission_id", "state"],
        unique=False,
    )
    op.create_table(
        "action",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.String(length=36), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("improvement_plan_id", sa.String(length=36), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(length=36), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("given_up", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "improvement_plan_id"],
            ["improvement_plan.partnership_id", "improvement_plan.id"],
            name=op.f("fk_action_partnership_id_improvement_plan_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "measure_id"],
            ["measure.partnership_id", "measure.id"],
            name=op.f("fk_action_partnership_id_measure_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "officer_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_action_partnership_id_officer_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_action")),
    )
    op.create_index("action_measure", "action", ["partnership_id", "measure_id"], unique=False)
    op.create_index(
        "action_plan", "action", ["partnership_id", "improvement_plan_id"], unique=False
    )
    op.create_table(
        "trigger_look",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("retry_at", Instant(), nullable=True),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_trigger_look")),
    )
    op.create_index(
        "trigger_look_asked", "trigger_look", ["partnership_id", "asked_at"], unique=False
    )
