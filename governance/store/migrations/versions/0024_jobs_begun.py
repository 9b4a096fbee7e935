"""How often a job was begun, apart from the attempt that fences off who was given up."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing says which attempts a stop cut short: every job may be begun afresh.
    op.add_column("job", sa.Column("begun", sa.Integer(), nullable=False, server_default="0"))
