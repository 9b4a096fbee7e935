"""Pages that say no: nothing there, not yours, unusable, refused, broken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import structlog
from starlette.requests import Request
from starlette.responses import Response

from governance import words
from governance.domain.errors import ViresError
from governance.interfaces.said import reasons
from governance.interfaces.statuses import (
    AWAY,
    CONFLICT,
    FORBIDDEN,
    NOT_FOUND,
    UNUSABLE,
    status_of,
)
from governance.interfaces.web.rendering import plain_page

if TYPE_CHECKING:
    from governance.interfaces.web.visit import Visit

_log = structlog.get_logger("vires.web")

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
