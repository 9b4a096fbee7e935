"""What the API is asked: questions, lists a page at a time, and one of a list."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from governance.application import listing
from governance.application.permissions import may_administer
from governance.application.signing_in.service_tokens import Scope
from governance.domain.errors import Unusable
from governance.interfaces.api.answers import answered, plain
from governance.interfaces.api.calls import answering, call_of, given_to
from governance.interfaces.api.operations import Look, Resource
from governance.interfaces.api.shapes import read_query, shape_of
from governance.interfaces.downloads import attachment

_PAGING: Final[Mapping[str, str]] = {"cursor": "after", "limit": "limit"}
"""What an address says of a page, and the argument that it is."""


def look_endpoint(look: Look) -> Callable[[Request], Any]:
    """What answers `GET` to a question."""
    shape = shape_of(look.ask, look.path, frozenset())
    asks = shape.model.model_fields.keys()
    paged = "after" in asks

    def answer(request: Request, body: bytes) -> Response:
        del body
        call = call_of(request, Scope.READ)
        asked = _asked(request, shape.model)
        limit = _limit(request) if paged and "limit" in asks else None
        if paged and (after := _after(request)) is not None:
            asked["after"] = after
        if limit is not None:
            asked["limit"] = limit + (look.mark is not None)
        given = given_to(call, shape, {}) | read_query(shape.model, asked)
        with call.looking() as desk:
            if look.administrator and not may_administer(desk):
                raise Unusable.one("api.not_administrator")
            found = look.ask(desk, **given)
            if look.file is not None:
                content, name = found
                return attachment(content, name, media_type=look.file)
            if paged and look.mark is None:
                rows, mark = found
                return answered({"items": rows, "next": _next(request, mark)})
            if limit is not None and look.mark is not None:
                return answered(_paged(request, list(found), limit, look.mark))
            told = plain(found)
        return answered({"items": told} if isinstance(told, list) else told)

    return answering(answer)


def list_endpoint(resource: Resource) -> Callable[[Request], Any]:
    """What answers `GET` to a resource."""
    known = {listing.told(resource.table, name): name for name in resource.filters}

    def answer(request: Request, body: bytes) -> Response:
        del body
        call = call_of(request, Scope.READ)
        given = {}
        for name, value in request.query_params.multi_items():
            if name in ("cursor", "limit"):
                continue
            if name not in known:
                raise Unusable.one("api.field_unknown", at=name)
            given[known[name]] = value[:200].replace("\0", "")
        limit, after = _limit(request), _after(request)
        with call.looking() as desk:
            if resource.administrator and not may_administer(desk):
                raise Unusable.one("api.not_administrator")
            fields = ("id", "version", *resource.fields)
            mark = listing.marked_by(resource.table)
            rows = listing.page(
                desk, resource.table, fields, given=given, after=after, limit=limit + 1
            )
            return answered(_paged(request, rows, limit, lambda row: str(row[mark])))

    return answering(answer)


def item_endpoint(resource: Resource) -> Callable[[Request], Any]:
    """What answers `GET` to one of a resource, with its version as ETag."""

    def answer(request: Request, body: bytes) -> Response:
        del body
        call = call_of(request, Scope.READ)
        if request.query_params:
            raise Unusable.one("api.field_unknown", at=next(iter(request.query_params)))
        ref = request.path_params["ref"]
        if not ref.isprintable():
            raise Unusable.one("api.not_found")
        with call.looking() as desk:
            if resource.administrator and not may_administer(desk):
                raise Unusable.one("api.not_administrator")
            row = listing.one(desk, resource.table, ref, ("id", "version", *resource.fields))
            etag = f'"{row["version"]}"'
            if resource.details is not None:
                row["details"] = resource.details(desk, ref)
            return answered(row, headers={"ETag": etag})

    return answering(answer)


def _asked(request: Request, model: Any) -> dict[str, Any]:
    """What an address asks, by name; what may be asked several times as a list."""
    found: dict[str, Any] = {}
    for name in request.query_params:
        if _PAGING.get(name) in model.model_fields:
            continue
        values = request.query_params.getlist(name)
        field = model.model_fields.get(name)
        many = field is not None and "list" in str(field.annotation)
        found[name] = values if many else values[-1]
    return found


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(listing.USUAL))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= listing.MOST):
        raise Unusable.one("api.limit_unusable", most=listing.MOST)
    return int(text)


def _after(request: Request) -> str | None:
    cursor = request.query_params.get("cursor")
    if cursor is None:
        return None
    try:
        told = base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True)
        return told.decode("utf-8").replace("\0", "")
    except (binascii.Error, ValueError):
        raise Unusable.one("api.cursor_unusable") from None


def _paged(
    request: Request, rows: list[Any], limit: int, mark: Callable[[Any], str]
) -> dict[str, Any]:
    more = len(rows) > limit
    rows = rows[:limit]
    return {"items": rows, "next": _next(request, mark(rows[-1]) if more else None)}


def _next(request: Request, mark: str | None) -> str | None:
    """The address of the page after a mark; None on the last one."""
    if mark is None:
        return None
    cursor = base64.urlsafe_b64encode(mark.encode()).decode()
    asked = [(n, v) for n, v in request.query_params.multi_items() if n != "cursor"]
    return f"{request.url.path}?{urlencode([*asked, ('cursor', cursor)])}"
