"""Answers: values as JSON, and problems as RFC 9457 describes them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import Enum
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from governance import words
from governance.domain.errors import MovedFirst, Problem, Refusal, Unusable, ViresError
from governance.interfaces.said import reason, reasons
from governance.interfaces.statuses import (
    CONFLICT,
    FORBIDDEN,
    NOT_FOUND,
    UNUSABLE,
    status_of,
)

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
PREFIX: Final = "/api/v1"

UNREADABLE: Final = frozenset({"api.field_missing", "api.field_unknown", "api.field_wrong"})
"""Codes of what has not the shape that an act takes."""
_STATUS: Final[Mapping[str, int]] = {
    "api.no_token": 401,
    "api.token_unknown": 401,
    "api.scope_missing": 403,
    "api.not_administrator": 403,
    "api.not_found": 404,
    "subject.unknown": 404,
    "api.no_such_method": 405,
    "api.not_json": 415,
    "api.too_large": 413,
    "api.key_reused": 422,
    "api.broken": 500,
}
_PROBABLY_STALE: Final = 412


def plain(value: Any) -> Any:
    """A value as JSON has it: codes with their words, days and instants as ISO 8601 has them."""
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, Enum)):
        return value
    for kinds, said in _SAID:
        if isinstance(value, kinds):
            return said(value)
    if hasattr(value, "_mapping"):
        return plain(dict(value._mapping))  # noqa: SLF001  # how SQLAlchemy's rows are read
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, Sequence):
        return [plain(one) for one in value]
    if hasattr(value, "plain"):
        return plain(value.plain())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    raise TypeError(f"nothing that JSON can say: {type(value)}")


_SAID: Final[Sequence[tuple[Any, Callable[[Any], Any]]]] = (
    (Enum, lambda value: plain(value.value)),
    (dt.datetime, lambda value: value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")),
    (dt.date | dt.time, lambda value: value.isoformat()),
    (Decimal, lambda value: format(value, "f")),
    (Refusal | Problem, lambda value: reason(value.code, value.params)),
    (bytes, lambda value: value.decode("utf-8", "replace")),
    (Path, lambda value: value.name),
    (Mapping, lambda value: {str(name): plain(one) for name, one in value.items()}),
    (AbstractSet, lambda value: sorted((plain(one) for one in value), key=str)),
)
"""How what is no plain value is said; the first kind that fits counts."""


def dumped(value: Any) -> bytes:
    """JSON of plain values."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def answered(
    value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer in JSON."""
    return Response(dumped(plain(value)), status, dict(headers or {}), media_type=JSON)


def problem(request: Request, error: ViresError, body: bytes = b"") -> Response:
    """The answer that says no: every reason with its code, its words and what to do.

    Where If-Match gave a version, what changed since is 412. A name that nobody has is 404 where
    it stands in the address, and 400, with where it stands, in what was sent.
    """
    said = reasons(error)
    status = _status(error)
    if "if-match" in request.headers and isinstance(error, MovedFirst):
        status = _PROBABLY_STALE
    places = _places(error, body)
    if status == NOT_FOUND and not _in_address(request, error):
        status = UNUSABLE
    headers = {}
    if status == 401:
        why = "" if _code(error) == "api.no_token" else ', error="invalid_token"'
        headers["WWW-Authenticate"] = f'Bearer realm="vires"{why}'
    told = {
        "type": f"{PREFIX}/problems/{_code(error) or 'api.broken'}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": " ".join(f"{each['words']} {each['remedy']}".strip() for each in said),
        "instance": request.url.path,
        "request": str(request.state.request_id),
        "errors": [
            _told(each, found, at)
            for each, found, at in zip(said, _found(error), places, strict=True)
        ],
    }
    return Response(dumped(told), status, headers, media_type=PROBLEM)


def problem_said(request: Request, code: str, **params: Any) -> Response:
    """The answer that says no for one reason."""
    return problem(request, Unusable.one(code, **params))


def codes_of(error: ViresError) -> list[str]:
    """The codes of what an error says, for the log: never what was typed."""
    return [str(one.code) for one in _found(error)]


def _code(error: ViresError) -> str:
    found = _found(error)
    return str(found[0].code) if found else ""


def _found(error: ViresError) -> Sequence[Any]:
    found: Sequence[Any] = getattr(error, "refusals", ())
    return found or getattr(error, "problems", ())


def _status(error: ViresError) -> int:
    codes = {one.code for one in _found(error)}
    if codes and codes <= UNREADABLE:
        return 422
    own = next((_STATUS[code] for code in codes if code in _STATUS), None)
    told = own or status_of(error)
    if told == FORBIDDEN and own is None and not any(_is_of_the_person(one) for one in codes):
        return CONFLICT
    return told


def _is_of_the_person(code: str) -> bool:
    """Whether a guard refused whoever asks, and not what stands in the way as things are."""
    return code.endswith(("not_permitted", ".not_yours", ".not_theirs", ".not_entitled"))


def _in_address(request: Request, error: ViresError) -> bool:
    """Whether what is not there is what the address names."""
    asked = set(request.path_params.values())
    named = [one.params["name"] for one in _found(error) if "name" in one.params]
    return not named or any(str(name) in asked for name in named)


def _places(error: ViresError, body: bytes) -> list[str | None]:
    """Where in a body the name stands that each reason says nobody has."""
    try:
        sent = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        sent = {}
    fields = sent.items() if isinstance(sent, dict) else ()
    at = {value: f"/{escaped(name)}" for name, value in fields if isinstance(value, str)}
    return [at.get(one.params.get("name", "")) for one in _found(error)]


def escaped(part: object) -> str:
    """A part of a pointer as RFC 6901 has it."""
    return str(part).replace("~", "~0").replace("/", "~1")


def _told(said: Mapping[str, str], found: Any, at: str | None) -> dict[str, Any]:
    """A reason by the code it was raised with, whatever the browser's words for it are."""
    told = {"code": found.code, "words": said["words"], "remedy": said["remedy"]}
    if "at" in found.params and str(found.code).startswith("api."):
        at = str(found.params["at"])
    if at is not None:
        told["pointer"] = at
    if getattr(found, "line", None) is not None:
        told["line"] = found.line
    return told


def code_told(code: str) -> dict[str, str] | None:
    """A code's sentence and remedy as they stand in the words; None for one that has none."""
    known = words.catalogue().get(code)
    return None if known is None else {"code": code, "words": known[0], "remedy": known[1]}
