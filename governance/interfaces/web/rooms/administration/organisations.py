"""Organisations: the partners, why some need not be represented, and who provides services."""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.people import acts
from governance.application.people.listing import organisations_page
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Choice, Day, Many, Option, Text
from governance.interfaces.web.pages import Page
from governance.interfaces.web.visit import Visit

_STANDINGS = ("lead", "statutory", "partner", "none")
_MORE = ("provider", "voluntary")


def _list(visit: Visit) -> Response:
    asked = visit.query.get("words", "")
    after = visit.query.get("after") or None
    found = organisations_page(visit.desk, words=asked, after=after)
    return visit.render(
        "administration/organisations.html",
        rows=found.rows,
        what=_what,
        asked=asked,
        chosen=[{"text": asked, "href": visit.here(words=None, after=None)}] if asked else [],
        next=visit.here(after=found.after) if found.after else None,
        first=visit.here(after=None) if after else None,
    )


def _what(row: Any) -> str:
    """What an organisation is in the partnership, in words."""
    kinds = {
        "lead": row.lead,
        "statutory": row.statutory and not row.lead,
        "partner": row.partner and not row.statutory and not row.lead,
        "voluntary": row.voluntary,
        "provider": row.provider,
    }
    return ", ".join(words.say(f"web.organisation.is.{k}", {}) for k, so in kinds.items() if so)


def _page(visit: Visit) -> Response:
    row = visit.desk.row("organisation", visit.path["ref"])
    exceptions = [
        {
            "reason": one["reason"],
            "from": dt.date.fromisoformat(one["from"]),
            "to": dt.date.fromisoformat(one["to"]) if one["to"] else None,
        }
        for one in row.exceptions
    ]
    return visit.render(
        "administration/organisation.html",
        organisation=row,
        what=_what(row),
        exceptions=exceptions,
    )


def _options(names: tuple[str, ...], part: str) -> list[Option]:
    return [
        Option(
            name,
            words.say(f"web.organisation.{part}.{name}", {}),
            words.remedy(f"web.organisation.{part}.{name}", {}),
        )
        for name in names
    ]


def _add(desk: Desk, said: Said) -> Done:
    standing, more = said["standing"], said["more"]
    receipt = acts.add_organisation(
        desk,
        key=said["key"],
        name=said["name"],
        partner=standing == "partner",
        statutory=standing == "statutory",
        lead=standing == "lead",
        provider="provider" in more,
        voluntary="voluntary" in more,
        aliases=_lines(said.get("aliases", "")),
        identifiers=_lines(said.get("identifiers", "")),
    )
    return Done(receipt=receipt, params={"name": said["name"]})


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _about(visit: Visit) -> About:
    row = visit.desk.row("organisation", visit.path["ref"])
    return About(params={"name": row.name}, seen=row.version)


def _except(desk: Desk, said: Said) -> Done:
    row = desk.row("organisation", said.ref, seen=said.seen)
    receipt = acts.except_partner(
        desk,
        organisation=row.key,
        reason=said["reason"],
        from_day=said["from"],
        to_day=said["to"],
    )
    return Done(receipt=receipt, params={"name": row.name})


PAGES = (
    Page(path="/organisations", show=_list),
    Page(path="/organisations/{ref}", show=_page),
)
ACTS = (
    Act(
        key="organisation.add",
        path="/organisations/new",
        about=lambda visit: About(back=visit.url("/organisations")),
        fields=lambda _: (
            Text(name="name"),
            Text(name="key", width="20", most=80),
            Choice(name="standing", options=_options(_STANDINGS, "standing")),
            Many(name="more", options=_options(_MORE, "more")),
            Area(name="aliases", required=False, rows=3),
            Area(name="identifiers", required=False, rows=3),
        ),
        do=_add,
        to="/organisations/{new}",
    ),
    Act(
        key="organisation.except",
        path="/organisations/{ref}/except",
        about=_about,
        fields=(
            Area(name="reason"),
            Day(name="from", required=False),
            Day(name="to", required=False),
        ),
        do=_except,
        to="/organisations/{ref}",
    ),
)
