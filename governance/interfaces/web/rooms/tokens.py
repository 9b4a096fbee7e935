"""Service tokens: made by whom they act as, shown once, listed, and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk, acting
from governance.application.signing_in import acts
from governance.application.signing_in.service_tokens import (
    LONGEST_NAME,
    USUAL,
    Issued,
    Scope,
    make_token,
    revoke_token,
    token_of,
    tokens_of,
)
from governance.domain.errors import Refused, Unusable
from governance.interfaces.said import reasons
from governance.interfaces.statuses import UNUSABLE
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.answers import error_page
from governance.interfaces.web.desks import visit_looking
from governance.interfaces.web.fields import Day, Field, FieldError, Many, Option, Text, read_fields
from governance.interfaces.web.forms import SHOWN, Form, new_once, once_of
from governance.interfaces.web.pages import Page, Post, Room
from governance.interfaces.web.visit import Visit


def _fields() -> list[Field]:
    scopes = [
        Option(one.value, words.say(f"web.token.scope.{one}", {}),
               words.remedy(f"web.token.scope.{one}", {}))
        for one in Scope
    ]  # fmt: skip
    found: list[Field] = [
        Text(name="name", most=LONGEST_NAME),
        Many(name="scopes", options=scopes, required=True),
        Day(name="expires"),
    ]
    return [one.named("account.token") for one in found]


def _list(visit: Visit) -> Response:
    after = visit.query.get("after") or None
    found = tokens_of(visit.desk, after=after)
    return visit.render(
        "account/tokens.html",
        tokens=found.rows,
        next=visit.here(after=found.after) if found.after else None,
        first=visit.here(after=None) if after else None,
    )


def _ask(visit: Visit) -> Response:
    fields = _fields()
    typed = {"scopes": [Scope.READ.value], **fields[-1].typed(visit.today + USUAL)}
    return _page(visit, fields, typed)


def _page(
    visit: Visit,
    fields: Sequence[Field],
    typed: Mapping[str, Sequence[str]],
    wrong: Sequence[FieldError] = (),
    said: Sequence[str] = (),
    status: int = 200,
) -> Response:
    errors = [{"text": one.words, "href": f"#{one.id}"} for one in wrong]
    return visit.render(
        "account/token.html",
        status=status,
        fields=fields,
        typed=typed,
        wrong={one.field: one.words for one in wrong},
        errors=[*errors, *({"text": one} for one in said)],
        once=new_once(),
    )


def _made(visit: Visit, form: Form) -> Response:
    """Make a token and show it here alone; sent twice it is done once."""
    fields, token = _fields(), once_of(form)
    values, wrong = read_fields(fields, form)
    if wrong:
        with visit_looking(visit):
            return _page(visit, fields, form.kept(), wrong, status=UNUSABLE)
    try:
        with acting(
            visit.store, now=visit.now, partnership=visit.partnership.key, actor=visit.actor
        ) as desk:
            desk.request = visit.request_id
            if acts.used(desk, token):
                raise Refused.one("web.token.already")
            made = _issue(desk, values)
            acts.use(desk, token, SHOWN)
    except Unusable as error:
        told = [f"{one['words']} {one['remedy']}".strip() for one in reasons(error)]
        with visit_looking(visit):
            return _page(visit, fields, form.kept(), said=told, status=UNUSABLE)
    except Refused as error:
        with visit_looking(visit):
            return error_page(visit, error)
    with visit_looking(visit):
        return visit.render("account/token_made.html", made=made)


def _issue(desk: Desk, values: Mapping[str, Any]) -> Issued:
    return make_token(
        desk, name=values["name"], scopes=values["scopes"], expires_on=values["expires"]
    )


# --- taken back


def _about(visit: Visit) -> About:
    return About(
        params={"name": token_of(visit.desk, token=visit.path["token"]).name},
        back=visit.url("/account/tokens"),
        more={"says": "web.account.token-revoke.says"},
    )


def _revoke(desk: Desk, said: Said) -> Done:
    receipt = revoke_token(desk, token=said.path["token"])
    return Done(receipt=receipt, code="done.token_revoked")


ROOM = Room(
    name="tokens",
    pages=(
        Page(path="/account/tokens", show=_list),
        Page(path="/account/tokens/new", show=_ask),
    ),
    posts=(Post(path="/account/tokens/new", take=_made),),
    acts=(
        Act(
            key="account.token-revoke",
            path="/account/tokens/{token}/revoke",
            about=_about,
            do=_revoke,
            to="/account/tokens",
            template="account/says.html",
        ),
    ),
)
