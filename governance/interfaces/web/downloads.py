"""Files as answers: to be kept by whoever asked, never shown or run by a browser."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response


def attachment(
    content: bytes, name: str, *, media_type: str = "application/octet-stream"
) -> Response:
    """A file under its own name; what people gave in has no type that a browser would open."""
    told = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {
        "Content-Disposition": told,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(content, headers=headers, media_type=media_type)
