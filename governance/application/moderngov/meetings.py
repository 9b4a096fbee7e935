"""A meeting that ModernGov knows: planned, called, moved, cancelled or recorded as held here.

Each is an act of its own with its guards, as if somebody typed it. What cannot be done stays as
it is and is told, with the reasons.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance import words
from governance.adapters.moderngov import Item, Meeting
from governance.application.desk import Desk
from governance.application.meetings.agenda import add_item
from governance.application.meetings.convening import call, cancel, change_day, plan, record_held
from governance.application.meetings.noting import TAKES_NOTES, minute_item, notes, takes_note
from governance.application.meetings.queries import TO_COME, agenda
from governance.application.meetings.recorded import record_items, takes_recorded_items
from governance.application.meetings.taking import TAKES_ITEMS
from governance.application.moderngov.model import (
    CHANGED,
    LEFT_OUT,
    MADE,
    THERE,
    Asked,
    Told,
)
from governance.application.moderngov.references import ITEM, MEETING, keep, kept
from governance.domain.errors import Problem, Refusal
from governance.store.tables import TABLES
from governance.words.format import day

_meeting = TABLES["meeting"]
_THAT_DAY: Final = (
    select(_meeting)
    .where(
        _meeting.c.partnership_id == bindparam("partnership"),
        _meeting.c.body_id == bindparam("body"),
        _meeting.c.on_day == bindparam("day"),
        _meeting.c.state != "cancelled",
    )
    .order_by(_meeting.c.ref)
)
_MOVABLE: Final = ("planned", "called")
_DONE: Final = "moderngov.did."


def reason(asked: Asked, code: str) -> str:
    """Why something is recorded, for the record: that it stood in ModernGov."""
    return words.say(f"moderngov.why.{code}", {"site": asked.site})


def body_before(desk: Desk, asked: Asked, number: str) -> str | None:
    """The key of the body whose meeting has a number already; None for a number not seen yet."""
    known = kept(desk, asked.site, MEETING, [number]).get(number)
    if known is None:
        return None
    return str(desk.by_id("body", desk.by_id("meeting", known.subject_id).body_id).key)


def take_meeting(desk: Desk, asked: Asked, body: str, found: Meeting) -> Told:
    """Bring a meeting of a body (its key) to what ModernGov says of it."""
    row, known = _row(desk, asked, body, found)
    did: list[str] = []
    notes_: list[Problem | Refusal] = [Problem(f.code, f.params) for f in found.flags]
    if row is None and found.cancelled:
        return _told(found, LEFT_OUT, None, notes=[Problem("moderngov.cancelled_unknown")])
    if row is None:
        ref = _made(desk, asked, body, found)
        did.append(_DONE + desk.row("meeting", ref).state)
        row = desk.row("meeting", ref)
    elif row.state in TO_COME:
        notes_ += _moved(desk, asked, row, found, did)
        row = desk.row("meeting", row.id)
    elif _clock(desk, row) != (found.on, found.starts or _clock(desk, row)[1]):
        notes_.append(Problem("moderngov.meeting_differs", {"on": row.on_day, "theirs": found.on}))
    if not known:
        keep(desk, "meeting", row.id, site=asked.site, kind=MEETING, externals=[found.id])
    if _to_be_called(desk, asked, row, found):
        call(desk, row.id, reason=reason(asked, "called"))
        did.append(f"{_DONE}called")
    new = not known and bool(did) and did[0] in (f"{_DONE}planned", f"{_DONE}held")
    becomes = MADE if new else CHANGED if did else THERE
    return _told(found, becomes, desk.row("meeting", row.id).ref, did=did, notes=notes_)


def title_of(found: Meeting) -> str:
    """What a meeting is called for people: its committee and its day."""
    return ", ".join(filter(None, (str(found.committee or ""), day(found.on))))


def _told(found: Meeting, becomes: str, ref: str | None, **more: Any) -> Told:
    title = title_of(found)
    told = {name: tuple(value) for name, value in more.items()}
    return Told(found.where, "meeting", becomes, title, ref, **told)


def _row(desk: Desk, asked: Asked, body: str, found: Meeting) -> tuple[Any | None, bool]:
    """The meeting here, and whether its number is kept: known by it, else of that day and hour."""
    by_number = kept(desk, asked.site, MEETING, [found.id]).get(found.id)
    if by_number is not None:
        return desk.row("meeting", by_number.subject_id), True
    there = desk.all(_THAT_DAY, body=desk.row("body", body).id, day=found.on)
    free = [row for row in there if not _numbered(desk, row.id)]
    same = [row for row in free if _clock(desk, row)[1] in (found.starts, None)]
    if found.starts is None and len(free) == 1:
        same = free
    return (desk.row("meeting", same[0].id), False) if len(same) == 1 else (None, False)


_reference = TABLES["outside_reference"]
_NUMBERS: Final = select(_reference.c.id).where(
    _reference.c.partnership_id == bindparam("partnership"),
    _reference.c.subject_id == bindparam("meeting"),
    _reference.c.kind == MEETING,
)


def _numbered(desk: Desk, meeting_id: str) -> bool:
    """Whether a meeting has a number there already: it is another then."""
    return desk.first(_NUMBERS, meeting=meeting_id) is not None


def _clock(desk: Desk, row: Any) -> tuple[dt.date, dt.time | None]:
    starts = None if row.starts_at is None else desk.local(row.starts_at).time()
    return row.on_day, starts


def _made(desk: Desk, asked: Asked, body: str, found: Meeting) -> str:
    if found.on < desk.today:
        return record_held(
            desk,
            body=body,
            on=found.on,
            reason=reason(asked, "held"),
            starts=found.starts,
            place=found.place,
        ).ref
    return plan(desk, body=body, on=found.on, starts=found.starts, place=found.place).ref


def _moved(
    desk: Desk, asked: Asked, row: Any, found: Meeting, did: list[str]
) -> list[Problem | Refusal]:
    """Cancel, record as held or move a meeting that is still to be held here."""
    if found.cancelled:
        cancel(desk, row.id, reason=reason(asked, "cancelled"))
        did.append(f"{_DONE}cancelled")
        return []
    there = _clock(desk, row)
    differs = found.on != there[0] or (found.starts is not None and found.starts != there[1])
    if row.state not in _MOVABLE:
        told = {"on": row.on_day, "theirs": found.on}
        return [Problem("moderngov.meeting_differs", told)] if differs else []
    if differs and found.on >= desk.today:
        place = found.place or None
        why = reason(asked, "moved")
        change_day(desk, row.id, on=found.on, starts=found.starts, place=place, reason=why)
        did.append(f"{_DONE}moved")
    elif found.on < desk.today and row.on_day < desk.today:
        record_held(desk, meeting=row.id, reason=reason(asked, "held"))
        did.append(f"{_DONE}held")
    elif differs:
        return [Problem("moderngov.meeting_differs", {"on": row.on_day, "theirs": found.on})]
    return []


def _to_be_called(desk: Desk, asked: Asked, row: Any, found: Meeting) -> bool:
    """Whether members were summoned there and not yet here: its agenda is published there."""
    return (
        asked.mapping.calls
        and found.agenda_published
        and not found.cancelled
        and row.state == "planned"
        and row.on_day >= desk.today
        and row.starts_at is not None
        and bool(row.place)
    )


# --- items


def take_item(desk: Desk, asked: Asked, meeting: Any, item: Item, where: str) -> Told | None:
    """Bring an item without a decision to the agenda of a meeting (its row) of ours.

    None where its agenda is settled here, or it has no number and nothing to be minuted.
    """
    listed = listed_as(desk, asked, meeting, item)
    made = listed is None
    if listed is None:
        if meeting.state in TAKES_ITEMS and meeting.on_day >= desk.today:
            add_item(desk, meeting.id, title=item.title)
        elif takes_recorded_items(meeting):
            record_items(desk, meeting.id, names=[item.title])
        else:
            return None
        listed = next(one for one in reversed(agenda(desk, meeting.id)) if one.title == item.title)
    keep_item(desk, asked, meeting, item, listed.id)
    minuted = _minute(desk, meeting, listed, item)
    becomes = MADE if made else CHANGED if minuted else THERE
    done = (f"{_DONE}listed",) * made + (f"{_DONE}minuted",) * minuted
    return Told(where, "item", becomes, item.title, meeting.ref, done)


def listed_as(desk: Desk, asked: Asked, meeting: Any, item: Item) -> Any | None:
    """The item on the agenda here: by its number, else by its title; None where it is none."""
    rows = agenda(desk, meeting.id)
    known = kept(desk, asked.site, ITEM, [item.id]).get(item.id) if item.id is not None else None
    if known is not None:
        return next((row for row in rows if row.id == known.subject_id), None)
    title = item.title.casefold()
    return next((row for row in rows if row.title.casefold() == title), None)


def keep_item(desk: Desk, asked: Asked, meeting: Any, item: Item, row_id: str) -> None:
    """Keep the number of an item that is on an agenda here."""
    if item.id is not None:
        keep(
            desk,
            "meeting",
            meeting.id,
            site=asked.site,
            kind=ITEM,
            externals=[item.id],
            subject_id=row_id,
        )


def _minute(desk: Desk, meeting: Any, listed: Any, item: Item) -> bool:
    """Minute what was minuted there; what people minuted here stands."""
    if not item.minutes or meeting.state not in TAKES_NOTES or listed.report is not None:
        return False
    if listed.id in notes(desk, meeting.id):
        return False
    if not takes_note(meeting=meeting.state, item=listed.state, report=None, noted=False):
        return False
    minute_item(desk, meeting.id, place=listed.place, text=item.minutes)
    return True
