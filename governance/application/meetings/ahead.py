"""What a meeting can do next, why each other move is closed, and what is left to record.

Asks the guards that acting asks. A move that wants a reason is asked as if it were given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from governance import words
from governance.application.desk import Desk
from governance.application.meetings.agenda import LISTED
from governance.application.meetings.notice import AGENDA, SUMMONS
from governance.application.meetings.reading import Convened, notice_day, to_come
from governance.application.meetings.sitting import read_sitting
from governance.domain.errors import Refusal
from statemachines.machine import look
from statemachines.meeting import MEETING, MeetingFacts

SITTING: Final = ("held", "resumed")
"""States in which it sits, or has sat, with a quorum."""

ANNOUNCED: Final = ("published", "supplement_published")
"""States in which its agenda is out and it waits for its day."""


def moves(desk: Desk, at: Convened) -> list[dict[str, Any]]:
    """Every move of a meeting from where it is: `move, to, open, closed_because`."""
    facts = _facts(desk, at)
    return [
        {
            "move": one.move,
            "to": one.target,
            "open": one.open,
            "closed_because": [
                {
                    "code": r.code,
                    "words": words.say(r.code, r.params),
                    "remedy": words.remedy(r.code, r.params),
                }
                for r in one.refusals
            ],
        }
        for one in look(MEETING, at.row.state, facts)
    ]


def _facts(desk: Desk, at: Convened) -> MeetingFacts:
    row = at.row
    late = row.state == "called"
    short: tuple[Refusal, ...] = ()
    if at.body.terms is not None:
        day = max(row.on_day, desk.today) if row.state == "adjourned" else row.on_day
        short = read_sitting(desk, row._replace(on_day=day)).quorum().shortfalls
    return MeetingFacts(
        permissions=at.permissions,
        reason="as given",
        summons_wants=tuple(_day_past(row, desk.today)),
        agenda_wants=at.late(desk, AGENDA, given=desk.today) if late else (),
        urgency_wants=(),
        quorum_wants=short,
        day_to_come=to_come(row, desk.today),
        minutes_want=(),
        signing_wants=(),
    )


def _day_past(row: Any, today: dt.date) -> Sequence[Refusal]:
    return [Refusal("meeting.day_past", {"on": row.on_day})] if row.on_day < today else []


def notice_days(desk: Desk, at: Convened) -> list[dict[str, Any]]:
    """The last day for the summons and for the agenda, with the days that were counted.

    Nothing for a notice that neither law nor terms of reference ask for.
    """
    found = []
    for kind in (SUMMONS, AGENDA):
        last = notice_day(desk, at.body, kind)
        if last is not None:
            found.append(
                {
                    "kind": kind,
                    "by": last.day,
                    "days": last.rule.days,
                    "policy": last.rule.policy,
                    "working": last.working(),
                }
            )
    return found


def left_to_do(
    desk: Desk, at: Convened, items: Sequence[Any], *, anybody: bool
) -> list[dict[str, str]]:
    """What is still to be done or recorded, in the order in which it is done.

    `items` are the rows of its agenda; `anybody` whether somebody is recorded as there.
    """
    row = at.row
    told = {"ref": row.ref, "on": row.on_day, "state": row.state}
    codes: list[tuple[str, dict[str, Any]]] = []
    if row.state in ANNOUNCED and row.on_day <= desk.today:
        codes.append(("attendance" if not anybody else "open", told))
    elif row.state in SITTING:
        undecided = [i for i in items if i.state == LISTED and i.report is not None]
        codes += [("item", told | {"place": i.place, "report": i.report}) for i in undecided]
        codes.append(("minutes", told))
    elif row.state in ("planned", "called"):
        due = [one for one in notice_days(desk, at) if _still_due(row, one)]
        codes += [
            (
                _left_of(row, one, late=one["by"] < desk.today),
                told | {"by": one["by"]},
            )
            for one in due
        ]
    elif row.state in _LEFT:
        codes.append((_LEFT[row.state], told))
    return [
        {
            "code": f"meeting.left.{code}",
            "words": words.say(f"meeting.left.{code}", params),
            "remedy": words.remedy(f"meeting.left.{code}", params),
        }
        for code, params in codes
    ]


def _left_of(row: Any, one: dict[str, Any], *, late: bool) -> str:
    """What is left of a notice: an agenda of a meeting that is called wants publishing only."""
    if late:
        return f"{one['kind']}_late"
    return "agenda_of_called" if one["kind"] == AGENDA and row.state == "called" else one["kind"]


def _still_due(row: Any, one: dict[str, Any]) -> bool:
    return bool(one["kind"] == AGENDA or row.state == "planned")


_LEFT: Final = {
    "adjourned": "resume",
    "inquorate": "inquorate",
    "informal": "note",
    "minutes_drafted": "sign",
}
"""What is left to do in a state, whatever is on the agenda."""
