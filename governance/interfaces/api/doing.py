"""Acts of the API: what is sent is read and done, once where a key says so, and told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.signing_in.forms import led_to, use, used
from governance.application.signing_in.secrets import digest
from governance.domain.errors import Unusable
from governance.interfaces.api.answers import PREFIX, answered, dumped, plain
from governance.interfaces.api.calls import (
    Call,
    answering,
    call_of,
    given_to,
    must_administer,
    ours,
)
from governance.interfaces.api.operations import Act
from governance.interfaces.api.shapes import parameters_of, read_body, shape_of

_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")


def act_endpoint(act: Act) -> Callable[[Request], Any]:
    """What answers `POST` to an act."""
    shape = shape_of(act.do, act.path, frozenset(act.fixed))

    def answer(request: Request, body: bytes) -> Response:
        call = call_of(request, act.scope)
        once = _once(call, body)
        if once is not None and (before := _before(call, once)) is not None:
            return before
        said = read_body(shape.model, _json(request, body))
        given = given_to(call, shape, act.fixed) | said
        if act.administrator:
            must_administer(call)
        if act.ahead is not None:
            with call.looking() as desk:
                found = act.ahead(desk, **{**ours(call, parameters_of(act.ahead)), **given})
            if "ahead" in shape.takes:
                given["ahead"] = found
        return _done(call, act, given, once)

    return answering(answer, files=shape.files)


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
        main = _main(made) or (desk.receipts[-1] if desk.receipts else None)
        body, status, headers = _told(desk, act, made, main)
        if once is not None and desk.verdict is None:
            led = {"of": once.of, "status": status, "headers": headers, "body": body, "said": ""}
            use(desk, once.token, dumped(led).decode())
    if main is not None and (version := _version(desk, main)):
        headers = {**headers, "ETag": f'"{version}"'}
    return answered(body, status=status, headers=headers)


def _told(
    desk: Desk, act: Act, made: Any, main: Receipt | None
) -> tuple[dict[str, Any], int, dict[str, str]]:
    """What is told of what was done: every receipt, the one that was asked for first."""
    receipts = list(desk.receipts)
    if main in receipts:
        receipts.remove(main)
        receipts.insert(0, main)
    body: dict[str, Any] = {
        "ref": None if main is None else main.ref,
        "receipts": [plain({**one.plain(), "at": one.at}) for one in receipts],
        "result": {} if act.tells is None else plain(act.tells(made)),
    }
    headers = {}
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
    """The version of a subject after what was done at the desk and followed; 0 for nothing done.

    Asked once the desk is closed: what follows an act is done when it closes.
    """
    versions = (
        1 if change.subject is None else change.subject.version + 1
        for change, one in desk.changes
        if (one.table, one.id) == (receipt.table, receipt.id)
    )
    return max(versions, default=0)


def _json(request: Request, body: bytes) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != "application/json" and not kind.endswith("+json"):
        raise Unusable.one("api.not_json")
    return body
