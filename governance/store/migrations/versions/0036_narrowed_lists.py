"""Lists of agreements by state, and of meetings by state or from a day, each from an index."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("agreement_state", "agreement", ["partnership_id", "state", "ref"])
    op.create_index("meeting_day", "meeting", ["partnership_id", "on_day", "ref"])
    op.create_index("meeting_state", "meeting", ["partnership_id", "state", "ref"])
