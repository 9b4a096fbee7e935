"""Bodies, seats, appointments, offices, chairs and delegations."""

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
    pence,
    unique,
)


class Body(Subject, table=True):
    """Whatever decides or advises together. Its terms of reference are a rulebook."""

    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (
        unique("key"),
        unique("ref"),
        belongs_to("organisation", "organisation_id"),
        belongs_to("body", "parent_id"),
    )
    key: str = Field(max_length=80)
    name: str
    standing: str = Field(max_length=40)
    terms_key: str | None = Field(default=None, max_length=80)
    organisation_id: str | None = Field(default=None, max_length=36)
    parent_id: str | None = Field(default=None, max_length=36)


class Appointment(Row, table=True):
    """A person in a seat, from a day to a day; belongs to the body's chain.

    Seats are stated by the terms of reference and named here by their key. `substitute_ids`
    are the people named in advance to sit instead, in the order in which they are asked.
    """

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("body", "body_id"),
        belongs_to("person", "person_id"),
    )
    body_id: str = Field(max_length=36, index=True)
    seat: str = Field(max_length=80)
    person_id: str = Field(max_length=36, index=True)
    substitute_ids: list[str] = json(default=[])
    from_day: dt.date = day()
    to_day: dt.date | None = day(default=None)


class ChairAppointment(Subject, table=True):
    """The chair of a body: appointed by the lead partner after consulting the members.

    `views` holds, for each member asked, `{"person_id", "asked", "answer_by", "answered",
    "in_favour", "view"}`: days as text, the last three None until they answer.
    """

    __tablename__ = "chair_appointment"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    lifecycle: ClassVar[str | None] = "chair"
    __table_args__ = (
        belongs_to("body", "body_id"),
        belongs_to("person", "person_id"),
        unique("ref"),
    )
    body_id: str = Field(max_length=36, index=True)
    person_id: str = Field(max_length=36)
    role: str = Field(default="chair", max_length=20)
    state: str = Field(max_length=40)
    views: list[dict[str, Any]] = json(default=[])
    from_day: dt.date | None = day(default=None)
    to_day: dt.date | None = day(default=None)


class Office(Subject, table=True):
    """A post that can decide alone."""

    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (unique("key"), unique("ref"), belongs_to("organisation", "organisation_id"))
    key: str = Field(max_length=80)
    title: str
    organisation_id: str | None = Field(default=None, max_length=36)


class OfficeHolding(Row, table=True):
    """A person in an office, or its deputy, from a day to a day; belongs to the office's chain."""

    __tablename__ = "office_holding"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (belongs_to("office", "office_id"), belongs_to("person", "person_id"))
    office_id: str = Field(max_length=36, index=True)
    person_id: str = Field(max_length=36, index=True)
    deputy: bool = False
    from_day: dt.date = day()
    to_day: dt.date | None = day(default=None)


class Delegation(Subject, table=True):
    """A power handed on, up to a ceiling if it has one, with what has been used of it.

    `from_key` and `to_key` are keys of bodies or offices; `kinds` the decisions it covers;
    `consultees` keys of offices or people whose view must be on the record. `source_id` is the
    proposal whose decision made it, where it was made here.
    """

    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (unique("ref"),)
    from_key: str = Field(max_length=80)
    to_key: str = Field(max_length=80, index=True)
    purpose: str
    kinds: list[str] = json()
    consultees: list[str] = json(default=[])
    ceiling: int | None = pence(default=None)
    used: int = pence(default=0)
    from_day: dt.date = day()
    expires_on: dt.date | None = day(default=None)
    ended_on: dt.date | None = day(default=None)
    source_id: str | None = Field(default=None, max_length=36)
    source: str = ""
