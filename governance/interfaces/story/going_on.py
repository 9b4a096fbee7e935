"""The example going on after its year: whether a database is the example's, and its clock."""

from __future__ import annotations

import datetime as dt

from governance.application import example_clock
from governance.application.desk import looking
from governance.application.ledger.moments import moments
from governance.application.people.partnerships import partnerships
from governance.domain.errors import Unusable
from governance.interfaces.story.cast import cast
from governance.interfaces.story.year import FIRST, LAST
from governance.store.engine import Store


def go_on(store: Store, *, real: dt.datetime) -> None:
    """Let the example's clock go on from where its year ended; it may go already.

    Raises `Unusable` where the year is not played to its end, and where anybody else's
    partnership is in the database too: its people's days are the real ones.
    """
    key = cast().key
    with store.read() as tx:
        known = [row.key for row in partnerships(tx)]
    others = [one for one in known if one != key]
    if others:
        raise Unusable.one("example.others_here", others=others[:5], where=store.where)
    if not known:
        raise Unusable.one("example.not_played", where=store.where)
    with looking(store, now=LAST, partnership=key) as desk:
        played = moments(desk, since=FIRST)
    if not {FIRST.astimezone(dt.UTC), LAST.astimezone(dt.UTC)} <= played.keys():
        raise Unusable.one("example.not_played", where=store.where)
    example_clock.set_going(store, ended=LAST.astimezone(dt.UTC), real=real)
