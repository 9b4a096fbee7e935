"""Reviews, and what follows where a deadline is not kept."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assurance_exception",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=False),
        sa.Column("deadline_id", sa.String(length=36), nullable=False),
        sa.Column("prompt_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_assurance_exception_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "deadline_id"],
            ["deadline.partnership_id", "deadline.id"],
            name=op.f("fk_assurance_exception_partnership_id_deadline_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "prompt_id"],
            ["prompt.partnership_id", "prompt.id"],
            name=op.f("fk_assurance_exception_partnership_id_prompt_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_assurance_exception")),
        sa.UniqueConstraint(
            "partnership_id",
            "deadline_id",
            name=op.f("uq_assurance_exception_partnership_id_deadline_id"),
        ),
    )
    op.create_index(
        "assurance_exception_commission",
        "assurance_exception",
        ["partnership_id", "commission_id"],
        unique=False,
    )
    op.create_table(
        "block",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=False),
        sa.Column("deadline_id", sa.String(length=36), nullable=False),
        sa.Column("prompt_id", sa.String(length=36), nullable=False),
        sa.Column("moves", Json(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_block_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "deadline_id"],
            ["deadline.partnership_id", "deadline.id"],
            name=op.f("fk_block_partnership_id_deadline_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "prompt_id"],
            ["prompt.partnership_id", "prompt.id"],
            name=op.f("fk_block_partnership_id_prompt_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_block")),
        sa.UniqueConstraint(
            "partnership_id", "prompt_id", name=op.f("uq_block_partnership_id_prompt_id")
        ),
    )
    op.create_index("block_commission", "block", ["partnership_id", "commission_id"], unique=False)
    op.create_table(
        "exception_line",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("deadline_id", sa.String(length=36), nullable=False),
        sa.Column("prompt_id", sa.String(length=36), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "body_id"],
            ["body.partnership_id", "body.id"],
            name=op.f("fk_exception_line_partnership_id_body_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "deadline_id"],
            ["deadline.partnership_id", "deadline.id"],
            name=op.f("fk_exception_line_partnership_id_deadline_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "meeting_id"],
            ["meeting.partnership_id", "meeting.id"],
            name=op.f("fk_exception_line_partnership_id_meeting_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "prompt_id"],
            ["prompt.partnership_id", "prompt.id"],
            name=op.f("fk_exception_line_partnership_id_prompt_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_exception_line")),
        sa.UniqueConstraint(
            "partnership_id",
            "prompt_id",
            "body_id",
            name=op.f("uq_exception_line_partnership_id_prompt_id_body_id"),
        ),
    )
    op.create_index(
        "exception_line_waiting",
        "exception_line",
        ["partnership_id", "body_id", "meeting_id"],
        unique=False,
    )
    op.create_table(
        "exception_report",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("lines", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "meeting_id"],
            ["meeting.partnership_id", "meeting.id"],
            name=op.f("fk_exception_report_partnership_id_meeting_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_exception_report")),
        sa.UniqueConstraint(
            "partnership_id",
            "meeting_id",
            name=op.f("uq_exception_report_partnership_id_meeting_id"),
        ),
    )
    op.create_table(
        "raised_trigger",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=False),
        sa.Column("deadline_id", sa.String(length=36), nullable=False),
        sa.Column("prompt_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_raised_trigger_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "deadline_id"],
            ["deadline.partnership_id", "deadline.id"],
            name=op.f("fk_raised_trigger_partnership_id_deadline_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "prompt_id"],
            ["prompt.partnership_id", "prompt.id"],
            name=op.f("fk_raised_trigger_partnership_id_prompt_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_raised_trigger")),
        sa.UniqueConstraint(
            "partnership_id",
            "deadline_id",
            "name",
            name=op.f("uq_raised_trigger_partnership_id_deadline_id_name"),
        ),
    )
    op.create_index(
        "raised_trigger_commission",
        "raised_trigger",
        ["partnership_id", "commission_id"],
        unique=False,
    )
    op.create_table(
        "review",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("due_day", sa.Date(), nullable=False),
        sa.Column("missed_on", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("tests", Json(), nullable=False),
        sa.Column("views", sa.String(), nullable=False),
        sa.Column("no_views", sa.String(), nullable=False),
        sa.Column("reported_by_id", sa.String(length=36), nullable=True),
        sa.Column("proposal_id", sa.String(length=36), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_review_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_review_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "reported_by_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_review_partnership_id_reported_by_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "partnership_id",
            "commission_id",
            "number",
            name=op.f("uq_review_partnership_id_commission_id_number"),
        ),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_review_partnership_id_ref")),
    )
    op.create_index("review_due", "review", ["partnership_id", "state", "due_day"], unique=False)
    op.create_table(
        "proposed_item",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("deadline_id", sa.String(length=36), nullable=False),
        sa.Column("prompt_id", sa.String(length=36), nullable=False),
        sa.Column("subject_table", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("agenda_item_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "agenda_item_id"],
            ["agenda_item.partnership_id", "agenda_item.id"],
            name=op.f("fk_proposed_item_partnership_id_agenda_item_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "body_id"],
            ["body.partnership_id", "body.id"],
            name=op.f("fk_proposed_item_partnership_id_body_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "deadline_id"],
            ["deadline.partnership_id", "deadline.id"],
            name=op.f("fk_proposed_item_partnership_id_deadline_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "prompt_id"],
            ["prompt.partnership_id", "prompt.id"],
            name=op.f("fk_proposed_item_partnership_id_prompt_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_proposed_item")),
        sa.UniqueConstraint(
            "partnership_id",
            "deadline_id",
            "body_id",
            name=op.f("uq_proposed_item_partnership_id_deadline_id_body_id"),
        ),
    )
    op.create_index(
        "proposed_item_waiting",
        "proposed_item",
        ["partnership_id", "body_id", "state"],
        unique=False,
    )
    op.add_column("commission", sa.Column("risk_tier", sa.String(length=40), nullable=True))
