"""Accounts, kept by administrators: made, given a new password, locked, let in again.

A password that Vires makes is shown on the answer that made it and is kept nowhere; so making one
leads to no other page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from governance.application.calendars.addresses import end_addresses
from governance.application.desk import Desk, acting
from governance.application.people.queries import name_of
from governance.application.signing_in import acts
from governance.domain.errors import Refused, Unusable
from governance.interfaces.web.access import Access
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.answers import error_page
from governance.interfaces.web.desks import visit_looking
from governance.interfaces.web.fields import Field, YesNo, read_fields
from governance.interfaces.web.forms import SHOWN, Form, new_once, once_of
from governance.interfaces.web.pages import Page, Post
from governance.interfaces.web.visit import Visit

_LOST = YesNo(name="second").named("account.reset")


def _ask(code: str, *fields: Field) -> Callable[[Visit], Response]:
    def page(visit: Visit) -> Response:
        return _asked(visit, code, fields)

    return page


def _asked(
    visit: Visit, code: str, fields: tuple[Field, ...], wrong: Any = (), status: int = 200
) -> Response:
    row = visit.desk.row("person", visit.path["ref"])
    return visit.render(
        "administration/give_out.html",
        status=status,
        code=code,
        name=name_of(visit.desk, row),
        ref=row.ref,
        fields=fields,
        once=new_once(),
        typed={},
        wrong={one.field: one.words for one in wrong},
        errors=[{"text": one.words, "href": f"#{one.id}"} for one in wrong],
    )


def _given_out(
    visit: Visit, form: Form, do: Callable[[Desk, str, acts.Ready], acts.GivenOut]
) -> Response:
    """Do what gives a password out, and show it here alone; sent twice it is done once."""
    token = once_of(form)
    made = acts.ready()
    try:
        with acting(
            visit.store, now=visit.now, partnership=visit.partnership.key, actor=visit.actor
        ) as desk:
            desk.request = visit.request_id
            row = desk.row("person", visit.path["ref"])
            if acts.used(desk, token):
                raise Refused.one("web.account.given_already")
            given = do(desk, row.key, made)
            acts.use(desk, token, SHOWN)
    except (Refused, Unusable) as error:
        with visit_looking(visit):
            return error_page(visit, error)
    with visit_looking(visit):
        row = visit.desk.row("person", visit.path["ref"])
        name = name_of(visit.desk, row)
        return visit.render(
            "administration/given_out.html", given=given, name=name, ref=row.ref, key=row.key
        )


def _create(visit: Visit, form: Form) -> Response:
    def do(desk: Desk, person: str, made: acts.Ready) -> acts.GivenOut:
        return acts.make_account(desk, person=person, password=made)

    return _given_out(visit, form, do)


def _reset(visit: Visit, form: Form) -> Response:
    values, wrong = read_fields((_LOST,), form)
    if wrong:
        with visit_looking(visit):
            return _asked(visit, "account.reset", (_LOST,), wrong, 400)
    lost = bool(values["second"])

    def do(desk: Desk, person: str, made: acts.Ready) -> acts.GivenOut:
        return acts.reset_account(desk, person=person, password=made, second_factor=lost)

    return _given_out(visit, form, do)


def _about(visit: Visit) -> About:
    row = visit.desk.row("person", visit.path["ref"])
    return About(params={"name": name_of(visit.desk, row)}, back=visit.url(f"/people/{row.ref}"))


def _person(desk: Desk, said: Said) -> str:
    return str(desk.row("person", said.ref).key)


def _lock(desk: Desk, said: Said) -> Done:
    key = _person(desk, said)
    receipt = acts.lock_account(desk, person=key)
    return Done(receipt=receipt, code="done.account_locked", params={"person": key})


def _unlock(desk: Desk, said: Said) -> Done:
    key = _person(desk, said)
    receipt = acts.unlock_account(desk, person=key)
    return Done(receipt=receipt, code="done.account_unlocked", params={"person": key})


def _revoke(desk: Desk, said: Said) -> Done:
    key = _person(desk, said)
    receipt = acts.revoke_sessions(desk, person=key)
    return Done(receipt=receipt, code="done.sessions_revoked", params={"person": key})


def _calendars(desk: Desk, said: Said) -> Done:
    key = _person(desk, said)
    receipt = end_addresses(desk, person=key)
    return Done(receipt=receipt, code="done.calendars_ended", params={"person": key})


def _act(move: str, do: Callable[[Desk, Said], Done]) -> Act:
    return Act(
        key=f"account.{move}-theirs",
        path=f"/people/{{ref}}/account/{move}",
        about=_about,
        do=do,
        to="/people/{ref}",
        access=Access.ADMINISTRATOR,
    )


_CREATE, _RESET = "/people/{ref}/account/create", "/people/{ref}/account/reset"
PAGES = (
    Page(path=_CREATE, show=_ask("account.create"), access=Access.ADMINISTRATOR),
    Page(path=_RESET, show=_ask("account.reset", _LOST), access=Access.ADMINISTRATOR),
)
POSTS = (
    Post(path=_CREATE, take=_create, access=Access.ADMINISTRATOR),
    Post(path=_RESET, take=_reset, access=Access.ADMINISTRATOR),
)
ACTS = (
    _act("lock", _lock),
    _act("unlock", _unlock),
    _act("revoke", _revoke),
    _act("calendars", _calendars),
)
