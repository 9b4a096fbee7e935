"""A call of a program: who sends it, what its address and headers give, how errors are told."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from governance import words
from governance.application.desk import acting, looking
from governance.application.permissions import may_administer
from governance.application.signing_in.service_tokens import Bearer, Scope, bearer_of
from governance.domain.errors import Unusable, ViresError
from governance.interfaces.api.answers import codes_of, problem
from governance.interfaces.api.shapes import Shape
from governance.interfaces.served import BODY_BESIDE_FILES, Served

_log = structlog.get_logger("vires.api")
_VERSION: Final = re.compile(r'(?:W/)?"(\d{1,9})"')
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


def answering(
    answer: Callable[[Request, bytes], Response], *, files: bool = False
) -> Callable[[Request], Any]:
    """An endpoint: what it raises is told as a problem, with the words of the browser.

    A body may be as large as files are only where `files` are sent.
    """

    def safely(request: Request, body: bytes) -> Response:
        with words.saying_for("web"):
            try:
                return answer(request, body)
            except ViresError as error:
                _log.info("refused", path=request.url.path, codes=codes_of(error))
                return problem(request, error, body)

    async def endpoint(request: Request) -> Response:
        if request.method == "POST":
            known = await run_in_threadpool(_known, request)
            request.state.most = _most(request, files=files) if known else _BODY_OF_NOBODY
            body = await request.body()
        else:
            body = b""
        return await run_in_threadpool(safely, request, body)

    return endpoint


def _most(request: Request, *, files: bool) -> int:
    """Bytes that a body may have; a third is added to files by base64."""
    served: Served = request.app.state.served
    return BODY_BESIDE_FILES + (served.upload_limit * 4 // 3 if files else 0)


def _known(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) <= _BODY_OF_NOBODY:
        return True
    served: Served = request.app.state.served
    token = request.headers.get("authorization", "").partition(" ")[2].strip()
    return bearer_of(served.store, token=token, now=served.clock()) is not None


def given_to(call: Call, shape: Shape, fixed: Mapping[str, Any]) -> dict[str, Any]:
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
    return found | ours(call, shape.takes)


def ours(call: Call, names: Collection[str]) -> dict[str, Any]:
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


def must_administer(call: Call) -> None:
    """Raise `Unusable` unless whoever calls is an administrator today."""
    with call.looking() as desk:
        if not may_administer(desk):
            raise Unusable.one("api.not_administrator")
