"""Two cookies: who is signed in, and for everybody else what ties a form to a browser."""

from __future__ import annotations

import ipaddress
import secrets

from starlette.requests import Request
from starlette.responses import Response

from governance.interfaces.served import LOOPBACK

_SESSION, _FORM = "vires", "vires-form"
_FORWARDED = ("forwarded", "x-forwarded", "x-real-ip", "via")
"""How the headers begin by which a proxy says that it is one."""


def secure(request: Request) -> bool:
    """Whether the line is encrypted."""
    return request.url.scheme == "https"


def at_this_machine(request: Request) -> bool:
    """Whether whoever asks sits at this machine, as far as anybody can tell.

    By the address they come from; never through a proxy, which would lend them its own.
    """
    through = any(name.startswith(_FORWARDED) for name in request.headers)
    here = request.client is not None and _is_loopback(request.client.host)
    named = request.url.hostname in {host.strip("[]") for host in LOOPBACK}
    return here and named and not through and not secure(request)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _called(request: Request, name: str) -> str:
    # A browser takes a `__Host-` cookie over an encrypted line alone.
    return f"__Host-{name}" if secure(request) else name


def session_token(request: Request) -> str | None:
    """The token of the session that a request claims to be of."""
    return request.cookies.get(_called(request, _SESSION))


def form_token(request: Request) -> str | None:
    """What ties the forms of somebody who is not signed in to their browser."""
    return request.cookies.get(_called(request, _FORM))


def kept_token(request: Request) -> str:
    """What this browser alone keeps, signed in or not; nothing where it keeps nothing of ours."""
    return session_token(request) or form_token(request) or ""


def new_form_token() -> str:
    """A token nobody guesses."""
    return secrets.token_urlsafe(24)


def give_session(request: Request, response: Response, token: str) -> None:
    """Let the browser be of a session."""
    _give(request, response, _SESSION, token)


def take_session(request: Request, response: Response) -> None:
    """Let the browser forget its session."""
    response.delete_cookie(
        _called(request, _SESSION), path="/", secure=secure(request), httponly=True, samesite="lax"
    )


def give_form_token(request: Request, response: Response, token: str) -> None:
    """Tie forms to the browser."""
    _give(request, response, _FORM, token)


def _give(request: Request, response: Response, name: str, value: str) -> None:
    response.set_cookie(
        _called(request, name),
        value,
        path="/",
        secure=secure(request),
        httponly=True,
        samesite="lax",
    )
