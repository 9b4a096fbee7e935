"""The first page: what waits for whoever has signed in, what is due first on top."""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.responses import Response

from governance.application.my_work.asked import asked_of_me
from governance.application.my_work.escalated import escalated_to_me
from governance.application.my_work.keeping import keeping
from governance.application.my_work.mine import my_deadlines
from governance.application.my_work.reports import under_way, wants
from governance.application.permissions import permissions
from governance.application.proposals.inbox import look_into
from governance.application.subjects import find_subject
from governance.domain.messages.rendering import level
from governance.interfaces.said import reason
from governance.interfaces.web.links import path_of
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.visit import Visit
from statemachines.permissions import Permission

WRITING = ("write", "rework", "bring_again")
"""What the inbox asks of somebody as an author."""

SOON = dt.timedelta(days=60)
"""What is due by then stands open; the rest is behind a summary."""


def _home(visit: Visit) -> Response:
    desk = visit.desk
    box = look_into(desk)
    waiting = box.found
    written = [one for one in waiting if one["what"] in WRITING]
    due = my_deadlines(desk)
    mine = {one.name for one in due}
    escalated = [one for one in escalated_to_me(desk) if one.deadline.name not in mine]
    keeps = keeping(desk) if Permission.SECRETARY in permissions(desk) else None
    drafts = [one["ref"] for one in written if one["what"] == "write"]
    lacking = {
        one.ref: [reason(refusal.code, refusal.params) for refusal in one.because]
        for one in wants(desk, drafts)
    }
    sections: dict[str, Any] = {
        "asked": [one for one in waiting if one["what"] not in WRITING],
        "consulted": asked_of_me(desk),
        "due": [one for one in due if one.due <= visit.today + SOON],
        "later": [one for one in due if one.due > visit.today + SOON],
        "escalated": escalated,
        "written": written,
        "under_way": under_way(desk),
    }
    nothing = not any(sections.values()) and not (
        keeps and (keeps.proposed or keeps.at_risk or keeps.late or keeps.vacancies)
    )
    return visit.render(
        "home/home.html",
        **sections,
        more=box.more,
        keeps=keeps,
        lacking=lacking,
        nothing=nothing,
        level=level,
        where=lambda ref: path_of(ref) or "/",
    )


def _go(visit: Visit) -> Response:
    """To the page of a reference that somebody was told on the telephone."""
    asked = visit.query.get("ref", "").strip()
    if not asked:
        return visit.redirect("/")
    _, row = find_subject(visit.desk, asked)
    path = path_of(row.ref)
    return visit.redirect(path or "/")


ROOM = Room(name="home", pages=(Page(path="/", show=_home), Page(path="/go", show=_go)))
