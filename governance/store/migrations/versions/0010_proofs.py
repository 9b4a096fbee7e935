"""Proofs: from which day a version of a scheme is proved, and which findings are acknowledged."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Json

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rulebook_version", sa.Column("proof", Json(), nullable=True))
