"""Decisions to come, and who took those that were published, are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "proposal_decider", "proposal", ["partnership_id", "decider", "published_on", "ref"]
    )
    op.create_index(
        "proposal_to_come",
        "proposal",
        ["partnership_id", "state", "decision_due", sa.text("length(ref)"), "ref"],
    )
