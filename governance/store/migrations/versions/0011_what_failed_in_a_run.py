"""Runs of flows: what failed or was given up in each, for whoever asks afterwards."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Json

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("flow_run", sa.Column("amiss", Json(), nullable=True))
