"""Which version of a rulebook is in force on a day, and what it says.

What is in force follows from the day each adopted version takes effect, not from a state that
a clock must have moved: an answer is right even if nothing ran. Parsed rulebooks are kept by the
digest of their bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.domain.errors import Refused
from governance.store.tables import TABLES

if TYPE_CHECKING:
    from governance.domain.authority.model import Scheme
    from governance.domain.bodies.terms import Terms
    from governance.domain.calendar import Calendar
    from governance.domain.framework import Framework

ADOPTED = ("adopted", "in_force", "superseded")
"""States of a version that is, was or will be in force from its effective day."""

_version = TABLES["rulebook_version"]
_LIGHT = [c for c in _version.c if c.name != "text"]
_ADOPTED = (
    select(*_LIGHT)
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
    select(*_LIGHT)
    .where(
        _version.c.partnership_id == bindparam("partnership"),
        _version.c.kind == bindparam("kind"),
        _version.c.effective_from <= bindparam("day"),
        _version.c.state.in_(ADOPTED),
    )
    .order_by(_version.c.key, _version.c.effective_from.desc(), _version.c.number.desc())
)
_TEXT = select(_version.c.text).where(
    _version.c.partnership_id == bindparam("partnership"), _version.c.id == bindparam("id")
)


def version_in_force(desk: Desk, *, kind: str, key: str, on: dt.date) -> Any | None:
    """The version (without its text) in force on a day, or None."""
    return desk.first(_ADOPTED, kind=kind, key=key, day=on)


def keys_in_force(desk: Desk, *, kind: str, on: dt.date) -> list[Any]:
    """The version in force on a day of every key of a kind."""
    latest: dict[str, Any] = {}
    for row in desk.all(_OF_KIND, kind=kind, day=on):
        latest.setdefault(row.key, row)
    return list(latest.values())


def text_of(desk: Desk, version: Any) -> bytes:
    """A version's exact bytes."""
    found = desk.first(_TEXT, id=version.id)
    return bytes(found.text)


def meaning(desk: Desk, version: Any) -> Any:
    """What a version says, as its kind's domain value."""
    return parsed(
        version.kind, version.digest, lambda: text_of(desk, version), version.file or version.key
    )


def parsed(kind: str, digest: str, text: Callable[[], bytes], file: str) -> Any:
    """A rulebook's meaning, kept by digest; `text` is asked only when it is not yet known."""
    try:
        return _known[kind, digest]
    except KeyError:
        from governance.application.rulebook.kinds import KINDS

        _known[kind, digest] = KINDS[kind].read(text(), file)
        return _known[kind, digest]


_known: dict[tuple[str, str], Any] = {}


def _must(desk: Desk, kind: str, key: str, on: dt.date) -> Any:
    version = version_in_force(desk, kind=kind, key=key, on=on)
    if version is None:
        raise Refused.one("rulebook.none_in_force", kind=kind, key=key, on=on)
    return meaning(desk, version)


def framework(desk: Desk, key: str, on: dt.date) -> Framework:
    """The framework in force. Raises `Refused` where there is none."""
    found: Framework = _must(desk, "framework", key, on)
    return found


def scheme(desk: Desk, key: str, on: dt.date) -> Scheme:
    """The scheme in force. Raises `Refused` where there is none."""
    found: Scheme = _must(desk, "scheme", key, on)
    return found


def terms(desk: Desk, key: str, on: dt.date) -> Terms:
    """The terms of reference in force. Raises `Refused` where there are none."""
    found: Terms = _must(desk, "terms", key, on)
    return found


def calendar(desk: Desk, on: dt.date) -> Calendar:
    """The partnership's calendar: its jurisdiction's, with the closed days in force."""
    from governance.domain.calendar import Calendar

    closed: dict[dt.date, str] = {}
    for version in keys_in_force(desk, kind="calendar", on=on):
        rules = meaning(desk, version)
        closed.update(rules.closed)
    return Calendar(jurisdiction=desk.partnership.jurisdiction, closed=closed)
