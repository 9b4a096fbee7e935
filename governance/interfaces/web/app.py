"""The application: every page, post and act of every room as a route, and what holds for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from governance import words
from governance.application.actors import find_partnership
from governance.application.ledger import sealing
from governance.application.people.partnerships import partnerships
from governance.application.permissions import may_administer
from governance.application.signing_in.forms import keep_form
from governance.application.signing_in.sessions import Session, session_of, whose_form
from governance.domain.errors import Refused, Unusable, ViresError
from governance.interfaces.api.answers import problem, problem_said
from governance.interfaces.api.app import PREFIX as API
from governance.interfaces.api.app import api_routes
from governance.interfaces.served import BODY_BESIDE_FILES, Served
from governance.interfaces.web import asking, cookies, doing
from governance.interfaces.web.access import Access
from governance.interfaces.web.acts import Act
from governance.interfaces.web.answers import error_page, plain_error, plain_said, said_page
from governance.interfaces.web.assets import serve as serve_asset
from governance.interfaces.web.desks import visit_looking
from governance.interfaces.web.forms import Form, from_elsewhere, read_form, same
from governance.interfaces.web.guides import guide_page, guide_picture
from governance.interfaces.web.helping import help_page
from governance.interfaces.web.middleware import Around, TooLarge, logged
from governance.interfaces.web.monitoring import Measured, metrics
from governance.interfaces.web.pages import Page, Post, Room
from governance.interfaces.web.rendering import plain_page
from governance.interfaces.web.rooms import ROOMS
from governance.interfaces.web.rooms.signing_in_with import signed_out_there
from governance.interfaces.web.visit import Visit

_log = structlog.get_logger("vires.web")
PREFIX = "/p/{partnership}"
_Route = tuple[str, str, Callable[..., Any]]
"""A path within the partnership, a method, and what answers."""


def create_app(served: Served, *, rooms: tuple[Room, ...] = ROOMS) -> FastAPI:
    """The web application on a store."""
    app = FastAPI(title="Vires", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.served = served
    app.state.measured = measured = Measured(served) if served.metrics_token else None
    app.add_middleware(Around, served=served, broken=_broken, measured=measured)
    app.add_api_route("/healthz", _alive, methods=["GET"])
    app.add_api_route("/readyz", _ready, methods=["GET"])
    app.add_api_route("/metrics", _figures, methods=["GET"])
    app.add_api_route("/", _first_page, methods=["GET"])
    app.add_api_route("/accessibility", _statement, methods=["GET"])
    app.add_api_route("/help", help_page, methods=["GET"])
    app.add_api_route("/help/{name}", guide_page, methods=["GET"])
    app.add_api_route("/help/pictures/{name}", guide_picture, methods=["GET"])
    app.add_api_route("/assets/{path:path}", serve_asset, methods=["GET", "HEAD"])
    app.mount(API, api_routes())
    app.add_api_route("/openid/{provider}/signed-out", signed_out_there, methods=["POST"])
    for path, method, endpoint in sorted(_routes(rooms), key=_specific):
        app.add_api_route(f"{PREFIX}{path}", endpoint, methods=[method])
    app.add_exception_handler(HTTPException, _http_said)
    app.add_exception_handler(TooLarge, _too_large)
    app.add_exception_handler(ViresError, _vires_said)
    return app


def _routes(rooms: tuple[Room, ...]) -> Iterator[_Route]:
    for room in rooms:
        for page in room.pages:
            yield page.path, "GET", _get(page)
        for post in room.posts:
            yield post.path, "POST", _post(post)
        for act in room.acts:
            asked = Page(path=act.path, show=_asking(act), access=act.access)
            yield act.path, "GET", _get(asked)
            yield act.path, "POST", _doing(act)


def _specific(route: _Route) -> tuple[bool, ...]:
    """What puts an address as it stands (`/people/new`) before one of any (`/people/{ref}`)."""
    return tuple(part.startswith("{") for part in route[0].split("/"))


def _asking(act: Act) -> Callable[[Visit], Response]:
    return lambda visit: asking.show(visit, act)


# --- who comes


def _visit(request: Request) -> Visit:
    """The visit of whoever comes. Raises `Unusable` for a partnership that is not there."""
    served: Served = request.app.state.served
    now = served.clock()
    with served.store.read() as tx:
        partnership = find_partnership(tx, request.path_params["partnership"])
    token = cookies.session_token(request)
    session: Session | None = None
    if token is not None:
        session = session_of(served.store, token=token, now=now)
    if session is not None and session.partnership != partnership.key:
        session = None
        request.state.of_another = True
    request.state.who = session.person if session else None
    request.state.partnership = partnership.key
    return Visit(request, served, partnership=partnership, session=session, now=now)


def _kept_out(visit: Visit, access: Access) -> Response | None:
    """The answer to somebody who may not open a page at all; None for everybody else."""
    if access is Access.PUBLIC:
        return None
    if visit.session is None:
        if getattr(visit.request.state, "of_another", False):
            # Somebody of another partnership: there is nothing here for them to see.
            return plain_said(visit.request, "web.not_found", status=404)
        path = visit.request.url.path
        if visit.request.method == "GET" and visit.request.url.query:
            path = f"{path}?{visit.request.url.query}"
        return visit.redirect("/sign-in", next=path)
    to_change = visit.url("/account/password")
    if visit.session.must_change and visit.request.url.path != to_change:
        return visit.redirect("/account/password")
    return None


def _shown(visit: Visit, access: Access, show: Callable[[Visit], Response]) -> Response:
    with visit_looking(visit):
        if access is Access.ADMINISTRATOR and not may_administer(visit.desk):
            return said_page(visit, "web.forbidden", status=403)
        try:
            return show(visit)
        except (Refused, Unusable) as error:
            return error_page(visit, error)


# --- routes


def _get(page: Page) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        with words.saying_for("web"):
            visit = _visit(request)
            kept_out = _kept_out(visit, page.access)
            if kept_out is None and page.apart:
                kept_out = _may(visit, page.access) or page.show(visit)
            return kept_out or _shown(visit, page.access, page.show)

    return endpoint


def _post(post: Post) -> Callable[[Request], Any]:
    def answer(request: Request, form: Form) -> Response:
        with words.saying_for("web"):
            visit = _visit(request)
            kept_out = _kept_out(visit, post.access)
            if kept_out is not None:
                return kept_out
            if not _ours(visit, form):
                return _forged(visit)
            return _may(visit, post.access) or post.take(visit, form)

    return _taking(answer)


def _doing(act: Act) -> Callable[[Request], Any]:
    def answer(request: Request, form: Form) -> Response:
        with words.saying_for("web"):
            visit = _visit(request)
            if from_elsewhere(request):
                return _forged(visit)
            if visit.session is None and act.access is not Access.PUBLIC:
                return _kept(visit, form)
            kept_out = _kept_out(visit, act.access)
            if kept_out is not None:
                return kept_out
            return _may(visit, act.access) or _acted(visit, act, form)

    return _taking(answer)


def _acted(visit: Visit, act: Act, form: Form) -> Response:
    try:
        return doing.take(visit, act, form, ours=_ours(visit, form))
    except (Refused, Unusable) as error:
        with visit_looking(visit):
            return error_page(visit, error, typed=asking.typed_in(visit, act, form))


def _may(visit: Visit, access: Access) -> Response | None:
    """The refusal of somebody who is no administrator, where that is asked."""
    if access is not Access.ADMINISTRATOR:
        return None
    with visit_looking(visit):
        if not may_administer(visit.desk):
            return said_page(visit, "web.forbidden", status=403)
    return None


def _kept(visit: Visit, form: Form) -> Response:
    """Keep what was typed by somebody whose session is over, and ask them to sign in."""
    if getattr(visit.request.state, "of_another", False):
        return plain_said(visit.request, "web.not_found", status=404)
    path = visit.request.url.path
    person = whose_form(visit.store, partnership_id=visit.partnership.id, csrf=form.one("csrf"))
    if person is None:
        # From no page that anybody here was given: there is nobody to keep it for.
        return visit.redirect("/sign-in", next=path)
    token = keep_form(
        visit.store,
        partnership=visit.partnership.key,
        path=path,
        fields=[(name, value) for name, values in form.kept().items() for value in values],
        now=visit.now,
        person_id=person,
    )
    asked = f"{visit.request.url.query}&" if visit.request.url.query else ""
    return visit.redirect("/sign-in", next=f"{path}?{asked}kept={token}")


def _ours(visit: Visit, form: Form) -> bool:
    return not from_elsewhere(visit.request) and same(form.one("csrf"), _expected(visit))


def _expected(visit: Visit) -> str | None:
    if visit.session is not None:
        return visit.session.csrf
    return cookies.form_token(visit.request)


def _forged(visit: Visit) -> Response:
    _log.warning("forged", path=visit.request.url.path, who=visit.actor)
    with visit_looking(visit):
        return said_page(visit, "web.forged", status=403)


def _taking(answer: Callable[[Request, Form], Response]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        served: Served = request.app.state.served
        if not await run_in_threadpool(_known, request):
            # Nobody who is unknown hands in a file.
            request.state.most = BODY_BESIDE_FILES
        form = await read_form(request, upload_limit=served.upload_limit)
        return await run_in_threadpool(answer, request, form)

    return endpoint


def _known(request: Request) -> bool:
    """Whether somebody who has signed in sends what may be large; of what is small all may."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) <= BODY_BESIDE_FILES:
        return True
    served: Served = request.app.state.served
    token = cookies.session_token(request)
    return (
        token is not None and session_of(served.store, token=token, now=served.clock()) is not None
    )


# --- outside any partnership


def _alive() -> Response:
    return JSONResponse({"alive": True})


def _ready(request: Request) -> Response:
    """Whether the database answers, and where sealing stands still; who asks learns no more."""
    served: Served = request.app.state.served
    try:
        with served.store.read() as tx:
            partnerships(tx)
        waits = sealing.due(served.store, flow="", now=served.clock())
    except ViresError:
        return JSONResponse({"ready": False}, 503)
    return JSONResponse({"ready": True} | ({"sealing": "stopped"} if waits else {}))


def _figures(request: Request) -> Response:
    """Figures for a monitoring system that has the token; there is no such page otherwise."""
    return metrics(request) or plain_said(request, "web.not_found", status=404)


def _first_page(request: Request) -> Response:
    """The only partnership's first page, or the list of partnerships."""
    served: Served = request.app.state.served
    with served.store.read() as tx:
        found = partnerships(tx)
    if len(found) == 1:
        return RedirectResponse(f"/p/{found[0].key}/", 303)
    return plain_page(request, "partnerships.html", status=200, partnerships=found)


def _statement(request: Request) -> Response:
    """What is accessible and what is not, and whom to tell."""
    return plain_page(request, "accessibility.html", status=200)


def _http_said(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if _for_programs(request):
        code = "api.not_found" if error.status_code == 404 else "api.no_such_method"
        answer = problem_said(request, code, method=request.method[:20])
        answer.headers.update(error.headers or {})
        return answer
    if error.status_code == 404:
        return plain_said(request, "web.not_found", status=404)
    return Response(str(error.detail), error.status_code, headers=error.headers)


def _too_large(request: Request, error: Exception) -> Response:
    del error
    unknown = getattr(request.state, "most", None) is not None
    if _for_programs(request):
        return problem_said(request, "api.too_large")
    code = "web.too_large_unknown" if unknown else "web.too_large"
    return plain_said(request, code, status=413)


def _vires_said(request: Request, error: Exception) -> Response:
    assert isinstance(error, ViresError)
    with words.saying_for("web"):
        return (problem if _for_programs(request) else plain_error)(request, error)


def _broken(request: Request, error: Exception) -> Response:
    _log.error("broken", exc_info=error, path=logged(request.url.path))
    if _for_programs(request):
        with words.saying_for("web"):
            return problem_said(request, "api.broken")
    return plain_said(request, "web.broken", status=500, number=request.state.request_id)


def _for_programs(request: Request) -> bool:
    return request.url.path.startswith(f"{API}/")


__all__ = ["PREFIX", "create_app"]
