"""Partnerships, the organisations in them, people, and what people may do."""

import datetime as dt
from typing import Any, ClassVar

from sqlmodel import Field

from governance.store.tables.base import (
    Retention,
    Row,
    Subject,
    belongs_to,
    day,
    json,
    unique,
)


class Partnership(Subject, table=True):
    """An area whose partners commission together; its own `id` is its `partnership_id`."""

    retention: ClassVar[Retention] = Retention.PERMANENT
    key: str = Field(unique=True, max_length=80)
    name: str
    timezone: str = "Europe/London"
    jurisdiction: str = "england-and-wales"
    language: str = "en"
    constituted_on: dt.date | None = day(default=None)
    publishing: dict[str, Any] | None = json(default=None)
    """How it publishes open data, as far as it has said: `ocid_prefix`, `licence`, `policy`."""


class Organisation(Subject, table=True):
    """A partner, a provider, or both.

    `exceptions` are dated reasons why a statutory partner need not be represented:
    `[{"from", "to", "reason"}]`. `aliases` and `identifiers` are how notices name it.
    """

    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (unique("key"), unique("ref"))
    key: str = Field(max_length=80)
    name: str
    partner: bool = False
    statutory: bool = False
    lead: bool = False
    provider: bool = False
    voluntary: bool = False
    exceptions: list[dict[str, Any]] = json(default=[])
    aliases: list[str] = json(default=[])
    identifiers: list[str] = json(default=[])


class Person(Subject, table=True):
    """Somebody who acts or decides. Name and address are personal and lie in `private_text`."""

    retention: ClassVar[Retention] = Retention.IN_OFFICE
    __table_args__ = (
        unique("key"),
        unique("ref"),
        belongs_to("organisation", "organisation_id"),
        belongs_to("private_text", "name_id"),
        belongs_to("private_text", "address_id"),
    )
    key: str = Field(max_length=80)
    organisation_id: str | None = Field(default=None, max_length=36)
    name_id: str = Field(max_length=36)
    address_id: str | None = Field(default=None, max_length=36)
    left_on: dt.date | None = day(default=None)
    reports_to: str | None = Field(default=None, max_length=80)
    """The key of the office whose holder manages them."""


class Absence(Row, table=True):
    """Days on which a person is away, both included; belongs to the person's chain.

    `deputy_id` is told in their place; without one the deputies of the offices they hold.
    """

    retention: ClassVar[Retention] = Retention.FOUR_YEARS
    __table_args__ = (belongs_to("person", "person_id"), belongs_to("person", "deputy_id"))
    person_id: str = Field(max_length=36, index=True)
    from_day: dt.date = day()
    to_day: dt.date = day()
    deputy_id: str | None = Field(default=None, max_length=36)
    withdrawn: bool = False


class RoleGrant(Row, table=True):
    """A role a person has for some days; belongs to the person's chain.

    One with an `issuer` came of the groups of that provider, and goes with them.
    """

    __tablename__ = "role_grant"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (belongs_to("person", "person_id"),)
    person_id: str = Field(max_length=36, index=True)
    role: str = Field(max_length=40)
    from_day: dt.date = day()
    to_day: dt.date | None = day(default=None)
    issuer: str | None = Field(default=None, max_length=400)


class PrivateText(Row, table=True):
    """Personal text, apart from the record: an entry holds its salted digest only."""

    __tablename__ = "private_text"
    retention: ClassVar[Retention] = Retention.IN_OFFICE
    salt: str | None = Field(default=None, max_length=64)
    text: str | None = None
    digest: str = Field(max_length=64)


class ReferenceCounter(Row, table=True):
    """The last number given to a kind of reference; `id` is the kind's letter."""

    __tablename__ = "reference_counter"
    retention: ClassVar[Retention] = Retention.PERMANENT
    last: int = 0
