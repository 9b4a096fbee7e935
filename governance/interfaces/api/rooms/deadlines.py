"""Deadlines and escalations: what falls due and when, what escalated to whom, and its acts."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any, Final

from governance.application.deadlines import acts, extending, listing, retrying
from governance.application.deadlines.moves import moves
from governance.application.deadlines.owners import Owner, owner_now, owners_now
from governance.application.deadlines.policies import policies
from governance.application.deadlines.queries import deadline_named, prompts
from governance.application.deadlines.telling import Told, told
from governance.application.desk import Desk
from governance.application.escalations.reports import told_to
from governance.application.escalations.went_to import Level, escalated, went_to
from governance.application.my_work.asked import asked_of_me
from governance.application.my_work.escalated import escalated_to_me
from governance.application.my_work.keeping import keeping
from governance.application.my_work.mine import my_deadlines
from governance.application.permissions import permissions
from governance.application.rulebook.in_force import calendar as working_days
from governance.application.signing_in.service_tokens import Scope
from governance.domain.errors import Unusable
from governance.domain.escalation import KINDS
from governance.domain.suggest import nearest
from governance.interfaces.api.operations import Act, Look, Room
from governance.interfaces.api.rooms.jobs import in_words
from governance.interfaces.api.told import Counted, DeadlineTold
from statemachines.permissions import Permission

PAGE: Final = 25
_AT = "/deadlines/{deadline}"


def _line(one: Told, owner: Owner | None = None) -> dict[str, Any]:
    """A deadline as lists show it, with who its owner is today."""
    commission = None
    if one.commission is not None:
        commission = {"ref": one.commission[0], "title": one.commission[1]}
    return {
        "id": one.id,
        "name": one.name,
        "subject": one.ref,
        "what": one.what,
        "title": one.title,
        "commission": commission,
        "kind": one.kind,
        "due": one.due,
        "state": one.state,
        "overdue": one.overdue,
        "in_trouble": one.in_trouble,
        "by_clock": one.by_clock,
        "owner": one.owner,
        "owner_is": None if owner is None else owner.people,
        "instead": False if owner is None else owner.instead,
    }


def _known_kind(desk: Desk, kind: str) -> None:
    known = sorted({*KINDS, *policies(desk).own})
    if kind and kind not in known:
        near = nearest(kind, known)
        raise Unusable.one("name.unknown", what="kind of deadline", name=kind[:80], nearest=near)


def due(
    desk: Desk,
    *,
    state: str = "",
    kind: str = "",
    overdue: bool = False,
    until: dt.date | None = None,
    after: str = "",
    limit: int = PAGE,
) -> tuple[list[dict[str, Any]], str | None]:
    """Deadlines, the first due first: those that still matter, unless a state, or `all`, is said.

    Of a kind, of those that are overdue, or until a day, that included.
    """
    _known_kind(desk, kind)
    found = listing.page(
        desk, state=state, kind=kind, overdue=overdue, until=until, after=after, most=limit
    )
    now = owners_now(desk, found.rows)
    return [_line(one, now.get(one.id)) for one in found.rows], found.after


def month(desk: Desk, *, day: dt.date | None = None) -> dict[str, Any]:
    """What falls due in the month a day lies in, in this one unless a day is given, day by day.

    `more` says that there is more than is told.
    """
    first = (day or desk.today).replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    found, more = listing.month(desk, first, last)
    known = working_days(desk, first)
    days = [first + dt.timedelta(days=number) for number in range(last.day)]
    return {
        "first": first,
        "last": last,
        "more": more,
        "days": [
            {
                "day": one,
                "working": known.is_working_day(one),
                "deadlines": [_line(each) for each in found if each.due == one],
            }
            for one in days
        ],
    }


def show(desk: Desk, deadline: str) -> dict[str, Any]:
    """A deadline with its levels, whom each went to, how its day was counted, and its moves."""
    view = deadline_named(desk, deadline)
    (one,) = told(desk, [view.row])
    levels = prompts(desk, view)
    done = [(level.row.id, level.effects) for level in levels if level.state == "fired"]
    went = went_to(desk, done, subjects=[view.row.subject_id])
    return {
        **_line(one, owner_now(desk, one)),
        **in_words(view.plain()),
        "levels": [
            {
                **in_words(level.plain()),
                "went_to": [] if level.row is None else went.get(level.row.id, ()),
            }
            for level in levels
        ],
        "moves": moves(desk, view),
    }


def levels_done(
    desk: Desk,
    *,
    kind: str = "",
    level: str = "",
    to: str = "",
    settled: bool = False,
    after: str = "",
    limit: int = PAGE,
) -> tuple[list[dict[str, Any]], str | None]:
    """What escalated to whom, the latest first; of settled deadlines too where that is asked.

    `to` is whom a policy names, or `person:` and a key.
    """
    _known_kind(desk, kind)
    found = escalated(
        desk, kind=kind, level=level, receiver=to, settled=settled, after=after, most=limit
    )
    return [_level(one) for one in found.rows], found.after


def _level(one: Level) -> dict[str, Any]:
    return {
        "id": one.id,
        "level": one.key,
        "deadline": _line(one.deadline),
        "wanted": one.wanted,
        "done": one.done,
        "late": one.late,
        "went_to": one.receivers,
        "effects": one.effects,
    }


def overdue(desk: Desk) -> dict[str, Any]:
    """How many deadlines are overdue at this moment."""
    return {"overdue": listing.overdue_now(desk)}


def exceptions_of_meeting(desk: Desk, meeting: str) -> dict[str, Any]:
    """What a meeting was told is missed."""
    return _told_to(desk, desk.row("meeting", meeting).ref)


def exceptions_of_body(desk: Desk, body: str) -> dict[str, Any]:
    """What a body would be told now is missed."""
    return _told_to(desk, desk.row("body", body).key)


def _told_to(desk: Desk, name: str) -> dict[str, Any]:
    body, meeting, lines = told_to(desk, name)
    return {
        "body": body.key,
        "meeting": None if meeting is None else meeting.ref,
        "lines": lines,
    }


def my_work(desk: Desk) -> dict[str, Any]:
    """What waits for whom the token acts as: what is theirs to do, and what escalated to them.

    A secretary is told what is to be put in order too.
    """
    keeps = keeping(desk) if Permission.SECRETARY in permissions(desk) else None
    return {
        "consulted": asked_of_me(desk),
        "due": [_line(one) for one in my_deadlines(desk)],
        "escalated": [
            {"deadline": _line(one.deadline), "level": one.level, "on": one.on}
            for one in escalated_to_me(desk)
        ],
        "to_put_in_order": keeps,
    }


ROOM = Room(
    name="Deadlines",
    looks=(
        Look(key="deadlines.list", path="/deadlines", ask=due, mark=None,
             gives=list[DeadlineTold]),
        Look(key="deadlines.calendar", path="/deadlines/calendar", ask=month),
        Look(key="deadlines.escalated", path="/deadlines/escalated", ask=levels_done, mark=None),
        Look(key="deadlines.overdue", path="/deadlines/overdue", ask=overdue, gives=Counted),
        Look(key="deadlines.show", path=_AT, ask=show, gives=DeadlineTold),
        Look(key="deadlines.told_to_meeting", path="/meetings/{meeting}/exceptions",
             ask=exceptions_of_meeting),
        Look(key="deadlines.told_to_body", path="/bodies/{body}/exceptions",
             ask=exceptions_of_body),
        Look(key="my_work", path="/my-work", ask=my_work),
    ),
    acts=(
        Act(key="deadlines.pause", path=f"{_AT}/pause", do=acts.pause),
        Act(key="deadlines.resume", path=f"{_AT}/resume", do=acts.resume),
        Act(key="deadlines.extend", path=f"{_AT}/extend", do=extending.extend),
        Act(key="deadlines.meet", path=f"{_AT}/meet", do=acts.meet),
        Act(key="deadlines.waive", path=f"{_AT}/waive", do=acts.waive, scope=Scope.DECIDE),
        Act(key="deadlines.retry", path=f"{_AT}/retry", do=retrying.retry),
    ),
)  # fmt: skip
