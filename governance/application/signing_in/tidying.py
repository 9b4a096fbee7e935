"""What is past of signing in is deleted: none of it is of the record."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import bindparam

from governance.application.signing_in.limits import FORGOTTEN
from governance.application.signing_in.second_factor import OFFERED
from governance.application.signing_in.sessions import ABSOLUTE
from governance.store.engine import Store
from governance.store.tables import TABLES

SESSIONS_KEPT: Final = dt.timedelta(days=30)
FORMS_KEPT: Final = dt.timedelta(days=7)
"""For how long a form sent again is known: nobody leaves a page open for longer."""

_session = TABLES["web_session"]
_attempt = TABLES["sign_in_attempt"]
_done = TABLES["done_form"]
_kept = TABLES["kept_form"]
_account = TABLES["account"]
_theirs = TABLES["provider_session"]
_begun = TABLES["sign_in_begun"]

_PAST: Final = (
    (_theirs.delete().where(_theirs.c.made_at < bindparam("before")), ABSOLUTE),
    (_begun.delete().where(_begun.c.until < bindparam("before")), dt.timedelta(0)),
    (_session.delete().where(_session.c.expires_at < bindparam("before")), SESSIONS_KEPT),
    (_attempt.delete().where(_attempt.c.last_at < bindparam("before")), FORGOTTEN),
    (_done.delete().where(_done.c.made_at < bindparam("before")), FORMS_KEPT),
    (_kept.delete().where(_kept.c.until < bindparam("before")), dt.timedelta(0)),
)
_OFFERED: Final = (
    _account.update()
    .where(
        _account.c.totp_offered.is_not(None),
        (_account.c.totp_offered_at < bindparam("before")) | _account.c.totp_offered_at.is_(None),
    )
    .values(totp_offered=None, totp_offered_at=None, version=_account.c.version + 1)
)
"""A secret that nobody confirmed in time is kept no longer."""


def tidy(store: Store, *, now: dt.datetime) -> int:
    """Delete what is past; returns how many rows."""
    with store.write() as tx:
        tx.run(_OFFERED, before=now - OFFERED)
        return sum(tx.run(statement, before=now - kept) for statement, kept in _PAST)
