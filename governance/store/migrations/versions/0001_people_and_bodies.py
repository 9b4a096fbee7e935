"""The partnership, its organisations, people, bodies and offices."""

import sqlalchemy as sa
from alembic import op

from governance.store.types import Json

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delegation",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("from_key", sa.String(length=80), nullable=False),
        sa.Column("to_key", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("kinds", Json(), nullable=False),
        sa.Column("consultees", Json(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=True),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source_id", sa.String(length=36), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_delegation_partnership_id_ref")),
    )
    op.create_index(op.f("ix_delegation_to_key"), "delegation", ["to_key"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("partner", sa.Boolean(), nullable=False),
        sa.Column("statutory", sa.Boolean(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("provider", sa.Boolean(), nullable=False),
        sa.Column("voluntary", sa.Boolean(), nullable=False),
        sa.Column("exceptions", Json(), nullable=False),
        sa.Column("aliases", Json(), nullable=False),
        sa.Column("identifiers", Json(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_organisation")),
        sa.UniqueConstraint(
            "partnership_id", "key", name=op.f("uq_organisation_partnership_id_key")
        ),
        sa.UniqueConstraint(
            "partnership_id", "ref", name=op.f("uq_organisation_partnership_id_ref")
        ),
    )
    op.create_table(
        "partnership",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("jurisdiction", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("constituted_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_partnership")),
        sa.UniqueConstraint("key", name=op.f("uq_partnership_key")),
    )
    op.create_table(
        "private_text",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_private_text")),
    )
    op.create_table(
        "reference_counter",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_reference_counter")),
    )
    op.create_table(
        "body",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("terms_key", sa.String(length=80), nullable=True),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.Column("parent_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_body_partnership_id_organisation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "parent_id"],
            ["body.partnership_id", "body.id"],
            name=op.f("fk_body_partnership_id_parent_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_body")),
        sa.UniqueConstraint("partnership_id", "key", name=op.f("uq_body_partnership_id_key")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_body_partnership_id_ref")),
    )
    op.create_table(
        "office",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_office_partnership_id_organisation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_office")),
        sa.UniqueConstraint("partnership_id", "key", name=op.f("uq_office_partnership_id_key")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_office_partnership_id_ref")),
    )
    op.create_table(
        "person",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.Column("name_id", sa.String(length=36), nullable=False),
        sa.Column("address_id", sa.String(length=36), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "address_id"],
            ["private_text.partnership_id", "private_text.id"],
            name=op.f("fk_person_partnership_id_address_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "name_id"],
            ["private_text.partnership_id", "private_text.id"],
            name=op.f("fk_person_partnership_id_name_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name=op.f("fk_person_partnership_id_organisation_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_person")),
        sa.UniqueConstraint("partnership_id", "key", name=op.f("uq_person_partnership_id_key")),
        sa.UniqueConstraint("partnership_id", "ref", name=op.f("uq_person_partnership_id_ref")),
    )
    op.create_table(
        "appointment",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("seat", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("substitute_ids", Json(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "body_id"],
            ["body.partnership_id", "body.id"],
            name=op.f("fk_appointment_partnership_id_body_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_appointment_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_body_id"), "appointment", ["body_id"], unique=False)
    op.create_index(op.f("ix_appointment_person_id"), "appointment", ["person_id"], unique=False)
    op.create_table(
        "chair_appointment",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("views", Json(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "body_id"],
            ["body.partnership_id", "body.id"],
            name=op.f("fk_chair_appointment_partnership_id_body_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_chair_appointment_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_chair_appointment")),
        sa.UniqueConstraint(
            "partnership_id", "ref", name=op.f("uq_chair_appointment_partnership_id_ref")
        ),
    )
    op.create_index(
        op.f("ix_chair_appointment_body_id"), "chair_appointment", ["body_id"], unique=False
    )
    op.create_table(
        "office_holding",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "office_id"],
            ["office.partnership_id", "office.id"],
            name=op.f("fk_office_holding_partnership_id_office_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_office_holding_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_office_holding")),
    )
    op.create_index(
        op.f("ix_office_holding_office_id"), "office_holding", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_office_holding_person_id"), "office_holding", ["person_id"], unique=False
    )
    op.create_table(
        "role_grant",
        sa.Column("partnership_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name=op.f("fk_role_grant_partnership_id_person_id"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("partnership_id", "id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_person_id"), "role_grant", ["person_id"], unique=False)
