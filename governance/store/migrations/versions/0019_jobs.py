"""Long work beside the pages, and how an example goes on."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "example_clock",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_example_clock")),
    )
    op.create_table(
        "job",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("asker", sa.String(length=80), nullable=False),
        sa.Column("params", Json(), nullable=False),
        sa.Column("files", Json(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=120), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("saying", sa.String(length=80), nullable=True),
        sa.Column("saying_params", Json(), nullable=True),
        sa.Column("result", Json(), nullable=True),
        sa.Column("result_digest", sa.String(length=64), nullable=True),
        sa.Column("trouble", Json(), nullable=True),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("began_at", Instant(), nullable=True),
        sa.Column("beat_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_job_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_job")),
    )
    op.create_index("job_latest", "job", ["partnership_id", "asked_at", "id"], unique=False)
    op.create_index("job_next", "job", ["state", "asked_at", "id"], unique=False)
