"""What stands in a calendar: meetings of a person's bodies and what is due from them; a body's.

A person's calendar is asked at their own desk, so that nothing stands in it that they could not
see. The public one of a body has what is open to inspection and no more: meetings whose agenda is
out (LGA 1972 s.100A and s.100B, SI 2012/2089 regs 6 and 7). Bounded by days and by number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Text, and_, bindparam, or_, select, type_coerce

from governance import words
from governance.adapters.calendars import Entry, written
from governance.application.bodies.facts import terms_of
from governance.application.desk import Desk
from governance.application.my_work.mine import my_deadlines
from governance.application.permissions import permissions
from governance.application.publishing.openness import ON_SHOW
from governance.application.rulebook.in_force import keys_in_force, meaning
from governance.domain.bodies.standing import LAW, Procedure, Standing
from governance.domain.bodies.terms import Terms
from governance.domain.errors import Unusable
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.permissions import Permission

BACK: Final = dt.timedelta(days=366)
"""How long what is past stays in a calendar; what was cancelled too."""
AHEAD: Final = dt.timedelta(days=2 * 366)
"""How far ahead a calendar goes."""
MOST: Final = 1000
"""Meetings in a calendar at the most, and days that fall due."""

_meeting = TABLES["meeting"]
_body = TABLES["body"]
_entry = TABLES["ledger_entry"]
_appointment = TABLES["appointment"]
_chair = TABLES["chair_appointment"]
_deadline = TABLES["deadline"]
_here: Any = bindparam("partnership")
_person: Any = bindparam("person")

_MEETINGS = (
    select(
        _meeting,
        _body.c.name.label("body_name"),
        _entry.c.at.label("changed_at"),
    )
    .select_from(
        _meeting.join(
            _body,
            and_(
                _body.c.partnership_id == _meeting.c.partnership_id,
                _body.c.id == _meeting.c.body_id,
            ),
        ).outerjoin(
            _entry,
            and_(
                _entry.c.partnership_id == _meeting.c.partnership_id,
                _entry.c.subject_id == _meeting.c.id,
                _entry.c.number == _meeting.c.entries,
            ),
        )
    )
    .where(
        _meeting.c.partnership_id == _here,
        _meeting.c.on_day >= bindparam("first"),
        _meeting.c.on_day <= bindparam("last"),
    )
    .order_by(_meeting.c.on_day, _meeting.c.id)
    .limit(MOST)
)


def _that_day(table: Any) -> Any:
    """That something of a body covers the day of its meeting."""
    return and_(
        table.c.partnership_id == _meeting.c.partnership_id,
        table.c.body_id == _meeting.c.body_id,
        table.c.from_day <= _meeting.c.on_day,
        or_(table.c.to_day.is_(None), table.c.to_day >= _meeting.c.on_day),
    )


_SITS = or_(
    select(_appointment.c.id)
    .where(
        _that_day(_appointment),
        or_(
            _appointment.c.person_id == _person,
            type_coerce(_appointment.c.substitute_ids, Text).contains(_person),
        ),
    )
    .exists(),
    select(_chair.c.id)
    .where(
        _that_day(_chair),
        _chair.c.person_id == _person,
        _chair.c.state.in_(("appointed", "ended")),
    )
    .exists(),
)
_OF_PERSON = _MEETINGS.where(_SITS)
_OF_BODY = _MEETINGS.where(_meeting.c.body_id == bindparam("body"))
_OPEN = _OF_BODY.where(
    _meeting.c.state.in_((*ON_SHOW, "cancelled")),
    _meeting.c.agenda_published_on <= bindparam("today"),
)
_DEADLINES = select(_deadline).where(
    _deadline.c.partnership_id == _here, in_list(_deadline.c.id, "ids")
)
_BODIES = select(_body).where(_body.c.partnership_id == _here).order_by(_body.c.name, _body.c.ref)


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar, ready to be sent: its bytes, and a name for it."""

    content: bytes
    name: str


def personal(desk: Desk, *, site: str) -> Feed:
    """The calendar of whoever is at the desk: meetings, and what is due from them.

    Meetings are those of bodies that they sit on, chair, or are a named substitute for on the
    day; a secretary, who clerks all bodies, has all. `site` begins every address in it.
    """
    name = words.say("calendar.mine", {"partnership": desk.partnership.name})
    entries = [*_meetings(desk, _mine(desk), site=site), *_due(desk, site=site)]
    return _feed(desk, entries, name)


def of_body(desk: Desk, body_id: str, *, site: str) -> Feed:
    """The calendar of a body (its id) for people of the partnership: every meeting."""
    row = desk.by_id("body", body_id)
    if row is None:
        raise Unusable.one("name.unknown", what="body", name=body_id, nearest=None)
    rows = desk.all(_OF_BODY, body=row.id, **_window(desk))
    return _feed(desk, list(_meetings(desk, rows, site=site)), words.capital(row.name))


def public(desk: Desk, body: str, *, site: str) -> Feed:
    """The calendar of a body for anybody: its meetings whose agenda is out.

    Raises `Unusable` for a body that does not meet in public, as for one there is none of.
    """
    row = desk.row("body", body)
    if not meets_in_public(desk, row):
        raise Unusable.one("name.unknown", what="body", name=body[:80], nearest=None)
    rows = desk.all(_OPEN, body=row.id, today=desk.today, **_window(desk))
    return _feed(desk, list(_meetings(desk, rows, site=site, openly=True)), words.capital(row.name))


def meets_in_public(desk: Desk, body: Any) -> bool:
    """Whether a body (its row) meets in public: by law, or by its terms of reference today."""
    return _by_law(body) or _by_terms(terms_of(desk, body, desk.today))


def _by_law(body: Any) -> bool:
    return Procedure.PUBLIC_ACCESS in LAW[Standing(body.standing)].always


def _by_terms(terms: Terms | None) -> bool:
    return terms is not None and terms.applies(Procedure.PUBLIC_ACCESS)


def public_bodies(desk: Desk) -> list[Any]:
    """The rows of the bodies that meet in public, by their names: two statements for all."""
    rows = desk.all(_BODIES)
    terms = {one.key: one for one in keys_in_force(desk, kind="terms", on=desk.today)}
    return [
        row
        for row in rows
        if _by_law(row)
        or (row.terms_key in terms and _by_terms(meaning(desk, terms[row.terms_key])))
    ]


def _mine(desk: Desk) -> Sequence[Any]:
    if desk.actor.person_id is None:
        return ()
    if Permission.SECRETARY in permissions(desk):
        return desk.all(_MEETINGS, **_window(desk))
    return desk.all(_OF_PERSON, person=desk.actor.person_id, **_window(desk))


def _window(desk: Desk) -> dict[str, dt.date]:
    return {"first": desk.today - BACK, "last": desk.today + AHEAD}


def _feed(desk: Desk, entries: list[Entry], name: str) -> Feed:
    ordered = sorted(entries, key=lambda one: (one.on, one.uid))
    zone = desk.partnership.timezone
    return Feed(written(ordered, name=name, timezone=zone), name)


# --- meetings


def _meetings(
    desk: Desk, rows: Sequence[Any], *, site: str, openly: bool = False
) -> Iterator[Entry]:
    for row in rows:
        at = row.starts_at
        if at is not None and desk.day_of(at) != row.on_day:
            at = None  # adjourned to another day: the hour was that of the first
        cancelled = row.state == "cancelled"
        told = {"body": words.capital(row.body_name), "ref": row.ref}
        how = "cancelled" if cancelled else "state"
        said = [words.say(f"calendar.meeting.{how}", told | {"state": words.term(row.state)})]
        if at is not None and not cancelled:
            said.append(words.say("calendar.meeting.end_unknown", {}))
        yield Entry(
            uid=_uid(desk, row.id),
            sequence=row.version - 1,
            changed=row.changed_at or desk.now,
            on=row.on_day,
            at=at,
            summary=words.say("calendar.meeting.off" if cancelled else "calendar.meeting", told),
            status=_status(row.state),
            description="\n".join(said),
            place=row.place,
            address=f"{site}/public" if openly else f"{site}/meetings/{row.ref}",
            busy=at is not None and not cancelled,
        )


def _status(state: str) -> str:
    if state == "cancelled":
        return "CANCELLED"
    return "TENTATIVE" if state == "planned" else "CONFIRMED"


# --- what is due


def _due(desk: Desk, *, site: str) -> Iterator[Entry]:
    window = _window(desk)
    mine = [
        one
        for one in my_deadlines(desk, most=MOST)
        if not one.by_clock and window["first"] <= one.due <= window["last"]
    ]
    found = desk.all(_DEADLINES, ids=sorted(one.id for one in mine)) if mine else []
    rows = {row.id: row for row in found}
    for one in mine:
        row = rows[one.id]
        told = {"what": words.capital(one.what), "title": one.title, "ref": one.ref}
        said = [words.say("calendar.due.about", told)]
        if one.commission is not None:
            ref, title = one.commission
            said.append(words.say("calendar.due.commission", {"ref": ref, "title": title}))
        if row.state == "paused":
            said.append(words.say("calendar.due.paused", {}))
        yield Entry(
            uid=_uid(desk, row.id),
            sequence=row.version - 1,
            changed=max(filter(None, (row.set_at, row.paused_at)), default=row.due_at),
            on=one.due,
            at=None,
            summary=words.say("calendar.due", told),
            status="TENTATIVE" if row.state == "paused" else "CONFIRMED",
            description="\n".join(said),
            address=f"{site}/deadlines/{row.id}",
            busy=False,
        )


def _uid(desk: Desk, row_id: str) -> str:
    return f"{row_id}@{desk.partnership.key}.vires"


__all__ = ["Feed", "meets_in_public", "of_body", "personal", "public", "public_bodies"]
