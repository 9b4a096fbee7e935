"""Deadlines listed a page at a time, and those of one person, are found by an index."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("deadline_listed", "deadline", ["partnership_id", "state", "due_at", "id"])
    op.create_index(
        "deadline_owner", "deadline", ["partnership_id", "owner", "state", "due_at", "id"]
    )
