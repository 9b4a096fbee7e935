"""Reviews by the report that asks to accept them: found without reading all there are."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("review_report", "review", ["partnership_id", "proposal_id"], unique=False)
