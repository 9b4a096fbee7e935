"""Calendars for other programs: private addresses, made and ended; what is read at them.

A calendar program cannot sign in. Whoever has a private address may read it, so it is shown once,
stands in no log (see `middleware.logged`), and an address that is unknown is answered as one that
was ended. What has not changed is not sent again (RFC 9110, 13.1.2).
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance import words
from governance.adapters.calendars import MEDIA_TYPE
from governance.application.calendars import feeds
from governance.application.calendars.addresses import (
    Address,
    Made,
    addresses_of,
    end_addresses,
    make_address,
    whose,
)
from governance.application.calendars.feeds import Feed
from governance.application.desk import Desk, acting, looking
from governance.application.signing_in import acts
from governance.domain.errors import Refused, Unusable
from governance.interfaces import addresses
from governance.interfaces.downloads import CHECKED, checked
from governance.interfaces.web.access import Access
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.answers import error_page, plain_said
from governance.interfaces.web.desks import visit_looking
from governance.interfaces.web.forms import SHOWN, Form, new_once, once_of
from governance.interfaces.web.pages import Page, Post, Room
from governance.interfaces.web.visit import Visit

# --- what programs read


def _private(visit: Visit) -> Response:
    """The calendar of a private address, as its owner may see it."""
    known = whose(
        visit.store, partnership_id=visit.partnership.id, token=visit.path["token"], now=visit.now
    )
    if known is None:
        return plain_said(visit.request, "web.not_found", status=404)
    with looking(
        visit.store, now=visit.now, partnership=visit.partnership.key, actor=known.person
    ) as desk:
        if known.body_id is None:
            feed = feeds.personal(desk, site=_site(visit))
        else:
            feed = feeds.of_body(desk, known.body_id, site=_site(visit))
    return _sent(visit, feed, f"private, {CHECKED}")


def _public(visit: Visit) -> Response:
    """The published meetings of a body, for anybody."""
    return _sent(visit, feeds.public(visit.desk, visit.path["ref"], site=_site(visit)), CHECKED)


def _site(visit: Visit) -> str:
    asked = visit.request.url
    return f"{asked.scheme}://{asked.netloc}{addresses.page(visit.partnership.key, '')}"


def _sent(visit: Visit, feed: Feed, cached: str) -> Response:
    answer = Response(feed.content, media_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    return checked(visit.request, answer, cached)


# --- an address, made and shown once


def _body_of(visit: Visit) -> Any:
    """The body that the page is of; None for one's own calendar."""
    name = visit.path.get("ref")
    return None if name is None else visit.desk.row("body", name)


def _ask(visit: Visit) -> Response:
    row = _body_of(visit)
    key = row.key if row is not None else None
    there = [one for one in addresses_of(visit.desk) if one.body == key]
    openly = row is not None and feeds.meets_in_public(visit.desk, row)
    return visit.render(
        "account/calendar.html",
        body=row,
        there=there[0] if there else None,
        public=_whole(visit, f"/public/bodies/{key}/calendar.ics") if openly else None,
        once=new_once(),
    )


def _made(visit: Visit, form: Form) -> Response:
    """Make an address and show it here alone; sent twice it is done once."""
    token = once_of(form)
    try:
        with acting(
            visit.store, now=visit.now, partnership=visit.partnership.key, actor=visit.actor
        ) as desk:
            desk.request = visit.request_id
            if acts.used(desk, token):
                raise Refused.one("web.calendar.already")
            made: Made = make_address(desk, body=visit.path.get("ref"))
            acts.use(desk, token, SHOWN)
    except (Refused, Unusable) as error:
        with visit_looking(visit):
            return error_page(visit, error)
    with visit_looking(visit):
        address = _whole(visit, addresses.calendar(made.token))
        return visit.render("account/calendar_made.html", address=address, body=_body_of(visit))


def _whole(visit: Visit, path: str) -> str:
    return f"{_site(visit)}{path}"


# --- and ended


def _one(visit: Visit) -> Address:
    """The actor's address that the page is of. Raises `Refused` where there is none such."""
    found = [one for one in addresses_of(visit.desk) if one.id == visit.path["address"]]
    if not found:
        raise Refused.one("calendar.none_such", person=visit.actor)
    return found[0]


def _about(visit: Visit) -> About:
    _one(visit)
    return About(back=visit.url("/account"), more={"says": "web.account.calendar-end.says"})


def _end(desk: Desk, said: Said) -> Done:
    receipt = end_addresses(desk, address=said.path["address"])
    return Done(receipt=receipt, code="done.own_calendar_ended")


def name_of_calendar(one: Address) -> str:
    """What an owner calls the calendar of an address."""
    if one.body_name is None:
        return words.say("web.account.calendar_own", {})
    return words.capital(one.body_name)


_OWN, _OF_BODY = "/account/calendar", "/bodies/{ref}/calendar"
ROOM = Room(
    name="calendars",
    pages=(
        Page(path="/calendars/{token}.ics", show=_private, access=Access.PUBLIC, apart=True),
        Page(path="/public/bodies/{ref}/calendar.ics", show=_public, access=Access.PUBLIC),
        Page(path=_OWN, show=_ask),
        Page(path=_OF_BODY, show=_ask),
    ),
    posts=(Post(path=_OWN, take=_made), Post(path=_OF_BODY, take=_made)),
    acts=(
        Act(
            key="account.calendar-end",
            path="/account/calendars/{address}/end",
            about=_about,
            do=_end,
            to="/account",
            template="account/says.html",
        ),
    ),
)
