"""Which version of a rulebook is in force on a day, and what it says.

What is in force follows from the day each adopted version takes effect, not from a state that
a clock must have moved: an answer is right even if nothing ran. What a version says is kept by
the digest of its bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.rulebook.kept import Kept
from governance.domain.errors import Refused, Unusable
from governance.store.tables import TABLES

if TYPE_CHECKING:
    from governance.domain.authority import Compiled, Scheme
    from governance.domain.bodies.terms import Terms
    from governance.domain.calendar import Calendar
    from governance.domain.framework import Framework

ADOPTED = ("adopted", "in_force", "superseded")
"""States of a version that is, was or will be in force from its effective day."""

_version = TABLES["rulebook_version"]
LIGHT = [c for c in _version.c if c.name != "text"]
"""A version's columns without its text, which most questions never need."""

_ADOPTED = (
    select(*LIGHT)
    .where(
        _version.c.partnership_id == bindparam("partnership"),
        _version.c.kind == bindparam("kind"),
        _version.c.key == bindparam("key"),
        _version.c.effective_from <= bindparam("day"),
        _version.c.state.in_(ADOPTED),
    )
    .order_by(_version.c.effective_from.desc(), _version.c.number.desc())
    .limit(1)
)
_OF_KIND = (
    select(*LIGHT)
    .where(
        _version.c.partnership_id == bindparam("partnership"),
        _version.c.kind == bindparam("kind"),
        _version.c.effective_from <= bindparam("day"),
        _version.c.state.in_(ADOPTED),
    )
    .order_by(_version.c.key, _version.c.effective_from.desc(), _version.c.number.desc())
)
_BY_ID = select(*LIGHT).where(
    _version.c.partnership_id == bindparam("partnership"), _version.c.id == bindparam("id")
)
_TEXT = select(_version.c.text).where(
    _version.c.partnership_id == bindparam("partnership"), _version.c.id == bindparam("id")
)

_meanings: Kept[tuple[str, str], Any] = Kept(512)
_compiled: Kept[tuple[str, dt.date], Compiled] = Kept(256)
_calendars: Kept[tuple[str, ...], Calendar] = Kept(128)


def version_in_force(desk: Desk, *, kind: str, key: str, on: dt.date) -> Any | None:
    """The version (without its text) in force on a day, or None."""
    return desk.first(_ADOPTED, kind=kind, key=key, day=on)


def version_by_id(desk: Desk, row_id: str | None) -> Any | None:
    """The version (without its text) of that id, whatever its state; None for None."""
    return None if row_id is None else desk.first(_BY_ID, id=row_id)


def keys_in_force(desk: Desk, *, kind: str, on: dt.date) -> list[Any]:
    """The version in force on a day of every key of a kind."""
    latest: dict[str, Any] = {}
    for row in desk.all(_OF_KIND, kind=kind, day=on):
        latest.setdefault(row.key, row)
    return list(latest.values())


def ask_for_all_keys(desk: Desk, *, kind: str, on: dt.date) -> None:
    """Ask at once for what `version_in_force` gives of every key of a kind on a day."""
    for row in keys_in_force(desk, kind=kind, on=on):
        desk.remember(_ADOPTED, [row], kind=kind, key=row.key, day=on)


def text_of(desk: Desk, version: Any) -> bytes:
    """A version's exact bytes. Raises `Unusable` where they are no longer those it had."""
    found = desk.first(_TEXT, id=version.id)
    text = bytes(found.text)
    if hashlib.sha256(text).hexdigest() != version.digest:
        raise Unusable.one("rulebook.bytes_changed", ref=version.ref)
    return text


def meaning(desk: Desk, version: Any) -> Any:
    """What a version says, as its kind's domain value."""
    return parsed(
        version.kind, version.digest, lambda: text_of(desk, version), version.file or version.key
    )


def parsed(kind: str, digest: str, text: Callable[[], bytes], file: str) -> Any:
    """A rulebook's meaning, kept by digest; `text` is asked only when it is not yet known."""

    def read() -> Any:
        from governance.application.rulebook.kinds import KINDS  # noqa: PLC0415  # loaders are heavy

        return KINDS[kind].read(text(), file)

    return _meanings.get((kind, digest), read)


def must(desk: Desk, *, kind: str, key: str, on: dt.date) -> Any:
    """The version in force on a day. Raises `Refused` where there is none."""
    version = version_in_force(desk, kind=kind, key=key, on=on)
    if version is None:
        raise Refused.one("rulebook.none_in_force", kind=kind, key=key, on=on)
    return version


def _must(desk: Desk, kind: str, key: str, on: dt.date) -> Any:
    return meaning(desk, must(desk, kind=kind, key=key, on=on))


def framework(desk: Desk, key: str, on: dt.date) -> Framework:
    """The framework in force. Raises `Refused` where there is none."""
    found: Framework = _must(desk, "framework", key, on)
    return found


def scheme(desk: Desk, key: str, on: dt.date) -> Scheme:
    """The scheme in force. Raises `Refused` where there is none."""
    found: Scheme = _must(desk, "scheme", key, on)
    return found


def compiled(desk: Desk, version: Any, on: dt.date) -> Compiled:
    """A version of a scheme, ready for the cases of a day.

    Raises `Unusable` where a limit that is read on that day has no value yet.
    """

    def make() -> Compiled:
        from governance.domain.authority import compile_scheme  # noqa: PLC0415  # see `parsed`

        return compile_scheme(meaning(desk, version), on)

    return _compiled.get((version.digest, on), make)


def terms(desk: Desk, key: str, on: dt.date) -> Terms:
    """The terms of reference in force. Raises `Refused` where there are none."""
    found: Terms = _must(desk, "terms", key, on)
    return found


def calendar(desk: Desk, on: dt.date) -> Calendar:
    """The partnership's calendar: its jurisdiction's, with every closed day in force.

    A day that one calendar has as a day of mourning and another as one on which the office is
    shut is a day of mourning.
    """
    versions = keys_in_force(desk, kind="calendar", on=on)
    jurisdiction = desk.partnership.jurisdiction
    return _calendars.get(
        (jurisdiction, *(version.digest for version in versions)),
        lambda: _merged(jurisdiction, [meaning(desk, version) for version in versions]),
    )


def _merged(jurisdiction: str, rules: Iterable[Any]) -> Calendar:
    from governance.domain.calendar import Calendar  # noqa: PLC0415  # see `parsed`

    each = [one.calendar() for one in rules]
    closed = frozenset[dt.date]().union(*(one.closed for one in each))
    mourning = frozenset[dt.date]().union(*(one.closed - one.office_only for one in each))
    return Calendar(
        jurisdiction=jurisdiction,
        closed=closed,
        office_only=closed - mourning,
        reasons={day: reason for one in each for day, reason in one.reasons.items()},
    )
