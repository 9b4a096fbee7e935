"""Published decisions are found by their day by an index, the latest first."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("proposal_published", "proposal", ["partnership_id", "published_on", "ref"])
