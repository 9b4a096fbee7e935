"""Single logout: whoever signs out here does there too, and the other way round.

There, by sending them on with the token that says whose session it is; here, by a token that the
provider sends (OpenID Connect Back-Channel Logout 1.0), which is good once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select

from governance.adapters.openid import Speaker
from governance.application.signing_in.secrets import digest
from governance.application.signing_in.sessions import end
from governance.application.signing_in.telling import told
from governance.domain.errors import Refused
from governance.store.engine import AlreadyThere, Store
from governance.store.leading import INSTALLATION
from governance.store.tables import TABLES

_theirs = TABLES["provider_session"]
_identity = TABLES["identity"]
_person = TABLES["person"]
_done = TABLES["done_form"]

_OF_TOKEN = select(_theirs).where(_theirs.c.id == bindparam("id"))
_FORGET = _theirs.delete().where(_theirs.c.id == bindparam("key"))
_OF_ISSUER = (
    select(_theirs.c.id, _identity.c.subject, _theirs.c.sid, _person.c.key.label("person"))
    .select_from(
        _theirs.join(
            _identity,
            (_identity.c.partnership_id == _theirs.c.partnership_id)
            & (_identity.c.id == _theirs.c.identity_id),
        ).join(
            _person,
            (_person.c.partnership_id == _identity.c.partnership_id)
            & (_person.c.id == _identity.c.person_id),
        )
    )
    .where(
        _identity.c.issuer == bindparam("issuer"),
        or_(_theirs.c.sid == bindparam("sid"), _identity.c.subject == bindparam("subject")),
    )
)


@dataclass(frozen=True, slots=True)
class There:
    """The session of a provider that one here came of."""

    provider: str
    hint: str | None


def session_there(store: Store, *, token: str) -> There | None:
    """Which session of a provider a session here came of; asked once, and then forgotten."""
    with store.write() as tx:
        found = tx.first(_OF_TOKEN, id=digest(token))
        if found is None:
            return None
        tx.run(_FORGET, key=found.id)
    return There(found.provider, found.hint)


def signed_out_there(store: Store, speaker: Speaker, token: str, *, now: dt.datetime) -> int:
    """End the sessions that a provider says are over; returns how many rows it was about.

    A token with a `sid` ends what came of that session, one with a subject alone all of theirs.
    Raises `Refused` for a token that is not to be believed, or came before.
    """
    said = speaker.signed_out(token, now)
    issuer = speaker.provider.issuer
    once = digest("logout", issuer, str(said["jti"]))
    try:
        with store.write() as tx:
            values = {"partnership_id": INSTALLATION, "id": once, "version": 1, "made_at": now}
            tx.insert(_done, values)
            asked = {"sid": said.get("sid") or "", "subject": said.get("sub") or ""}
            rows = [one for one in tx.all(_OF_ISSUER, issuer=issuer, **asked) if _is(one, said)]
            end(tx, rows, now=now)
            for one in rows:
                tx.run(_FORGET, key=one.id)
    except AlreadyThere:
        raise Refused.one("openid.token_odd", why="replayed") from None
    people = sorted({one.person for one in rows})
    told("signed_out_by_provider", provider=speaker.provider.key, people=people, count=len(rows))
    return len(rows)


def _is(row: Any, said: Any) -> bool:
    """Whether a token is about a session: by its `sid` where both have one, else the subject."""
    sid, subject = said.get("sid"), said.get("sub")
    if subject is not None and row.subject != subject:
        return False
    if sid is not None and row.sid is not None:
        return bool(row.sid == sid)
    return subject is not None
