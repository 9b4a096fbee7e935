"""What is past of signing in is deleted: none of it is of the record."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import bindparam

from governance.application.signing_in.limits import FORGOTTEN
from governance.store.engine import Store
from governance.store.tables import TABLES

SESSIONS_KEPT: Final = dt.timedelta(days=30)
FORMS_KEPT: Final = dt.timedelta(days=7)
"""For how long a form sent again is known: nobody leaves a page open for longer."""

_session = TABLES["web_session"]
_attempt = TABLES["sign_in_attempt"]
_done = TABLES["done_form"]
_kept = TABLES["kept_form"]

_PAST: Final = (
    (_session.delete().where(_session.c.expires_at < bindparam("before")), SESSIONS_KEPT),
    (_attempt.delete().where(_attempt.c.last_at < bindparam("before")), FORGOTTEN),
    (_done.delete().where(_done.c.made_at < bindparam("before")), FORMS_KEPT),
    (_kept.delete().where(_kept.c.until < bindparam("before")), dt.timedelta(0)),
)


def tidy(store: Store, *, now: dt.datetime) -> int:
    """Delete what is past; returns how many rows."""
    with store.write() as tx:
        return sum(tx.run(statement, before=now - kept) for statement, kept in _PAST)
