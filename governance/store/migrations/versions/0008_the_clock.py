"""The clock: prompts, flows, reviews, attempts to send; and what a missed deadline brings."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clock_lease",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_clock_lease")),
    )
    op.create_table(
        "flow_run",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("flow", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("started_by", sa.String(length=20), nullable=False),
        sa.Column("through", sa.String(length=20), nullable=False),
        sa.Column("prefect_run", sa.String(length=40), nullable=True),
        sa.Column("process", sa.String(length=120), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("beat_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("counts", Json(), nullable=False),
        sa.Column("trouble", Json(), nullable=True),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_flow_run")),
    )
    op.create_index("flow_run_latest", "flow_run", ["flow", "started_at"], unique=False)
    op.create_table(
        "prompt",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("wanted_at", Instant(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("effects", Json(), nullable=False),
        sa.Column("trouble", Json(), nullable=True),
        sa.Column("policy_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "deadline_id"],
            ["deadline.partnership_id", "deadline.id"],
            name=op.f("fk_prompt_partnership_id_deadline_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_prompt")),
        sa.UniqueConstraint(
            "partnership_id",
            "deadline_id",
            "key",
            name=op.f("uq_prompt_partnership_id_deadline_id_key"),
        ),
    )
    op.create_table(
        "absence",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("deputy_id", sa.String(length=36), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "deputy_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_absence_partnership_id_deputy_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_absence_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"], unique=False)
    op.create_table(
        "message_preference",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("quiet", Json(), nullable=False),
        sa.Column("quiet_days", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_message_preference_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_message_preference")),
        sa.UniqueConstraint(
            "partnership_id",
            "person_id",
            name=op.f("uq_message_preference_partnership_id_person_id"),
        ),
    )
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
        "message_attempt",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("detail", Json(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "message_id"],
            ["message.partnership_id", "message.id"],
            name=op.f("fk_message_attempt_partnership_id_message_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_message_attempt")),
        sa.UniqueConstraint(
            "partnership_id",
            "message_id",
            "number",
            name=op.f("uq_message_attempt_partnership_id_message_id_number"),
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
    op.add_column("deadline", sa.Column("set_at", Instant(), nullable=True))
    op.add_column("deadline", sa.Column("wake_at", Instant(), nullable=True))
    op.add_column("deadline", sa.Column("wake", sa.String(length=60), nullable=True))
    op.add_column("deadline", sa.Column("flow", sa.String(length=40), nullable=True))
    op.add_column("deadline", sa.Column("planned_by", sa.String(length=64), nullable=True))
    op.add_column("deadline", sa.Column("retry_at", Instant(), nullable=True))
    op.add_column("deadline", sa.Column("extended", sa.Integer(), nullable=True))
    op.create_index("deadline_planned", "deadline", ["partnership_id", "planned_by"], unique=False)
    op.create_index("deadline_wake", "deadline", ["flow", "wake_at"], unique=False)
    op.add_column("message", sa.Column("prompt_id", sa.String(length=36), nullable=True))
    op.add_column("message", sa.Column("origin_id", sa.String(length=36), nullable=True))
    op.add_column("message", sa.Column("not_before", Instant(), nullable=True))
    op.add_column("message", sa.Column("trouble", Json(), nullable=True))
    op.add_column("message", sa.Column("settled_at", Instant(), nullable=True))
    op.add_column("person", sa.Column("reports_to", sa.String(length=80), nullable=True))
    op.execute(
        "UPDATE deadline SET wake_at = due_at, wake = 'due', flow = 'deadlines_due'"
        " WHERE state = 'running' AND effect IS NOT NULL"
    )
    op.execute("UPDATE deadline SET planned_by = '' WHERE state IN ('running', 'paused')")
