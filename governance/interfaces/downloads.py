"""Files as answers: to be kept by whoever asked, never shown or run by a browser.

What programs fetch again and again has a tag of its bytes, and is not sent again where they have
it already (RFC 9110, 13.1.2).
"""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

CHECKED: Final = "no-cache"
"""Anybody may keep it, and asks each time whether it is still the same."""


def attachment(
    content: bytes, name: str, *, media_type: str = "application/octet-stream"
) -> Response:
    """A file under its own name; what people gave in has no type that a browser would run."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in name)
    told = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {
        "Content-Disposition": told,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store, private",
    }
    return Response(content, headers=headers, media_type=media_type)


def open_file(
    request: Request, content: bytes, name: str, *, media_type: str, following: str | None = None
) -> Response:
    """A file that anybody may have, as `attachment`; 304 where whoever asks has it already.

    `following` is the address of the part after this one: whoever has the part as it was before
    there was one is sent it again.
    """
    answer = attachment(content, name, media_type=media_type)
    link = "" if following is None else f'<{following}>; rel="next"'
    if link:
        answer.headers["Link"] = link
    return checked(request, answer, CHECKED, beside=link)


def checked(request: Request, answer: Response, cached: str, *, beside: str = "") -> Response:
    """An answer with a tag of its bytes, kept as `cached` says; 304 for one that is there already.

    `beside` is what the tag is of besides.
    """
    tag = f'"{hashlib.sha256(bytes(answer.body) + beside.encode()).hexdigest()[:32]}"'
    told = {"ETag": tag, "Cache-Control": cached}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=told)
    answer.headers.update(told)
    return answer


def _has(given: str, tag: str) -> bool:
    """Whether a program has what has this tag, by what it says it has."""
    told = [one.strip().removeprefix("W/") for one in given.split(",")]
    return tag in told or told == ["*"]
