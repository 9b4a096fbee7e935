"""How a call is answered: who sends it, what it says, what is done once, and what is told."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from governance import words
from governance.application import listing
from governance.application.change import Receipt
from governance.application.desk import Desk, acting, looking
from governance.application.permissions import may_administer
from governance.application.signing_in.forms import led_to, use, used
from governance.application.signing_in.secrets import digest
from governance.application.signing_in.service_tokens import Bearer, Scope, bearer_of
from governance.domain.errors import Unusable, ViresError
from governance.interfaces.api.answers import PREFIX, answered, dumped, plain, problem
from governance.interfaces.api.operations import Act, Look, Resource
from governance.interfaces.api.shapes import (
    Shape,
    parameters_of,
    read_body,
    read_query,
    shape_of,
)
from governance.interfaces.web.downloads import attachment
from governance.interfaces.web.served import Served

_log = structlog.get_logger("vires.api")
_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")
_VERSION: Final = re.compile(r'(?:W/)?"(\d{1,9})"')
_PAGING: Final[Mapping[str, str]] = {"cursor": "after", "limit": "limit"}
"""What an address says of a page, and the argument that it is."""
_BODY_OF_NOBODY: Final = 64_000
"""Bytes that are read of whoever shows no good token."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a program: who it acts as, and where everything lies."""

    request: Request
    served: Served
    bearer: Bearer
    now: Any

    def looking(self) -> Any:
        """A desk for questions."""
        return looking(
            self.served.store,
            now=self.now,
            partnership=self.bearer.partnership,
            actor=self.bearer.person,
        )

    def acting(self) -> Any:
        """A desk for one act."""
        return acting(
            self.served.store,
            now=self.now,
            partnership=self.bearer.partnership,
            actor=self.bearer.person,
        )


def call_of(request: Request, scope: Scope) -> Call:
    """Who calls. Raises `Unusable` without a good token, or where it is not meant for this."""
    served: Served = request.app.state.served
    given = request.headers.get("authorization", "")
    kind, _, token = given.partition(" ")
    if not given or kind.lower() != "bearer":
        raise Unusable.one("api.no_token")
    now = served.clock()
    bearer = bearer_of(served.store, token=token.strip(), now=now)
    if bearer is None:
        raise Unusable.one("api.token_unknown")
    request.state.who = bearer.person
    request.state.partnership = bearer.partnership
    if scope.value not in bearer.scopes:
        raise Unusable.one("api.scope_missing", scope=scope.value, has=sorted(bearer.scopes))
    return Call(request, served, bearer, now)


def answering(answer: Callable[[Request, bytes], Response]) -> Callable[[Request], Any]:
    """An endpoint: what it raises is told as a problem, with the words of the browser."""

    def safely(request: Request, body: bytes) -> Response:
        with words.saying_for("web"):
            try:
                return answer(request, body)
            except ViresError as error:
                _log.info("refused", path=request.url.path, codes=str(error)[:300])
                return problem(request, error, matched="if-match" in request.headers)

    async def endpoint(request: Request) -> Response:
        if request.method == "POST":
            known = await run_in_threadpool(_known, request)
            if not known:
                request.state.most = _BODY_OF_NOBODY
            body = await request.body()
        else:
            body = b""
        return await run_in_threadpool(safely, request, body)

    return endpoint


def _known(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) <= _BODY_OF_NOBODY:
        return True
    served: Served = request.app.state.served
    token = request.headers.get("authorization", "").partition(" ")[2].strip()
    return bearer_of(served.store, token=token, now=served.clock()) is not None


# --- acts


def act_endpoint(act: Act) -> Callable[[Request], Any]:
    """What answers `POST` to an act."""

    def answer(request: Request, body: bytes) -> Response:
        call = call_of(request, act.scope)
        shape = shape_of(act.do, act.path, frozenset(act.fixed))
        once = _once(call, body)
        if once is not None and (before := _before(call, once)) is not None:
            return before
        said = read_body(shape.model, _json(request, body))
        given = _given(call, shape, act.fixed) | said
        if act.administrator:
            _must_administer(call)
        if act.ahead is not None:
            with call.looking() as desk:
                found = act.ahead(desk, **{**_ours(call, parameters_of(act.ahead)), **given})
            if "ahead" in shape.takes:
                given["ahead"] = found
        return _done(call, act, given, once)

    return answering(answer)


@dataclass(frozen=True, slots=True)
class _Once:
    token: str
    of: str


def _once(call: Call, body: bytes) -> _Once | None:
    """What makes a call one that is done once; None where it does not say so."""
    key = call.request.headers.get("idempotency-key")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise Unusable.one("api.key_unusable")
    of = digest(call.request.method, call.request.url.path, digest(body.decode("latin-1")))
    return _Once(digest("api", call.bearer.person, key), of)


def _before(call: Call, once: _Once) -> Response | None:
    """The answer that the same call got; None the first time. Raises where it said otherwise."""
    with call.looking() as desk:
        found = led_to(desk, once.token)
    return None if found is None else _again(found, once)


def _again(found: str, once: _Once) -> Response:
    led = json.loads(found)
    if led.get("of") != once.of:
        raise Unusable.one("api.key_reused")
    return answered(
        led["body"], status=led["status"], headers={**led["headers"], "Idempotent-Replayed": "true"}
    )


def _done(call: Call, act: Act, given: Mapping[str, Any], once: _Once | None) -> Response:
    with call.acting() as desk:
        desk.request = str(call.request.state.request_id)
        if once is not None and (found := used(desk, once.token)):
            return _again(found, once)
        made = act.do(desk, **given)
        body, status, headers = _told(desk, act, made)
        if once is not None and desk.verdict is None:
            led = {"of": once.of, "status": status, "headers": headers, "body": body, "said": ""}
            use(desk, once.token, dumped(led).decode())
    return answered(body, status=status, headers=headers)


def _told(desk: Desk, act: Act, made: Any) -> tuple[dict[str, Any], int, dict[str, str]]:
    """What is told of what was done: every receipt, the one that was asked for first."""
    receipts = list(desk.receipts)
    main = _main(made) or (receipts[-1] if receipts else None)
    if main in receipts:
        receipts.remove(main)
        receipts.insert(0, main)
    body: dict[str, Any] = {
        "ref": None if main is None else main.ref,
        "receipts": [plain({**one.plain(), "at": one.at}) for one in receipts],
        "result": {} if act.tells is None else plain(act.tells(made)),
    }
    headers = {}
    if main is not None:
        headers["ETag"] = f'"{_version(desk, main)}"'
    if act.new is not None:
        headers["Location"] = PREFIX + act.new.format(**{"ref": body["ref"], **body["result"]})
    return body, 201 if act.new is not None else 200, headers


def _main(made: Any) -> Receipt | None:
    if isinstance(made, Receipt):
        return made
    if isinstance(made, tuple | list):
        return next((one for one in made if isinstance(one, Receipt)), None)
    found = getattr(made, "receipt", None)
    return found if isinstance(found, Receipt) else None


def _version(desk: Desk, receipt: Receipt) -> int:
    """The version of a subject after what was done at the desk."""
    return max(
        1 if change.subject is None else change.subject.version + 1
        for change, one in desk.changes
        if (one.table, one.id) == (receipt.table, receipt.id)
    )


def _given(call: Call, shape: Shape, fixed: Mapping[str, Any]) -> dict[str, Any]:
    """What the address, the headers and we ourselves give."""
    found: dict[str, Any] = dict(fixed)
    for part, name in shape.path.items():
        text = call.request.path_params[part]
        if part in shape.numbers:
            if not (text.isascii() and text.isdigit() and len(text) < 10):
                raise Unusable.one("api.not_found")
            found[name] = int(text)
        else:
            if not text.isprintable():
                raise Unusable.one("api.not_found")
            found[name] = text
    seen = _seen(call.request)
    if seen is not None:
        if "seen" not in shape.takes:
            raise Unusable.one("api.no_version")
        found["seen"] = seen
    return found | _ours(call, shape.takes)


def _ours(call: Call, names: Collection[str]) -> dict[str, Any]:
    """Where things lie here, of what a function takes."""
    known = {
        "data_dir": call.served.evidence_dir,
        "jobs_dir": call.served.data_dir / "jobs",
    }
    return {name: path for name, path in known.items() if name in names}


def _seen(request: Request) -> int | None:
    given = request.headers.get("if-match")
    if given is None or given.strip() == "*":
        return None
    said = _VERSION.fullmatch(given.strip())
    if said is None:
        raise Unusable.one("api.version_unreadable")
    return int(said[1])


def _json(request: Request, body: bytes) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != "application/json" and not kind.endswith("+json"):
        raise Unusable.one("api.not_json")
    return body


def _must_administer(call: Call) -> None:
    with call.looking() as desk:
        if not may_administer(desk):
            raise Unusable.one("api.not_administrator")


# --- what is looked at


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
        given = _given(call, shape, {}) | read_query(shape.model, asked)
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
