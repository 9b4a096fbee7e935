"""What was on record when a webhook was added, by seals and not by the time entries give."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Json

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "webhook_place", sa.Column("first_seal", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("webhook_place", sa.Column("before", Json(), nullable=True))
    # What is sealed by now stays judged by `since_id`, as it was.
    op.execute(
        "UPDATE webhook_place SET first_seal = 1 + COALESCE((SELECT MAX(seal.number) FROM seal"
        " WHERE seal.partnership_id = webhook_place.partnership_id), 0)"
    )
