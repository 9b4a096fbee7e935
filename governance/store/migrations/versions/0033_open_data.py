"""How a partnership publishes open data, and what stood round a notice in its package."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Json

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("partnership", sa.Column("publishing", Json(), nullable=True))
    op.add_column("imported_release", sa.Column("frame", sa.LargeBinary(), nullable=True))
