"""Signing in and out: name and password, the code of a second factor, the example's one click."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from starlette.responses import RedirectResponse, Response

from governance import words
from governance.application.people.standing_for import Stand, one_of_each
from governance.application.signing_in import acts
from governance.interfaces.said import reason
from governance.interfaces.web import cookies
from governance.interfaces.web.access import Access
from governance.interfaces.web.answers import plain_said
from governance.interfaces.web.desks import visit_looking
from governance.interfaces.web.fields import FieldError, Secret, Text, read_fields
from governance.interfaces.web.forms import Form, local
from governance.interfaces.web.pages import Page, Post, Room
from governance.interfaces.web.rooms import signing_in_with
from governance.interfaces.web.visit import Visit

REFUSED, TOO_MANY = 403, 429

_NAME = Text(name="name", autocomplete="username").named("sign_in")
_PASSWORD = Secret(name="password").named("sign_in")
_CODE = Text(name="code", width="10", autocomplete="one-time-code", most=40).named("sign_in")


def _ask(visit: Visit) -> Response:
    """The page to sign in at; whoever has signed in already goes on."""
    if visit.session is not None:
        return RedirectResponse(_onward(visit), 303)
    # A provider at which somebody signed out too says so by the state it was given.
    out = "yes" in visit.query.getlist("out") or visit.query.get("state") == "out"
    return _page(visit, out=out)


def _page(
    visit: Visit,
    *,
    typed: Mapping[str, Sequence[str]] | None = None,
    wrong: Sequence[FieldError] = (),
    said: Sequence[Mapping[str, str]] = (),
    status: int = 200,
    out: bool = False,
) -> Response:
    return visit.render(
        "signing_in/sign_in.html",
        status=status,
        fields=(_NAME, _PASSWORD),
        typed=typed or {},
        wrong={one.field: one.words for one in wrong},
        errors=_summary(wrong, said, at=_first_way(visit)),
        next=_next(visit),
        out=out,
        people=_one_click(visit),
        providers=visit.served.openid.serving(visit.partnership.key),
        passwords=_passwords(visit),
    )


def _passwords(visit: Visit) -> str:
    """Whether a password is asked for: `yes`, `glass` for those who keep one, else `no`."""
    settings = visit.served.openid.settings
    if settings.passwords == "everybody" or not visit.served.openid.serving(visit.partnership.key):
        return "yes"
    return "glass" if settings.passwords == "break-glass" else "no"


def _only(visit: Visit) -> Collection[str] | None:
    """Whose passwords are taken; None for everybody's."""
    return None if _passwords(visit) == "yes" else visit.served.openid.settings.break_glass


def _summary(
    wrong: Sequence[FieldError], said: Sequence[Mapping[str, str]], *, at: str
) -> list[dict[str, str]]:
    return [
        *({"text": one.words, "href": f"#{one.id}"} for one in wrong),
        *({"text": f"{one['words']} {one['remedy']}".strip(), "href": at} for one in said),
    ]


def _first_way(visit: Visit) -> str:
    """Where on the page somebody begins: at the first provider, else at their name."""
    providers = visit.served.openid.serving(visit.partnership.key)
    return f"#with-{providers[0].key}" if providers else "#name"


def _sign_in(visit: Visit, form: Form) -> Response:
    with visit_looking(visit):
        values, wrong = read_fields((_NAME, _PASSWORD), form)
        if wrong:
            return _page(visit, typed=form.kept(), wrong=wrong, status=400)
    answer = acts.sign_in(
        visit.store,
        partnership=visit.partnership.key,
        name=values["name"],
        password=values["password"],
        address=_address(visit),
        now=visit.now,
        agent=_agent(visit),
        only=_only(visit),
    )
    if isinstance(answer, acts.NeedsCode):
        # The token waits for a code: it opens nothing until that is given.
        to = visit.redirect("/sign-in/code", next=_next(visit, form))
        cookies.give_session(visit.request, to, answer.token)
        return to
    if isinstance(answer, acts.SignedIn):
        return _in(visit, answer, form)
    with visit_looking(visit):
        said = [reason(answer.code, answer.params)]
        return _page(visit, typed=form.kept(), said=said, status=_status(answer))


def _in(visit: Visit, answer: acts.SignedIn, form: Form) -> Response:
    where = _onward(visit, form)
    if answer.must_change:
        where = visit.url("/account/password")
    to = RedirectResponse(where, 303)
    cookies.give_session(visit.request, to, answer.token)
    return to


def _status(answer: acts.SignInRefused) -> int:
    return TOO_MANY if answer.code == "sign_in.wait" else REFUSED


# --- the second factor


def _ask_code(visit: Visit) -> Response:
    if visit.session is not None:
        return RedirectResponse(_onward(visit), 303)
    if cookies.session_token(visit.request) is None:
        return visit.redirect("/sign-in", next=_next(visit))
    return _code_page(visit)


def _code_page(
    visit: Visit,
    *,
    wrong: Sequence[FieldError] = (),
    said: Sequence[Mapping[str, str]] = (),
    status: int = 200,
) -> Response:
    errors = [
        *({"text": one.words, "href": "#code"} for one in wrong),
        *({"text": f"{one['words']} {one['remedy']}".strip(), "href": "#code"} for one in said),
    ]
    return visit.render(
        "signing_in/code.html",
        status=status,
        fields=(_CODE,),
        typed={},
        wrong={"code": errors[0]["text"]} if errors else {},
        errors=errors,
        next=_next(visit),
    )


def _give_code(visit: Visit, form: Form) -> Response:
    token = cookies.session_token(visit.request)
    if visit.session is not None or token is None:
        return visit.redirect("/sign-in", next=_next(visit, form))
    with visit_looking(visit):
        values, wrong = read_fields((_CODE,), form)
        if wrong:
            return _code_page(visit, wrong=wrong, status=400)
    answer = acts.give_code(
        visit.store, token=token, code=values["code"], address=_address(visit), now=visit.now
    )
    if isinstance(answer, acts.SignedIn):
        return _in(visit, answer, form)
    with visit_looking(visit):
        said = [reason(answer.code, answer.params)]
        if answer.code == "sign_in.too_late":
            return _page(visit, said=said, status=REFUSED)
        return _code_page(visit, said=said, status=_status(answer))


# --- with a provider


def _with(visit: Visit) -> Response:
    if visit.session is not None:
        return RedirectResponse(_onward(visit), 303)
    return signing_in_with.begin(visit, _page, _next(visit))


def _back(visit: Visit) -> Response:
    return signing_in_with.come_back(visit, _page)


# --- out, and the example


def _sign_out(visit: Visit, form: Form) -> Response:
    del form
    there = None
    if (token := cookies.session_token(visit.request)) is not None:
        there = acts.session_there(visit.store, token=token)
        acts.sign_out(visit.store, token=token, now=visit.now)
    to = signing_in_with.out(visit, there) or visit.redirect("/sign-in", out="yes")
    cookies.take_session(visit.request, to)
    return to


def _one_click(visit: Visit) -> list[dict[str, str]]:
    """Whom anybody at this machine may be in the example, one of each standing."""
    if not _may_click(visit):
        return []
    return [
        {"key": one.person, "name": one.name, "what": _what(one)} for one in one_of_each(visit.desk)
    ]


def _may_click(visit: Visit) -> bool:
    served = visit.served
    return served.one_click and served.example and cookies.at_this_machine(visit.request)


def _what(stand: Stand) -> str:
    of = [words.term(one) for one in stand.of] if stand.what == "role" else list(stand.of)
    return words.say(f"web.sign_in.stand.{stand.what}", {"of": of})


def _click(visit: Visit, form: Form) -> Response:
    person = form.one("person")
    with visit_looking(visit):
        offered = {one["key"] for one in _one_click(visit)}
    if person not in offered:
        return plain_said(visit.request, "web.not_found", status=404)
    token = acts.start_session(
        visit.store,
        partnership=visit.partnership.key,
        person=person,
        now=visit.now,
        agent=_agent(visit),
    )
    to = RedirectResponse(_onward(visit, form), 303)
    cookies.give_session(visit.request, to, token)
    return to


# --- where to, and where from


def _next(visit: Visit, form: Form | None = None) -> str:
    """The page that was asked for, if it is one of this partnership."""
    given = visit.query.get("next") or "" if form is None else form.one("next")
    path = local(given) or ""
    inside = path.startswith(visit.url("/")) and not path.startswith(visit.url("/sign-"))
    return path if inside else ""


def _onward(visit: Visit, form: Form | None = None) -> str:
    """Where to go on to: the page that was asked for, else the first one."""
    return _next(visit, form) or visit.url("/")


def _address(visit: Visit) -> str:
    client = visit.request.client
    return client.host if client is not None else ""


def _agent(visit: Visit) -> str:
    return visit.request.headers.get("user-agent", "")


ROOM = Room(
    name="sign-in",
    pages=(
        Page(path="/sign-in", show=_ask, access=Access.PUBLIC),
        Page(path="/sign-in/code", show=_ask_code, access=Access.PUBLIC),
        Page(path="/sign-in/with/{provider}", show=_with, access=Access.PUBLIC, apart=True),
        Page(path=signing_in_with.BACK, show=_back, access=Access.PUBLIC, apart=True),
    ),
    posts=(
        Post(path="/sign-in", take=_sign_in, access=Access.PUBLIC),
        Post(path="/sign-in/code", take=_give_code, access=Access.PUBLIC),
        Post(path="/sign-in/example", take=_click, access=Access.PUBLIC),
        Post(path="/sign-out", take=_sign_out, access=Access.PUBLIC),
    ),
)
