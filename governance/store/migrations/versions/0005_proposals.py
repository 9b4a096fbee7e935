"""Proposals with their steps, votes, interests, notices and call-ins."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Instant, Json

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("gate", sa.String(length=80), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("recommendation", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("commission_id", sa.String(length=36), nullable=True),
        sa.Column("agreement_id", sa.String(length=36), nullable=True),
        sa.Column("subject_version_id", sa.String(length=36), nullable=True),
        sa.Column("parent_id", sa.String(length=36), nullable=True),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("group_id", sa.String(length=36), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("details", Json(), nullable=False),
        sa.Column("answers", Json(), nullable=False),
        sa.Column("case_facts", Json(), nullable=True),
        sa.Column("scheme_key", sa.String(length=80), nullable=False),
        sa.Column("scheme_version_id", sa.String(length=36), nullable=True),
        sa.Column("rule", sa.String(length=80), nullable=True),
        sa.Column("decider", sa.String(length=80), nullable=True),
        sa.Column("path", Json(), nullable=True),
        sa.Column("procedure", Json(), nullable=True),
        sa.Column("delegation_id", sa.String(length=36), nullable=True),
        sa.Column("path_changed", sa.Boolean(), nullable=False),
        sa.Column("decision_due", sa.Date(), nullable=True),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("flags", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "agreement_id"],
            ["agreement.partnership_id", "agreement.id"],
            name=op.f("fk_proposal_partnership_id_agreement_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "author_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_proposal_partnership_id_author_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "commission_id"],
            ["commission.partnership_id", "commission.id"],
            name=op.f("fk_proposal_partnership_id_commission_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "delegation_id"],
            ["delegation.partnership_id", "delegation.id"],
            name=op.f("fk_proposal_partnership_id_delegation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "parent_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_proposal_partnership_id_parent_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "scheme_version_id"],
            ["rulebook_version.partnership_id", "rulebook_version.id"],
            name=op.f("fk_proposal_partnership_id_scheme_version_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "subject_version_id"],
            ["rulebook_version.partnership_id", "rulebook_version.id"],
            name=op.f("fk_proposal_partnership_id_subject_version_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_proposal_partnership_id_ref")),
    )
    op.create_index(
        "proposal_commission", "proposal", ["partnership_id", "commission_id"], unique=False
    )
    op.create_index(
        "proposal_group", "proposal", ["partnership_id", "group_id", "live"], unique=False
    )
    op.create_index("proposal_parent", "proposal", ["partnership_id", "parent_id"], unique=False)
    op.create_index("proposal_state", "proposal", ["partnership_id", "state"], unique=False)
    op.create_table(
        "ballot",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.String(length=36), nullable=False),
        sa.Column("sitting", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("seat", sa.String(length=80), nullable=True),
        sa.Column("vote", sa.String(length=10), nullable=False),
        sa.Column("cast_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_ballot_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_ballot_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_ballot")),
        sa.UniqueConstraint(
            "partnership_id",
            "proposal_id",
            "sitting",
            "person_id",
            name=op.f("uq_ballot_partnership_id_proposal_id_sitting_person_id"),
        ),
    )
    op.create_table(
        "call_in",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.String(length=36), nullable=False),
        sa.Column("called_by", Json(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("called_at", Instant(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_call_in_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_call_in")),
    )
    op.create_index("call_in_proposal", "call_in", ["partnership_id", "proposal_id"], unique=False)
    op.create_table(
        "declaration",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("dispensation", sa.String(), nullable=True),
        sa.Column("settled_by_id", sa.String(length=36), nullable=True),
        sa.Column("declared_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_declaration_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_declaration_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_declaration")),
        sa.UniqueConstraint(
            "partnership_id",
            "proposal_id",
            "person_id",
            name=op.f("uq_declaration_partnership_id_proposal_id_person_id"),
        ),
    )
    op.create_index(op.f("ix_declaration_person_id"), "declaration", ["person_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_notice_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_notice")),
    )
    op.create_index("notice_proposal", "notice", ["partnership_id", "proposal_id"], unique=False)
    op.create_table(
        "step",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.String(length=36), nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("decider", sa.String(length=80), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("view", sa.String(), nullable=True),
        sa.Column("supports", sa.Boolean(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "done_by_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_step_partnership_id_done_by_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "proposal_id"],
            ["proposal.partnership_id", "proposal.id"],
            name=op.f("fk_step_partnership_id_proposal_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_step")),
        sa.UniqueConstraint(
            "partnership_id",
            "proposal_id",
            "draw",
            "place",
            "lane",
            name=op.f("uq_step_partnership_id_proposal_id_draw_place_lane"),
        ),
    )
    op.create_index("step_waiting", "step", ["partnership_id", "decider", "state"], unique=False)
