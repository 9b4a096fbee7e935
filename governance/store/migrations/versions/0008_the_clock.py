"""The clock: prompts, flows, absences, and attempts to send."""

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
    op.create_index("flow_run_state", "flow_run", ["state", "beat_at"], unique=False)
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
    op.add_column("deadline", sa.Column("set_at", Instant(), nullable=True))
    op.add_column("deadline", sa.Column("wake_at", Instant(), nullable=True))
    op.add_column("deadline", sa.Column("wake", sa.String(length=60), nullable=True))
    op.add_column("deadline", sa.Column("flow", sa.String(length=40), nullable=True))
    op.add_column("deadline", sa.Column("planned_by", sa.String(length=64), nullable=True))
    op.add_column("deadline", sa.Column("retry_at", Instant(), nullable=True))
    op.add_column("deadline", sa.Column("extended", sa.Integer(), nullable=True))
    op.create_index("deadline_planned", "deadline", ["partnership_id", "planned_by"], unique=False)
    op.create_index("deadline_wake", "deadline", ["flow", "wake_at", "id"], unique=False)
    op.add_column("message", sa.Column("prompt_id", sa.String(length=36), nullable=True))
    op.add_column("message", sa.Column("origin_id", sa.String(length=36), nullable=True))
    op.add_column("message", sa.Column("not_before", Instant(), nullable=True))
    op.add_column("message", sa.Column("trouble", Json(), nullable=True))
    op.add_column("message", sa.Column("settled_at", Instant(), nullable=True))
    op.drop_index("message_waiting", "message")
    op.create_index("message_next", "message", ["state", "not_before", "id"], unique=False)
    op.create_index(
        "message_person", "message", ["partnership_id", "person_id", "state"], unique=False
    )
    op.add_column("person", sa.Column("reports_to", sa.String(length=80), nullable=True))
    op.execute(
        "UPDATE deadline SET wake_at = due_at, wake = 'due', flow = 'deadlines_due'"
        " WHERE state = 'running' AND effect IS NOT NULL"
    )
    op.execute(
        "UPDATE message SET not_before = created_at WHERE state IN ('queued', 'failed', 'uncertain')"
    )
    op.execute("UPDATE deadline SET planned_by = '' WHERE state IN ('running', 'paused')")
