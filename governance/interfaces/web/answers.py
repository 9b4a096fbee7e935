"""Pages that say no: nothing there, not yours, unusable, refused, broken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import structlog
from starlette.requests import Request
from starlette.responses import Response

from governance import words
from governance.domain.errors import (
    GuardRefused,
    MovedFirst,
    Refused,
    Unusable,
    ViresError,
    of_the_store,
)
from governance.interfaces.web.rendering import plain_page
from governance.interfaces.web.said import reasons

if TYPE_CHECKING:
    from governance.interfaces.web.visit import Visit

_log = structlog.get_logger("vires.web")

NOT_FOUND, FORBIDDEN, UNUSABLE, CONFLICT, AWAY = 404, 403, 400, 409, 503


def status_of(error: ViresError) -> int:
    """The status that an error is answered with."""
    if isinstance(error, Unusable):
        if of_the_store(error):
            return AWAY
        return NOT_FOUND if _nothing_there(error) else UNUSABLE
    if isinstance(error, MovedFirst):
        return CONFLICT
    if isinstance(error, GuardRefused):
        return FORBIDDEN
    return CONFLICT if isinstance(error, Refused) else UNUSABLE


def _nothing_there(error: Unusable) -> bool:
    return all(p.code in _NOT_THERE for p in error.problems)


_NOT_THERE = frozenset(
    {
        "name.unknown",
        "web.not_found",
        "public.annual_unknown",
        "public.commission_unknown",
        "public.document_unknown",
        "public.page_unknown",
        "public.plan_unknown",
        "public.report_unknown",
        "web.policy.kind_gone",
        "web.policy.level_gone",
    }
)
"""Codes that say of an address that nothing is there, or nothing for whoever asks."""


_TITLES = {
    NOT_FOUND: "web.not_found.title",
    FORBIDDEN: "web.refused.title",
    UNUSABLE: "web.unusable.title",
    CONFLICT: "web.refused.title",
    AWAY: "web.store_away.title",
}


def error_page(
    visit: Visit, error: ViresError, *, typed: Sequence[tuple[str, str]] = ()
) -> Response:
    """The page for an error that a page itself met; `typed` is what would be lost with it."""
    status = status_of(error)
    _log.info("refused", status=status, codes=[one["code"] for one in reasons(error)])
    title = words.say(_TITLES[status], {})
    return visit.render("error.html", status=status, title=title, said=reasons(error), typed=typed)


def said_page(visit: Visit, code: str, *, status: int, **params: Any) -> Response:
    """A page that says one thing, by its code."""
    said = [{"code": code, "words": words.say(code, params), "remedy": words.remedy(code, params)}]
    title = words.say(f"{code}.title", {})
    return visit.render("error.html", status=status, title=title, said=said)


def plain_said(request: Request, code: str, *, status: int, **params: Any) -> Response:
    """The same outside any partnership."""
    said = [{"code": code, "words": words.say(code, params), "remedy": words.remedy(code, params)}]
    title = words.say(f"{code}.title", {})
    return plain_page(request, "error.html", status=status, title=title, said=said)


def plain_error(request: Request, error: ViresError) -> Response:
    """The page for an error outside any partnership."""
    status = status_of(error)
    title = words.say(_TITLES[status], {})
    return plain_page(request, "error.html", status=status, title=title, said=reasons(error))
