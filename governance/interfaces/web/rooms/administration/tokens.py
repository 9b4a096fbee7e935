"""Somebody's service tokens as administrators see them: listed, and taken back; never made."""

from __future__ import annotations

from starlette.responses import Response

from governance.application.desk import Desk
from governance.application.people.queries import name_of
from governance.application.permissions import must_administer
from governance.application.signing_in.service_tokens import revoke_token, token_of, tokens_of
from governance.interfaces.web.access import Access
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.pages import Page
from governance.interfaces.web.visit import Visit

_LIST = "/people/{ref}/tokens"


def _list(visit: Visit) -> Response:
    must_administer(visit.desk)
    row = visit.desk.row("person", visit.path["ref"])
    after = visit.query.get("after") or None
    found = tokens_of(visit.desk, person=row.key, after=after)
    return visit.render(
        "administration/tokens.html",
        name=name_of(visit.desk, row),
        ref=row.ref,
        tokens=found.rows,
        next=visit.here(after=found.after) if found.after else None,
        first=visit.here(after=None) if after else None,
    )


def _about(visit: Visit) -> About:
    row = visit.desk.row("person", visit.path["ref"])
    one = token_of(visit.desk, token=visit.path["token"], person=row.key)
    return About(
        params={"name": name_of(visit.desk, row), "token": one.name},
        back=visit.url(f"/people/{row.ref}/tokens"),
    )


def _revoke(desk: Desk, said: Said) -> Done:
    person = desk.row("person", said.ref).key
    receipt = revoke_token(desk, token=said.path["token"], person=person)
    return Done(receipt=receipt, code="done.token_revoked")


PAGES = (Page(path=_LIST, show=_list, access=Access.ADMINISTRATOR),)
ACTS = (
    Act(
        key="account.token-revoke-theirs",
        path=f"{_LIST}/{{token}}/revoke",
        about=_about,
        do=_revoke,
        to=_LIST,
        access=Access.ADMINISTRATOR,
    ),
)
