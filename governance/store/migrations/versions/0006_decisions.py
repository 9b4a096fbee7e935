"""What was on an agenda, what was decided, and on what evidence."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("proposal_id", sa.String(length=36), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("late_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "meeting_id"],
            ["meeting.partnership_id", "meeting.id"],
            name=op.f("fk_agenda_item_partnership_id_meeting_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_agenda_item_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_agenda_item")),
    )
    op.create_index("agenda_meeting", "agenda_item", ["partnership_id", "meeting_id"], unique=False)
    op.create_index(
        "agenda_proposal", "agenda_item", ["partnership_id", "proposal_id"], unique=False
    )
    op.create_table(
        "evidence",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commission_id", sa.String(length=36), nullable=True),
        sa.Column("proposal_id", sa.String(length=36), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("closed", sa.String(length=20), nullable=True),
        sa.Column("closed_paragraph", sa.String(length=40), nullable=True),
        sa.Column("closed_reason", sa.String(), nullable=True),
        sa.Column("added_by_id", sa.String(length=36), nullable=True),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "added_by_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_evidence_partnership_id_added_by_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_evidence_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_evidence_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_evidence")),
    )
    op.create_index(
        "evidence_commission", "evidence", ["partnership_id", "commission_id"], unique=False
    )
    op.create_index(
        "evidence_proposal", "evidence", ["partnership_id", "proposal_id"], unique=False
    )
    op.create_table(
        "decision",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.String(length=36), nullable=False),
        sa.Column("step_id", sa.String(length=36), nullable=True),
        sa.Column("meeting_id", sa.String(length=36), nullable=True),
        sa.Column("taken_by_id", sa.String(length=36), nullable=True),
        sa.Column("decider", sa.String(length=80), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("how_taken", sa.String(length=40), nullable=False),
        sa.Column("verbatim", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("alternatives", sa.String(), nullable=False),
        sa.Column("conflicts", Json(), nullable=False),
        sa.Column("count", Json(), nullable=True),
        sa.Column("quorum", Json(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("irregular", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "meeting_id"],
            ["meeting.partnership_id", "meeting.id"],
            name=op.f("fk_decision_partnership_id_meeting_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_decision_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "step_id"],
            ["step.partnership_id", "step.id"],
            name=op.f("fk_decision_partnership_id_step_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "taken_by_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_decision_partnership_id_taken_by_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_decision")),
    )
    op.create_index(
        "decision_proposal", "decision", ["partnership_id", "proposal_id"], unique=False
    )
