"""Deadlines and escalations: the list, the month, one deadline with its levels, and its acts."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.change import Receipt
from governance.application.deadlines import acts, extending, listing, retrying
from governance.application.deadlines.moves import DeadlineMove, moves
from governance.application.deadlines.owners import owner_now, owners_now
from governance.application.deadlines.policies import policies
from governance.application.deadlines.queries import deadline_named, prompts
from governance.application.deadlines.settling import LIVE
from governance.application.deadlines.telling import Told, told
from governance.application.desk import Desk
from governance.application.escalations.receivers import receivers
from governance.application.escalations.reports import told_to
from governance.application.escalations.went_to import went_to
from governance.application.rulebook.in_force import calendar as days_of
from governance.domain.errors import Refusal, Unusable
from governance.interfaces.said import offered, reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import FIRST_YEAR, LAST_YEAR, Area, Day
from governance.interfaces.web.links import path_of
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms import deadlines_escalated
from governance.interfaces.web.rooms.deadline_filters import Notes, kinds_known
from governance.interfaces.web.rooms.deadline_words import level_row, owned, working_row
from governance.interfaces.web.visit import Visit
from statemachines.deadline import DEADLINE

ID = "/deadlines/{id}"
OVERDUE = "overdue"
"""What pages call being past its day, which is no state that is stored."""


def _list(visit: Visit) -> Response:
    desk, notes = visit.desk, Notes(visit)
    known = kinds_known(policies(desk))
    state = notes.one_of("state", ("all", OVERDUE, *DEADLINE.state_names))
    asked = {
        "state": state,
        "kind": notes.one_of("kind", known),
        "until": notes.read("until", _day),
        "after": visit.query.get("after", ""),
    }
    # What is settled is not overdue: whoever asks for it on that tab is shown it in the list.
    overdue = OVERDUE in (state, visit.query.get("show")) and state in ("", OVERDUE, *LIVE)

    def page(after: str) -> listing.Page:
        return listing.page(
            desk,
            state="" if state == OVERDUE else state,
            kind=asked["kind"],
            overdue=overdue,
            until=_day(asked["until"]),
            after=after,
        )

    shown = notes.from_place("after", page)
    now = owners_now(desk, shown.rows)
    return visit.render(
        "deadlines/list.html",
        page=shown,
        notes=notes.found,
        asked=asked,
        overdue=overdue,
        number=listing.overdue_now(desk),
        kinds=sorted(((kind, words.term(kind)) for kind in known), key=lambda one: one[1]),
        states=DEADLINE.state_names,
        whose=lambda one: owned(one, now.get(one.id)),
        where=lambda ref: path_of(ref) or "/",
    )


def _day(typed: str) -> dt.date | None:
    """A day that an address gives. Raises `Unusable` where it is none."""
    if not typed:
        return None
    try:
        found: dt.date | None = dt.date.fromisoformat(typed)
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unusable.one("web.deadlines.no_day", typed=typed[:40])
    return found


# --- a month


def _month(visit: Visit) -> Response:
    first = _first_of(visit.query.get("month", ""), visit.today)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    found, more = listing.month(visit.desk, first, last)
    by_day: dict[dt.date, list[Told]] = {}
    for one in found:
        by_day.setdefault(one.due, []).append(one)
    known = days_of(visit.desk, first)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return visit.render(
        "deadlines/month.html",
        first=first,
        weeks=weeks,
        by_day=by_day,
        closed={day: not known.is_working_day(day) for week in weeks for day in week},
        before=first - dt.timedelta(days=1),
        following=last + dt.timedelta(days=1),
        more=more,
        weekdays=list(calendar.day_name),
    )


def _first_of(typed: str, today: dt.date) -> dt.date:
    """The first day of a month such as 2027-03; of this one where none is said."""
    if not typed:
        return today.replace(day=1)
    return _day(f"{typed}-01") or today


# --- a deadline


def _page(visit: Visit) -> Response:
    desk = visit.desk
    view = deadline_named(desk, visit.path["id"])
    (one,) = told(desk, [view.row])
    trouble = view.row.trouble
    names = receivers(desk)
    levels = prompts(desk, view)
    done = [(level.row.id, level.effects) for level in levels if level.state == "fired"]
    went = went_to(desk, done, subjects=[view.row.subject_id])
    settled = view.row.settled_at
    return visit.render(
        "deadlines/deadline.html",
        one=one,
        whose=owned(one, owner_now(desk, one)),
        pause=view.pause,
        trouble=reason(trouble["code"], trouble["params"]) if trouble else None,
        levels=[
            level_row(level, names, went.get(level.row.id, ()) if level.row else ())
            for level in levels
        ],
        settled=desk.day_of(settled) if settled is not None else None,
        working=[working_row(step) for step in view.row.working],
        moves_offered=[_offered(visit, view.row.id, move) for move in moves(desk, view)],
        where=path_of(one.ref),
    )


def _offered(visit: Visit, row_id: str, one: DeadlineMove) -> dict[str, Any]:
    name = words.say(f"web.deadlines.move.{one.move}", {})
    path = f"/deadlines/{row_id}/{one.move}"
    address = visit.url(path, level=one.level) if one.level else visit.url(path)
    return offered(name, address, one.refusals)


def _exceptions(visit: Visit) -> Response:
    """What a meeting was told is missed, or what a body would be told now."""
    body, meeting, lines = told_to(visit.desk, visit.path["ref"])
    how = "none"
    if lines:
        new = any(line["new"] for line in lines)
        how = "were" if meeting is not None else "would_be" if new else "again"
    told_where = {"body": body.name, "meeting": meeting.ref if meeting is not None else ""}
    return visit.render(
        "deadlines/exceptions.html",
        body=body,
        meeting=meeting,
        lines=lines,
        said=words.say(f"exceptions.{how}", told_where),
        where=lambda ref: path_of(ref) or "/",
    )


# --- what people do with it


def _about(move: str) -> Callable[[Visit], About]:
    def about(visit: Visit) -> About:
        view = deadline_named(visit.desk, visit.path["id"])
        (one,) = told(visit.desk, [view.row])
        against: tuple[Refusal, ...] = ()
        for found in moves(visit.desk, view):
            if found.move == move and found.level in (None, visit.query.get("level")):
                against = found.refusals
        return About(
            params={"what": one.what, "title": one.title, "due": one.due},
            seen=view.row.version,
            closed=[reason(why.code, why.params) for why in against],
        )

    return about


def _doing(
    act: Callable[[Desk, str, Said], Receipt],
) -> Callable[[Desk, Said], Done]:
    """An act on the deadline that the address names, told by what it is and not by its id."""

    def do(desk: Desk, said: Said) -> Done:
        view = deadline_named(desk, said.path["id"])
        name = f"{view.ref}, {view.title},"
        receipt = act(desk, view.row.id, said)
        due = deadline_named(desk, view.row.id).row.due_day
        return Done(receipt=receipt, params={"name": name, "due": due})

    return do


_REASON = Area(name="reason", rows=3)

ROOM = Room(
    name="deadlines",
    pages=(
        Page(path="/deadlines", show=_list),
        Page(path="/deadlines/calendar", show=_month),
        *deadlines_escalated.PAGES,
        Page(path=ID, show=_page),
        Page(path="/meetings/{ref}/exceptions", show=_exceptions),
        Page(path="/bodies/{ref}/exceptions", show=_exceptions),
    ),
    acts=(
        Act(
            key="deadlines.pause",
            path=f"{ID}/pause",
            about=_about("pause"),
            fields=(_REASON,),
            do=_doing(lambda desk, name, said: acts.pause(desk, name, reason=said["reason"])),
            to=ID,
        ),
        Act(
            key="deadlines.resume",
            path=f"{ID}/resume",
            about=_about("resume"),
            fields=(Area(name="reason", rows=3, required=False),),
            do=_doing(
                lambda desk, name, said: acts.resume(desk, name, reason=said.get("reason", ""))
            ),
            to=ID,
        ),
        Act(
            key="deadlines.extend",
            path=f"{ID}/extend",
            about=_about("extend"),
            fields=(Day(name="to"), _REASON),
            do=_doing(
                lambda desk, name, said: extending.extend(
                    desk, name, to=said["to"], reason=said["reason"]
                )
            ),
            to=ID,
        ),
        Act(
            key="deadlines.meet",
            path=f"{ID}/meet",
            about=_about("meet"),
            fields=(Area(name="note", rows=3, required=False),),
            do=_doing(lambda desk, name, said: acts.meet(desk, name, note=said.get("note", ""))),
            to=ID,
        ),
        Act(
            key="deadlines.waive",
            path=f"{ID}/waive",
            about=_about("waive"),
            fields=(_REASON,),
            do=_doing(lambda desk, name, said: acts.waive(desk, name, reason=said["reason"])),
            to=ID,
            check=True,
        ),
        Act(
            key="deadlines.retry",
            path=f"{ID}/retry",
            about=_about("retry"),
            do=_doing(
                lambda desk, name, said: retrying.retry(desk, name, level=said.query.get("level"))
            ),
            to=ID,
            done="done.prompt_retried",
        ),
    ),
)
