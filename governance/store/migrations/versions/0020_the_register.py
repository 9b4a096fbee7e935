"""The register searched, filtered and sorted: what a page shows is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("commission_end", table_name="commission", if_exists=True)
    op.create_index(
        "commission_reference", "commission", ["partnership_id", sa.text("length(ref)"), "ref"]
    )
    op.create_index(
        "commission_title", "commission", ["partnership_id", sa.text("lower(title)"), "ref"]
    )
    op.create_index("commission_search", "commission", ["partnership_id", "title", "lead_id", "id"])
    op.create_index("commission_by_end", "commission", ["partnership_id", "end_date", "ref"])
    op.create_index("commission_by_value", "commission", ["partnership_id", "value", "ref"])
    op.create_index("commission_state", "commission", ["partnership_id", "state", "ref"])
    op.create_index("commission_lead", "commission", ["partnership_id", "lead_id", "ref"])
    op.create_index(
        "stage_at_work", "stage_progress", ["partnership_id", "stage", "state", "commission_id"]
    )
    op.create_index(
        "agreement_provider", "agreement", ["partnership_id", "provider_id", "commission_id"]
    )
    op.create_index(
        "deadline_next",
        "deadline",
        ["partnership_id", "subject_table", "state", "due_day", "id"],
    )
