"""What the night deletes: what is past of signing in, which is no part of the record."""

from __future__ import annotations

import datetime as dt

from governance.application.nightcheck.finding import Slice
from governance.application.signing_in.tidying import tidy
from governance.store.engine import Store


def delete(store: Store, *, after: list[str] | None, now: dt.datetime, limit: int) -> Slice:
    """Delete what is past of signing in, all at once."""
    del after, limit
    return Slice(tidy(store, now=now))
