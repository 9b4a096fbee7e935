"""Signing in with a provider (OpenID Connect): who is who there, and what is under way.

None of it is part of the record: what an administrator links stands in the ledger as an act, and
the rows here say by which name of the provider somebody is known. What passes is deleted after
hours or days.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from governance.store.tables.accounts import DIGEST
from governance.store.tables.base import Retention, Row, belongs_to, instant, unique


class Identity(Row, table=True):
    """By which name a provider knows a person: its issuer, and the subject of its tokens.

    One that has ended lets nobody in, and nobody is linked by it again but by an administrator.
    """

    retention: ClassVar[Retention] = Retention.IN_OFFICE
    __table_args__ = (
        belongs_to("person", "person_id"),
        unique("issuer", "subject"),
        Index("identity_person", "partnership_id", "person_id"),
    )
    issuer: str = Field(max_length=400)
    subject: str = Field(max_length=255)
    person_id: str = Field(max_length=36)
    linked_at: dt.datetime = instant()
    ended_at: dt.datetime | None = instant(default=None)


class SignInBegun(Row, table=True):
    """Somebody who was sent to a provider and is awaited back, for some minutes, once.

    `id` is the SHA-256 of the state that comes back with them, `browser` that of what their
    browser alone keeps. `nonce` and `verifier` are of no use to anybody without the code that
    the provider gives to their browser.
    """

    __tablename__ = "sign_in_begun"
    retention: ClassVar[Retention] = Retention.DAYS
    __table_args__ = (Index("sign_in_begun_until", "until"),)
    id: str = Field(primary_key=True, max_length=DIGEST)
    provider: str = Field(max_length=80)
    browser: str = Field(max_length=DIGEST)
    nonce: str = Field(max_length=64)
    verifier: str = Field(max_length=128)
    next: str = Field(default="", max_length=2000)
    until: dt.datetime = instant()


class ProviderSession(Row, table=True):
    """Which session of a provider a session here came of; its `id` is that of the session here.

    `sid` is the provider's name for its session. `hint` is the identity token, which tells the
    provider whose session is to end; it opens nothing, and goes when the session ends.
    """

    __tablename__ = "provider_session"
    retention: ClassVar[Retention] = Retention.DAYS
    __table_args__ = (
        belongs_to("identity", "identity_id"),
        Index("provider_session_identity", "partnership_id", "identity_id"),
    )
    id: str = Field(primary_key=True, max_length=DIGEST)
    identity_id: str = Field(max_length=36)
    provider: str = Field(max_length=80)
    sid: str | None = Field(default=None, max_length=255)
    hint: str | None = None
    made_at: dt.datetime = instant()
