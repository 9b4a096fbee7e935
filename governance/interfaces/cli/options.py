"""Options that every command about a partnership takes, and the desks they open.

`--as` says who acts (without it the operator, recorded as such), `--now` when, `--partnership`
where. The clock is read here, at the edge, and nowhere below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from typer import Option

from governance.domain.errors import Unusable

if TYPE_CHECKING:
    from governance.application.desk import Desk
    from governance.store.engine import Store

As = Annotated[
    str | None, Option("--as", metavar="PERSON", help="Who acts; otherwise the operator.")
]
Now = Annotated[
    str | None,
    Option("--now", metavar="ISO", help="When; without a zone, the partnership's time."),
]
In = Annotated[
    str | None,
    Option("--partnership", "-P", metavar="KEY", help="Which; not needed where there is one."),
]
On = Annotated[str | None, Option("--on", metavar="DATE", help="As of this day; today otherwise.")]

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that a day or an instant may lie in."""


@contextmanager
def acting_desk(partnership: str | None, actor: str | None, now: str | None) -> Iterator[Desk]:
    """Open the store and a desk for one act; it is written when the block ends."""
    from governance.application.desk import acting

    with _opened() as store:
        at = instant(now, store, partnership)
        with acting(store, now=at, partnership=partnership, actor=actor) as desk:
            yield desk


_standing: ContextVar[tuple[Store, dt.datetime] | None] = ContextVar("standing", default=None)


@contextmanager
def asked_of(store: Store, at: dt.datetime) -> Iterator[None]:
    """Let the questions inside be asked of this store at this instant, whatever the clock says."""
    before = _standing.set((store, at))
    try:
        yield
    finally:
        _standing.reset(before)


@contextmanager
def looking_desk(
    partnership: str | None, actor: str | None = None, now: str | None = None
) -> Iterator[Desk]:
    """Open the store and a desk for a question."""
    from governance.application.desk import looking

    if (standing := _standing.get()) is not None:
        then, at = standing
        with looking(then, now=at, partnership=partnership, actor=actor) as desk:
            yield desk
        return
    with _opened() as store:
        at = instant(now, store, partnership)
        with looking(store, now=at, partnership=partnership, actor=actor) as desk:
            yield desk


@contextmanager
def _opened() -> Iterator[Store]:
    from governance.interfaces.cli.store import opened

    with opened() as store:
        yield store


def instant(text: str | None, store: Store, partnership: str | None) -> dt.datetime:
    """The moment that `--now` says, in UTC; without it the clock's, which an example has its own.

    A moment without a zone is the partnership's time. Raises `Unusable` where it cannot be
    read, where the clocks leave that hour out, or where the partnership cannot be told.
    """
    if text is None:
        return _present(store)
    moment = _moment(text)
    if moment.tzinfo is not None:
        return moment.astimezone(dt.UTC)
    from governance.application.desk import find_partnership

    with store.read() as tx:
        return _in_zone(moment, find_partnership(tx, partnership).timezone)


def instant_in(text: str | None, timezone: str) -> dt.datetime:
    """The moment that `--now` says where no partnership is there yet to tell the zone."""
    if text is None:
        return dt.datetime.now(dt.UTC)
    moment = _moment(text)
    return _in_zone(moment, timezone) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def instant_for_all(text: str | None, store: Store) -> dt.datetime:
    """The moment that `--now` says for every partnership; without a zone, the one they share.

    Raises `Unusable` where they have different zones, and as `instant` does.
    """
    from governance.application.people.partnerships import partnerships

    if text is None:
        return _present(store)
    with store.read() as tx:
        zones = {row.timezone for row in partnerships(tx)} or {"UTC"}
    moments = {zone: instant_in(text, zone) for zone in zones}
    if len(set(moments.values())) > 1:
        raise Unusable.one("tick.which_zone", zones=sorted(zones))
    return min(moments.values())


def _present(store: Store) -> dt.datetime:
    from governance.application.example_clock import ahead

    return dt.datetime.now(dt.UTC) + (ahead(store) or dt.timedelta())


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise Unusable.one("cli.now_unreadable", text=text[:60]) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Unusable.one("cli.year_out_of_range", text=text[:60], **_YEARS)
    return moment


def _in_zone(moment: dt.datetime, timezone: str) -> dt.datetime:
    utc = moment.replace(tzinfo=ZoneInfo(timezone)).astimezone(dt.UTC)
    if utc.astimezone(ZoneInfo(timezone)).replace(tzinfo=None) != moment:
        raise Unusable.one("cli.now_skipped", text=moment.isoformat())
    return utc


def day(text: str, option: str) -> dt.date:
    """A day given to an option as YYYY-MM-DD. Raises `Unusable`."""
    try:
        found = dt.date.fromisoformat(text.strip())
    except ValueError:
        raise Unusable.one("cli.day_unreadable", option=option, text=text[:60]) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unusable.one("cli.year_out_of_range", text=text[:60], **_YEARS)
    return found


def optional_day(text: str | None, option: str) -> dt.date | None:
    """A day given to an option, or None where the option is missing."""
    return None if text is None else day(text, option)


def hour(text: str | None, option: str) -> dt.time | None:
    """An hour given to an option as HH:MM, or None where it is missing. Raises `Unusable`."""
    if text is None:
        return None
    try:
        return dt.datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007  # an hour has no zone
    except ValueError:
        raise Unusable.one("cli.hour_unreadable", option=option, text=text[:60]) from None


_YEARS: dict[str, Any] = {"first": FIRST_YEAR, "last": LAST_YEAR}
