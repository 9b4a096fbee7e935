"""How people sign in: accounts, sessions, attempts, and forms under way.

None of it is part of the record: no ledger entry writes these rows, and nothing is rebuilt from
them. They hold no token and no password, only digests; but the secret of a second factor is kept
as it is, because codes are made of it. What passes is deleted after some days.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Final

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from governance.store.tables.base import Retention, Row, belongs_to, instant, json

DIGEST: Final = 64
"""Characters of a SHA-256 in hexadecimal."""


class Account(Row, table=True):
    """How a person signs in; its `id` is the person's.

    `password` is an Argon2id hash. `must_change` and `password_until` are for a password that
    somebody else gave out. `totp_counter` is the last time step of which a code was used, so
    that none is used twice; `totp_offered` a secret that is not confirmed yet, and
    `totp_offered_at` since when.
    """

    retention: ClassVar[Retention] = Retention.IN_OFFICE
    __table_args__ = (belongs_to("person", "id"),)
    password: str = Field(max_length=200)
    password_set_at: dt.datetime = instant()
    password_until: dt.datetime | None = instant(default=None)
    must_change: bool = False
    totp_secret: str | None = Field(default=None, max_length=64)
    totp_offered: str | None = Field(default=None, max_length=64)
    totp_offered_at: dt.datetime | None = instant(default=None)
    totp_counter: int | None = Field(default=None, sa_type=BigInteger)
    recovery: list[str] = json(default=[])
    """Digests of the recovery codes that are left."""


class PersonLock(Row, table=True):
    """A person whom an administrator lets in no more, however they come; its `id` is theirs.

    It is deleted when they are let in again; both stand in the ledger on the person.
    """

    __tablename__ = "person_lock"
    retention: ClassVar[Retention] = Retention.IN_OFFICE
    __table_args__ = (belongs_to("person", "id"),)
    locked_at: dt.datetime = instant()


class WebSession(Row, table=True):
    """Somebody who is signed in; `id` is the SHA-256 of the token, which nobody keeps.

    `how` is `password`, `code` (with a second factor), `openid` (a provider said who they are) or
    `trusted` (somebody else did). One `waiting` for a second factor is not signed in yet.
    """

    __tablename__ = "web_session"
    retention: ClassVar[Retention] = Retention.DAYS
    __table_args__ = (
        belongs_to("person", "person_id"),
        Index("web_session_token", "id"),
        Index("web_session_person", "partnership_id", "person_id"),
        Index("web_session_form", "partnership_id", "csrf"),
    )
    id: str = Field(primary_key=True, max_length=DIGEST)
    person_id: str = Field(max_length=36)
    csrf: str = Field(max_length=64)
    how: str = Field(max_length=20)
    waiting: bool = False
    agent: str = Field(default="", max_length=200)
    made_at: dt.datetime = instant()
    seen_at: dt.datetime = instant()
    expires_at: dt.datetime = instant()
    revoked_at: dt.datetime | None = instant(default=None)


class ServiceToken(Row, table=True):
    """What a program shows to act as a person; `digest` is the token's, which nobody keeps.

    `scopes` are what it may be used for. `seen_at` is noted every few minutes at the most.
    """

    __tablename__ = "service_token"
    retention: ClassVar[Retention] = Retention.IN_OFFICE
    __table_args__ = (
        belongs_to("person", "person_id"),
        Index("service_token_digest", "digest", unique=True),
        Index("service_token_person", "partnership_id", "person_id"),
    )
    person_id: str = Field(max_length=36)
    name: str = Field(max_length=120)
    digest: str = Field(max_length=DIGEST)
    scopes: list[str] = json(default=[])
    made_at: dt.datetime = instant()
    expires_at: dt.datetime = instant()
    revoked_at: dt.datetime | None = instant(default=None)
    seen_at: dt.datetime | None = instant(default=None)


class SignInAttempt(Row, table=True):
    """How often sign-in failed of late for one account, one address or both together.

    Of the whole installation; `id` is a digest of what is counted, so that it names nobody.
    """

    __tablename__ = "sign_in_attempt"
    retention: ClassVar[Retention] = Retention.DAYS
    id: str = Field(primary_key=True, max_length=DIGEST)
    kind: str = Field(max_length=20)
    failures: int = 0
    last_at: dt.datetime = instant()
    until: dt.datetime | None = instant(default=None)


class DoneForm(Row, table=True):
    """A form that was sent and what it led to, so that sending it twice has one effect."""

    __tablename__ = "done_form"
    retention: ClassVar[Retention] = Retention.DAYS
    __table_args__ = (Index("done_form_made", "made_at"),)
    id: str = Field(primary_key=True, max_length=DIGEST)
    led_to: str | None = None
    made_at: dt.datetime = instant()


class KeptForm(Row, table=True):
    """What was typed into a form while the session had run out, kept for an hour.

    `id` is the SHA-256 of the token that gets it back; `person_id` who had been signed in.
    """

    __tablename__ = "kept_form"
    retention: ClassVar[Retention] = Retention.DAYS
    id: str = Field(primary_key=True, max_length=DIGEST)
    person_id: str | None = Field(default=None, max_length=36)
    path: str
    fields: list[Any] = json(default=[])
    until: dt.datetime = instant()


PASSING: Final = frozenset(
    {
        "done_form",
        "kept_form",
        "provider_session",
        "sign_in_attempt",
        "sign_in_begun",
        "web_session",
    }
)
"""Tables of what lasts some days at the most: deleted when it is past, and in no backup."""
OF_SIGNING_IN: Final = PASSING | {
    "account",
    "calendar_address",
    "identity",
    "person_lock",
    "service_token",
}
"""Tables that no trial of the record has any use for."""
