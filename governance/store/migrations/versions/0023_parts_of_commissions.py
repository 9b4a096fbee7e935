"""The parts of a commission found without reading the register."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("commission_parent", "commission", ["partnership_id", "parent_id"])
