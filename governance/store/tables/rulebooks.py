"""Rulebooks: every kind of rule is a version in one table, with one lifecycle."""

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from governance.store.tables.base import (
    Retention,
    Row,
    Subject,
    belongs_to,
    binary,
    day,
    json,
    unique,
)


class RulebookVersion(Subject, table=True):
    """One version of a framework, scheme, terms of reference or calendar, as exact bytes.

    `authority` says by what right it is in force: the decision that adopted it, the partners
    who consented, or the resolution of another body that is cited. `proof` says of a scheme from
    which day it is proved, or which findings about it are acknowledged.
    """

    __tablename__ = "rulebook_version"
    retention: ClassVar[Retention] = Retention.PERMANENT
    lifecycle: ClassVar[str | None] = "rulebook"
    __table_args__ = (
        unique("kind", "key", "number"),
        unique("ref"),
        Index("rulebook_in_force", "partnership_id", "kind", "key", "effective_from"),
    )
    kind: str = Field(max_length=20)
    key: str = Field(max_length=80)
    number: int
    title: str
    state: str = Field(max_length=40)
    text: bytes = binary()
    digest: str = Field(max_length=64)
    file: str = ""
    effective_from: dt.date | None = day(default=None)
    superseded_on: dt.date | None = day(default=None)
    authority: dict[str, Any] | None = json(default=None)
    proof: dict[str, Any] | None = json(default=None)


class Consent(Row, table=True):
    """A partner's express written consent to something; belongs to that thing's chain."""

    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (
        belongs_to("organisation", "organisation_id"),
        belongs_to("person", "person_id"),
        Index("consent_subject", "partnership_id", "subject_id"),
    )
    subject_table: str = Field(max_length=40)
    subject_id: str = Field(max_length=36)
    organisation_id: str = Field(max_length=36)
    person_id: str = Field(max_length=36)
    on_day: dt.date = day()
    words: str = ""
