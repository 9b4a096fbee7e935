"""Signing in with a provider: sent there by a link, and back by the provider's redirection.

Sent by a link and not by a form, because what a form leads to must stay here (`form-action` of our
Content-Security-Policy), and providers send people on to others before they know them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from governance.application.signing_in import acts
from governance.domain.errors import Refused, ViresError
from governance.interfaces.said import reason
from governance.interfaces.served import BODY_BESIDE_FILES
from governance.interfaces.web import cookies
from governance.interfaces.web.answers import plain_said
from governance.interfaces.web.desks import visit_looking
from governance.interfaces.web.forms import read_form
from governance.interfaces.web.visit import Visit

if TYPE_CHECKING:
    from governance.interfaces.served import Served

AWAY, BAD, FORBIDDEN, TOO_MANY = 503, 400, 403, 429
BACK: Final = "/sign-in/with/{provider}/back"
_STATUS: Final[Mapping[str, int]] = {
    "openid.away": AWAY,
    "openid.client_refused": AWAY,
    "openid.door_odd": AWAY,
    "openid.issuer_differs": AWAY,
    "openid.not_awaited": BAD,
    "openid.wait": TOO_MANY,
}
"""What a refusal is answered with, where it is not that somebody may not come in."""

Shown = Callable[..., Response]
"""Shows the page to sign in at, with what went wrong."""


def begin(visit: Visit, show: Shown, next_page: str) -> Response:
    """Send somebody to the provider that the address names."""
    speaker = visit.served.openid.named(visit.path["provider"], visit.partnership.key)
    if speaker is None:
        return plain_said(visit.request, "web.not_found", status=404)
    browser = cookies.form_token(visit.request) or cookies.new_form_token()
    try:
        to = acts.begin(
            visit.store,
            speaker,
            partnership=visit.partnership.key,
            back=_back(visit),
            browser=browser,
            address=_address(visit),
            next_page=next_page,
            now=visit.now,
        )
    except Refused as refused:
        one = refused.refusals[0]
        return _refused(visit, show, one.code, one.params)
    answer = RedirectResponse(to, 303)
    if cookies.form_token(visit.request) is None:
        cookies.give_form_token(visit.request, answer, browser)
    return answer


def come_back(visit: Visit, show: Shown) -> Response:
    """Let somebody in who comes back from the provider that the address names."""
    speaker = visit.served.openid.named(visit.path["provider"], visit.partnership.key)
    if speaker is None:
        return plain_said(visit.request, "web.not_found", status=404)
    said = visit.query
    answer = acts.Answer(
        state=said.get("state", "")[:200],
        code=said.get("code", "")[:4000],
        error=said.get("error", "")[:200],
        issuer=said.get("iss"),
    )
    came = acts.come_back(
        visit.store,
        speaker,
        answer,
        partnership=visit.partnership.key,
        back=_back(visit),
        browser=cookies.form_token(visit.request) or "",
        address=_address(visit),
        now=visit.now,
        agent=visit.request.headers.get("user-agent", ""),
        request=visit.request_id,
    )
    if isinstance(came, acts.SignInRefused):
        return _refused(visit, show, came.code, came.params)
    to = RedirectResponse(came.next or visit.url("/"), 303)
    cookies.give_session(visit.request, to, came.token)
    return to


def out(visit: Visit, there: acts.There | None) -> Response | None:
    """The page that leads on to signing out at the provider too; None where there is nothing to."""
    if there is None:
        return None
    speaker = visit.served.openid.named(there.provider)
    to = speaker and speaker.sign_out_at(
        back=_absolute(visit, "/sign-in"), hint=there.hint, state="out", now=visit.now
    )
    if speaker is None or not to:
        return None
    visit.session = None
    with visit_looking(visit):
        page = visit.render("signing_in/out.html", to=to, provider=speaker.provider.title)
    page.headers["Refresh"] = f"0; url={to}"
    return page


async def signed_out_there(request: Request) -> Response:
    """Take a provider's word that a session is over (Back-Channel Logout 1.0, section 2.8)."""
    served: Served = request.app.state.served
    request.state.most = BODY_BESIDE_FILES
    form = await read_form(request, upload_limit=0)
    return await run_in_threadpool(
        _signed_out, served, request.path_params["provider"], form.one("logout_token")
    )


def _signed_out(served: Served, provider: str, token: str) -> Response:
    speaker = served.openid.named(provider)
    if speaker is None:
        return JSONResponse({"error": "invalid_request"}, 404)
    try:
        acts.signed_out_there(served.store, speaker, token, now=served.clock())
    except Refused as refused:
        acts.told(
            "sign_out_refused",
            amiss=True,
            provider=provider,
            why=refused.refusals[0].code,
            detail=str(refused.refusals[0].params.get("why", ""))[:60],
        )
        away = refused.refusals[0].code == "openid.away"
        return JSONResponse({"error": "invalid_request"}, AWAY if away else BAD)
    except ViresError:
        return JSONResponse({"error": "temporarily_unavailable"}, AWAY)
    return Response(status_code=200)


def _refused(visit: Visit, show: Shown, code: str, params: Mapping[str, Any]) -> Response:
    with visit_looking(visit):
        return show(visit, said=[reason(code, params)], status=_STATUS.get(code, FORBIDDEN))


def _back(visit: Visit) -> str:
    return _absolute(visit, BACK.format(provider=visit.path["provider"]))


def _address(visit: Visit) -> str:
    client = visit.request.client
    return client.host if client is not None else ""


def _absolute(visit: Visit, path: str) -> str:
    return f"{visit.request.url.scheme}://{visit.request.url.netloc}{visit.url(path)}"
