"""One's own account: the password, a second factor, and where one is signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from governance.application.calendars.addresses import addresses_of
from governance.application.desk import Desk, acting
from governance.application.signing_in import acts
from governance.domain.errors import Refused, Unusable, ViresError
from governance.interfaces.said import reasons
from governance.interfaces.statuses import status_of
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.answers import error_page
from governance.interfaces.web.browsers import called
from governance.interfaces.web.desks import visit_looking
from governance.interfaces.web.fields import Field, FieldError, Secret, Text, read_fields
from governance.interfaces.web.forms import SHOWN, Form, new_once, once_of
from governance.interfaces.web.pages import Page, Post, Room
from governance.interfaces.web.rooms.calendars import name_of_calendar
from governance.interfaces.web.visit import Visit

_CODE = Text(name="code", width="10", autocomplete="one-time-code", most=20).named(
    "account.confirm"
)
_PASSWORD = Secret(name="password").named("account.recovery")


def _own(visit: Visit) -> Response:
    return visit.render(
        "account/account.html",
        own=acts.own_account(visit.desk),
        sessions=acts.sessions_of(visit.desk, person=visit.actor),
        called=called,
        calendars=[(name_of_calendar(one), one) for one in addresses_of(visit.desk)],
    )


# --- the password


def _about_password(visit: Visit) -> About:
    must = acts.own_account(visit.desk).must_change
    says = {"says": "web.account.password.must"} if must else {}
    return About(back=visit.url("/account"), more=says)


def _set_password(desk: Desk, said: Said) -> Done:
    if said["password-new"] != said["password-again"]:
        raise Unusable.one("account.password_differs")
    receipt = acts.set_password(
        desk,
        current=said["password"],
        new=said["password-new"],
        session=said.session,
        looked=said.ahead,
    )
    return Done(receipt=receipt, code="done.password_set")


def _look(visit: Visit, said: Said) -> acts.Looked | None:
    """Look at the passwords before the desk that writes is opened."""
    return acts.look(visit.desk, password=said["password"], new=said.get("password-new"))


# --- the second factor


def _begin(desk: Desk, said: Said) -> Done:
    acts.begin_totp(desk, password=said["password"], looked=said.ahead)
    return Done(code="done.second_factor_begun")


def _confirm(visit: Visit) -> Response:
    offer = acts.offered_totp(visit.desk)
    if offer is None:
        return visit.redirect("/account")
    return _confirm_page(visit)


def _confirm_page(
    visit: Visit, *, form: Form | None = None, problem: _Problem | None = None
) -> Response:
    offer = acts.offered_totp(visit.desk)
    return visit.render(
        "account/confirm.html",
        picture=Markup(offer.picture) if offer else "",  # noqa: S704  # drawn by us, of our own text
        secret=_in_fours(offer.secret) if offer else "",
        fields=(_CODE,),
        **_told(form, problem, "code"),
    )


def _in_fours(secret: str) -> str:
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def _confirmed(visit: Visit, form: Form) -> Response:
    return _codes(visit, form, _CODE, _confirm_page, _code_given)


def _code_given(desk: Desk, code: str) -> tuple[str, ...]:
    return acts.confirm_totp(desk, code=code)[1]


def _recovery(visit: Visit) -> Response:
    return _recovery_page(visit)


def _recovery_page(
    visit: Visit, *, form: Form | None = None, problem: _Problem | None = None
) -> Response:
    told = _told(form, problem, "password")
    return visit.render("account/recovery.html", fields=(_PASSWORD,), **told)


def _new_codes(visit: Visit, form: Form) -> Response:
    with visit_looking(visit):
        looked = acts.look(visit.desk, password=form.one(_PASSWORD.name))

    def made(desk: Desk, password: str) -> tuple[str, ...] | None:
        found = acts.new_recovery_codes(desk, password=password, looked=looked)
        return None if found is None else found[1]

    return _codes(visit, form, _PASSWORD, _recovery_page, made)


class _Problem:
    """What is against a form of one field: words, each with a place, and the answer's status."""

    def __init__(self, words: Sequence[str], status: int) -> None:
        self.words = words
        self.status = status

    @classmethod
    def of(cls, error: ViresError) -> _Problem:
        said = [f"{one['words']} {one['remedy']}".strip() for one in reasons(error)]
        return cls(said, status_of(error))

    @classmethod
    def typed(cls, wrong: Sequence[FieldError]) -> _Problem:
        return cls([one.words for one in wrong], 400)


def _told(form: Form | None, problem: _Problem | None, name: str) -> dict[str, Any]:
    """What a page of one field says of it."""
    said = problem.words if problem else ()
    typed: Mapping[str, Sequence[str]] = form.kept() if form else {}
    return {
        "once": new_once(),
        "typed": typed,
        "errors": [{"text": one, "href": f"#{name}"} for one in said],
        "wrong": {name: said[0]} if said else {},
        "status": problem.status if problem else 200,
    }


_NOT_AGAIN = frozenset(
    {
        "web.account.codes_already",
        "account.second_factor_not_begun",
        "account.second_factor_offer_over",
    }
)
"""Codes after which there is nothing to ask for on the same page."""


def _codes(
    visit: Visit,
    form: Form,
    field: Field,
    ask: Callable[..., Response],
    do: Callable[[Desk, str], tuple[str, ...] | None],
) -> Response:
    """Do what gives recovery codes, and show them here alone: they are kept nowhere.

    Sent twice it is done once: the second answer says that they were shown, and how to get others.
    """
    token = once_of(form)
    values, wrong = read_fields((field,), form)
    problem = _Problem.typed(wrong) if wrong else None
    codes = None
    if problem is None:
        try:
            with acting(
                visit.store, now=visit.now, partnership=visit.partnership.key, actor=visit.actor
            ) as desk:
                desk.request = visit.request_id
                if acts.used(desk, token):
                    raise Refused.one("web.account.codes_already")
                codes = do(desk, values[field.name])
                if codes is not None:
                    acts.use(desk, token, SHOWN)
        except (Refused, Unusable) as error:
            problem = _Problem.of(error)
            told = {one["code"] for one in reasons(error)}
            if told & _NOT_AGAIN:
                with visit_looking(visit):
                    return error_page(visit, error)
    with visit_looking(visit):
        if problem is not None:
            return ask(visit, form=form, problem=problem)
        return visit.render("account/codes.html", codes=codes)


def _end_totp(desk: Desk, said: Said) -> Done:
    receipt = acts.end_totp(desk, password=said["password"], looked=said.ahead)
    return Done(receipt=receipt, code="done.second_factor_off")


# --- sessions


def _revoke(desk: Desk, said: Said) -> Done:
    receipt = acts.revoke_sessions(desk, person=desk.actor.name, session=said.path["session"])
    return Done(receipt=receipt, code="done.own_session_revoked")


def _revoke_others(desk: Desk, said: Said) -> Done:
    receipt = acts.revoke_sessions(desk, person=desk.actor.name, but=said.session)
    return Done(receipt=receipt, code="done.own_sessions_revoked")


def _says(code: str) -> Callable[[Visit], About]:
    """What stands above a form."""
    return lambda visit: About(back=visit.url("/account"), more={"says": code})


ROOM = Room(
    name="account",
    pages=(
        Page(path="/account", show=_own),
        Page(path="/account/second-factor/confirm", show=_confirm),
        Page(path="/account/second-factor/codes", show=_recovery),
    ),
    posts=(
        Post(path="/account/second-factor/confirm", take=_confirmed),
        Post(path="/account/second-factor/codes", take=_new_codes),
    ),
    acts=(
        Act(
            key="account.password",
            path="/account/password",
            about=_about_password,
            fields=(
                Secret(name="password"),
                Secret(name="password-new", autocomplete="new-password"),
                Secret(name="password-again", autocomplete="new-password"),
            ),
            do=_set_password,
            ahead=_look,
            to="/account",
            template="account/says.html",
        ),
        Act(
            key="account.second-factor",
            path="/account/second-factor",
            about=_says("web.account.second-factor.says"),
            fields=(Secret(name="password"),),
            do=_begin,
            ahead=_look,
            to="/account/second-factor/confirm",
            template="account/says.html",
        ),
        Act(
            key="account.second-off",
            path="/account/second-factor/off",
            fields=(Secret(name="password"),),
            do=_end_totp,
            ahead=_look,
            to="/account",
        ),
        Act(
            key="account.revoke-all",
            path="/account/sessions/revoke",
            about=_says("web.account.revoke.says"),
            do=_revoke_others,
            to="/account",
            template="account/says.html",
        ),
        Act(
            key="account.revoke",
            path="/account/sessions/{session}/revoke",
            about=_says("web.account.revoke.says"),
            do=_revoke,
            to="/account",
            template="account/says.html",
        ),
    ),
)
