"""Files as answers: to be kept by whoever asked, never shown or run by a browser."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response


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
