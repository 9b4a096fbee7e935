"""The API's routes, beside the pages of the same application."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from governance.interfaces.api.answers import (
    PREFIX,
    answered,
    code_told,
    dumped,
    problem_said,
)
from governance.interfaces.api.doing import act_endpoint
from governance.interfaces.api.looking import item_endpoint, list_endpoint, look_endpoint
from governance.interfaces.api.openapi import described
from governance.interfaces.api.operations import Room
from governance.interfaces.api.rooms import ROOMS

Offered = tuple[str, str, Callable[[Request], Any]]
"""A path, a method, and what answers."""


class Api(Router):
    """The routes of the API; what is none of them is told as a problem."""

    async def not_found(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say that nothing is there."""
        request = Request(scope)
        await problem_said(request, "api.not_found")(scope, receive, send)


def api_routes(rooms: tuple[Room, ...] = ROOMS) -> Api:
    """The API, to be mounted at its prefix."""
    found: dict[str, dict[str, Callable[[Request], Any]]] = {}
    for path, method, endpoint in sorted(offered(rooms), key=_specific):
        found.setdefault(path, {})[method] = endpoint
    routes = [
        Route("/openapi.json", _description, methods=["GET"]),
        Route("/problems/{code}", _code, methods=["GET"]),
        *(Route(path, _by_method(ways), methods=list(ways)) for path, ways in found.items()),
    ]
    return Api(routes, redirect_slashes=False)


def offered(rooms: tuple[Room, ...] = ROOMS) -> Iterator[Offered]:
    """Every path, method and endpoint of the rooms."""
    for room in rooms:
        for resource in room.resources:
            yield resource.path, "GET", list_endpoint(resource)
            yield f"{resource.path}/{{ref}}", "GET", item_endpoint(resource)
        for look in room.looks:
            yield look.path, "GET", look_endpoint(look)
        for act in room.acts:
            yield act.path, "POST", act_endpoint(act)


def _by_method(ways: dict[str, Callable[[Request], Any]]) -> Callable[[Request], Any]:
    """What answers at an address, whatever the method: one that asks without the body as GET."""

    async def endpoint(request: Request) -> Response:
        answer: Response = await ways["GET" if request.method == "HEAD" else request.method](
            request
        )
        return answer

    return endpoint


def _specific(route: Offered) -> tuple[bool, ...]:
    return tuple(part.startswith("{") for part in route[0].split("/"))


@cache
def _described() -> bytes:
    return dumped(described(ROOMS))


def _description(request: Request) -> Response:
    """The description of the API, for anybody: it says nothing of what is in the register."""
    del request
    return Response(_described(), media_type="application/json")


def _code(request: Request) -> Response:
    """What a problem's code means."""
    found = code_told(request.path_params["code"])
    if found is None:
        return problem_said(request, "api.not_found")
    return answered(found)


__all__ = ["PREFIX", "Api", "api_routes", "offered"]
