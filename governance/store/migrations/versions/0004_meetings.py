"""Meetings and who was there."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("agenda_published_on", sa.Date(), nullable=True),
        sa.Column("presiding_id", sa.String(length=36), nullable=True),
        sa.Column("minutes", sa.String(), nullable=True),
        sa.Column("ordinary", sa.Boolean(), nullable=False),
        sa.Column("flags", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "body_id"],
            ["body.partnership_id", "body.id"],
            name=op.f("fk_meeting_partnership_id_body_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "presiding_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_meeting_partnership_id_presiding_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_meeting_partnership_id_ref")),
    )
    op.create_index(
        "meeting_body_day", "meeting", ["partnership_id", "body_id", "on_day"], unique=False
    )
    op.create_table(
        "attendance",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("appointment_id", sa.String(length=36), nullable=True),
        sa.Column("substitute", sa.Boolean(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("left_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "appointment_id"],
            ["appointment.partnership_id", "appointment.id"],
            name=op.f("fk_attendance_partnership_id_appointment_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "meeting_id"],
            ["meeting.partnership_id", "meeting.id"],
            name=op.f("fk_attendance_partnership_id_meeting_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_attendance_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "partnership_id",
            "meeting_id",
            "person_id",
            name=op.f("uq_attendance_partnership_id_meeting_id_person_id"),
        ),
    )
