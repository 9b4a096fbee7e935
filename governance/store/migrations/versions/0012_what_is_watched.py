"""The night check and the watch over cover: what they keep gets tables of its own.

It stood among the runs of the flows, under partnerships that there are none of.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from governance.store.ids import new_id
from governance.store.types import Instant, Json

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cover_cause",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("able", sa.Boolean(), nullable=False),
        sa.Column("told_from", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_cover_cause")),
        sa.UniqueConstraint(
            "partnership_id", "kind", "cause", name=op.f("uq_cover_cause_partnership_id_kind_cause")
        ),
    )
    op.create_table(
        "night_place",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("night", Instant(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=True),
        sa.Column("after", Json(), nullable=True),
        sa.Column("slices", sa.Integer(), nullable=False),
        sa.Column("check_number", sa.Integer(), nullable=False),
        sa.Column("beat_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_night_place")),
    )
    _move()


def _move() -> None:
    """Carry over what was kept, and take it from among the runs."""
    run = sa.table(
        "flow_run",
        sa.column("partnership_id", sa.String()),
        sa.column("id", sa.String()),
        sa.column("counts", Json()),
        sa.column("started_at", Instant()),
        sa.column("beat_at", Instant()),
    )
    link = op.get_bind()
    kept = link.execute(sa.select(run).where(run.c.partnership_id == "cover")).all()
    place = link.execute(sa.select(run).where(run.c.partnership_id == "assurance")).all()
    cover = sa.table(
        "cover_cause",
        *(sa.column(name) for name in ("partnership_id", "id", "version", "kind", "cause", "able")),
        sa.column("told_from", sa.Date()),
    )
    for row in kept:
        for kind, causes in _causes(row.counts):
            for cause, (able, told) in causes.items():
                link.execute(
                    cover.insert().values(
                        partnership_id=row.id,
                        id=new_id(row.beat_at),
                        version=1,
                        kind=kind,
                        cause=cause,
                        able=able,
                        told_from=None if told is None else dt.date.fromisoformat(told),
                    )
                )
    names = ("partnership_id", "id", "version", "part", "slices", "check_number")
    night = sa.table(
        "night_place",
        *(sa.column(name) for name in names),
        sa.column("night", Instant()),
        sa.column("beat_at", Instant()),
        sa.column("after", Json()),
    )
    for row in place:
        counts = row.counts
        link.execute(
            night.insert().values(
                partnership_id="installation",
                id="place",
                version=1,
                night=row.started_at,
                part=counts["part"],
                after=counts["after"],
                slices=counts["slices"],
                check_number=counts.get("check", 0),
                beat_at=row.beat_at,
            )
        )
    link.execute(run.delete().where(run.c.partnership_id.in_(("cover", "assurance"))))


def _causes(counts: Any) -> Iterator[tuple[str, dict[str, tuple[bool, str | None]]]]:
    """The causes that were kept, by kind: whether a rule could be followed, and what was told."""
    able, rules = set(counts["able"]), counts["rules"]
    yield "rule", {one: (one in able, rules.get(one)) for one in sorted(able | rules.keys())}
    yield "meeting", {one: (False, day) for one, day in counts["meetings"].items()}
