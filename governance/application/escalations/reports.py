"""What a body is told of missed deadlines: one report a meeting, whatever was escalated to it.

A report is made with the act that publishes the agenda; a supplement adds what came since; a
meeting without either has it on its day. What still stands is told again at the next meeting.
Lines name the latest level of each deadline once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import and_, bindparam, func, select

from governance import words
from governance.application.change import Insert, Update
from governance.application.deadlines.rows import message
from governance.application.deadlines.settling import LIVE
from governance.application.desk import Desk
from governance.application.escalations.queries import called
from governance.application.escalations.told import in_words, report_row, with_words
from governance.application.meetings.queries import next_meetings
from governance.application.rulebook import in_force
from governance.application.subjects import About, about, find_subject
from governance.domain.calendar import counted_between
from governance.store.ledger import SUBJECTS
from governance.store.lists import in_list
from governance.store.tables import TABLES

_line = TABLES["exception_line"]
_deadline = TABLES["deadline"]
_prompt = TABLES["prompt"]
_item = TABLES["proposed_item"]
_message = TABLES["message"]
_here: Any = bindparam("partnership")

_LINES = (
    select(
        _line,
        _prompt.c.key.label("level"),
        _deadline.c.kind,
        _deadline.c.due_day,
        _deadline.c.owner,
        _deadline.c.state,
        _deadline.c.settled_at,
        _deadline.c.subject_table,
        _deadline.c.subject_id,
    )
    .join(
        _deadline,
        and_(
            _deadline.c.partnership_id == _line.c.partnership_id,
            _deadline.c.id == _line.c.deadline_id,
        ),
    )
    .join(
        _prompt,
        and_(
            _prompt.c.partnership_id == _line.c.partnership_id,
            _prompt.c.id == _line.c.prompt_id,
        ),
    )
    .where(
        _line.c.partnership_id == _here,
        _line.c.body_id == bindparam("body"),
        _line.c.meeting_id.is_(None) | _deadline.c.state.in_(LIVE),
    )
    .order_by(_deadline.c.due_day, _prompt.c.wanted_at, _line.c.id)
)
_DECLINED = select(
    _item.c.deadline_id, _item.c.answered_by, _item.c.answered_at, _item.c.reason
).where(
    _item.c.partnership_id == _here,
    _item.c.body_id == bindparam("body"),
    _item.c.state == "declined",
)
_ROWS = {
    name: select(table).where(table.c.partnership_id == _here, in_list(table.c.id, "ids"))
    for name, table in SUBJECTS.items()
}

_SETTLED = select(_deadline.c.settled_at).where(
    _deadline.c.partnership_id == _here,
    _deadline.c.subject_id == bindparam("subject"),
    _deadline.c.kind == bindparam("kind"),
    _deadline.c.due_day == bindparam("due"),
    _deadline.c.settled_at.is_not(None),
)
_WAITING = select(func.count(_line.c.deadline_id.distinct()).label("number")).where(
    _line.c.partnership_id == _here,
    _line.c.body_id == bindparam("body"),
    _line.c.deadline_id != bindparam("deadline"),
    _line.c.meeting_id.is_(None),
)
NO_MEETING: Final = "no_meeting_planned"
WEEK: Final = dt.timedelta(days=7)
_NOTED = select(_message.c.id).where(
    _message.c.partnership_id == _here,
    _message.c.subject_id == bindparam("body"),
    _message.c.template == NO_MEETING,
    _message.c.created_at > bindparam("since"),
)

SPOKEN: Final = 40
"""Lines that the message to members spells out; all of them stand in the report."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What a body is to be told: as plain values, and the rows that stand for what is new."""

    plain: list[dict[str, Any]]
    rows: Sequence[Any]


def lines_for(desk: Desk, body_id: str) -> Lines:
    """What a body would be told now: what was escalated since its last report, what still stands.

    Each line: `ref`, `title`, `kind`, `what`, `due`, `overdue` (working days), `level`, `owner`,
    `state` of the deadline, `settled_on`, `new`, and `declined` where an item was not taken.
    """
    rows = desk.all(_LINES, body=body_id)
    if not rows:
        return Lines([], ())
    latest = {row.deadline_id: row for row in rows}
    new = [row for row in rows if row.meeting_id is None]
    known = _about(desk, latest.values())
    titles = {kind: called(desk, kind) for kind in {row.kind for row in rows}}
    declined = {row.deadline_id: row for row in desk.all(_DECLINED, body=body_id)}
    fresh = {row.deadline_id for row in new}
    told = [
        _told(
            desk,
            row,
            known[row.subject_id],
            what=titles[row.kind],
            new=row.deadline_id in fresh,
            declined=declined.get(row.deadline_id),
        )
        for row in latest.values()
    ]
    return Lines(told, new)


def told_to(desk: Desk, name: str) -> tuple[Any, Any | None, list[dict[str, Any]]]:
    """What a meeting was told, or what a body (its key) would be told now, each with its words.

    The body, the meeting whose report it is or None, and the lines. A meeting without a report
    would be told what its body would be. Raises `Unusable` for names nobody knows.
    """
    meeting = desk.row("meeting", name) if name.upper().startswith("M-") else None
    body = desk.row("body", name) if meeting is None else desk.by_id("body", meeting.body_id)
    made = report_row(desk, meeting.id) if meeting is not None else None
    if made is not None:
        return body, meeting, with_words(desk, [_since(desk, line) for line in made.lines])
    return body, None, with_words(desk, lines_for(desk, body.id).plain)


def _since(desk: Desk, line: Mapping[str, Any]) -> dict[str, Any]:
    """A line as it was told, and under `settled_since` the day it was settled after that."""
    _, subject = find_subject(desk, line["ref"])
    due = desk.first(
        _SETTLED, subject=subject.id, kind=line["kind"], due=dt.date.fromisoformat(line["due"])
    )
    told_open = line["state"] in LIVE
    since = desk.day_of(due.settled_at).isoformat() if told_open and due is not None else None
    return {**line, "settled_since": since}


def made_for(desk: Desk, meeting: Any, body: Any, *, again: bool = False) -> list[Insert | Update]:
    """The writes that give a meeting its report: among those of the act that publishes it.

    None where there is nothing to tell. `again` brings a report up to date that there is
    already, for a supplement; otherwise it stands as it is.
    """
    made = report_row(desk, meeting.id)
    if made is not None and not again:
        return []
    found = lines_for(desk, body.id)
    if not found.plain or (made is not None and not found.rows):
        return []
    taken = [Update("exception_line", row, {"meeting_id": meeting.id}) for row in found.rows]
    if made is not None:
        values = {"made_at": desk.now, "lines": _and_before(made.lines, found.plain)}
        return [Update("exception_report", made, values), *taken]
    report = {
        "id": desk.new_id(),
        "meeting_id": meeting.id,
        "made_at": desk.now,
        "lines": found.plain,
    }
    return [
        Insert("exception_report", report),
        *taken,
        _to_members(desk, meeting, body, found.plain),
    ]


def nowhere_to_tell(desk: Desk, body: Any) -> bool:
    """Whether no meeting of a body is planned and the secretary has not heard so this week."""
    if next_meetings(desk, body.id, desk.today):
        return False
    return desk.first(_NOTED, body=body.id, since=desk.now - WEEK) is None


def waiting(desk: Desk, body: Any, *, apart_from: str = "") -> int:
    """How many deadlines a body is still to be told of, but for one (its id)."""
    return int(desk.first(_WAITING, body=body.id, deadline=apart_from).number)


def to_secretary(desk: Desk, body: Any, *, number: int, ref: str, what: str) -> Insert:
    """The message that a body is to be told of so many deadlines and has no meeting planned."""
    return message(
        desk,
        template=NO_MEETING,
        subject=("body", body.id),
        recipient="secretary",
        params={"body": body.name, "number": number, "what": what, "ref": ref},
    )


def _to_members(desk: Desk, meeting: Any, body: Any, lines: Sequence[dict[str, Any]]) -> Insert:
    language = desk.partnership.language
    said = in_words(desk, lines[:SPOKEN])
    if (rest := len(lines) - len(said)) > 0:
        said.append(words.say("exceptions.more", {"number": rest}, language))
    return message(
        desk,
        template="exception_report",
        subject=("meeting", meeting.id),
        recipient=body.key,
        params={
            "ref": meeting.ref,
            "body": body.name,
            "on": meeting.on_day.isoformat(),
            "number": len(lines),
            "lines": said,
        },
    )


def _and_before(
    before: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The lines told before, each as it stands now, and those that came since."""
    latest = {(line["ref"], line["kind"], line["due"]): line for line in (*before, *now)}
    return list(latest.values())


def _told(
    desk: Desk, row: Any, of: About, *, what: str, new: bool, declined: Any | None
) -> dict[str, Any]:
    settled = desk.day_of(row.settled_at) if row.settled_at is not None else None
    return {
        "ref": of.ref,
        "title": of.title,
        "kind": row.kind,
        "what": what,
        "due": row.due_day.isoformat(),
        "overdue": _overdue(desk, row.due_day, settled or desk.today),
        "level": row.level,
        "owner": row.owner,
        "state": row.state,
        "settled_on": settled.isoformat() if settled is not None else None,
        "new": new,
        "declined": None
        if declined is None
        else {
            "by": declined.answered_by,
            "on": desk.day_of(declined.answered_at).isoformat(),
            "reason": declined.reason,
        },
    }


def _overdue(desk: Desk, due: dt.date, until: dt.date) -> int:
    """The working days that have passed since a day, the last one counted."""
    if until <= due:
        return 0
    return counted_between(
        policy="clear_working_days",
        notice=due,
        meeting=until + dt.timedelta(days=1),
        calendar=in_force.calendar(desk, until),
    )


def _about(desk: Desk, rows: Iterable[Any]) -> dict[str, About]:
    wanted: dict[str, set[str]] = {}
    for row in rows:
        wanted.setdefault(row.subject_table, set()).add(row.subject_id)
    return about(
        desk,
        [
            (table, row)
            for table, ids in sorted(wanted.items())
            for row in desk.all(_ROWS[table], ids=sorted(ids))
        ],
    )
