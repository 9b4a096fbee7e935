"""Whose form it is is found by an index; a second factor that is offered says since when."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("web_session_form", "web_session", ["partnership_id", "csrf"])
    # Of one that was offered before nobody knows since when: it is over.
    op.add_column("account", sa.Column("totp_offered_at", Instant(), nullable=True))
