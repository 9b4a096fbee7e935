"""What another system calls a thing of ours, so that it is known when it comes again."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outside_reference",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("external", sa.String(length=300), nullable=False),
        sa.Column("subject_table", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_outside_reference")),
        sa.UniqueConstraint(
            "partnership_id",
            "site",
            "kind",
            "external",
            name=op.f("uq_outside_reference_partnership_id_site_kind_external"),
        ),
    )
    op.create_index(
        "outside_reference_subject", "outside_reference", ["partnership_id", "subject_id"]
    )
