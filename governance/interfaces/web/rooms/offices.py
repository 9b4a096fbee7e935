"""Offices: posts that can decide alone, and who holds them or is their deputy."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from governance import words
from governance.application.bodies import acts
from governance.application.bodies.listing import holdings, offices
from governance.application.bodies.moves import office_moves, register_moves
from governance.application.desk import Desk
from governance.interfaces.said import offered
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Choice, Day, Field, Option, Pick, Text
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms.body_common import called, partner, person
from governance.interfaces.web.visit import Visit


def _list(visit: Visit) -> Response:
    may_add = not register_moves(visit.desk)["add"]
    return visit.render("bodies/offices.html", rows=offices(visit.desk), may_add=may_add)


def _page(visit: Visit) -> Response:
    desk = visit.desk
    row = desk.row("office", visit.path["ref"])
    return visit.render(
        "bodies/office.html",
        office=row,
        owner=desk.by_id("organisation", row.organisation_id),
        rows=holdings(desk, row.id),
        moves_offered=[
            offered(
                words.say(f"web.offices.move.{move}", {}),
                visit.url(f"/offices/{row.key}/{move}"),
                against,
            )
            for move, against in office_moves(desk).items()
        ],
    )


def _about(visit: Visit) -> About:
    row = visit.desk.row("office", visit.path["ref"])
    values = {"person": visit.query.get("person")}
    return About(params={"office": row.title}, seen=row.version, values=values)


def _add_fields(visit: Visit) -> Sequence[Field]:
    return (Text(name="title"), Text(name="key", width="20"), partner(visit))


def _add(desk: Desk, said: Said) -> Done:
    receipt = acts.add_office(
        desk, key=said["key"], title=said["title"], organisation=said["partner"]
    )
    return Done(receipt=receipt)


def _hold_fields(visit: Visit) -> Sequence[Field]:
    ways = [Option(one, words.say(f"web.offices.as.{one}", {})) for one in ("holder", "deputy")]
    return (
        person(visit),
        Choice(name="as", options=ways),
        Day(name="from", required=False),
        Day(name="to", required=False),
    )


def _hold(desk: Desk, said: Said) -> Done:
    start, deputy = said["from"] or desk.today, said["as"] == "deputy"
    receipt = acts.hold_office(
        desk,
        office=said.ref,
        person=said["person"],
        deputy=deputy,
        from_day=start,
        to_day=said["to"],
    )
    told = {
        "person": called(desk, said["person"]),
        "office": desk.row("office", said.ref).title,
        "from_day": start,
    }
    code = "done.office_deputised" if deputy else "done.office_held"
    return Done(receipt=receipt, code=code, params=told)


def _end_fields(visit: Visit) -> Sequence[Field]:
    row = visit.desk.row("office", visit.path["ref"])
    here = [one for one in holdings(visit.desk, row.id) if one.goes_on]
    return (
        Pick(name="person", options=[Option(one.person, one.name) for one in here]),
        Day(name="last-day", required=False),
    )


def _end(desk: Desk, said: Said) -> Done:
    last = said["last-day"] or desk.today
    receipt = acts.end_holding(desk, office=said.ref, person=said["person"], last_day=last)
    told = {
        "last": last,
        "person": called(desk, said["person"]),
        "office": desk.row("office", said.ref).title,
    }
    return Done(receipt=receipt, code="done.holding_ended", params=told)


ROOM = Room(
    name="offices",
    pages=(Page(path="/offices", show=_list), Page(path="/offices/{ref}", show=_page)),
    acts=(
        Act(
            key="offices.add", path="/new/office", fields=_add_fields, do=_add, to="/offices/{new}"
        ),
        Act(
            key="offices.hold",
            path="/offices/{ref}/hold",
            about=_about,
            fields=_hold_fields,
            do=_hold,
            to="/offices/{ref}",
        ),
        Act(
            key="offices.end",
            path="/offices/{ref}/end",
            about=_about,
            fields=_end_fields,
            do=_end,
            to="/offices/{ref}",
        ),
    ),
)
